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
