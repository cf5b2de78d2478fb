/* Single keys. They act only while nobody types, no dialog is open, and they are switched on (WCAG 2.1.4). */

const STORED = "commentsvc-console-keys";

const PLAIN = {
  j: "next",
  ArrowDown: "next",
  k: "previous",
  ArrowUp: "previous",
  u: "undecided",
  o: "context",
  p: "publish",
  r: "reject",
  s: "spam",
  d: "remove",
  t: "restore",
  a: "answer",
  b: "ban",
  z: "undo",
  x: "tick",
};
const SHIFTED = { p: "publish", r: "reject", s: "spam", d: "remove", t: "restore", x: "tickTo", a: "tickAll" };
const SIGNS = { "/": "search", "?": "help" };
const MOVES = new Set(["next", "previous"]); // what may repeat while a key is held down
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

/** Call `act(name, shifted)` for each key that means something. */
export function listen(act) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const name = meant(event);
    if (!name || (event.repeat && !MOVES.has(name))) return;
    event.preventDefault();
    act(name, event.shiftKey);
  });
}

/** Whether single keys act; they do until somebody turned them off in this browser. */
export function keysAct() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

/** Turn them on or off, for this browser. */
export function letKeysAct(on) {
  try {
    if (on) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, "off");
  } catch {
    // A browser that stores nothing keeps them on; Tab and the buttons are there anyway.
  }
}

function meant(event) {
  const { target, shiftKey } = event;
  if (event.key === "Escape") return "leave";
  if (target.matches(TYPING) || !keysAct()) return null;
  if (event.key === "Enter") return target.matches("article.item") ? "context" : null;
  if (SIGNS[event.key]) return SIGNS[event.key];
  const key = letter(event);
  return (shiftKey ? SHIFTED : PLAIN)[key] ?? null;
}

/** The Latin letter, on a keyboard of another script too. */
function letter({ key, code }) {
  if (key.length > 1) return key;
  return key > "\u007f" && /^Key[A-Z]$/.test(code) ? code[3].toLowerCase() : key.toLowerCase();
}
