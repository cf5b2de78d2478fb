/* Which trusted witnesses cosigned a checkpoint, and when (commentsvc/ledger/cosignature.py). */

import { cosignedAt, openNote, parseNote } from "./note.js";

/** `[{name, time}]` in the note's order; `time` is a BigInt. Throws NoteError for a signature that does not hold. */
export async function witnessesOf(note, policy) {
  const known = new Set(policy.witnesses.map((witness) => `${witness.name}+${witness.id}`));
  if (!parseNote(note).signatures.some((line) => known.has(`${line.name}+${line.id}`))) return [];
  const { verified } = await openNote(note, policy.witnesses);
  return verified.map((line) => ({ name: line.name, time: cosignedAt(line.signature) }));
}
