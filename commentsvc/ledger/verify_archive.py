"""Check an archive that `commentsvc export` made: evidence about records, a whole log, or what a person took along.
Nothing of it is unpacked."""

from __future__ import annotations

from typing import BinaryIO

from commentsvc.errors import LedgerError
from commentsvc.ledger.archive import EVIDENCE_SCHEMA, LOG_SCHEMA, PERSON_SCHEMA, Archive
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.verify_evidence import verify_evidence
from commentsvc.ledger.verify_log_archive import verify_log_archive
from commentsvc.ledger.verify_person import verify_person

_CHECKS = {EVIDENCE_SCHEMA: verify_evidence, LOG_SCHEMA: verify_log_archive, PERSON_SCHEMA: verify_person}


def verify_archive(stream: BinaryIO, trust: Trust) -> Verdict:
    """The verdict on a seekable file that begins with `ARCHIVE_START`. Never raises for what is in the files."""
    try:
        archive = Archive(stream)
        return _CHECKS[archive.schema](archive, trust)
    except Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")
