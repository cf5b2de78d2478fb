"""The notice: complete in every language, honest by construction, and named by its bytes."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import asdict, replace
from string import Formatter

import pytest

from commentsvc.domain.languages import plural_category
from commentsvc.domain.notice import (
    BASES,
    SiteFacts,
    default_manifest,
    manifest_bytes,
    notice_sha256,
    parse_manifest,
    public_notice,
    validate_manifest,
)
from commentsvc.domain.notice_texts import LANGUAGES, words
from commentsvc.errors import ValidationFailed

FACTS = SiteFacts(
    site="example",
    name="Example",
    controller_name="The Example Company",
    controller_address="Main Street 1\n12345 Town",
    controller_contact="privacy@example.org",
    privacy_url="https://example.org/privacy",
    jurisdiction="EU",
    authority="the Authority of Town",
    retention_months=12,
    languages=("en",),
)
FILLED = {
    "controller",
    "controller_name",
    "controller_contact",
    "privacy_url",
    "site_name",
    "authority",
    "ground",
    "kept",
    "months",
}
WIDGET = {"name", "n", "time"}
AGREEING = re.compile(
    r"agree|einverstanden|zustimm|accept|accett|acepto|aceito|consen|akkoord|toestem|zgadzam|zgod|godkänn|samtyck|samtykke|souhlas|suostumu|kabul|rıza"
    r"|згод|أوافق|موافق|同意",
    re.IGNORECASE,
)


@pytest.fixture
def manifest():
    return default_manifest(FACTS, "en", 1)


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def everything(value) -> str:
    if isinstance(value, str):
        return value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return "\n".join(everything(item) for item in items)


def check_forms(lang, forms, wanted, first=0):
    """Every form the language has for 0 to 200 is there, and says its number where it stands for several."""
    meant = defaultdict(set)
    for n in range(first, 200):
        meant[plural_category(lang, n)].add(n)
    assert set(forms) == set(meant) | {"other"}, lang
    for category, form in forms.items():
        assert braces(form) == wanted or (not braces(form) and len(meant[category]) == 1), form


def test_there_are_at_least_twelve_languages():
    assert {"ar", "cs", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "uk"} <= set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_lacks_a_word_that_english_has(lang):
    english, other = words("en"), words(lang)

    for group in ("labels", "buttons", "messages", "grounds"):
        assert set(getattr(other, group)) == set(getattr(english, group)), group
    assert not braces(other.kept["zero"])
    check_forms(lang, {name: form for name, form in other.kept.items() if name != "zero"}, {"months"}, first=1)
    for group in ("labels", "buttons", "messages"):
        for name, text in getattr(english, group).items():
            theirs = getattr(other, group)[name]
            if isinstance(text, str):
                assert braces(theirs) == braces(text) <= WIDGET, f"{group}.{name}"
            else:
                check_forms(lang, theirs, braces(text["other"]))
    assert braces(other.text) == braces(english.text) <= FILLED
    assert other.text.count("## ") == english.text.count("## ")
    assert other.text.count("\n\n") == english.text.count("\n\n")
    assert len(other.publish.recipients) == len(english.publish.recipients)
    assert len(other.publish.personal_data) == len(english.publish.personal_data)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_is_left_in_english(lang):
    if lang == "en":
        return
    english, other = words("en"), words(lang)
    same = [name for name in english.messages if other.messages[name] == english.messages[name]]

    assert same == []


@pytest.mark.parametrize(
    ("lang", "parted"),
    [("fr", r"\S [;:?!»]|« "), ("cs", r"(?<!\w)[ksvzouai] \w"), ("pl", r"(?<![\w.])[wziou] \w")],
)
def test_no_line_breaks_where_the_language_forbids_it(lang, parted):
    said = everything(asdict(words(lang)))

    assert re.findall(parted, said, re.IGNORECASE) == []
    assert "\u00a0" in said


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_default_notice_is_complete_on_every_basis(lang, basis):
    made = default_manifest(FACTS, lang, 1, basis)
    text = made["text"]

    validate_manifest(made)
    assert not re.search(r"[{}]", made["title"] + made["summary"] + text + everything(made["purposes"]))
    for fact in (
        "The Example Company, Main Street 1, 12345 Town",
        "privacy@example.org",
        "https://example.org/privacy",
    ):
        assert fact in text
    for article in ("9", "15", "16", "17", "18", "20", "21", "77"):
        assert re.search(rf"(?<!\d){article}(?!\d)", text), article
    assert re.search(r"(?<!\d)12(?!\d)", text), "the months"
    assert "the Authority of Town" in text
    assert made["purposes"][0]["basis"] == basis


@pytest.mark.parametrize("lang", LANGUAGES)
def test_law_1_an_acknowledgement_never_asks_the_reader_to_agree(lang):
    agreed = default_manifest(FACTS, lang, 1)["purposes"][0]["label"]

    for basis in BASES[1:]:
        label = default_manifest(FACTS, lang, 1, basis)["purposes"][0]["label"]
        assert label != agreed
        assert not AGREEING.search(label)
    assert AGREEING.search(agreed), "and the word for it is one of those that are looked for here"


def test_law_7_every_choice_is_off_and_only_publishing_is_required(manifest):
    assert [(item["id"], item["required"], item["default"]) for item in manifest["purposes"]] == [
        ("publish", True, False),
        ("reply-mail", False, False),
        ("remember-me", False, False),
    ]


@pytest.mark.parametrize(("months", "said"), [(0, "as long as the comment."), (1, "one month"), (36, "36 months")])
def test_retention_is_said_in_words(months, said):
    assert said in default_manifest(replace(FACTS, retention_months=months), "en", 1)["text"]


def test_what_the_owner_typed_stays_one_sentence_and_is_never_a_pattern():
    facts = replace(FACTS, controller_name="A {b}\n\n## C", controller_address="", authority="")
    text = default_manifest(facts, "en", 1)["text"]

    assert "A {b} ## C, privacy@example.org" in text
    assert "data protection authority of the place where you live" in text


def test_a_notice_is_named_by_the_hash_of_its_canonical_bytes(manifest):
    body = manifest_bytes(manifest)

    assert notice_sha256(body) == hashlib.sha256(body).hexdigest()
    assert parse_manifest(body) == manifest
    assert manifest_bytes(dict(reversed(manifest.items()))) == body
    assert manifest_bytes(default_manifest(FACTS, "en", 2)) != body


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"schema":"other/1"}', b"nonsense"])
def test_bytes_of_another_schema_are_no_notice(body):
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one too
        parse_manifest(body)


def test_the_public_notice_is_all_a_form_needs(manifest):
    public = public_notice(manifest, "ab")

    assert set(public) == {
        *("sha256", "version", "lang", "title", "summary", "text"),
        *("controller", "purposes", "labels", "buttons", "messages"),
    }
    assert public["sha256"] == "ab"
    assert set(public["purposes"][0]) == {
        *("id", "label", "description", "required", "default", "basis", "retention", "recipients"),
    }
    assert json.dumps(public)


def change(manifest, path, value):
    changed = copy.deepcopy(manifest)
    target = changed
    for step in path[:-1]:
        target = target[step]
    if value is None:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("title",), "", "title"),
        (("summary",), " \u200b", "summary"),
        (("text",), "x" * 60_000, "text"),
        (("text",), "abc\u202edef", "text"),
        (("text",), 7, "text"),
        (("version",), 0, "version"),
        (("version",), True, "version"),
        (("schema",), "other/1", "schema"),
        (("site",), "", "site"),
        (("rights",), [], "rights"),
        (("rights",), ["to be forgotten"], "rights"),
        (("rights",), ["eu-gdpr:A15", "eu-gdpr:A 17"], "rights"),
        (("purposes", 0, "storage"), "cellar", "purposes.publish.storage"),
        (("controller",), None, "controller"),
        (("controller", "name"), "", "controller.name"),
        (("controller", "contact"), None, "controller.contact"),
        (("controller", "privacy_url"), "javascript:alert(1)", "controller.privacy_url"),
        (("purposes",), [], "purposes"),
        (("purposes",), "publish", "purposes"),
        (("purposes", 0, "required"), False, "purposes"),
        (("purposes", 1, "required"), True, "purposes"),
        (("purposes", 1, "id"), "newsletter", "purposes"),
        (("purposes", 1, "id"), "publish", "purposes"),
        (("purposes", 0, "default"), True, "purposes.publish.default"),
        (("purposes", 2, "default"), True, "purposes.remember-me.default"),
        (("purposes", 2, "default"), 0, "purposes.remember-me.default"),
        (("purposes", 0, "basis"), "eu-gdpr:A6-1-e", "purposes.publish.basis"),
        (("purposes", 2, "basis"), "eu-gdpr:A6-1-f", "purposes.remember-me.basis"),
        (("purposes", 0, "label"), "", "purposes.publish.label"),
        (("purposes", 0, "personal_data"), [], "purposes.publish.personal_data"),
        (("purposes", 0, "recipients"), [""], "purposes.publish.recipients"),
        (("labels", "name"), "", "labels.name"),
        (("labels",), None, "labels"),
        (("buttons", "submit"), None, "buttons.submit"),
        (("messages", "count"), "many", "messages.count"),
        (("messages", "count", "other"), "", "messages.count.other"),
        (("messages", "extra"), "", "messages.extra"),
    ],
)
def test_a_notice_that_misleads_or_lacks_something_cannot_be_published(manifest, path, value, field):
    with pytest.raises(ValidationFailed) as refused:
        validate_manifest(change(manifest, path, value))

    assert field in refused.value.fields


def test_all_that_is_wrong_is_said_at_once(manifest):
    with pytest.raises(ValidationFailed) as refused:
        validate_manifest(change(change(manifest, ("title",), ""), ("summary",), ""))

    assert set(refused.value.fields) == {"title", "summary"}
