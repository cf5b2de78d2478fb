"""A reader comes in by a mailed link, sees everything, takes it back, takes it along, and is forgotten; so does a guest
with a receipt. After each step the database is searched for what must be gone."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.demo import Running, free_port, running_demo, wait_until
from tests.support.looks import beside, violations
from tests.support.smtp import Server, mail_server
from tests.support.traces import find, read_all

ADDRESS = "ada.of.ockham@example.org"
SKIPPED = {"site", "notice", "account", "audit_event"}


@pytest.fixture(scope="module")
def post_office() -> Iterator[Server]:
    """The mail server that the demo sends through."""
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, post_office: Server) -> Iterator[Running]:
    """A demo of our own, with mail."""
    settings = {name: str(value) for name, value in post_office.settings.items()}
    folder = tmp_path_factory.mktemp("my-data") / "data"
    with running_demo(folder, free_port(), **settings) as running:
        running.ready["folder"] = folder
        yield running


class Clicks:
    """Counts what a person presses."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Locator) -> None:
        what.click()
        self.count += 1


def rows(demo: Running) -> dict[str, bytes]:
    """Every table's values, read beside the running service."""
    found: dict[str, bytes] = {}
    with sqlite3.connect(f"file:{demo.ready['folder'] / 'commentsvc.db'}?mode=ro", uri=True) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table not in SKIPPED:
                found[table] = repr(connection.execute(f'SELECT * FROM "{table}"').fetchall()).encode()  # noqa: S608
    return found


def holds(demo: Running, text: str) -> set[str]:
    """The tables that hold these words."""
    return {table for table, content in rows(demo).items() if text.encode() in content}


def mail_with(post_office: Server, path: str, after: int) -> str:
    """Wait for a mail that came after so many others and links to this path; the link."""
    link = re.compile(rf"https?://\S+/{path}\S*")

    def links() -> list[str]:
        texts = [mail.message.get_body(("plain",)).get_content() for mail in post_office.box.taken[after:]]
        return [found[0] for text in texts if (found := link.search(text))]

    wait_until(links, f"a mail with a link to {path}")
    return links()[-1]


def enter_by_mail(demo: Running, post_office: Server, page: Page) -> None:
    """Ask for a link at the door, wait for the mail, press its button."""
    seen = len(post_office.box.taken)
    page.goto(f"{demo.ready['url']}/my/demo/")
    page.get_by_role("textbox", name="E-mail").fill(ADDRESS)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("If something is stored under this address")).to_be_visible()
    page.goto(mail_with(post_office, "my/demo/enter", seen))
    expect(page.get_by_label("The link from the mail")).to_be_hidden()
    assert "#" not in page.url, "the secret left the address bar"
    page.get_by_role("button", name="Show my data").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_reader_sees_takes_back_takes_along_and_erases(
    demo: Running, post_office: Server, reader: Callable[..., Any], new_tab: Callable[..., Page], downloads: Path
) -> None:
    words, name = "I walked the harbour at night.", "Ada of Ockham"
    somebody = reader()
    form = somebody.form
    form.locator("textarea").first.click()
    form.get_by_role("textbox", name=re.compile("^Name")).fill(name)
    form.get_by_role("textbox", name=re.compile("^E-mail")).fill(ADDRESS)
    form.locator("textarea").first.fill(words)
    form.get_by_role("checkbox", name=re.compile("publishes my name")).check()
    form.get_by_role("checkbox", name=re.compile("somebody answers")).check()
    form.get_by_role("button", name=re.compile("^Publish")).click()
    expect(somebody.comment(words)).to_be_visible()
    tab = new_tab()
    tab.goto(mail_with(post_office, "my/demo/confirm", 0))
    tab.get_by_role("button", name="It is mine").click()
    expect(tab.get_by_text("Confirmed.").first).to_be_visible()
    assert "contact" in holds(demo, ADDRESS)

    enter_by_mail(demo, post_office, tab)
    expect(tab.get_by_text(words)).to_be_visible()
    expect(tab.get_by_text("a…@example.org")).to_be_visible()
    assert violations(tab) == []
    tab.get_by_role("link", name="Details and changes").click()
    expect(tab.get_by_text("You agreed").first).to_be_visible()
    assert violations(tab) == []
    row = tab.locator("li.agreed", has_text="somebody answers")
    row.get_by_role("button", name="Withdraw").click()
    expect(tab.get_by_role("status").first).to_have_text("Withdrawn.")
    assert holds(demo, ADDRESS) == set(), "no purpose needs the address any more"

    tab.get_by_role("link", name="Back to your data").click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download").click()
    path = downloads / "mine.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as bundle:
        assert words.encode() in b"".join(bundle.read(member) for member in bundle.namelist())

    tab.get_by_role("link", name="Erase everything").last.click()
    assert violations(tab) == []
    tab.get_by_role("button", name="Erase everything now").click()
    expect(tab.get_by_text("Everything of yours was erased.")).to_be_visible()
    assert [holds(demo, text) for text in (words, name, ADDRESS)] == [set(), set(), set()]
    assert tab.context.cookies() == []
    traces = {"words": words, "name": name, "address": ADDRESS}
    wait_until(
        lambda: find(read_all(demo.ready["folder"], ["keys"]), traces) == [], "the files to forget what was erased"
    )
    somebody.reload()
    expect(somebody.page.get_by_text(words)).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme", "script"), [(320, "dark", True), (1440, "light", False)])
