"""What a reader does on the page, in the words of the form."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page


class Reader:
    """Acts on the thread in `page`. Playwright's locators see into open shadow roots."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def visit(self, url: str) -> Reader:
        self.page.goto(url)
        self.page.locator("h2").first.wait_for()
        return self

    def reload(self) -> Reader:
        self.page.reload()
        self.page.locator("h2").first.wait_for()
        return self

    @property
    def text(self) -> Locator:
        return self.page.locator("form.form textarea").first

    @property
    def form(self) -> Locator:
        return self.page.locator("form.form").first

    def open(self) -> Reader:
        self.text.focus()
        self.submit.wait_for()
        return self

    def write(self, body: str = "I agree.", name: str = "Ada", *, agree: bool = True) -> Reader:
        """Open the form and fill it in."""
        self.open()
        self.text.fill(body)
        self.form.get_by_label("Name", exact=True).fill(name)
        self.agree.set_checked(agree)
        return self

    @property
    def agree(self) -> Locator:
        return self.form.get_by_label("I agree that")

    @property
    def email(self) -> Locator:
        return self.form.get_by_role("textbox", name="E-mail")

    @property
    def remember(self) -> Locator:
        return self.form.get_by_label("Remember my name")

    @property
    def submit(self) -> Locator:
        return self.page.get_by_role("button", name="Publish comment")

    @property
    def said(self) -> Locator:
        return self.form.locator(".said")

    def post(self, body: str = "I agree.", name: str = "Ada", *, agree: bool = True) -> Reader:
        self.write(body, name, agree=agree)
        self.submit.click()
        return self

    def posted(self, body: str = "I agree.", **more: Any) -> Locator:
        """Post and wait until the comment is there; returns it."""
        self.post(body, **more)
        article = self.comment(body)
        article.wait_for()
        return article

    def reply(self, element: str, name: str, body: str) -> None:
        """Answer as "Me" the comment by `name` that has this id in the page; does not wait for what comes of it."""
        self.page.locator(f"#{element}").get_by_role("button", name="Reply").click()
        form = self.page.locator(".slot form.form")
        form.get_by_label("Name", exact=True).fill("Me")
        form.get_by_role("textbox", name=f"Reply to {name}").fill(body)
        form.get_by_label("I agree that").check()
        form.get_by_role("button", name="Publish reply").click()

    def comment(self, text: str) -> Locator:
        return self.page.locator("article.comment").filter(has_text=text)

    @property
    def names(self) -> list[str]:
        return self.page.locator("article .name").all_inner_texts()

    def stored(self, area: str) -> dict[str, str]:
        """Everything in `localStorage` or `sessionStorage`."""
        found: dict[str, str] = self.page.evaluate(f"({{...{area}}})")
        return found
