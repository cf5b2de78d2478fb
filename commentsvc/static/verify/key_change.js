/* How a log's key changes, and whom to believe after it (commentsvc/ledger/key_change.py). */

import { openCheckpoint, parseCheckpoint } from "./checkpoint.js";
import { utf8 } from "./encoding.js";
import { opens, parseLeaf } from "./entry.js";
import { Found, LedgerError, NoteError, ProofError } from "./errors.js";
import { ED25519, Verifier, parseNote } from "./note.js";
import { verifyInclusion } from "./proof.js";
import { momentMs, parseKeyChange } from "./receipt.js";
import { strictJson } from "./strict_json.js";
import { compareText, isWellFormed } from "./text.js";
import { parseTlogProof } from "./tlog_proof.js";
import { leafHash } from "./tree.js";

const MEMBERS = ["at", "new", "old", "origin", "reason"];
const NOT_KEYS = "this is not an answer of log/keys";

/** The keys that are believed, the changes between them, and those by which a believed key is said to be lost. */
export class KeyRing {
  constructor(keys, changes = [], unsure = []) {
    Object.assign(this, { keys, changes, unsure });
  }

  /** What of it is about one log. */
  of(origin) {
    const about = (change) => change.old.name === origin;
    return new KeyRing(
      this.keys.filter((key) => key.name === origin),
      this.changes.filter(about),
      this.unsure.filter(about),
    );
  }

  /** The keys whose word counts for a checkpoint of `size`. */
  signing(origin, size) {
    const others = new Set([
      ...this.changes.filter((change) => change.checkpoint.size < size).map((change) => change.old.vkey),
      ...this.changes.filter((change) => change.checkpoint.size > size).map((change) => change.new.vkey),
    ]);
    return this.keys.filter((key) => key.name === origin && !others.has(key.vkey));
  }

  has = (key) => this.keys.some((known) => known.vkey === key.vkey);

  checkpoints = () => this.changes.map((change) => change.checkpoint);

  /** What to add where a key is not believed. */
  whyUnknown() {
    const change = this.unsure.at(-1);
    if (!change) return "";
    return (
      ` The log says that the key you trust was lost at ${change.at}, and that ${change.new.vkey} follows it. ` +
      "Nothing but the log's own word shows that: ask the site's owner, by another way, whether it is so, and " +
      "then give both keys."
    );
  }
}

/** Whom to believe, beginning with `trusted`: a rotation is signed by both its keys, a lost key vouches for none. */
export function believeKeys(trusted, changes) {
  const line = inLine(changes);
  const ring = new KeyRing([...new Map(trusted.map((key) => [key.vkey, key])).values()]);
  const names = new Set(ring.keys.map((key) => key.vkey));
  const believed = new Set();
  // Once back and once forth is enough, since they are lines; a file may name thousands of changes.
  for (const change of [...[...line].reverse(), ...line]) {
    const known = names.has(change.new.vkey) || (names.has(change.old.vkey) && change.reason === "rotated");
    if (believed.has(change) || !known) continue;
    believed.add(change);
    for (const key of [change.old, change.new]) {
      if (!names.has(key.vkey)) ring.keys.push(key);
      names.add(key.vkey);
    }
  }
  ring.changes = line.filter((change) => believed.has(change));
  ring.unsure = line.filter((change) => !believed.has(change) && ring.has(change.old));
  return ring;
}

/** The changes that led to the vkey `key` of the log `origin`, checked as far as that takes no trust. */
export async function openHistory(origin, key, changes) {
  const opened = [];
  for (const change of changes) opened.push(await openKeyChange(change));
  const same = (line) => line.length === opened.length && line.every((one, at) => one.same === opened[at].same);
  if (opened.some((change) => change.old.name !== origin) || !same(inLine(opened))) {
    throw new Found("altered", `Altered: the changes of the key of ${origin} are not its own, or out of order.`);
  }
  if (opened.length && opened.at(-1).new.vkey !== key) {
    throw new Found("altered", `Altered: the changes of the key of ${origin} do not lead to the key ${key}.`);
  }
  return opened;
}

/** The changes in an answer of `…/log/keys`. */
export async function openLogKeys(data) {
  const value = strictJson(data);
  const names = ["origin", "key", "key_changes"];
  if (!(value instanceof Map) || value.size !== 3 || !names.every((name) => value.has(name))) {
    throw new LedgerError(NOT_KEYS);
  }
  const [origin, key, changes] = names.map((name) => value.get(name));
  if (typeof origin !== "string" || typeof key !== "string" || !Array.isArray(changes)) throw new LedgerError(NOT_KEYS);
  return openHistory(origin, key, changes.map(parseKeyChange));
}

