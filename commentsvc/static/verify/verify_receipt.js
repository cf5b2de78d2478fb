/* Check what a receipt claims (commentsvc/ledger/verify_receipt.py): the same steps in the same order. */

import { compare, logKeys, openBelieved, openedChanges, order, seenAt, timeText, trustedWitnesses } from "./believe.js";
import { sha256 } from "./digest.js";
import { toHex, utf8, sameBytes } from "./encoding.js";
import { opens, parseLeaf } from "./entry.js";
import { Found, LedgerError, NoteError, ProofError } from "./errors.js";
import { believeKeys, openHistory } from "./key_change.js";
import { ED25519, Verifier } from "./note.js";
import { verifyPromise } from "./promise.js";
import { verifyInclusion } from "./proof.js";
import { momentMs, parseReceipt } from "./receipt.js";
import { strictJson } from "./strict_json.js";
import { compareText } from "./text.js";
import { parseTlogProof } from "./tlog_proof.js";
import { leafHash } from "./tree.js";
import { verdict } from "./verdict.js";
import { parsePolicy } from "./witness_policy.js";

/** The verdict on a receipt's bytes or text. Never throws for what is in the files. `beside` has the files that came with
    it, whose notices the caller checks. */
export async function verifyReceipt(data, trust, beside = new Map()) {
  try {
    const receipt = parseReceipt(data);
    const ring = await receiptRing(receipt, trust);
    const policy = await parsePolicy(trust.policy);
    const proven = [];
    for (const event of receipt.events) proven.push(await checkEvent(receipt, event, ring, policy));
    const details = [...checkChain(receipt), ...(await checkNotices(receipt, beside))];
    const covering = proven.filter((one) => one !== null);
    const kept = [];
    for (const note of trust.checkpoints) kept.push(await openBelieved(note, ring));
    const given = covering.map((one) => one.checkpoint);
    details.push(...(await compare(given, kept, trust.consistency, ring.checkpoints())));
    details.push(...unchecked(receipt, given));
    return summary(receipt, covering, policy, trust.keys.length === 0, details);
  } catch (error) {
    if (error instanceof Found) return verdict(error.outcome, error.message);
    if (!(error instanceof LedgerError)) throw error;
    return verdict("malformed", `Malformed, so nothing is shown either way: ${error.message}.`);
  }
}

async function receiptRing(receipt, trust) {
  const key = await Verifier.parse(receipt.key);
  if (key.algorithm !== ED25519 || key.name !== receipt.origin) {
    throw new LedgerError("the receipt's key is not named after its log");
  }
  const changes = await openHistory(receipt.origin, receipt.key, receipt.keyChanges);
  changes.push(...(await openedChanges(trust)));
  const known = await logKeys(trust);
  const ring = believeKeys(known.length ? known : [key], changes).of(receipt.origin);
  if (!ring.has(key)) {
    throw new Found(
      "unknown-key",
      `Unknown key: the receipt is of the log ${receipt.origin} with the key ${receipt.key}, which is none of ` +
        `those you trust, so nothing in it counts.${ring.whyUnknown()}`,
    );
  }
  return ring;
}

/** `{checkpoint, witnesses}` that covers the event, or null while it is only promised. */
async function checkEvent(receipt, event, ring, policy) {
  const name = `the event \`${event.type}\` of ${event.at}`;
  const entry = parseLeaf(event.leaf);
  if (!entry) throw new Found("altered", `Altered: the log entry of ${name} is none that this log writes.`);
  await checkRecord(receipt, event, entry, name);
  const leaf = await leafHash(utf8(event.leaf));
  if (event.promise) await checkPromise(receipt, event.promise, leaf, ring, name);
  if (event.proof !== null) return checkProof(event.proof, leaf, ring, policy, name);
  if (!event.promise) {
    throw new Found("not-in-log", `Not in the log: there is neither a promise nor a proof for ${name}.`);
  }
  if (momentMs(receipt.issuedAt) > momentMs(event.promise.deadline)) {
    throw new Found(
      "promise-broken",
      `Promise broken: the log's key signed that it would hold ${name} by ${event.promise.deadline}, and this ` +
        `receipt has no proof of it and says it was made at ${receipt.issuedAt}, later. Nobody signed that time: ` +
        "ask the log for the entry now and keep its answer before you accuse anybody.",
    );
  }
  return null;
}

async function checkPromise(receipt, promise, leaf, ring, name) {
  if (!sameBytes(promise.leaf, leaf) || promise.origin !== receipt.origin) {
    throw new Found("altered", `Altered: the promise that comes with ${name} was made for something else.`);
  }
  for (const key of ring.keys) {
    try {
      await verifyPromise(key, promise.origin, leaf, momentMs(promise.deadline), promise.signature);
      return;
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
    }
  }
  throw new Found("altered", `Altered: the promise for ${name} is not signed by the log's key.`);
}

