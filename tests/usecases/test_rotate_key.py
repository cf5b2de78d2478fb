"""Changing a site's key: the log stays one log, whatever is cut off, whoever else is at it, whatever waits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event
from time import monotonic, sleep
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from commentsvc import clock
from commentsvc.adapters.key_files import FileKeyStore
from commentsvc.errors import CommentsvcError, Conflict, Forbidden, KeyMissing, LedgerError, NoteError, NotFound
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.key_change import LOST, ROTATED, open_history
from commentsvc.ledger.note import NoteVerifier, parse_note
from commentsvc.ledger.promise import sign_promise, verify_promise
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.audit import AuditEvent
from commentsvc.models.database import random_id, writing
from commentsvc.models.key_change import LogKeyChange, key_changes
from commentsvc.models.log import LogCheckpoint, LogEntry, latest_checkpoint
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.append_event import RecordFacts, append_event
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.change_witnesses import add_witness
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.export_key import export_key
from commentsvc.usecases.extend_log import extend_log
from commentsvc.usecases.find_signer import find_signer
from commentsvc.usecases.integrate_entries import BATCH, integrate_entries
from commentsvc.usecases.invite_member import invite_member
from commentsvc.usecases.read_key_changes import read_log_keys
from commentsvc.usecases.replace_lost_key import replace_lost_key
from commentsvc.usecases.rotate_key import prepare_key, rotate_key
from tests.ledger.keys import fixed_key

from .log_entries import add_pending, audit, fresh, integrate_all, log_rows, make_entry, store


class Crash(Exception):
    """The process ends here."""


@pytest.fixture
def log(deps: Deps, site: Any) -> Any:
    """A site whose log holds 3 entries."""
    add_pending(deps, site.id, 3)
    integrate_all(deps, site.id)
    return site


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The folder of the signing keys."""
    return tmp_path / "data" / "keys"


def vkey(deps: Deps, site: Any) -> str:
    with fresh(deps).session as session:
        return str(session.scalar(sa.select(Site.log_vkey).where(Site.id == site.id)))


def newest(deps: Deps, site: Any) -> LogCheckpoint:
    with fresh(deps).session as session:
        found = latest_checkpoint(session, site.id)
    assert found is not None
    return found


def size_of(note: str) -> int:
    return int(note.splitlines()[1])


def key_ids(note: str) -> set[str]:
    return {line.key_id.hex() for line in parse_note(note).signatures}


def key_id(vkey: str) -> str:
    return NoteVerifier.parse(vkey).key_id.hex()


def refused(deps: Deps, site: Any) -> int:
    with fresh(deps).session as session:
        return len(
            session.scalars(sa.select(LogEntry).where(LogEntry.site_id == site.id, LogEntry.refused.is_not(None))).all()
        )


def proven(deps: Deps, site: Any) -> None:
    """What `…/log/keys` tells leads from key to key, and every checkpoint and entry is one log."""
    told = read_log_keys(deps, site.id)
    assert len(open_history(told.origin, told.key, told.changes)) == len(told.changes)
    audit(deps, site.id)


def test_the_old_key_signs_the_new_one_in_and_nothing_after_that(deps: Deps, log: Any, keys: Path) -> None:
    old, size = vkey(deps, log), audit(deps, log.id).size

    changed = rotate_key(deps, CLI, log.id)

    assert (changed.old, changed.new, changed.size) == (old, vkey(deps, log), size + 1)
    assert old != changed.new
    assert key_ids(newest(deps, log).note) == {key_id(old), key_id(changed.new)}
    add_pending(deps, log.id)
    integrate_all(deps, log.id)
    assert key_ids(newest(deps, log).note) == {key_id(changed.new)}
    assert [path.name for path in keys.iterdir()] == ["example.key"]
    assert old.split("+", 2)[2] not in (keys / "example.key").read_text()
    proven(deps, log)


def change(deps: Deps, site: Any, keys: Path, lost: bool) -> Any:
    """Rotate the key, or lose it and begin another."""
    if lost:
        (keys / "example.key").unlink()
    return (replace_lost_key if lost else rotate_key)(deps, CLI, site.id)


