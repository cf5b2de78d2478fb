"""After posting: the receipt, editing and erasing in this tab, what stays on the device and how it goes again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from . import notice_fixture
from .fake_service import FakeService, comment
from .reader import Reader


def keep_box(page: Page) -> Locator:
    return page.get_by_label("Keep the receipt on this device")


def test_the_receipt_can_be_copied_and_saved(page: Page, article: str, service: FakeService, tmp_path: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    Reader(page).visit(article).posted()
    receipt = page.get_by_role("group", name="Your receipt")
    receipt.get_by_role("button", name="Copy").click()
    expect(receipt.get_by_role("status").first).to_have_text("Copied.")
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    with page.expect_download() as download:
        receipt.get_by_role("button", name="Save as a file").click()
    download.value.save_as(tmp_path / "receipt.json")
    assert json.loads((tmp_path / "receipt.json").read_text()) == copied
    assert copied["receipt"]["secret"] == "secret-1000"
    assert copied["receipt"]["promise"]["signature"] == "bb"
    assert copied["notice"] == service.notice()["sha256"]
    assert copied["page"] == article
    assert copied["check"] == f"{service.url}/verify"


def test_the_evidence_is_fetched_with_the_secret_and_saved_without_it(
    page: Page, article: str, service: FakeService, tmp_path: Path
) -> None:
    Reader(page).visit(article).posted()
    receipt = page.get_by_role("group", name="Your receipt")
    expect(receipt).to_contain_text("A file to show others, without the secret.")
    assert service.requests("GET", "consents") == []
    with page.expect_download() as download:
        receipt.get_by_role("button", name="Save the evidence").click()
    assert download.value.suggested_filename == "evidence-r1000.json"
    download.value.save_as(tmp_path / "evidence.json")
    text = (tmp_path / "evidence.json").read_text()
    told = json.loads(text)
    assert (told["record"], told["events"]) == ("r1000", [{"promise": {}, "proof": None}])
    assert "secret" not in text
    (asked,) = service.requests("GET", "consents")
    assert asked.path == "/api/v1/sites/example/consents/r1000/receipt"
    assert asked.headers["authorization"] == "Bearer secret-1000"


def test_evidence_that_cannot_be_fetched_says_where_else_it_is(page: Page, article: str, service: FakeService) -> None:
    service.fail("GET", "consents", "503")
    Reader(page).visit(article).posted()
    receipt = page.get_by_role("group", name="Your receipt")
    receipt.get_by_role("button", name="Save the evidence").click()
    expect(receipt).to_contain_text("The file could not be fetched. The receipt’s page has it too.")
    with page.expect_download():
        receipt.get_by_role("button", name="Save the evidence").click()
    expect(receipt).not_to_contain_text("could not be fetched")


def test_the_page_that_checks_receipts_is_linked_from_the_receipt(
    page: Page, article: str, service: FakeService
) -> None:
    Reader(page).visit(article).posted()
    link = page.get_by_role("group", name="Your receipt").get_by_role("link", name="Check a receipt")
    assert link.get_attribute("href") == f"{service.url}/verify"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_the_receipts_title_opens_its_page_with_the_secret_in_the_fragment_only(
    page: Page, article: str, service: FakeService
) -> None:
    Reader(page).visit(article).posted()
    link = page.get_by_role("group", name="Your receipt").get_by_role("link", name="Your receipt")
    assert link.get_attribute("href") == f"{service.url}/my/example/receipt#r1000.secret-1000"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_without_a_clipboard_the_receipt_is_shown_selected(page: Page, article: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    Reader(page).visit(article).posted()
    page.get_by_role("button", name="Copy").click()
    assert "secret-1000" in page.locator(".receipt textarea").input_value()


def test_nothing_is_kept_on_the_device_unless_a_box_was_ticked(page: Page, article: str) -> None:
    reader = Reader(page).visit(article)
    reader.posted()
    assert not keep_box(page).is_checked()
    assert reader.stored("localStorage") == {}
    assert page.context.cookies() == []
    assert all(key.startswith("commentsvc:example:") for key in reader.stored("sessionStorage"))
    assert "secret-1000" not in json.dumps(reader.stored("sessionStorage"))


def test_a_kept_receipt_withdraws_the_consent_after_the_tab_was_closed(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.publish_at_once = True
    Reader(page).visit(article).posted("Regretted.")
    keep_box(page).check()
    other = page.context.new_page()
    reader = Reader(other).visit(article)
    other.get_by_role("button", name="Withdraw").click()
    expect(other.get_by_role("group", name="Withdraw?")).to_contain_text("Your comment is then erased")
    assert service.state.withdrawn == []
    other.get_by_role("group", name="Withdraw?").get_by_role("button", name="Yes, withdraw and erase").click()
    expect(other.get_by_text("Withdrawn. Your comment is erased.")).to_be_visible()
    assert service.state.withdrawn == [("r1000", "secret-1000", "publish")]
    assert reader.comment("Regretted.").count() == 0
    assert reader.stored("localStorage") == {}


def test_unticking_keep_removes_the_receipt_from_the_device(page: Page, article: str) -> None:
    reader = Reader(page).visit(article)
    reader.posted()
    keep_box(page).check()
    assert "secret-1000" in json.dumps(reader.stored("localStorage"))
    keep_box(page).uncheck()
    assert reader.stored("localStorage") == {}


def test_an_own_comment_can_be_edited_and_waits_again(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article)
    reader.posted("Before.").get_by_role("button", name="Edit").click()
    box = page.locator("form.editor textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value("Before.")
    box.fill("After.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(reader.comment("After.")).to_be_focused()
    expect(reader.comment("After.")).to_contain_text("This is recorded; the evidence of your receipt shows it.")
    sent = service.requests("PATCH")[0]
    assert sent.json == {"body": "After."}
    assert sent.headers["authorization"] == "Bearer edit-1000"


def test_a_refused_edit_keeps_the_text_with_the_reason_beside_it(page: Page, article: str) -> None:
    Reader(page).visit(article).posted("Before.").get_by_role("button", name="Edit").click()
    box = page.locator("form.editor textarea")
    box.fill("   ")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(box).to_have_accessible_description("Please write something.")
    expect(box).to_have_value("   ")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("article.comment")).to_contain_text("Before.")


def test_a_half_made_edit_survives_a_reload(page: Page, article: str) -> None:
    reader = Reader(page).visit(article)
    reader.posted("Before.").get_by_role("button", name="Edit").click()
    page.locator("form.editor textarea").fill("Halfway")
    reader.reload()
    reader.comment("Before.").get_by_role("button", name="Edit").click()
    expect(page.locator("form.editor textarea")).to_have_value("Halfway")


def test_deleting_asks_first_says_that_it_erases_and_can_be_left(
    page: Page, article: str, service: FakeService
) -> None:
    reader = Reader(page).visit(article)
    own = reader.posted("Away.")
    own.get_by_role("button", name="Delete").click()
    question = own.get_by_role("group", name="Delete this comment? It is erased")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    assert service.requests("DELETE") == []
    own.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, erase it").click()
    said = "Your comment is erased. This is recorded; the evidence of your receipt shows it."
    expect(page.get_by_text(said)).to_be_visible()
    assert reader.comment("Away.").count() == 0
    assert service.requests("DELETE")[0].headers["authorization"] == "Bearer edit-1000"
    assert reader.stored("sessionStorage") == {}
    expect(page.locator("h2")).to_be_focused()


def test_after_deleting_a_comment_the_keyboard_goes_on_beside_it(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.comments = [comment(1, name="Ada"), comment(2, name="Ben")]
    reader = Reader(page).visit(article)
    reader.posted("First.").get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, erase it").click()
    expect(page.locator("#comment-c1")).to_be_focused()
    reader.reply("comment-c2", "Ben", "A reply.")
    reader.comment("A reply.").last.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, erase it").click()
    expect(page.locator("#comment-c2")).to_be_focused()


def test_a_deletion_that_cannot_reach_the_service_leaves_the_comment(
    page: Page, article: str, service: FakeService
) -> None:
    reader = Reader(page).visit(article)
    own = reader.posted("Away.")
    own.get_by_role("button", name="Delete").click()
    service.fail("DELETE", "comments", "drop")
    page.get_by_role("button", name="Yes, erase it").click()
    expect(page.locator(".said").filter(visible=True)).to_be_visible()
    assert reader.comment("Away.").count() == 1


def test_the_own_pending_comment_is_there_again_after_a_reload_in_the_same_tab(
    page: Page, article: str, service: FakeService
) -> None:
    """INCIDENTS: WordPress 4.9.6, the pending notice vanished without cookie consent."""
    service.state.comments = [comment(1, name="Ben")]
    reader = Reader(page).visit(article)
    reader.posted("Still mine.")
    reader.reload()
    own = reader.comment("Still mine.")
    expect(own).to_contain_text("Waiting to be checked. Only you can see it.")
    expect(own.get_by_role("button", name="Edit")).to_be_visible()
    asked = service.requests("GET", "comments/c1001")
    assert [r.headers["authorization"] for r in asked] == ["Bearer edit-1001"]
    stranger = Reader(page.context.browser.new_page()).visit(article) if page.context.browser else reader
    assert stranger.comment("Still mine.").count() == 0


def test_a_pending_comment_that_was_published_meanwhile_is_shown_once_and_not_pending(
    page: Page, article: str, service: FakeService
) -> None:
    reader = Reader(page).visit(article)
    reader.posted("Now public.")
    service.state.comments[0]["status"] = "published"
    reader.reload()
    expect(reader.comment("Now public.")).to_have_count(1)
    assert "waiting" not in reader.comment("Now public.").inner_text()
    reader.reload()
    assert len(service.requests("GET", "comments/c1000")) == 1


def test_an_own_comment_that_is_gone_is_forgotten(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article)
    reader.posted("Gone soon.")
    service.state.comments.clear()
    reader.reload()
    assert reader.comment("Gone soon.").count() == 0
    assert reader.stored("sessionStorage") == {}


def test_when_the_time_for_changes_is_over_they_are_not_offered(page: Page, article: str, service: FakeService) -> None:
    service.state.edit_minutes = -1
    own = Reader(page).visit(article).posted("Fixed.")
    assert own.get_by_role("button", name="Edit").count() == 0


def test_remember_me_is_stored_only_after_the_post_was_accepted(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).write("", "Ada")
    reader.email.fill("ada@example.org")
    reader.remember.check()
    reader.submit.click()
    expect(reader.text).to_be_focused()
    assert reader.stored("localStorage") == {}
    reader.text.fill("Remember me.")
    reader.submit.click()
    reader.comment("Remember me.").wait_for()
    kept = json.loads(reader.stored("localStorage")["commentsvc:example:me"])
    assert kept["name"] == "Ada"
    assert kept["email"] == "ada@example.org"
    reader.reload()
    reader.open()
    expect(reader.form.get_by_label("Name", exact=True)).to_have_value("Ada")
    assert not reader.remember.is_checked()


def remembered(page: Page, article: str) -> Reader:
    reader = Reader(page).visit(article).write("Remember me.", "Ada")
    reader.remember.check()
    reader.submit.click()
    reader.comment("Remember me.").wait_for()
    return reader


@pytest.mark.parametrize(("asked", "kept"), [({"en": 2, "de": 9}, "Ada"), ({"en": 3}, "")])
def test_a_device_forgets_its_author_once_the_site_asked_again_since(
    page: Page, article: str, service: FakeService, asked: dict[str, int], kept: str
) -> None:
    service.state.manifest = notice_fixture.manifest(version=2)
    reader = remembered(page, article)
    service.state.forget_before = asked
    reader.reload()
    reader.open()
    expect(reader.form.get_by_label("Name", exact=True)).to_have_value(kept)
    assert not reader.remember.is_checked()
    assert ("commentsvc:example:me" in reader.stored("localStorage")) is bool(kept)


def test_what_was_remembered_before_versions_were_noted_is_forgotten_too(
    page: Page, article: str, service: FakeService
) -> None:
    reader = remembered(page, article)
    page.evaluate(
        "key => (localStorage[key] = JSON.stringify({...JSON.parse(localStorage[key]), notice: undefined}))",
        "commentsvc:example:me",
    )
    service.state.forget_before = {"en": 2}
    reader.reload()
    reader.open()
    expect(reader.form.get_by_label("Name", exact=True)).to_have_value("")
    assert reader.stored("localStorage") == {}


def test_forget_me_empties_the_device_and_withdraws_the_purpose(page: Page, article: str, service: FakeService) -> None:
    reader = remembered(page, article).open()
    page.get_by_role("button", name="Forget me on this device").click()
    expect(page.get_by_text("This device has forgotten you.")).to_be_visible()
    page.wait_for_function("localStorage.length === 0")
    assert service.state.withdrawn == [("r1000", "secret-1000", "remember-me")]
    expect(reader.form.get_by_label("Name", exact=True)).to_have_value("")


def test_forgetting_while_offline_forgets_now_and_withdraws_at_the_next_visit(
    page: Page, article: str, service: FakeService
) -> None:
    reader = remembered(page, article).open()
    page.context.set_offline(True)
    page.get_by_role("button", name="Forget me on this device").click()
    page.get_by_text("This device has forgotten you.").wait_for()
    assert "Ada" not in json.dumps(reader.stored("localStorage"))
    assert service.state.withdrawn == []
    page.context.set_offline(False)
    reader.reload()
    page.wait_for_function("localStorage.length === 0")
    assert service.state.withdrawn == [("r1000", "secret-1000", "remember-me")]
