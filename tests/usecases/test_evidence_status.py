"""How strong a site's evidence is, read on both databases: right, walled off, and with few queries however long the
log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from commentsvc.clock import now
from commentsvc.errors import Forbidden, NotFound
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.note import parse_note
from commentsvc.models.cosignature import LogCosignature
from commentsvc.models.log import LogCheckpoint, Unplaced, latest_checkpoint
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.evidence_status import EvidenceStatus, TimestampStatus, WitnessStatus, evidence_status
from commentsvc.usecases.rotate_key import rotate_key
from tests.ledger.keys import fixed_key
from tests.support.sites import leave_out_acts
from tests.usecases.log_entries import add_pending, integrate_all, make_entry, store

ADA, BEN = Cosigner(fixed_key("ada.example")), Cosigner(fixed_key("ben.example"))


def grow(deps: Any, site: Any, count: int = 1) -> LogCheckpoint:
    add_pending(deps, site.id, count)
    integrate_all(deps, site.id)
    newest = latest_checkpoint(deps.session, site.id)
    assert newest is not None
    return newest


def cosign(deps: Any, checkpoint: LogCheckpoint, witness: Cosigner) -> None:
    line = witness.cosign(parse_note(checkpoint.note).text, round(now().timestamp())).line()
    key = {"site_id": checkpoint.site_id, "size": checkpoint.size, "key_id": witness.verifier.key_id.hex()}
    store(deps, [LogCosignature(**key, line=line, received_at=now())])


def status(deps: Any, site: Any) -> EvidenceStatus:
    deps.session.expire_all()
    found = evidence_status(deps, CLI, site.id)
    deps.session.rollback()
    return found


@contextmanager
def counted(deps: Any) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engine = deps.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_an_empty_log_has_nothing_to_prove_and_nothing_amiss(deps: Any, site: Any) -> None:
    found = status(deps, site)

    assert (found.size, found.seen, found.unplaced, found.slow, found.key_missing) == (0, 0, Unplaced(), False, "")
    assert found.sentence.startswith("Nothing to prove yet")


def test_what_waits_what_is_late_and_what_was_refused_are_counted_apart(deps: Any, site: Any, later: Any) -> None:
    forged = [make_entry(deps, site.id) for _ in range(2)]
    for entry in forged:
        entry.promise = bytes(64)
    store(deps, forged)
    grow(deps, site, 3)
    first, second = make_entry(deps, site.id), make_entry(deps, site.id)
    store(deps, [first])
    later(hours=2)
    second.deadline = now() + timedelta(days=1)
    store(deps, [second])

    found = status(deps, site)
    assert (found.size, found.unplaced.waiting, found.unplaced.overdue) == (3, 2, 0)
    assert [count for _, count in found.unplaced.refused] == [2]
    assert found.unplaced.deadline is not None and abs(found.unplaced.deadline - first.deadline) < timedelta(seconds=1)
    assert found.slow

    later(hours=23)
    assert status(deps, site).unplaced.overdue == 1
    later(hours=2)
    assert status(deps, site).unplaced.overdue == 2


def test_each_witness_is_told_with_what_it_saw_last_and_the_best_of_them_counts(deps: Any, site: Any) -> None:
    add_witness(deps, CLI, site.id, ADA.vkey)
    add_witness(deps, CLI, site.id, BEN.vkey)
    leave_out_acts(deps, site.id)
    cosign(deps, grow(deps, site, 2), ADA)
    both = grow(deps, site)
    cosign(deps, both, ADA)
    cosign(deps, grow(deps, site), BEN)
    grow(deps, site)

    found = status(deps, site)

    assert [(one.name, one.size, one.behind) for one in found.witnesses] == [
        ("ada.example", 3, False),
        ("ben.example", 4, False),
    ]
    assert (found.size, found.seen) == (5, 4)
    assert found.seen_at == found.witnesses[1].at
    assert found.sentence.startswith("Proven, to whoever trusts 2 witnesses: the first 4 of 5 entries of the log were")


def test_who_did_not_sign_what_is_an_hour_old_is_behind(deps: Any, site: Any, later: Any) -> None:
    add_witness(deps, CLI, site.id, ADA.vkey)
    cosign(deps, grow(deps, site), ADA)
    later(hours=3)
    assert not status(deps, site).witnesses[0].behind, "nothing is new"
    grow(deps, site)
    assert not status(deps, site).witnesses[0].behind, "what is new is a moment old"
    later(minutes=50)
    grow(deps, site)
    later(minutes=20)
    assert status(deps, site).witnesses[0].behind, "the older of the two is an hour old"


def test_a_cosignature_of_another_log_counts_for_nothing(deps: Any, site: Any, other_site: Any) -> None:
    add_witness(deps, CLI, site.id, ADA.vkey)
    leave_out_acts(deps, site.id)
    theirs, ours = grow(deps, other_site), grow(deps, site)
    line = ADA.cosign(parse_note(theirs.note).text, round(now().timestamp())).line()
    key = {"site_id": site.id, "size": ours.size, "key_id": ADA.verifier.key_id.hex()}
    store(deps, [LogCosignature(**key, line=line, received_at=now())])

    found = status(deps, site)
    assert (found.seen, found.witnesses[0].at) == (0, None)
    assert found.sentence.startswith("Operator's word only: 1 entry of the log ")


def test_a_changed_key_is_told_and_one_that_is_gone(deps: Any, site: Any) -> None:
    grow(deps, site)
    before = status(deps, site).vkey
    rotate_key(deps, CLI, site.id)

    found = status(deps, site)
    assert [(key.vkey, key.reason, key.size) for key in found.earlier_keys] == [(before, "rotated", 2)]
    assert found.vkey != before and not found.key_missing
    (deps.settings.key_dir / f"{site.id}.key").unlink()
    assert status(deps, site).key_missing


def test_a_long_log_costs_no_more_queries_than_a_short_one(deps: Any, site: Any) -> None:
    add_witness(deps, CLI, site.id, ADA.vkey)
    cosign(deps, grow(deps, site), ADA)
    with counted(deps) as short:
        status(deps, site)
    for _ in range(30):
        cosign(deps, grow(deps, site), ADA)
    with counted(deps) as long:
        status(deps, site)

    assert len(long) == len(short) <= 12


def test_nobody_else_reads_it(deps: Any, site: Any, other_site: Any) -> None:
    with pytest.raises(NotFound):
        evidence_status(deps, Actor("account:o", "O", "other", frozenset({"admin"})), "example")
    for scopes in ("moderate", "subjects"):
        with pytest.raises(Forbidden):
            evidence_status(deps, Actor("account:x", "X", "example", frozenset({scopes})), "example")
    assert evidence_status(deps, Actor("account:e", "E", "example", frozenset({"export"})), "example").size == 0


@pytest.mark.parametrize(
    ("witnessed", "stamped", "words"),
    [
        ((), 0, "Operator's word only: 7 entries"),
        ((7,), 0, "Proven, to whoever trusts a witness: all 7 entries of the log were seen"),
        ((0, 5), 0, "Proven, to whoever trusts a witness: the first 5 of 7 entries"),
        ((3, 5), 6, "Proven, to whoever trusts 2 witnesses or a timestamp authority: the first 6 of 7 entries"),
        ((), 7, "Proven, to whoever trusts a timestamp authority: all 7 entries"),
    ],
)
def test_the_sentence_claims_no_more_than_was_seen(witnessed: tuple[int, ...], stamped: int, words: str) -> None:
    witnesses = tuple(
        WitnessStatus(f"w{n}", "", size, now() if size else None, False) for n, size in enumerate(witnessed)
    )
    stamps = TimestampStatus("", stamped, now() if stamped else None, "")

    found = EvidenceStatus("o", "k", "", (), 7, now(), Unplaced(), False, witnesses, stamps)

    assert found.sentence.startswith(words)
    assert found.seen == max(*witnessed, stamped, 0)
    assert (found.seen_at is None) == (found.seen == 0)
