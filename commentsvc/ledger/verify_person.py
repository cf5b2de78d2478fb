"""Check what a person took along: the operator's signature under its list of files, and everything that proves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from commentsvc.errors import ArchiveError, LedgerError, NoteError
from commentsvc.ledger.archive import KEYS_NAME, NOTICES_FOLDER, SIGNATURE_NAME, Archive
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.key_change import parse_log_keys
from commentsvc.ledger.manifest_note import ManifestNote, open_manifest_note, parse_manifest_note
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.receipt import MAX_RECEIPT_BYTES
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.verify_evidence import GOOD, CheckedFiles, judged, listed, of_all


def verify_person(archive: Archive, trust: Trust) -> Verdict:
    """The verdict on an archive of `PERSON_SCHEMA`: the gravest of its files' and receipts', each of which is in
    `files`. Its signature must hold; what it signs is the operator's word, whoever saw the log.

    Raises `LedgerError` and `Found`. Without `trust.keys` it is at best `SELF_ATTESTED`.
    """
    trust.ring(), trust.wanted()
    checked = _PersonFiles(archive, trust)
    told = checked.signature()
    files = (*listed(archive), *checked.run())
    said = (f"{told.origin} signed at {told.made_at} that it handed out exactly these files.",)
    bad = [verdict for _, verdict in files if verdict.outcome not in GOOD]
    receipts = [verdict for name, verdict in files if name.partition(":")[0] in checked.read]
    if receipts or bad:
        verdict = of_all(files, receipts)
        return verdict if bad else replace(verdict, details=(*said, *verdict.details))
    if not trust.keys:
        return Verdict(
            Outcome.SELF_ATTESTED,
            "Self-attested: everything in this archive fits together, but the key came with it, so anybody could have "
            "made all of it. It holds no receipt.",
            said,
        )
    return Verdict(
        Outcome.OPERATORS_WORD,
        "Operator's word only: this archive is what was handed out, signed with the key you trust. It holds no "
        "receipt, so nothing shows what was recorded when.",
        said,
    )


class _PersonFiles(CheckedFiles):
    """As in an archive of evidence, but many receipts are in one file, a line each, and their notices beside them;
    `read` names the files of receipts."""

    def __init__(self, archive: Archive, trust: Trust) -> None:
        super().__init__(archive, trust)
        self.read: set[str] = set()
        self._records: set[str] = set()
        self._notices = {name.removeprefix(NOTICES_FOLDER) for name in archive.under(NOTICES_FOLDER)}

    def signature(self) -> ManifestNote:
        """What the log's key of today signed about the manifest. Raises `LedgerError` and `Found`."""
        note = self.archive.text(SIGNATURE_NAME)
        told = parse_manifest_note(note)
        if (told.origin, told.sha256) != (self.origin, self.archive.manifest_sha256):
            raise Found(
                Outcome.ALTERED, "Altered: the list of files in this archive is not the one that the operator signed."
            )
        today = NoteVerifier.parse(parse_log_keys(self.archive.read(KEYS_NAME)).key)
        if today not in self.ring.keys:
            raise Found(
                Outcome.UNKNOWN_KEY,
                f"Unknown key: this archive is of the log {self.origin} with the key {today.vkey}, which is none of "
                f"those you trust, so nothing in it counts.{self.ring.why_unknown()}",
            )
        try:
            return open_manifest_note(note, [today])
        except NoteError as error:
            raise Found(
                Outcome.ALTERED, f"Altered: the signature under this archive's list of files does not hold ({error})."
            ) from error

    def receipts(self, name: str) -> Iterator[tuple[str, Verdict]]:
        """The verdict on each line of the file, by its number, and on the file where that is not what was signed."""
        self.read.add(name)
        try:
            for number, line in enumerate(self.archive.lines(name, MAX_RECEIPT_BYTES), 1):
                yield from judged(f"{name}:{number}", partial(self._line, line))
        except (Found, LedgerError) as error:
            yield from judged(name, partial(_again, error))

    def _line(self, line: bytes, where: str) -> Verdict:
        return self.receipt(line, where, self._notices)

    def belongs(self, record: str, name: str) -> None:
        """Raise `ArchiveError` for a second receipt of a record."""
        if record in self._records:
            raise ArchiveError(f"the record {record} has two receipts here")
        self._records.add(record)


def _again(error: Exception, name: str) -> None:
    raise error
