"""Asks both verifiers, the one in Python and the one in a browser, about the same files."""

from __future__ import annotations

import base64
from typing import Any

from playwright.sync_api import Page

from commentsvc.ledger.verdict import Verdict
from commentsvc.ledger.verify_log import verify_log
from commentsvc.ledger.verify_receipt import verify_receipt
from tests.portal.verify_cases import Case

JUDGE = """async (cases) => {
  const { verifyFile } = await import("/static/verify/verify_files.js");
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const found = [];
  for (const { data, trust } of cases) {
    const given = { ...trust, consistency: trust.consistency.map(bytes), keyChanges: trust.keyChanges.map(bytes) };
    const { outcome, sentence, details } = await verifyFile(bytes(data), given);
    found.push({ outcome, sentence, details });
  }
  return found;
}"""


def judged_here(case: Case) -> Verdict:
    """What the verifier in Python says."""
    if case.data.lstrip()[:1] in (b"{", b"[", b""):
        return verify_receipt(case.data, case.trust)
    return verify_log(case.data.decode("utf-8", "replace"), case.trust)


def encoded(data: bytes | str) -> str:
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def judged_there(page: Page, table: list[Case]) -> list[dict[str, Any]]:
    """What the one in the browser says."""
    given = [
        {
            "data": encoded(case.data),
            "trust": {
                "keys": list(case.trust.keys),
                "checkpoints": list(case.trust.checkpoints),
                "consistency": list(map(encoded, case.trust.consistency)),
                "keyChanges": list(map(encoded, case.trust.key_changes)),
                "policy": case.trust.policy,
            },
        }
        for case in table
    ]
    found: list[dict[str, Any]] = page.evaluate(JUDGE, given)
    return found


def assert_equal(page: Page, table: list[Case]) -> set[str]:
    """Both say the same of each; returns the outcomes there were."""
    found = judged_there(page, table)
    for case, there in zip(table, found, strict=True):
        here = judged_here(case)
        said = {"outcome": here.outcome.slug, "sentence": here.sentence, "details": list(here.details)}
        assert there == said, f"{case.name}: {case.data!r}"
    return {one["outcome"] for one in found}