def stored_entry(deps: Deps, entry: LogEntry) -> LogEntry:
    with fresh(deps).session as session:
        found: LogEntry = session.get_one(LogEntry, (entry.site_id, entry.id))
    return found


both_ways = pytest.mark.parametrize("lost", [False, True], ids=["rotated", "lost"])


@both_ways
def test_what_waits_under_the_old_key_is_in_the_log_before_the_key_changes(
    deps: Deps, log: Any, keys: Path, lost: bool
) -> None:
    waiting = add_pending(deps, log.id, 3)
    broken = make_entry(deps, log.id)
    broken.promise = bytes(64)
    store(deps, [broken])

    changed = change(deps, log, keys, lost)

    assert [stored_entry(deps, entry).leaf_index for entry in waiting] == [3, 4, 5]
    assert changed.size == newest(deps, log).size == 7
    with fresh(deps).session as session:
        last = session.scalars(sa.select(LogEntry).where(LogEntry.leaf_index == 6)).one()
    assert last.type == "key"
    found = stored_entry(deps, broken)
    assert found.leaf_index is None and "signature" in str(found.refused)
    proven(deps, log)


@both_ways
def test_a_given_up_key_gets_nothing_more_into_the_log(deps: Deps, log: Any, keys: Path, lost: bool) -> None:
    """Who stole the old key and can write to the database puts in an entry that it promises for next year."""
    stolen, origin = deps.keys.signer(log.id), deps.session.get_one(Site, log.id).log_origin
    changed = change(deps, log, keys, lost)
    entry = make_entry(deps, log.id)
    entry.deadline += timedelta(days=365)
    entry.promise = sign_promise(stolen, origin, entry.leaf_hash, round(entry.deadline.timestamp() * 1000))
    store(deps, [entry])

    assert integrate_entries(deps, log.id).refused == 1

    found = stored_entry(deps, entry)
    assert found.leaf_index is None and "signature" in str(found.refused)
    assert newest(deps, log).size == changed.size + 1, "the act itself, promised by the new key"
    change(deps, log, keys, lost)
    assert stored_entry(deps, entry).leaf_index is None, "nor at the next change"
    proven(deps, log)


def test_when_much_waits_it_is_integrated_in_batches_before_the_change(deps: Deps, log: Any) -> None:
    add_pending(deps, log.id, BATCH + 20)

    changed = rotate_key(deps, CLI, log.id)

    with fresh(deps).session as session:
        sizes = session.scalars(sa.select(LogCheckpoint.size).order_by(LogCheckpoint.size)).all()
    assert sizes == [3, 3 + BATCH, 3 + BATCH + 21]
    assert changed.size == sizes[-1]
    proven(deps, log)


def append(deps: Deps, site: Site) -> Any:
    """Any event: what counts is who signs its promise."""
    record_id = random_id()
    facts = RecordFacts(record_id, "consent", None, None, {"record_id": str(record_id)})
    return append_event(deps, site, facts, "given", at=clock.now(), by="reader", purposes={})


def signed_by(key: str, promise: Any) -> bool:
    deadline = round(promise.deadline.timestamp() * 1000)
    try:
        verify_promise(NoteVerifier.parse(key), promise.origin, promise.leaf, deadline, promise.signature)
    except NoteError:
        return False
    return True


def test_a_post_that_read_the_site_before_the_change_promises_by_the_new_key(deps: Deps, log: Any) -> None:
    with (own := fresh(deps)).session:
        site = own.session.get_one(Site, log.id)
        own.session.expunge(site)  # as it was, whatever becomes of the row
        changed = rotate_key(deps, CLI, log.id)
        with writing(own.session):
            promise = append(own, site)

    assert site.log_vkey == changed.old
    assert signed_by(changed.new, promise) and not signed_by(changed.old, promise)
    integrate_all(deps, log.id)
    assert refused(deps, log) == 0


