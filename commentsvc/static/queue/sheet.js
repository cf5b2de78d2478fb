/* Forms of other pages, filled in without leaving this one. The form is the other page's own, and so is what it says
   afterwards; what was typed stays until the service took it. */

import { SignedOut, page, submit } from "./ask.js";

export class Sheet {
  /** `done` is called once a form was taken. */
  constructor(dialog, told, signIn, done) {
    Object.assign(this, { dialog, told, signIn, done });
    dialog.addEventListener("submit", (event) => this.#send(event));
    dialog.addEventListener("click", ({ target }) => target.matches("[data-close]") && dialog.close());
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      dialog.querySelector("form")?.requestSubmit(dialog.querySelector("form button.primary"));
    });
  }

  /** Open the page's form. */
  async open(url) {
    try {
      this.#draw(await page(url), url);
      if (!this.dialog.open) this.dialog.showModal();
      this.#begin();
    } catch (problem) {
      this.told.bad(problem.message);
    }
  }

  #draw(fresh, url) {
    const body = this.dialog.querySelector("[data-body]");
    const form = fresh.querySelector("main form:not([role=search], .notice form)");
    const notices = [...fresh.querySelectorAll("main > .notice")];
    if (!form) throw new Error((notices[0] ?? fresh.querySelector("main"))?.textContent.trim() || "This cannot be opened here.");
    form.dataset.to = form.getAttribute("action") || url;
    const quoted = fresh.querySelector("main .quoted");
    body.replaceChildren(...[fresh.querySelector("main h1"), ...notices, quoted, form].filter(Boolean));
  }

  /** The hand goes to what is wrong, else to what is asked first. */
  #begin() {
    const fields = "textarea, select, input:not([type=hidden], :disabled)";
    const wrong = this.dialog.querySelector("[data-body] :is(.field, fieldset):has(.error)");
    (wrong ?? this.dialog).querySelector(fields)?.focus();
  }

  async #send(event) {
    event.preventDefault();
    const form = event.target;
    const button = event.submitter;
    const fields = [...new FormData(form, button)];
    this.#say("");
    form.inert = true;
    try {
      const { again, fresh } = await submit(form.dataset.to, fields);
      if (again) {
        this.#draw(fresh, form.dataset.to);
        return this.#begin();
      }
      this.dialog.close();
      for (const notice of fresh.querySelectorAll("main > .notice")) {
        const words = notice.querySelector("p").textContent;
        if (notice.classList.contains("bad")) this.told.bad(words);
        else this.told.done(words);
      }
      this.done();
    } catch (problem) {
      this.#say(`${problem.message} What you typed is still here.`, problem instanceof SignedOut);
    } finally {
      form.inert = false;
    }
  }

  #say(words, signedOut = false) {
    const line = this.dialog.querySelector("[data-said]");
    line.hidden = words === "";
    line.textContent = words;
    if (!signedOut) return;
    const link = document.createElement("a");
    Object.assign(link, { href: this.signIn, target: "_blank", textContent: "Sign in, in a new tab" });
    line.append(" ", link);
  }
}
