"""Who went by a period leaves no more than who asked: no byte in any table or file. The log still proves the rest."""

from __future__ import annotations

import json
from threading import Event
from typing import Any
from uuid import UUID

import pytest

from commentsvc.domain.derived import derive, pseudonym
from commentsvc.jobs.worker import Worker
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.audit import AuditEvent
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from tests.support.databases import SECRET
from tests.support.everything import dump, file_bytes
from tests.support.sites import bearer
from tests.support.traces import find
from tests.usecases.log_entries import audit

NAME, EMAIL, WEBSITE = "Aaxochiquetzal Ixchel", "Xochi.Quetzal@popocatepetl.test", "https://tlaltecuhtli.test/xochi"
TEXT, REASON = "Huitzilopochtli met Coatlicue here.", "Known as Centzonmimixcoa"


def receipt(client: Any, site: Any, answer: dict[str, Any]) -> dict[str, Any]:
    """The receipt's file as it is handed out now."""
    url = f"{site.url}/consents/{answer['receipt']['id']}/receipt"
    found: dict[str, Any] = client.get(url, headers=bearer(answer["receipt"]["secret"])).get_json()
    return found


def places(deps: Any) -> dict[str, bytes]:
    """Everything that is kept: each table, and on SQLite the files."""
    engine = deps.session.get_bind()
    deps.session.close()
    found = {table: "\n".join(rows).encode() for table, rows in dump(engine).items()}
    if engine.dialect.name == "sqlite":
        found["files"] = file_bytes(engine)
    return found


@pytest.fixture
def round_(deps: Any) -> Any:
    """One round of a real worker."""
    return Worker(deps, Event()).tick


def test_nobody_is_left_of_who_went_and_every_other_receipt_still_proves(
    client, site, post, publish, decide, deps, round_, later
):
    author = {"name": NAME, "email": EMAIL, "website": WEBSITE}
    others = [publish(body=f"Number {n}", author={"name": f"N{n}"}) for n in range(5)]
    gone = post(author=author, body=TEXT)
    decide(gone["comment"]["id"], "spam", reason=REASON)
    round_()
    held = receipt(client, site, gone)
    traces = {
        "name": NAME, "e-mail": EMAIL, "website": WEBSITE, "text": TEXT, "reason": REASON, "word": "popocatepetl",
        "code": pseudonym(derive(SECRET.encode(), "pseudonym", site.id).encode(), EMAIL),
        "salt": from_base64(held["events"][0]["salt"]),
    }  # fmt: skip
    assert {name for _, name, _ in find(places(deps), traces)} >= {"name", "text", "reason", "code"}, "proves nothing"

    later(days=31)
    round_()  # the daily run
    later(minutes=2)
    round_()  # and the files after it

    assert find(places(deps), traces) == []
    audit(deps, site.id)
    trust = Trust(keys=(deps.session.get(Site, site.id).log_vkey,))
    for answer in (*others, gone):
        now_held = receipt(client, site, answer)
        verdict = verify_receipt(json.dumps(now_held), trust)
        assert verdict.outcome is Outcome.OPERATORS_WORD, verdict
    assert [event["type"] for event in receipt(client, site, gone)["events"]] == ["erased"]
    assert json.loads(receipt(client, site, gone)["events"][0]["snapshot"])["record"]["rule"] == "spam"


def test_ten_years_of_a_site_end_with_one_log_and_only_what_was_meant_to_stay(client, site, post, deps, round_, later):
    change_retention(deps, CLI, site.id, {"published_months": 36, "pending_days": 365, "trail_months": 0})
    kept: list[dict[str, Any]] = []

    def decide(answer: dict[str, Any], action: str) -> None:  # a token would not last as long
        (done,) = decide_comments(deps, CLI, site.id, [DecisionDraft(UUID(answer["comment"]["id"]), action)])
        assert done.outcome in ("done", "conflict")  # a trusted author is published already

    for year in range(10):
        kept.append(post(body=f"Year {year}", author={"name": "Ada", "email": "ada@example.net"}))
        decide(kept[-1], "publish")
        decide(post(body=f"Spam of year {year}"), "spam")
        post(body=f"Undecided of year {year}")
        round_()
        for _quarter in range(4):
            later(days=91)
            round_()
            later(minutes=1)
            round_()
            audit(deps, site.id)

    shown = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    assert [comment["html"] for comment in shown["comments"]] == [f"<p>Year {year}</p>" for year in (7, 8, 9)]
    for answer in kept[:7]:
        assert [event["type"] for event in receipt(client, site, answer)["events"]] == ["erased"]
    for answer in kept[7:]:
        assert [event["type"] for event in receipt(client, site, answer)["events"]] == ["given"]
    lines = deps.session.query(AuditEvent).filter_by(action="retention.run").all()
    total: dict[str, int] = {}
    for line in lines:
        for rule, count in line.detail.items():
            total[rule] = total.get(rule, 0) + count
    assert total == {"spam": 10, "pending": 9, "published": 7}
