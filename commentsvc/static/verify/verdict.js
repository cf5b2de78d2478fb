/* A verdict (commentsvc/ledger/verdict.py); what each outcome means stands on the page. */

/** `outcome` is the slug; `details` are single facts; `receipt` is there where its record may be shown. */
export function verdict(outcome, sentence, details = [], receipt = null) {
  return { outcome, sentence, details, receipt };
}
