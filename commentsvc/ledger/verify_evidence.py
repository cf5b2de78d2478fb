"""Check an archive of evidence: its list of files, every receipt and notice, and that its checkpoints agree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from hashlib import sha256

from commentsvc.errors import LedgerError, ReceiptError
from commentsvc.ledger.archive import (
    CHECKPOINTS_FOLDER,
    KEYS_NAME,
    NEWEST_NAME,
    NOTICES_FOLDER,
    RECEIPTS_FOLDER,
    Archive,
)
from commentsvc.ledger.believe import Trust, compare, open_believed, parse_consistency
from commentsvc.ledger.checkpoint import Checkpoint, parse_checkpoint
from commentsvc.ledger.key_change import KeyRing, parse_log_keys
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.receipt import parse_receipt
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.verdict import GRAVITY, Found, Outcome, Verdict, gravest
from commentsvc.ledger.verify_receipt import verify_receipt

GOOD = (Outcome.PROVEN, Outcome.OPERATORS_WORD, Outcome.SELF_ATTESTED)
_SHOWN = 20


def verify_evidence(archive: Archive, trust: Trust) -> Verdict:
    """The verdict on an archive of `EVIDENCE_SCHEMA`: the gravest of its files', each of which is in `files`.

    Raises `LedgerError` when what the verifier gave beside it cannot be read. Without `trust.keys` it is at best
    `SELF_ATTESTED`.
    """
    trust.ring(), trust.wanted()
    checked = CheckedFiles(archive, trust)
    files = [*listed(archive), *checked.run()]
    receipts = [verdict for name, verdict in files if name.startswith(RECEIPTS_FOLDER)]
    if not receipts:
        raise ReceiptError("the archive holds no receipt")
    return of_all(tuple(files), receipts)


class CheckedFiles:
    """The files of one archive while they are checked; `_roots` is what its checkpoints say of each log and size."""

    def __init__(self, archive: Archive, trust: Trust) -> None:
        self.archive = archive
        self.trust = trust
        self._roots: dict[tuple[str, int], bytes] = {}

    def run(self) -> Iterator[tuple[str, Verdict]]:
        """The verdict on every file that both manifest and archive have, but for what is as it should be without
        proving anything."""
        archive, known = self.archive, set[str]()
        for name in archive.under(RECEIPTS_FOLDER):
            known.add(name)
            yield from self.receipts(name)
        for folder, check in (
            (NOTICES_FOLDER, self._notice),
            (NEWEST_NAME, self._checkpoint),
            (CHECKPOINTS_FOLDER, self._checkpoint),
        ):
            for name in archive.under(folder):
                if name not in known:
                    known.add(name)
                    yield from judged(name, check)
        for name in archive.under(""):
            if name not in known:
                yield from judged(name, self._other)

    def receipts(self, name: str) -> Iterator[tuple[str, Verdict]]:
        """The verdict on the receipt in this file, which bears its record's number."""
        yield from judged(name, self._own_receipt)

    def _own_receipt(self, name: str) -> Verdict:
        return self.receipt(self.archive.read(name), name)

    def belongs(self, record: str, name: str) -> None:
        """Raise `Found` unless the receipt of this record may stand in the file `name`."""
        if name != f"{RECEIPTS_FOLDER}{record}.json":
            raise Found(Outcome.ALTERED, f"Altered: {name} is the receipt of another record, {record}.")

    def receipt(self, content: bytes, name: str, beside: Collection[str] = ()) -> Verdict:
        """The verdict on one receipt, which stands in the file `name`; `beside` is `verify_receipt`'s."""
        verdict = verify_receipt(content, self.trust, beside)
        if verdict.outcome not in GOOD:
            return verdict
        receipt = parse_receipt(content)
        self.belongs(receipt.record, name)
        if receipt.origin != self.origin:
            raise Found(
                Outcome.ALTERED,
                f"Altered: {name} is of the log {receipt.origin}, and the archive is of the log {self.origin}.",
            )
        for event in receipt.events:
            if event.proof is not None:
                self._fits(parse_checkpoint(parse_note(parse_tlog_proof(event.proof).checkpoint).text))
        return verdict

    def _notice(self, name: str) -> None:
        digest = sha256(self.archive.read(name)).hexdigest()
        if name != NOTICES_FOLDER + digest:
            raise Found(Outcome.ALTERED, f"Altered: {name} is not the notice whose SHA-256 it bears.")

    def _checkpoint(self, name: str) -> None:
        """Here what was kept counts as well: a log may show its other face in no receipt at all."""
        checkpoint = open_believed(self.archive.text(name), self.ring)
        self._fits(checkpoint)
        compare([checkpoint], self._kept, map(parse_consistency, self.trust.consistency), self.ring.checkpoints())

    @cached_property
    def origin(self) -> str:
        """The log that the archive says it is of."""
        return parse_log_keys(self.archive.read(KEYS_NAME)).origin

    @cached_property
    def ring(self) -> KeyRing:
        """Opened once: a hostile archive may have many changes of keys and many checkpoints."""
        return archive_ring(self.archive, self.trust)

    @cached_property
    def _kept(self) -> list[Checkpoint]:
        return [open_believed(note, self.ring) for note in self.trust.checkpoints]

    def _fits(self, checkpoint: Checkpoint) -> None:
        """Raise `Found` unless no other checkpoint here says otherwise of this size."""
        here = (checkpoint.origin, checkpoint.size)
        if self._roots.setdefault(here, checkpoint.root) != checkpoint.root:
            raise Found(
                Outcome.SPLIT_VIEW,
                f"Split view: {checkpoint.origin} signed two different logs of {checkpoint.size} entries, and both are "
                "in this archive. Keep it.",
            )

    def _other(self, name: str) -> None:
        self.archive.check(name)


