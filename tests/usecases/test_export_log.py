"""A whole log in one archive: what is in it, what is not, and that an old backup is found out by it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.errors import Forbidden, LedgerError, NotFound
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.verdict import Verdict
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.models.audit import AuditEvent
from commentsvc.models.database import writing
from commentsvc.models.log import LogCheckpoint, LogEntry, LogTile
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.export_log import export_log
from commentsvc.usecases.rotate_key import rotate_key
from tests.ledger.keys import fixed_key
from tests.usecases.log_entries import add_pending, integrate_all


def exported(deps: Any, actor: Actor = CLI) -> bytes:
    deps.session.rollback()
    return b"".join(export_log(deps, actor, "example").chunks)


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        return {name: read.read(name) for name in read.namelist()}


def checked(deps: Any, data: bytes, *kept: str, policy: str = "") -> Verdict:
    return verify_archive(io.BytesIO(data), Trust([deps.session.get(Site, "example").log_vkey], kept, policy=policy))


def grow(deps: Any, *counts: int) -> list[str]:
    """Integrate so many entries, one checkpoint each time; the checkpoints."""
    for count in counts:
        add_pending(deps, "example", count)
        integrate_all(deps, "example")
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(LogCheckpoint.note).order_by(LogCheckpoint.size)))


def test_every_checkpoint_that_was_kept_is_proven_from_it(deps, site):
    notes = grow(deps, 3, 254, 300)

    data = exported(deps)

    assert checked(deps, data, *notes).outcome.slug == "proven"
    assert checked(deps, data).outcome.slug == "operators-word"
    tiles = {name for name in files(data) if name.startswith("tile/")}
    assert tiles == {"tile/0/000", "tile/0/001", "tile/0/002.p/45", "tile/1/000.p/2"}
    assert list(map(json.loads, files(data)["log/checkpoints.jsonl"].splitlines())) == notes


def test_entries_their_types_and_their_order_are_not_in_it(deps, site, post):
    posted = post()
    integrate_all(deps, "example")

    everything = b"".join(files(exported(deps)).values())

    entry = deps.session.scalars(sa.select(LogEntry).where(LogEntry.leaf_index.is_not(None))).one()
    assert entry.leaf_hash in everything
    assert entry.data not in everything and json.loads(entry.data)["c"].encode() not in everything
    assert posted["receipt"]["id"].encode() not in everything


def test_witnesses_cosignatures_are_in_it(deps, site, client):
    note = grow(deps, 5)[0]
    ada = Cosigner(fixed_key("ada.example"))
    add_witness(deps, CLI, site.id, ada.vkey)
    line = ada.cosign(parse_note(note).text, int(now().timestamp())).line()
    assert client.post(f"{site.url}/log/cosignatures", json={"size": 5, "cosignature": line}).status_code == 200

    verdict = checked(deps, exported(deps), policy=f"witness ada {ada.vkey}\nquorum ada\n")

    assert (verdict.outcome.slug, "witnesses you trust" in verdict.sentence) == ("proven", True)


def test_who_may_not_export_gets_nothing_and_every_export_is_audited(deps, site, other_site):
    grow(deps, 2)
    with pytest.raises(Forbidden):
        export_log(deps, Actor("account:m", "M", "example", frozenset({"moderate"})), "example")
    with pytest.raises(NotFound):
        export_log(deps, Actor("account:o", "O", "other", frozenset({"admin"})), "example")
    with pytest.raises(NotFound, match="no checkpoint"):
        export_log(deps, CLI, "other")
    exported(deps)

    deps.session.rollback()
    events = list(deps.session.scalars(sa.select(AuditEvent).where(AuditEvent.action.like("export.%"))))
    assert [(event.action, event.detail) for event in events] == [("export.log", {"size": 2})]


def test_a_log_with_a_missing_tile_is_not_exported_as_if_it_were_whole(deps, site):
    grow(deps, 300)
    with writing(deps.session) as session:
        session.execute(sa.delete(LogTile).where(LogTile.tile_index == 1))

    with pytest.raises(LedgerError, match="tile/0/001.p/44"):
        exported(deps)


def test_a_changed_tile_is_found_by_whoever_checks(deps, site):
    grow(deps, 3)
    with writing(deps.session) as session:
        session.execute(sa.update(LogTile).values(hashes=bytes(96)))

    assert checked(deps, exported(deps)).outcome.slug == "altered"


def test_after_a_rotation_who_knew_the_old_key_only_follows_the_log_to_the_new_one(deps, site):
    old = deps.session.get(Site, "example").log_vkey
    kept = grow(deps, 3)[-1]
    rotate_key(deps, CLI, "example")
    grow(deps, 300)

    verdict = verify_archive(io.BytesIO(exported(deps)), Trust([old], [kept]))

    assert deps.session.get(Site, "example", populate_existing=True).log_vkey != old
    assert verdict.outcome.slug == "proven", verdict.sentence
