"""What readers see beside a comment in which the site answers itself; the widget says the same."""

from __future__ import annotations

from typing import NamedTuple


class Badge(NamedTuple):
    """The words in every language; a language without them is a type error."""

    ar: str
    cs: str
    da: str
    de: str
    en: str
    es: str
    fi: str
    fr: str
    it: str
    ja: str
    nl: str
    pl: str
    pt: str
    sv: str
    tr: str
    uk: str

    def words(self, lang: str) -> str:
        """The words in this language, or in English."""
        return self._asdict().get(lang, self.en)


STAFF = Badge(
    ar="فريق الموقع",
    cs="Redakce",
    da="Redaktionen",
    de="Redaktion",
    en="Staff",
    es="Equipo",
    fi="Toimitus",
    fr="Rédaction",
    it="Redazione",
    ja="運営",
    nl="Redactie",
    pl="Redakcja",
    pt="Redação",
    sv="Redaktionen",
    tr="Ekip",
    uk="Редакція",
)