/** The snapshot is what the leaf commits to, and the receipt says of it what it says itself. */
async function checkRecord(receipt, event, entry, name) {
  if (event.salt === null) {
    throw new Found("altered", `Altered: the salt of ${name} is gone, so nothing shows what was committed to.`);
  }
  if (!(await opens(entry.commitment, event.salt, event.snapshot))) {
    throw new Found("altered", `Altered: what the receipt says of ${name} is not what was committed to.`);
  }
  const told = part(strictJson(event.snapshot), "event");
  const same =
    told.get("type") === event.type && told.get("at") === event.at && told.get("record_id") === receipt.record;
  if (!same || entry.type !== event.type) {
    throw new Found("altered", `Altered: type, time or record of ${name} differ from what was committed to.`);
  }
}

async function checkProof(text, leaf, ring, policy, name) {
  const proof = parseTlogProof(text);
  const checkpoint = await openBelieved(proof.checkpoint, ring);
  try {
    await verifyInclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new Found(
      "not-in-log",
      `Not in the log: the proof for ${name} does not lead to the checkpoint it came with (${error.message}).`,
    );
  }
  return { checkpoint, witnesses: await trustedWitnesses(proof.checkpoint, policy) };
}

/** Each event names the commitment of the one before it, the first none; an erasure may name what was erased. */
function checkChain(receipt) {
  let before = null;
  for (const event of receipt.events) {
    const told = part(strictJson(event.snapshot), "event");
    if ((told.get("previous") ?? null) !== before && event.type !== "erased") {
      throw new Found(
        "altered",
        `Altered: the event before \`${event.type}\` of ${event.at} was taken out of the record, or stands elsewhere.`,
      );
    }
    before = toHex(parseLeaf(event.leaf).commitment);
  }
  if (!receipt.events.some((event) => event.type === "erased")) return [];
  return ["The record was erased: what is left shows the erasure, and which commitment it ended."];
}

async function checkNotices(receipt, beside) {
  for (const [name, text] of receipt.notices) {
    if (toHex(await sha256(utf8(text))) !== name) {
      throw new Found("altered", `Altered: the text of the notice ${name} is another than was agreed to.`);
    }
  }
  const named = new Set();
  for (const event of receipt.events) {
    const name = part(part(strictJson(event.snapshot), "record"), "notice").get("sha256");
    if (typeof name !== "string" || receipt.notices.has(name) || beside.has(`notices/${name}`)) continue;
    named.add(name);
  }
  return [...named].sort(compareText).map((name) => `The notice ${name} is named by its hash; its text is not here.`);
}

/** What is said of timestamps: checking them takes X.509, which browsers do not offer, so they count for nothing here. */
function unchecked(receipt, given) {
  const sizes = new Set(given.map((checkpoint) => checkpoint.size));
  const stamped = new Set(receipt.timestamps.map((stamp) => stamp.size).filter((size) => sizes.has(size)));
  return [...stamped].sort(order).map(
    (size) =>
      `A timestamp over the log of ${size} entries is here and is not checked on this page, so it counts for nothing: ` +
      "`commentsvc verify` checks it with the root certificate of its authority (--tsa), had from elsewhere.",
  );
}

/** The member `name` of an object, where that is an object itself; an empty one else. */
export function part(value, name) {
  const found = value instanceof Map ? value.get(name) : null;
  return found instanceof Map ? found : new Map();
}

function summary(receipt, covering, policy, selfAttested, found) {
  const details = [...found];
  const waiting = receipt.events.length - covering.length;
  const size = covering.map((one) => one.checkpoint.size).sort(order).at(-1) ?? 0n;
  const parts = covering.length ? [`${counted(covering.length)} in the log of ${size} entries`] : [];
  if (waiting) {
    parts.push(`${counted(waiting)} promised, not yet in the log`);
    details.push("Fetch the receipt again after the promise's deadline: it must hold the proof then.");
  }
  const facts = `${receipt.origin} recorded exactly this (${parts.join(" and ")})`;
  if (selfAttested) {
    details.push(`Compare this key with one you had from elsewhere: ${receipt.key}`);
    return verdict(
      "self-attested",
      `Self-attested: the receipt fits together and says that ${facts}, but its key came with it, so anybody could ` +
        "have made all of it.",
      details,
      receipt,
    );
  }
  return witnessed(receipt, covering, policy, waiting, facts, details);
}

function witnessed(receipt, covering, policy, waiting, facts, details) {
  const seen = covering.map((one) => seenAt(one.witnesses, policy)).filter((time) => time !== null);
  if (policy.threshold) {
    const fewest = covering.length ? Math.min(...covering.map((one) => one.witnesses.length)) : 0;
    details.push(`${fewest} of the ${policy.threshold} witnesses you want cosigned a checkpoint that covers it.`);
  }
  if (seen.length && !waiting && seen.length === covering.length) {
    return verdict(
      "proven",
      `Proven: ${facts}, and has not changed it since ${timeText(seen.sort(order).at(-1))}, when ` +
        `${policy.threshold} of the witnesses you trust had seen that log; that a person acted is the operator's word.`,
      details,
      receipt,
    );
  }
  return verdict(
    "operators-word",
    `Operator's word only: ${facts}, signed with the key you trust; no witness and no timestamp authority that you ` +
      "named shows since when, so the operator could have written the whole log anew.",
    details,
    receipt,
  );
}

const counted = (events) => `${events} event${events === 1 ? "" : "s"}`;
