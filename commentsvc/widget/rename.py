"""Give the variables of a joined script shorter names. Properties, keys, strings and globals keep theirs.

The script is cut into units that cannot see each other's variables: its top-level statements, and the methods of its
classes. Inside a unit, and for top-level names in the whole script, every spelling gets one new spelling that nothing
else in sight has, so scopes stay as they were without being understood. What must be told apart is only a variable
from a property: by the token before it, the token after it, and whether its bracket is an object, a class body or a
block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count, product
from string import ascii_letters, ascii_uppercase

from commentsvc.widget.minify import Token, words_of

KEPT = words_of(
    # Reserved and contextual words (ECMA-262, 12.7.2).
    "arguments as async await break case catch class const continue debugger default delete do else enum eval export "
    "extends false finally for from function get if implements import in instanceof interface let new null of package "
    "private protected public return set static super switch target this throw true try typeof undefined var void "
    "while with yield "
    # Globals of a browser that a script may well use; a test compares them with what the widget's sources name.
    "AbortController AbortSignal Array Blob Boolean CSSStyleSheet Date Error Event HTMLElement Intl JSON Map Math "
    "MessageChannel NaN Node Number Infinity Object Promise RegExp Set String Symbol TextEncoder URL URLSearchParams "
    "Uint8Array WeakMap addEventListener atob btoa clearInterval clearTimeout close console crypto customElements "
    "decodeURIComponent dispatchEvent document encodeURIComponent event fetch frames getComputedStyle globalThis "
    "history innerHeight isNaN length localStorage location matchMedia name navigator open origin parent parseFloat "
    "parseInt performance queueMicrotask focus onclick onsubmit removeEventListener requestAnimationFrame screen "
    "scroll self sessionStorage setInterval setTimeout status stop "
    "CustomEvent structuredClone top trustedTypes window"
)
_FREQUENT = "etnrisouaflchpdvmgybwkjxqz"  # letters that are frequent anyway compress better
_BEFORE_OBJECT = words_of("( [ , = : ? && || ?? ... ! + return const let var of in await typeof")
_DECLARING = words_of("const let var function class")
_STATEMENTS = _DECLARING | words_of("if for while do try async return throw")
_NOT_PARAMETERS = words_of("if for while switch with")


def rename(tokens: list[Token]) -> list[Token]:
    """`tokens` with shorter variable names; shorthand properties are written out (`{a}` becomes `{a:b}`), and `const`,
    which tells people something and the browser nothing, is `let`.
    """
    tokens = [_relaxed(token, then) for token, then in zip(tokens, [*tokens[1:], None], strict=True)]
    roles = _roles(tokens)
    depths = _depths(tokens)
    outer = 2 if [token.text for token in tokens[:5]] == ["(", "(", ")", "=>", "{"] else 0
    declared = _declared(tokens, roles)
    shared = _declared(tokens, roles, [depth == outer for depth in depths])
    uses = Counter(t.text for t, role in zip(tokens, roles, strict=True) if role and t.text in declared)
    units = list(_units(tokens, depths, outer))
    kept = [_not_worth_it(tokens[start:end], roles[start:end]) for start, end in units]
    taken = set(KEPT).union(*kept, (t.text for t in tokens if t.kind == "name" and t.text not in uses))
    fresh = _names(ascii_uppercase)
    top = {name: _next(fresh, taken) for name, _ in uses.most_common() if name in shared}
    taken |= set(top.values())
    out = []
    for (start, end), staying in zip(units, kept, strict=True):
        fresh = _names(_FREQUENT)
        short = {name: name for name in staying} | top
        for token, role in zip(tokens[start:end], roles[start:end], strict=True):
            if role and token.text in uses:
                new = short.get(token.text) or short.setdefault(token.text, _next(fresh, taken))
                together = role == "shorthand" and new != token.text
                token = token._replace(text=f"{token.text}:{new}" if together else new)
            out.append(token)
    return out


def _relaxed(token: Token, then: Token | None) -> Token:
    if then is None or (token.kind, token.text) != ("name", "const"):
        return token
    return token._replace(text="let") if then.kind == "name" or then.text in "{[" else token


def _not_worth_it(tokens: list[Token], roles: list[str]) -> set[str]:
    """Names used in shorthand so often that writing that out costs more than a shorter name saves."""
    gain: Counter[str] = Counter()
    for token, role in zip(tokens, roles, strict=True):
        if role:
            gain[token.text] += -2 if role == "shorthand" else len(token.text) - 1
    return {name for name, saved in gain.items() if saved <= 0}


def _next(fresh: Iterator[str], taken: set[str]) -> str:
    return next(name for name in fresh if name not in taken)


def _names(first: str) -> Iterator[str]:
    """a, b, …, z, aa, ab, … with the letters of `first` in front."""
    for length in count(0):
        for letters in product(first, *[ascii_letters] * length):
            yield "".join(letters)


def _depths(tokens: list[Token]) -> list[int]:
    """How many brackets each token stands in; a bracket stands outside of itself."""
    depths = []
    depth = 0
    for token in tokens:
        depth -= _closes(token)
        depths.append(depth)
        depth += _opens(token)
    return depths


def _opens(token: Token) -> bool:
    return token.text in ("(", "[", "{") if token.kind == "punct" else token.text.endswith("${")


def _closes(token: Token) -> bool:
    if token.kind == "template":
        return token.text[0] == "}"
    return token.kind == "punct" and token.text in (")", "]", "}")


def _units(tokens: list[Token], depths: list[int], outer: int) -> Iterator[tuple[int, int]]:
    """The ranges of tokens that see each other's variables."""
    start = 0
    in_class = False
    for at, token in enumerate(tokens[:-1]):
        following = tokens[at + 1]
        if depths[at] == outer:
            in_class = token.text == "class" or (in_class and token.text not in (";", "}"))
        ends = token.text == ";" or (token.text == "}" and following.text in _STATEMENTS)
        method_ends = in_class and depths[at] == outer + 1 and token.text == "}" and following.kind == "name"
        if (depths[at] == outer and ends) or method_ends:
            yield start, at + 1
            start = at + 1
    yield start, len(tokens)


