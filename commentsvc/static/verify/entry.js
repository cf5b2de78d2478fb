/* What stands in the log: a type and a salted commitment (commentsvc/ledger/entry.py). */

import { hmacSha256 } from "./digest.js";
import { fromBase64, joined, sameBytes, utf8 } from "./encoding.js";

export const TYPES = "given|acknowledged|refused|renewed|withdrawn|expired|invalidated|erased|imported|corrected|stated|audit|key";
const LEAF = new RegExp(`^\\{"c":"([A-Za-z0-9+/=]*)","type":"(${TYPES})","v":1\\}$`);
const DOMAIN = utf8("consent-commit/v1");

/** `{type, commitment}` of an entry's data, or null for what this log would not have written. */
export function parseLeaf(data) {
  const match = LEAF.exec(data);
  const commitment = match && fromBase64(match[1]);
  return commitment?.length === 32 ? { type: match[2], commitment } : null;
}

/** Whether `salt` (32 bytes) and `snapshot` (text) are what `commitment` was made of. */
export async function opens(commitment, salt, snapshot) {
  return salt.length === 32 && sameBytes(await hmacSha256(salt, joined(DOMAIN, utf8(snapshot))), commitment);
}
