"""Check an archive that `commentsvc export` made: evidence about records, or a whole log. Nothing of it is unpacked."""

from __future__ import annotations

from typing import BinaryIO

from commentsvc.errors import LedgerError
from commentsvc.ledger.archive import LOG_SCHEMA, Archive
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.verify_evidence import verify_evidence
from commentsvc.ledger.verify_log_archive import verify_log_archive


def verify_archive(stream: BinaryIO, trust: Trust) -> Verdict:
    """The verdict on a seekable file that begins with `ARCHIVE_START`. Never raises for what is in the files."""
    try:
        archive = Archive(stream)
        return (verify_log_archive if archive.schema == LOG_SCHEMA else verify_evidence)(archive, trust)
    except Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")
