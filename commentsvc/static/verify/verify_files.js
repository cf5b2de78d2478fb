/* Verify a file with what its reader had from elsewhere (commentsvc/ledger/verify_files.py). */

import { fromUtf8Loosely } from "./encoding.js";
import { LedgerError } from "./errors.js";
import { strictJson } from "./strict_json.js";
import { lines } from "./text.js";
import { STAMPED_SCHEMA, verifyLog, verifyStamped } from "./verify_log.js";
import { verifyPerson } from "./verify_person.js";
import { part, verifyReceipt } from "./verify_receipt.js";

/** The verdict on `data` (bytes): a receipt, the newest checkpoint of a log, or what a person took along. */
export async function verifyFile(data, trust) {
  if (isArchive(data)) return verifyPerson(data, trust);
  if (member(readOrNull(data), "schema") === STAMPED_SCHEMA) return verifyStamped(data, trust);
  return looksLikeJson(data) ? verifyReceipt(data, trust) : verifyLog(fromUtf8Loosely(data), trust);
}

/** Whether this begins as a zip does. */
export const isArchive = (data) => data[0] === 0x50 && data[1] === 0x4b;

/** Trust from what people give: keys a line each, a policy, and files (bytes) they kept, in any order. */
export function trustOf({ keys = "", policy = "", files = [] }) {
  const trust = { keys: lines(keys).map((line) => line.trim()).filter(Boolean), policy: policy.trim() ? policy : "" };
  Object.assign(trust, { checkpoints: [], consistency: [], keyChanges: [] });
  for (const data of files) {
    if (!looksLikeJson(data)) trust.checkpoints.push(fromUtf8Loosely(data));
    else if (member(readOrNull(data), "key_changes") !== undefined) trust.keyChanges.push(data);
    else trust.consistency.push(data);
  }
  return trust;
}

/** Whether this is what a reader was given when the comment was sent: it has the secret, and no evidence. */
export function holdsSecret(data) {
  return part(readOrNull(data), "receipt").has("secret");
}

const member = (value, name) => (value instanceof Map ? value.get(name) : undefined);

/** Whether the first byte that is no white space begins JSON, or there is none. */
function looksLikeJson(data) {
  const first = data.find((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d));
  return first === undefined || first === 0x7b || first === 0x5b;
}

function readOrNull(data) {
  try {
    return strictJson(data);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
