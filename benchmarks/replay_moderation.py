"""Replay comments that are labelled spam or not as a site's life, and report how well doubt would have held them.

    python benchmarks/replay_moderation.py COMMENTS.jsonl [--limit N]

Each line is a JSON object with `text`, `spam` (true or false) and, if it likes, `thread` and `date`. In the order of
the file each comment is posted through the service (SQLite, in this process), judged by what the site knows by then,
decided as its label says, and learnt. So every comment is judged before anything was told about it. Prints, for the
layers switched on one by one: precision, recall, and the share of honest comments held; first over all comments, then
over those that came once the classifier spoke.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from measure_evidence import ORIGIN, UNLIMITED, site_draft

from commentsvc.app import create_app
from commentsvc.cli.revision import upgrade
from commentsvc.domain.judgement import REASONS
from commentsvc.errors import Problem
from commentsvc.models import db
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_rule import add_rule
from commentsvc.usecases.add_site import add_site
from commentsvc.usecases.change_rule import RuleChange, change_rule
from commentsvc.usecases.change_spam_settings import change_spam_settings
from commentsvc.usecases.check_draft import CommentDraft
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_rule import RuleDraft
from commentsvc.usecases.learn_decisions import learn_decisions
from commentsvc.usecases.post_comment import post_comment
from commentsvc.usecases.read_learning import read_learning
from commentsvc.usecases.serve_notice import serve_notice

SITE = "replayed"
LAYERS: tuple[tuple[str, frozenset[str]], ...] = (
    ("learned alone", frozenset({"learned"})),
    ("and a rule: any link", frozenset({"links"})),
    ("and repeated texts", frozenset({"repeated"})),
    ("and bursts of one domain", frozenset({"same-link"})),
    ("and whatever else", frozenset(REASONS) - {"flood", "quick"}),
)
"""What is switched on, one after the other, by the reasons that it gives; without those that need a real reader."""


@dataclass(frozen=True)
class Judged:
    """One comment as it was judged before anything was said about it."""

    spam: bool
    reasons: frozenset[str]
    score: int | None


def main() -> None:
    """Replay and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("comments", type=Path)
    parser.add_argument("--limit", type=int, default=None, help="only the first so many")
    given = parser.parse_args()
    lines = given.comments.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()][: given.limit]
    with tempfile.TemporaryDirectory() as folder:
        values = {"database_url": f"sqlite:///{folder}/replay.db", "data_dir": Path(folder) / "data"}
        app = create_app(values | UNLIMITED | {"run_worker": False, "log_level": "error", "spam_layers": True})
        with app.app_context():
            upgrade()
            deps: Deps = app.extensions["commentsvc"]
            with time_machine.travel(datetime(2012, 12, 31, tzinfo=UTC)):
                add_site(deps, CLI, site_draft(SITE))
                set_rules(deps)
            report(deps, rows)
            db.session.remove()
            db.engine.dispose()


class Moment:
    """The time of the site's life: that of the comment, where its date is known, and a minute after the one before."""

    def __init__(self) -> None:
        self._last = datetime(2013, 1, 1, tzinfo=UTC)

    def at(self, date: str | None) -> time_machine.travel:
        """Be there, with the clock going on."""
        told = datetime.fromisoformat(date).replace(tzinfo=UTC) if date else self._last
        self._last = max(told, self._last + timedelta(minutes=1))
        return time_machine.travel(self._last)


def set_rules(deps: Deps) -> None:
    """Switch on the rule that a site without a list of words might have: any link waits."""
    rule = add_rule(
        deps, CLI, SITE, RuleDraft("Links", "links", "hold", {"more_than": 0, "domains": [], "newer_than": 0})
    )
    change_rule(deps, CLI, SITE, rule.id, RuleChange(enabled=True), seen=rule.version)
    change_spam_settings(deps, CLI, SITE, {"proof": "nobody"})  # nobody is here who could calculate


def report(deps: Deps, rows: list[dict[str, Any]]) -> None:
    """Live the site's life, and print what became of it."""
    judged, refused, moment = [], 0, Moment()
    for number, row in enumerate(rows):
        with moment.at(row.get("date")):
            try:
                judged.append(live(deps, number, row))
            except Problem:
                refused += 1
    say(f"{len(judged)} comments, {refused} refused by the service")
    spoke = next((place for place, one in enumerate(judged) if one.score is not None), len(judged))
    for title, part in (("all", judged), (f"from the {spoke + 1}th on, when the classifier spoke", judged[spoke:])):
        spam = sum(one.spam for one in part)
        say(f"\n{title}: {spam} spam, {len(part) - spam} honest")
        on: frozenset[str] = frozenset()
        for name, reasons in LAYERS:
            on |= reasons
            say(f"  {name:24} {figures(part, on)}")
    for reason in sorted({reason for one in judged for reason in one.reasons}):
        say(f"  {reason:24} {figures(judged, frozenset({reason}))}  (alone)")
    found = read_learning(deps, CLI, SITE)
    say(f"\nthreshold at the end {found.measured.threshold}; certain enough to discard from {found.discards_at}")


def live(deps: Deps, number: int, row: dict[str, Any]) -> Judged:
    """Post the comment, note how it was judged, decide as its label says, and learn that."""
    page, visitor = f"{ORIGIN}/{row.get('thread', 'all')}", Visitor(f"11.{number // 256}.{number % 256}.9", ORIGIN)
    notice = serve_notice(deps, SITE, "en", page, visitor)
    draft = CommentDraft(
        page_url=page,
        body=row["text"],
        author_name="A reader",
        notice=notice["sha256"],
        token=notice["token"],
        purposes={purpose["id"]: purpose["required"] for purpose in notice["purposes"]},
        digest=f"{number:064}",
    )
    comment = post_comment(deps, SITE, draft, visitor).comment
    judged = Judged(row["spam"], frozenset(comment.held_reasons), comment.spam_score)
    wanted = "spam" if row["spam"] else "publish"
    if comment.status != wanted:
        decide_comments(deps, CLI, SITE, [DecisionDraft(comment.id, wanted)])
    learn_decisions(deps, SITE)
    return judged


def figures(part: list[Judged], reasons: frozenset[str]) -> str:
    """Precision, recall, share of honest comments held."""
    held = [one for one in part if one.reasons & reasons]
    caught, spam = sum(one.spam for one in held), sum(one.spam for one in part)
    honest, wrong = len(part) - spam, len(held) - caught
    shares = (("precision", caught, len(held)), ("recall", caught, spam), ("honest held", wrong, honest))
    return ", ".join(f"{name} {percent(hits, of)} ({hits}/{of})" for name, hits, of in shares)


def percent(hits: int, of: int) -> str:
    """A share in words."""
    return f"{100 * hits / of:.1f} %" if of else "none"


def say(text: str) -> None:
    """One line of the report."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
