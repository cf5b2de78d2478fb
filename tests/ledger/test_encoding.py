"""Base64 with exactly one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.ledger.encoding import from_base64, to_base64


@given(st.binary())
def test_decoding_what_was_encoded_gives_the_same_bytes(data):
    assert from_base64(to_base64(data)) == data


@pytest.mark.parametrize("text", ["QQ", "QQ=", "QR==", "QUJ=", "QQ==\n", " QQ==", "Q-Q_", "QQ====", "Q", "é"])
def test_any_other_spelling_is_refused(text):
    with pytest.raises(ValueError, match="base64"):
        from_base64(text)
