"""Make JavaScript and CSS smaller without changing what they mean: comments and white space go (see also rename.py).

The tokenizer knows strings, template literals (nested ones too), numbers, names, punctuators and regular expressions
(ECMA-262, chapter 12). Where a slash could mean either a division or a regular expression it refuses instead of
guessing. A line break is kept wherever automatic semicolon insertion (12.10) might have used it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class MinifyError(ValueError):
    """The source cannot be tokenized, or is ambiguous to this tokenizer; the message says where."""


class Token(NamedTuple):
    """One token; `newline` and `space` tell what stood before it."""

    kind: str  # name, number, string, template, regex, punct
    text: str
    newline: bool
    space: bool


def words_of(text: str) -> frozenset[str]:
    """The words of `text`, which white space separates."""
    return frozenset(text.split())


# What a regular expression may follow: an operator, an opening bracket, or one of these words.
_BEFORE_REGEX = words_of(
    "return typeof case in of delete void instanceof new throw else do await yield default extends"
)
_HEADS = words_of("if while for with")
_PUNCTUATORS = sorted(
    words_of(
        "{ } ( ) [ ] ; , < > <= >= == != === !== + - * / % ** ++ -- << >> >>> & | ^ ! ~ && || ?? ? ?. : = += -= *= "
        "/= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??= => . ... #"
    ),
    key=lambda text: (-len(text), text),
)
_SPACE = re.compile(r"[ \t\v\f\u00a0\ufeff]+")
_NEWLINE = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_LINE_COMMENT = re.compile(r"//[^\n\r\u2028\u2029]*")
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAME = re.compile(r"#?[\w$]+")
_NUMBER = re.compile(
    r"0[xX][0-9a-fA-F_]+n?|0[bB][01_]+n?|0[oO][0-7_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?"
)
_STRING = re.compile(r"'(?:[^'\\\n\r]|\\(?:\r\n|.))*'|\"(?:[^\"\\\n\r]|\\(?:\r\n|.))*\"", re.DOTALL)
_REGEX = re.compile(r"/(?:[^/\\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+/\w*")

# No statement ends with one of these, and none begins with one of those: a line break there means nothing.
_OPEN_ENDED = words_of(
    "{ ( [ , ; ? : . ?. ... = + - * / % ** & | ^ ! ~ < > <= >= == != === !== && || ?? => += -= *= /= %= **= &&= ||= "
    "??= << >> >>>"
)
_CONTINUING = words_of(
    "} ) ] , ; ? : . ?. = * % ** & | ^ < > <= >= == != === !== && || ?? => += -= *= /= %= **= &&= ||= ??="
)


class _Reader:
    """Turn one source text into tokens. A template literal is several: its chunks, and what its substitutions hold."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.tokens: list[Token] = []
        self.brackets: list[tuple[str, bool]] = []  # (bracket, was it the head of if/while/for/with)
        self.closed_head = False
        self.newline = self.space = False

    def fail(self, why: str) -> MinifyError:
        line = self.source.count("\n", 0, self.at) + 1
        return MinifyError(f"line {line}: {why}: {self.source[self.at : self.at + 40]!r}")

    def emit(self, kind: str, text: str) -> None:
        self.tokens.append(Token(kind, text, self.newline, self.space))
        self.newline = self.space = False
        self.at += len(text)

    def skip_blank(self) -> bool:
        for pattern in (_SPACE, _NEWLINE, _LINE_COMMENT, _BLOCK_COMMENT):
            match = pattern.match(self.source, self.at)
            if match:
                self.at = match.end()
                self.space = True
                self.newline |= bool(_NEWLINE.search(match.group()))
                return True
        return False

    def regex_allowed(self) -> bool:
        if not self.tokens:
            return True
        kind, text = self.tokens[-1].kind, self.tokens[-1].text
        if kind == "name":
            property_name = len(self.tokens) > 1 and self.tokens[-2].text in (".", "?.")
            return text in _BEFORE_REGEX and not property_name
        if kind != "punct":
            return kind == "template" and text.endswith("${")
        if text == ")":
            return self.closed_head
        if text in ("}", "++", "--"):
            raise self.fail(f"a slash after {text} is ambiguous, write it another way")
        return text != "]"

    def read(self) -> list[Token]:
        while self.at < len(self.source):
            if not self.skip_blank():
                self.read_token()
        if self.brackets:
            raise self.fail(f"{self.brackets[-1][0]} is never closed")
        return self.tokens

    def read_token(self) -> None:
        source, at = self.source, self.at
        char = source[at]
        if char in "'\"":
            self.read_with(_STRING, "string")
        elif char == "`":
            self.read_template_chunk()
        elif char.isdigit() or (char == "." and source[at + 1 : at + 2].isdigit()):
            self.read_with(_NUMBER, "number")
        elif _NAME.match(source, at):
            self.read_with(_NAME, "name")
        elif char == "/" and self.regex_allowed():
            self.read_with(_REGEX, "regex")
        else:
            self.read_punctuator()

    def read_with(self, pattern: re.Pattern[str], kind: str) -> None:
        match = pattern.match(self.source, self.at)
        if not match:
            raise self.fail(f"not a {kind}")
        self.emit(kind, match.group())

    def read_punctuator(self) -> None:
        text = next((p for p in _PUNCTUATORS if self.source.startswith(p, self.at)), None)
        if text is None:
            raise self.fail("unknown character")
        if text == "?." and self.source[self.at + 2 : self.at + 3].isdigit():
            text = "?"  # `a?.5:1` is a conditional
        if text in "([{":
            head = bool(self.tokens) and self.tokens[-1].kind == "name" and self.tokens[-1].text in _HEADS
            self.brackets.append((text, head))
        elif text in ")]}":
            if not self.brackets or self.brackets[-1][0] + text not in ("()", "[]", "{}", "${}"):
                raise self.fail("this bracket closes nothing")
            opened, self.closed_head = self.brackets.pop()
            if opened == "${":
                self.read_template_chunk()
                return
        self.emit("punct", text)

    def read_template_chunk(self) -> None:
        """Read from a backtick, or from the brace that ends a substitution, to the next substitution or the end."""
        end = self.at + 1
        while end < len(self.source):
            if self.source[end] == "\\":
                end += 2
            elif self.source[end] == "`":
                self.emit("template", self.source[self.at : end + 1])
                return
            elif self.source.startswith("${", end):
                self.brackets.append(("${", False))
                self.emit("template", self.source[self.at : end + 2])
                return
            else:
                end += 1
        raise self.fail("template literal is never closed")


