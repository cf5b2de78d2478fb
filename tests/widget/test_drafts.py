"""A draft is never lost and no comment is sent twice: refused, stale, expired, reloaded, offline, clicked twice."""

from __future__ import annotations

import copy
import json

from playwright.sync_api import Page, expect

from tests.support.demo import wait_until

from .fake_service import FakeService, Problem, comment
from .reader import Reader

HOLD_PAUSES = """
{
  const later = setTimeout;
  const held = [];
  window.setTimeout = (what, ms) => (ms > 500 && ms < 5000 ? -held.push(what) : later(what, ms));
  window.goOn = () => held.splice(0).forEach((what) => what());
}
"""
"""The pauses between tries to send end when the test says so (`goOn()`), not when their time is over."""
CORS = {"Access-Control-Allow-Origin": "*"}


def keys(service: FakeService) -> list[str]:
    return [r.headers["idempotency-key"] for r in service.requests("POST", "comments")]


def stored(service: FakeService) -> list[str]:
    return [c["body"] for c in service.state.comments if "body" in c]


def change_notice(service: FakeService, **purpose: str) -> None:
    """Publish another notice; members of `purpose` change its first purpose."""
    manifest = copy.deepcopy(service.state.manifest)
    manifest["version"] += 1
    manifest["summary"] += " And something new."
    manifest["purposes"][0].update(purpose)
    service.state.manifest = manifest


def test_a_stale_notice_is_replaced_the_text_stays_and_changed_purposes_are_unticked(
    page: Page, article: str, service: FakeService
) -> None:
    reader = Reader(page).visit(article).write("Kept.")
    reader.remember.check()
    change_notice(service, label="I agree that this is published in a book.")
    reader.submit.click()
    expect(reader.said).to_contain_text("The notice has changed")
    expect(reader.said).to_be_focused()
    changed = reader.form.get_by_label("published in a book")
    assert not changed.is_checked()
    assert reader.remember.is_checked()
    expect(reader.form).to_contain_text("And something new.")
    expect(reader.text).to_have_value("Kept.")
    expect(reader.form.get_by_label("Name", exact=True)).to_have_value("Ada")
    changed.check()
    reader.submit.click()
    reader.comment("Kept.").wait_for()
    assert len(set(keys(service))) == 2


def test_a_changed_controller_unticks_every_purpose(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).write("Kept.")
    reader.remember.check()
    change_notice(service)
    service.state.manifest["controller"]["name"] = "Somebody Else Ltd"
    reader.submit.click()
    reader.said.wait_for()
    assert not reader.agree.is_checked()
    assert not reader.remember.is_checked()


def test_an_expired_token_is_renewed_and_the_post_repeated_without_a_word(
    page: Page, article: str, service: FakeService
) -> None:
    expired = Problem("token-expired", 409, notice=service.notice()).document
    service.fail("POST", "comments", expired)
    reader = Reader(page).visit(article).post("Patient.")
    reader.comment("Patient.").wait_for()
    posts = service.requests("POST", "comments")
    assert len(posts) == 2
    assert posts[1].json["consent"]["token"] == expired["notice"]["token"]
    assert posts[0].json["consent"]["token"] != posts[1].json["consent"]["token"]
    assert len(set(keys(service))) == 2


def test_a_token_that_expires_twice_is_explained_instead_of_tried_for_ever(
    page: Page, article: str, service: FakeService
) -> None:
    for _ in range(2):
        expired = Problem("token-expired", 409, detail="Open for too long.", notice=service.notice())
        service.fail("POST", "comments", expired.document)
    reader = Reader(page).visit(article).post("Patient.")
    expect(reader.said).to_have_text("Open for too long.")
    assert len(keys(service)) == 2
    reader.submit.click()
    reader.comment("Patient.").wait_for()


def test_an_expired_token_with_another_notice_asks_the_reader_again(
    page: Page, article: str, service: FakeService
) -> None:
    reader = Reader(page).visit(article).write("Kept.")
    change_notice(service, label="I agree that this is different.")
    service.fail("POST", "comments", Problem("token-expired", 409, notice=service.notice()).document)
    reader.submit.click()
    expect(reader.said).to_contain_text("The notice has changed")
    assert len(keys(service)) == 1


