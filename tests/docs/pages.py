"""Our Markdown pages, taken apart: links, code in a line, code in blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<(?:img|a|source)\s[^>]*?(?:src|href|srcset)=\"([^\"]+)\"")


def pages() -> list[Path]:
    """Every Markdown page of the repository."""
    folders = (ROOT / "docs", ROOT / "commentsvc", ROOT / "tests", ROOT / "benchmarks")
    found = [*ROOT.glob("*.md"), *(page for folder in folders for page in folder.rglob("*.md"))]
    return sorted(page for page in found if "vendor" not in page.parts)


def name(page: Path) -> str:
    """How a test names a page."""
    return str(page.relative_to(ROOT))


def links(text: str) -> list[str]:
    """The targets of links and images outside code."""
    return [first or second for first, second in _LINK.findall(_INLINE.sub("", _FENCE.sub("", text)))]


def code(text: str) -> Iterator[str]:
    """Every piece of code: what stands between backticks, and each line of a block, continued lines joined."""
    for block in _FENCE.findall(text):
        yield from block[1].replace("\\\n", " ").splitlines()
    yield from _INLINE.findall(_FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The fragments a page's headings can be linked by, as code hosts make them."""
    headings = re.findall(r"^#+\s+(.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", line).lower()).replace(" ", "-") for line in headings}
