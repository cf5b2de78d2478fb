/* What the log says about itself: origin, size and root (commentsvc/ledger/checkpoint.py; C2SP tlog-checkpoint). */

import { fromBase64 } from "./encoding.js";
import { NoteError } from "./errors.js";
import { checkText, openNote } from "./note.js";

const SIZE = /^(?:0|[1-9][0-9]{0,19})$/;
const MAX_UINT64 = 2n ** 64n - 1n;

/** `{origin, size, root, extensions, body}` from a note's text. Throws NoteError. */
export function parseCheckpoint(body) {
  checkText(body);
  const lines = body.slice(0, -1).split("\n");
  if (lines.length < 3) fail("a checkpoint is origin, size and root");
  const [origin, size, encoded, ...extensions] = lines;
  if (!SIZE.test(size)) fail("the size of a log is a decimal number");
  const root = fromBase64(encoded) ?? fail("the root of a log is base64");
  if (!origin || extensions.includes("")) fail("origin and extension lines are not empty and one line each");
  if (BigInt(size) > MAX_UINT64) fail("the size of a log is a number from 0 to 2^64 - 1");
  if (!root.length) fail("a checkpoint has a root");
  return { origin, size: BigInt(size), root, extensions, body };
}

/** The checkpoint in a signed note, of this origin and signed by a known key. Throws NoteError. */
export async function openCheckpoint(note, origin, verifiers) {
  const checkpoint = parseCheckpoint((await openNote(note, verifiers)).text);
  if (checkpoint.origin !== origin) fail(`this is a checkpoint of ${checkpoint.origin}, not of ${origin}`);
  return checkpoint;
}

function fail(message) {
  throw new NoteError(message);
}
