"""Who has the database and not the key names keys of their own: nobody believes them, and the log does not go on."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.errors import LedgerError
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.key import new_key
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.key_change import LogKeyChange
from commentsvc.models.log import LogEntry
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.rotate_key import prepare_key, rotate_key
from tests.usecases.log_entries import add_pending

from .conftest import Attacker, Scene

CHANGED = [
    sa.update(LogKeyChange).values(salt=bytes(32)),
    sa.update(LogKeyChange).values(size=LogKeyChange.size - 1),
    sa.update(LogKeyChange).values(snapshot=b'{"key_change":{}}'),
    sa.update(LogEntry).where(LogEntry.type == "key").values(data=b"{}"),
]


@pytest.mark.parametrize("statement", CHANGED, ids=["salt", "size", "snapshot", "entry"])
def test_a_tampered_key_change_is_altered_and_stops_the_integrator(
    scene: Scene, attacker: Attacker, statement: sa.Update
) -> None:
    rotate_key(scene.deps, CLI, scene.site.id)
    assert scene.verdict().outcome is Outcome.OPERATORS_WORD
    scene.deps.session.expire_all()
    add_pending(scene.deps, scene.site.id)

    attacker.run(statement)

    assert scene.verdict().outcome in (Outcome.ALTERED, Outcome.NOT_IN_LOG)
    scene.deps.session.expire_all()
    with pytest.raises(LedgerError):
        scene.integrate()


def test_a_deleted_key_change_leaves_a_receipt_that_is_unknown_to_who_had_the_old_key(
    scene: Scene, attacker: Attacker
) -> None:
    changed = rotate_key(scene.deps, CLI, scene.site.id)
    attacker.run(sa.delete(LogKeyChange))

    assert scene.verdict().outcome is Outcome.UNKNOWN_KEY
    assert verify_receipt(scene.file(), Trust([changed.new])).outcome is Outcome.ALTERED, "its promise is the old key's"


def test_another_key_in_the_place_of_todays_is_a_strangers_and_signs_nothing(scene: Scene, attacker: Attacker) -> None:
    add_pending(scene.deps, scene.site.id)
    attacker.run(sa.update(Site).values(log_vkey=new_key(scene.origin).vkey))

    assert scene.verdict().outcome is Outcome.UNKNOWN_KEY
    scene.deps.session.expire_all()
    with pytest.raises(LedgerError, match="not the one"):
        scene.integrate()


def test_a_made_up_change_to_a_prepared_key_does_not_take_away_the_real_ones_file(
    scene: Scene, attacker: Attacker
) -> None:
    real = scene.key
    prepared = prepare_key(scene.deps, CLI, scene.site.id)
    [entry, *_] = add_pending(scene.deps, scene.site.id)
    attacker.run(sa.update(Site).values(log_vkey=prepared))
    attacker.run(
        sa.insert(LogKeyChange).values(
            site_id=scene.site.id,
            number=1,
            entry=entry.id,
            size=1,
            old_vkey=real,
            new_vkey=prepared,
            reason="rotated",
            at=now(),
            snapshot=b"{}",
            salt=bytes(32),
        )
    )

    scene.deps.session.expire_all()
    with pytest.raises(LedgerError):
        scene.integrate()
    attacker.run(sa.update(Site).values(log_vkey=real))

    scene.deps.session.expire_all()
    assert scene.deps.keys.signer(scene.site.id, real).vkey == real
