"""A letter from a regulator, answered in a real browser without a script: comment, evidence, download, check."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.verify_archive import verify_archive


def in_the_log(page: Page) -> None:
    """Look at the comment again until its events have their places; the demo's worker may have just begun."""
    for _ in range(120):
        if not page.get_by_text("waits for its place").count():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError("the worker does not integrate")


def test_from_a_comment_to_a_file_that_an_authority_can_check(moderator: Callable[..., Any], downloads: Path) -> None:
    officer = moderator(java_script_enabled=False)
    page = officer.open("queue?status=published")
    page.locator("article .when").first.click()
    in_the_log(page)
    page.get_by_role("link", name=re.compile("^Evidence of this record")).click()
    record = page.get_by_label("Record", exact=True)
    expect(record).to_be_in_viewport()
    number = record.input_value()

    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the evidence").click()
    saved.value.save_as(downloads / "evidence.zip")

    key = page.get_by_label("Verifier key of the log").inner_text().strip()
    with (downloads / "evidence.zip").open("rb") as archive:
        verdict = verify_archive(archive, Trust([key]))
    assert verdict.outcome.slug == "operators-word", verdict.sentence
    assert [name for name, _ in verdict.files] == [f"receipts/{number}.json"]
