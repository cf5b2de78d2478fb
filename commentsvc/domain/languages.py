"""What code has to know of a language: how it is written, and which form of a word goes with a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"})
"""The primary subtags of languages written from right to left."""

OWN_NAMES: Mapping[str, str] = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
}
"""What the languages we have texts in call themselves."""


def own_name(lang: str) -> str:
    """What a language (BCP 47) calls itself, or its tag where we do not know."""
    return OWN_NAMES.get(lang, lang)


def direction(lang: str) -> str:
    """The HTML `dir` of text in `lang` (BCP 47): `rtl` or `ltr`."""
    return "rtl" if _primary(lang) in RIGHT_TO_LEFT else "ltr"


def plural_category(lang: str, n: int) -> str:
    """The CLDR plural category of the whole number `n` (0 or more) in `lang`: zero, one, two, few, many or other.

    The same as `Intl.PluralRules` in the browser for every language there are default texts in; for numbers from a
    million on, languages that have a form of their own there get `other`. An unknown language counts like English.
    """
    return _RULES.get(_primary(lang), _one)(n)


def plural_form(lang: str, forms: Mapping[str, str], n: int) -> str:
    """The one of `forms` (by category, `other` always there) that goes with `n`; its braces are left alone."""
    return forms.get(plural_category(lang, n), forms["other"])


def _primary(lang: str) -> str:
    return lang.split("-")[0].lower()


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _up_to_one(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _never(n: int) -> str:
    return "other"


def _czech(n: int) -> str:
    return "one" if n == 1 else "few" if 2 <= n <= 4 else "other"


def _few(n: int) -> bool:
    return 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14


def _polish(n: int) -> str:
    return "one" if n == 1 else "few" if _few(n) else "many"


def _east_slavic(n: int) -> str:
    return "one" if n % 10 == 1 and n % 100 != 11 else "few" if _few(n) else "many"


def _arabic(n: int) -> str:
    if n <= 2:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


_RULES: Mapping[str, Callable[[int], str]] = {
    **{"fr": _up_to_one, "pt": _up_to_one, "ja": _never},
    **{"cs": _czech, "pl": _polish, "uk": _east_slavic, "ar": _arabic},
}