class TestOnPostgresql:
    """Transactions that overlap: SQLite has one at a time."""

    @pytest.fixture
    def database(self, postgresql_database: str) -> str:
        return postgresql_database

    def test_a_change_waits_for_the_post_that_is_promising(self, deps: Deps, log: Any) -> None:
        with ThreadPoolExecutor(1) as pool, (own := fresh(deps)).session, (other := fresh(deps)).session:
            with writing(own.session):
                promise = append(own, own.session.get_one(Site, log.id))
                changing = pool.submit(rotate_key, other, CLI, log.id)
                with fresh(deps).session as looking:
                    wait_for(lambda: waits_for_the_key(looking))
                assert not changing.done()
            changed = changing.result()

        assert signed_by(changed.old, promise)
        with fresh(deps).session as session:
            entry = session.scalars(sa.select(LogEntry).where(LogEntry.leaf_hash == promise.leaf)).one()
        assert (entry.leaf_index, changed.size) == (3, 5), "in the log, before the change"
        proven(deps, log)

    def test_a_post_that_began_before_a_change_and_asks_while_it_runs_waits_for_the_new_key(
        self, deps: Deps, log: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        began, go_on = Event(), Event()

        def slow(*rest: Any) -> Any:
            began.set()
            assert go_on.wait(180)
            return extend_log(*rest)

        monkeypatch.setattr("commentsvc.usecases.change_key.extend_log", slow)
        with ThreadPoolExecutor(2) as pool, (own := fresh(deps)).session, (other := fresh(deps)).session:
            site = own.session.get_one(Site, log.id)

            def post() -> Any:
                with writing(own.session):
                    own.session.get_one(Site, log.id)  # the transaction has read the site before the change commits
                    return append(own, site)

            changing = pool.submit(rotate_key, other, CLI, log.id)
            assert began.wait(180)
            posting = pool.submit(post)
            with fresh(deps).session as looking:
                wait_for(lambda: waits_for_the_key(looking))
            go_on.set()
            changed, promise = changing.result(), posting.result()

        assert signed_by(changed.new, promise)
        integrate_all(deps, log.id)
        assert refused(deps, log) == 0
        proven(deps, log)

    @pytest.mark.parametrize(
        "act",
        [
            lambda deps, site: invite_member(deps, CLI, site, "nina@example.org", "moderator"),
            lambda deps, site: change_site(deps, CLI, site, {"name": "Another name"}),
            lambda deps, site: add_witness(deps, CLI, site, Cosigner(fixed_key("ada.example")).vkey),
        ],
        ids=["invite", "settings", "witness"],
    )
    def test_who_changes_something_of_the_site_while_its_key_changes_waits_without_a_deadlock(
        self, deps: Deps, log: Any, monkeypatch: pytest.MonkeyPatch, act: Callable[[Deps, str], Any]
    ) -> None:
        began, go_on = Event(), Event()

        def slow(*rest: Any) -> Any:
            began.set()
            assert go_on.wait(180)
            return extend_log(*rest)

        monkeypatch.setattr("commentsvc.usecases.change_key.extend_log", slow)
        with ThreadPoolExecutor(2) as pool, (own := fresh(deps)).session, (other := fresh(deps)).session:
            changing = pool.submit(rotate_key, other, CLI, log.id)
            assert began.wait(180)
            acting = pool.submit(act, own, log.id)
            with fresh(deps).session as looking:
                wait_for(lambda: waits_for_the_key(looking))
            go_on.set()
            changed, _ = changing.result(), acting.result()

        assert changed.new
        integrate_all(deps, log.id)
        assert refused(deps, log) == 0


def waits_for_the_key(session: Any) -> bool:
    session.rollback()
    return bool(
        session.scalar(
            sa.text(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
                "WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
            )
        )
    )


def wait_for(condition: Callable[[], bool]) -> None:
    end = monotonic() + 180
    while not condition():
        assert monotonic() < end, "it did not come to wait"
        sleep(0.01)


def test_a_log_without_any_entry_can_change_its_key_as_often_as_it_likes(deps: Deps, site: Any) -> None:
    sizes = [rotate_key(deps, CLI, site.id).size for _ in range(3)]

    assert sizes == [1, 3, 5]
    assert [change.reason for change in key_changes(deps.session, site.id)] == [ROTATED] * 3
    proven(deps, site)


def test_who_did_it_is_written_down_and_no_secret_with_it(deps: Deps, log: Any) -> None:
    changed = rotate_key(deps, CLI, log.id)
    signer = export_key(deps, CLI, log.id)

    rows = deps.session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action.startswith("key.")).order_by(AuditEvent.id)
    ).all()
    assert [(row.action, row.actor, row.detail) for row in rows] == [
        ("key.rotated", "cli", {"old": changed.old, "new": changed.new}),
        ("key.export", "cli", {"vkey": changed.new}),
    ]
    assert signer.vkey == changed.new


