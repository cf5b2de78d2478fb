"""A reader asks for mail about replies, confirms, is told of an answer, and ends it: real browser, real mail server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import Moderator, Reader
from tests.support.demo import Running, free_port, running_demo, wait_until
from tests.support.reply_mail import confirm_link, plain
from tests.support.smtp import Received, Server, mail_server
from tests.support.traces import read_all

ADDRESS = "mia.moreau@example.net"


@pytest.fixture
def server() -> Iterator[Server]:
    """A mail server that runs."""
    with mail_server() as running:
        yield running


@pytest.fixture
def mailing(server: Server, tmp_path: Path) -> Iterator[Running]:
    """A demo that can send mail."""
    told = {name: str(value) for name, value in server.settings.items()}
    with running_demo(tmp_path / "data", free_port(), **told) as running:
        yield running


def newest(server: Server, count: int) -> Received:
    """The reader's mail that came last, once there are `count`."""
    wait_until(lambda: len(to_the_reader(server)) >= count, f"mail number {count}")
    return to_the_reader(server)[count - 1]


def to_the_reader(server: Server) -> list[Received]:
    """What lies in the reader's mailbox; the demo writes to its admin too."""
    return [mail for mail in server.box.taken if mail.recipients == [ADDRESS]]


def kept(folder: Path) -> list[str]:
    """The files of the data folder in which the address stands."""
    return [name for name, content in read_all(folder).items() if ADDRESS.encode() in content]


def ask_for_mail(tab: Page, url: str) -> None:
    """Comment with the box ticked; without an address nothing is sent and nothing typed is lost."""
    reader = Reader(tab).visit(url)
    form = reader.form
    form.locator("textarea").first.click()
    form.get_by_role("textbox", name=re.compile("^Name")).fill("Mia")
    form.locator("textarea").first.fill("Who saw the swifts?")
    form.get_by_role("checkbox").first.check()
    form.get_by_role("checkbox", name=re.compile("^Send me an e-mail")).check()
    form.get_by_role("button", name=re.compile("^Publish")).click()
    expect(form.get_by_text("Please give an e-mail address")).to_be_visible()
    expect(form.locator("textarea").first).to_have_value("Who saw the swifts?")
    form.get_by_role("textbox", name=re.compile("^E-mail")).fill(ADDRESS)
    form.get_by_role("button", name=re.compile("^Publish")).click()
    expect(tab.get_by_text("look into your mailbox").first).to_be_visible()


def test_from_the_tick_to_the_last_mail(
    mailing: Running, server: Server, new_tab: Callable[..., Page], tmp_path: Path
) -> None:
    demo: dict[str, Any] = mailing.ready
    tab = new_tab()
    ask_for_mail(tab, demo["article_url"])
    link = confirm_link(newest(server, 1))

    tab.goto(link)  # the script puts the secret into the form, and it leaves the address
    expect(tab.get_by_role("heading", level=1)).to_have_text("Is this your comment?")
    assert "#" not in tab.url and link.rpartition("#")[2] not in tab.url
    expect(tab.get_by_text("Who saw the swifts?")).to_be_visible()
    tab.get_by_role("button", name="It is mine: write to me").click()
    expect(tab.get_by_role("status")).to_contain_text("Confirmed")

    moderator = Moderator(new_tab(), demo).sign_in()
    moderator.decide("Who saw the swifts?", "Publish")
    other = Reader(new_tab()).visit(demo["article_url"])
    other.reply("Who saw the swifts?", "I did, over the lake.", "Ben")
    expect(other.comment("I did, over the lake.")).to_be_visible()
    moderator.decide("I did, over the lake.", "Publish")

    mail = newest(server, 2)
    assert mail.recipients == [ADDRESS] and "> I did, over the lake." in plain(mail)
    where, stop = re.findall(r"(?m)^http\S+", plain(mail))
    tab.goto(where)
    expect(tab.locator("article", has_text="I did, over the lake.").last).to_be_visible()
    tab.goto(stop)
    tab.get_by_role("button", name="No more mail about this comment").click()
    expect(tab.get_by_role("status")).to_contain_text("We no longer write to you")

    other.reply("Who saw the swifts?", "So did I.", "Cleo")
    expect(other.comment("So did I.")).to_be_visible()
    moderator.decide("So did I.", "Publish")
    wait_until(lambda: kept(tmp_path / "data") == [], "the address is in no file")
    assert len(to_the_reader(server)) == 2
    assert tab.context.cookies() == []
