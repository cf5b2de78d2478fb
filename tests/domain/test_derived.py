"""Derived secrets: the same again for the same question, unrelated for any other."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.domain.derived import derive, pseudonym

SECRET = b"s" * 32
PARTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=4)


def test_a_derived_secret_is_256_bits_in_base64url_and_stable():
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", derive(SECRET, "edit-token", "example", "id"))
    assert derive(SECRET, "edit-token", "x") == derive(SECRET, "edit-token", "x")


@given(PARTS, PARTS)
def test_other_parts_give_another_secret_however_they_run_together(one, other):
    assert (derive(SECRET, "p", *one) == derive(SECRET, "p", *other)) is (one == other)


def test_purpose_secret_and_kind_keep_secrets_apart():
    assert derive(SECRET, "a", "b") != derive(SECRET, "b", "a")
    assert derive(SECRET, "a") != derive(b"t" * 32, "a")
    assert pseudonym(SECRET, "ada@example.org") != derive(SECRET, "ada@example.org")


def test_incident_a_pseudonym_needs_the_site_key_and_says_nothing_without_it():
    assert pseudonym(SECRET, "Ada@Example.org ") == pseudonym(SECRET, "ada@example.org")
    assert pseudonym(SECRET, "ada@example.org") != pseudonym(b"t" * 32, "ada@example.org")


def test_a_short_key_is_a_mistake():
    with pytest.raises(ValueError, match="at least"):
        pseudonym(b"short", "ada@example.org")
