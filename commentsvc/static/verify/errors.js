/* What goes wrong while verifying. The sentences are those of commentsvc/errors.py and commentsvc/ledger/verdict.py. */

/** Something in the evidence cannot be read, or does not hold. */
export class LedgerError extends Error {}

/** A note, a key or a signature (C2SP signed-note). */
export class NoteError extends LedgerError {}

/** A Merkle proof (RFC 9162 2.1). */
export class ProofError extends LedgerError {}

/** Ends the checking with a verdict. */
export class Found extends Error {
  constructor(outcome, sentence) {
    super(sentence);
    this.outcome = outcome;
  }
}
