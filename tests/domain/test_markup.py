"""What readers write, and what of it may reach another reader's page."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commentsvc.domain.markup import EMPHASIS_DEPTH, LINK_REL, QUOTE_DEPTH, TAGS, Rendered, render

REL = f' rel="{LINK_REL}"'
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
PIECES = """
* ** _ ` ``` ~~ [ ]( ) ![ < > " ' & &#x202e; &lt;script&gt; - 1. # javascript: http://a.b onerror=
<img/src=x> <a/href='x'> a
"""
MARKDOWN_PIECES = st.sampled_from([*PIECES.split(), *"\\ \n\t\u202e\u2066\u0301\ud800\x00"])


class Seen(HTMLParser):
    """Collects the tags and attributes a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("one\r\n\r\ntwo", "<p>one</p>\n<p>two</p>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("```js\na<b\n```", "<pre><code>a&lt;b\n</code></pre>"),
        ("# Big *news*", "<p><strong>Big <em>news</em></strong></p>"),
        ("one\n---\n***", "<p>one<br>\n---<br>\n***</p>"),
        ("    four spaces", "<p>four spaces</p>"),
        ("[a]: http://b.c\n\n[a]", '<p>[a]: <a href="http://b.c"' + REL + ">http://b.c</a></p>\n<p>[a]</p>"),
    ],
)
def test_the_small_markdown_of_comments(body, html):
    assert render(body).html == html


@pytest.mark.parametrize(
    "body",
    [
        "^_^ lol ^_^",
        "*-* so cute *-*",
        "-_- zzz -_-",
        ">_< ouch",
        ">:( no",
        "f*** this s***",
        "____x____",
        ">>>",
        "- -",
        "#",
    ],
)
def test_faces_and_drawn_lines_are_shown_as_typed(body):
    assert Seen(render(body).html).words == body
    assert render(body).html.startswith("<p>")


@pytest.mark.parametrize(
    ("body", "href", "words"),
    [
        ("[x](https://a.b/c 'title')", "https://a.b/c", "x"),
        ("<https://a.b/c>", "https://a.b/c", "https://a.b/c"),
        ("https://a.b/c?d=1&e=2#f", "https://a.b/c?d=1&amp;e=2#f", "https://a.b/c?d=1&amp;e=2#f"),
        ("https://a.b/?d=1&amp;e=2", "https://a.b/?d=1&amp;e=2", "https://a.b/?d=1&amp;e=2"),
        ("https://a.b/x_y_z", "https://a.b/x_y_z", "https://a.b/x_y_z"),
        ("https://a.b/x_(y)", "https://a.b/x_(y)", "https://a.b/x_(y)"),
        ("[](https://a.b/)", "https://a.b/", "https://a.b/"),
        ("![words](https://a.b/i.png)", "https://a.b/i.png", "words"),
        ("![](https://a.b/i.png)", "https://a.b/i.png", "https://a.b/i.png"),
        ("[![i](https://c.d/i.png)](https://a.b/)", "https://a.b/", "i"),
    ],
)
def test_links_and_images_become_plain_links(body, href, words):
    rendered = render(body)

    assert rendered.html == f'<p><a href="{href}"{REL}>{words}</a></p>'
    assert rendered.links == 1


@pytest.mark.parametrize(
    ("body", "before", "after"),
    [
        ("(see https://a.b/c).", "(see ", ")."),
        ("**https://a.b/c**", "", ""),
        ("look https://a.b/c, then", "look ", ", then"),
        ("看https://a.b/c，很好", "看", "，很好"),  # a fullwidth comma
        ('"https://a.b/c"', '"', '"'),
        ("https://a.b/c\ufeff", "", ""),
    ],
)
def test_punctuation_around_a_plain_address_is_not_part_of_it(body, before, after):
    rendered = render(body)

    assert rendered.links == 1
    assert f'{before}<a href="https://a.b/c"{REL}>https://a.b/c</a>' in rendered.html.replace("<strong>", "")
    assert Seen(rendered.html).words == f"{before}https://a.b/c{after}"


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "javascript&colon;alert(1)",
        "&#x01;javascript:alert(1)",
        "java\tscript:alert(1)",
        "<java\\tscript:alert(1)>",
        "//evil.example",
        "/relative",
        "data:text/html,x",
        "data:image/png;base64,AAAA",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@b.c",
        "https:evil.example",
        "https:\\\\evil.example",
        "https://bank.example@evil.example/",
        "https://",
    ],
)
def test_a_link_to_anything_but_a_plain_web_address_is_only_text(target):
    for body in (f"[x]({target})", f"![x]({target})", f"<{target}>", target):
        rendered = render(body)
        assert rendered.links == 0
        assert "<a" not in rendered.html


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "`<img src=x>`",
        "```\n</code></pre><script>alert(1)</script>\n```",
        '```"><img/src=x>\nx\n```',
        '[x](https://a.b/"onmouseover="alert(1))',
        "[x](https://a.b/'onmouseover='alert(1) \"' onclick='alert(1)\")",
        'https://a.b/"onmouseover=alert(1)',
        "https://a.b/'><img/src=x>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<!-- --!><img src=x onerror=alert(1)> -->",
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
        "<a href='https://a.b' style='position:fixed' id='x' class='y'>z</a>",
        "\x00<scr\x00ipt>",
    ],
)
def test_incident_stored_xss_markup_in_a_body_is_inert_text(body):
    assert_only_allowed(render(body).html)


def test_the_text_of_a_link_cannot_hide_in_reordering_characters():
    assert render("&#x202e;abc \u202edef https://a.b/%E2%80%AEgpj").text == "abc def https://a.b/gpj"


