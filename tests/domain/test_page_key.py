"""One page, one thread: however its address is written, and never two pages by a trick."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from commentsvc.domain.page_key import (
    EXPLICIT_KEY_MAX,
    KEY_MAX,
    explicit_key,
    page_address,
    page_key,
    parse_page_param,
)
from commentsvc.errors import ValidationFailed

ONE = ("https://example.org",)
TWO = ("https://example.org", "https://www.example.org")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/a-story",
        "http://example.org/news/a-story",
        "HTTPS://EXAMPLE.ORG:443/news/a-story/",
        "https://example.org/news/a-story/index.html",
        "https://example.org/news//a-story#comments",
        "https://example.org/news/./x/../a-story?",
        "https://example.org/news/a%2Dstory?utm_source=x&UTM_Medium=y&gclid=1&fbclid=2",
        "https://example.org/news/a-story;jsessionid=AB12?PHPSESSID=1",
        " https://example.org./news/a-story\n",
    ],
)
def test_the_many_ways_to_write_one_page_give_one_key(url):
    assert page_key(url, ONE) == "/news/a-story"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://example.org", "/"),
        ("https://example.org/index.html/index.htm", "/"),
        ("https://example.org/?p=7", "/?p=7"),
        ("https://example.org/a?b=2&a=1&b=1&utm_id=z", "/a?a=1&b=2&b=1"),
        ("https://example.org/search?q=a%20b+c%2Bd", "/search?q=a+b+c%2Bd"),
        ("https://example.org/Größe", "/Gr%C3%B6%C3%9Fe"),
        ("https://example.org/Gr%c3%b6%c3%9fe", "/Gr%C3%B6%C3%9Fe"),
        ("https://example.org/100%", "/100%25"),
        ("https://example.org/a%2Fb", "/a%2Fb"),
        ("https://example.org/%2e%2e/%2E/x", "/x"),
        ("https://example.org//evil.example/x", "/evil.example/x"),
        ("https://example.org/A", "/A"),
    ],
)
def test_what_may_choose_the_content_stays_in_the_key(url, key):
    assert page_key(url, ONE) == key


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?PHPSESSID=1&b=2&mc_eid=reader&a=1#top", "https://example.org/a?b=2&a=1"),
        ("HTTPS://EXAMPLE.org:443/a;jsessionid=AB12/?utm_source=x", "https://example.org/a/"),
        ("https://example.org", "https://example.org/"),
    ],
)
def test_the_address_everybody_sees_says_nothing_about_the_reader_who_came_by_it(url, address):
    assert page_address(url) == address
    assert page_address(address) == address
    assert page_key(url, ONE) == page_key(address, ONE)


def test_with_several_hosts_or_a_wildcard_the_host_is_part_of_the_key():
    assert page_key("https://www.example.org/a", TWO) == "//www.example.org/a"
    assert page_key("https://example.org/a", TWO) == "//example.org/a"
    assert page_key("https://b.example.org:8443/a", ["https://*.example.org"]) == "//b.example.org:8443/a"
    assert page_key("https://Bücher.example/a", ["bücher.example", "x.example"]) == "//xn--bcher-kva.example/a"


def test_the_same_host_under_two_schemes_is_one_host():
    assert page_key("http://example.org/a", ["http://example.org", "https://example.org"]) == "/a"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/news",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "https:example.org/",
        "https:/example.org/",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org\\@evil.example/",
        "https://example.org\\evil",
        "https://example.org/a\\b",
        "https://exam ple.org/",
        "https://example.org/a\tb",
        "https://example.org/a\x00b",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://[::1/",
        "https://[:::]/",
        "https://-example.org/",
        "https://exa<mple.org/",
        "https://example..org/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://xn--" + "a" * 300 + ".org/",
        "https://\u202eexample.org/",
        "https://" + "ü" * 5000,
        "https://example.org/\ud800",
        "https://example.org/" + "a" * 5000,
    ],
)
def test_an_address_that_two_readers_could_read_differently_is_refused_at_its_field(url):
    with pytest.raises(ValidationFailed) as refused:
        page_key(url, ONE)

    assert list(refused.value.fields) == ["page.url"]
    assert refused.value.fields["page.url"][0].endswith(".")


def test_a_long_address_keeps_its_own_thread_within_the_limit():
    first = page_key("https://example.org/" + "ह" * 400 + "?a=1", ONE)
    second = page_key("https://example.org/" + "ह" * 400 + "?a=2", ONE)

    assert first != second
    assert len(first) <= KEY_MAX
    assert first.startswith("/%E0%A4%B9")
    assert parse_page_param(first, ONE) == first


@pytest.mark.parametrize(
    "key", ["", "  ", "a\nb", "a\x00", "a\u202eb", "a\u200bb", "\ud800", "x" * (EXPLICIT_KEY_MAX + 1)]
)
def test_an_explicit_key_that_cannot_be_read_aloud_is_refused(key):
    with pytest.raises(ValidationFailed) as refused:
        explicit_key(key)

    assert list(refused.value.fields) == ["page.key"]


def test_an_explicit_key_lives_in_a_namespace_of_its_own():
    assert explicit_key(" story 7 ") == "key:story 7"
    assert explicit_key("/news") == "key:/news" != page_key("https://example.org/news", ONE)
    assert explicit_key("cafe\u0301") == explicit_key("caf\u00e9")
    assert len(explicit_key("x" * EXPLICIT_KEY_MAX)) <= KEY_MAX


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("https://example.org/a/?utm_source=x#y", "/a"),
        ("HTTP://example.org/a", "/a"),
        ("/a/", "/a"),
        ("/", "/"),
        ("//example.org/a/", "//example.org/a"),
        ("//example.org:80/a", "//example.org:80/a"),
        ("//example.org:443/a", "//example.org:443/a"),
        ("key:story-7", "key:story-7"),
        ("key:/a", "key:/a"),
        ("story-7", "key:story-7"),
        ("httpd", "key:httpd"),
    ],
)
def test_the_page_parameter_takes_an_address_a_derived_key_or_an_explicit_one(value, key):
    assert parse_page_param(value, ONE) == key
    assert parse_page_param(key, ONE) == key


@pytest.mark.parametrize("value", ["", "https://", "http:x", "key:", "/a\x00", "//", "//user@host/"])
def test_a_page_parameter_that_means_nothing_is_refused_under_its_own_name(value):
    with pytest.raises(ValidationFailed) as refused:
        parse_page_param(value, ONE)

    assert list(refused.value.fields) == ["page"]


@given(path=st.text(max_size=60), query=st.text(max_size=60), origins=st.sampled_from([ONE, TWO]))
@example(path="index.html/index.html/", query="a=%zz&&b", origins=ONE)
@example(path="%2e%2e/%25%2e", query="", origins=TWO)
def test_a_derived_key_is_its_own_key(path, query, origins):
    try:
        key = page_key(f"https://example.org/{path}?{query}", origins)
    except ValidationFailed:
        assume(False)

    assert key.isascii()
    assert len(key) <= KEY_MAX
    assert parse_page_param(key, origins) == key
    if origins is ONE:
        assert page_key(f"https://example.org{key}", origins) == key


@given(st.text(max_size=200))
def test_any_text_as_a_page_either_has_one_key_or_is_refused(value):
    try:
        key = parse_page_param(value, ONE)
    except ValidationFailed as refused:
        assert refused.fields["page"]
    else:
        assert parse_page_param(key, ONE) == key
