"""Turn a comment into HTML: a small Markdown, then the one sanitiser. Rendered once, when written.

What readers may write: paragraphs with their line breaks, emphasis, strike-through, code, quotes, lists, links. No raw
HTML, no images (they become links: an image would tell its host who reads), no headings (they become bold paragraphs),
no rules, tables, indented code or reference definitions, which real commenters only ever write by accident. Nothing
carries an id, a class, a title or a style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from commentsvc.domain.contact import clean_email, clean_website, normalise_email
from commentsvc.domain.plain_text import clean_body, clean_name, clean_title, has_ink
from commentsvc.domain.web_address import BadAddress, parse_address

TAGS = frozenset({"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"})
LINK_REL = "nofollow ugc noopener noreferrer"
EMPHASIS_DEPTH = 6  # emphasis within emphasis; deeper, the marks have no effect
QUOTE_DEPTH = 4  # quotes and lists within each other; what is nested deeper is shown at this depth

_MARKERS_PER_LINE = 6
_INDENT_MAX = 16
# Above what the two lines before let through, for the parser drops what is nested deeper; its time with brackets grows
# with this number.
_NESTING_MAX = 40
# A quote sign, a bullet or a number, with the space behind it.
_MARKER = re.compile(r"[ \t]*(?:>[ \t]?|(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|\Z))")
_INDENT = re.compile(r"[ \t]*")
# `>_<`, `>:(` and `>.<` at the start of a line are faces, not quotes.
_FACE = re.compile(r"^([ \t]*)>(?=[:;=xX8._^<oO\-']{1,4}(?:[\s()\[\]\\/|DPp<0]|$))", re.MULTILINE)
_BARE_URL = re.compile(
    r"https?://[^\s<>\"`\\^{|}\[\]\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\u2018-\u201f\u00ab\u00bb]+", re.I
)
# `^_^`, `-_-` and `*-*` are faces as well, and more than three stars or low lines are a line drawn by hand.
_HAND_DRAWN = re.compile(r"([*_~])\1{3,}|(?<=[\^\-=>.;~'])_+(?=[\^\-=<.;~'])|\*[-_.^~]{1,3}\*")
_TRAILING = "?!.,:;*_~'…&"
# What may mean something to Markdown, to the sanitiser or to the rules above; and white space that is neither a space
# nor the end of a line, which each of them sees in its own way.
_MARKUP = re.compile(r"[\\`*_~\[\]<>&]|[^\S \n]|://")
_BLOCK_MARK = re.compile(r"^ *(?:[-+#]|\d+[.)])", re.MULTILINE)


@dataclass(frozen=True)
class Rendered:
    """`html` is safe to print as it is; `links` counts its links; `text` is what a reader sees, as plain text with line
    ends, and is empty when a reader would see nothing.
    """

    html: str
    links: int
    text: str


def render(body: str) -> Rendered:
    """Render `body` (any text at all). Takes time in proportion to its length, also for text made to be slow."""
    body = clean_body(body)
    if not _MARKUP.search(body) and not _BLOCK_MARK.search(body) and has_ink(body):
        return _paragraphs(clean_body(body))
    tokens = _MARKDOWN.parse("\n".join(_bounded(line) for line in _FACE.sub(r"\1\\>", body).split("\n")))
    text = _plain(tokens)
    if not has_ink(text):
        return _verbatim(body)
    html = _SANITISER.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
    links = sum(child.type == "link_open" for token in tokens for child in token.children or ())
    return Rendered(html=html.strip(), links=links, text=text)


def _paragraphs(body: str) -> Rendered:
    """What parser and sanitiser make of a text in which nothing means anything to either, at a hundredth of their time:
    its lines, and paragraphs between empty ones."""
    blocks: list[list[str]] = [[]]
    for line in body.split("\n"):
        if bare := line.strip(" "):
            blocks[-1].append(bare)
        elif blocks[-1]:
            blocks.append([])
    kept = [lines for lines in blocks if lines]
    html = "\n".join("<p>" + "<br>\n".join(lines) + "</p>" for lines in kept)
    return Rendered(html=html, links=0, text="\n".join("\n".join(lines) for lines in kept))


def _verbatim(body: str) -> Rendered:
    """What is only marks to Markdown (`>>>`, `#`, `- -`) is what its author wrote all the same."""
    text = body.strip()
    if not has_ink(text):
        return Rendered(html="", links=0, text="")
    return Rendered(html="<p>" + escape(text, quote=False).replace("\n", "<br>\n") + "</p>", links=0, text=text)


def _bounded(line: str) -> str:
    """`line` without the quote signs, bullets and indentation that nest deeper than anything we show: the parser works
    through them one by one, for every line again.
    """
    indent = len(_INDENT.match(line)[0])  # type: ignore[index]  # it matches the empty string
    if indent > _INDENT_MAX:
        line = line[indent - _INDENT_MAX :]
    position = 0
    for _ in range(_MARKERS_PER_LINE):
        marker = _MARKER.match(line, position)
        if marker is None:
            return line
        position = marker.end()
    end = position
    while marker := _MARKER.match(line, end):
        end = marker.end()
    return line[:position] + line[end:].lstrip()


def _is_web_link(url: str) -> bool:
    try:
        parse_address(url)
    except BadAddress:
        return False
    return True


@dataclass(frozen=True)
class _Match:
    url: str


class _BareUrls:
    """Finds where a plainly written http(s) address ends, for the parser's linkify rule."""

    def match_at_start(self, text: str) -> _Match | None:
        found = _BARE_URL.match(text[:4096])
        if found is None:
            return None
        url = found[0]
        while url:
            if url[-1] in _TRAILING or (url[-1] == ")" and url.count("(") < url.count(")")):
                url = url[:-1]
            else:
                break
        return _Match(url) if _is_web_link(url.replace("&amp;", "&")) else None


