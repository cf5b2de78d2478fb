"""Languages: which way they are written, and which form goes with a number."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from commentsvc.domain.languages import OWN_NAMES, direction, own_name, plural_category, plural_form
from commentsvc.domain.notice_texts import LANGUAGES


@pytest.mark.parametrize(
    ("lang", "way"), [("en", "ltr"), ("ar", "rtl"), ("ar-EG", "rtl"), ("HE", "rtl"), ("arn", "ltr")]
)
def test_a_language_is_written_in_its_own_direction(lang, way):
    assert direction(lang) == way


def test_every_language_we_write_in_has_its_own_name():
    assert set(LANGUAGES) <= set(OWN_NAMES)
    assert (own_name("uk"), own_name("tlh")) == ("Українська", "tlh")


@pytest.mark.parametrize(
    ("lang", "n", "category"),
    [
        *(("en", 0, "other"), ("en", 1, "one"), ("fr", 0, "one"), ("pt-BR", 0, "one"), ("ja", 1, "other")),
        *(("cs", 1, "one"), ("cs", 4, "few"), ("cs", 5, "other")),
        *(("pl", 1, "one"), ("pl", 22, "few"), ("pl", 12, "many"), ("pl", 21, "many")),
        *(("uk", 21, "one"), ("uk", 11, "many"), ("uk", 103, "few"), ("uk", 112, "many")),
        *(("ar", 0, "zero"), ("ar", 2, "two"), ("ar", 10, "few"), ("ar", 99, "many"), ("ar", 100, "other")),
        ("xx", 1, "one"),
    ],
)
def test_a_number_has_the_form_that_its_language_gives_it(lang, n, category):
    assert plural_category(lang, n) == category


def test_every_language_counts_as_the_browsers_do(browser: Browser):
    page = browser.new_page()
    theirs = page.evaluate(
        """langs => Object.fromEntries(langs.map((lang) => {
          const rules = new Intl.PluralRules(lang);
          return [lang, Array.from({ length: 1200 }, (_, n) => rules.select(n))];
        }))""",
        list(LANGUAGES),
    )
    page.close()

    assert {lang: [plural_category(lang, n) for n in range(1200)] for lang in LANGUAGES} == theirs


def test_a_form_that_is_missing_falls_back_to_other():
    assert plural_form("pl", {"one": "{n} raz", "other": "{n} razy"}, 5) == "{n} razy"
