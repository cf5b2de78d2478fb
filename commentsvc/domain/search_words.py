"""What counts as a word when moderators search, on every database alike. No I/O.

Case, accents and width are folded, nothing is stemmed: a word of a search finds all words that begin with it, which
serves every language equally. Scripts that are written without spaces are cut into overlapping pairs of characters, and
a search for several characters finds them in a row. The databases get these words ready made, so that neither splits
or folds a text in its own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_WORD = 64
MOST_WORDS = 16_000
"""PostgreSQL counts positions no further than 16,383."""

BOUNDARY = "¶"
"""Stands between a name and a text, so that no phrase runs from one into the other. Never a word of a search."""

_ALIKE = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "\u0640": None, "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip
"""Letters that no decomposition takes an accent from; and what is written without being read: the Arabic lengthening
stroke, soft hyphens, joiners."""

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
"""Accents of Latin, Greek and Cyrillic, and the vowel signs of Hebrew and Arabic. Marks of other scripts are letters
there: without them words would be others."""

_MARKS = "".join(chr(point) for point in range(0x0300, 0xAC00) if unicodedata.category(chr(point))[0] == "M")
_PLAIN_RUN = re.compile("[a-z0-9]+")
_RUN = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_UNSPACED += "\uf900-\ufaff\U00020000-\U0003ffff"
"""Thai, Lao, Burmese, Khmer, kana and Chinese characters."""
_SCRIPT = re.compile(f"(?P<unspaced>[{_UNSPACED}]+)|[^{_UNSPACED}]+")


@dataclass(frozen=True)
class Phrase:
    """Words that stand in a row. `open`: the last may go on."""

    words: tuple[str, ...]
    open: bool


def words_of(text: str) -> list[str]:
    """The words of a text in their order, folded; at most `MOST_WORDS`."""
    if text.isascii():
        return [run[:LONGEST_WORD] for run in _PLAIN_RUN.findall(text.lower())[:MOST_WORDS]]
    found: list[str] = []
    for run, unspaced in _runs(text):
        found += _pairs(run) if unspaced else [run[:LONGEST_WORD]]
        if len(found) >= MOST_WORDS:
            break
    return found[:MOST_WORDS]


def words_of_comment(name: str, body: str) -> list[str]:
    """What a comment is found by; nothing for one without words."""
    named, said = words_of(name), words_of(body)
    return [*named, BOUNDARY, *said][:MOST_WORDS] if named or said else []


def read_search(q: str) -> list[Phrase]:
    """What must all be found: each word, as the beginning of one, and each phrase in double quotes, as it stands.
    Whatever else is typed separates words; there is no syntax that could be wrong."""
    phrases: list[Phrase] = []
    for place, part in enumerate(q.split('"')):
        quoted = place % 2 == 1
        for piece in [part] if quoted else part.split():
            if phrase := _phrase(piece, quoted=quoted):
                phrases.append(phrase)
    return list(dict.fromkeys(phrases))


def _phrase(piece: str, *, quoted: bool) -> Phrase | None:
    words: list[str] = []
    opened = False
    for run, unspaced in _runs(piece):
        if unspaced:
            pairs = _pairs(run)
            words += pairs[:-1] or pairs  # the last character alone ends a text, not a search
            opened = len(run) == 1
        else:
            words.append(run[:LONGEST_WORD])
            opened = len(run) > 1 and not quoted
    return Phrase(tuple(words), opened) if words else None


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """The runs of letters and digits, folded, each with whether its script is written without spaces."""
    for run in _RUN.findall(_fold(text)):
        if run.isascii():
            yield run, False
        else:
            for part in _SCRIPT.finditer(run):
                yield part[0], part["unspaced"] is not None


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart).translate(_ALIKE))
