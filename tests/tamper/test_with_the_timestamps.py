"""Who owns the database can take timestamps away, but make no other past look as if an authority had seen it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.ledger.verdict import Outcome
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.timestamp import LogTimestamp
from commentsvc.usecases.stamp_checkpoint import stamp_checkpoint
from tests.support.tsa import Authority, TsaServer
from tests.usecases.log_entries import fresh

from .conftest import Attacker, Scene

LONG_AGO = datetime(2020, 1, 31, tzinfo=UTC)


@pytest.fixture
def overrides(tsa: TsaServer) -> dict[str, Any]:
    return tsa.settings()


@pytest.fixture
def judged(scene: Scene, authority: Authority) -> Callable[[], Outcome]:
    """`judged()`: what somebody who trusts the authority says of the receipt, which is proven to begin with."""

    def judge() -> Outcome:
        return scene.verdict(authorities=[authority.roots.read_bytes()]).outcome

    stamp_checkpoint(fresh(scene.deps), scene.site.id, {})
    assert judge() is Outcome.PROVEN
    return judge


def test_a_token_of_another_text_is_altered(
    attacker: Attacker, authority: Authority, judged: Callable[[], Outcome]
) -> None:
    attacker.run(sa.update(LogTimestamp).values(token=authority.stamp(b"another log")))

    assert judged() is Outcome.ALTERED


def test_a_damaged_token_is_altered(scene: Scene, attacker: Attacker, judged: Callable[[], Outcome]) -> None:
    token = scene.read(sa.select(LogTimestamp.token))
    attacker.run(sa.update(LogTimestamp).values(token=token[:-1] + bytes([token[-1] ^ 1])))

    assert judged() is Outcome.ALTERED


def test_a_token_of_the_attackers_own_authority_counts_for_nothing(
    scene: Scene, attacker: Attacker, tmp_path: Any, judged: Callable[[], Outcome]
) -> None:
    body = scene.kept[: scene.kept.index("\n\n") + 1].encode()
    attacker.run(sa.update(LogTimestamp).values(token=Authority(tmp_path / "own").stamp(body)))

    assert judged() is Outcome.OPERATORS_WORD


def test_a_deleted_timestamp_proves_nothing_more_and_the_file_that_was_saved_still_does(
    scene: Scene, attacker: Attacker, authority: Authority, judged: Callable[[], Outcome]
) -> None:
    saved = scene.file()
    attacker.run(sa.delete(LogTimestamp))

    assert judged() is Outcome.OPERATORS_WORD
    assert scene.verdict(saved, authorities=[authority.roots.read_bytes()]).outcome is Outcome.PROVEN


def test_a_backdated_row_backdates_nothing(
    scene: Scene, attacker: Attacker, authority: Authority, judged: Callable[[], Outcome]
) -> None:
    attacker.run(sa.update(LogTimestamp).values(stamped_at=LONG_AGO))

    assert judged() is Outcome.PROVEN
    assert "2020-01-31" not in scene.verdict(authorities=[authority.roots.read_bytes()]).sentence


def test_a_changed_record_stays_altered_however_well_its_log_is_timestamped(
    attacker: Attacker, judged: Callable[[], Outcome]
) -> None:
    attacker.run(sa.update(ConsentRecordBody).values(snapshot=b"{}"))

    assert judged() is Outcome.ALTERED
