/* JSON as commentsvc/ledger/receipt.py reads it: a member named twice is refused, and whole numbers stay whole.

   An object becomes a Map, a whole number a BigInt, any other number a Number. JSON.parse takes the last of two members
   of one name, so two programs could read one file differently. */

import { fromUtf8 } from "./encoding.js";
import { LedgerError } from "./errors.js";

export const MAX_BYTES = 20_000_000;
const MAX_DEPTH = 500;
const MAX_DIGITS = 4300;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const PLAIN = /[^"\\\x00-\x1f]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const WORDS = new Map([["true", true], ["false", false], ["null", null]]);

/** The value in `data` (bytes or text). Throws LedgerError. */
export function strictJson(data) {
  if (data.length > MAX_BYTES) throw new LedgerError("the file is too large");
  const text = typeof data === "string" ? data : fromUtf8(data);
  if (text === null) throw new LedgerError("this is not JSON");
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  value(depth) {
    if (depth > MAX_DEPTH) this.fail();
    this.space();
    const next = this.text[this.at];
    if (next === "{") return this.object(depth);
    if (next === "[") return this.array(depth);
    if (next === '"') return this.string();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  object(depth) {
    const members = [];
    this.list("}", () => {
      if (this.text[this.at] !== '"') this.fail();
      const name = this.string();
      this.space();
      this.take(":");
      members.push([name, this.value(depth + 1)]);
    });
    const found = new Map(members);
    if (found.size !== members.length) throw new LedgerError("a member is named twice");
    return found;
  }

  array(depth) {
    const items = [];
    this.list("]", () => items.push(this.value(depth + 1)));
    return items;
  }

  /** What stands between an opening bracket and `close`, `one()` at a time. */
  list(close, one) {
    this.at += 1;
    this.space();
    if (this.text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      one();
      this.space();
      if (this.text[this.at] === close) break;
      this.take(",");
      this.space();
    }
    this.at += 1;
  }

  string() {
    this.at += 1;
    let found = "";
    for (;;) {
      found += this.match(PLAIN)[0];
      const next = this.text[this.at++];
      if (next === '"') return found;
      if (next !== "\\") this.fail(); // a control character, or the end
      found += this.escape();
    }
  }

  escape() {
    const kind = this.text[this.at++];
    if (kind !== "u") return ESCAPES[kind] ?? this.fail();
    const digits = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail();
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  number() {
    const [whole, integer, fraction, exponent] = this.match(NUMBER) ?? this.fail();
    if (fraction || exponent) return Number(whole);
    if (integer.replace("-", "").length > MAX_DIGITS) this.fail();
    return BigInt(integer);
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  take(character) {
    if (this.text[this.at] !== character) this.fail();
    this.at += 1;
  }

  space() {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at += 1;
  }

  end() {
    this.space();
    if (this.at !== this.text.length) this.fail();
  }

  fail() {
    throw new LedgerError("this is not JSON");
  }
}
