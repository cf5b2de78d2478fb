"""Erasing is no tampering: every other receipt, every saved file and every checkpoint verifies as before (law 5)."""

from __future__ import annotations

import json
from typing import Any

from commentsvc.ledger.verdict import Outcome
from tests.support.sites import bearer

from .conftest import Scene


def test_an_erasure_leaves_every_other_proof_and_every_checkpoint_as_good_as_before(scene: Scene, client: Any) -> None:
    saved = {held["id"]: scene.file(held) for held in (scene.held, *scene.others)}
    erased = client.post(
        f"{scene.site.url}/consents/{scene.held['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=scene.site.headers() | bearer(scene.held["secret"]),
    )
    assert erased.status_code == 200
    scene.integrate()

    assert scene.log_verdict().outcome is Outcome.PROVEN, "the log only grew"
    for held in scene.others:
        assert scene.verdict(scene.file(held)).outcome is Outcome.OPERATORS_WORD
    for text in saved.values():
        assert scene.verdict(text, checkpoints=[scene.kept]).outcome is Outcome.OPERATORS_WORD
    last = scene.verdict()
    assert last.outcome is Outcome.OPERATORS_WORD
    assert "1 event in the log" in last.sentence and "erased" in last.details[0]


def test_the_erased_readers_new_file_holds_nothing_of_the_old_one_but_a_commitment(scene: Scene, client: Any) -> None:
    before = json.loads(scene.file())
    client.post(
        f"{scene.site.url}/consents/{scene.held['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=scene.site.headers() | bearer(scene.held["secret"]),
    )

    after = scene.file()

    record = json.loads(before["events"][0]["snapshot"])["record"]
    for told in (record["subject_ref"], record["context"]["page"], record["context"]["comment_id"]):
        assert told not in after
    for event in before["events"]:
        assert event["salt"] not in after
