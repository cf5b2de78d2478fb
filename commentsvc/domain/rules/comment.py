"""What a rule may look at of a comment. Pure; what costs time is worked out once, when the first rule asks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from html import unescape
from urllib.parse import unquote, urlsplit

from commentsvc.domain.rules.folding import fold

_HREF = re.compile(r'<a [^>]*?href="([^"]*)"')
_BREAK = re.compile(r"<br>|</p>|</li>|</pre>|</blockquote>")
_TAG = re.compile(r"<[^>]*>")
# Written without `https://`; only under names that are no words, for many leave out the space between two sentences.
_BARE_HOST = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,5}"
    r"(?:com|net|org|info|biz|xyz|online|site|shop|club|top|io|app|dev|de|fr|es|nl|pl|cz|dk|fi|se|jp|cn|kr|br|pt|tr|ua|ru|"
    r"uk|ch|eu|gr|hu|ro|bg|ir|il|za|au|ca|mx|ar|cl|tk|cc|tv|ly|gg)(?![\w-]|\.\w)",
    re.I,
)
_BLANKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Author:
    """What the site knows of who wrote it, under the same address and name: how many of theirs are published, and
    whether one was refused (spam, rejected or removed). Without an address nothing is known of anybody."""

    published: int = 0
    refused: bool = False
    has_address: bool = False


@dataclass(frozen=True)
class JudgedComment:
    """A comment as rules see it. `html` is what the sanitiser made of it, `at` the time on the site's clock, `copies`
    how often its text came before, `flags` how many readers' flags count against it, `own` the site's `own_hosts`."""

    html: str
    name: str
    website: str | None
    at: datetime
    own: frozenset[str] = frozenset()
    author: Author = field(default_factory=Author)
    copies: int = 0
    flags: int = 0

    @cached_property
    def text(self) -> str:
        """What a reader sees, with line ends."""
        return text_of(self.html)

    @cached_property
    def folded(self) -> str:
        """The text as `folding.fold` reads it."""
        return fold(self.text)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Where its links lead, except to the site's own pages; and its author's website, which comes last."""
        found = [unescape(address) for address in _HREF.findall(self.html)]
        strange = [address for address in found if not is_own(host_of(address), self.own)]
        return (*strange, self.website) if self.website else tuple(strange)

    @cached_property
    def link_count(self) -> int:
        """How many links stand in the text, those written without `https://` too."""
        linked = len(self.links) - bool(self.website)
        if "." not in self.text:
            return linked
        counted = {host_of(address).removeprefix("www.") for address in self.links}
        bare = {unicode_host(host).removeprefix("www.") for host in _BARE_HOST.findall(self.text)}
        return linked + sum(not is_own(host, self.own) for host in bare - counted)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Every text of the author's own in which a word may stand, by what a moderator calls it."""
        addresses = "\n".join(unquote(address) for address in self.links)
        return {"the text": self.text, "the name": self.name, "a link": addresses}


def own_hosts(origins: Iterable[str]) -> frozenset[str]:
    """The hosts of a site's origins; `.example.org` for every subdomain of example.org."""
    hosts = ((origin, host_of(origin.replace("://*.", "://"))) for origin in origins)
    return frozenset("." + host if "://*." in origin else host for origin, host in hosts)


def is_own(host: str, own: frozenset[str]) -> bool:
    """Whether the host is one of the site's."""
    labels = host.split(".")
    return host in own or any("." + ".".join(labels[place:]) in own for place in range(1, len(labels)))


def text_of(html: str) -> str:
    """The plain text of a comment's sanitised HTML."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html))).strip()


def host_of(address: str) -> str:
    """The host an address names, in lower case, as it is written in Unicode; empty where there is none."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return unicode_host(host)


def unicode_host(host: str) -> str:
    """A host's name as people read it: `xn--…` in letters, lower case."""
    if "xn--" not in host:
        return host.lower()
    try:
        return host.lower().encode("ascii").decode("idna")
    except UnicodeError:
        return host.lower()


def fingerprint(html: str) -> str | None:
    """What two comments with the same words have in common, whatever their case, accents and punctuation; None where
    there are too few words for that to mean anything."""
    words = _BLANKS.sub("", fold(text_of(html)))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest() if len(words) >= SHORTEST_COPY else None


SHORTEST_COPY = 12
"""Letters below which the same text twice is no sign of anything (“Thank you!”)."""
