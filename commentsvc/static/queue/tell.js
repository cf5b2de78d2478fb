/* What the page says: one line for what was done, lines that stay for what was not, and one for what keeps the page
   from sending. Each is said aloud too. */

const STAYS_MS = 10000;

export class Told {
  constructor(box, aloud) {
    this.box = box;
    this.aloud = aloud;
    this.lines = {}; // of each kind the newest, in the place of the one before
    this.paused = null;
  }

  /** What the moderator did, for a while; `acts` are a label and what it does, or where it leads. */
  done(words, ...acts) {
    this.#passing("done", words, acts);
  }

  /** What others did, likewise. */
  note(words, ...acts) {
    this.#passing("note", words, acts);
  }

  /** `words` about something that did not work, until they are put away. */
  bad(words, ...acts) {
    const line = this.#line("bad", words, [...acts, ["Close", () => line.remove()]]);
  }

  /** Why nothing is sent at the moment, in place of what was said before about that. */
  pause(words, ...acts) {
    if (this.paused?.dataset.words === words) return;
    this.paused?.remove();
    this.paused = this.#line("warn", words, acts);
    this.paused.dataset.words = words;
  }

  /** It is sent again. */
  resume() {
    this.paused?.remove();
    this.paused = null;
  }

  /** `words` to who listens only: what others see for themselves. */
  say(words) {
    this.aloud.textContent = this.aloud.textContent === words ? `${words}\u00a0` : words;
  }

  #passing(kind, words, acts) {
    this.lines[kind]?.remove();
    const line = (this.lines[kind] = this.#line("ok", words, acts));
    const leave = () => (line.matches(":hover, :focus-within") ? setTimeout(leave, STAYS_MS) : line.remove());
    setTimeout(leave, STAYS_MS);
  }

  #line(tone, words, acts) {
    const line = document.createElement("div");
    line.className = `toast ${tone}`;
    const text = document.createElement("p");
    text.textContent = words;
    line.append(text);
    for (const [label, act, key] of acts) line.append(typeof act === "string" ? link(label, act) : button(label, act, key));
    this.box.append(line);
    this.say(words);
    return line;
  }
}

function button(label, act, key) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "small";
  made.textContent = label;
  if (key) {
    const hint = document.createElement("kbd");
    hint.ariaHidden = "true";
    hint.textContent = key;
    made.append(hint);
  }
  made.addEventListener("click", act);
  return made;
}

function link(label, address) {
  const made = document.createElement("a");
  made.className = "button small";
  made.textContent = label;
  made.href = address;
  made.target = "_blank";
  return made;
}
