"""How the portal's templates draw times and a notice's text."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup, escape

from commentsvc.clock import iso
from commentsvc.domain.content_texts import content_text
from commentsvc.portal.base import portal
from commentsvc.portal.flag_texts import flag_text
from commentsvc.portal.staff_text import STAFF


@portal.app_template_filter("portal_blocks")
def blocks(text: str) -> list[tuple[str, str]]:
    """A notice's text as (`h` or `p`, words): paragraphs with an empty line between, headings begin with `## `."""
    found: list[tuple[str, str]] = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = part.strip("\n")
        if lines.startswith("## "):
            heading, _, lines = lines.partition("\n")
            found.append(("h", heading[3:].strip()))
        if lines.strip():
            found.append(("p", lines.strip()))
    return found


@portal.app_template_filter("portal_fill")
def fill(text: str, **values: object) -> Markup:
    """A sentence with its names in braces filled in, escaped unless they are markup, each set apart from the
    sentence's direction.
    """
    return escape(text).format(**{name: Markup("<bdi>{}</bdi>").format(value) for name, value in values.items()})


@portal.app_template_filter("portal_moment")
def moment(at: datetime | str) -> str:
    """A time for people of any language: `2026-03-14, 09:30 UTC`."""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{at:%Y-%m-%d, %H:%M} UTC"


@portal.app_template_filter("portal_iso")
def machine_moment(at: datetime | str) -> str:
    """A time for a `datetime` attribute."""
    return at if isinstance(at, str) else iso(at)


@portal.app_template_filter("portal_report")
def report_label(lang: str) -> str:
    """What the link that reports a comment is called in this language."""
    return content_text(lang).report


@portal.app_template_filter("portal_flag")
def flag_label(lang: str) -> str:
    """What the link that flags a comment is called in this language."""
    return flag_text(lang).link


@portal.app_template_filter("portal_staff")
def staff_label(lang: str) -> str:
    """What stands beside a comment in which the site answers itself."""
    return STAFF.words(lang)
