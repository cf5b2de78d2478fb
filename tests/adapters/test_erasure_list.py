"""The list of erasures outlives a crash and a full disk in the middle of a line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from commentsvc.adapters.erasure_list import FileErasureList, read_erasures
from commentsvc.errors import BackupError


def erasure(number: int) -> dict[str, Any]:
    return {"site": "blog", "record": str(UUID(int=number)), "by": "reader", "text_kept": False}


def numbers(path: Path) -> list[int]:
    return [one["record"].int for one in read_erasures(path)]


@pytest.mark.parametrize("left", [1, 2, 40, -1])
def test_what_comes_after_a_line_that_was_cut_off_is_read(tmp_path: Path, left: int) -> None:
    path = tmp_path / "erasures.jsonl"
    FileErasureList(path).add([erasure(1), erasure(2)])
    whole = path.read_bytes()
    second = whole.index(b"\n") + 1
    path.write_bytes(whole[:second] + whole[second:-1][:left])

    assert numbers(path) == [1]
    FileErasureList(path).add([erasure(2), erasure(3)])

    assert numbers(path) == [1, 2, 3]


def test_what_the_disk_had_no_room_for_is_not_taken_as_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, write = tmp_path / "erasures.jsonl", os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:30]))
        with pytest.raises(OSError, match="space"):
            FileErasureList(path).add([erasure(1)])

    FileErasureList(path).add([erasure(1)])

    assert numbers(path) == [1]


@pytest.mark.parametrize("content", [b"[]\n", b'{\n  "site": "blog"\n}\n', b"\x00\xff\n", b'{"site":1}\n'])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    with pytest.raises(BackupError):
        list(read_erasures(path))
