"""What `commentsvc verify` does with backups and with the database itself: whole, older, or another log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from commentsvc.cli.backup import unseal
from commentsvc.errors import BackupError, ReceiptError
from commentsvc.exchange.backup_file import BACKUP_START, BackupReader, Manifest, SiteState
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.receipt import parse_receipt
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.verdict import Outcome, Verdict, gravest
from commentsvc.ledger.verify_log import verify_log
from commentsvc.usecases.check_log import check_logs, not_here, origin
from commentsvc.usecases.deps import Deps

UNOPENED = (
    "It is sealed, and the seal was not looked at: --passphrase-file shows whether it is the one that was written."
)


def is_backup(path: Path) -> bool:
    """Whether the file begins as a backup does. Raises OSError."""
    with path.open("rb") as stream:
        return stream.read(len(BACKUP_START)) == BACKUP_START


def kept_checkpoints(path: Path) -> list[str]:
    """The signed notes in a file that somebody kept: those of a backup's sites, those that a receipt was proven under,
    or the one note that the file is. Raises `BackupError` and OSError."""
    if is_backup(path):
        with path.open("rb") as stream:
            return [site.checkpoint for site in BackupReader(stream).check().sites if site.checkpoint]
    content = path.read_bytes()
    try:
        receipt = parse_receipt(content)
    except ReceiptError:
        return [content.decode("utf-8", "replace")]
    return [parse_tlog_proof(event.proof).checkpoint for event in receipt.events if event.proof]


def check_backup(path: Path, trust: Trust, passphrase_file: Path | None = None) -> Verdict:
    """The verdict on a backup: its parts are those of its manifest, and the log of each site is, by its newest
    checkpoint, not older than and none other than the logs of `trust.checkpoints`. With the passphrase, also that
    whoever knew it wrote exactly this; that it is not sealed ends the command."""
    try:
        with path.open("rb") as stream:
            reader = BackupReader(stream)
            manifest = reader.check()
            unseal(reader, manifest, passphrase_file)
    except BackupError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")
    found = [(site.id, _site(site, trust)) for site in manifest.sites if site.checkpoint]
    found += not_here(trust.checkpoints, {site.origin for site in manifest.sites})
    verdict = _together(found, _empty(manifest))
    if reader.head.sealed is None or passphrase_file is not None:
        return verdict
    return replace(verdict, details=(*verdict.details, UNOPENED))


def check_database(deps: Deps, trust: Trust) -> Verdict:
    """The verdict on every log of the database, computed anew; the keys are the database's own."""
    proofs = [proof if isinstance(proof, bytes) else proof.encode() for proof in trust.consistency]
    return _together(check_logs(deps, trust.checkpoints, proofs), "there is no site")


def _site(site: SiteState, trust: Trust) -> Verdict:
    about = [note for note in trust.checkpoints if origin(note) == site.origin]
    verdict = verify_log(site.checkpoint, replace(trust, keys=trust.keys or [site.vkey], checkpoints=about))
    if trust.keys or verdict.outcome not in (Outcome.OPERATORS_WORD, Outcome.PROVEN):
        return verdict
    return Verdict(
        Outcome.SELF_ATTESTED,
        f"Self-attested: the backup has the log {site.origin} of {site.size} entries, but its key came with it.",
        (f"Compare this key with one you had from elsewhere: {site.vkey}", *verdict.details),
    )


def _together(found: list[tuple[str, Verdict]], nothing: str) -> Verdict:
    if not found:
        return Verdict(Outcome.OPERATORS_WORD, f"Operator's word only: {nothing}, so there is nothing to compare.")
    worst = gravest(verdict for _, verdict in found)
    if len(found) == 1:
        return worst
    return replace(worst, details=tuple(f"{name}: {one.sentence}" for name, one in found), files=tuple(found))


def _empty(manifest: Manifest) -> str:
    return f"none of its {len(manifest.sites)} sites has a checkpoint yet"
