"""Make text of strangers safe to look at: no control characters, no reordering of what stands beside it, no towers of
accents. The words themselves are never judged here.
"""

from __future__ import annotations

import re
import unicodedata

TITLE_MAX = 300  # characters of a page title kept; the rest is replaced by an ellipsis
MARKS_MAX = 8  # combining marks in a row; the longest runs of living scripts (Tibetan, pointed Hebrew) are shorter

_JOINERS = "\u200c\u200d"
# Characters with no ink that belong in no name; the Hangul fillers and the Braille blank are letters to Unicode.
_BLANK = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060\u2800\u3164\ufeff\uffa0")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control characters but for tab and line end; embeddings, overrides and isolates, which unclosed turn around whatever
# the page prints after them; byte-order marks.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_COMBINING = frozenset({"Mn", "Me"})


def clean_name(text: str) -> str:
    """A person's name on one line: NFC, no control, reordering or invisible characters, single spaces.

    The zero-width joiners stay between letters and signs that need them (Persian, Indic scripts, emoji) and go where
    they only make one name look like another. Empty when nothing visible is left; the length is the caller's to judge.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if character.isspace() else character for character in text)
    kept = "".join(character for character in spaced if not _unwelcome_in_a_name(character))
    composed = unicodedata.normalize("NFC", limit_marks(kept))
    return " ".join(_joined_where_needed(composed).split())


def clean_title(text: str) -> str:
    """A page's title, cleaned like a name and cut to `TITLE_MAX` characters."""
    title = clean_name(text)
    return title if len(title) <= TITLE_MAX else title[: TITLE_MAX - 1].rstrip() + "…"


def clean_body(text: str) -> str:
    r"""The text of a comment with `\n` line ends, NFC, without control characters (tab stays), byte-order marks and
    characters that reorder text. Lone surrogates become U+FFFD, so that the result always has a UTF-8 form.
    """
    kept = _UNFIT.sub("", _LINE_ENDS.sub("\n", text))
    return kept if kept.isascii() else unicodedata.normalize("NFC", limit_marks(_SURROGATE.sub("\ufffd", kept)))


def has_ink(text: str) -> bool:
    """Whether a reader would see anything at all of `text`."""
    return any(
        not character.isspace() and character not in _BLANK and unicodedata.category(character)[0] not in "CM"
        for character in text
    )


def limit_marks(text: str) -> str:
    """`text` with at most `MARKS_MAX` combining marks in a row. Comes before any normalising, whose reordering of marks
    takes time that grows with the square of the run.
    """
    if text.isascii() or _COMBINING.isdisjoint(map(unicodedata.category, text)):
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in _COMBINING else 0
        if run <= MARKS_MAX:
            kept.append(character)
    return "".join(kept)


def _unwelcome_in_a_name(character: str) -> bool:
    if character in _JOINERS:
        return False
    return character in _BLANK or unicodedata.category(character) in {"Cc", "Cf", "Cs"}


def _joined_where_needed(text: str) -> str:
    """Without the joiners whose neighbours are not both caseless letters, marks or symbols: a Latin name needs none."""
    if not any(joiner in text for joiner in _JOINERS):
        return text
    kept: list[str] = []
    for position, character in enumerate(text):
        after = text[position + 1 : position + 2]
        if character not in _JOINERS or (kept and after and _takes_joiners(kept[-1]) and _takes_joiners(after)):
            kept.append(character)
    return "".join(kept)


def _takes_joiners(character: str) -> bool:
    return unicodedata.category(character) in {"Lo", "Mn", "Mc", "So", "Sk"}
