"""The key store and its null twin."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from commentsvc.adapters.key_files import FileKeyStore, MemoryKeyStore
from commentsvc.errors import Conflict, KeyMissing, LedgerError
from commentsvc.ledger.note import NoteVerifier, open_note, sign_note

ORIGIN = "comments.example/news"


@pytest.fixture(params=["files", "memory"])
def store(request, tmp_path):
    return FileKeyStore(tmp_path / "keys") if request.param == "files" else MemoryKeyStore()


@pytest.fixture
def files(tmp_path):
    return FileKeyStore(tmp_path / "keys")


def test_what_the_created_key_signs_its_verifier_key_opens(store):
    vkey = store.create("news", ORIGIN)
    note = sign_note("hello\n", store.signer("news"))

    assert open_note(note, [NoteVerifier.parse(vkey)]).verified[0].name == ORIGIN


def test_a_key_is_never_overwritten(store):
    vkey = store.create("news", ORIGIN)

    with pytest.raises(Conflict, match="already"):
        store.create("news", ORIGIN)
    assert store.signer("news").vkey == vkey


def test_every_site_has_its_own_key(store):
    assert store.create("a", ORIGIN) != store.create("b", ORIGIN)
    assert store.signer("a").vkey != store.signer("b").vkey


def test_a_missing_key_is_named_with_the_remedy(store):
    with pytest.raises(KeyMissing, match="'news'"):
        store.signer("news")


@pytest.mark.parametrize("site_id", ["", ".", "..", "../secret", "a/b", "a\0b", "a" * 64, "ä"])
def test_a_site_key_cannot_name_another_file(store, site_id):
    with pytest.raises(LedgerError):
        store.create(site_id, ORIGIN)


def test_the_file_is_for_its_owner_only_whatever_the_umask(files, tmp_path):
    before = os.umask(0)
    try:
        files.create("news", ORIGIN)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "news.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["news.key"]


def test_another_process_finds_the_key(files, tmp_path):
    vkey = files.create("news", ORIGIN)

    assert FileKeyStore(tmp_path / "keys").signer("news").vkey == vkey


def test_a_key_that_was_taken_away_or_damaged_is_noticed_although_it_was_read_before(files, tmp_path):
    files.create("news", ORIGIN)
    files.signer("news")
    path = tmp_path / "keys" / "news.key"
    kept = path.read_text()

    path.write_text(kept[:-5])
    with pytest.raises(KeyMissing, match="backup") as caught:
        files.signer("news")
    assert kept[-40:-5] not in str(caught.value)
    path.unlink()
    with pytest.raises(KeyMissing, match="backup"):
        files.signer("news")


def test_of_many_who_create_the_same_key_one_wins_and_its_key_stays(files):
    def create(_: int) -> str | None:
        try:
            return files.create("news", ORIGIN)
        except Conflict:
            return None

    with ThreadPoolExecutor(8) as pool:
        created = [vkey for vkey in pool.map(create, range(16)) if vkey]

    assert created == [files.signer("news").vkey]


def test_a_prepared_key_signs_nothing_until_it_is_asked_for_by_name(store):
    old = store.create("news", ORIGIN)
    new = store.prepare("news", ORIGIN, {old})

    assert store.signer("news").vkey == store.signer("news", old).vkey == old
    assert store.signer("news", new.vkey).vkey == new.vkey != old
    assert store.prepare("news", ORIGIN, {old}).vkey == new.vkey, "asked twice, it is one key"


def test_an_adopted_key_takes_the_place_of_the_old_one_for_good(store):
    old = store.create("news", ORIGIN)
    new = store.prepare("news", ORIGIN, {old}).vkey
    for _ in range(2):
        store.adopt("news", new, {old})

    assert store.signer("news").vkey == store.signer("news", new).vkey == new
    with pytest.raises(KeyMissing, match="not the one"):
        store.signer("news", old)
    assert store.prepare("news", ORIGIN, {old, new}).vkey not in (old, new)


def test_a_key_that_was_the_logs_is_never_prepared_again(files, tmp_path):
    old = files.create("news", ORIGIN)
    used = files.prepare("news", ORIGIN, {old}).vkey

    again = files.prepare("news", ORIGIN, {old, used}).vkey

    assert again not in (old, used)
    assert len(list((tmp_path / "keys").glob("news.next-*.key"))) == 2


def test_a_key_of_another_log_is_not_taken_for_the_next_one(files):
    strange = files.prepare("news", "another/log", set()).vkey

    assert files.prepare("news", ORIGIN, set()).vkey != strange


def test_prepared_files_are_for_their_owner_only_and_another_process_finds_them(files, tmp_path):
    old = files.create("news", ORIGIN)
    new = files.prepare("news", ORIGIN, {old})
    path = tmp_path / "keys" / f"news.next-{new.verifier.key_id.hex()}.key"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert FileKeyStore(tmp_path / "keys").signer("news", new.vkey).vkey == new.vkey
    path.write_text("damaged")
    with pytest.raises(KeyMissing, match="backup"):
        FileKeyStore(tmp_path / "keys").signer("news", new.vkey)


def test_of_many_who_adopt_at_once_none_fails_and_readers_always_find_the_key(files, tmp_path):
    old = files.create("news", ORIGIN)
    for _ in range(20):
        new = files.prepare("news", ORIGIN, {old}).vkey

        def adopt(number: int, new: str = new, old: str = old) -> str:
            other = FileKeyStore(tmp_path / "keys")
            if number % 2:
                other.adopt("news", new, {old})
            return other.signer("news", new).vkey

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(adopt, range(16))) == {new}
        old = new

    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["news.key"]


def test_copies_of_keys_that_were_given_up_do_not_stay(files, tmp_path):
    keys = [files.create("news", ORIGIN)]
    for _ in range(2):
        keys.append(files.prepare("news", ORIGIN, set(keys)).vkey)

    files.adopt("news", keys[2], set(keys[:2]))

    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["news.key"]
    assert files.signer("news").vkey == keys[2]