def test_a_guest_does_the_same_with_a_receipt(
    demo: Running,
    new_tab: Callable[..., Page],
    downloads: Path,
    width: int,
    scheme: str,
    script: bool,
) -> None:
    words, name = f"A guest was here, {width} wide.", f"Guest of {width}"
    receipt = post_on_hosted_page(demo, new_tab(java_script_enabled=False), words, name)
    tab = new_tab(width, color_scheme=scheme, java_script_enabled=script)
    tab.goto(f"{demo.ready['url']}/my/demo/")
    tab.get_by_label("The link or the text you kept").fill(receipt)
    tab.get_by_role("button", name="Open a receipt").click()
    expect(tab.get_by_text(words)).to_be_visible()
    if script:
        assert violations(tab) == []
        assert beside(tab) <= 0

    tab.get_by_role("link", name="Details and changes").click()
    tab.get_by_text("Edit", exact=True).click()
    tab.get_by_role("textbox", name="Name").fill("Somebody else")
    tab.get_by_role("button", name="Save", exact=True).click()
    expect(tab.get_by_role("status").first).to_contain_text("Your comment was changed.")
    assert holds(demo, name) == set()
    assert not script or violations(tab) == []
    tab.get_by_role("link", name="Back to your data").click()
    tab.get_by_role("link", name="Ask for something else").last.click()
    assert not script or violations(tab) == []
    tab.get_by_role("link", name="Back to your data").click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download").click()
    assert zipfile.is_zipfile(download.value.path())
    tab.get_by_role("link", name="Erase everything").last.click()
    tab.get_by_role("button", name="Erase everything now").click()
    expect(tab.get_by_text("Everything of yours was erased.")).to_be_visible()
    assert holds(demo, words) == holds(demo, "Somebody else") == set()


def post_on_hosted_page(demo: Running, tab: Page, words: str, name: str) -> str:
    """Comment without an address and without a script; the receipt's text."""
    tab.goto(f"{demo.ready['url']}/t/demo/write?url={demo.ready['article_url']}")
    tab.get_by_label("Comment", exact=True).fill(words)
    tab.get_by_label("Name", exact=True).fill(name)
    tab.get_by_role("checkbox").first.check()
    tab.get_by_role("button", name="Publish comment").click()
    return str(tab.get_by_role("textbox", name="Your receipt").input_value())


def test_withdrawing_takes_no_more_clicks_than_giving(
    demo: Running, reader: Callable[..., Any], moderator: Callable[..., Any], new_tab: Callable[..., Page]
) -> None:
    """Typing is not counted, and neither is getting to the page: what is pressed from there on is."""
    giving, links = Clicks(), []
    for number in range(3):
        somebody, giving = reader(), Clicks()
        form = somebody.form
        giving(form.locator("textarea").first)  # opens the form
        form.get_by_role("textbox", name=re.compile("^Name")).fill("Counting")
        form.locator("textarea").first.fill(f"Counted {number}")
        giving(form.get_by_role("checkbox", name=re.compile("publishes my name")))
        giving(form.get_by_role("button", name=re.compile("^Publish")))
        expect(somebody.comment(f"Counted {number}")).to_be_visible()
        links.append(
            somebody.page.get_by_role("group", name="Your receipt").get_by_role("link").first.get_attribute("href")
        )

    in_widget, page = Clicks(), somebody.page
    in_widget(page.get_by_label("Keep the receipt on this device", exact=False))
    moderator().decide("Counted 2", "Publish")
    page = page.context.new_page()  # another day, the same device
    page.goto(demo.ready["article_url"])
    in_widget(page.get_by_role("button", name="Withdraw").first)
    in_widget(page.get_by_role("button", name="Yes, withdraw and erase"))
    expect(page.get_by_text("Withdrawn. Your comment is erased.")).to_be_visible()

    with_receipt, tab = Clicks(), new_tab()
    tab.goto(links[0])
    with_receipt(tab.get_by_text("Withdraw this").first)
    with_receipt(tab.get_by_role("button", name="Withdraw and erase my comment"))
    expect(tab.get_by_role("status")).to_contain_text("your comment is erased")

    in_my_data, tab = Clicks(), new_tab()
    tab.goto(links[1])
    tab.get_by_role("button", name="See and change everything").click()
    in_my_data(tab.get_by_role("link", name="Details and changes"))
    in_my_data(tab.get_by_text("Withdraw this"))
    in_my_data(tab.get_by_role("button", name="Withdraw and erase my comment"))
    expect(tab.get_by_role("status").first).to_contain_text("your comment is erased")

    assert max(in_widget.count, with_receipt.count, in_my_data.count) <= giving.count == 3