def tokenize(source: str) -> list[Token]:
    """The tokens of `source`. Raises `MinifyError`."""
    return _Reader(source).read()


def _line_break_needed(before: Token, token: Token) -> bool:
    if before.text in ("++", "--") or token.text in ("++", "--"):
        return True
    open_ended = (before.kind == "punct" and before.text in _OPEN_ENDED) or before.text.endswith("${")
    continuing = (token.kind == "punct" and token.text in _CONTINUING) or token.text.startswith("}")
    return not (open_ended or continuing)


def _space_needed(before: Token, token: Token) -> bool:
    last, first = before.text[-1], token.text[0]
    wordy = ("name", "number", "regex")
    if before.kind in wordy and token.kind in ("name", "number"):
        return True
    if before.kind == "number" and first == ".":
        return True  # `1 .toString()`
    if last in "+-/<!&|*=?.>" and first in "+-/<!&|*=?.>":
        return True  # would join into another operator, a comment, or `<!--`
    return before.kind == "name" and first == "#"


def minify_js(source: str) -> str:
    """`source` with the same meaning in fewer characters. Raises `MinifyError`."""
    return join_tokens(tokenize(source))


def join_tokens(tokens: Iterable[Token]) -> str:
    """The shortest text that reads as `tokens` again."""
    listed = list(tokens)
    whole = _ends_of_bodies(listed)
    out: list[str] = []
    before: Token | None = None
    heads: list[bool] = []  # of the parentheses open: do they belong to an if, while, for or with
    empty_statement = after_head = False
    for at, token in enumerate(listed):
        if before is not None:
            if token.newline and at - 1 not in whole and _line_break_needed(before, token):
                out.append("\n")
            elif _space_needed(before, token) and (token.space or token.newline):
                out.append(" ")
            if token.text == "}" and before.text == ";" and out[-1] == ";" and not empty_statement:
                out.pop()
        # `if (a);` and `for (;;);` need theirs: it is their statement.
        if token.text == "(":
            heads.append(before is not None and before.text in _HEADS)
        closed_head = token.text == ")" and heads.pop()
        bare = before is not None and (before.text in (";", "{", "}", "else", "do") or after_head)
        empty_statement, after_head = token.text == ";" and bare, closed_head
        out.append(token.text)
        before = token
    return "".join(out)


def _ends_of_bodies(tokens: list[Token]) -> set[int]:
    """Where a `}` ends a method, a function's declaration or the block of an if, for or while: a whole statement, which
    no semicolon ends.
    """
    ends: set[int] = set()
    opened: list[tuple[int, bool]] = []
    closed = -1  # where the last parentheses that were closed begin
    for at, token in enumerate(tokens):
        if token.kind == "punct" and token.text in "([{":
            body = token.text == "{" and at > 0 and tokens[at - 1].text == ")" and _heads_a_body(tokens, closed)
            opened.append((at, body))
        elif token.kind == "punct" and token.text in ")]}" and opened:
            begun, body = opened.pop()
            closed = begun if token.text == ")" else closed
            if body:
                ends.add(at)
    return ends


def _heads_a_body(tokens: list[Token], at: int) -> bool:
    """Whether the parentheses that begin at `at` belong to anything but the expression of a function."""
    named = at - 1 if tokens[at - 1].text != "function" else at
    if tokens[named - 1].text not in ("function", "*"):
        return tokens[at - 1].kind == "name" and tokens[at - 1].text != "function"
    start = named - 2 - (tokens[named - 1].text == "*")
    start -= tokens[start].text == "async"
    return named < at and (start < 0 or tokens[start].text in (";", "{", "}"))


_CSS_TOKEN = re.compile(r"/\*.*?\*/|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\s+|[{};,]|[^\s'\"/{};,]+|/", re.DOTALL)

_LEADING_ZERO = re.compile(r"(?<![\w.#\"'-])0(?=\.\d)")


def minify_css(source: str) -> str:
    """Style sheet `source` without comments and needless white space; strings and `calc()` keep theirs."""
    out: list[str] = [""]
    depth = 0
    for text in _CSS_TOKEN.findall(source):
        if text.startswith("/*"):
            continue
        joins = "+>" if depth == 0 else ">"  # selectors; inside parentheses a plus may be a sum, which needs its spaces
        if text.isspace():
            # A space before a colon may be a descendant combinator, one after it never is.
            if out[-1][-1:] not in ("", "{", "}", ";", ",", ":", " ", *joins):
                out.append(" ")
            continue
        if text[0] in "{};,!" + joins and out[-1] == " ":
            out.pop()
        if text == "}" and out[-1] == ";":
            out.pop()
        depth += 0 if text[0] in "'\"" else text.count("(") - text.count(")")
        out.append(_LEADING_ZERO.sub("", text))
    return "".join(out).strip()
