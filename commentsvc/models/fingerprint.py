"""Codes of comments by which those that say or link to the same are found; keyed, expiring, gone with their comment."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.fingerprint import are_alike
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.database import Json, Model, Moment, SiteId
from commentsvc.models.prepared import NewRow, Prepared, Question, insert_rows


class Fingerprint(Model):
    """One code of one comment (`domain.fingerprint`). `kind` is text, near, link or range."""

    __tablename__ = "comment_fingerprint"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_comment_fingerprint_code", "site_id", "code", "at"),
        sa.Index("ix_comment_fingerprint_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(5))
    at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


FINGERPRINTS: sa.Table = Fingerprint.__table__  # type: ignore[assignment]


def keep_fingerprints(
    session: Session, comment: Comment, kind: str, codes: Collection[str], at: datetime, expires_at: datetime
) -> None:
    """Inside the caller's transaction: keep these codes of the comment instead of those of this kind."""
    forget_fingerprints(session, comment, kind)
    insert_rows(session, fingerprint_rows(comment, kind, codes, at, expires_at))


def fingerprint_rows(
    comment: Comment, kind: str, codes: Collection[str], at: datetime, expires_at: datetime
) -> list[NewRow]:
    """These codes of the comment, to be inserted behind it."""
    shared = {"site_id": comment.site_id, "comment_id": comment.id, "kind": kind, "at": at, "expires_at": expires_at}
    return [NewRow(Fingerprint, {**shared, "code": code}) for code in codes]


def forget_fingerprints(session: Session, comment: Comment, kind: str | None = None) -> None:
    """Delete the comment's codes, all or those of one kind."""
    query = sa.delete(Fingerprint).where(Fingerprint.site_id == comment.site_id, Fingerprint.comment_id == comment.id)
    session.execute(query if kind is None else query.where(Fingerprint.kind == kind))


def others_with(
    session: Session, comment: Comment, kind: str, codes: Sequence[str], since: datetime
) -> dict[uuid.UUID, list[str]]:
    """The comments of the same site, other than this and not erased, that have one of these codes of this kind since
    then, each with all that it has of the kind."""
    prepared, told = _others_question(comment.site_id, comment.id, kind, codes, since)
    return _by_comment(prepared.all(session, **told))


def _others_question(site_id: str, own: uuid.UUID, kind: str, codes: Sequence[str], since: datetime) -> Question:
    prepared = _others.get(len(codes))
    if prepared is None:
        prepared = _others[len(codes)] = _others_query(len(codes))
    asked = {f"code_{number}": code for number, code in enumerate(codes)}
    return prepared, {"site": site_id, "own": own, "since": since, "kind": kind, **asked}


