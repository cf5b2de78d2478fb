"""A witness goes with a log from key to key as long as the old one says so, and never forgets what it saw."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from commentsvc.adapters.outbound import Answer
from commentsvc.adapters.witness_folder import WitnessFolder
from commentsvc.errors import Conflict
from commentsvc.ledger.key_change import LOST, LogKeys
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from commentsvc.usecases.replace_lost_key import replace_lost_key
from commentsvc.usecases.rotate_key import rotate_key
from commentsvc.usecases.witness_log import Look, Outcome, Witness, witness_log
from tests.ledger import naive
from tests.ledger.key_changes import change_key, key_number, log_keys
from tests.ledger.log_in_memory import MemoryLog
from tests.support.log_server import LogServer
from tests.usecases.log_entries import add_pending, integrate_all

URL = "http://log.test/log"
LEAVES = naive.leaves(30)


@dataclass
class Wire:
    """What stands for the network."""

    answer: Callable[[str, str, bytes], tuple[int, bytes]]

    def get(self, url: str) -> Answer:
        status, body = self.answer("GET", url.removeprefix("http://log.test"), b"")
        return Answer(status, "", body)

    def post(self, url: str, body: bytes, media_type: str) -> Answer:
        status, content = self.answer("POST", url.removeprefix("http://log.test"), body)
        return Answer(status, "", content)


class Scene:
    """A log in memory and a witness with a real folder that has seen 7 entries of it."""

    def __init__(self, folder: Path) -> None:
        self.log = MemoryLog(leaves=LEAVES[:7])
        self.server = LogServer(self.log)
        self.folder = WitnessFolder(folder)
        self.folder.create("ada.example")
        self.folder.follow(self.log.key.vkey, URL)
        assert self.look().outcome is Outcome.COSIGNED

    def look(self) -> Look:
        [followed] = self.folder.logs()
        return witness_log(Witness(self.folder.cosigner(), self.folder, Wire(self.server.answer)), followed)

    def follows(self) -> str:
        [followed] = self.folder.logs()
        return followed.key.vkey

    def taken(self) -> list[int]:
        return [taken["size"] for taken in self.server.taken]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path / "witness")


def test_rotations_are_followed_and_remembered(scene: Scene) -> None:
    changes = [change_key(scene.log, key_number(1))]
    scene.server.keys = log_keys(scene.log, *changes)
    scene.log.leaves.append(LEAVES[7])
    changes.append(change_key(scene.log, key_number(2)))
    scene.log.leaves.append(LEAVES[8])
    scene.server.keys = log_keys(scene.log, *changes)

    assert scene.look().outcome is Outcome.COSIGNED
    assert scene.follows() == scene.log.key.vkey == key_number(2).vkey
    scene.server.keys = None
    scene.log.leaves.append(LEAVES[9])
    assert scene.look().outcome is Outcome.COSIGNED, "the new key is known, nothing more is asked for"
    assert scene.taken() == [7, 11, 12]


def test_a_rotation_does_not_hide_that_the_log_was_rewritten(scene: Scene) -> None:
    old = scene.follows()
    scene.log.leaves[:] = [LEAVES[29], *LEAVES[1:9]]
    change = change_key(scene.log, key_number(1))
    scene.log.leaves.append(LEAVES[9])
    scene.server.keys = log_keys(scene.log, change)

    look = scene.look()

    assert look.outcome is Outcome.LOG_REWRITTEN and look.cosignature is None
    assert scene.follows() == old, "a log that is refused changes nothing"
    [kept] = (Path(scene.folder._folder) / "refused").iterdir()
    assert json.loads(json.loads(kept.read_text())["keys"])["key"] == key_number(1).vkey
    assert scene.taken() == [7]


def test_a_change_that_is_not_in_the_log_that_is_shown_does_not_count(scene: Scene) -> None:
    beside = MemoryLog(leaves=[*LEAVES[:7], LEAVES[20]])
    change = change_key(beside, key_number(1))
    scene.log.key = key_number(1)
    scene.log.leaves += LEAVES[7:12]
    scene.server.keys = log_keys(scene.log, change)

    assert scene.look().outcome is Outcome.LOG_REWRITTEN
    assert scene.taken() == [7]


def test_a_lost_key_is_refused_until_the_witness_is_told_and_then_nothing_is_forgotten(scene: Scene) -> None:
    honest = list(scene.log.leaves)
    change = change_key(scene.log, key_number(1), LOST)
    scene.log.leaves.append(LEAVES[7])
    scene.server.keys = log_keys(scene.log, change)

    look = scene.look()

    assert look.outcome is Outcome.UNKNOWN_KEY and "was lost at" in look.detail
    assert key_number(1).vkey in look.detail
    with pytest.raises(Conflict):
        scene.folder.follow(scene.follows(), URL)
    scene.folder.follow(key_number(1).vkey, URL)
    assert scene.folder.read(scene.log.key.name).size == 7  # type: ignore[union-attr]
    grown, scene.log.leaves[:] = list(scene.log.leaves), [LEAVES[29], *honest[1:], *LEAVES[10:13]]
    assert scene.look().outcome is Outcome.LOG_REWRITTEN
    scene.log.leaves[:] = grown
    assert scene.look().outcome is Outcome.COSIGNED
    assert scene.taken() == [7, 9]


@pytest.mark.parametrize(
    "keys",
    [
        lambda log, change: None,
        lambda log, change: LogKeys(log.key.name, log.key.vkey, ()),
        lambda log, change: LogKeys("another/log", log.key.vkey, (change,)),
        lambda log, change: log_keys(log, replace(change, salt=bytes(32))),
        lambda log, change: log_keys(log, change, change),
    ],
    ids=["no answer", "no change", "of another log", "not what was committed to", "twice"],
)
def test_a_key_to_which_nothing_leads_is_a_strangers(scene: Scene, keys: Any) -> None:
    old = scene.follows()
    change = change_key(scene.log, key_number(1))
    scene.log.leaves.append(LEAVES[7])
    scene.server.keys = keys(scene.log, change)

    assert scene.look().outcome is Outcome.UNKNOWN_KEY
    assert (scene.follows(), scene.taken()) == (old, [7])


def test_a_change_that_the_old_key_did_not_sign_is_a_strangers(scene: Scene) -> None:
    change = change_key(scene.log, key_number(1), signers=[key_number(1)])
    scene.log.leaves.append(LEAVES[7])
    scene.server.keys = log_keys(scene.log, change)

    assert scene.look().outcome is Outcome.UNKNOWN_KEY
    assert scene.taken() == [7]


def test_the_real_services_log_is_followed_through_a_rotation_and_a_loss(
    client: Any, deps: Any, site: Any, tmp_path: Path
) -> None:
    def ask(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        answer = client.open(path, method=method, data=body or None, content_type="application/json" if body else None)
        return answer.status_code, answer.data

    def look() -> Outcome:
        add_pending(deps, site.id, 3)
        integrate_all(deps, site.id)
        return witness_log(Witness(folder.cosigner(), folder, Wire(ask)), folder.logs()[0]).outcome

    folder = WitnessFolder(tmp_path / "witness")
    add_witness(deps, CLI, site.id, folder.create("ada.example").vkey)
    folder.follow(deps.session.get(Site, site.id).log_vkey, f"http://log.test{site.url}/log")
    found = [look()]
    rotate_key(deps, CLI, site.id)
    rotate_key(deps, CLI, site.id)
    found += [look(), look()]
    (tmp_path / "data" / "keys" / "example.key").unlink()
    changed = replace_lost_key(deps, CLI, site.id)
    found.append(look())
    folder.follow(changed.new, folder.logs()[0].url)
    found.append(look())

    assert found == [Outcome.COSIGNED] * 3 + [Outcome.UNKNOWN_KEY, Outcome.COSIGNED]
