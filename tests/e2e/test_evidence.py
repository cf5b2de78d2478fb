"""What a reader takes along from the widget itself: evidence that anybody can check, in the reader's own language."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from commentsvc.ledger.receipt import Receipt, parse_receipt
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt

PATIENCE_SECONDS = 180


def saved(box: Locator, into: Path) -> str:
    """Press the button of the receipt and read the file that it saves."""
    with box.page.expect_download() as download:
        box.get_by_role("button", name="Save the evidence").click()
    download.value.save_as(into)
    return into.read_text()


def proven(text: str) -> bool:
    """Whether every event in the file has its proof from the log."""
    return all(event.proof for event in parse_receipt(text).events)


def test_the_saved_evidence_holds_the_promise_at_once_and_soon_the_proof_of_every_event(reader, downloads):
    somebody = reader()
    somebody.write("Evidence, please.", "Eve Dence")
    box = somebody.page.get_by_role("group", name="Your receipt")
    first: Receipt = parse_receipt(saved(box, downloads / "first.json"))
    assert [event.type for event in first.events] == ["given"]
    assert first.events[0].promise is not None
    assert first.events[0].salt is not None

    somebody.comment("Evidence, please.").get_by_role("button", name="Edit").click()
    somebody.page.locator("form.editor textarea").fill("Evidence, if you please.")
    somebody.page.get_by_role("button", name="Save", exact=True).click()
    expect(somebody.comment("Evidence, if you please.")).to_contain_text("This is recorded")

    until = time.monotonic() + PATIENCE_SECONDS
    text = saved(box, downloads / "second.json")
    while not proven(text) and time.monotonic() < until:
        somebody.page.wait_for_timeout(1000)
        text = saved(box, downloads / "second.json")
    assert proven(text)
    assert [event.type for event in parse_receipt(text).events] == ["given", "corrected"]
    assert verify_receipt(text).outcome is Outcome.SELF_ATTESTED  # the key came with the file


def test_the_page_that_checks_receipts_opens_from_the_receipt_and_judges_the_saved_file(reader, downloads):
    somebody = reader()
    somebody.write("Judge this.", "Judy")
    box = somebody.page.get_by_role("group", name="Your receipt")
    saved(box, downloads / "evidence.json")
    with somebody.page.expect_popup() as opened:
        box.get_by_role("link", name="Check a receipt").click()
    judge = opened.value
    expect(judge.get_by_role("heading", name="Check a receipt")).to_be_visible()
    judge.get_by_label("Choose the file").set_input_files(downloads / "evidence.json")
    expect(judge.locator("main")).to_contain_text("Self-attested")


def test_erasing_says_that_it_is_recorded(reader):
    somebody = reader()
    somebody.write("Soon gone.", "Gone Girl")
    somebody.comment("Soon gone.").get_by_role("button", name="Delete").click()
    somebody.page.get_by_role("button", name="Yes, erase it").click()
    said = "Your comment is erased. This is recorded; the evidence of your receipt shows it."
    expect(somebody.page.get_by_text(said)).to_be_visible()


@pytest.mark.parametrize(("lang", "newest"), [("de", "Neueste zuerst"), ("ja", "新しい順"), ("ar", "الأحدث أولًا")])
def test_the_services_own_files_of_words_reach_the_page(demo, reader, lang, newest):
    page = reader().page
    page.evaluate(  # the thread waits for its words as long as it takes
        "{ const later = setTimeout; window.setTimeout = (what, ms) => later(what, ms === 1000 ? 60_000 : ms) }"
    )
    with page.expect_response(lambda answer: f"/words/{lang}-" in answer.url) as answered:
        page.evaluate("(lang) => document.querySelector('comment-thread').setAttribute('lang', lang)", lang)
    assert "immutable" in answered.value.headers["cache-control"]
    expect(page.locator("section.thread")).to_have_attribute("lang", lang)
    expect(page.locator("section.thread")).to_have_attribute("dir", "rtl" if lang == "ar" else "ltr")
    expect(page.locator(".sort button").last).to_have_text(newest)