def judged(name: str, check: Callable[[str], Verdict | None]) -> Iterator[tuple[str, Verdict]]:
    """The file `name` with what `check` says of it, whichever way it ends; nothing where that is None."""
    try:
        verdict = check(name)
    except Found as ended:
        verdict = ended.verdict
    except LedgerError as error:
        verdict = _verdict(Outcome.MALFORMED, str(error))
    if verdict:
        yield name, verdict


def listed(archive: Archive) -> Iterator[tuple[str, Verdict]]:
    """What is wrong with the list of files: the verdict on each that only archive or manifest has."""
    for name, why in archive.differences():
        yield name, _verdict(Outcome.ALTERED, f"{name} {why}")


def archive_ring(archive: Archive, trust: Trust) -> KeyRing:
    """The keys of the archive's log that are believed: those that were had beforehand and what they lead to; without
    any, the archive's own. Raises `LedgerError` and `Found`."""
    told = parse_log_keys(archive.read(KEYS_NAME))
    return trust.ring_of(told.origin, told.key, told.changes)


def of_all(files: tuple[tuple[str, Verdict], ...], receipts: list[Verdict]) -> Verdict:
    """The verdict on the whole, of those on its files, among them at least one receipt or a bad one."""
    worst = gravest(verdict for _, verdict in files)
    counted = f"{len(receipts)} receipt{'' if len(receipts) == 1 else 's'}"
    if worst.outcome in GOOD:
        return Verdict(worst.outcome, _good(worst.outcome, receipts, counted), _facts(receipts), files)
    bad = [(name, verdict) for name, verdict in files if verdict.outcome not in GOOD]
    name = next(name for name, verdict in bad if verdict.outcome is worst.outcome)
    title, _, reason = worst.sentence.partition(": ")
    of = f"{len(bad)} file{' is' if len(bad) == 1 else 's are'} not in order in this archive of {counted}"
    bad.sort(key=lambda one: -GRAVITY.index(one[1].outcome))
    details = [f"{name}: {verdict.sentence}" for name, verdict in bad[:_SHOWN]]
    if len(bad) > _SHOWN:
        details.append(f"{len(bad) - _SHOWN} more files are not in order; --json lists them all.")
    return Verdict(
        worst.outcome, f"{title}: {of}. The gravest is {name}: {reason or worst.sentence}", tuple(details), files
    )


def _good(outcome: Outcome, receipts: list[Verdict], counted: str) -> str:
    if outcome is Outcome.PROVEN:
        return (
            f"Proven: {counted} in this archive, each exactly what was recorded and not changed since others whom you "
            "trust had seen the log; that a person acted is the operator's word."
        )
    if outcome is Outcome.SELF_ATTESTED:
        return (
            f"Self-attested: {counted} and all else in this archive fit together, but the keys came with it, so "
            "anybody could have made all of it."
        )
    proven = sum(verdict.outcome is Outcome.PROVEN for verdict in receipts)
    others = f"; {proven} of them others saw, too" if proven else ""
    return (
        f"Operator's word only: {counted} in this archive, each exactly what was recorded and signed with the key you "
        f"trust{others}; nobody else shows since when{' for the rest' if proven else ''}, so the operator could have "
        "written the whole log anew."
    )


def _facts(receipts: list[Verdict]) -> tuple[str, ...]:
    """What the receipts say beside their outcome, said once with how many say it."""
    told: dict[str, int] = {}
    for verdict in receipts:
        for detail in verdict.details:
            told[detail] = told.get(detail, 0) + 1
    facts = [detail if count == len(receipts) else f"Of {count} of them: {detail}" for detail, count in told.items()]
    return (*facts[:_SHOWN], "It shows what is in the archive, not that nothing was left out of it.")


def _verdict(outcome: Outcome, why: str) -> Verdict:
    title = outcome.slug.replace("-", " ").capitalize()
    return Verdict(outcome, f"{title}: {why}.")
