/* The log's signed word that it will hold a leaf by a time (commentsvc/ledger/promise.py). */

import { toBase64, utf8 } from "./encoding.js";
import { NoteError } from "./errors.js";
import { checkKeyName } from "./note.js";
import { HASH_BYTES } from "./tree.js";

/** Throw NoteError unless `signature` is the key's over the promise; `deadline` is milliseconds since 1970. */
export async function verifyPromise(key, origin, leaf, deadline, signature) {
  checkKeyName(origin);
  if (leaf.length !== HASH_BYTES) throw new NoteError(`a leaf hash is ${HASH_BYTES} bytes, not ${leaf.length}`);
  if (deadline < 0) throw new NoteError("a deadline is whole milliseconds since 1970");
  // The NUL keeps promises and notes apart: no text of a note may hold one.
  const message = `commentsvc-promise/v1\x00${origin}\n${toBase64(leaf)}\n${deadline}\n`;
  await key.verifyBytes(utf8(message), signature);
}