def test_a_draft_survives_a_reload_of_the_tab_with_its_boxes_open(page: Page, article: str) -> None:
    reader = Reader(page).visit(article).write("Half a thought", "Ada").reload()
    expect(reader.text).to_have_value("Half a thought")
    reader.open()
    expect(reader.form.get_by_label("Name", exact=True)).to_have_value("Ada")
    assert not reader.agree.is_checked()
    assert reader.stored("localStorage") == {}


def test_a_reply_draft_survives_a_reload(page: Page, article: str, service: FakeService) -> None:
    service.state.comments = [comment(1, name="Ada"), comment(2, name="Ben")]
    reader = Reader(page).visit(article)
    page.get_by_role("button", name="Reply to Ben").click()
    page.locator("li textarea").fill("Not finished")
    reader.reload()
    expect(page.locator("li", has=page.locator("#comment-c2")).locator("textarea")).to_have_value("Not finished")


def test_an_emptied_form_leaves_nothing_behind(page: Page, article: str) -> None:
    reader = Reader(page).visit(article).write("x")
    assert reader.stored("sessionStorage") != {}
    reader.text.fill("")
    assert reader.stored("sessionStorage") == {}


def test_a_dead_line_is_tried_again_with_the_same_key_until_it_lives(
    page: Page, article: str, service: FakeService
) -> None:
    service.fail("POST", "comments", "drop", times=50)
    reader = Reader(page).visit(article).post("Through.")
    expect(reader.said).to_contain_text("There is no connection")
    expect(reader.text).to_have_value("Through.")
    expect(reader.submit).to_be_disabled()
    wait_until(lambda: len(keys(service)) > 1, "another try")
    service.state.failures.clear()
    reader.comment("Through.").wait_for()
    assert len(keys(service)) > 1
    assert len(set(keys(service))) == 1
    assert stored(service) == ["Through."]


def test_an_answer_that_got_lost_does_not_store_the_comment_twice(
    page: Page, article: str, service: FakeService
) -> None:
    service.fail("POST", "comments", "lose-answer")
    reader = Reader(page).visit(article).posted("Once.")
    assert reader.count() == 1
    assert len(keys(service)) == 2
    assert stored(service) == ["Once."]


def test_coming_back_online_sends_at_once(page: Page, article: str, service: FakeService) -> None:
    page.add_init_script(HOLD_PAUSES)
    reader = Reader(page).visit(article).write("Back.")
    page.context.set_offline(True)
    reader.submit.click()
    reader.said.wait_for()
    assert stored(service) == []
    page.context.set_offline(False)
    reader.comment("Back.").wait_for()


def test_a_service_that_is_down_is_tried_again(page: Page, article: str, service: FakeService) -> None:
    service.fail("POST", "comments", "503")
    reader = Reader(page).visit(article)
    reader.posted("Up again.")
    assert len(set(keys(service))) == 1


def test_after_a_reload_sending_goes_on_with_the_same_bytes_and_key(
    page: Page, article: str, service: FakeService
) -> None:
    service.fail("POST", "comments", "lose-answer")
    service.fail("POST", "comments", "drop", times=50)
    reader = Reader(page).visit(article).post("Stubborn.")
    reader.said.wait_for()
    reader.reload()
    service.state.failures.clear()
    reader.comment("Stubborn.").wait_for()
    assert len(set(keys(service))) == 1
    assert len({r.text for r in service.requests("POST", "comments")}) == 1
    assert stored(service) == ["Stubborn."]
    expect(page.locator(".receipt")).to_be_visible()


def test_a_reader_who_stops_and_rewords_never_posts_twice(page: Page, article: str, service: FakeService) -> None:
    """The first text arrived, its answer was lost; the reworded one finds out instead of being stored as well."""
    service.fail("POST", "comments", "lose-answer")
    service.fail("POST", "comments", "drop", times=50)
    page.add_init_script(HOLD_PAUSES)
    reader = Reader(page).visit(article).post("First wording.")
    page.get_by_role("button", name="Stop trying").click()
    service.state.failures.clear()
    expect(reader.submit).to_be_enabled()
    reader.text.fill("Second wording.")
    reader.submit.click()
    reader.comment("First wording.").wait_for()
    assert stored(service) == ["First wording."]
    expect(reader.text).to_have_value("Second wording.")


def test_a_reader_who_stops_and_rewords_posts_the_new_words_if_the_old_never_arrived(
    page: Page, article: str, service: FakeService
) -> None:
    service.fail("POST", "comments", "drop", times=50)
    page.add_init_script(HOLD_PAUSES)
    reader = Reader(page).visit(article).post("First wording.")
    page.get_by_role("button", name="Stop trying").click()
    service.state.failures.clear()
    reader.text.fill("Second wording.")
    reader.submit.click()
    reader.comment("Second wording.").wait_for()
    assert stored(service) == ["Second wording."]


