"""A site with many commenters, seeded through the use-cases as requests are, and the verdicts on their receipts."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.encoding import to_base64
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_log import verify_log
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.log import LogCheckpoint
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.check_draft import CommentDraft
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.own_comment import CommentChange, edit_comment
from commentsvc.usecases.post_comment import PostedComment, post_comment
from commentsvc.usecases.read_consistency import read_consistency
from commentsvc.usecases.receipt_file import receipt_file
from commentsvc.usecases.serve_notice import serve_notice
from tests.usecases.log_entries import fresh

PAGES = 20
AT_ONCE = 200


@dataclass
class Crowd:
    """Everybody but the one who is erased. `receipts` are their records with the secrets."""

    deps: Deps
    site: Any
    receipts: list[tuple[UUID, str]] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(3))  # noqa: S311 - the same crowd in every run

    def write(self, count: int) -> None:
        """That many more comments; two of three are published, one of ten is changed by its author first."""
        first = len(self.receipts)
        posted = [self._post(first + number) for number in range(count)]
        self.receipts += [(one.comment.record_id, one.receipt_secret) for one in posted]
        for one in self._chance.sample(posted, count // 10):
            self._edit(one)
        published = self._chance.sample(posted, count * 2 // 3)
        for start in range(0, len(published), AT_ONCE):
            decisions = [DecisionDraft(one.comment.id, "publish") for one in published[start : start + AT_ONCE]]
            with self._request() as deps:
                outcomes = decide_comments(deps, CLI, self.site.id, decisions)
            assert {outcome.outcome for outcome in outcomes} == {"done"}

    def outcomes(self) -> Counter[Outcome]:
        """What an auditor who knows the log's key says of everybody's receipt, as it is handed out now."""
        with self._request() as deps:
            trust = Trust(keys=[deps.session.get_one(Site, self.site.id).log_vkey])
            return Counter(
                verify_receipt(json.dumps(receipt_file(deps, self.site.id, *held).as_json()), trust).outcome
                for held in self.receipts
            )

    def checkpoints(self) -> list[str]:
        """Every checkpoint ever published, oldest first."""
        with self._request() as deps:
            query = sa.select(LogCheckpoint.note).where(LogCheckpoint.site_id == self.site.id)
            return list(deps.session.scalars(query.order_by(LogCheckpoint.size)))

    def log_outcomes(self, kept: list[str]) -> Counter[Outcome]:
        """What an auditor who kept one of these checkpoints says of the log as it is now, for each of them."""
        newest, found = self.checkpoints()[-1], Counter[Outcome]()
        with self._request() as deps:
            key = deps.session.get_one(Site, self.site.id).log_vkey
            for note in kept:
                proof = read_consistency(deps, self.site.id, _size(note), _size(newest))
                answer = {"from": _size(note), "to": _size(newest), "proof": [to_base64(value) for value in proof]}
                trust = Trust(keys=[key], checkpoints=[note], consistency=[json.dumps(answer)])
                found[verify_log(newest, trust).outcome] += 1
        return found

    def _post(self, number: int) -> PostedComment:
        page = f"{self.site.origin}/news/{number % PAGES}"
        visitor = Visitor(address=f"198.51.100.{number % 250}", origin=self.site.origin)
        with self._request() as deps:
            notice = serve_notice(deps, self.site.id, "en", page, visitor)
        draft = CommentDraft(
            page_url=page,
            page_title=f"News {number % PAGES}",
            body=f"Comment {number}. " + "Some words more. " * self._chance.randint(0, 20),
            author_name=f"Reader {number}",
            author_email=f"reader-{number}@example.net",
            notice=notice["sha256"],
            token=notice["token"],
            purposes={one["id"]: one["required"] or self._chance.random() < 0.3 for one in notice["purposes"]},
            digest=f"{number:064x}",
        )
        with self._request() as deps:
            return post_comment(deps, self.site.id, draft, visitor, f"idempotency-key-{number:08d}")

    def _edit(self, one: PostedComment) -> None:
        change = CommentChange(body=one.comment.body + " Changed my mind. " * self._chance.randint(1, 20))
        visitor = Visitor(address="198.51.100.1", origin=self.site.origin)
        with self._request() as deps:
            edit_comment(deps, self.site.id, one.comment.id, one.edit_token, change, visitor)

    @contextmanager
    def _request(self) -> Iterator[Deps]:
        """The parts with a session of their own, given back at the end, as a request has them."""
        deps = fresh(self.deps)
        try:
            yield deps
        finally:
            deps.session.close()


def _size(note: str) -> int:
    return int(note.split("\n")[1])
