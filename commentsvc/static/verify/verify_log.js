/* Check that a log is still the one that was seen before (commentsvc/ledger/verify_log.py). */

import { compare, logKeys, openBelieved, openedChanges, order, seenAt, timeText, trustedWitnesses } from "./believe.js";
import { fromBase64 } from "./encoding.js";
import { Found, LedgerError } from "./errors.js";
import { believeKeys } from "./key_change.js";
import { strictJson } from "./strict_json.js";
import { verdict } from "./verdict.js";
import { parsePolicy } from "./witness_policy.js";

export const STAMPED_SCHEMA = "commentsvc-stamped-checkpoint/1";

/** The same of the checkpoint in an answer of `…/log/timestamps`; the timestamps themselves are not checked here. */
export async function verifyStamped(data, trust) {
  const value = strictJson(data);
  const [note, stamps] = [value.get("checkpoint"), value.get("timestamps")];
  const whole = typeof note === "string" && Array.isArray(stamps);
  if (!whole || !stamps.every((one) => one instanceof Map && fromBase64(one.get("token")))) {
    return verdict("malformed", "Malformed, so nothing is shown either way: this is not an answer of log/timestamps.");
  }
  const found = await verifyLog(note, trust);
  const weak = ["proven", "operators-word"].includes(found.outcome) && stamps.length;
  return weak ? verdict(found.outcome, found.sentence, [...found.details, UNCHECKED]) : found;
}

const UNCHECKED =
  "A timestamp over this log is here and is not checked on this page, so it counts for nothing: `commentsvc verify` " +
  "checks it with the root certificate of its authority (--tsa), had from elsewhere.";

/** The verdict on the log whose newest checkpoint is the signed note `newest`. */
export async function verifyLog(newest, trust) {
  try {
    const keys = await logKeys(trust);
    const whole = believeKeys(keys, await openedChanges(trust));
    const now = await openBelieved(newest, whole);
    const ring = whole.of(now.origin);
    const kept = [];
    for (const note of trust.checkpoints) kept.push(await openBelieved(note, ring));
    const unlinked = await compare([now], kept, trust.consistency, ring.checkpoints());
    checkNotShrunk(now, kept, unlinked);
    const policy = await parsePolicy(trust.policy);
    const seen = seenAt(await trustedWitnesses(newest, policy), policy);
    return logVerdict(now, kept, unlinked, seen, policy);
  } catch (error) {
    if (error instanceof Found) return verdict(error.outcome, error.message);
    if (!(error instanceof LedgerError)) throw error;
    return verdict("malformed", `Malformed, so nothing is shown either way: ${error.message}.`);
  }
}

function checkNotShrunk(now, kept, unlinked) {
  const newest = kept.reduce((most, before) => (before.size > most.size ? before : most), now);
  if (newest.size <= now.size) return;
  const left = unlinked.length
    ? `Whether it begins as that one does takes the answer of log/consistency?from=${now.size}&to=${newest.size}.`
    : `What is left is its beginning; the last ${newest.size - now.size} entries are missing.`;
  throw new Found(
    "rolled-back",
    `Rolled back: you kept a checkpoint of ${newest.size} entries, and this log has ${now.size}. An older copy of it was ` +
      `put back, or its end was taken away. ${left}`,
  );
}

function logVerdict(now, kept, unlinked, seen, policy) {
  if (kept.length && !unlinked.length) {
    const oldest = kept.map((before) => before.size).sort(order)[0];
    return verdict(
      "proven",
      `Proven: the log ${now.origin} of ${now.size} entries begins with every log you kept a checkpoint of (the first ` +
        `had ${oldest}), so nothing in those was changed since; this does not show what entries say.`,
    );
  }
  if (seen !== null) {
    return verdict(
      "proven",
      `Proven: ${policy.threshold} of the witnesses you trust had seen the log ${now.origin} of ${now.size} entries at ` +
        `${timeText(seen)}, so nothing in it was changed since; this does not show what entries say.`,
      unlinked,
    );
  }
  return verdict(
    "operators-word",
    `Operator's word only: ${now.origin} signed a log of ${now.size} entries, and nothing here connects it with what ` +
      "was seen before.",
    unlinked,
  );
}
