"""Make a post ready to be stored with others: all of it that needs no write transaction, while nobody waits for it.

What is done here holds as long as the site is as it is `known`; whoever stores the post makes sure of that. A post that
is out of the ordinary is left to `store_post`: an answer to another comment, one under an address, one that somebody
wants to hear of, one of which a judge finds anything at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from commentsvc import clock
from commentsvc.domain import consent as rules
from commentsvc.domain.judgement import first_status
from commentsvc.domain.page_key import page_address
from commentsvc.domain.plain_text import clean_title
from commentsvc.domain.search_words import words_of_comment
from commentsvc.errors import KeyMissing
from commentsvc.models import posting
from commentsvc.models.ban import Ban
from commentsvc.models.comment import Comment
from commentsvc.models.database import random_id
from commentsvc.models.fingerprint import Fingerprint
from commentsvc.models.known_site import KnownSite
from commentsvc.models.mail_wish import MailWish
from commentsvc.models.posting_together import Asking
from commentsvc.models.prepared import BoundRow, bind_rows
from commentsvc.models.rule import Rule
from commentsvc.models.spam_service import SpamService
from commentsvc.models.visibility import comment_row
from commentsvc.models.webhook import WebhookEndpoint
from commentsvc.usecases.append_event import Promise, event_rows
from commentsvc.usecases.check_draft import CheckedDraft
from commentsvc.usecases.count_post import Count
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.judge_comment import Candidate
from commentsvc.usecases.judge_form import judge_form
from commentsvc.usecases.judge_learned import judge_learned
from commentsvc.usecases.judge_repeats import seek_repeats
from commentsvc.usecases.meet_ban import meet_ban
from commentsvc.usecases.store_post import candidate_of, new_comment, record_facts, rows_behind

_ASKED_IN_ORDER: tuple[type, ...] = (Rule, Ban, SpamService, MailWish, WebhookEndpoint)
"""What somebody set up that is to see a post, or to hear of it, when it is stored."""


class ReadyPost(NamedTuple):
    """A post that is `known` to be plain. `row` is the comment's own, which needs its thread; `rows` are all others."""

    known: KnownSite
    asking: Asking
    url: str
    title: str
    comment: Comment
    row: BoundRow
    rows: Sequence[BoundRow]
    words: Sequence[str]
    promise: Promise
    counting: Count


def ready_post(deps: Deps, checked: CheckedDraft, count: Count) -> ReadyPost | None:
    """The post as it will be written if its thread is there and nothing is found of it; None for one that is out of
    the ordinary."""
    known, draft, at = checked.known, checked.draft, clock.now()
    if draft.parent is not None or checked.text.email or any(map(known.has, _ASKED_IN_ORDER)):
        return None
    if deps.settings.spam_layers and known.policy.proof == "all":
        return None
    site, subject_id = known.site, random_id()
    comment = new_comment(checked, posting.Place(None, None, 0), subject_id, at)
    candidate = candidate_of(checked, comment)
    sought = seek_repeats(deps, candidate)
    if _finds_anything(deps, candidate):
        return None
    event = rules.first_event(rules.record_kind(checked.manifest))
    facts = record_facts(deps, checked, comment)
    choice = checked.choice
    try:
        evidence, promise = event_rows(
            deps, site, facts, event, at, "reader", choice.purposes, vkey=site.log_vkey, requested=choice.requested
        )
    except KeyMissing:  # it may have been followed by another one
        return None
    rows = [
        comment_row(comment, first_status(site.moderation, False, []).value),
        posting.token_row(site.id, checked.token.nonce, checked.token.expires_at),
        posting.subject_row(site.id, subject_id, at),
        *evidence,
        *candidate.rows,
        *rows_behind(checked, comment, at),
    ]
    row, *others = bind_rows(deps.session.get_bind().dialect, rows)
    return ReadyPost(
        known=known,
        asking=Asking(checked.idempotency, checked.token.nonce, checked.key, sought),
        url=page_address(checked.page),
        title=clean_title(draft.page_title or ""),
        comment=comment,
        row=row,
        rows=others,
        words=words_of_comment(comment.author_name, comment.body),
        promise=promise,
        counting=count,
    )


def _finds_anything(deps: Deps, candidate: Candidate) -> bool:
    """Whether one of those finds anything who need not see what is written at the same moment."""
    if any(finding for judge in (judge_form, meet_ban, judge_learned) for finding in judge(deps, candidate)):
        return True
    return any(row.model is not Fingerprint for row in candidate.rows)
