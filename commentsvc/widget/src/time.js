/** Times as people say them: relative up to a month, the date after that, the exact moment in the title. */
import { el } from "./dom.js";

const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [604800, "day", 86400],
  [2629800, "week", 604800],
];

/** `iso` as words in `lang`, seen from `now` (milliseconds). */
export function spoken(iso, lang, now = Date.now()) {
  const seconds = Math.min(0, Math.round((Date.parse(iso) - now) / 1000)); // a reader's slow clock makes no future
  const step = STEPS.find(([limit]) => -seconds < limit);
  if (!step) return new Intl.DateTimeFormat(lang, { dateStyle: "medium" }).format(new Date(iso));
  const amount = step[1] === "second" ? 0 : Math.trunc(seconds / step[2]);
  return new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(amount, step[1]);
}

export function timeElement(iso, lang) {
  const exact = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" }).format(new Date(iso));
  return el("time", { datetime: iso, title: exact }, spoken(iso, lang));
}

/** Say all times below `root` anew. */
export function refreshTimes(root, lang) {
  for (const time of root.querySelectorAll("time")) time.textContent = spoken(time.dateTime, lang);
}
