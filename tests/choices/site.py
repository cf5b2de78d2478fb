"""An owner's site with a cookie notice, and what a reader does on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from commentsvc.models.consent import ConsentEvent
from commentsvc.usecases.deps import Deps
from tests.support.choices import publish_cookie_notice
from tests.support.sites import SiteUnderTest
from tests.widget.pages import Pages


@dataclass(frozen=True)
class OwnerSite:
    """`service` is the comment service's address; `stranger` another company's server."""

    deps: Deps
    site: SiteUnderTest
    service: str
    pages: Pages
    stranger: Pages

    def publish(self, lang: str = "en", **changes: Any) -> str:
        """Publish a version of the cookie notice."""
        return publish_cookie_notice(self.deps, self.site, lang, **changes)

    def page(self, path: str = "/", *, body: str = "", lang: str = "en", attributes: str = "", **headers: str) -> str:
        """The address of a page without comments that shows the notice."""
        script = f'<script async src="{self.service}/choices.js" data-site="example" {attributes}></script>'
        text = "<main><h1>A page</h1>" + "<p>Words to read.</p>" * 40 + f"</main>{body}{script}"
        return self.pages.put(path, text, html=f'lang="{lang}"', **headers)

    def waiting(self, src: str, purpose: str) -> str:
        """A script of the other company that waits for a purpose."""
        return f'<script type="text/plain" data-consent="{purpose}" src="{self.stranger.url}/{src}"></script>'

    def events(self) -> list[str]:
        """The types of all consent events that were recorded, oldest first."""
        self.deps.session.rollback()
        return list(self.deps.session.scalars(sa.select(ConsentEvent.type).order_by(ConsentEvent.id)))


class Reader:
    """Acts on the notice in `page`, and counts every click and every request."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))

    def visit(self, url: str) -> Reader:
        self.page.goto(url)
        self.settled()
        return self

    def settled(self) -> None:
        """Until the script has told the page what holds."""
        self.page.wait_for_function("window.commentsvc?.consent.state()")

    @property
    def notice(self) -> Locator:
        return self.page.get_by_role("region", name="Your privacy choices")

    def click(self, name: str) -> Reader:
        self.clicks += 1
        self.page.get_by_role("button", name=name).click()
        return self

    def answered(self) -> Reader:
        """Until the notice is gone."""
        expect(self.notice).to_have_count(0)
        return self

    def on(self, purpose: str) -> bool:
        answer: bool = self.page.evaluate("(id) => window.commentsvc.consent.get(id)", purpose)
        return answer

    def stored(self) -> dict[str, dict[str, str]]:
        """Everything the browser keeps for the page's origin."""
        found: dict[str, dict[str, str]] = self.page.evaluate(
            "({local: {...localStorage}, session: {...sessionStorage}})"
        )
        return found

    def cookies(self) -> list[Any]:
        return list(self.page.context.cookies())
