/* Signed notes and the keys that sign them (commentsvc/ledger/note.py; C2SP signed-note). */

import { sha256, signedBy } from "./digest.js";
import { fromBase64, joined, toBase64, toHex, utf8 } from "./encoding.js";
import { NoteError } from "./errors.js";
import { holdsSpace, quoted } from "./text.js";

export const ED25519 = 0x01;
export const COSIGNATURE_V1 = 0x04;
const MAX_SIGNATURES = 100;
const MAX_NOTE_BYTES = 1_000_000;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = new Map([[ED25519, 64], [COSIGNATURE_V1, 72]]);
const LINE_START = "— ";
const CONTROL = /[\x00-\x09\x0b-\x1f]/;
const VKEY = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;

/** A public key with its name. Two with one `vkey` are the same; `id` is the hex by which signature lines name it. */
export class Verifier {
  constructor(name, publicKey, algorithm, id) {
    Object.assign(this, { name, publicKey, algorithm, id });
    this.vkey = `${name}+${id}+${toBase64(joined(algorithm, publicKey))}`;
  }

  /** The key in `name+id+key`. Throws NoteError, also when the id does not belong to the key. */
  static async parse(vkey) {
    const [, name, id, encoded] = VKEY.exec(vkey) ?? fail("a verifier key looks like name+id+key");
    const key = fromBase64(encoded) ?? fail("the key is not base64");
    if (key.length !== 1 + KEY_BYTES) fail("the key is not a type byte and 32 bytes");
    checkKeyName(name);
    if (!SIGNATURE_BYTES.has(key[0])) fail(`key type 0x${toHex([key[0]])} is not supported`);
    const real = (await sha256(joined(utf8(`${name}\n`), key))).slice(0, 4);
    if (toHex(real) !== id) fail("the key id does not belong to this verifier key");
    return new Verifier(name, key.slice(1), key[0], id);
  }

  /** Throw NoteError unless `signature` (without key id) is this key's over the note text. */
  async verify(text, signature) {
    if (signature.length !== SIGNATURE_BYTES.get(this.algorithm)) {
      fail(`the signature of ${this.name} has the wrong length`);
    }
    const before = this.algorithm === COSIGNATURE_V1 ? `cosignature/v1\ntime ${cosignedAt(signature)}\n` : "";
    await this.verifyBytes(utf8(before + text), signature.slice(-64));
  }

  /** Throw NoteError unless `signature` is this key's plain Ed25519 signature over `message`. */
  async verifyBytes(message, signature) {
    // another length is nobody's signature
    if (!(await signedBy(this.publicKey, signature, message))) fail(`the signature of ${this.name} is wrong`);
  }
}

/** The time in a cosignature/v1: whole seconds since 1970, a BigInt. */
export const cosignedAt = (signature) => BigInt(`0x${toHex(signature.slice(0, 8))}`);

/** `{text, signatures: [{name, id, signature}]}`, believing nothing. Throws NoteError. */
export function parseNote(note) {
  if (utf8(note).length > MAX_NOTE_BYTES) fail("the note is too large");
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.slice(cut + 2).endsWith("\n")) fail("a note is a text, a blank line and signature lines");
  const text = note.slice(0, cut + 1);
  checkText(text);
  const lines = note.slice(cut + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) fail(`a note with more than ${MAX_SIGNATURES} signatures is not read`);
  return { text, signatures: lines.map(parseLine) };
}

/** Believe a note: every signature by a known key is right, and there is one at least; returns those. */
export async function openNote(note, verifiers) {
  const { text, signatures } = parseNote(note);
  const known = new Map();
  for (const verifier of verifiers) {
    const who = `${verifier.name}+${verifier.id}`;
    if ((known.get(who) ?? verifier).vkey !== verifier.vkey) fail(`two known keys of ${verifier.name} share a key id`);
    known.set(who, verifier);
  }
  const verified = new Map();
  for (const line of signatures) {
    const who = `${line.name}+${line.id}`;
    if (!known.has(who)) continue;
    await known.get(who).verify(text, line.signature);
    if (!verified.has(who)) verified.set(who, line);
  }
  if (!verified.size) fail("no known key signed this note");
  return { text, verified: [...verified.values()] };
}

/** Throw NoteError unless the text may be signed. */
export function checkText(text) {
  if (!text.endsWith("\n")) fail("a note's text ends with a newline");
  if (CONTROL.test(text)) fail("a note's text has no control characters");
}

/** Throw NoteError unless the name may name a key. */
export function checkKeyName(name) {
  if (!name || name.includes("+") || holdsSpace(name) || /[\x00-\x1f]/.test(name)) {
    fail(`${quoted(name)} may not name a key: no spaces and no plus sign`);
  }
}

function parseLine(line) {
  if (!line.startsWith(LINE_START)) fail("a signature line begins with an em dash and a space");
  const rest = line.slice(LINE_START.length);
  const space = rest.indexOf(" ");
  if (space < 0) fail("a signature line is a name and a signature");
  const name = rest.slice(0, space);
  checkKeyName(name);
  const data = fromBase64(rest.slice(space + 1)) ?? fail("a signature is base64");
  if (data.length < 5) fail("a signature is a key id of 4 bytes and more");
  return { name, id: toHex(data.slice(0, 4)), signature: data.slice(4) };
}

function fail(message) {
  throw new NoteError(message);
}
