"""`/my/<site>/`, inside: everything that is stored of the reader, and one comment with its record."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Response, request

from commentsvc.adapters.current import current_deps
from commentsvc.domain.content_texts import content_text
from commentsvc.domain.notice import CONFIRMED_FIRST, parse_manifest
from commentsvc.domain.request_texts import request_text
from commentsvc.portal.base import portal
from commentsvc.portal.my_gate import for_reader, own_page, text_of
from commentsvc.portal.proof import Proof, kept
from commentsvc.portal.sealed import sealed_sentence
from commentsvc.portal.statement import statement_values
from commentsvc.portal.words import words_for_reader
from commentsvc.usecases.list_mine import list_mine, read_mine
from commentsvc.usecases.own_comment import CHANGEABLE
from commentsvc.usecases.reader_session import Visit


def overview(visit: Visit) -> Response:
    """Everything, by pages."""
    found = list_mine(
        current_deps(),
        visit,
        page=request.args.get("page", 1, int),
        unconfirmed_page=request.args.get("unconfirmed", 1, int),
    )
    mails = current_deps().mailer.sender is not None
    why_title = content_text(words_for_reader(visit.site).lang).why_title
    return own_page("my_data.html", visit.site, visit=visit, data=found, mails=mails, why_title=why_title)


@portal.get("/my/<site:site>/comment/<uuid:comment>")
@for_reader
def my_comment(visit: Visit, comment: uuid.UUID) -> Response:
    """One comment: its text, what was agreed to, what happened, and what was shown."""
    return show_comment(visit, comment)


def show_comment(
    visit: Visit,
    comment: uuid.UUID,
    status: int = 200,
    *,
    said: str = "",
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, list[str]] | None = None,
    asked_anew: Mapping[str, Any] | None = None,
) -> Response:
    """The page of one comment. `typed` and `errors` are of the form that corrects it; `asked_anew` is the notice in
    force, where it asked about a purpose again."""
    found, receipt = read_mine(current_deps(), visit, comment)
    notice = parse_manifest(receipt.notice.body) if receipt.notice else None
    return own_page(
        "my_comment.html",
        visit.site,
        status,
        visit=visit,
        comment=found,
        receipt=receipt,
        held=held_words(visit, receipt.held_until),
        notice=notice,
        sealed=sealed_sentence(
            current_deps(),
            visit.site,
            words_for_reader(visit.site).lang,
            [receipt.notice.sha256] if receipt.notice else [],
        ),
        said=said,
        typed=typed or {},
        errors=errors or {},
        anew={one["id"]: one for one in asked_anew["purposes"]} if asked_anew else {},
        anew_sha256=asked_anew["sha256"] if asked_anew else "",
        changeable=CHANGEABLE,
        mail_first=CONFIRMED_FIRST,
        mails=current_deps().mailer.sender is not None,
        **statement_values(current_deps(), visit.site, found.id, words_for_reader(visit.site).lang),
        limit=current_deps().settings.body_limit,
    )


def held_words(visit: Visit, until: datetime | None) -> str:
    """That something is kept for legal claims, and until when; empty where nothing is."""
    lang = words_for_reader(visit.site).lang
    return request_text(lang).kept.format(day=f"{until:%Y-%m-%d}") if until else ""


def done(
    visit: Visit, said: str, proofs: Sequence[Proof], *, title: str = "", status: int = 200, inside: bool = True
) -> Response:
    """What was done, and what the reader keeps of it."""
    words = words_for_reader(visit.site)
    my = text_of(words)
    return own_page(
        "my_done.html",
        visit.site,
        status,
        visit=visit,
        title=title or (my.done if status == 200 else words.own.mine),
        said=said,
        proof=kept(visit.site, words, my, proofs),
        inside=inside,
    )
