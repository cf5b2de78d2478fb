"""Erase one comment and what its record says of a person; its proof stays valid and proves nothing about anybody."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commentsvc import clock
from commentsvc.domain.retention import Rule
from commentsvc.domain.webhook_event import COMMENT_ERASED
from commentsvc.errors import Conflict
from commentsvc.models import erasing
from commentsvc.models.ban import forget_bans_of_comment
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, lock_record, newest_body
from commentsvc.models.contact import forget_confirmations
from commentsvc.models.content import forget_statements
from commentsvc.models.finding import forget_findings
from commentsvc.models.fingerprint import forget_fingerprints
from commentsvc.models.flag import forget_flags
from commentsvc.models.hold import end_holds_on_comment
from commentsvc.models.learned import forget_example, unlink_example
from commentsvc.models.mail_wish import forget_news_about
from commentsvc.models.site import Site
from commentsvc.models.spam_service import forget_checks
from commentsvc.models.visibility import set_restriction, set_status
from commentsvc.models.webhook import forget_deliveries
from commentsvc.usecases.announce import announce
from commentsvc.usecases.append_event import EventReceipt, RecordFacts, append_event
from commentsvc.usecases.decide_report import close_reports
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.keep_for_claims import keep_for_claims
from commentsvc.usecases.seal_proof import seal_proof


def erase_in_transaction(
    deps: Deps, site: Site, comment: Comment, *, by: str, keep_text: bool = False, rule: str | None = None
) -> EventReceipt:
    """Inside the caller's write transaction: delete body, salts, text, name, address code and stored answers of the
    comment and its record; leave a neutral placeholder where it has replies; append an `erased` event (law 5).

    With `keep_text`, which is its author's choice alone, the published text stays where it is: nobody's, without name,
    website, language, person or record. `rule` names the retention rule (`domain.retention.Rule`) that ended it, where
    nobody asked. Returns what the reader keeps: the promise that the erasure will be in the log; or, where a hold for
    legal claims is on it (Art. 17(3)(e)), that all was taken back: then it is kept until that ends, shown to nobody.
    Where the record's notice said so, its bare proof stays sealed for a while (`seal_proof`), and the event says it;
    never where a retention rule ended it.

    Raises:
        Conflict: the text should stay and is not public.
    """
    if keep_text and comment.status != "published":
        raise Conflict("Your comment is not published, so there is no text that could stay. Have it erased whole.")
    if rule is None and (kept := keep_for_claims(deps, site, comment, by=by)) is not None:
        return kept
    sealed = seal_proof(deps, site, comment.record_id) if rule is None else None
    _forget(deps, site, comment, keep_text=keep_text, rule=rule)
    return _say_erased(deps, site, comment.record_id, by, _how(keep_text=keep_text, rule=rule, sealed_until=sealed))


def erase_record_in_transaction(
    deps: Deps, site: Site, record_id: uuid.UUID, *, by: str, rule: str | None = None
) -> EventReceipt:
    """Inside the caller's write transaction: the same for a record that belongs to no comment, such as a choice."""
    lock_record(deps.session, site.id, record_id)
    told = newest_body(deps.session, site.id, record_id)
    sealed = seal_proof(deps, site, record_id) if rule is None else None
    erasing.forget_record(deps.session, site.id, record_id)
    if told is not None and told.subject_id is not None:
        erasing.forget_subject_if_unused(deps.session, site.id, told.subject_id)
    return _say_erased(deps, site, record_id, by, _how(rule=rule, sealed_until=sealed))


def _say_erased(deps: Deps, site: Site, record_id: uuid.UUID, by: str, how: Mapping[str, Any]) -> EventReceipt:
    """Append the event. All that it says of its record is which entry it ends, and `how`; only its own salt reveals
    even that."""
    session, at = deps.session, clock.now()
    stub = session.get_one(ConsentRecord, (site.id, record_id))
    promise = append_event(
        deps,
        site,
        RecordFacts(
            record_id=record_id,
            kind=stub.kind,
            subject_id=None,
            notice_sha256=None,
            record={"record_id": str(record_id), "erases": stub.commitment.hex(), **how},
            has_stub=True,
        ),
        "erased",
        at=at,
        by=by,
        purposes={},
    )
    # What a retention rule ended it ends again by itself.
    noted = None if "rule" in how else {"record": str(record_id), "by": by, "text_kept": "text_kept" in how}
    erasing.have_scrubbed(session, site.id, at, noted)
    return EventReceipt(record_id, "erased", at, promise)


def _forget(deps: Deps, site: Site, comment: Comment, *, keep_text: bool, rule: str | None) -> None:
    session = deps.session
    told = newest_body(session, site.id, comment.record_id)
    people = {comment.subject_id, told.subject_id if told else None} - {None}
    erasing.forget_record(session, site.id, comment.record_id)
    comment.confirmed_at = None
    forget_comment(deps, site, comment, keep_text=keep_text, rule=rule)
    for subject_id in people:
        if subject_id is not None:
            erasing.forget_subject_if_unused(session, site.id, subject_id)


def forget_comment(
    deps: Deps, site: Site, comment: Comment, *, keep_text: bool = False, rule: str | None = None
) -> None:
    """Inside the caller's write transaction: empty the comment and delete what hangs on it, but leave its record, and
    that the record is its subject's own (`confirmed_at`). What the classifier learnt from it goes as well; of spam
    whose period is over (`rule`) it stays for a while without it."""
    session = deps.session
    erasing.forget_answers(session, site.id, comment.id)
    forget_confirmations(session, site.id, comment.id)
    forget_statements(session, site.id, comment.id)
    forget_checks(session, site.id, comment.id, clock.now())
    (unlink_example if rule == Rule.SPAM else forget_example)(session, site.id, comment.id)
    forget_flags(session, site.id, comment.id)
    if not keep_text:
        close_reports(deps, site, comment)
    end_holds_on_comment(session, site.id, comment.id)
    forget_news_about(session, site.id, comment.id)
    forget_deliveries(session, site.id, comment.id, clock.now())
    announce(deps, site, COMMENT_ERASED, {"comment": str(comment.id)})
    comment.author_name = comment.lang = ""
    comment.author_website = comment.subject_id = None
    forget_findings(session, comment)
    forget_fingerprints(session, comment)
    forget_bans_of_comment(session, site.id, comment.id)
    comment.spam_score = None
    if not keep_text:
        comment.body = comment.html = ""
        comment.edited_at = None
    set_status(session, comment, "published" if keep_text else "erased")
    if comment.restricted_by is not None:
        set_restriction(session, comment, None)
    erasing.forget_title_if_alone(session, site.id, comment.thread_id)


def _how(
    *, keep_text: bool = False, rule: str | None = None, sealed_until: datetime | None = None
) -> Mapping[str, Any]:
    """Whether its author let the text stay, which retention rule ended it, until which day a sealed proof is kept."""
    told: dict[str, Any] = {"text_kept": True} if keep_text else {}
    if rule is not None:
        told["rule"] = rule
    if sealed_until is not None:
        told["sealed_until"] = f"{sealed_until:%Y-%m-%d}"
    return told
