/* An inclusion proof with its checkpoint in one text (commentsvc/ledger/tlog_proof.py; c2sp.org/tlog-proof@v1). */

import { fromBase64 } from "./encoding.js";
import { ProofError } from "./errors.js";
import { HASH_BYTES } from "./tree.js";

const HEADER = "c2sp.org/tlog-proof@v1";
const MAX_HASHES = 63;
const INDEX = /^index (0|[1-9][0-9]{0,19})$/;
const MAX_UINT64 = 2n ** 64n - 1n;

/** `{index, hashes, checkpoint}`, believing nothing. Throws ProofError. */
export function parseTlogProof(text) {
  const cut = text.indexOf("\n\n");
  const [header, ...lines] = (cut < 0 ? text : text.slice(0, cut)).split("\n");
  const checkpoint = cut < 0 ? "" : text.slice(cut + 2);
  if (header !== HEADER || !checkpoint) fail(`this is not a ${HEADER}`);
  if (lines[0]?.startsWith("extra ")) decoded(lines.shift().slice("extra ".length));
  const match = INDEX.exec(lines.shift() ?? "");
  if (!match || BigInt(match[1]) > MAX_UINT64) fail("the index of the entry is missing or no number");
  if (lines.length > MAX_HASHES) fail(`a proof has at most ${MAX_HASHES} hashes`);
  const hashes = lines.map(decoded);
  if (hashes.some((value) => value.length !== HASH_BYTES)) fail(`a hash is ${HASH_BYTES} bytes`);
  return { index: BigInt(match[1]), hashes, checkpoint };
}

const decoded = (line) => fromBase64(line) ?? fail("a line of the proof is not base64");

function fail(message) {
  throw new ProofError(message);
}
