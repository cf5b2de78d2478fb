"""`/my/<site>/`, inside: everything that is stored of the reader, and one comment with its record."""

from __future__ import annotations

import uuid

from flask import Response, request

from commentsvc.adapters.current import current_deps
from commentsvc.domain.notice import parse_manifest
from commentsvc.portal.base import portal
from commentsvc.portal.my_gate import for_reader, own_page
from commentsvc.usecases.list_mine import list_mine, read_mine
from commentsvc.usecases.reader_session import Visit


def overview(visit: Visit) -> Response:
    """Everything, by pages."""
    found = list_mine(
        current_deps(),
        visit,
        page=request.args.get("page", 1, int),
        unconfirmed_page=request.args.get("unconfirmed", 1, int),
    )
    return own_page("my_data.html", visit.site, visit=visit, data=found)


@portal.get("/my/<site:site>/comment/<uuid:comment>")
@for_reader
def my_comment(visit: Visit, comment: uuid.UUID) -> Response:
    """One comment: its text, what was agreed to, what happened, and what was shown."""
    return show_comment(visit, comment)


def show_comment(visit: Visit, comment: uuid.UUID, status: int = 200, **said: object) -> Response:
    """The page of one comment."""
    found, receipt = read_mine(current_deps(), visit, comment)
    notice = parse_manifest(receipt.notice.body) if receipt.notice else None
    return own_page(
        "my_comment.html", visit.site, status, visit=visit, comment=found, receipt=receipt, notice=notice, **said
    )
