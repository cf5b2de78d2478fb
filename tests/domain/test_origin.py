"""Who may write: exactly the origins listed, and no look-alike of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.domain.origin import origin_allowed, origin_of, parse_origin_pattern
from commentsvc.errors import ValidationFailed


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Example.ORG:443/a?b#c", "https://example.org"),
        ("http://example.org:80", "http://example.org"),
        ("http://127.0.0.1:8001/article", "http://127.0.0.1:8001"),
        ("http://[0:0::1]:8001/", "http://[::1]:8001"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
        ("https://example。org/", "https://example.org"),
    ],
)
def test_the_origin_of_a_page_is_written_as_browsers_send_it(url, origin):
    assert origin_of(url) == origin


def test_the_origin_of_something_else_is_refused_at_the_page_field():
    with pytest.raises(ValidationFailed) as refused:
        origin_of("file:///etc/passwd")

    assert list(refused.value.fields) == ["page.url"]


@pytest.mark.parametrize(
    "origin",
    ["https://example.org", "https://EXAMPLE.org", "https://example.org:443", "https://xn--bcher-kva.example"],
)
def test_a_listed_origin_may_write_however_it_is_spelt(origin):
    assert origin_allowed(origin, ["https://example.org", "https://bücher.example"])


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "*",
        "http://example.org",
        "https://example.org:8443",
        "https://example.org.evil.example",
        "https://evil-example.org",
        "https://www.example.org",
        "https://example.org/",
        "https://example.org/path",
        "https://example.org?x",
        "https://example.org#x",
        "https://example.org@evil.example",
        "https://evil.example\\.example.org",
        "https://example.org\nhttps://evil.example",
        " https://example.org",
        "https://exаmple.org",  # the a is Cyrillic
    ],
)
def test_a_look_alike_of_a_listed_origin_may_not_write(origin):
    assert not origin_allowed(origin, ["https://example.org"])


def test_null_is_refused_even_when_somebody_managed_to_list_it():
    assert not origin_allowed("null", ["null", "*", "https://*"])


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://a.example.org", True),
        ("https://a.b.example.org", True),
        ("https://A.Example.Org:443", True),
        ("https://example.org", False),
        ("https://aexample.org", False),
        ("https://.example.org", False),
        ("https://*.example.org", False),
        ("http://a.example.org", False),
        ("https://a.example.org:8443", False),
        ("https://a.example.org.evil.example", False),
    ],
)
def test_a_wildcard_matches_whole_labels_below_the_domain_and_not_the_domain_itself(origin, allowed):
    assert origin_allowed(origin, ["https://*.example.org"]) is allowed


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("https://Example.org/", "https://example.org"),
        (" https://*.Example.org:443 ", "https://*.example.org"),
        ("https://*.example.org:8443", "https://*.example.org:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://*.bücher.example", "https://*.xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_stored_in_one_form(text, stored):
    assert parse_origin_pattern(text) == stored
    assert parse_origin_pattern(stored) == stored


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("example.org", "Begin with the scheme"),
        ("https://example.org/news", "ends after the host"),
        ("https://example.org/?a", "ends after the host"),
        ("null", "sandboxed"),
        ("NULL ", "sandboxed"),
        ("https://*", "whole labels in front"),
        ("https://*.org", "domain of your own"),
        ("https://*.localhost", "domain of your own"),
        ("https://*.127.0.0.1", "domain of your own"),
        ("https://a*.example.org", "whole labels in front"),
        ("https://*.*.example.org", "whole labels in front"),
        ("ftp://example.org", "https://"),
        ("https://u:p@example.org", "password"),
    ],
)
def test_an_origin_that_cannot_be_meant_is_refused_with_the_remedy(text, remedy):
    with pytest.raises(ValidationFailed) as refused:
        parse_origin_pattern(text)

    assert remedy in refused.value.fields["origin"][0]


@given(st.text(max_size=60))
def test_no_text_without_the_listed_host_is_let_in(text):
    if origin_allowed(text, ["https://example.org", "https://*.example.org"]):
        assert origin_of(text) == "https://example.org" or origin_of(text).endswith(".example.org")
