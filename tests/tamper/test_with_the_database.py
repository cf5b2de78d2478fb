"""Who has the database and not the key: whatever they change, `verify` sees it and calls it by its name."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.entry import commitment, leaf_data
from commentsvc.ledger.key import new_key
from commentsvc.ledger.tree import leaf_hash
from commentsvc.ledger.verdict import Outcome
from commentsvc.models.consent import ConsentEvent, ConsentRecordBody, RecordSalt
from commentsvc.models.log import LogCheckpoint, LogEntry, LogTile
from tests.usecases.log_entries import integrate_all

from .conftest import Attacker, Scene, size_of


def event_of(scene: Scene, type: str, held: dict[str, str] | None = None) -> Any:
    """The row of the record's event of this type."""
    record = uuid.UUID((held or scene.held)["id"])
    return scene.read(sa.select(ConsentEvent).where(ConsentEvent.record_id == record, ConsentEvent.type == type))


def assert_found(scene: Scene, outcome: Outcome, said: str = "") -> None:
    verdict = scene.verdict()

    assert verdict.outcome is outcome, verdict
    assert said in verdict.sentence, verdict


def forge_snapshot(scene: Scene, attacker: Attacker, event: Any, change: Callable[[bytes], bytes]) -> bytes:
    body = sa.select(ConsentRecordBody.snapshot).where(ConsentRecordBody.event_id == event.id)
    snapshot = change(scene.read(body))
    attacker.run(sa.update(ConsentRecordBody).where(ConsentRecordBody.event_id == event.id).values(snapshot=snapshot))
    return snapshot


def test_a_changed_record_is_altered(scene: Scene, attacker: Attacker) -> None:
    event = event_of(scene, "given")
    forge_snapshot(scene, attacker, event, lambda old: old.replace(b'"remember-me":true', b'"remember-me":false'))

    assert_found(scene, Outcome.ALTERED, "not what was committed to")


def test_a_record_rewritten_with_commitment_and_entry_is_altered_for_want_of_a_promise(
    scene: Scene, attacker: Attacker
) -> None:
    event = event_of(scene, "given")
    forged = forge_snapshot(scene, attacker, event, lambda old: old.replace(b"/news/a-story", b"/news/another"))
    salt = bytes(32)
    sealed = commitment(salt, forged)
    data = leaf_data("given", sealed)
    attacker.run(sa.update(RecordSalt).where(RecordSalt.event_id == event.id).values(salt=salt))
    attacker.run(sa.update(ConsentEvent).where(ConsentEvent.id == event.id).values(commitment=sealed))
    entry = sa.update(LogEntry).where(LogEntry.id == event.entry)
    attacker.run(entry.values(data=data, leaf_hash=leaf_hash(data)))

    assert_found(scene, Outcome.ALTERED, "not signed by the log's key")


def test_a_record_without_its_salt_is_altered(scene: Scene, attacker: Attacker) -> None:
    attacker.run(sa.delete(RecordSalt).where(RecordSalt.event_id == event_of(scene, "given").id))

    assert_found(scene, Outcome.ALTERED, "salt")


def drop(attacker: Attacker, event: Any) -> None:
    attacker.run(sa.delete(RecordSalt).where(RecordSalt.event_id == event.id))
    attacker.run(sa.delete(ConsentRecordBody).where(ConsentRecordBody.event_id == event.id))
    attacker.run(sa.delete(ConsentEvent).where(ConsentEvent.id == event.id))


def test_an_event_taken_out_of_the_middle_is_missed_by_the_next(scene: Scene, attacker: Attacker) -> None:
    drop(attacker, event_of(scene, "given"))

    assert_found(scene, Outcome.ALTERED, "taken out")


def test_the_newest_event_taken_out_is_shown_by_the_receipt_that_its_reader_kept(
    scene: Scene, attacker: Attacker
) -> None:
    saved = scene.file()
    drop(attacker, event_of(scene, "withdrawn"))

    assert [event["type"] for event in json.loads(scene.file())["events"]] == ["given"]
    verdict = scene.verdict(saved, checkpoints=[scene.checkpoint()])
    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert "2 events in the log" in verdict.sentence and verdict.details == ()


def test_an_event_that_points_at_another_records_entry_is_altered(scene: Scene, attacker: Attacker) -> None:
    theirs = event_of(scene, "given", scene.others[0])
    mine = event_of(scene, "given")
    attacker.run(sa.update(ConsentEvent).where(ConsentEvent.id == mine.id).values(entry=theirs.entry))

    assert_found(scene, Outcome.ALTERED, "not what was committed to")


@pytest.mark.parametrize("where", ["the event's time", "the committed time"])
def test_a_backdated_event_is_altered(scene: Scene, attacker: Attacker, where: str) -> None:
    event = event_of(scene, "given")
    if where == "the event's time":
        earlier = event.at - timedelta(days=300)
        attacker.run(sa.update(ConsentEvent).where(ConsentEvent.id == event.id).values(at=earlier))
    else:
        year = str(event.at.year).encode()
        forge_snapshot(scene, attacker, event, lambda old: old.replace(b'"at":"' + year, b'"at":"2001'))

    assert_found(scene, Outcome.ALTERED)


def test_a_changed_entry_is_altered(scene: Scene, attacker: Attacker) -> None:
    event = event_of(scene, "given")
    data = leaf_data("given", bytes(32))
    attacker.run(sa.update(LogEntry).where(LogEntry.id == event.entry).values(data=data))

    assert_found(scene, Outcome.ALTERED)


