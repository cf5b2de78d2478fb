"""The queue in a real browser: decided by keys, several at once, taken back, out of reach and signed out between."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commentsvc.models.comment import Comment
from tests.console.desk import Desk, comments_like, decisions_by
from tests.support.looks import beside, violations


@pytest.fixture
def mia(deps: Any, address: str, new_tab: Callable[..., Page]) -> Desk:
    """Mia, at an empty queue."""
    return Desk(new_tab(), address).sign_in(deps, "Mia")


@pytest.fixture
def six(post: Callable[..., Any], deps: Any) -> list[str]:
    """Six comments that wait, oldest first."""
    first = post(body="Number 0 of many.")["comment"]["id"]
    return [first, *comments_like(deps, first, 5)]


def test_keys_move_decide_and_take_back_without_a_reload(mia: Desk, six: list[str], deps: Any) -> None:
    mia.open().tab.evaluate("window.same = true")
    mia.press("j")
    expect(mia.row(six[0])).to_be_focused()
    mia.press("p")
    expect(mia.row(six[1])).to_be_focused()
    mia.press("r", "ArrowDown", "s")
    for comment, status in ((six[0], "Published"), (six[1], "Rejected"), (six[3], "Spam")):
        expect(mia.row(comment).locator(".state")).to_have_text(status)
    expect(mia.row(six[4])).to_be_focused()

    mia.press("z")
    expect(mia.row(six[3])).to_be_focused()
    expect(mia.row(six[3])).not_to_have_class(re.compile("settled"))
    mia.press("z")
    expect(mia.row(six[1])).to_be_focused()
    assert [(what, comment) for _, what, comment, _ in decisions_by(deps)] == [
        *(("publish", six[0]), ("reject", six[1]), ("spam", six[3])),
        *(("undo", six[3]), ("undo", six[1])),
    ]
    assert mia.tab.evaluate("window.same")


def test_several_are_ticked_and_decided_with_reasons_by_keys_alone(mia: Desk, six: list[str], deps: Any) -> None:
    from commentsvc.models.audit import Decision
    from commentsvc.models.content import Statement

    mia.open().press("j", "x", "j", "j", "Shift+X")
    expect(mia.tab.locator("#tray-count")).to_have_text("3")
    mia.press("Shift+R")
    mia.tab.keyboard.type("Off topic, and press j")
    mia.press("Tab")
    mia.tab.keyboard.type("Rule 4")
    mia.press("Control+Enter")
    mia.told("3 comments rejected.")
    expect(mia.row(six[3])).to_be_focused()
    deps.session.rollback()
    assert {row.reason for row in deps.session.query(Decision)} == {"Off topic, and press j"}
    assert [row.rule for row in deps.session.query(Statement)] == ["Rule 4"] * 3
    mia.press("z")
    mia.told("3 decisions taken back.")
    mia.press("Shift+A", "p")
    mia.told("6 comments published.")


def test_what_cannot_be_sent_waits_in_its_place_and_is_sent_later(mia: Desk, six: list[str], deps: Any) -> None:
    mia.open()
    mia.tab.context.set_offline(True)
    mia.press("j", "p", "r")
    mia.told("The service cannot be reached.")
    expect(mia.row(six[0])).to_contain_text(re.compile("Number 0"))
    assert decisions_by(deps) == []
    mia.tab.context.set_offline(False)
    expect(mia.row(six[0]).locator(".state")).to_have_text("Published")
    expect(mia.row(six[1]).locator(".state")).to_have_text("Rejected")
    expect(mia.tab.locator(".toast.warn")).to_have_count(0)


def test_a_session_that_ends_in_the_middle_loses_nothing(mia: Desk, six: list[str], deps: Any) -> None:
    mia.open().press("j", "p")
    expect(mia.row(six[0]).locator(".state")).to_have_text("Published")
    mia.tab.context.clear_cookies()
    mia.press("r", "s")
    mia.told("You are signed out. 2 decisions are not sent yet, and nothing is lost.")
    with mia.tab.context.expect_page() as opened:
        mia.told("signed out").get_by_role("link", name="Sign in").click()
    mia.enter("mia@example.org", opened.value)
    mia.told("signed out").get_by_role("button", name="Send now").click()
    expect(mia.row(six[1]).locator(".state")).to_have_text("Rejected")
    expect(mia.row(six[2]).locator(".state")).to_have_text("Spam")
    assert [what for _, what, _, _ in decisions_by(deps)] == ["publish", "reject", "spam"]


def test_nothing_goes_out_under_the_name_of_somebody_who_signed_in_meanwhile(
    mia: Desk, six: list[str], deps: Any
) -> None:
    mia.open()
    mia.tab.context.clear_cookies()
    Desk(mia.tab.context.new_page(), mia.address).sign_in(deps, "Olga")
    mia.press("j", "p")
    mia.told("Somebody else is signed in here now.")
    assert decisions_by(deps) == []
    mia.told("Somebody else").get_by_role("button", name="Send in their name").click()
    expect(mia.row(six[0]).locator(".state")).to_have_text("Published")
    assert [who for who, *_ in decisions_by(deps)] == ["Olga"]


def test_who_comes_second_reads_who_decided_what_and_can_go_on(
    mia: Desk, six: list[str], decide: Callable[..., Any], deps: Any
) -> None:
    mia.tab.route("**/queue/news?*", lambda route: route.abort())  # they would tell before the key is pressed
    mia.open()
    decide(six[0], "spam")
    mia.press("j", "p")
    expect(mia.row(six[0]).locator(".clash")).to_contain_text("decided this just now: it is spam")
    expect(mia.row(six[1])).to_be_focused()


def test_two_moderators_see_each_others_decisions_without_asking(
    mia: Desk, six: list[str], deps: Any, new_tab: Callable[..., Page], post: Callable[..., Any]
) -> None:
    olga = Desk(new_tab(), mia.address).sign_in(deps, "Olga").open()
    mia.open().press("j", "j")
    olga.press("j", "p", "s")
    expect(mia.row(six[0])).to_have_class(re.compile("settled"))
    expect(mia.row(six[1]).locator(".decided")).to_contain_text("Olga: marked as spam")
    mia.told("Olga has just decided this comment.")
    mia.press("p")  # meant for what stood there
    expect(mia.row(six[1]).locator(".state")).to_have_text("Spam")
    mia.press("j", "r")
    expect(olga.row(six[2])).to_contain_text("Mia: rejected")
    new = post(body="Just written")["comment"]["id"]
    expect(mia.row(new)).to_be_visible()
    expect(olga.row(new)).to_be_visible()
    expect(mia.tab.locator("[data-count=pending]")).to_have_text("4")
    assert [(who, what) for who, what, *_ in decisions_by(deps)] == [
        *(("Olga", "publish"), ("Olga", "spam"), ("Mia", "reject")),
    ]


def test_the_context_stands_beside_the_list_and_follows_it(mia: Desk, six: list[str]) -> None:
    mia.open().press("j", "o")
    panel = mia.tab.get_by_role("complementary", name="Context of the current comment")
    expect(panel).to_contain_text("Number 0 of many.")
    expect(panel).to_contain_text("publishes my name and my comment here")
    expect(mia.row(six[0])).to_be_focused()
    mia.press("j")
    expect(panel).to_contain_text("Number 1 of many.")
    mia.press("Escape")
    expect(panel).to_be_hidden()
    expect(mia.row(six[1])).to_be_focused()


def test_a_reader_is_answered_without_leaving_and_what_was_typed_outlives_the_session(
    mia: Desk, six: list[str], deps: Any
) -> None:
    mia.open().press("j", "a")
    sheet = mia.tab.get_by_role("dialog", name="A form")
    expect(sheet).to_contain_text("Number 0 of many.")
    mia.tab.keyboard.type("Thank you, j and p.")
    mia.tab.context.clear_cookies()
    mia.press("Control+Enter")
    expect(sheet.get_by_role("alert")).to_contain_text("What you typed is still here.")
    mia.enter("mia@example.org", mia.tab.context.new_page())
    mia.tab.bring_to_front()
    sheet.get_by_role("button", name="Publish it and answer").click()
    mia.told("Your answer is public.")
    expect(mia.row(six[0]).locator(".state")).to_have_text("Published")
    deps.session.rollback()
    answer = deps.session.query(Comment).filter_by(staff=True).one()
    assert (answer.body, str(answer.parent_id), answer.status) == ("Thank you, j and p.", six[0], "published")


def test_filters_narrow_the_list_without_a_reload_and_the_way_back_widens_it(mia: Desk, six: list[str]) -> None:
    mia.open().tab.evaluate("window.same = true")
    mia.press("/")
    mia.tab.keyboard.type("Number 3")
    mia.press("Enter")
    expect(mia.tab.locator(".chip")).to_contain_text("with “Number 3”")
    mia.tab.go_back()
    expect(mia.tab.locator("article")).to_have_count(6)
    mia.tab.get_by_role("navigation", name="Status").get_by_role("link", name="All").click()
    expect(mia.tab.locator(".feed.mixed article")).to_have_count(6)
    assert mia.tab.evaluate("window.same")


def test_single_keys_do_nothing_in_fields_nor_once_they_are_off(mia: Desk, six: list[str], deps: Any) -> None:
    mia.open().press("/")
    mia.tab.keyboard.type("prs")
    expect(mia.tab.get_by_role("searchbox")).to_have_value("prs")
    mia.press("Escape", "j", "?")
    mia.tab.get_by_label("Single keys act").uncheck()
    mia.press("Escape", "j", "p", "r", "x")
    assert decisions_by(deps) == []
    expect(mia.tab.locator("#tray")).to_be_hidden()
    mia.open().press("j", "p")
    expect(mia.tab.locator("article:focus")).to_have_count(0)
    assert decisions_by(deps) == []


def test_a_thousand_scroll_as_ten_do(mia: Desk, six: list[str], deps: Any) -> None:
    last = comments_like(deps, six[-1], 1000)[-1]
    mia.open()
    assert mia.tab.locator("article").first.get_attribute("aria-setsize") == "1006"
    mia.tab.evaluate(
        """async () => {
          const last = () => document.querySelector("[aria-posinset='1006']");
          while (!last() || last().getBoundingClientRect().top > innerHeight) {
            scrollTo(0, document.documentElement.scrollHeight);
            await new Promise((done) => requestAnimationFrame(done));
          }
        }"""
    )
    expect(mia.row(last)).to_be_visible()
    assert mia.tab.locator("article").count() < 300
    mia.row(last).click()
    mia.press("p", "k")
    expect(mia.row(last).locator(".state")).to_have_text("Published")
    mia.tab.evaluate("scrollTo(0, 0)")
    expect(mia.row(six[0])).to_be_visible()
    assert mia.tab.locator("article").count() < 300


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")])
def test_axe_finds_nothing_whatever_the_queue_is_doing(
    address: str, six: list[str], deps: Any, new_tab: Callable[..., Page], width: int, scheme: str
) -> None:
    mia = Desk(new_tab(width=width, color_scheme=scheme), address).sign_in(deps, "Mia")
    mia.open().press("j", "p", "x")
    mia.told("1 comment published.")
    assert violations(mia.tab) == []
    assert beside(mia.tab) <= 0
    mia.press("Shift+R")
    assert violations(mia.tab) == []
    mia.press("Escape", "Escape", "?")
    assert violations(mia.tab) == []
    mia.press("Escape", "o")
    expect(mia.tab.locator("#context-consent")).to_be_visible()
    assert violations(mia.tab) == []
    mia.press("Escape", "a")
    expect(mia.tab.locator("#sheet textarea")).to_be_visible()
    assert violations(mia.tab) == []
    mia.open("?status=all&q=number&reason=links&score_from=0")
    assert violations(mia.tab) == []
    assert beside(mia.tab) <= 0
