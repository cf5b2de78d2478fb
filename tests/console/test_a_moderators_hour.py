"""A moderator's hour by keyboard alone: three hundred comments, ten second thoughts, a colleague in the same queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.console.desk import Desk, comments_like, decisions_by, waiting

KEYS = "pprpsppprp"
EVE = {"name": "Eve", "email": "eve@example.org"}


def test_three_hundred_are_decided_ten_taken_back_and_nothing_is_lost_while_a_colleague_works_too(
    address: str, deps: Any, post: Callable[..., Any], new_tab: Callable[..., Page]
) -> None:
    first = post(body="Number 0 of many.")["comment"]["id"]
    every = {first, *comments_like(deps, first, 299)}
    mia, olga = (Desk(new_tab(), address).sign_in(deps, name) for name in ("Mia", "Olga"))
    mia.open().press("j")
    olga.open("?sort=newest").press("j")

    for turn in range(400):
        mia.press(KEYS[turn % 10])
        if turn % 3 == 0:
            olga.press(KEYS[turn % 7])
        if turn % 20 == 19 and turn < 200:  # a second thought: taken back, read again, decided otherwise
            expect(mia.tab.locator(".sending")).to_have_count(0)
            mia.press("z").told("Taken back")
            mia.press("s")
        if turn % 10 == 9 and not waiting(deps):
            break
    expect(mia.tab.locator(".sending")).to_have_count(0)
    expect(olga.tab.locator(".sending")).to_have_count(0)

    made = decisions_by(deps)
    standing: Counter[str] = Counter()
    for _, _, comment, took_back in made:
        standing[comment] += -1 if took_back else 1
    assert standing == Counter(dict.fromkeys(every, 1))
    assert Counter(who for who, what, *_ in made if what == "undo") == {"Mia": 10}
    assert {who for who, *_ in made} == {"Mia", "Olga"}
    assert waiting(deps) == 0


def test_one_author_is_banned_and_purged_from_the_queue_and_what_they_wrote_is_seen_decided(
    address: str, deps: Any, post: Callable[..., Any], new_tab: Callable[..., Page]
) -> None:
    by_eve = [post(author=EVE, body=f"Buy this, {number}.")["comment"]["id"] for number in range(3)]
    other = post(body="About the story.")["comment"]["id"]
    mia = Desk(new_tab(), address).sign_in(deps, "Mia").open()

    mia.press("j", "b")
    sheet = mia.tab.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name="Ban Eve")).to_be_visible()
    mia.press("Space")  # the one thing to ban by, unticked: nothing is left
    mia.press("Control+Enter")
    expect(sheet.locator(".error").first).to_be_visible()
    mia.press("Space")
    while not sheet.get_by_label("Mark what they wrote as spam").evaluate("box => box === document.activeElement"):
        mia.press("Tab")
    mia.press("Space", "Control+Enter")

    mia.told("3 comments went to spam")
    expect(sheet).to_have_count(0)
    for comment in by_eve:
        expect(mia.row(comment)).to_have_attribute("data-status", "spam")
        expect(mia.row(comment)).to_contain_class("settled")
    expect(mia.row(other)).to_have_attribute("data-status", "pending")
    assert [what for _, what, *_ in decisions_by(deps)] == ["spam"] * 3
    assert waiting(deps) == 1
