"""What a comment consists of, as the classifier sees it: words, pairs of words, the hosts it links to, and its shape.

Every trait has a plain name, so that a moderator can be told which of them spoke for or against it. No I/O.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

MOST_TRAITS = 400
"""Of one comment; the first ones count. A long comment says early what it is."""
MOST_CHARACTERS = 4_000
_LONGEST_WORD = 40

_HOST = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]{}]+|(?<![\w-])(?<![\w-]\.)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/[^\s<>\"'()\[\]{}]*",
    re.I,
)
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+(?:['’][^\W_{_UNSPACED}]+)*")
_LETTERS = re.compile(r"[^\W\d_]")
_LONG = (40, 150, 500)
_SIZES = ("a very short text", "a short text", "a text of middle length", "a long text")


def traits_of(body: str, website: str | None) -> dict[str, str]:
    """The traits of a comment with the plain name of each, at most `MOST_TRAITS`, in the order in which they occur.

    `body` is as its author typed it. The author's name and address are no traits: who somebody is must not be learnt.
    """
    found: dict[str, str] = {}
    for trait, name in _all(unicodedata.normalize("NFKC", body)[:MOST_CHARACTERS], website):
        found.setdefault(trait, name)
        if len(found) == MOST_TRAITS:
            break
    return found


def _all(body: str, website: str | None) -> Iterator[tuple[str, str]]:
    yield from _shape(body)
    if website:
        yield "website", "the author gave a website"
        yield from _host(website)
    links = _HOST.findall(body)
    if links:
        yield "link", "a link"
    if len(links) > 1:
        yield "links", "several links"
    for link in links:
        yield from _host(link)
    words = list(_words(_HOST.sub(" ", body).casefold()))
    for word in words:
        yield f"w {word}", f"“{word}”"
    for one, two in pairwise(words):
        yield f"p {one} {two}", f"“{one} {two}”"


def _shape(body: str) -> Iterator[tuple[str, str]]:
    letters = _LETTERS.findall(body)
    length = sum(len(body) >= least for least in _LONG)
    yield f"size {length}", _SIZES[length]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) >= 10 and capitals * 2 > len(letters):
        yield "capitals", "mostly capital letters"
    if body.count("!") >= 3:
        yield "marks", "many exclamation marks"
    if sum(character.isdigit() for character in body) * 5 > len(body) > 0:
        yield "digits", "many digits"
    if body and len(letters) * 2 < len(body):
        yield "signs", "more signs than letters"


def _host(link: str) -> Iterator[tuple[str, str]]:
    try:
        host = urlsplit(link if "://" in link else f"http://{link}").hostname or ""
    except ValueError:
        return
    if host := host.removeprefix("www.")[:100]:
        yield f"host {host}", f"a link to {host}"


def _words(text: str) -> Iterator[str]:
    """Words; of scripts that put no spaces between them, every two characters that stand together."""
    for run in _WORD.findall(text):
        if "\u0e00" <= run[0] <= "\u0eff" or run[0] >= "\u3040":
            yield from (run[place : place + 2] for place in range(max(1, len(run) - 1)))
        else:
            yield run[:_LONGEST_WORD]