def test_a_double_click_posts_once(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).write("Once.")
    reader.submit.dblclick()
    reader.comment("Once.").wait_for()
    page.locator(".receipt").wait_for()
    assert len(keys(service)) == 1


def test_posting_works_where_the_browser_refuses_storage(page: Page, article: str, service: FakeService) -> None:
    refuse = "{ get() { throw new DOMException('no', 'SecurityError') } }"
    page.add_init_script(
        f"for (const area of ['localStorage', 'sessionStorage']) Object.defineProperty(window, area, {refuse})"
    )
    reader = Reader(page).visit(article)
    posted = reader.posted("No storage.")
    posted.get_by_role("button", name="Edit").click()
    page.locator("form.editor textarea").fill("Still no storage.")
    page.get_by_role("button", name="Save", exact=True).click()
    reader.comment("Still no storage.").wait_for()


def test_storage_that_is_full_keeps_everything_in_memory(page: Page, article: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    reader = Reader(page).visit(article)
    reader.posted("Full.")


def test_damaged_storage_is_ignored(page: Page, article: str) -> None:
    reader = Reader(page).visit(article)
    page.evaluate(
        "(page) => { for (const kind of ['drafts', 'own']) "
        "sessionStorage.setItem(`commentsvc:example:${page}:${kind}`, '{broken'); "
        "localStorage.setItem('commentsvc:example:me', 'null'); }",
        article,
    )
    reader.reload()
    reader.posted("Fine.")


def test_a_refused_post_keeps_everything_typed_also_over_a_reload(
    page: Page, article: str, service: FakeService
) -> None:
    service.fail("POST", "comments", Problem("origin-not-allowed", 403, title="no").document)
    reader = Reader(page).visit(article).post("Kept.")
    expect(reader.said).to_contain_text("cannot be sent from this page")
    expect(reader.text).to_have_value("Kept.")
    reader.reload()
    expect(reader.text).to_have_value("Kept.")
    drafts = json.loads(next(iter(reader.stored("sessionStorage").values())))
    assert drafts[""]["attempt"] is None


def test_a_post_that_goes_on_after_a_reload_needs_no_new_notice(page: Page, article: str, service: FakeService) -> None:
    service.fail("POST", "comments", "drop", times=50)
    reader = Reader(page).visit(article).post("Stubborn.")
    reader.said.wait_for()
    service.state.failures.clear()
    service.fail("GET", "sites/example/notice", "503")
    archived = service.notice()["sha256"]
    page.route(f"**/notices/{archived}", lambda route: route.fulfill(json=service.state.manifest, headers=CORS))
    reader.reload()
    reader.comment("Stubborn.").wait_for()
    expect(page.get_by_role("group", name="Your receipt")).to_be_visible()


def test_two_forms_that_finish_the_same_post_show_it_once(page: Page, article: str, service: FakeService) -> None:
    page.add_init_script(HOLD_PAUSES)
    service.state.comments = [comment(1, name="Ada"), comment(2, name="Ben")]
    Reader(page).visit(article)
    page.get_by_role("button", name="Reply to Ben").click()
    form = page.locator("li form")
    form.get_by_role("button", name="Publish reply").wait_for()
    form.locator("textarea").fill("Once.")
    form.get_by_label("Name", exact=True).fill("Cleo")
    form.get_by_label("I agree that").check()
    service.fail("POST", "comments", "drop")
    form.get_by_role("button", name="Publish reply").click()
    form.locator(".said").wait_for()
    page.get_by_role("button", name="Newest first").click()
    page.locator(".receipt").first.wait_for()
    with page.expect_response(lambda answer: len(keys(service)) == 3 and answer.request.method == "POST"):
        page.evaluate("goOn()")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator(".receipt")).to_have_count(1)
    expect(Reader(page).comment("Once.")).to_have_count(1)
    assert stored(service) == ["Once."]


def test_a_changed_notice_keeps_a_name_typed_before_any_text(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).write("", "Ada")
    change_notice(service)
    reader.submit.click()
    expect(reader.said).to_contain_text("The notice has changed")
    expect(reader.form.get_by_label("Name", exact=True)).to_have_value("Ada")
