"""A reader and a moderator, by what they see: roles, labels and words."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


class Reader:
    """Reads and writes under the article; Playwright's locators see into open shadow roots."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def visit(self, url: str) -> Reader:
        """Open the article and wait until its comments are drawn."""
        self.page.goto(url)
        self.drawn()
        return self

    def reload(self) -> Reader:
        """Load the page again, in the same tab."""
        self.page.reload()
        self.drawn()
        return self

    def drawn(self) -> None:
        """Wait for the thread."""
        self.page.locator("article.comment").first.wait_for()

    @property
    def form(self) -> Locator:
        """The form at the head of the thread."""
        return self.page.locator("form").first

    def comment(self, text: str) -> Locator:
        """The innermost comment with these words."""
        return self.page.locator("article.comment").filter(has_text=text).last

    def write(self, body: str, name: str, *, remember: bool = False, within: Locator | None = None) -> None:
        """Open the form, fill it in and send it."""
        form = within or self.form
        form.locator("textarea").first.click()
        form.get_by_role("textbox", name=re.compile("^Name")).fill(name)
        form.locator("textarea").first.fill(body)
        boxes = form.get_by_role("checkbox")
        for index in range(boxes.count()):
            expect(boxes.nth(index)).not_to_be_checked()
        boxes.first.check()
        if remember:
            boxes.nth(1).check()
        form.get_by_role("button", name=re.compile("^Publish")).click()

    def reply(self, to: str, body: str, name: str) -> None:
        """Answer a comment in place."""
        self.comment(to).get_by_role("button", name="Reply").first.click()
        publish = self.page.get_by_role("button", name="Publish reply")
        publish.wait_for()
        self.write(body, name, within=self.page.locator("form").filter(has=publish))


class Moderator:
    """Works in the console."""

    def __init__(self, page: Page, demo: dict[str, Any]) -> None:
        self.page = page
        self.demo = demo

    def sign_in(self) -> Moderator:
        """Through the form, as a person does."""
        self.page.goto(f"{self.demo['url']}/admin/")
        self.page.get_by_label("E-mail", exact=False).fill(self.demo["admin"]["email"])
        self.page.get_by_label("Password", exact=False).fill(self.demo["admin"]["password"])
        self.page.get_by_role("button", name=re.compile("Sign in")).click()
        self.page.wait_for_url(re.compile(r"/admin/(?!sign-in)"))
        return self

    def open(self, place: str) -> Page:
        """A page of the site's console."""
        self.page.goto(f"{self.demo['url']}/admin/{self.demo['site']}/{place}")
        return self.page

    def decide(self, words: str, verb: str) -> None:
        """Press a button of the comment with these words in the queue."""
        self.open("queue")
        row = self.page.locator("li").filter(has_text=words).last
        row.get_by_role("button", name=re.compile(f"^{verb}", re.IGNORECASE)).click()
        expect(row.locator(".settled")).to_be_visible()