def test_an_entry_that_is_no_text_is_altered_and_no_crash(scene: Scene, attacker: Attacker) -> None:
    event = event_of(scene, "given")
    attacker.run(sa.update(LogEntry).where(LogEntry.id == event.entry).values(data=b"\xff\xfe"))

    assert_found(scene, Outcome.ALTERED)


def test_a_dropped_entry_is_not_in_the_log(scene: Scene, attacker: Attacker) -> None:
    attacker.run(sa.delete(LogEntry).where(LogEntry.id == event_of(scene, "given").entry))

    assert_found(scene, Outcome.NOT_IN_LOG)


def test_entries_in_another_order_are_not_in_the_log(scene: Scene, attacker: Attacker) -> None:
    mine, theirs = event_of(scene, "given"), event_of(scene, "given", scene.others[1])
    indexes = {
        entry: scene.read(sa.select(LogEntry.leaf_index).where(LogEntry.id == entry))
        for entry in (mine.entry, theirs.entry)
    }
    for entry, index in (
        (mine.entry, 99),
        (theirs.entry, indexes[mine.entry]),
        (mine.entry, indexes[theirs.entry]),
    ):
        attacker.run(sa.update(LogEntry).where(LogEntry.id == entry).values(leaf_index=index))

    assert_found(scene, Outcome.NOT_IN_LOG)


@pytest.mark.parametrize("how", ["pending again", "refused"])
def test_an_entry_kept_out_of_the_log_breaks_its_promise(
    scene: Scene, attacker: Attacker, later: Any, how: str
) -> None:
    event = event_of(scene, "given")
    values = {"leaf_index": None, "refused": None if how == "pending again" else "no reason"}
    attacker.run(sa.update(LogEntry).where(LogEntry.id == event.entry).values(values))
    assert scene.verdict().outcome is Outcome.OPERATORS_WORD, "the promise still runs"

    later(seconds=scene.deps.settings.promise_seconds + 1)

    assert_found(scene, Outcome.PROMISE_BROKEN)


def test_an_inserted_entry_without_a_promise_never_gets_into_the_log(
    scene: Scene, attacker: Attacker, post: Callable[..., Any]
) -> None:
    forged = post()["receipt"]
    event = event_of(scene, "given", forged)
    attacker.run(sa.update(LogEntry).where(LogEntry.id == event.entry).values(promise=bytes(64)))
    before = scene.checkpoint()
    scene.integrate()

    assert scene.checkpoint() == before
    assert scene.verdict(scene.file(forged)).outcome is Outcome.ALTERED


@pytest.mark.parametrize("what", ["changed", "dropped"])
def test_a_tile_that_was_tampered_with_gives_no_proof(scene: Scene, attacker: Attacker, later: Any, what: str) -> None:
    if what == "changed":
        hashes = scene.read(sa.select(LogTile.hashes).where(LogTile.site_id == scene.site.id))
        attacker.run(sa.update(LogTile).values(hashes=hashes[:-32] + bytes(32)))
        assert_found(scene, Outcome.NOT_IN_LOG)
    else:
        attacker.run(sa.delete(LogTile))
        later(seconds=scene.deps.settings.promise_seconds + 1)
        assert_found(scene, Outcome.PROMISE_BROKEN)


def test_a_changed_checkpoint_is_altered_and_one_under_another_key_is_a_strangers(
    scene: Scene, attacker: Attacker
) -> None:
    size = size_of(scene.kept)
    attacker.run(sa.update(LogCheckpoint).values(note=scene.kept.replace(f"\n{size}\n", f"\n{size + 1}\n")))
    assert_found(scene, Outcome.ALTERED, "signature")
    assert scene.log_verdict().outcome is Outcome.ALTERED

    resigned = Checkpoint(scene.origin, size, bytes(32)).sign(new_key(scene.origin))
    attacker.run(sa.update(LogCheckpoint).values(note=resigned))
    assert_found(scene, Outcome.UNKNOWN_KEY)
    assert scene.log_verdict().outcome is Outcome.UNKNOWN_KEY


def test_a_dropped_checkpoint_is_a_log_that_lost_entries(
    scene: Scene, attacker: Attacker, post: Callable[..., Any]
) -> None:
    post()
    integrate_all(scene.deps, scene.site.id)
    old, scene.kept = scene.kept, scene.checkpoint()
    attacker.run(sa.delete(LogCheckpoint).where(LogCheckpoint.size == size_of(scene.kept)))

    assert scene.checkpoint() == old
    assert scene.log_verdict().outcome is Outcome.ROLLED_BACK


def test_a_receipt_of_another_site_is_a_strangers_and_cannot_be_made_ones_own(
    scene: Scene, client: Any, other_site: Any, post: Callable[..., Any]
) -> None:
    foreign = post(at=other_site)["receipt"]
    integrate_all(scene.deps, other_site.id)
    headers = {"Authorization": f"Bearer {foreign['secret']}"}
    theirs = client.get(f"{other_site.url}/consents/{foreign['id']}/receipt", headers=headers).get_json()
    renamed = theirs | {"log": {"origin": scene.origin, "key": scene.key, "key_changes": []}}

    assert scene.verdict(json.dumps(theirs)).outcome is Outcome.UNKNOWN_KEY
    assert scene.verdict(json.dumps(renamed)).outcome is Outcome.ALTERED
