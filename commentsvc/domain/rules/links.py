"""How many links, and where they lead."""

from __future__ import annotations

import re

from commentsvc.domain.rules.comment import JudgedComment, host_of, unicode_host
from commentsvc.domain.rules.kind import LINES, NUMBER, Effect, Field, Kind, Looks, Need, Problems, Settings, times

_DOMAIN = re.compile(r"(?=.{1,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}")
NO_LIMIT = 1000


def domain(line: str) -> str:
    """A line of a list of domains as it is compared: without scheme, path and `www.`."""
    bare = line.strip().lower().split("://", 1)[-1].split("/", 1)[0].removeprefix("*.").removeprefix("www.")
    return unicode_host(bare.rstrip("."))


def within(host: str, domains: frozenset[str]) -> str | None:
    """The domain of the list that `host` is, or is below, by whole labels."""
    labels = host.split(".")
    for place in range(len(labels)):
        name = ".".join(labels[place:])
        if name in domains:
            return name
    return None


def _ready(settings: Settings) -> Looks:
    listed = frozenset(map(domain, settings["domains"]))

    def look(comment: JudgedComment) -> str | None:
        if settings["newer_than"] and comment.author.published >= settings["newer_than"]:
            return None
        for address in comment.links if listed else ():
            if (name := within(host_of(address), listed)) is not None:
                return f"it links to {name}"
        if comment.link_count > settings["more_than"] and settings["more_than"] < NO_LIMIT:
            return f"it has {times(comment.link_count, 'link')}"
        return None

    return look


def _check(settings: Settings) -> Problems:
    wrong = [line for line in settings["domains"] if len(line) > 300 or not _DOMAIN.fullmatch(domain(line))]
    if wrong:
        return {"domains": [f"“{line[:60]}” is no domain such as example.org." for line in wrong[:5]]}
    if not settings["domains"] and settings["more_than"] == NO_LIMIT:
        return {"more_than": ["Say how many links, or which domains."]}
    return {}


LINKS = Kind(
    id="links",
    name="Links",
    says="There are more links than a number, or one leads to a listed domain.",
    reason="links",
    effects=(Effect.HOLD, Effect.SPAM),
    fields=(
        Field(
            "more_than",
            "More links than",
            f"0: any link at all. {NO_LIMIT}: only the domains count. Links to your own pages are not counted; "
            "addresses without https:// are.",
            NUMBER,
            2,
            most=NO_LIMIT,
        ),
        Field(
            "domains",
            "Or a link to one of these domains",
            "One a line; example.org covers www.example.org and every other name below it. "
            "The author’s website is looked at too.",
            LINES,
            [],
            most=20_000,
        ),
        Field(
            "newer_than",
            "Only of authors with fewer published comments than",
            "0: of everybody. Whoever gives no address always counts as new.",
            NUMBER,
            0,
            most=1000,
        ),
    ),
    ready=_ready,
    check=_check,
    needs=frozenset({Need.AUTHOR}),
)
