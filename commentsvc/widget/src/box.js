/**
 * The box for a comment or a reply. Until it is used it is one text box; using it fetches the notice in force, and what
 * the form is made of (see form.js).
 */
import { el, fill, focusOn, textButton } from "./dom.js";
import { loadPart } from "./part.js";

let drawn = 0;

export class Box {
  /** `parent`: the view replied to, or null for the box of the page. `form` is there once it was opened. */
  constructor(thread, parent) {
    Object.assign(this, { thread, parent, form: null });
    this.place = parent?.comment.id ?? "";
    this.prefix = `form${++drawn}`;
    const { words } = thread;
    const id = `${this.prefix}-body`;
    this.answered = parent?.comment.author.name ?? words.guest;
    this.call = parent ? fill(words.reply_to, { name: this.answered }) : words.write;
    const attributes = { id, rows: 1, dir: "auto", placeholder: this.call, part: "textarea", "aria-required": "true" };
    this.text = el("textarea", attributes);
    this.label = el("label", { for: id }, this.call);
    this.text.value = thread.drafts.get(this.place).body ?? "";
    this.field = el("div", { part: "field" }, this.label, this.text);
    this.rest = el("div", { class: "rest" });
    this.said = el("p", { class: "said", role: "alert" });
    this.foot = el("div", { class: "buttons" });
    this.node = el("form", { part: "form", novalidate: true }, this.field, this.rest, this.said, this.foot);
    this.text.addEventListener("focus", () => this.open());
    this.text.addEventListener("input", () => thread.drafts.update(this.place, { body: this.text.value }));
  }

  /** Go on with an attempt to send whose outcome is not known since the page was left. */
  resume() {
    const { attempt } = this.thread.drafts.get(this.place);
    const go = (form) => form.busy || form.send(attempt);
    if (attempt) this.open().then(() => this.become()).then(go, () => {});
  }

  /** Fetch the notice and draw the form from it; a form that is open stays as it is. */
  async open(focus = false) {
    if (focus) focusOn(this.text);
    if (this.form?.notice || this.opening) return;
    this.opening = true;
    this.thread.govern();
    this.node.classList.add("open");
    this.text.rows = 4;
    this.rest.replaceChildren(el("p", { class: "quiet", role: "status" }, this.thread.words.opening));
    try {
      const [form, notice] = await Promise.all([this.become(), this.freshNotice()]);
      form.show(notice);
    } catch {
      const { words } = this.thread;
      const again = textButton(words.again, () => {
        this.open().then(() => this.resume());
        focusOn(this.text); // the button goes
      });
      this.rest.replaceChildren(el("p", { role: "alert" }, words.form_failed, " ", again));
    } finally {
      this.opening = false;
    }
  }

  /** The form of this box, once what it is made of is there. */
  async become() {
    const { Form } = await loadPart("writing");
    return (this.form ??= new Form(this));
  }

  freshNotice() {
    return this.thread.api.notice(this.thread.page.id, this.thread.lang);
  }

  /** Put the form away; the text is kept. */
  shut() {
    this.node.classList.remove("open");
    for (const emptied of [this.rest, this.said, this.foot]) emptied.replaceChildren();
    this.text.rows = 1;
    this.text.placeholder = this.label.textContent = this.call;
    focusOn(this.parent?.reply ?? this.thread.title, false);
    if (!this.parent) return;
    this.node.remove();
    this.parent.box = null;
  }
}
