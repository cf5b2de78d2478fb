"""Each kind of rule: what it finds, what it leaves alone, and which settings it refuses."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.domain.judgement import REASONS
from commentsvc.domain.markup import render
from commentsvc.domain.rules import KINDS, ReadyRule, apply_rules
from commentsvc.domain.rules.comment import Author, JudgedComment, fingerprint, own_hosts
from commentsvc.domain.rules.kind import Effect, checked

SUNDAY_NIGHT = datetime.fromisoformat("2026-11-29T23:30:00+01:00")
OWN = own_hosts(["https://example.org", "https://*.paper.example"])


def comment(body: str = "I agree.", **facts: Any) -> JudgedComment:
    return JudgedComment(
        html=render(body).html, **{"name": "Ada", "website": None, "at": SUNDAY_NIGHT, "own": OWN, **facts}
    )


def look(kind: str, shown: JudgedComment, **settings: Any) -> str | None:
    ready, problems = checked(KINDS[kind], settings)
    assert problems == {}
    return KINDS[kind].ready(ready)(shown)


def by(published: int, *, refused: bool = False) -> Author:
    return Author(published, refused, has_address=True)


EN = "This is the best that I have read about it, and they were right to say so."
DE = "Das ist nicht wahr, und ich habe auch gelesen, dass sie es noch nicht wissen."
DA = "Det er ikke rigtigt, og jeg har også læst, at de ikke ved noget om det."
UK = "Це неправда, і я вже читав, що вони ще не знають про те, що сталося."
RU = "Это неправда, и я уже читал, что они ещё не знают, как это было на самом деле."
JA = "それは本当ではありません。彼らはまだ知らないと読みました。"

APPLIES: list[tuple[str, dict[str, Any], JudgedComment, str]] = [
    ("words", {"words": ["casino*"]}, comment("**cas**inos"), "“casino*” stands in the text"),
    ("words", {"words": ["casino*"]}, comment(name="Casino Bob"), "“casino*” stands in the name"),
    ("words", {"words": ["casino"]}, comment("[ok](https://a.example/best-casino)"), "“casino” stands in a link"),
    ("links", {"more_than": 1}, comment("https://a.example https://b.example"), "it has 2 links"),
    ("links", {"more_than": 0}, comment("see murdev.com now"), "it has 1 link"),
    ("links", {"domains": ["bad.example"]}, comment("https://www.bad.example/x"), "it links to bad.example"),
    ("links", {"domains": ["münchen.example"]}, comment(website="https://xn--mnchen-3ya.example"), "it links to"),
    ("links", {"more_than": 0, "newer_than": 1}, comment("https://a.example"), "it has 1 link"),
    ("new-author", {"fewer_than": 2}, comment(author=by(1)), "1 comment by its author is published"),
    ("new-author", {"fewer_than": 1}, comment(), "its author gave no address"),
    ("trusted", {"published": 3}, comment(author=by(3)), "3 comments by its author are published"),
    ("repeated", {"copies": 1}, comment(copies=1), "the same text came before"),
    ("repeated", {}, comment("subscribe " * 12), "“subscribe” stands there 12 times"),
    ("repeated", {}, comment("no" + "o" * 40), "one letter stands there over and over"),
    ("length", {"shorter_than": 20}, comment("First!"), "it has only 6 characters"),
    ("length", {"longer_than": 10}, comment("Rather a long text"), "it has 18 characters"),
    ("length", {}, comment("THIS IS THE END OF IT"), "100 % of its letters are capitals"),
    ("language", {"languages": ["de"]}, comment(EN), "it reads like English"),
    ("language", {"languages": ["en", "fr"]}, comment(DE), "it reads like German"),
    ("language", {"languages": ["de", "en"]}, comment(DA), "it reads like Danish"),
    ("language", {"languages": ["de"]}, comment(RU), "it is written in Cyrillic script"),
    ("language", {"languages": ["uk"]}, comment(RU), "it reads like Russian"),
    ("language", {"languages": ["en"]}, comment(JA), "it is written in Japanese script"),
    ("closed", {"days": ["sun"]}, comment(), "it came at 23:30"),
    ("closed", {"days": ["sat"], "from": "20:00", "to": "19:00"}, comment(at=SUNDAY_NIGHT.replace(hour=18)), "it came"),
    ("closed", {"dates": ["2026-11-28..2026-11-30"]}, comment(), "everything waits on 2026-11-29"),
    ("flags", {"flags": 3}, comment(flags=3), "3 readers flagged it"),
]  # fmt: skip
LEAVES: list[tuple[str, dict[str, Any], JudgedComment]] = [
    ("links", {"more_than": 1}, comment("https://example.org/a https://x.paper.example/b https://a.example")),
    ("links", {"more_than": 0}, comment("Great.This is ok.so e.g. this. And that, i.e. 3.5 or ada@mail.example", website="https://a.example")),
    ("links", {"domains": ["bad.example"], "more_than": 9}, comment("https://notbad.example https://bad.example.org")),
    ("links", {"more_than": 0, "newer_than": 1}, comment("https://a.example", author=by(1))),
    ("new-author", {"fewer_than": 2}, comment(author=by(2))),
    ("trusted", {"published": 3}, comment(author=by(9, refused=True))),
    ("trusted", {"published": 1}, comment()),
    ("repeated", {"copies": 2}, comment(copies=1)),
    ("repeated", {}, comment("The people of this town want what the people of that town have, and more.")),
    ("repeated", {}, comment("SUPER " + "!" * 60)),
    ("length", {"shorter_than": 6}, comment("First!")),
    ("length", {}, comment("NASA AND ESA")),
    ("length", {}, comment("日本語の文章はとても長くて大文字がない")),
    ("language", {"languages": ["de"]}, comment(DE)),
    ("language", {"languages": ["de"]}, comment("OK, lol! The Beatles")),
    ("language", {"languages": ["ja"]}, comment(JA)),
    ("language", {"languages": ["uk"]}, comment(UK)),
    ("language", {"languages": ["en"]}, comment("Probably a tiger ha ha ha, a big one")),
    ("closed", {"days": ["sun"], "from": "08:00", "to": "18:00"}, comment()),
    ("closed", {"days": ["mon"]}, comment()),
    ("flags", {"flags": 3}, comment(flags=2)),
]  # fmt: skip
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("words", {}, "words"),
    ("words", {"words": ["*"]}, "words"),
    ("words", {"words": "casino"}, "words"),
    ("words", {"words": [1]}, "words"),
    ("words", {"words": ["a\x00b"]}, "words"),
    ("words", {"words": ["ok"], "regex": ".*"}, "regex"),
    ("links", {"more_than": -1}, "more_than"),
    ("links", {"more_than": True}, "more_than"),
    ("links", {"more_than": 1000}, "more_than"),
    ("links", {"domains": ["<script>"]}, "domains"),
    ("links", {"domains": ["com"]}, "domains"),
    ("repeated", {"copies": 0, "share": 0}, "copies"),
    ("length", {"capitals": 0}, "shorter_than"),
    ("length", {"shorter_than": 9, "longer_than": 5}, "longer_than"),
    ("language", {}, "languages"),
    ("language", {"languages": ["tlh"]}, "languages"),
    ("closed", {}, "days"),
    ("closed", {"days": ["sun"], "from": "24:00"}, "from"),
    ("closed", {"dates": ["2026-02-30"]}, "dates"),
    ("closed", {"dates": ["2026-02-03..2026-02-01"]}, "dates"),
    ("flags", {"flags": 0}, "flags"),
]


@pytest.mark.parametrize(("kind", "settings", "shown", "said"), APPLIES)
def test_a_rule_finds_what_it_looks_for_and_says_what(
    kind: str, settings: dict[str, Any], shown: JudgedComment, said: str
) -> None:
    assert str(look(kind, shown, **settings)).startswith(said)


@pytest.mark.parametrize(("kind", "settings", "shown"), LEAVES)
def test_a_rule_leaves_alone_what_it_does_not_look_for(
    kind: str, settings: dict[str, Any], shown: JudgedComment
) -> None:
    assert look(kind, shown, **settings) is None


@pytest.mark.parametrize(("kind", "settings", "field"), REFUSED)
def test_settings_that_make_no_sense_are_refused_by_field(kind: str, settings: dict[str, Any], field: str) -> None:
    assert field in checked(KINDS[kind], settings)[1]


def test_every_kind_has_its_words_and_a_reason_that_moderators_can_filter_by() -> None:
    for kind in KINDS.values():
        assert kind.reason in REASONS
        assert kind.effects
        assert kind.says.endswith(".")
        assert len({field.name for field in kind.fields}) == len(kind.fields)


@given(st.text(max_size=400), st.text(max_size=50), st.none() | st.text(max_size=60))
def test_no_comment_breaks_a_rule(body: str, name: str, website: str | None) -> None:
    given_settings: dict[str, dict[str, Any]] = {
        "words": {"words": ["casino*", "=ano", "死ね"]},
        "links": {"more_than": 0, "domains": ["bad.example"]},
        "language": {"languages": ["de", "ja"]},
        "closed": {"days": ["sun"], "dates": ["2026-12-24"]},
    }
    shown = comment(body, name=name, website=website)
    for kind in KINDS:
        look(kind, shown, **given_settings.get(kind, {}))
    fingerprint(shown.html)


def test_rules_are_asked_from_the_top_and_one_that_lets_pass_ends_it() -> None:
    def ready(kind: str, effect: Effect, **settings: Any) -> ReadyRule:
        made, _ = checked(KINDS[kind], settings)
        return ReadyRule(uuid.uuid4(), kind, KINDS[kind], effect, KINDS[kind].ready(made))

    word = ready("words", Effect.SPAM, words=["casino"])
    trusted = ready("trusted", Effect.PASS)
    flags = ready("flags", Effect.HOLD, flags=1)
    shown = comment("casino", author=by(3), flags=1)

    assert [one.rule for one in apply_rules([word, trusted, flags], shown)] == [word, trusted]
    assert [one.rule for one in apply_rules([trusted, word, flags], shown)] == [trusted]
    assert [one.rule for one in apply_rules([flags, word], shown)] == [flags, word]
    assert apply_rules([word], shown)[0].because == "Rule “words”: “casino” stands in the text."


def test_the_same_words_have_one_fingerprint_and_short_texts_have_none() -> None:
    assert fingerprint(render("Buy cheap shoes **now**!").html) == fingerprint(render("buy CHEAP shoes, now...").html)
    assert fingerprint(render("Buy cheap shoes now").html) != fingerprint(render("Buy cheap socks now").html)
    assert fingerprint(render("Thank you!").html) is None
