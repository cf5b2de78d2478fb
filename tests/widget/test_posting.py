"""Posting: the form comes from the notice, nothing is ticked, and what the service says stands beside its field."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from commentsvc.domain.minors import with_minor
from commentsvc.widget import manifest

from . import notice_fixture
from .fake_service import FakeService, comment
from .pages import Pages
from .reader import Reader


def test_the_form_is_one_text_box_until_it_is_used(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article)
    assert page.locator("input, textarea").count() == 1
    assert service.requests("GET", "notice") == []
    reader.open()
    assert len(service.requests("GET", "notice")) == 1
    assert service.requests("GET", "notice")[0].query == {"page": [article], "lang": ["en"]}
    expect(reader.text).to_be_focused()


def test_every_purpose_is_unticked_also_the_required_one(page: Page, article: str) -> None:
    reader = Reader(page).visit(article).open()
    boxes = reader.form.locator("input[type=checkbox]")
    assert boxes.count() == 3
    assert [boxes.nth(n).is_checked() for n in range(2)] == [False, False]


def test_the_notice_names_the_controller_and_its_whole_text_is_one_click_away(page: Page, article: str) -> None:
    reader = Reader(page).visit(article).open()
    group = reader.form.get_by_role("group", name="Before you publish")
    expect(group).to_contain_text("Example Publishing Ltd")
    whole = group.get_by_role("region")
    expect(whole).to_be_hidden()
    toggle = group.get_by_role("button", name="Read the whole notice")
    assert toggle.get_attribute("aria-expanded") == "false"
    toggle.click()
    expect(whole).to_be_visible()
    expect(whole.get_by_role("heading", name="Who is responsible")).to_be_visible()
    expect(whole.get_by_role("link", name="Privacy policy")).to_have_attribute("href", "https://example.org/privacy")
    group.get_by_role("button", name="Hide the whole notice").click()
    expect(whole).to_be_hidden()


def test_a_post_carries_exactly_what_was_shown_and_chosen(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).write("I *agree*.", "Ada")
    reader.email.fill("ada@example.org")
    reader.form.get_by_role("textbox", name="Website").fill("ada.example.org")
    reader.submit.click()
    reader.comment("I *agree*.").wait_for()
    sent = service.requests("POST")[0]
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", sent.headers["idempotency-key"])
    consent = sent.json.pop("consent")
    body = sent.json
    body.pop("consent")
    assert body == {
        "page": {"url": article, "key": None, "title": "A story"},
        "parent": None,
        "author": {"name": "Ada", "email": "ada@example.org", "website": "https://ada.example.org"},
        "body": "I *agree*.",
        "widget": {"version": manifest()["version"]},
        "form": {"trap": ""},
        "signals": {"gpc": False},
    }
    assert consent["notice"] == service.notice()["sha256"]
    assert consent["purposes"] == {"publish": True, "reply-mail": False, "remember-me": False}
    assert consent["token"] in service.state.used_tokens


def test_global_privacy_control_is_passed_on(page: Page, article: str, service: FakeService) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    Reader(page).visit(article).posted()
    assert service.requests("POST")[0].json["signals"] == {"gpc": True}


def test_no_request_carries_cookies_or_a_referrer(page: Page, article: str, service: FakeService) -> None:
    page.context.add_cookies([{"name": "session", "value": "secret", "url": service.url}])
    Reader(page).visit(article).posted()
    assert all("cookie" not in r.headers and "referer" not in r.headers for r in service.state.requests)
    assert service.requests("POST")[0].headers["origin"] == article.removesuffix("/news/a-story")


def test_a_posted_comment_appears_pending_and_gets_the_focus(page: Page, article: str, service: FakeService) -> None:
    service.state.comments = [comment(1)]
    reader = Reader(page).visit(article)
    posted = reader.posted("Mine.")
    expect(posted).to_contain_text("Waiting to be checked. Only you can see it.")
    expect(posted).to_be_focused()
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()
    expect(reader.text).to_have_value("")
    assert reader.submit.count() == 0


def test_a_comment_published_at_once_is_counted_and_not_called_pending(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.publish_at_once = True
    reader = Reader(page).visit(article)
    posted = reader.posted("Mine.")
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()
    assert "waiting" not in posted.inner_text()
    expect(page.locator("[role=status]").filter(has_text="Your comment is published.")).to_be_attached()


def test_errors_stand_beside_their_fields_and_the_first_bad_one_gets_the_focus(page: Page, article: str) -> None:
    reader = Reader(page).visit(article).write("Fine text.", "")
    reader.email.fill("nonsense")
    reader.submit.click()
    name, email = reader.form.get_by_label("Name", exact=True), reader.email
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("Please give a name. It need not be your real one.")
    expect(email).to_have_accessible_description(re.compile("This is not an e-mail address."))
    expect(reader.text).to_have_value("Fine text.")
    assert reader.text.get_attribute("aria-invalid") is None
    name.fill("Ada")
    email.fill("")
    reader.submit.click()
    reader.comment("Fine text.").wait_for()


def test_without_the_required_consent_its_box_is_marked(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).post("Text.", agree=False)
    expect(reader.agree).to_be_focused()
    expect(reader.agree).to_have_accessible_description(re.compile("Without this your comment cannot be published."))
    assert not reader.agree.is_checked()
    assert service.requests("POST")[0].json["consent"]["purposes"]["publish"] is False
    expect(reader.text).to_have_value("Text.")


def test_an_error_that_has_no_field_is_said_above_the_button(page: Page, article: str, service: FakeService) -> None:
    problem = {"slug": "validation", "status": 422, "title": "t", "fields": {"page.url": ["This page is unknown."]}}
    service.fail("POST", "comments", problem)
    reader = Reader(page).visit(article).post("Text.")
    expect(reader.said).to_have_text("This page is unknown.")
    expect(reader.text).to_have_value("Text.")


def test_being_too_fast_is_said_in_the_notices_words_and_costs_nothing(
    page: Page, article: str, service: FakeService
) -> None:
    service.fail("POST", "comments", {"slug": "rate-limited", "status": 429, "title": "slow", "retry_after": 30})
    reader = Reader(page).visit(article).post("Text.")
    expect(reader.said).to_contain_text("Many comments came in just now")
    reader.submit.click()
    reader.comment("Text.").wait_for()


def test_a_reply_opens_in_place_and_lands_below_its_parent(page: Page, article: str, service: FakeService) -> None:
    service.state.comments = [comment(1, name="Ada"), comment(2, name="Ben")]
    Reader(page).visit(article)
    page.get_by_role("button", name="Reply to Ada").click()
    item = page.locator("ol.list > li").first
    form = item.locator("form")
    expect(form.get_by_label("Reply to Ada")).to_be_focused()
    form.get_by_role("button", name="Publish reply").wait_for()
    form.get_by_label("Reply to Ada").fill("A reply.")
    form.get_by_label("Name", exact=True).fill("Cleo")
    form.get_by_label("I agree that").check()
    form.get_by_role("button", name="Publish reply").click()
    expect(item.locator("ol.replies article")).to_contain_text("A reply.")
    assert service.requests("POST")[0].json["parent"] == "c1"
    assert item.locator("form").count() == 0


def test_cancelling_a_reply_gives_the_focus_back_and_keeps_the_text(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.comments = [comment(1, name="Ada")]
    Reader(page).visit(article)
    reply = page.get_by_role("button", name="Reply to Ada")
    reply.click()
    page.get_by_label("Reply to Ada").and_(page.locator("textarea")).fill("Half a thought")
    page.get_by_role("button", name="Cancel").click()
    expect(reply).to_be_focused()
    reply.click()
    expect(page.locator("li textarea")).to_have_value("Half a thought")


def test_the_form_speaks_the_language_of_its_notice(page: Page, site: Pages, service: FakeService) -> None:
    service.state.manifest = notice_fixture.manifest("de")
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    Reader(page).visit(site.put("/de", script, html='lang="de"'))
    page.locator("textarea").focus()
    expect(page.get_by_role("button", name="Kommentar veröffentlichen")).to_be_visible()
    assert page.locator("form").get_attribute("lang") == "de"
    assert service.requests("GET", "notice")[0].query["lang"] == ["de"]


def test_a_notice_that_cannot_be_fetched_leaves_the_text_and_a_way_to_try_again(
    page: Page, article: str, service: FakeService
) -> None:
    reader = Reader(page).visit(article)
    service.fail("GET", "notice", "503")
    reader.text.fill("Already typed")
    page.get_by_role("button", name="Try again").press("Enter")
    reader.submit.wait_for()
    expect(reader.text).to_have_value("Already typed")
    expect(reader.text).to_be_focused()


def test_what_the_form_is_made_of_is_loaded_when_it_opens_once_and_as_nobody_in_particular(
    page: Page, article: str, service: FakeService
) -> None:
    reader = Reader(page).visit(article)
    assert service.requests("GET", "/parts/") == []
    reader.posted("First")
    reader.open().text.fill("Second")
    (loaded,) = service.requests("GET", "/parts/")
    assert "cookie" not in loaded.headers
    assert "referer" not in loaded.headers or loaded.headers["referer"] == article.removesuffix("news/a-story")


def test_a_part_that_does_not_come_leaves_the_text_and_a_way_to_try_again(
    page: Page, article: str, service: FakeService
) -> None:
    reader = Reader(page).visit(article)
    service.fail("GET", "/parts/", "503", times=2)
    reader.text.fill("Already typed")
    again = page.get_by_role("button", name="Try again")
    again.click()
    again.click()
    reader.submit.wait_for()
    expect(reader.text).to_have_value("Already typed")
    reader.write("Already typed").submit.click()
    reader.comment("Already typed").wait_for()


def test_an_attempt_of_unknown_outcome_waits_for_what_sends_it(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).write("Sent blindly")
    service.fail("POST", "comments", "lose-answer", times=50)
    reader.submit.click()
    reader.said.filter(has_text="kept").wait_for()
    service.fail("GET", "/parts/", "503")
    reader.reload()
    again = page.get_by_role("button", name="Try again")
    again.wait_for()
    service.state.failures.clear()
    again.evaluate_all("(found) => found.forEach((one) => one.click())")  # it goes when what sends comes by itself
    reader.comment("Sent blindly").wait_for()
    assert len(service.state.comments) == 1


def test_younger_readers_see_one_more_box_unticked_and_it_is_sent_beside_the_purposes(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.manifest = with_minor(notice_fixture.manifest(), 16, rests_on_consent=True)
    missing = service.state.manifest["minor"]["missing"]
    service.fail("POST", "/comments", {"slug": "validation", "status": 422, "fields": {"consent.minor": [missing]}})
    reader = Reader(page).visit(article).write("I agree.")
    box = reader.form.get_by_label("I am 16 or older, or my parents agree.")
    assert not box.is_checked()
    reader.submit.click()
    expect(reader.form.get_by_text(missing)).to_be_visible()
    expect(box).to_be_focused()
    expect(reader.text).to_have_value("I agree.")
    box.check()
    reader.submit.click()
    reader.comment("I agree.").wait_for()
    sent = [request.json["consent"] for request in service.requests("POST")]
    assert [one["minor"] for one in sent] == [False, True]
    assert set(sent[0]["purposes"]) == {"publish", "reply-mail", "remember-me"}
