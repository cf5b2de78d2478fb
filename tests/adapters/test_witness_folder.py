"""What a witness remembers, on disk."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from commentsvc.adapters.durable_files import write_new, write_over
from commentsvc.adapters.witness_folder import MOST_REFUSED, WitnessFolder
from commentsvc.errors import Conflict, KeyMissing, NoteError, WitnessStateBroken
from commentsvc.ledger.witness import Seen
from tests.ledger.key_changes import key_number
from tests.ledger.keys import fixed_key

ORIGIN = "log.example/one"
SEEN = Seen(7, bytes(range(32)), f"{ORIGIN}\n7\nx\n\n— y z\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "witness"


@pytest.fixture
def store(folder: Path) -> WitnessFolder:
    """A new witness's folder."""
    made = WitnessFolder(folder)
    made.create("ada.example")
    return made


def test_a_witness_has_one_key_that_only_it_can_read(store: WitnessFolder, folder: Path) -> None:
    assert WitnessFolder(folder).cosigner().vkey == store.cosigner().vkey
    assert stat.S_IMODE((folder / "witness.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    before = (folder / "witness.key").read_bytes()
    with pytest.raises(Conflict):
        store.create("ben.example")
    assert (folder / "witness.key").read_bytes() == before


def test_without_a_key_there_is_no_witness(folder: Path) -> None:
    with pytest.raises(KeyMissing):
        WitnessFolder(folder).cosigner()
    with pytest.raises(NoteError):
        WitnessFolder(folder).create("a name")


def test_what_was_seen_is_what_is_read_by_the_next_process(store: WitnessFolder, folder: Path) -> None:
    assert store.read(ORIGIN) is None
    for seen in (SEEN, Seen(9, bytes(32), "note\n", handed_in=True)):
        store.write(ORIGIN, seen)
        assert WitnessFolder(folder).read(ORIGIN) == seen
    assert store.read("log.example/two") is None
    assert [path.name for path in (folder / "state").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("damage", ["", "{", "{}", "[]", '{"origin": "log.example/two"}', "null"])
def test_a_damaged_memory_is_never_taken_for_an_empty_one(store: WitnessFolder, folder: Path, damage: str) -> None:
    store.write(ORIGIN, SEEN)
    [file] = (folder / "state").iterdir()
    file.write_text(damage)

    with pytest.raises(WitnessStateBroken):
        store.read(ORIGIN)


def test_a_memory_that_is_gone_is_never_taken_for_an_empty_one(store: WitnessFolder, folder: Path) -> None:
    (folder / "state").rmdir()

    with pytest.raises(WitnessStateBroken):
        store.read(ORIGIN)


def test_logs_are_followed_once(store: WitnessFolder, folder: Path) -> None:
    one, two = fixed_key(ORIGIN), fixed_key("log.example/two")
    store.follow(one.vkey, "https://log.example/one/")
    store.follow(two.vkey, "https://log.example/two")
    with pytest.raises(Conflict):
        store.follow(one.vkey, "https://elsewhere.example/")

    assert [(log.origin, log.url) for log in WitnessFolder(folder).logs()] == [
        (ORIGIN, "https://log.example/one"),
        ("log.example/two", "https://log.example/two"),
    ]
    (folder / "logs").write_text(f"# a friend\nlog {one.vkey} https://log.example/one\nlgo\n")
    with pytest.raises(WitnessStateBroken):
        store.logs()


def test_a_log_that_is_followed_by_another_key_goes_on_from_what_was_seen(store: WitnessFolder, folder: Path) -> None:
    first, second, third = fixed_key(ORIGIN), key_number(2, ORIGIN), key_number(3, ORIGIN)
    other = fixed_key("log.example/two")
    store.follow(first.vkey, "https://log.example/one")
    store.follow(other.vkey, "https://log.example/two")
    store.write(ORIGIN, SEEN)

    store.follow_key(ORIGIN, second.vkey)
    assert {log.origin: log.key.vkey for log in WitnessFolder(folder).logs()} == {
        ORIGIN: second.vkey,
        other.name: other.vkey,
    }
    store.follow(third.vkey, "https://elsewhere.example/one")

    assert {(log.key.vkey, log.url) for log in WitnessFolder(folder).logs()} == {
        (third.vkey, "https://elsewhere.example/one"),
        (other.vkey, "https://log.example/two"),
    }
    assert store.read(ORIGIN) == SEEN


def test_two_processes_never_sign_with_one_memory(store: WitnessFolder, folder: Path) -> None:
    with store.alone(), pytest.raises(Conflict, match="Another"), WitnessFolder(folder).alone():
        pass
    with store.alone():
        pass


def test_what_was_refused_is_kept_once(store: WitnessFolder, folder: Path) -> None:
    places = {store.keep_refused(ORIGIN, {"shown": "a"}) for _ in range(3)} | {
        store.keep_refused(ORIGIN, {"shown": "b"})
    }

    assert len(places) == 2 == len(list((folder / "refused").iterdir()))


def test_a_log_that_goes_on_lying_cannot_fill_the_disk(store: WitnessFolder, folder: Path) -> None:
    places = [store.keep_refused(ORIGIN, {"shown": str(number)}) for number in range(MOST_REFUSED + 5)]

    assert len(list((folder / "refused").iterdir())) == MOST_REFUSED
    assert places[0] != places[-1] == str(folder / "refused")
    assert store.keep_refused(ORIGIN, {"shown": "0"}) == places[0]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_new(path, "one")
    with pytest.raises(FileExistsError):
        write_new(path, "two")
    assert path.read_text() == "one"
    write_over(path, "three")
    assert path.read_text() == "three" and list(tmp_path.iterdir()) == [path]
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):
        write_over(tmp_path / "folder", "four")
    assert sorted(found.name for found in tmp_path.iterdir()) == ["file", "folder"]
