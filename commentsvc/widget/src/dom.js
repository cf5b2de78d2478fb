/** Build DOM nodes without markup strings, so that a name or a title can only ever become text. */

/**
 * A new element. `props`: `on…` are listeners, the rest are attributes (null, undefined and false are left out, true
 * is the empty value); without a `class` the `part` is one. `children`: nodes, strings (always text), arrays of them;
 * what is falsy is skipped.
 */
export function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if ((value ?? false) === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
    if (name === "part" && !props.class) node.className = value;
  }
  node.append(...children.flat().filter(Boolean));
  return node;
}

/** A button that reads as text. */
export function textButton(label, onclick, props) {
  return el("button", { type: "button", part: "text-button", onclick, ...props }, label);
}

/** A button with a frame; the primary one is filled. The inner span lets CSS derive its text colour. */
export function button(label, props) {
  const kind = props.primary ? "button primary" : "button";
  return el("button", { type: "button", part: kind, ...props, primary: null }, el("span", null, label));
}

let policy;

function trusted(html) {
  if (!globalThis.trustedTypes) return html;
  policy ??= globalThis.trustedTypes.createPolicy("commentsvc", { createHTML: (text) => text });
  return policy.createHTML(html);
}

/**
 * The one place that inserts markup: `html` is the `html` of a comment, sanitised by the service when it was written.
 * On a page whose Trusted Types policy list does not name `commentsvc`, the text is shown without its markup.
 */
export function insertSanitised(node, html) {
  try {
    node.innerHTML = trusted(html);
  } catch {
    node.textContent = html.replace(/<[^>]*>/g, " ");
  }
  for (const link of node.querySelectorAll("a")) link.rel = "nofollow ugc noopener noreferrer";
}

/** `address` if it is an http or https URL, else null. */
export function webAddress(address) {
  if (!address) return null; // most have none, and an exception is slow
  try {
    const { protocol, href } = new URL(address);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}

/** Put `text` ("Reply to {name}") together with `values`; an unknown placeholder stays. */
export function fill(text, values) {
  return String(text ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Bring `node` into view and give it the keyboard; a node that cannot have it is made able to. */
export function focusOn(node, scroll = true) {
  if (!node.matches("a, button, input, textarea, summary")) node.tabIndex = -1;
  node.focus({ preventScroll: true });
  if (scroll) node.scrollIntoView({ block: "nearest" });
}

/** Make the layout of `node` now, and not with the next frame, in which there is more to do. */
export function layOut(node) {
  return node.offsetHeight;
}
