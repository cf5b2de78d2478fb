/** Labelled fields that can carry an error beside them. A field is `{node, input, mark(texts)}`. */
import { el } from "./dom.js";

/** Makes fields whose ids begin with `prefix`; `optional` is the word behind labels of fields that may stay empty. */
export class Fields {
  constructor(prefix, optional = "") {
    this.prefix = prefix;
    this.optional = optional;
  }

  /** A line of text: `props` are the input's attributes, `hint` stands below it. */
  line(path, label, props, hint) {
    const id = this.id(path);
    const input = el("input", { id, part: "input", dir: "auto", ...props });
    const extra = !props["aria-required"] && el("span", { class: "optional" }, ` ${this.optional}`);
    const caption = el("label", { for: id }, label, extra);
    return this.whole("field", input, [caption, input], hint);
  }

  /** A purpose: a box that only `ticked` (what the reader did before) can tick. */
  choice(path, purpose, ticked) {
    const id = this.id(path);
    const required = purpose.required ? "true" : null;
    const input = el("input", { id, type: "checkbox", part: "checkbox", "aria-required": required });
    input.checked = ticked;
    const extra = !required && el("span", { class: "optional" }, ` ${this.optional}`);
    const caption = el("label", { for: id }, purpose.label, extra);
    return this.whole("choice", input, [el("div", { class: "tick" }, input, caption)], purpose.description);
  }

  id(path) {
    return `${this.prefix}-${path.replaceAll(".", "-")}`;
  }

  /** Put `input` and its parts together with its hint and the place for its error. */
  whole(kind, input, parts, hint) {
    const hinted = hint ? el("p", { class: "hint", id: `${input.id}-hint` }, hint) : null;
    const error = el("p", { part: "error", id: `${input.id}-error` });
    error.hidden = true;
    const mark = (texts) => {
      error.textContent = texts.join(" ");
      error.hidden = !texts.length;
      const described = [hinted?.id, texts.length && error.id].filter(Boolean).join(" ");
      if (texts.length) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      if (described) input.setAttribute("aria-describedby", described);
      else input.removeAttribute("aria-describedby");
    };
    mark([]);
    return { node: el("div", { part: kind }, parts, hinted, error), input, mark };
  }
}
