"""A token proves that this notice was handed to this form, and nothing else passes for one."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.domain.page_key import EXPLICIT_KEY_MAX, KEY_MAX
from commentsvc.domain.served_token import TOKEN_MAX, ServedToken, check_binding, mint, open_token
from commentsvc.errors import TokenExpired, TokenInvalid

SECRET = b"s" * 32
ISSUED = datetime(2026, 1, 31, 9, 30, 0, 123000, tzinfo=UTC)
SAID = {
    "site": "example",
    "notice_sha256": "a" * 64,
    "lang": "en",
    "page_key": "/news/a-story",
    "issued_at": ISSUED,
    "expires_at": ISSUED + timedelta(hours=4),
    "nonce": "n" * 22,
    "checkpoint": {"origin": "comments.example.org/log/example", "size": 7, "root": "A" * 43 + "="},
    "opened_at": ISSUED - timedelta(hours=5),
}


@pytest.fixture
def token() -> str:
    return mint(SECRET, **SAID)


def test_a_token_opens_to_what_it_was_minted_from(token):
    assert open_token(SECRET, token, site="example", now=ISSUED) == ServedToken(**SAID)


def test_a_form_was_opened_when_its_token_was_minted_unless_it_took_the_place_of_another():
    token = mint(SECRET, **{**SAID, "opened_at": None})

    assert open_token(SECRET, token, site="example", now=ISSUED).opened_at == ISSUED


def test_before_the_first_checkpoint_a_token_carries_none():
    token = mint(SECRET, **{**SAID, "checkpoint": None})

    assert open_token(SECRET, token, site="example", now=ISSUED).checkpoint is None


def test_a_token_expires_at_its_very_moment(token):
    last = SAID["expires_at"] - timedelta(milliseconds=1)

    assert open_token(SECRET, token, site="example", now=last).nonce == SAID["nonce"]
    with pytest.raises(TokenExpired):
        open_token(SECRET, token, site="example", now=SAID["expires_at"])


def test_a_token_of_another_site_or_secret_is_invalid(token):
    with pytest.raises(TokenInvalid):
        open_token(SECRET, token, site="other", now=ISSUED)
    with pytest.raises(TokenInvalid):
        open_token(b"t" * 32, token, site="example", now=ISSUED)


def test_a_foreign_token_that_also_expired_is_called_invalid_so_that_it_gets_no_fresh_one(token):
    with pytest.raises(TokenInvalid):
        open_token(SECRET, token, site="other", now=SAID["expires_at"])


@given(st.data())
def test_a_token_with_any_character_changed_is_invalid(data):
    token = mint(SECRET, **SAID)
    position = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda character: character != token[position]))

    with pytest.raises(TokenInvalid):
        open_token(SECRET, token[:position] + other + token[position + 1 :], site="example", now=ISSUED)


@pytest.mark.parametrize("token", ["", "v1.", "v1..", "v1.e30.", "v2.e30.x", "." * 9000, "v1." + "a" * 9000, "v1.é.x"])
def test_what_is_no_token_is_invalid(token):
    with pytest.raises(TokenInvalid):
        open_token(SECRET, token, site="example", now=ISSUED)


def test_a_token_whose_payload_was_rewritten_is_invalid(token):
    version, payload, mac = token.split(".")
    said = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    said["e"] += 1
    forged = urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).rstrip(b"=").decode()

    with pytest.raises(TokenInvalid):
        open_token(SECRET, f"{version}.{forged}.{mac}", site="example", now=ISSUED)


def test_a_token_is_bound_to_its_notice_and_its_page(token):
    opened = open_token(SECRET, token, site="example", now=ISSUED)

    check_binding(opened, "a" * 64, "/news/a-story")
    with pytest.raises(TokenInvalid, match="another notice"):
        check_binding(opened, "b" * 64, "/news/a-story")
    with pytest.raises(TokenInvalid, match="another page"):
        check_binding(opened, "a" * 64, "/news/other")


@pytest.mark.parametrize("key", ["/" + "a" * (KEY_MAX - 1), "key:" + "\U0001f600" * EXPLICIT_KEY_MAX])
def test_the_longest_page_key_fits(key):
    token = mint(SECRET, **{**SAID, "page_key": key})

    assert len(token) < TOKEN_MAX
    assert open_token(SECRET, token, site="example", now=ISSUED).page_key == key