def _roles(tokens: list[Token]) -> list[str]:
    """For each token `variable`, `shorthand` (a variable that is a key as well), or nothing."""
    roles = []
    brackets: list[str] = []
    class_comes = False
    for at, token in enumerate(tokens):
        before = tokens[at - 1].text if at else ""
        if token.kind == "template":
            if token.text[0] == "}":
                brackets.pop()
            if token.text.endswith("${"):
                brackets.append("(")
        elif token.kind == "punct" and token.text in ("(", "["):
            brackets.append(token.text)
        elif token.kind == "punct" and token.text == "{":
            brackets.append("class" if class_comes else _brace(before))
            class_comes = False
        elif token.kind == "punct" and token.text in (")", "]", "}"):
            brackets.pop()
        role = ""
        if token.kind == "name":
            after = tokens[at + 1].text if at + 1 < len(tokens) else ""
            class_comes |= token.text == "class" and before not in (".", "?.") and after != ":"
            role = _role(before, after, brackets[-1] if brackets else "block")
        roles.append(role)
    return roles


def _brace(before: str) -> str:
    """What the brace after the token `before` opens; after an arrow it is a function's body."""
    opens_object = before in _BEFORE_OBJECT or before.endswith("${")
    return "object" if opens_object else "block"


def _role(before: str, after: str, bracket: str) -> str:
    if before in (".", "?."):
        return ""
    if bracket == "class" and before != "extends" and after in ("(", "=", ";"):
        return ""
    if bracket == "object" and before in ("{", ",", "async", "get", "set", "*"):
        return "shorthand" if after in (",", "}", "=") else ""
    return "variable"


def _declared(tokens: list[Token], roles: list[str], outer: list[bool] | None = None) -> set[str]:
    """The spellings that some declaration, pattern or parameter list of the script binds and that may be renamed; with
    `outer`, only those of declarations (not parameters) where it is true.
    """
    found: set[str] = set()
    closing = _pairs(tokens)
    for at, token in enumerate(tokens[:-1]):
        following = tokens[at + 1]
        if outer and (not outer[at] or token.text not in _DECLARING):
            continue
        if token.text in _DECLARING and token.kind == "name":
            end = closing.get(at + 1, at + 1) if following.kind == "punct" else at + 1
            found |= _variables(tokens, roles, at + 1, end)
        elif token.kind == "name" and following.text == "=>":
            found |= _variables(tokens, roles, at, at)
        elif token.text == "(" and token.kind == "punct":
            end = closing[at]
            after = tokens[end + 1].text if end + 1 < len(tokens) else ""
            named = tokens[at - 1].kind == "name" and tokens[at - 1].text not in _NOT_PARAMETERS
            if after == "=>" or (after == "{" and named):
                found |= _variables(tokens, roles, at, end)
    return found - KEPT


def _variables(tokens: list[Token], roles: list[str], start: int, end: int) -> set[str]:
    return {tokens[at].text for at in range(start, end + 1) if roles[at]}


def _pairs(tokens: list[Token]) -> dict[int, int]:
    """Where each opening bracket is closed."""
    pairs = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if _closes(token):
            pairs[opened.pop()] = at
        if _opens(token):
            opened.append(at)
    return pairs
