/** Draw what the site's notice says: a summary, the choices (all open), the whole text one click away. */
import { el, textButton, webAddress } from "./dom.js";

/**
 * `{node, choices}` for `notice`; `choices` maps `consent.purposes.<id>` to a field (see field.js), and `consent.minor`
 * where younger readers are asked for a statement. `chosen` names the purposes the reader had already ticked on an
 * earlier drawing of the same purposes: a box is never ticked otherwise.
 */
export function drawNotice(notice, prefix, field, chosen = []) {
  const { labels } = notice;
  const choices = {};
  const whole = wholeText(notice, `${prefix}-whole`);
  const toggle = textButton(labels.details, () => {
    whole.hidden = !whole.hidden;
    toggle.textContent = whole.hidden ? labels.details : labels.hide_details;
    toggle.setAttribute("aria-expanded", String(!whole.hidden));
  });
  toggle.setAttribute("aria-expanded", "false");
  toggle.setAttribute("aria-controls", whole.id);
  const box = (path, item) => (choices[path] = field.choice(path, item, chosen.includes(item.id))).node;
  const boxes = notice.purposes.map((purpose) => box(`consent.purposes.${purpose.id}`, purpose));
  const titleId = `${prefix}-title`;
  const node = el(
    "div",
    { part: "notice", role: "group", "aria-labelledby": titleId },
    el("p", { class: "notice-title", id: titleId }, notice.title),
    el("p", null, notice.summary, " ", toggle),
    whole,
    boxes,
    notice.minor && box("consent.minor", notice.minor),
  );
  return { node, choices };
}

/** The full text, hidden: plain paragraphs, lines that begin with `## ` are headings. */
export function wholeText(notice, id) {
  const { controller, labels } = notice;
  const parts = notice.text.split(/\n{2,}/).flatMap((block) => paragraphs(block));
  const address = webAddress(controller.privacy_url);
  const elsewhere = { href: address, rel: "noopener noreferrer", target: "_blank" };
  const policy = address && el("p", null, el("a", elsewhere, labels.privacy_policy));
  const region = { id, role: "region", "aria-label": notice.title, tabindex: "0", hidden: true };
  return el("div", { class: "whole", part: "notice-text", ...region }, parts, policy);
}

function paragraphs(block) {
  const [first, ...rest] = block.split("\n");
  if (!first.startsWith("## ")) return [el("p", null, block)];
  const heading = el("h3", null, first.slice(3));
  return rest.length ? [heading, el("p", null, rest.join("\n"))] : [heading];
}

/**
 * Ids of the purposes of `before` that mean the same in `after`: same words, basis, retention, recipients, and the
 * same controller. Only their boxes may stay ticked.
 */
export function unchanged(before, after) {
  if (written(before.controller) !== written(after.controller)) return [];
  const earlier = before.purposes.map(written);
  return after.purposes.filter((purpose) => earlier.includes(written(purpose))).map((purpose) => purpose.id);
}

/** `members` as text that does not depend on their order. */
function written(members) {
  return JSON.stringify(members, Object.keys(members).sort());
}
