"""The words of a reader's page: those of the notice in force, in the language the reader asks for, and our own around
them in the same language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from commentsvc.domain.languages import direction, plural_form
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_texts import LANGUAGES, words
from commentsvc.models.notice import notices_in_force
from commentsvc.models.site import Site
from commentsvc.portal.page_text import PageText
from commentsvc.portal.page_texts import page_text
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.serve_notice import best_notice


@dataclass(frozen=True)
class PageWords:
    """Labels, buttons and messages of one language, our own words around them, and how that language is written."""

    lang: str
    labels: Mapping[str, str]
    buttons: Mapping[str, str]
    messages: Mapping[str, Any]
    own: PageText

    @property
    def dir(self) -> str:
        """The HTML `dir` of the page."""
        return direction(self.lang)

    @property
    def any_authority(self) -> str:
        """Whom a reader may complain to, where the owner named nobody."""
        return words(_known(self.lang)).any_authority

    def plural(self, message: str, n: int) -> str:
        """A message that counts, with its number in place."""
        return plural_form(self.lang, self.messages[message], n).replace("{n}", str(n))


def page_words(deps: Deps, site_id: str, lang: str | None) -> PageWords:
    """The words for a page of this site; in English where the site has no notice yet."""
    site = find_site(deps, site_id)
    if not notices_in_force(deps.session, site.id):
        return default_words("en")
    manifest = parse_manifest(best_notice(deps, site, lang).body)
    return of_manifest(manifest)


def of_manifest(manifest: Mapping[str, Any]) -> PageWords:
    """The words that came with a notice.

    The default texts lie underneath, so that a notice published before a label existed still draws a whole page.
    """
    lang = manifest["lang"]
    own = words(_known(lang))
    return PageWords(
        lang,
        {**own.labels, **manifest["labels"]},
        {**own.buttons, **manifest["buttons"]},
        {**own.messages, **manifest["messages"]},
        page_text(_known(lang)),
    )


def default_words(lang: str) -> PageWords:
    """The words of no notice in particular, in `lang` (one of `notice_texts.LANGUAGES`)."""
    own = words(lang)
    return PageWords(lang, own.labels, own.buttons, own.messages, page_text(lang))


def words_for_reader(site: Site) -> PageWords:
    """The words for a page that belongs to no notice: in what `lang` says (in the address or the form), else the first
    language the browser asks for that we have words in, else the site's own.
    """
    asked = [request.values.get("lang", ""), *request.accept_languages.values(), site.default_language]
    for tag in asked:
        for candidate in (tag, tag.split("-")[0]):
            if candidate in LANGUAGES:
                return default_words(candidate)
    return default_words("en")


def wanted_language(deps: Deps, site_id: str) -> str | None:
    """`?lang=`, else the first language the browser asks for that the site has a notice in."""
    if asked := request.args.get("lang"):
        return asked
    offered = {notice.lang for notice in notices_in_force(deps.session, site_id)}
    for tag in request.accept_languages.values():
        if tag in offered or tag.split("-")[0] in offered:
            return str(tag)
    return None


def _known(lang: str) -> str:
    return lang if lang in LANGUAGES else "en"