async function openKeyChange(change) {
  const leaf = parseLeaf(change.leaf);
  if (!leaf || leaf.type !== "key" || !(await opens(leaf.commitment, change.salt, change.snapshot))) {
    throw new Found("altered", "Altered: a change of the log's key is not what its entry was made for.");
  }
  const told = readChange(change.snapshot);
  const before = await Verifier.parse(told.old);
  const after = await Verifier.parse(told.new);
  const odd = (key) => key.name !== told.origin || key.algorithm !== ED25519;
  if (before.vkey === after.vkey || odd(before) || odd(after)) {
    throw new LedgerError("a change of a log's key names two keys of that log");
  }
  const proof = parseTlogProof(change.proof);
  const checkpoint = await signedCheckpoint(proof.checkpoint, told, before, after);
  try {
    const hash = await leafHash(utf8(change.leaf));
    await verifyInclusion(hash, proof.index, checkpoint.size, proof.hashes, checkpoint.root);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new Found(
      "not-in-log",
      `Not in the log: the proof for a change of the key of ${told.origin} does not lead to its checkpoint ` +
        `(${error.message}).`,
    );
  }
  if (proof.index !== checkpoint.size - 1n) {
    throw new Found("altered", `Altered: a change of the key of ${told.origin} is not under its own checkpoint.`);
  }
  const same = JSON.stringify([before.vkey, after.vkey, told.reason, told.at, checkpoint.body]);
  return { old: before, new: after, reason: told.reason, at: told.at, checkpoint, same };
}

function readChange(snapshot) {
  const value = strictJson(snapshot);
  const told = value instanceof Map ? value.get("key_change") : null;
  const whole = told instanceof Map && told.size === MEMBERS.length && MEMBERS.every((name) => told.has(name));
  if (!whole || [...told.values()].some((part) => typeof part !== "string")) {
    throw new LedgerError("this entry does not change the log's key");
  }
  const change = Object.fromEntries(MEMBERS.map((name) => [name, told.get(name)])); // in the order of RFC 8785
  const unknown = "this entry changes the log's key in a way that is not known here";
  if (!["rotated", "lost"].includes(change.reason)) throw new LedgerError(unknown);
  if (!Object.values(change).every(isWellFormed)) throw new LedgerError("a string holds a lone surrogate");
  if (JSON.stringify({ key_change: change }) !== snapshot) throw new LedgerError(unknown);
  momentMs(change.at);
  return change;
}

async function signedCheckpoint(note, told, before, after) {
  const needed = told.reason === "rotated" ? [before, after] : [after];
  if (parseCheckpoint(parseNote(note).text).origin !== told.origin) {
    throw new Found("altered", `Altered: a change of the key of ${told.origin} came with another log's proof.`);
  }
  try {
    let checkpoint;
    for (const key of needed) checkpoint = await openCheckpoint(note, told.origin, [key]);
    return checkpoint;
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new Found(
      "altered",
      `Altered: the change of the key of ${told.origin} from ${told.old} to ${told.new} is not signed by ` +
        `${needed.length === 2 ? "both" : "the new one"}.`,
    );
  }
}

/** The changes of each log in their one order, once each. */
function inLine(changes) {
  const line = [...new Map(changes.map((change) => [change.same, change])).values()].sort(
    (one, other) =>
      compareText(one.old.name, other.old.name) ||
      Number(one.checkpoint.size > other.checkpoint.size) - Number(one.checkpoint.size < other.checkpoint.size),
  );
  for (let at = 1; at < line.length; at++) {
    const [before, after] = [line[at - 1], line[at]];
    const followed = before.new.vkey === after.old.vkey && before.checkpoint.size !== after.checkpoint.size;
    if (before.old.name === after.old.name && !followed) {
      throw new Found(
        "altered",
        `Altered: the changes of the key of ${before.old.name} do not follow one another, as if its log had two pasts.`,
      );
    }
  }
  const givenUp = new Set();
  for (const change of line) {
    const again = givenUp.has(change.old.vkey);
    givenUp.add(change.old.vkey);
    if (again || givenUp.has(change.new.vkey)) {
      throw new Found("altered", "Altered: a key that a log had given up came back, as no log's does.");
    }
  }
  return line;
}
