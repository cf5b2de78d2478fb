"""How text is read before words are looked for in it: without case, accents, look-alikes and what nobody sees.

`fold` is for comparing only. Every step is one pass over the text; nothing here takes longer for text made to be slow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from commentsvc.domain.plain_text import limit_marks

# Drawn without ink, or only to change how the letter before is drawn (Unicode: Default_Ignorable_Code_Point, Cf).
_INVISIBLE_RANGES = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x0600, 0x0605), (0x061C, 0x061C), (0x0640, 0x0640), (0x06DD, 0x06DD),
    (0x070F, 0x070F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
_INVISIBLE = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in _INVISIBLE_RANGES) + "]+")
# Accents that may be left out: of Latin, Greek and Cyrillic, vowel signs of Arabic and Hebrew. Not those that make
# another letter: й, ў, ї, the marks of kana (が is not か) and the vowels of Indic and Thai writing.
_ACCENTS = re.compile(
    "(?<![иу])\u0306|(?<![і])\u0308|[\u0300-\u0305\u0307\u0309-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ħ": "h", "ŧ": "t",
     "ی": "ي", "ک": "ك"}
)  # fmt: skip
# Letters that look like Latin ones, folded.
_LOOK_ALIKES = str.maketrans(
    {"а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ї": "i", "ј": "j", "к": "k", "ӏ": "l",
     "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "ц": "u", "ѵ": "v", "ԝ": "w",
     "х": "x", "у": "y", "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
     "τ": "t", "υ": "u", "χ": "x", "ϲ": "c", "ϳ": "j", "ս": "u", "օ": "o", "ո": "n"}
)  # fmt: skip
_TO_CYRILLIC = str.maketrans("aceikmopstxyb", "асеікморѕтхув")
_LATIN, _CYRILLIC = re.compile("[a-z]"), re.compile("[\u0400-\u052f]")
_OTHER_ALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f]")
_IN_DIGITS = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
_DIGITS = str.maketrans("013457", "oieast")
_LONG = re.compile(r"([^\W\d_])\1\1+")

UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Inside a character class: writing that sets no spaces between words (Thai to Khmer, kana, Han)."""
_APART = re.compile(f"(?<![{UNSPACED}])[{UNSPACED}](?:[ ・*_.~-][{UNSPACED}])+(?![{UNSPACED}])")
_SENTENCE = re.compile(r"[.!?;:…。！？؟۔।]\s|\n\s*\n")


def fold(text: str) -> str:
    """`text` without case, accents, invisible characters and compatibility forms (full width, mathematical letters)."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", limit_marks(_INVISIBLE.sub("", text))).casefold()
    text = unicodedata.normalize("NFKD", text) if not text.isascii() else text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text)).translate(_LETTERS)


def fold_case(text: str) -> str:
    """`text` without case, invisible characters and compatibility forms; accents stay."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", limit_marks(_INVISIBLE.sub("", text))).casefold()
    return unicodedata.normalize("NFC", text)


def tokens(folded: str) -> list[str]:
    """The words of folded text: letters, marks and digits; everything else separates. A word of mixed scripts, which
    nobody writes by accident, is read as it looks."""
    words: list[str] = _word().findall(folded)
    return words if folded.isascii() else [one_script(word) for word in words]


def sentences(folded: str) -> list[list[str]]:
    """The same, a list for each sentence, as far as punctuation tells: no phrase reaches across."""
    return [words for part in _SENTENCE.split(folded) if (words := tokens(part))]


def one_script(word: str) -> str:
    """A folded word that mixes Latin with letters of other scripts that look alike, in the script most of it is in."""
    if word.isascii() or not _LATIN.search(word) or not _OTHER_ALIKE.search(word):
        return word
    latin, cyrillic = word.translate(_LOOK_ALIKES), word.translate(_TO_CYRILLIC)
    if not latin.isascii() and not _LATIN.search(cyrillic):
        return cyrillic
    mostly = len(_CYRILLIC.findall(word)) * 2 > len(word)
    return cyrillic if mostly and not _LATIN.search(cyrillic) else latin


def disguises(word: str) -> Iterator[str]:
    """What else a folded word may be meant to be read as: digits between its letters as letters (`v1agra`), letters
    held too long as one or two (`viaaagra`)."""
    letters = _IN_DIGITS.sub(lambda digit: digit[0].translate(_DIGITS), word)
    if letters != word:
        yield letters
    if _LONG.search(letters):
        yield _LONG.sub(r"\1", letters)
        yield _LONG.sub(r"\1\1", letters)


def set_apart(folded: str) -> Iterator[str]:
    """Words whose letters were set apart (`v i a g r a`, `v.i.a.g.r.a`): each run of four or more single letters as one
    word, and without its first or its last letter, which may be a word of its own."""
    for run in _run().findall(folded):
        letters = "".join(_word().findall(run))
        for form in (letters, letters[1:], letters[:-1])[: 3 if len(letters) > 4 else 1]:
            yield one_script(form)


def unspaced(folded: str) -> str:
    """Folded text in which letters of unspaced writing that were set apart one by one stand together again."""
    return _APART.sub(lambda run: run[0][::2], folded)


@cache
def _letters() -> str:
    """Inside a character class: the marks that belong to letters, which `\\w` leaves out."""
    ranges: list[list[int]] = []
    for point in range(0x0300, 0x1F000):
        if unicodedata.category(chr(point))[0] == "M":
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"(?:[^\\W_]|[{_letters()}])+")


@cache
def _run() -> re.Pattern[str]:
    """Four or more single letters with one to three separators between them, on one line."""
    separators = f"(?:(?!\\n)[\\W_](?<![{_letters()}])){{1,3}}"
    return re.compile(f"(?<![^\\W_])[^\\W_](?:{separators}[^\\W_]){{3,}}(?![^\\W_])")
