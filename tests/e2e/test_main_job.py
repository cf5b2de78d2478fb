"""A reader comments, a moderator publishes, the reader answers, the administrator exports the proof."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.demo import ask


def notice_in_force(demo: Any) -> str:
    served = ask(f"{demo.ready['url']}/api/v1/sites/{demo.ready['site']}/notice?lang=en").json()
    return str(served["sha256"])


@pytest.mark.parametrize(
    ("width", "remember", "name"),
    [(1280, True, "Ada Byron"), (1280, False, "Bea Nohelp"), (360, False, "Cleo Pocket")],
    ids=["with everything on", "with all optional purposes off", "on a phone"],
)
def test_from_a_comment_to_the_row_that_proves_its_consent(demo, reader, moderator, downloads, width, remember, name):
    words, answer = f"I counted the lamps, says {name}.", f"And again, says {name}."
    somebody = reader(width=width)
    somebody.write(words, name, remember=remember)
    own = somebody.comment(words)
    expect(own).to_be_visible()
    expect(somebody.page.get_by_text("waiting to be checked").first).to_be_visible()
    assert somebody.page.evaluate("localStorage.length") == (1 if remember else 0)

    stranger = reader(width=width)
    expect(stranger.page.get_by_text(words)).to_have_count(0)

    boss = moderator(width=width)
    boss.decide(words, "Publish")

    stranger.reload()
    expect(stranger.comment(words)).to_be_visible()
    somebody.reload()
    somebody.reply(words, answer, name)
    expect(somebody.page.get_by_text(answer).first).to_be_visible()

    page = boss.open("consent-log")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    path = downloads / "log.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    newest = [row for row in rows if row["comment_status"] == "published"][-3:]
    assert {row["notice_sha256"] for row in newest} == {notice_in_force(demo)}
    assert {row["purpose"]: row["state"] for row in newest} == {
        "publish": "given",
        "reply-mail": "not-given",
        "remember-me": "given" if remember else "not-given",
    }
    assert name not in path.read_text(), "the log holds no name"


def test_the_author_sees_the_pending_comment_after_a_reload_in_the_same_tab_only(reader):
    somebody = reader()
    somebody.write("Still waiting, only here.", "Dora")
    expect(somebody.comment("Still waiting, only here.")).to_be_visible()
    somebody.reload()
    expect(somebody.comment("Still waiting, only here.")).to_be_visible()
    expect(reader().page.get_by_text("Still waiting, only here.")).to_have_count(0)


def test_a_comment_by_keyboard_alone(reader, moderator):
    somebody = reader()
    page = somebody.page
    for _ in range(60):
        page.keyboard.press("Tab")
        if somebody.form.locator("textarea").first.evaluate("e => e.getRootNode().activeElement === e"):
            break
    else:
        pytest.fail("the form cannot be reached with the Tab key")
    page.keyboard.type("Written without a mouse.")
    somebody.form.get_by_role("checkbox").first.wait_for()
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        kind, label = page.evaluate(
            """() => { let e = document.activeElement;
            while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
            return [e.type || e.tagName, e.name || e.id || e.textContent] }"""
        )
        seen.append((kind, label))
        if kind == "text":
            page.keyboard.type("Keyboard Kim")
        elif kind == "checkbox" and sum(k == "checkbox" for k, _ in seen) == 1:
            page.keyboard.press("Space")
        elif kind == "submit":
            page.keyboard.press("Enter")
            break
    expect(somebody.comment("Written without a mouse.")).to_be_visible()

    boss = moderator()
    console = boss.open("queue")
    row = console.locator("li").filter(has_text="Written without a mouse.").last
    row.get_by_role("button", name="Publish").focus()
    console.keyboard.press("Enter")
    expect(row.locator(".settled")).to_be_visible()
    expect(reader().comment("Written without a mouse.")).to_be_visible()


def test_a_fresh_visit_stores_nothing_and_asks_nobody_else(demo, new_tab):
    tab = new_tab()
    hosts: set[str] = set()
    tab.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    tab.goto(demo.ready["article_url"])
    tab.locator("article.comment").first.wait_for()
    article = "/".join(demo.ready["article_url"].split("/")[:3])
    assert hosts == {article, demo.ready["url"]}
    assert tab.context.cookies() == []
    assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_two_moderators_never_decide_the_same_comment_twice(reader, moderator):
    somebody = reader()
    somebody.write("Whose is this?", "Twice Told")
    expect(somebody.comment("Whose is this?")).to_be_visible()
    first, second = (moderator(java_script_enabled=False) for _ in range(2))
    first.open("queue")
    second.open("queue")
    for boss, verb in ((first, "Publish"), (second, "Reject")):
        row = boss.page.locator("li").filter(has_text="Whose is this?").last
        with boss.page.expect_navigation():
            row.get_by_role("button", name=verb).click()
    expect(second.page.get_by_text("Not changed.").first).to_contain_text("it is published")
    expect(reader().comment("Whose is this?")).to_be_visible()
