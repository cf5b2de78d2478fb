/**
 * The words around a thread. English is in the script; any other language the service has is one small file, asked for
 * beside the thread. Every word of the form and of the consent comes from the site's notice instead, because the notice
 * is what a consent points to; where both say the same, a test compares them.
 */
import ENGLISH from "./words/en.json" with { type: "json" };

const [EDITION, ...SERVED] = "__COMMENTSVC_WORDS__".split(" ");
const RIGHT_TO_LEFT = "ar fa he ur yi ps sd ug dv ckb".split(" ");
const asked = new Map();

/** English, as `wordsFor` gives it: `lang` is inside. */
export const english = { lang: "en", ...ENGLISH };

function primary(lang) {
  return String(lang ?? "").toLowerCase().split("-")[0];
}

/** The `dir` of text in `lang` (a BCP 47 tag). */
export function direction(lang) {
  return RIGHT_TO_LEFT.includes(primary(lang)) ? "rtl" : "ltr";
}

/**
 * The words of `lang` (a BCP 47 tag; its primary language counts), English where there are none or none can be had.
 * Asks the service at `base` once a page, and never for a language it does not have. Never rejects.
 */
export async function wordsFor(base, lang) {
  const wanted = primary(lang);
  if (!SERVED.includes(wanted)) return english;
  const address = new URL(`words/${wanted}-${EDITION}.json`, base).href;
  if (!asked.has(address)) asked.set(address, fetchWords(address));
  const found = await asked.get(address);
  return found ? { lang: wanted, ...found } : english;
}

/** The file at `address`, or null. What is missing in it, or is not of the kind it should be, is said in English. */
async function fetchWords(address) {
  try {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    const told = answer.ok && (await answer.json());
    if (!told) throw answer;
    return Object.fromEntries(Object.entries(ENGLISH).map(([name, word]) => [name, usable(told[name], word) ?? word]));
  } catch {
    asked.delete(address);
    return null;
  }
}

function usable(told, word) {
  return typeof told === typeof word && typeof (told.other ?? told) === "string" ? told : null;
}

/** The form of `forms` (by category of Intl.PluralRules) for `n`, with the number written as the language does. */
export function plural(forms, n, lang) {
  const form = forms[new Intl.PluralRules(lang).select(n)] ?? forms.other;
  return String(form).replace("{n}", new Intl.NumberFormat(lang).format(n));
}
