/* What a verifier believes (commentsvc/ledger/believe.py): nothing because a file says so.

   Trust is `{keys, checkpoints, consistency, policy, keyChanges}`: verifier keys, signed notes that were kept, answers of
   log/consistency, the text of a witness policy, answers of log/keys; all had from elsewhere than the file. */

import { openCheckpoint, parseCheckpoint } from "./checkpoint.js";
import { witnessesOf } from "./cosignature.js";
import { fromBase64, sameBytes } from "./encoding.js";
import { Found, LedgerError, NoteError, ProofError } from "./errors.js";
import { openLogKeys } from "./key_change.js";
import { Verifier, parseNote } from "./note.js";
import { verifyConsistency } from "./proof.js";
import { strictJson } from "./strict_json.js";

/** The trusted keys, parsed. */
export async function logKeys(trust) {
  const keys = [];
  for (const key of trust.keys) keys.push(await Verifier.parse(key));
  return keys;
}

/** The key changes that came from elsewhere, opened. */
export async function openedChanges(trust) {
  const opened = [];
  for (const answer of trust.keyChanges) opened.push(...(await openLogKeys(answer)));
  return opened;
}

/** An answer of `…/log/consistency`: `{old, new, hashes}`. Throws LedgerError. */
export function parseConsistency(data) {
  const value = strictJson(data);
  const whole = value instanceof Map && value.size === 3 && ["from", "to", "proof"].every((name) => value.has(name));
  const hashes = whole && Array.isArray(value.get("proof")) ? value.get("proof").map(fromBase64) : [null];
  if (hashes.includes(null) || typeof value.get("from") !== "bigint" || typeof value.get("to") !== "bigint") {
    throw new LedgerError("this is not an answer of log/consistency");
  }
  return { old: value.get("from"), new: value.get("to"), hashes };
}

/** The checkpoint in a note, believed by a key of the ring. */
export async function openBelieved(note, ring) {
  const parsed = parseNote(note);
  const claimed = parseCheckpoint(parsed.text);
  const known = ring.signing(claimed.origin, claimed.size);
  const signers = new Set(parsed.signatures.map((line) => `${line.name}+${line.id}`));
  const signed = (key) => signers.has(`${key.name}+${key.id}`);
  if (!known.some(signed)) {
    const about = ring.of(claimed.origin);
    if (about.keys.some(signed)) {
      throw new Found(
        "unknown-key",
        `Unknown key: a checkpoint of ${claimed.origin} of ${claimed.size} entries is signed by a key that this ` +
          "log used at other sizes only. Somebody may sign with a key that was given up.",
      );
    }
    throw new Found(
      "unknown-key",
      `Unknown key: a checkpoint of ${claimed.origin} is not signed by the key of the log it should be of.` +
        about.whyUnknown(),
    );
  }
  try {
    return await openCheckpoint(note, claimed.origin, known);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new Found("altered", `Altered: the signature under a checkpoint of ${claimed.origin} is wrong.`);
  }
}

/** Who of the policy cosigned the note. */
export async function trustedWitnesses(note, policy) {
  try {
    return await witnessesOf(note, policy);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new Found("altered", `Altered: a witness's signature does not hold (${error.message}).`);
  }
}

/** Check every kept checkpoint against every given one; a sentence for each that cannot be compared. */
export async function compare(given, kept, consistency, others) {
  const roots = new Map();
  for (const { origin, size, root } of [...given, ...kept, ...others]) {
    if (!roots.has(size)) roots.set(size, root);
    if (sameBytes(roots.get(size), root)) continue;
    throw new Found(
      "split-view",
      `Split view: ${origin} signed two different logs of ${size} entries. Keep both checkpoints: together they show ` +
        "that the operator told different people different things.",
    );
  }
  const linked = new Set([...roots.keys()].map((size) => `${size} ${size}`));
  for (const answer of consistency) {
    const proof = parseConsistency(answer);
    if (!roots.has(proof.old) || !roots.has(proof.new)) continue;
    await checkGrowth(proof, roots);
    linked.add(`${proof.old} ${proof.new}`);
  }
  return unlinked(given, kept, linked);
}

async function checkGrowth(proof, roots) {
  try {
    await verifyConsistency(proof.old, proof.new, roots.get(proof.old), roots.get(proof.new), proof.hashes);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new Found(
      "log-rewritten",
      `Log rewritten: the log of ${proof.new} entries does not begin with the log of ${proof.old} entries ` +
        `(${error.message}).`,
    );
  }
}

function unlinked(given, kept, linked) {
  const pairs = new Map();
  for (const { size: before } of kept) {
    for (const { size: now } of given) {
      const pair = before < now ? [before, now] : [now, before];
      if (!linked.has(pair.join(" "))) pairs.set(pair.join(" "), pair);
    }
  }
  return [...pairs.values()]
    .sort((one, other) => order(one[0], other[0]) || order(one[1], other[1]))
    .map(
      ([old, now]) =>
        `The checkpoints of ${old} and ${now} entries are not compared: that takes the answer of ` +
        `log/consistency?from=${old}&to=${now}.`,
    );
}

export const order = (one, other) => Number(one > other) - Number(one < other);

/** When as many witnesses as are wanted had cosigned (a BigInt, seconds since 1970), or null. */
export function seenAt(witnesses, policy) {
  const times = witnesses.map((witness) => witness.time).sort(order);
  return policy.threshold > 0 && policy.threshold <= times.length ? times[policy.threshold - 1] : null;
}

/** Seconds since 1970 as a time in UTC, whatever number a file says. */
export function timeText(seconds) {
  if (seconds > 253402300799n) return `second ${seconds} after 1970`; // the end of the year 9999
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
