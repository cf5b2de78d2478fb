"""What readers see beside a comment in which the site answers itself."""

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
    cs="Tým webu",
    da="Sitets team",
    de="Team der Website",
    en="Site team",
    es="Equipo del sitio",
    fi="Sivuston ylläpito",
    fr="Équipe du site",
    it="Team del sito",
    ja="サイト運営者",
    nl="Team van de site",
    pl="Zespół serwisu",
    pt="Equipa do site",
    sv="Webbplatsens team",
    tr="Site ekibi",
    uk="Команда сайту",
)
