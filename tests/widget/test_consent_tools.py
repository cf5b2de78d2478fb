"""A site's own consent tool governs what is remembered: real copies of them, on the owner's page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commentsvc.domain.minors import with_minor
from tests.support.consent_tools import OWN, TOOLS, Tool, script

from . import notice_fixture
from .fake_service import FakeService
from .pages import Pages
from .reader import Reader

ME = "commentsvc:example:me"


@pytest.fixture
def arrive(page: Page, site: Pages, service: FakeService) -> Callable[..., Reader]:
    """`arrive(name, category, head)`: a reader on an article whose script tag names that tool."""

    def visit(name: str, category: str | None = None, head: str = "", **headers: str) -> Reader:
        named = f'data-consent-tool="{name}"' + (f' data-consent-category="{category}"' if category else "")
        tag = f'<script async src="{service.url}/embed.js" data-site="example" {named}></script>'
        return Reader(page).visit(site.put("/news/a-story", f"<main><p>Text.</p>{tag}</main>", head=head, **headers))

    return visit


def on(arrive: Callable[..., Reader], tool: Tool, head: str = "") -> Reader:
    return arrive(tool.name, tool.category, tool.head + head)


def heard(reader: Reader, service: FakeService, name: str) -> Reader:
    """Wait until the module for the tool has begun to watch it, or could not be had."""
    reader.page.evaluate(
        "(url) => import(url).catch(() => {}).then(() => new Promise(requestAnimationFrame))",
        f"{service.url}/tools/{name}.js",
    )
    return reader


def sent(service: FakeService) -> tuple[Any, Any, Any]:
    """Of the newest post: what the tool had answered, what had no box, whether to be remembered was asked for."""
    body = service.requests("POST", "comments")[-1].json
    consent = body["consent"]
    return body["signals"]["tool"]["answer"], consent.get("not_offered"), consent["purposes"]["remember-me"]


def offered(reader: Reader) -> bool:
    return reader.remember.count() == 1


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_the_box_is_there_only_while_the_tool_says_yes_and_a_no_forgets(
    page: Page, arrive: Callable[..., Reader], service: FakeService, tool: Tool
) -> None:
    reader = heard(on(arrive, tool).open(), service, tool.name)
    assert not offered(reader)
    reader.write("First.", "Ada")

    tool.yes(page)
    expect(reader.remember).not_to_be_checked()
    expect(reader.text).to_have_value("First.")
    expect(reader.agree).to_be_checked()
    reader.remember.check()
    reader.submit.click()
    reader.comment("First.").wait_for()
    assert sent(service) == (True, None, True)
    assert json.loads(reader.stored("localStorage")[ME])["name"] == "Ada"

    reader.write("Second.", "Ada")
    tool.no(page)
    expect(reader.remember).to_have_count(0)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('commentsvc:'))")
    reader.submit.click()
    reader.comment("Second.").wait_for()
    assert sent(service) == (False, ["remember-me"], False)
    assert service.state.withdrawn == [("r1000", "secret-1000", "remember-me")]
    assert [key for key in reader.stored("localStorage") if key.startswith("commentsvc:")] == []
    assert service.requests("POST", "comments")[0].json["signals"]["tool"] == {
        "name": tool.name,
        "answer": True,
        **({"category": tool.category} if tool.category else {}),
    }


@pytest.mark.parametrize(
    ("name", "text"), [("tcf", ""), ("tcf", "window.__tcfapi = () => { throw 1 }"), ("none", ""), ("", "")]
)
def test_without_an_answer_the_form_does_all_but_remember(
    arrive: Callable[..., Reader], service: FakeService, name: str, text: str
) -> None:
    reader = heard(arrive(name, None, f"<script>{text}</script>").open(), service, name)
    assert not offered(reader)
    reader.posted()
    assert sent(service) == (None, ["remember-me"], False)
    assert [key for key in reader.stored("localStorage") if key.startswith("commentsvc:")] == []


def test_an_answer_that_turns_from_yes_to_unknown_takes_the_box_away_and_forgets_nothing(
    page: Page, arrive: Callable[..., Reader], service: FakeService
) -> None:
    reader = on(arrive, OWN, script("own.answer = true")).write()
    reader.remember.check()
    reader.submit.click()
    reader.comment("I agree.").wait_for()
    reader.open()
    expect(reader.form).to_contain_text("Forget me on this device")
    page.evaluate("own.set(null)")
    expect(reader.remember).to_have_count(0)
    expect(reader.form).not_to_contain_text("Forget me on this device")
    assert ME in reader.stored("localStorage")
    page.evaluate("own.set(true)")
    expect(reader.remember).not_to_be_checked()
    assert service.state.withdrawn == []


@pytest.mark.parametrize("answer", ["true", "null", "false"])
def test_on_a_later_visit_the_name_is_used_kept_or_forgotten_as_the_tool_says(
    page: Page, arrive: Callable[..., Reader], service: FakeService, answer: str
) -> None:
    kept = {"name": "Ada", "email": None, "website": None, "receipts": [{"id": "r1", "secret": "secret-1"}]}
    before = f"<script>localStorage.setItem('{ME}', {json.dumps(json.dumps(kept))})</script>"
    reader = on(arrive, OWN, f"{before}<script>own.answer = {answer}</script>")
    heard(reader, service, "event")
    name = reader.form.get_by_label("Name", exact=True)
    if answer == "false":
        page.wait_for_function("() => localStorage.length === 0")
        assert service.state.withdrawn == [("r1", "secret-1", "remember-me")]
    reader.open()
    expect(name).to_have_value("Ada" if answer == "true" else "")
    assert (ME in reader.stored("localStorage")) == (answer != "false")


def test_the_form_is_drawn_again_around_what_the_reader_is_doing(
    page: Page, arrive: Callable[..., Reader], service: FakeService
) -> None:
    service.state.manifest = with_minor(notice_fixture.manifest(), 16, rests_on_consent=True)
    reader = on(arrive, OWN).write("A draft.", "Ada", agree=True)
    old_enough = reader.form.locator("[id$=consent-minor]")
    old_enough.check()
    name = reader.form.get_by_label("Name", exact=True)
    reader.email.fill("ada@example.org")
    name.focus()
    page.evaluate("own.set(true)")
    expect(reader.remember).to_be_visible()
    expect(name).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" L.")
    page.evaluate("own.set(false)")
    expect(reader.remember).to_have_count(0)
    expect(name).to_have_value("Ada L.")
    expect(name).to_be_focused()
    expect(reader.email).to_have_value("ada@example.org")
    expect(reader.text).to_have_value("A draft.")
    expect(reader.agree).to_be_checked()
    expect(old_enough).to_be_checked()


def test_a_no_while_the_comment_is_on_its_way_keeps_nothing_and_takes_the_choice_back(
    page: Page, arrive: Callable[..., Reader], service: FakeService
) -> None:
    reader = on(arrive, OWN, "<script>own.answer = true</script>").write()
    reader.remember.check()
    service.fail("POST", "comments", "503")
    reader.submit.click()
    expect(reader.said).not_to_be_empty()
    page.evaluate("own.set(false)")
    reader.comment("I agree.").wait_for()
    page.wait_for_function("() => localStorage.length === 0")
    assert service.state.withdrawn == [("r1000", "secret-1000", "remember-me")]


def test_global_privacy_control_leaves_the_box_unticked_for_an_explicit_choice(
    page: Page, arrive: Callable[..., Reader], service: FakeService
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    reader = on(arrive, OWN, "<script>own.answer = true</script>").write()
    expect(reader.remember).not_to_be_checked()
    reader.submit.click()
    reader.comment("I agree.").wait_for()
    assert service.requests("POST", "comments")[0].json["signals"]["gpc"] is True
    assert sent(service) == (True, None, False)


def test_before_the_form_is_used_no_tool_is_asked_and_nothing_is_stored(
    page: Page, arrive: Callable[..., Reader], site: Pages, service: FakeService
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reader = on(arrive, OWN)
    assert service.state.tools == []
    reader.open()
    heard(reader, service, "event")
    assert service.state.tools == ["event"]
    assert page.context.cookies() == []
    assert reader.stored("localStorage") == reader.stored("sessionStorage") == {}
    assert {url for url in asked if not url.startswith((site.url, service.url))} == set()


def test_a_page_without_a_tool_asks_for_none(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).open()
    assert offered(reader)
    assert service.state.tools == []


def test_a_thread_placed_by_hand_is_governed_by_its_own_tool_or_the_scripts(
    page: Page, site: Pages, service: FakeService
) -> None:
    tag = f'<script async src="{service.url}/embed.js" data-consent-tool="event"></script>'
    body = '<comment-thread site="example" page="/a"></comment-thread>'
    other = '<comment-thread site="example" page="/b" data-consent-tool="tcf"></comment-thread>'
    Reader(page).visit(site.put("/two", body + other + tag, head=OWN.head + "<script>own.answer = true</script>"))
    page.locator("textarea").nth(0).focus()
    expect(page.get_by_label("Remember my name")).to_have_count(1)
    page.locator("textarea").nth(1).focus()
    expect(page.get_by_role("button", name="Publish comment")).to_have_count(2)
    expect(page.get_by_label("Remember my name")).to_have_count(1)


def test_a_strict_policy_of_the_page_lets_the_module_in(
    page: Page, arrive: Callable[..., Reader], service: FakeService
) -> None:
    policy = f"default-src 'none'; script-src {service.url} 'unsafe-inline'; connect-src {service.url}; "
    policy += "trusted-types commentsvc; require-trusted-types-for 'script'"
    reader = arrive("event", None, OWN.head + "<script>own.answer = true</script>", Content_Security_Policy=policy)
    reader.open()
    expect(reader.remember).to_be_visible()
