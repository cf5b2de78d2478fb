"""Integrating pending entries: whatever happens, one log, and everything in it can be proven."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from commentsvc.adapters.key_files import MemoryKeyStore
from commentsvc.errors import KeyMissing, LedgerError
from commentsvc.ledger.entry import leaf_data
from commentsvc.ledger.note import NoteVerifier
from commentsvc.models.database import writing
from commentsvc.models.log import LogEntry, LogState, LogTile
from commentsvc.models.site import Site
from commentsvc.usecases.integrate_entries import integrate_entries

from .log_entries import add_pending, audit, fresh, integrate_all, log_rows, make_entry, store


class Crash(Exception):
    """The process ends here."""


@pytest.fixture
def log(deps, site):
    """A site whose log holds all it was made with, and 3 entries."""
    add_pending(deps, site.id, 3)
    integrate_all(deps, site.id)
    return site


def indexes(deps, entries):
    with fresh(deps).session as session:
        return [session.get(LogEntry, (entry.site_id, entry.id)).leaf_index for entry in entries]


def test_pending_entries_get_the_next_indexes_in_the_order_they_were_written(deps, log):
    size = audit(deps, log.id).size
    entries = add_pending(deps, log.id, 4)

    result = integrate_entries(deps, log.id)

    assert (result.included, result.refused, result.size, result.more) == (4, 0, size + 4, False)
    assert indexes(deps, entries) == [size, size + 1, size + 2, size + 3]
    assert audit(deps, log.id).size == size + 4


def test_integrating_again_changes_nothing_and_signs_nothing(deps, log):
    before = log_rows(deps, log.id)

    assert integrate_entries(deps, log.id).included == 0
    assert log_rows(deps, log.id) == before


def test_a_batch_is_bounded_and_says_that_more_are_waiting(deps, log):
    size = audit(deps, log.id).size
    add_pending(deps, log.id, 5)

    results = [integrate_entries(deps, log.id, batch=2) for _ in range(3)]

    assert [(result.included, result.more) for result in results] == [(2, True), (2, True), (1, False)]
    assert audit(deps, log.id).size == size + 5


def test_a_log_over_several_full_tiles_proves_every_entry(deps, log):
    size = audit(deps, log.id).size
    add_pending(deps, log.id, 600)
    for batch in (1, 250, 7, 300):
        integrate_entries(deps, log.id, batch=batch)
    integrate_all(deps, log.id)

    assert audit(deps, log.id).size == size + 600


@pytest.mark.parametrize(
    "damage",
    [
        {"promise": b""},
        {"promise": bytes(64)},
        {"leaf_hash": bytes(32)},
        {"type": "withdrawn"},
        {"data": leaf_data("given", bytes(32))},
        {"data": b'{"type":"given"}'},
    ],
    ids=lambda damage: "-".join(damage),
)
def test_an_entry_without_a_good_promise_is_refused_for_good_and_said_so(deps, log, damage):
    size = audit(deps, log.id).size
    bad, good = make_entry(deps, log.id), make_entry(deps, log.id)
    for name, value in damage.items():
        setattr(bad, name, value)
    store(deps, [bad, good])

    with capture_logs() as lines:
        result = integrate_entries(deps, log.id)

    assert (result.included, result.refused) == (1, 1)
    assert indexes(deps, [bad, good]) == [None, size]
    assert [line["entry"] for line in lines if line["event"] == "log entry refused"] == [str(bad.id)]
    assert fresh(deps).session.get(LogEntry, (log.id, bad.id)).refused
    assert integrate_entries(deps, log.id).refused == 0
    assert audit(deps, log.id).size == size + 1


def test_a_promise_of_another_sites_key_does_not_count(deps, log, other_site):
    entry = make_entry(deps, other_site.id)
    entry.site_id = log.id
    store(deps, [entry])

    assert integrate_entries(deps, log.id).refused == 1


def test_a_batch_of_refused_entries_signs_no_checkpoint(deps, log):
    before = log_rows(deps, log.id)["log_checkpoint"]
    entry = make_entry(deps, log.id)
    entry.promise = bytes(64)
    store(deps, [entry])

    integrate_entries(deps, log.id)

    assert log_rows(deps, log.id)["log_checkpoint"] == before


def test_one_sites_entries_never_reach_another_sites_log(deps, log, other_site):
    integrate_all(deps, other_site.id)
    before = log_rows(deps, other_site.id)
    add_pending(deps, log.id, 2)
    integrate_entries(deps, log.id)

    assert log_rows(deps, other_site.id) == before


@contextmanager
def crash_at(engine, number):
    """Raise `Crash` at the statement of this number, counted from 0, that writes; the commit is the last of them."""
    seen = iter(range(1_000_000))
    reached = []

    def count():
        if next(seen) == number:
            reached.append(True)
            raise Crash

    def before(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            count()

    def commit(_connection):
        count()

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "commit", commit)
    try:
        yield reached
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "commit", commit)


def test_a_crash_between_any_two_writes_leaves_the_log_as_it_was(deps, log):
    bad = make_entry(deps, log.id)
    bad.promise = bytes(64)
    store(deps, [bad, *(make_entry(deps, log.id) for _ in range(300))])
    before = log_rows(deps, log.id)

    number = 0
    while True:
        with crash_at(deps.session.get_bind(), number) as reached:
            try:
                integrate_entries(deps, log.id, batch=500)
            except Crash:
                deps.session.rollback()
        if not reached:
            break
        assert log_rows(deps, log.id) == before, f"write {number} stayed behind"
        number += 1

    assert number >= 5, "entries, two tiles, state, checkpoint and commit were each interrupted"
    assert audit(deps, log.id).size == before["log_state"][0][1] + 300


def test_two_integrators_and_two_writers_at_once_make_one_log(deps, log):
    size = audit(deps, log.id).size
    start = Barrier(4)

    def write():
        with (own := fresh(deps)).session:
            start.wait()
            for _ in range(15):
                add_pending(own, log.id, 2)

    def integrate():
        with (own := fresh(deps)).session:
            start.wait()
            return sum(integrate_entries(own, log.id, batch=7).included for _ in range(25))

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write) for _ in range(2)]
        integrators = [pool.submit(integrate) for _ in range(2)]
        for job in (*writers, *integrators):
            job.result()
    integrate_all(deps, log.id)

    assert audit(deps, log.id).size == size + 60


def test_without_the_sites_key_nothing_is_integrated_and_the_remedy_is_named(deps, log):
    add_pending(deps, log.id)
    before = log_rows(deps, log.id)
    own = fresh(deps)
    object.__setattr__(own, "keys", MemoryKeyStore())

    with own.session, pytest.raises(KeyMissing, match="key"):
        integrate_entries(own, log.id)
    assert log_rows(deps, log.id) == before


def test_another_key_in_the_sites_place_is_not_used(deps, log):
    add_pending(deps, log.id)
    before = log_rows(deps, log.id)
    own = fresh(deps)
    keys = MemoryKeyStore()
    keys.create(log.id, deps.session.get(Site, log.id).log_origin)
    object.__setattr__(own, "keys", keys)

    with own.session, pytest.raises(LedgerError, match="not the one"):
        integrate_entries(own, log.id)
    assert log_rows(deps, log.id) == before


@pytest.mark.parametrize("broken", ["tile", "root", "size", "rolled back"])
def test_a_log_that_does_not_fit_together_is_never_signed(deps, log, broken):
    old_state = log_rows(deps, log.id)["log_state"][0]
    old_tile = log_rows(deps, log.id)["log_tile"][0][-1]
    add_pending(deps, log.id, 2)
    integrate_entries(deps, log.id)
    add_pending(deps, log.id)
    with writing(deps.session) as session:
        state, tile = session.get(LogState, log.id), session.get(LogTile, (log.id, 0, 0))
        if broken == "tile":
            tile.hashes = bytes(32) + tile.hashes[32:]
        elif broken == "root":
            state.root = bytes(32)
        elif broken == "size":
            state.size -= 1
        else:
            state.size, state.root, tile.hashes = old_state[1], old_state[2], old_tile
    before = log_rows(deps, log.id)

    with pytest.raises(LedgerError):
        integrate_entries(deps, log.id)
    assert log_rows(deps, log.id) == before


def test_a_site_that_is_not_there_has_no_log(deps):
    with pytest.raises(LedgerError, match="no site"):
        integrate_entries(deps, "nobody")


def test_others_write_while_promises_are_checked_and_what_they_write_waits_its_turn(deps, log):
    size = audit(deps, log.id).size
    add_pending(deps, log.id, 2)
    others = fresh(deps)
    written = []

    class Meanwhile(NoteVerifier):
        """Posts on another connection before each check; if the check held SQLite's write lock, that would time out."""

        def verify_bytes(self, message, signature):
            written.extend(add_pending(others, log.id))
            super().verify_bytes(message, signature)

    signer = deps.keys.signer(log.id)
    honest = signer.verifier
    signer.verifier = Meanwhile(honest.name, honest.public_key)
    with others.session:
        result = integrate_entries(deps, log.id)
    signer.verifier = honest

    assert (result.included, len(written)) == (2, 2)
    assert integrate_entries(deps, log.id).included == 2
    assert audit(deps, log.id).size == size + 4


def test_an_entry_that_changed_after_it_was_checked_is_checked_again(deps, log):
    entry = add_pending(deps, log.id)[0]
    others = fresh(deps)

    class Meanwhile(NoteVerifier):
        """Swaps the entry's promise after the check has read it."""

        def verify_bytes(self, message, signature):
            with writing(others.session) as session:
                session.get(LogEntry, (log.id, entry.id)).promise = bytes(64)
            super().verify_bytes(message, signature)

    signer = deps.keys.signer(log.id)
    honest = signer.verifier
    signer.verifier = Meanwhile(honest.name, honest.public_key)
    with others.session:
        first = integrate_entries(deps, log.id)
    signer.verifier = honest

    assert (first.included, first.refused) == (0, 0)
    assert integrate_entries(deps, log.id).refused == 1
