/* Text as Python sees it, so that both verifiers cut, order and quote alike: by code points. */

const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const LINE_END = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/u;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/u;

/** Whether the text holds white space (`str.isspace` of any character). */
export const holdsSpace = (text) => SPACE.test(text);

/** The words of a line (`str.split`). */
export const words = (line) => line.split(new RegExp(`${SPACE.source}+`, "u")).filter(Boolean);

/** The lines of a text (`str.splitlines`). */
export function lines(text) {
  const found = text.split(LINE_END);
  if (found.at(-1) === "") found.pop();
  return found;
}

/** Below 0, 0 or above 0, as the texts' code points are ordered. */
export function compareText(one, other) {
  const [left, right] = [[...one], [...other]];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = left[at].codePointAt(0) - right[at].codePointAt(0);
    if (difference) return difference;
  }
  return left.length - right.length;
}

/** Whether there is no lone surrogate in it, so that it has a UTF-8 form. */
export const isWellFormed = (text) => !/\p{Cs}/u.test(text);

/** A text in quotes, as an error names it (`repr`). */
export function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = [...text].map((one) => (one === quote || one === "\\" ? `\\${one}` : escaped(one)));
  return quote + inner.join("") + quote;
}

/** A text without line ends and control characters: it quotes a file, which must not draw over the verdict. */
export const visible = (text) => [...text].map(escaped).join("");

function escaped(one) {
  if (one === " " || !UNPRINTABLE.test(one)) return one;
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[one];
  const code = one.codePointAt(0);
  const hex = (digits) => code.toString(16).padStart(digits, "0");
  return short ?? (code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`);
}