@pytest.mark.parametrize("call", [rotate_key, prepare_key, replace_lost_key, export_key])
def test_only_an_administrator_of_the_site_may(deps: Deps, log: Any, other_site: Any, call: Callable[..., Any]) -> None:
    before = log_rows(deps, log.id)

    with pytest.raises(Forbidden):
        call(deps, Actor("token:1", "moderator", log.id, frozenset({"moderate"})), log.id)
    with pytest.raises(NotFound):
        call(deps, Actor("token:2", "stranger", other_site.id, frozenset({"admin"})), log.id)
    assert log_rows(deps, log.id) == before


@contextmanager
def crash_at(deps: Deps, keys: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Raise `Crash` at the step of this number: each write to the database, each commit, and both steps with files."""
    seen = iter(range(1_000_000))
    reached: list[str] = []

    def step(name: str) -> None:
        if next(seen) == number:
            reached.append(name)
            raise Crash

    def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            step(statement)

    engine = deps.session.get_bind()
    prepare, adopt = FileKeyStore.prepare, FileKeyStore.adopt

    def crashing_prepare(self: FileKeyStore, *rest: Any) -> Any:
        found = prepare(self, *rest)
        step("after preparing")
        return found

    def crashing_adopt(self: FileKeyStore, *rest: Any) -> None:
        step("before adopting")
        adopt(self, *rest)
        step("after adopting")

    def committing(_connection: Any) -> None:
        step("commit")

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "commit", committing)
    with monkeypatch.context() as patched:
        patched.setattr(FileKeyStore, "prepare", crashing_prepare)
        patched.setattr(FileKeyStore, "adopt", crashing_adopt)
        try:
            yield reached
        finally:
            event.remove(engine, "before_cursor_execute", before)
            event.remove(engine, "commit", committing)


@pytest.mark.parametrize("lost", [False, True], ids=["rotated", "lost"])
def test_a_crash_between_any_two_steps_leaves_a_log_that_goes_on(
    deps: Deps, log: Any, keys: Path, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    number, before, after = 0, 0, 0
    while True:
        waiting = add_pending(deps, log.id)[0]
        old, rows = vkey(deps, log), log_rows(deps, log.id)
        if lost:
            (keys / "example.key").unlink()
        with crash_at(deps, keys, number, monkeypatch) as reached:
            try:
                (replace_lost_key if lost else rotate_key)(deps, CLI, log.id)
            except Crash:
                deps.session.rollback()
        if vkey(deps, log) == old:
            before += 1
            assert log_rows(deps, log.id) == rows, f"{reached} left something behind"
            if lost:
                replace_lost_key(deps, CLI, log.id)
        else:
            after += 1
        # What comes next finds its key without anybody's help, posts, and integrates what waited.
        later = FileKeyStore(keys)
        assert later.signer(log.id, vkey(deps, log)).vkey == vkey(deps, log)
        integrate_all(deps, log.id)
        assert later.signer(log.id).vkey == vkey(deps, log), "the integrator put the files in order"
        with fresh(deps).session as session:
            assert session.get_one(LogEntry, (log.id, waiting.id)).leaf_index is not None
        proven(deps, log)
        if not reached:
            break
        number += 1

    assert before >= 8, "every write of the change was interrupted"
    assert after == 3, "before and after the files were put in order, and not at all"
    assert refused(deps, log) == 0
    assert len([path for path in keys.iterdir() if ".set-aside-" in path.name]) == 0


def test_of_many_who_rotate_at_once_each_changes_the_key_once_or_is_told(deps: Deps, log: Any) -> None:
    start = Barrier(4)

    def rotate(_: int) -> str | None:
        with (own := fresh(deps)).session:
            start.wait()
            try:
                return rotate_key(own, CLI, log.id).new
            except (Conflict, KeyMissing):
                return None

    with ThreadPoolExecutor(4) as pool:
        made = [found for found in pool.map(rotate, range(4)) if found]

    assert made and len(set(made)) == len(made) == len(read_log_keys(deps, log.id).changes)
    assert vkey(deps, log) in made
    assert find_signer(deps, deps.session.get_one(Site, log.id, populate_existing=True)).vkey == vkey(deps, log)
    proven(deps, log)


def test_while_keys_change_others_post_and_integrate_without_noticing(
    deps: Deps, make_app: Any, log: Any, draft: Any, post: Any
) -> None:
    apps = [make_app(), make_app()]
    drafts = [[draft() for _ in range(12)] for _ in apps]
    start = Barrier(4)

    def send(number: int) -> list[int]:
        client = apps[number].test_client()
        start.wait()
        return [client.post(log.comments_url, json=body, headers=log.headers()).status_code for body in drafts[number]]

    def change() -> None:
        with (own := fresh(deps)).session:
            start.wait()
            for _ in range(4):
                rotate_key(own, CLI, log.id)

    def integrate() -> None:
        with (own := fresh(deps)).session:
            start.wait()
            for _ in range(20):
                integrate_entries(own, log.id, batch=3)

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(send, 0), pool.submit(send, 1), pool.submit(change), pool.submit(integrate)]
        answers = [job.result() for job in jobs]
    integrate_all(deps, log.id)

    assert answers[:2] == [[201] * 12] * 2
    assert refused(deps, log) == 0
    assert len(read_log_keys(deps, log.id).changes) == 4
    proven(deps, log)


def test_another_machine_needs_the_prepared_file_and_then_no_restart(
    deps: Deps, make_app: Any, log: Any, draft: Any, keys: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there" / "keys"
    there.mkdir(mode=0o700, parents=True)
    (there / "example.key").write_bytes((keys / "example.key").read_bytes())
    far = make_app(data_dir=there.parent).test_client()
    prepared = prepare_key(deps, CLI, log.id)
    assert prepare_key(deps, CLI, log.id) == prepared, "asking twice makes one key"
    drafts = [draft() for _ in range(3)]

    def posted() -> int:
        return int(far.post(log.comments_url, json=drafts.pop(), headers=log.headers()).status_code)

    (file,) = keys.glob("example.next-*.key")
    assert file.stat().st_mode & 0o777 == 0o600
    before = posted()
    copied = file.read_bytes()
    assert rotate_key(deps, CLI, log.id).new == prepared
    without = posted()
    (there / file.name).write_bytes(copied)

    assert (before, without, posted()) == (201, 503, 201)


@pytest.fixture
def held(post: Any, deps: Deps, log: Any) -> Any:
    """Number and secret of a receipt whose event is in the log."""
    found = post()["receipt"]
    integrate_all(deps, log.id)
    return found


def receipt(client: Any, site: Any, held: Any) -> str:
    answer = client.get(
        f"{site.url}/consents/{held['id']}/receipt", headers={"Authorization": f"Bearer {held['secret']}"}
    )
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_receipts_of_any_time_verify_with_the_key_of_any_time(
    client: Any, deps: Deps, log: Any, held: Any, post: Any
) -> None:
    before = receipt(client, log, held)
    kept = client.get(f"{log.url}/log/checkpoint").text
    changed = rotate_key(deps, CLI, log.id)
    answer = client.get(f"{log.url}/log/keys").text
    later = post()["receipt"]
    integrate_all(deps, log.id)
    grown = client.get(f"{log.url}/log/consistency?from={size_of(kept)}&to={newest(deps, log).size}").text

    files = (before, receipt(client, log, held), receipt(client, log, later))
    found = {
        (number, key): verify_receipt(file, Trust([key], key_changes=[answer])).outcome
        for number, file in enumerate(files)
        for key in (changed.old, changed.new)
    }
    assert set(found.values()) == {Outcome.OPERATORS_WORD}, found
    without = [verify_receipt(file, Trust([changed.old])).outcome for file in files]
    assert without == [Outcome.OPERATORS_WORD] * 3, "the receipts bring the change with them"
    assert verify_receipt(before, Trust([changed.new])).outcome is Outcome.UNKNOWN_KEY, "but the first cannot"
    trust = Trust([changed.old], [kept], [grown])
    assert verify_receipt(files[2], trust).details == (), "a checkpoint kept before the change still counts"


def test_a_lost_key_ends_nothing_and_is_there_to_be_seen(
    client: Any, deps: Deps, log: Any, held: Any, post: Any, keys: Path
) -> None:
    old = vkey(deps, log)
    waiting = post()["receipt"]
    (keys / "example.key").unlink()
    with pytest.raises(KeyMissing, match="key replace"):
        integrate_entries(deps, log.id)
    with pytest.raises(KeyMissing):
        rotate_key(deps, CLI, log.id)

    changed = replace_lost_key(deps, CLI, log.id)
    integrate_all(deps, log.id)

    assert (changed.reason, changed.old) == (LOST, old)
    assert refused(deps, log) == 0
    proven(deps, log)
    told = json.loads(client.get(f"{log.url}/log/keys").text)["key_changes"][0]
    assert json.loads(told["snapshot"])["key_change"]["reason"] == "lost"
    for file in (receipt(client, log, held), receipt(client, log, waiting)):
        only_old = verify_receipt(file, Trust([old]))
        assert only_old.outcome is Outcome.UNKNOWN_KEY
        assert "was lost at" in only_old.sentence and "give both keys" in only_old.sentence
        for trusted in ([changed.new], [old, changed.new]):
            assert verify_receipt(file, Trust(trusted)).outcome is Outcome.OPERATORS_WORD


def test_a_key_that_is_there_is_not_given_up_as_lost(deps: Deps, log: Any) -> None:
    with pytest.raises(Conflict, match="rotate"):
        replace_lost_key(deps, CLI, log.id)


def test_a_strangers_key_in_the_place_of_the_lost_one_is_set_aside(deps: Deps, log: Any, keys: Path) -> None:
    strange = FileKeyStore(keys / "strange")
    strange.create("example", "another/log")
    kept = (keys / "strange" / "example.key").read_bytes()
    (keys / "example.key").write_bytes(kept)

    replace_lost_key(deps, CLI, log.id)

    (aside,) = keys.glob("example.set-aside-*.key")
    assert aside.read_bytes() == kept
    assert FileKeyStore(keys).signer(log.id).vkey == vkey(deps, log)


@pytest.mark.parametrize("rewritten", [False, True], ids=["the columns", "the snapshot"])
def test_a_key_change_that_somebody_wrote_into_the_database_lets_no_entry_in(
    deps: Deps, log: Any, rewritten: bool
) -> None:
    """Who can write to the database names a key of their own as an earlier one, to have its promises kept."""
    rotate_key(deps, CLI, log.id)
    integrate_all(deps, log.id)
    row = key_changes(deps.session, log.id)[0]
    origin = deps.session.get_one(Site, log.id).log_origin
    theirs = fixed_key(origin)
    forged = {column.name: getattr(row, column.name) for column in LogKeyChange.__table__.columns}
    forged |= {"number": 2, "old_vkey": theirs.vkey}
    if rewritten:
        forged["snapshot"] = row.snapshot.replace(row.old_vkey.encode(), theirs.vkey.encode())
    entry = make_entry(deps, log.id)
    deadline = round(entry.deadline.timestamp() * 1000)
    entry.promise = sign_promise(theirs, origin, entry.leaf_hash, deadline)
    store(deps, [entry, LogKeyChange(**forged)])
    size = newest(deps, log).size

    if rewritten:
        with pytest.raises(LedgerError, match="do not hold"):
            integrate_entries(deps, log.id)
    else:
        assert integrate_entries(deps, log.id).refused == 1
    assert newest(deps, log).size == size


def test_a_site_row_that_names_another_key_signs_nothing(deps: Deps, log: Any) -> None:
    prepare_key(deps, CLI, log.id)
    add_pending(deps, log.id)
    before = log_rows(deps, log.id)
    with writing(deps.session) as session:
        session.get_one(Site, log.id).log_vkey = prepare_key(fresh(deps), CLI, log.id)

    with pytest.raises(CommentsvcError, match="not signed by the log's key"):
        integrate_entries(deps, log.id)
    assert log_rows(deps, log.id) == before
