"""Every public vector is used by a test, or is named here with the reason why it does not apply."""

from __future__ import annotations

from pathlib import Path

import pytest

from .vectors import FOLDER

USED = {
    "jcs/es6_numbers_sample.json": "test_canonical.py",
    "jcs/input": "test_canonical.py",
    "jcs/output": "test_canonical.py",
    "merkle/consistency.json": "test_proof.py",
    "merkle/inclusion.json": "test_proof.py",
    "merkle/rfc6962_reference.json": "test_tree.py",
    "notes/checkpoint_body.json": "test_checkpoint.py",
    "notes/cosignature_v1.json": "test_cosignature.py",
    "notes/signed_note.json": "test_note.py",
    "notes/tlog_proof.json": "test_tlog_proof.py",
    "tile-log/META.json": "test_tree.py",
    "tile-log/checkpoint": "test_checkpoint.py",
    "tile-log/tile/0": "test_tree.py",
}
DOES_NOT_APPLY = {
    "notes/c2sp_signed_note_example.json": "the same note stands in test_note.py, for checkouts without vectors",
    "merkle/subtreeconsistency.json": "subtree proofs (merkle-tree-certs draft): made and taken by none of ours",
    "merkle/subtreeinclusion.json": "the same",
    "tile-log/tile/entries": "entry bundles: this log publishes none, because they mirror the order of comments",
    "README.md": "no vector",
}


@pytest.mark.parametrize("name", sorted(USED))
def test_a_vector_that_is_said_to_be_used_is_named_by_that_test(name: str) -> None:
    source = Path(__file__).with_name(USED[name]).read_text(encoding="utf-8")

    assert name in source or name.replace("jcs/output", '"output"') in source


def test_no_vector_is_forgotten() -> None:
    files = [file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file()]
    known = (*USED, *DOES_NOT_APPLY)

    assert [file for file in files if not file.startswith(known)] == []
