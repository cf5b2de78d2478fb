"""The public proofs: whoever holds a leaf or two checkpoints checks the log without believing the server."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.ledger.checkpoint import open_checkpoint
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.proof import verify_consistency, verify_inclusion
from commentsvc.models.database import writing
from commentsvc.models.log import LogTile
from commentsvc.models.site import Site
from tests.support.problems import assert_problem
from tests.usecases.log_entries import add_pending, integrate_all, make_entry, store


def encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


def decoded(values: list[str]) -> list[bytes]:
    return [base64.b64decode(value) for value in values]


def inclusion(client: Any, site: Any, leaf: bytes) -> Any:
    return client.get(f"{site.url}/log/inclusion", query_string={"leaf": encoded(leaf)})


def consistency(client: Any, site: Any, old: object, new: object) -> Any:
    return client.get(f"{site.url}/log/consistency", query_string={"from": old, "to": new})


def opened(deps: Any, site: Any, note: str) -> Any:
    row = deps.session.get(Site, site.id)
    return open_checkpoint(note, row.log_origin, [NoteVerifier.parse(row.log_vkey)])


@contextmanager
def counted(deps: Any) -> Iterator[list[str]]:
    """The SELECTs that run meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    engine = deps.session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def same_engine(app: Any, deps: Any) -> Any:
    """`deps`, whose engine is the one the application answers with."""
    from commentsvc.models import db

    with app.app_context():
        assert db.engine is deps.session.get_bind()
    return deps


def test_what_a_receipt_promised_is_proven_under_the_newest_checkpoint(
    client: Any, deps: Any, site: Any, post: Any
) -> None:
    leaf = base64.b64decode(post()["receipt"]["promise"]["leaf"])
    add_pending(deps, site.id, 6)
    integrate_all(deps, site.id)

    answer = inclusion(client, site, leaf)

    told = answer.get_json()
    checkpoint = opened(deps, site, told["checkpoint"])
    assert (told["leaf"], told["size"]) == (encoded(leaf), checkpoint.size)
    verify_inclusion(leaf, told["index"], told["size"], decoded(told["proof"]), checkpoint.root)
    assert told["checkpoint"] == client.get(f"{site.url}/log/checkpoint").text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_leaf_that_waits_is_answered_like_one_that_never_was(
    client: Any, deps: Any, site: Any, other_site: Any
) -> None:
    nothing = inclusion(client, site, bytes(32))
    integrate_all(deps, site.id)
    [pending] = add_pending(deps, site.id)
    refused = make_entry(deps, site.id)
    refused.refused = "no good promise"
    store(deps, [refused])
    [foreign] = add_pending(deps, other_site.id)
    integrate_all(deps, other_site.id)

    leaves = (pending.leaf_hash, refused.leaf_hash, foreign.leaf_hash, bytes(32))
    answers = [nothing, *(inclusion(client, site, leaf) for leaf in leaves)]

    details = {assert_problem(answer, 404, "not-found")["detail"] for answer in answers}
    assert len(details) == 1


@pytest.mark.parametrize("leaf", ["", "AAAA", "!", encoded(bytes(33)), encoded(bytes(32)).rstrip("="), "a+b /"])
def test_what_is_no_leaf_hash_is_refused(client: Any, site: Any, leaf: str) -> None:
    answer = client.get(f"{site.url}/log/inclusion", query_string={"leaf": leaf})

    assert_problem(answer, 422, "validation", "leaf")


def test_the_log_is_shown_to_have_only_grown(client: Any, deps: Any, site: Any) -> None:
    add_pending(deps, site.id, 5)
    integrate_all(deps, site.id)
    old = opened(deps, site, client.get(f"{site.url}/log/checkpoint").text)
    add_pending(deps, site.id, 300)
    integrate_all(deps, site.id)
    new = opened(deps, site, client.get(f"{site.url}/log/checkpoint").text)

    told = consistency(client, site, old.size, new.size).get_json()

    assert (told["from"], told["to"]) == (old.size, new.size)
    verify_consistency(old.size, new.size, old.root, new.root, decoded(told["proof"]))
    assert consistency(client, site, 0, new.size).get_json()["proof"] == []
    assert consistency(client, site, new.size, new.size).get_json()["proof"] == []


def test_sizes_the_log_does_not_have_are_refused(client: Any, deps: Any, site: Any) -> None:
    add_pending(deps, site.id, 3)
    integrate_all(deps, site.id)
    size = opened(deps, site, client.get(f"{site.url}/log/checkpoint").text).size

    assert_problem(consistency(client, site, 1, size + 1), 422, "validation", "to")
    assert_problem(consistency(client, site, size, size - 1), 422, "validation", "from")
    assert_problem(consistency(client, site, -1, size), 422, "validation", "from")
    assert_problem(consistency(client, site, 2**64, 2**64), 422, "validation", "from", "to")
    assert_problem(consistency(client, site, "one", size), 422, "validation", "from")


def test_proofs_of_a_log_of_5000_read_a_handful_of_rows(client: Any, same_engine: Any, site: Any) -> None:
    deps = same_engine
    entries = add_pending(deps, site.id, 5_000)
    integrate_all(deps, site.id)
    levels = 1 + max(deps.session.scalars(sa.select(LogTile.level).where(LogTile.site_id == site.id)))

    for entry in (entries[0], entries[2_500], entries[-1]):
        with counted(deps) as statements:
            told = inclusion(client, site, entry.leaf_hash).get_json()
        checkpoint = opened(deps, site, told["checkpoint"])
        verify_inclusion(entry.leaf_hash, told["index"], told["size"], decoded(told["proof"]), checkpoint.root)
        assert len(statements) <= 3 + 2 * levels, "site, checkpoint and index; two tiles a level"
    with counted(deps) as statements:
        assert consistency(client, site, 1_234, 5_000).status_code == 200
    assert len(statements) <= 2 + 3 * levels, "site and checkpoint; at most three tiles a level"
    assert levels == 2


def test_a_tile_that_was_changed_gives_no_proof_that_holds(client: Any, deps: Any, site: Any) -> None:
    entries = add_pending(deps, site.id, 4)
    integrate_all(deps, site.id)
    with writing(deps.session) as session:
        tile = session.get_one(LogTile, (site.id, 0, 0))
        tile.hashes = tile.hashes[:-32] + bytes(32)

    told = inclusion(client, site, entries[0].leaf_hash).get_json()

    with pytest.raises(Exception, match="another root"):
        verify_inclusion(
            entries[0].leaf_hash,
            told["index"],
            told["size"],
            decoded(told["proof"]),
            opened(deps, site, told["checkpoint"]).root,
        )