def test_nesting_is_capped_and_nothing_that_was_said_is_lost():
    quotes = render("\n".join(">" * depth + f" q{depth}" for depth in range(1, 12)))
    lists = render("\n".join("  " * depth + f"- l{depth}" for depth in range(12)))
    mixed = render("> - > 1. > * > - deep")

    assert quotes.html.count("<blockquote>") == QUOTE_DEPTH
    assert lists.html.count("<ul>") == QUOTE_DEPTH
    assert sum(mixed.html.count(tag) for tag in ("<blockquote>", "<ul>", "<ol")) == QUOTE_DEPTH
    assert all(f"q{depth}" in quotes.text for depth in range(1, 12))
    assert all(f"l{depth}" in lists.text for depth in range(12))
    assert mixed.text.endswith("deep")


@pytest.mark.parametrize("marks", [">" * 100, "- " * 100, "1. > " * 100, " " * 300 + "- "])
def test_what_stands_behind_a_hundred_marks_is_still_shown(marks):
    assert render(f"first\n\n{marks}deep").text.split("\n")[-1] == "deep"


def test_emphasis_within_emphasis_is_capped():
    html = render("*a **b " * 50 + "c" + "** d*" * 50).html

    assert deepest(html) <= EMPHASIS_DEPTH + 1


@pytest.mark.parametrize("body", ["", " \n\t", "\u200b\ufeff\u202e", "\u2800", "\u3164"])
def test_a_body_that_shows_nothing_has_no_text(body):
    assert render(body) == Rendered(html="", links=0, text="")


def test_a_tower_of_accents_is_cut_to_what_living_scripts_need():
    assert len(render("Z" + "\u0335\u0316\u0301" * 3000 + "algo").text) < 20
    assert render("nữ कर्ता שָׁ֑לוֹם").text == "nữ कर्ता שָׁ֑לוֹם"


def test_joined_emoji_and_persian_stay_whole():
    assert render("👩‍💻 می‌خواهم 🏴󠁧󠁢󠁥󠁮󠁧󠁿").text == "👩‍💻 می‌خواهم 🏴󠁧󠁢󠁥󠁮󠁧󠁿"


def test_half_of_a_surrogate_pair_does_not_stop_the_page():
    assert render("a\ud83db").html.encode() == "<p>a\ufffdb</p>".encode()


@pytest.mark.parametrize(
    "body",
    [
        "[" * 10_000,
        "![" * 5_000,
        "[" * 5_000 + "]" * 5_000,
        "![a" * 3_300 + "](http://b.c)" * 10,
        ">" * 10_000,
        "> " * 8 + "\n" + "a\n" * 5_000,
        "- " * 5_000,
        "\n".join(" " * (2 * depth) + "- a" for depth in range(98)),
        "*" * 10_000,
        "*a _b " * 1_600,
        "".join("`" * run + " " for run in range(140)),
        "<http:" * 1_600,
        "[a](" * 2_500,
        "http://" * 1_400,
        "http://a.b/" + "(" * 5_000 + ")" * 5_000,
        "http://a.b/" + "." * 10_000,
        "a" + "\u0301\u0316" * 5_000,
        "&#x202e;" * 1_250,
        "\\" * 10_000,
        "~~a " * 2_500,
    ],
    ids=lambda body: body[:8],
)
def test_ten_thousand_characters_made_to_be_slow_are_not(body):
    started = time.process_time()
    html = render(body).html

    assert time.process_time() - started < 3  # seconds; each takes at most a tenth of that on a slow machine
    assert_only_allowed(html)
    assert deepest(html) < 40


PLAIN_PIECES = st.sampled_from(
    [*" \n.,;:!?'\"()/@$%^|{}=#+-", "a", "1.", "1)", "http:", "//", "www.a.b", "ü", "漢字", "й", "\u0301", "\u0958"]
    + ["\u0300" * 9, "\u200b", "\u200d", "\ufeff", "\ufffe", "\U0001f602", "\ue000", "|a|b|\n|-|-|\n", "---", "=="]
)


@given(st.one_of(st.lists(PLAIN_PIECES, max_size=25).map("".join), st.text(max_size=60)))
@example("one\n  two  \n \n\n three")
def test_a_text_without_marks_is_shown_as_the_parser_would_show_it(body):
    quick = render(body)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("commentsvc.domain.markup._MARKUP", re.compile(""))
        assert render(body) == quick


@given(st.one_of(st.text(max_size=300), st.lists(MARKDOWN_PIECES, max_size=60).map("".join)))
@example('[a](http://b.c "\'"><img src=x onerror=alert(1)>)')
@example("[![*a](http://b.c)*](http://d.e)")
def test_whatever_is_written_only_allowed_tags_and_attributes_come_out(body):
    rendered = render(body)

    assert_only_allowed(rendered.html)
    assert not rendered.html or rendered.html.encode()
    assert bool(rendered.text) is bool(rendered.html)
    assert rendered.html.count("<a ") == rendered.links
    assert not set(rendered.text) & set("\x00\u202e\u2066\ufeff")


def assert_only_allowed(html: str) -> None:
    for tag, attributes in Seen(html).tags:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set())
        if tag == "a":
            assert str(attributes["href"]).startswith(("http://", "https://"))
            assert attributes["rel"] == LINK_REL


def deepest(html: str) -> int:
    depth = most = 0
    for piece in html.split("<")[1:]:
        if piece.startswith("/"):
            depth -= 1
        elif not piece.startswith("br"):
            depth += 1
        most = max(most, depth)
    return most