def _hand_drawn(state: StateInline, silent: bool) -> bool:
    """Inline rule: keep faces and drawn lines as they were typed."""
    found = _HAND_DRAWN.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
    return True


def _tidy(state: StateCore) -> None:
    """After parsing: cap the depth, flatten headings, give images and empty links words, clean what entities hid."""
    state.tokens = _shallow(state.tokens)
    for token in state.tokens:
        if token.type == "fence":
            token.info, token.content = "", clean_body(token.content)
        elif token.type == "inline":
            token.children = _tidy_inline(token.children or [])
    _flatten_headings(state.tokens)


def _shallow(tokens: list[Token]) -> list[Token]:
    """`tokens` without the quotes and lists below `QUOTE_DEPTH`; what they hold stays, as paragraphs."""
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        container = token.type.startswith(("blockquote", "bullet_list", "ordered_list"))
        if container and token.nesting == 1:
            depth += 1
        inside = depth > QUOTE_DEPTH
        if container and token.nesting == -1:
            depth -= 1
        if inside and (container or token.type.startswith("list_item")):
            continue
        if inside and token.type.startswith("paragraph"):
            token.hidden = False
        kept.append(token)
    return kept


def _flatten_headings(tokens: list[Token]) -> None:
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.type == "heading_open":
            before.type, before.tag, after.type, after.tag = "paragraph_open", "p", "paragraph_close", "p"
            before.hidden = after.hidden = not token.children
            if token.children:
                token.children.insert(0, Token("strong_open", "strong", 1))
                token.children.append(Token("strong_close", "strong", -1))


def _tidy_inline(children: list[Token]) -> list[Token]:
    kept: list[Token] = []
    link: Token | None = None
    shown, depth = False, 0
    for child in children:
        if child.tag in {"em", "strong", "s"}:
            depth += child.nesting
            if depth + (child.nesting == -1) > EMPHASIS_DEPTH:
                continue
        if child.type == "link_open":
            link, shown = child, False
            href = str(child.attrGet("href") or "")
            child.attrs = {"href": href.replace("&amp;", "&")}
        elif child.type == "link_close":
            if link is not None and not shown:
                kept.append(_text(str(link.attrGet("href"))))
            link = None
        elif child.type == "image":
            kept.extend(_image_as_link(child, inside_link=link is not None))
            shown = True
            continue
        elif child.type in {"text", "code_inline"}:
            child.content = clean_body(child.content)
            if link is not None and link.markup in {"linkify", "autolink"}:
                child.content = child.content.replace("&amp;", "&")
            shown = shown or has_ink(child.content)
        kept.append(child)
    return kept


def _image_as_link(image: Token, *, inside_link: bool) -> list[Token]:
    source = str(image.attrGet("src") or "")
    words = clean_body(image.content)
    label = _text(words if has_ink(words) else source)
    if inside_link or not _is_web_link(source):
        return [label]
    return [Token("link_open", "a", 1, attrs={"href": source}), label, Token("link_close", "a", -1)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _plain(tokens: list[Token]) -> str:
    blocks: list[str] = []
    for token in tokens:
        if token.type == "fence":
            blocks.append(token.content.rstrip())
        elif token.type == "inline":
            parts = ("\n" if child.type.endswith("break") else child.content for child in token.children or ())
            blocks.append("".join(parts))
    return "\n".join(blocks).strip()


def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "breaks": True, "linkify": True, "xhtmlOut": False, "maxNesting": _NESTING_MAX}
    )
    parser.block.ruler.disable(["code", "hr", "html_block", "lheading", "reference"])
    parser.inline.ruler.disable(["html_inline"])
    parser.inline.ruler.enable(["linkify", "strikethrough"])
    parser.inline.ruler2.enable(["strikethrough"])
    parser.inline.ruler.before("strikethrough", "hand_drawn", _hand_drawn)
    parser.linkify = _BareUrls()  # type: ignore[assignment]  # the one method the rule calls is there
    parser.validateLink = _is_web_link  # type: ignore[method-assign,assignment]  # the documented way to change it
    parser.core.ruler.push("tidy", _tidy)
    return parser


_MARKDOWN = _parser()
_SANITISER = nh3.Cleaner(
    tags=set(TAGS), attributes={"a": {"href"}, "ol": {"start"}}, url_schemes={"http", "https"}, link_rel=LINK_REL
)

__all__ = [
    "LINK_REL",
    "QUOTE_DEPTH",
    "TAGS",
    "Rendered",
    "clean_email",
    "clean_name",
    "clean_title",
    "clean_website",
    "normalise_email",
    "render",
]
