/**
 * The notice on the page: beside the content and never over all of it, nothing that holds the keyboard, refusing and
 * accepting alike. Every word comes from the site's notice. Never modal: whoever does not answer reads on, and is not
 * asked for anything.
 */
import sheet from "./choices.css" with { type: "css" };
import { button, el, focusOn, textButton, webAddress } from "./dom.js";
import { copyText, saveFile } from "./hand.js";
import { wholeText } from "./notice.js";

const WAYS = '[data-consent-open], a[href$="#commentsvc-consent"]';

export class ChoiceNotice {
  /** `choices` is what the reader chooses in (see choices.js). */
  constructor(choices) {
    this.choices = choices;
    this.host = el("div", { id: "commentsvc-notice" });
    this.host.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.room = el("div", { "aria-hidden": "true" }); // so that the end of the page can be read above the notice
    addEventListener("resize", () => this.makeRoom());
  }

  /** The way back: whatever the owner marked; where nothing is marked, or the browser says no, a line at the end. */
  offerWay() {
    document.addEventListener("click", (event) => {
      const way = event.target.closest?.(WAYS);
      if (!way) return;
      event.preventDefault();
      this.show(true, way);
    });
    const { notice, signal } = this.choices;
    if (document.querySelector(WAYS) && !signal) return;
    const line = el("div", { id: "commentsvc-consent" });
    line.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    const open = textButton(notice.labels.open, () => this.show(true, open));
    const spoken = { lang: notice.lang, dir: notice.dir };
    line.shadowRoot.append(el("p", { part: "way", ...spoken }, signal && `${notice.messages.gpc} `, open));
    document.body.append(line);
  }

  /** Draw the notice. `again`: the reader asked for it, by `way`, and gets the keyboard there and back. */
  show(again = false, way = null) {
    this.way = way ?? this.way;
    this.draw(again);
    if (again) focusOn(this.title, false);
  }

  draw(again) {
    const { notice, signal, outdated } = this.choices;
    const { labels, buttons, messages } = notice;
    this.title = el("h2", { id: "title" }, notice.title);
    this.switches = notice.purposes.map((purpose) => this.switch(purpose));
    this.hint = el("p", { class: "said", role: "status" });
    const details = this.details();
    const toggle = textButton(buttons.choose, () => this.toggle(toggle, details), { "aria-expanded": "false" });
    const act = (label, work) => button(label, { onclick: () => this.act(work) });
    const body = [
      el("div", { class: "top" }, this.title, again && textButton(buttons.close, () => this.close())),
      el("p", null, notice.summary, " ", policyLink(notice)),
      signal && el("p", { class: "signal" }, messages.gpc),
      outdated && el("p", { class: "signal" }, messages.changed),
      el(
        "div",
        { class: "answers" },
        act(buttons.refuse, () => this.choices.refuse()),
        act(buttons.accept, () => this.save(() => true)),
      ),
      this.hint,
      el("div", { class: "rest" }, toggle),
      details,
    ];
    this.place(body, { role: "region", "aria-labelledby": "title" });
    if (again) this.toggle(toggle, details);
  }

  details() {
    const { notice, kept } = this.choices;
    const { labels, buttons } = notice;
    const whole = wholeText(notice, "whole");
    whole.setAttribute("aria-label", labels.details);
    whole.append(el("p", null, notice.kept));
    const read = textButton(labels.details, () => {
      whole.hidden = !whole.hidden;
      read.textContent = whole.hidden ? labels.details : labels.hide_details;
      read.setAttribute("aria-expanded", String(!whole.hidden));
      this.makeRoom();
    });
    read.setAttribute("aria-expanded", "false");
    this.keeping = el("input", { type: "checkbox", id: "keep", part: "checkbox" });
    this.keeping.checked = kept.isOnDevice();
    const wanted = (id) => this.switches.find((one) => one.id === id).input.checked;
    const save = button(buttons.save, { onclick: () => this.act(() => this.save(wanted)) });
    const keep = el("div", { class: "tick" }, this.keeping, el("label", { for: "keep" }, labels.keep_receipt));
    const receipt = kept.receipt();
    const rows = this.switches.map(({ node }) => node);
    return el(
      "div",
      { class: "details", id: "details", hidden: true },
      el("ul", null, rows),
      keep,
      el("div", { class: "rest" }, save, read),
      whole,
      receipt && this.receipt(receipt),
    );
  }

  switch({ id, label, description, personal_data: data, recipients, retention }) {
    const { labels } = this.choices.notice;
    const described = `${id}-what`;
    const input = el("input", { type: "checkbox", role: "switch", id, "aria-describedby": described });
    input.checked = this.choices.purposes[id] === true;
    const facts = [[labels.data, data.join(", ")], [labels.recipients, recipients.join(", ")], [labels.how_long, retention]];
    const told = facts.filter(([, what]) => what).map(([name, what]) => el("p", { class: "fact" }, el("b", null, `${name}: `), what));
    const tick = el("div", { class: "tick" }, input, el("label", { for: id }, label));
    return { id, input, node: el("li", null, tick, el("p", { id: described }, description), told) };
  }

