"""Looking for the words of a list in a text, in time that grows with the text and not with the list. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from commentsvc.domain.rules.folding import (
    UNSPACED,
    disguises,
    fold,
    fold_case,
    sentences,
    set_apart,
    tokens,
    unspaced,
)

EXACT, REST = "=", "*"
LONGEST_ENTRY = 100  # characters
LONGEST_PHRASE = 8  # words
SHORTEST_BEGINNING, SHORTEST_SYLLABLES = 3, 2  # letters, or Korean syllables, before a `*`
_UNSPACED = re.compile(f"[{UNSPACED}]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc\u31f0-\u31ff]+")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_INKED = re.compile(r"[^\W_]")


def entry_problem(entry: str) -> str | None:
    """What is wrong with one line of a list, in words; None: nothing."""
    if len(entry) > LONGEST_ENTRY:
        return f"“{entry[:20]}…” is longer than {LONGEST_ENTRY} characters."
    bare = entry.removeprefix(EXACT).removesuffix(REST)
    if not bare.strip() or REST in bare:
        return f"“{entry}”: a {REST} stands for the rest of a word, at its end."
    words = tokens(fold(bare))
    if len(words) > LONGEST_PHRASE:
        return f"“{entry}” has more than {LONGEST_PHRASE} words."
    if entry.endswith(REST) and not _UNSPACED.search(bare):
        shortest = SHORTEST_SYLLABLES if words and _HANGUL.search(words[-1]) else SHORTEST_BEGINNING
        if not words or len(words[-1]) < shortest:
            return f"“{entry}”: at least {shortest} letters come before the {REST}."
    return None


@dataclass
class _Index:
    """Whole words and phrases by their folded form, beginnings of words, and pieces of unspaced text; each with the
    line of the list it came from, and the lengths there are."""

    phrases: dict[str, str] = field(default_factory=dict)
    phrase_lengths: set[int] = field(default_factory=set)
    beginnings: dict[str, dict[str, str]] = field(default_factory=dict)
    beginning_lengths: dict[int, set[int]] = field(default_factory=dict)
    pieces: dict[str, str] = field(default_factory=dict)
    piece_lengths: set[int] = field(default_factory=set)
    piece_starts: set[str] = field(default_factory=set)


class WordList:
    """A list made ready. A line is a word or a phrase; `*` at its end: with any ending; `=` before it: only as it is
    spelled, accents and all. In writing without spaces a line is found wherever it stands."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._folded, self._exact = _Index(), _Index()
        plain: list[str] = []
        exact: list[str] = []
        for entry in entries:
            (exact if entry.startswith(EXACT) else plain).append(entry)
        _add_all(self._folded, plain, fold)
        _add_all(self._exact, exact, fold_case)

    def find(self, text: str) -> str | None:
        """The first line of the list that was found, as it is written there; None: nothing was."""
        if self._exact.phrases or self._exact.beginnings or self._exact.pieces:
            found = next(_found(self._exact, fold_case(text), disguised=False), None)
            if found is not None:
                return found
        return next(_found(self._folded, fold(text), disguised=True), None)


def _add_all(index: _Index, entries: list[str], folding: Callable[[str], str]) -> None:
    """Folded all at once, which takes a fraction of the time."""
    if not entries:
        return
    folded = folding("\n".join(entry.removeprefix(EXACT).removesuffix(REST) for entry in entries)).split("\n")
    for entry, bare in zip(entries, folded, strict=True):
        if bare:
            _add(index, entry, bare.strip())


def _add(index: _Index, entry: str, folded: str) -> None:
    if not folded.isascii() and (_UNSPACED.search(folded) or not _INKED.search(folded)):
        _add_piece(index, entry, unspaced(folded))
        return
    words = [folded] if folded.isalpha() and folded.isascii() else tokens(folded)
    if not words:
        _add_piece(index, entry, folded)
    elif entry.endswith(REST):
        before, last = " ".join(words[:-1]), words[-1]
        index.beginnings.setdefault(before, {}).setdefault(last, entry)
        index.beginning_lengths.setdefault(len(words), set()).add(len(last))
    else:
        index.phrases.setdefault(" ".join(words), entry)
        index.phrase_lengths.add(len(words))


def _add_piece(index: _Index, entry: str, piece: str) -> None:
    if piece:
        index.pieces.setdefault(piece, entry)
        index.piece_lengths.add(len(piece))
        index.piece_starts.add(piece[0])


def _found(index: _Index, folded: str, *, disguised: bool) -> Iterator[str]:
    yield from _phrases(index, folded, disguised=disguised)
    yield from _pieces(index, unspaced(folded))
    if disguised:
        for word in set_apart(folded):
            yield from _word(index, word)


def _phrases(index: _Index, folded: str, *, disguised: bool) -> Iterator[str]:
    longest = max([*index.phrase_lengths, *index.beginning_lengths], default=0)
    for words in sentences(folded) if longest else ():
        for place, word in enumerate(words):
            phrase = ""
            for length, last in enumerate(words[place : place + longest], start=1):
                if length in index.beginning_lengths:
                    yield from _beginning(index, phrase, last, index.beginning_lengths[length])
                phrase = f"{phrase} {last}" if phrase else last
                if phrase in index.phrases:
                    yield index.phrases[phrase]
            for meant in disguises(word) if disguised else ():
                yield from _word(index, meant)


def _word(index: _Index, word: str) -> Iterator[str]:
    if word in index.phrases:
        yield index.phrases[word]
    yield from _beginning(index, "", word, index.beginning_lengths.get(1, ()))


def _beginning(index: _Index, before: str, word: str, lengths: Iterable[int]) -> Iterator[str]:
    known = index.beginnings.get(before)
    if known:
        for length in lengths:
            if length <= len(word) and word[:length] in known:
                yield known[word[:length]]


def _pieces(index: _Index, text: str) -> Iterator[str]:
    """Pieces wherever they stand; one of katakana alone, which is how a foreign word is written, only as all of it."""
    if not index.pieces:
        return
    lengths = sorted(index.piece_lengths)
    for place, start in enumerate(text):
        if start not in index.piece_starts:
            continue
        for length in lengths:
            piece = text[place : place + length]
            if piece in index.pieces and not _inside_a_word(text, place, piece):
                yield index.pieces[piece]


def _inside_a_word(text: str, place: int, piece: str) -> bool:
    if not _KATAKANA.fullmatch(piece):
        return False
    around = (text[place - 1 : place] if place else "", text[place + len(piece) : place + len(piece) + 1])
    return any(_KATAKANA.match(character) for character in around if character)
