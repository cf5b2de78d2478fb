"""Every link between our pages leads somewhere, and every page begins by saying who it is for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import ROOT, anchors, links, name, pages

OUTSIDE = ("http://", "https://", "mailto:")


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_link_and_image_leads_somewhere(page: Path) -> None:
    inner = [link for link in links(page.read_text(encoding="utf-8")) if not link.startswith(OUTSIDE)]

    assert [link for link in inner if not leads_somewhere(page, link)] == []


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether the file is there, inside the repository, and has the heading that the fragment names."""
    path, _, fragment = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not fragment or fragment in anchors(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=name)
def test_every_page_of_the_documentation_says_first_who_it_is_for(page: Path) -> None:
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line and not line.startswith("<!--")]

    assert lines[0].startswith("# ")
    assert lines[1].startswith("*For ")


def test_every_page_of_the_documentation_is_reached_from_its_contents() -> None:
    docs = ROOT / "docs"
    told = {
        (contents.parent / link).resolve()
        for contents in (docs / "README.md", docs / "adr" / "README.md")
        for link in links(contents.read_text(encoding="utf-8"))
    }

    assert set(docs.rglob("*.md")) - told == {docs / "README.md"}