  save(wanted) {
    const purposes = Object.fromEntries(this.choices.notice.purposes.map(({ id }) => [id, wanted(id)]));
    return this.choices.save(purposes, this.keeping.checked);
  }

  /** Do what a button says, once; then close, and say what there is to be said. */
  async act(work) {
    const pressed = this.host.shadowRoot.activeElement; // what is disabled loses the keyboard
    const panel = this.host.shadowRoot.firstElementChild;
    const parts = panel.querySelectorAll("button, input");
    panel.setAttribute("aria-busy", "true");
    for (const one of parts) one.disabled = true;
    const said = await work();
    if (said === "failed") {
      for (const one of parts) one.disabled = false;
      panel.removeAttribute("aria-busy");
      this.hint.textContent = this.choices.notice.messages.failed;
      return pressed?.focus();
    }
    if (said === "changed") return this.show(true);
    this.close(pressed !== null);
    if (said) this.say(said);
  }

  /** One line in the place of the notice, until the next page or until it is closed. */
  say(name) {
    const { notice, kept } = this.choices;
    const { labels, buttons, messages } = notice;
    const receipt = kept.receipt();
    const shown = el("p", { role: "status" });
    const more = name === "given" && receipt && textButton(labels.receipt, () => this.unfold(more, receipt));
    const close = textButton(buttons.close, () => this.close());
    this.place([el("div", { class: "top" }, shown, el("span", { class: "rest" }, more, close))], { class: "brief" });
    shown.textContent = messages[name]; // after it is there, so that it is read out
  }

  unfold(more, receipt) {
    more.closest(".panel").append(this.receipt(receipt));
    more.remove();
    this.makeRoom();
  }

  /** The receipt: what takes the choice back anywhere, to be copied, saved, or kept here if the reader says so. */
  receipt(receipt) {
    const { notice, kept, base, site } = this.choices;
    const { labels, buttons, messages } = notice;
    const { id, secret, url, promise } = receipt;
    const text = JSON.stringify({ service: base, site, notice: receipt.notice, receipt: { id, secret, url, promise } }, null, 2);
    const said = el("span", { class: "quiet", role: "status" });
    const box = el("div", { class: "receipt", role: "group", "aria-label": labels.receipt });
    const copy = button(buttons.copy, {
      onclick: async () => {
        said.textContent = (await copyText(text, box)) ? messages.copied : messages.copy_failed;
      },
    });
    const save = button(buttons.save_file, { onclick: () => saveFile(text, `receipt-${id}.json`) });
    const page = el("a", { href: webAddress(url), rel: "noopener noreferrer", target: "_blank" }, labels.receipt);
    const keep = el("input", { type: "checkbox", id: "keep-now" });
    keep.checked = kept.isOnDevice();
    keep.addEventListener("change", () => kept.keepReceipt(receipt, keep.checked));
    const tick = el("div", { class: "tick" }, keep, el("label", { for: "keep-now" }, labels.keep_receipt));
    box.append(el("p", null, page, ". ", messages.receipt), el("div", { class: "rest" }, copy, save, said), tick);
    return box;
  }

  toggle(toggle, details) {
    details.hidden = !details.hidden;
    toggle.setAttribute("aria-expanded", String(!details.hidden));
    this.makeRoom();
  }

  /** Put a panel with `parts` on the page, in its own colours: first for the keyboard, at the lower edge for the eyes. */
  place(parts, props) {
    const { notice } = this.choices;
    const panel = el("div", { part: "notice", lang: notice.lang, dir: notice.dir, ...props });
    panel.classList.add("panel");
    panel.append(...parts.filter(Boolean));
    panel.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    const ground = [document.body, document.documentElement].map((node) => getComputedStyle(node).backgroundColor);
    panel.style.setProperty("--ground", ground.find((colour) => !/^transparent$|, 0\)$/.test(colour)) ?? "Canvas");
    this.host.shadowRoot.replaceChildren(panel);
    if (!this.host.isConnected) document.body.prepend(this.host);
    document.body.append(this.room);
    this.makeRoom();
  }

  makeRoom() {
    const panel = this.host.shadowRoot.firstElementChild;
    this.room.style.height = panel ? `${panel.offsetHeight}px` : "";
  }

  /** Away with it; where it `held` the keyboard, that goes back to where the reader came from. */
  close(held = this.host.shadowRoot.activeElement !== null) {
    this.host.shadowRoot.replaceChildren();
    this.host.remove();
    this.room.remove();
    if (held) this.way?.focus();
  }
}

function policyLink({ controller, labels }) {
  const href = webAddress(controller.privacy_url);
  return href && el("a", { href, rel: "noopener noreferrer", target: "_blank" }, labels.privacy_policy);
}
