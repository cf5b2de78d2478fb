"""The trail of who did what, on both databases: searched, exported with its proofs, and ended by its period."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.domain.trail import TrailFilter
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.exchange.trail_row import TRAIL_FORMATS
from commentsvc.ledger.entry import commitment, leaf_data
from commentsvc.ledger.tree import leaf_hash
from commentsvc.models.audit import AuditEvent, Decision
from commentsvc.models.database import writing
from commentsvc.models.fact import LoggedFact
from commentsvc.models.log import LogEntry
from commentsvc.usecases import export_trail as exports
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.export_trail import export_trail
from commentsvc.usecases.list_activity import list_activity, list_actors, read_trail_filter
from commentsvc.usecases.plan_retention import plan_retention
from commentsvc.usecases.read_inclusion import read_inclusion
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.run_retention import WORKER, run_retention
from tests.usecases.log_entries import audit, integrate_all

AUDITOR = Actor("account:a", "Ada", "example", frozenset({"audit"}), "203.0.113.0/24")
MODERATOR = Actor("account:m", "Mia", "example", frozenset({"moderate"}), "2001:db8::/48")


def searched(deps: Any, actor: Actor = AUDITOR, **asked: str) -> list[str]:
    given = {name.rstrip("_"): value for name, value in asked.items()}
    return [act.action for act in list_activity(deps, actor, "example", read_trail_filter(given)).acts]


def decided(deps: Any, comment: str, action: str = "remove", by: Actor = MODERATOR) -> Any:
    from uuid import UUID

    [outcome] = decide_comments(deps, by, "example", [DecisionDraft(UUID(comment), action)])
    return outcome


def test_the_trail_is_searched_by_person_kind_time_and_target(deps: Any, site: Any, publish: Any, later: Any) -> None:
    comment = publish()["comment"]["id"]
    later(days=3)
    decided(deps, comment)
    with writing(deps.session):
        record_act(deps, "example", AUDITOR, "rule.add", "r1", {"name": "links"})
        record_act(deps, "example", AUDITOR, "breach.export", comment)
    today = f"{now():%Y-%m-%d}"

    assert searched(deps, who="account:a") == ["breach.export", "rule.add"]
    assert searched(deps, who="account:m", kind="decision") == ["comment.remove"]
    assert (searched(deps, kind="rule"), searched(deps, kind="export")) == (["rule.add"], ["breach.export"])
    assert searched(deps, from_=today) == ["breach.export", "rule.add", "comment.remove"]
    assert searched(deps, to="2020-01-01") == []
    assert searched(deps, target=comment) == ["breach.export", "comment.remove", "comment.publish"]
    assert searched(deps, target="r1") == ["rule.add"]
    assert searched(deps, MODERATOR, target=comment) == ["comment.remove", "comment.publish"]
    assert searched(deps, MODERATOR, kind="rule") == []
    assert ("account:m", "Mia") in list_actors(deps, AUDITOR, "example")
    assert "account:a" not in dict(list_actors(deps, MODERATOR, "example"))
    shown = list_activity(deps, AUDITOR, "example").acts
    assert [act.seen_from for act in shown[:3]] == ["203.0.113.0/24", "203.0.113.0/24", "2001:db8::/48"]
    assert (shown[0].committed, shown[0].log_index) == (True, None)
    integrate_all(deps, site.id)
    assert list_activity(deps, AUDITOR, "example").acts[0].log_index is not None
    for wrong in (
        {"kind": "x"},
        {"who": "x" * 65},
        {"target": "\x00"},
        {"from": "soon"},
        {"from": today, "to": "2020-01-01"},
    ):
        with pytest.raises(ValidationFailed):
            read_trail_filter(wrong)
    for cursor in ("x", "1", "1.x", "-1.018f0000-0000-7000-8000-000000000000", f"{'9' * 15}.{comment}"):
        with pytest.raises(ValidationFailed):
            list_activity(deps, AUDITOR, "example", cursor=cursor)
    list_activity(deps, AUDITOR, "example", cursor=f"{'9' * 14}.{comment}")


@contextmanager
def without_indexes(deps: Any, names: Iterable[str]) -> Iterator[None]:
    """For a moment PostgreSQL has none of these: on some few rows one index costs as little as another."""
    attempt = deps.session.begin_nested()
    if deps.session.get_bind().dialect.name != "sqlite":
        for name in names:
            deps.session.execute(sa.text(f"DROP INDEX {name}"))
    yield
    attempt.rollback()


def test_every_search_is_answered_from_an_index(deps: Any, site: Any, publish: Any) -> None:
    from commentsvc.models import trail

    if deps.session.get_bind().dialect.name != "sqlite":
        for way in ("seqscan", "bitmapscan", "sort"):  # on some few rows anything is as good as an index
            deps.session.execute(sa.text(f"SET LOCAL enable_{way} = off"))
    explain = "EXPLAIN QUERY PLAN " if deps.session.get_bind().dialect.name == "sqlite" else "EXPLAIN "
    seen: list[str] = []

    def plan(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.startswith("SELECT audit_event"):
            seen.append("")
            told = conn.exec_driver_sql(explain + statement, parameters)
            seen[-1] = "\n".join(" ".join(map(str, row)) for row in told)

    engine = deps.session.get_bind()
    searches = {
        "ix_audit_event_at": TrailFilter(),
        "ix_audit_event_actor": TrailFilter(who="cli"),
        "ix_audit_event_kind": TrailFilter(kind="rule"),
        "ix_audit_event_target": TrailFilter(target="x"),
    }
    sa.event.listen(engine, "before_cursor_execute", plan)
    try:
        for index, wanted in searches.items():
            with without_indexes(deps, searches.keys() - {index}):
                trail.newest(deps.session, AuditEvent, "example", wanted, None, 50)
            assert index in seen[-1], seen[-1]
            assert "TEMP B-TREE" not in seen[-1] and "Sort" not in seen[-1], seen[-1]
    finally:
        sa.event.remove(engine, "before_cursor_execute", plan)


def test_each_exported_act_opens_its_entry_and_is_in_the_log(
    deps: Any, site: Any, publish: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "BATCH", 2)
    for _ in range(3):
        decided(deps, publish()["comment"]["id"])
    integrate_all(deps, site.id)
    rows = list(export_trail(deps, AUDITOR, "example", TrailFilter(), format="jsonl"))

    assert [(row.at, row.id) for row in rows] == sorted((row.at, row.id) for row in rows)
    assert rows[-1].action == "export.audit", "the export tells of itself"
    assert [row.action for row in rows if row.kind == "decision"] == ["comment.publish", "comment.remove"] * 3
    assert list_activity(deps, AUDITOR, "example").acts[0].detail == {"rows": len(rows)}
    proven = [row for row in rows if row.leaf_hash]
    assert len(proven) == len(rows) - 2, "but for what made the site and its token, before there was a key"
    for row in proven:
        opened = commitment(bytes.fromhex(row.salt or ""), base64.b64decode(row.snapshot or ""))
        leaf = leaf_hash(leaf_data("audit", opened))
        assert (opened.hex(), leaf.hex()) == (row.commitment, row.leaf_hash)
        told = json.loads(base64.b64decode(row.snapshot or ""))
        assert row.id == told.get("act", told.get("decision"))
        if row.log_index is not None:
            assert read_inclusion(deps, "example", leaf).index == row.log_index


def test_no_spreadsheet_runs_what_the_trail_says(deps: Any, site: Any) -> None:
    eve = Actor("account:e", '=HYPERLINK("https://evil.test")', "example", frozenset({"admin"}), "")
    with writing(deps.session):
        record_act(deps, "example", eve, "rule.add", "@cmd", {"name": ";=1+1"})
    rows = export_trail(deps, AUDITOR, "example", TrailFilter(who="account:e"))
    [_, line] = b"".join(TRAIL_FORMATS["csv"].write(rows)).decode().splitlines()

    assert "\"'=HYPERLINK" in line and ",'@cmd," in line and ";'=1+1" in line


def test_nobody_exports_another_sites_trail_or_without_the_scope(deps: Any, site: Any, other_site: Any) -> None:
    for actor, at, refused in ((MODERATOR, "example", Forbidden), (AUDITOR, "other", NotFound)):
        with pytest.raises(refused):
            export_trail(deps, actor, at, TrailFilter())
    assert {row.action for row in export_trail(deps, CLI, "other", TrailFilter())} == {
        act.action for act in list_activity(deps, CLI, "other").acts if act.action != "export.audit-complete"
    }


def test_the_trail_ends_by_its_period_with_what_opens_it_and_the_log_still_verifies(
    deps: Any, site: Any, publish: Any, later: Any
) -> None:
    comment = publish()["comment"]["id"]
    decided(deps, comment)
    integrate_all(deps, site.id)
    old = set(deps.session.scalars(sa.select(AuditEvent.entry))) | set(deps.session.scalars(sa.select(Decision.entry)))
    later(days=700)
    assert decided(deps, comment, "undo").status == "published", "it is logged, so it is taken back"
    entries = deps.session.scalar(sa.select(sa.func.count()).select_from(LogEntry))
    later(days=60)
    plan = {rule.rule: rule.count for rule in plan_retention(deps, CLI, "example").rules}

    gone = run_retention(deps, WORKER, "example").gone

    assert gone["trail"] == plan["trail"] >= 4
    acts = list_activity(deps, CLI, "example").acts
    assert {act.action for act in acts} == {"comment.undo", "retention.run"}
    kept = set(deps.session.scalars(sa.select(LoggedFact.entry).where(LoggedFact.site_id == "example")))
    assert not kept & {entry for entry in old if entry}
    assert decided(deps, comment, "undo").outcome == "conflict", "what is no longer logged cannot be taken back"
    integrate_all(deps, site.id)
    audit(deps, site.id)
    assert (deps.session.scalar(sa.select(sa.func.count()).select_from(LogEntry)) or 0) > (entries or 0)


def test_a_decision_stays_while_reasons_given_for_it_or_a_hold_need_it(
    deps: Any, site: Any, publish: Any, later: Any
) -> None:
    from uuid import UUID

    from commentsvc.domain.content import StatementDraft

    told = UUID(publish()["comment"]["id"])
    draft = DecisionDraft(told, "remove", statement=StatementDraft(ground="rules", rule="Be kind", facts="It was not."))
    decide_comments(deps, MODERATOR, "example", [draft])
    change_retention(deps, CLI, "example", {"removed_days": 0})
    later(days=800)
    run_retention(deps, WORKER, "example")

    left = deps.session.scalars(sa.select(Decision.action).where(Decision.site_id == "example")).all()
    assert left == ["remove"]
    assert decided(deps, str(told), "undo").status == "published"


def test_a_site_that_keeps_its_trail_for_ever_loses_nothing(deps: Any, site: Any, later: Any) -> None:
    change_retention(deps, CLI, "example", {"trail_months": 0})
    before = [act.id for act in list_activity(deps, CLI, "example").acts]
    later(days=9000)
    assert "trail" not in run_retention(deps, WORKER, "example").gone
    assert [act.id for act in list_activity(deps, CLI, "example").acts][-len(before) :] == before