def _by_comment(rows: Iterable[tuple[uuid.UUID, str]]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    for comment_id, code in rows:
        found.setdefault(comment_id, []).append(code)
    return found


_others: dict[int, Prepared] = {}


def _others_query(codes: int) -> Prepared:
    """Each code for itself: asked for all of them at once, SQLite would rather read every code of the site in the
    order of the comments."""
    site, one = FINGERPRINTS.c.site_id == sa.bindparam("site"), FINGERPRINTS.alias("one")
    with_one = [
        sa.select(one.c.comment_id).where(
            one.c.site_id == sa.bindparam("site"),
            one.c.code == sa.bindparam(f"code_{number}", type_=sa.String),
            one.c.at >= sa.bindparam("since", type_=Moment),
            one.c.comment_id != sa.bindparam("own", type_=sa.Uuid()),
        )
        for number in range(codes)
    ]
    theirs = FINGERPRINTS.c.comment_id.in_(sa.union_all(*with_one)), FINGERPRINTS.c.kind == sa.bindparam("kind")
    return Prepared(lambda _dialect: sa.select(FINGERPRINTS.c.comment_id, FINGERPRINTS.c.code).where(site, *theirs))


def count_others(session: Session, comment: Comment, code: str, since: datetime, most: int) -> int:
    """How many comments of the same site, other than this, have the code since then; `most` when they are more."""
    row = _COUNT.first(session, site=comment.site_id, own=comment.id, since=since, code=code, most=most)
    return int(row[0]) if row else 0


class Sought(NamedTuple):
    """What of the new comment `own` is looked for among the others of its site: texts that are alike by their codes,
    `near`, and how many have each code that is `counted`, each with since when and how many others may have it. A
    comment of which nothing is found is not judged by what came before it."""

    own: uuid.UUID
    near: Sequence[str]
    near_since: datetime
    counted: Sequence[tuple[str, datetime, int]]

    def meets(self, other: Sequence[str]) -> bool:
        """Whether the text is like one with these codes."""
        return not set(self.near).isdisjoint(other) and are_alike(self.near, other)


class Repeats(NamedTuple):
    """What there is of what is sought: whether another comment is `near`, and how many have each code that is counted,
    at least as far as they may."""

    near: bool
    counted: Sequence[int]


def questions_of(dialect: str, site_id: str, sought: Sequence[Sought]) -> list[Question]:
    """What to ask (`prepared.ask_together`) about new comments of one site; `repeats_in` reads the answers."""
    if dialect == "postgresql":
        near = [_told(n, code, one.near_since, 0) for n, one in enumerate(sought) for code in one.near]
        counted = [_told(n, code, since, most) for n, one in enumerate(sought) for code, since, most in one.counted]
        return [(_NEAR_OF_MANY, {"site": site_id, "told": near}), (_COUNT_OF_MANY, {"site": site_id, "told": counted})]
    asked: list[Question] = []
    for one in sought:
        if one.near:
            asked.append(_others_question(site_id, one.own, "near", one.near, one.near_since))
        if one.counted:
            asked.append(_counts_question(site_id, one.counted))
    return asked


def repeats_in(dialect: str, sought: Sequence[Sought], answers: Iterable[list[Any]]) -> list[Repeats]:
    """What the answers to `questions_of` say of each."""
    rest = iter(answers)
    if dialect == "postgresql":
        others: dict[int, list[tuple[uuid.UUID, str]]] = {}
        for number, comment_id, code in next(rest):
            others.setdefault(number, []).append((comment_id, code))
        counts = {(number, code): count for number, code, count in next(rest)}
        return [
            Repeats(_any_meets(one, others.get(n, ())), [counts[n, code] for code, _, _ in one.counted])
            for n, one in enumerate(sought)
        ]
    return [
        Repeats(bool(one.near) and _any_meets(one, next(rest)), next(rest)[0] if one.counted else ()) for one in sought
    ]


def _any_meets(one: Sought, others: Iterable[tuple[uuid.UUID, str]]) -> bool:
    return any(map(one.meets, _by_comment(others).values()))


def _told(number: int, code: str, since: datetime, most: int) -> dict[str, Any]:
    return {"n": number, "code": code, "since": round(since.timestamp() * 1000), "most": most}


def _counts_question(site_id: str, counted: Sequence[tuple[str, datetime, int]]) -> Question:
    prepared = _counts.get(len(counted))
    if prepared is None:
        prepared = _counts[len(counted)] = _counts_query(len(counted))
    told: dict[str, Any] = {"site": site_id}
    for number, one in enumerate(counted):
        told[f"code_{number}"], told[f"since_{number}"], told[f"most_{number}"] = one
    return prepared, told


_counts: dict[int, Prepared] = {}


def _counts_query(codes: int) -> Prepared:
    """A row with a number for each code; the comment that asks is not written yet."""
    with_each = [
        sa.select(FINGERPRINTS.c.comment_id)
        .where(
            FINGERPRINTS.c.site_id == sa.bindparam("site"),
            FINGERPRINTS.c.code == sa.bindparam(f"code_{number}", type_=sa.String),
            FINGERPRINTS.c.at >= sa.bindparam(f"since_{number}", type_=Moment),
        )
        .limit(sa.bindparam(f"most_{number}", type_=sa.Integer))
        .subquery(f"with_{number}")
        for number in range(codes)
    ]
    counts = [sa.select(sa.func.count()).select_from(found).scalar_subquery() for found in with_each]
    return Prepared(lambda _dialect: sa.select(*counts))


_TOLD = "json_to_recordset(CAST(:told AS json)) AS told (n integer, code text, since bigint, most integer)"
_WITH_ONE = "SELECT comment_id FROM comment_fingerprint WHERE site_id = :site AND code = told.code AND at >= told.since"
# Each code for itself, by its index: OFFSET 0 keeps the planner from joining what it cannot estimate.
_NEAR_OF_MANY = Prepared(
    lambda _dialect: (
        sa.text(
            "SELECT DISTINCT told.n, other.comment_id, theirs.code "  # noqa: S608 - our own words
            f"FROM {_TOLD} CROSS JOIN LATERAL ({_WITH_ONE} OFFSET 0) AS other CROSS JOIN LATERAL "
            "(SELECT code FROM comment_fingerprint "
            "WHERE site_id = :site AND comment_id = other.comment_id AND kind = 'near' OFFSET 0) AS theirs"
        )
        .bindparams(sa.bindparam("told", type_=Json))
        .columns(sa.column("n", sa.Integer), sa.column("comment_id", sa.Uuid()), sa.column("code", sa.String))
    )
)
_COUNT_OF_MANY = Prepared(
    lambda _dialect: sa.text(
        f"SELECT told.n, told.code, (SELECT count(*) FROM ({_WITH_ONE} LIMIT told.most) AS those) "  # noqa: S608
        f"FROM {_TOLD}"
    ).bindparams(sa.bindparam("told", type_=Json))
)


def _count(_dialect: str) -> sa.Select[int]:
    found = sa.select(FINGERPRINTS.c.comment_id).where(
        FINGERPRINTS.c.site_id == sa.bindparam("site"),
        FINGERPRINTS.c.code == sa.bindparam("code"),
        FINGERPRINTS.c.at >= sa.bindparam("since"),
        FINGERPRINTS.c.comment_id != sa.bindparam("own"),
    )
    return sa.select(sa.func.count()).select_from(found.limit(sa.bindparam("most", type_=sa.Integer)).subquery())


_COUNT = Prepared(_count)


def is_called_spam(session: Session, comment: Comment, codes: Collection[str], since: datetime) -> bool:
    """Whether one of the others with one of these codes is spam because a moderator said so, and none is published: a
    copy that is called spam says nothing of what was copied."""
    decided = sa.exists().where(
        Decision.site_id == Comment.site_id, Decision.comment_id == Comment.id, Decision.to_status == "spam"
    )
    alike = sa.select(Fingerprint.comment_id).where(*_with(comment, codes, since))
    these = Comment.site_id == comment.site_id, Comment.id.in_(alike)
    spam = sa.exists().where(*these, Comment.status == "spam", decided)
    published = sa.exists().where(*these, Comment.status == "published")
    return bool(session.scalar(sa.select(sa.and_(spam, ~published))))


def _with(comment: Comment, codes: Collection[str], since: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Fingerprint.site_id == comment.site_id,
        Fingerprint.code.in_(codes),
        Fingerprint.at >= since,
        Fingerprint.comment_id != comment.id,
    )
