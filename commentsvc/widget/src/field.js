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
    const [input, caption] = this.labelled(path, label, { part: "input", dir: "auto", placeholder: " ", ...props });
    return this.whole("field", input, [caption, input], hint);
  }

  /** A purpose: a box that only `ticked` (what the reader did before) can tick. */
  choice(path, purpose, ticked) {
    const required = purpose.required ? "true" : null;
    const props = { type: "checkbox", part: "checkbox", "aria-required": required };
    const [input, caption] = this.labelled(path, purpose.label, props);
    input.checked = ticked;
    return this.whole("choice", input, [el("div", { class: "tick" }, input, caption)], purpose.description);
  }

  labelled(path, label, props) {
    const id = `${this.prefix}-${path.replaceAll(".", "-")}`;
    const extra = !props["aria-required"] && el("span", { class: "optional" }, ` ${this.optional}`);
    return [el("input", { id, ...props }), el("label", { for: id }, label, extra)];
  }

  /** Put `input` and its parts together with its hint and the place for its error. */
  whole(kind, input, parts, hint) {
    const hinted = hint && el("p", { class: "hint", id: `${input.id}-hint` }, hint);
    const node = el("div", { part: kind }, parts, hinted);
    return { node, input, mark: errorPlace(node, input, hinted?.id) };
  }
}

/** Put the place for an error of `input` at the end of `node`. Returns what marks it as wrong, with a list of texts. */
export function errorPlace(node, input, hintId) {
  const error = el("p", { part: "error", id: `${input.id}-error` });
  const set = (name, value) => (value ? input.setAttribute(name, value) : input.removeAttribute(name));
  const mark = (texts) => {
    error.textContent = texts.join(" ");
    set("aria-invalid", texts.length && "true");
    set("aria-describedby", [hintId, texts.length && error.id].filter(Boolean).join(" "));
  };
  node.append(error);
  mark([]);
  return mark;
}
