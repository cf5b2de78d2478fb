/** Times as people say them: relative up to a month, the date after that, the exact moment in the title. */
import { el } from "./dom.js";
import { turn } from "./turn.js";

const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [604800, "day", 86400],
  [2629800, "week", 604800],
];

const DAY = ["DateTimeFormat", { dateStyle: "medium" }];
const MOMENT = ["DateTimeFormat", { dateStyle: "long", timeStyle: "short" }];
const AGO = ["RelativeTimeFormat", { numeric: "auto" }];
const made = new Map(); // by kind and language: making one takes as long as drawing several comments

/** What formats times of one `kind` (one of the above) in `lang`. */
function format(kind, lang) {
  const [name, options] = kind;
  const key = `${name} ${lang} ${options.timeStyle}`;
  if (!made.has(key)) made.set(key, new Intl[name](lang, options));
  return made.get(key);
}

/**
 * Make what times in `lang` are formatted with before it is needed, each in a task of its own. The first use of `Intl` in
 * a page takes a slow phone long, and about half of that is what a collator needs as well, so one is made before.
 */
export async function prepareTimes(lang) {
  await turn();
  new Intl.Collator(lang);
  for (const kind of [AGO, MOMENT, DAY]) {
    await turn();
    format(kind, lang);
  }
}

/** `iso` as words in `lang`, seen from `now` (milliseconds). */
export function spoken(iso, lang, now = Date.now()) {
  const seconds = Math.min(0, Math.round((Date.parse(iso) - now) / 1000)); // a reader's slow clock makes no future
  const step = STEPS.find(([limit]) => -seconds < limit);
  if (!step) return format(DAY, lang).format(new Date(iso));
  const amount = step[1] === "second" ? 0 : Math.trunc(seconds / step[2]);
  return format(AGO, lang).format(amount, step[1]);
}

export function timeElement(iso, lang) {
  return el("time", { datetime: iso, title: format(MOMENT, lang).format(new Date(iso)) }, spoken(iso, lang));
}

/** Say all times below `root` anew; what is said already is left alone. */
export function refreshTimes(root, lang) {
  for (const time of root.querySelectorAll("time")) {
    const now = spoken(time.dateTime, lang);
    if (time.textContent !== now) time.textContent = now;
  }
}
