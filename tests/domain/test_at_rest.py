"""Secrets that must be read again lie sealed in the database."""

from __future__ import annotations

from commentsvc.domain.at_rest import seal, unseal

OURS, OTHERS = b"s" * 32, b"t" * 32


def test_a_secret_opens_only_where_it_was_sealed() -> None:
    sealed = seal(OURS, "spam-service", "example/akismet", b"key-123")

    assert b"key-123" not in sealed
    assert sealed != seal(OURS, "spam-service", "example/akismet", b"key-123")
    assert unseal(OURS, "spam-service", "example/akismet", sealed) == b"key-123"
    assert unseal(OURS, "spam-service", "other/akismet", sealed) is None
    assert unseal(OURS, "authenticator", "example/akismet", sealed) is None
    assert unseal(OTHERS, "spam-service", "example/akismet", sealed) is None
    assert unseal(OURS, "spam-service", "example/akismet", sealed[:-1] + bytes([sealed[-1] ^ 1])) is None
    assert unseal(OURS, "spam-service", "example/akismet", b"") is None
