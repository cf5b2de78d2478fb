"""The newspaper the demo embeds comments in: an invented town's paper, our own words, nothing loaded from elsewhere.

The pages are what a site owner would have: plain HTML with the one script tag. They are served from an origin of their
own (see `commentsvc.cli.demo_paper`), so that the demo meets the same browser rules as a real site.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """One article: its path below `/news/`, what stands above the text, and the file that holds the text.

    With `cookie_notice` the page also asks for the site's own purposes, by the one attribute on the script tag.
    """

    slug: str
    section: str
    title: str
    deck: str
    byline: str
    date: str
    shown_date: str
    cookie_notice: bool = False

    @property
    def path(self) -> str:
        """Where the article is served."""
        return f"/news/{self.slug}"

    @property
    def body(self) -> str:
        """The text as HTML."""
        return (FOLDER / "stories" / f"{self.slug}.html").read_text(encoding="utf-8")


STORIES: tuple[Story, ...] = (
    Story(
        "half-the-street-lights",
        "Town",
        "Aldermouth turned off half its street lights. Then people began to look up.",
        "A year after a cut that was meant to save money, the town has more stars, one reopened argument, "
        "and a line of figures that nobody at the council expected.",
        "Ines Holloway",
        "2026-03-14",
        "14 March 2026",
    ),
    Story(
        "night-bus",
        "Transport",
        "The night bus gets a second route, and keeps its driver",
        "From May the 41 will also run by the old harbour. The man who has driven it for nineteen years helped "
        "draw the line.",
        "Tomas Verrall",
        "2026-03-12",
        "12 March 2026",
        cookie_notice=True,
    ),
    Story(
        "swifts",
        "Nature",
        "Swifts return to the customs house roof",
        "Forty boxes went up behind the gutters. Eleven are taken, and the scaffolding is staying down until August.",
        "Ines Holloway",
        "2026-03-09",
        "9 March 2026",
    ),
    Story(
        "where-the-lamps-went",
        "Town",
        "Where the old lamps went",
        "One lights a bakery, three a school stage. The rest wait in a shed on Ropewalk for somebody to ask.",
        "Maud Pettersen",
        "2026-02-27",
        "27 February 2026",
    ),
)


def render(paper: str, service: str, site: str) -> dict[str, tuple[str, bytes]]:
    """Every file of the paper as path → (media type, bytes): `paper` and `service` are origins, `site` the key."""
    embedding = {"service": escape(service), "site": escape(site)}
    pages = {
        story.path: _article(story, {**embedding, "page_url": quote(paper + story.path, safe="")}) for story in STORIES
    }
    pages["/"] = _front_page(embedding)
    files = {path: ("text/html; charset=utf-8", text.encode()) for path, text in pages.items()}
    files["/paper.css"] = ("text/css; charset=utf-8", (FOLDER / "paper.css").read_bytes())
    files["/favicon.svg"] = ("image/svg+xml", (FOLDER / "favicon.svg").read_bytes())
    return files


def _article(story: Story, embedding: dict[str, str]) -> str:
    related = "\n".join(
        f'        <li><a href="{other.path}"><span class="kicker">{escape(other.section)}</span>'
        f"{escape(other.title)}</a></li>"
        for other in STORIES
        if other is not story
    )
    cookie_notice = " data-cookie-notice" if story.cookie_notice else ""
    own = {"body": story.body, "related": related, "cookie_notice": cookie_notice}
    return _fill("article.html", {**embedding, **_words(story), **own})


def _front_page(embedding: dict[str, str]) -> str:
    lead, *others = STORIES
    teaser = Template((FOLDER / "teaser.html").read_text(encoding="utf-8"))
    return _fill(
        "front.html",
        {
            **embedding,
            "lead": teaser.substitute(_words(lead)),
            "others": "".join(teaser.substitute(_words(story)) for story in others),
        },
    )


def _words(story: Story) -> dict[str, str]:
    fields = ("section", "title", "deck", "byline", "date", "shown_date", "path")
    return {field: escape(getattr(story, field)) for field in fields}


def _fill(name: str, values: dict[str, str]) -> str:
    """The page `name` inside the paper's frame."""
    page = Template((FOLDER / name).read_text(encoding="utf-8")).substitute(values)
    frame = Template((FOLDER / "frame.html").read_text(encoding="utf-8"))
    title = f"{values['title']} · Aldermouth Courier" if "title" in values else "Aldermouth Courier"
    return frame.substitute(page=page, title=title, deck=values.get("deck", "News from a town that does not exist."))
