"""Erase once more what was erased after the backup that was restored."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from commentsvc.domain.consent import EventType
from commentsvc.models import erasing
from commentsvc.models.consent import ConsentRecord, newest_event
from commentsvc.models.database import writing
from commentsvc.models.hold import claims_on
from commentsvc.models.site import find_site
from commentsvc.usecases.access import require_installation
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.erase_comment import erase_in_transaction, erase_record_in_transaction


def erase_again(deps: Deps, actor: Actor, erased: Iterable[Mapping[str, Any]]) -> int:
    """Erase the records of this list (`Deps.erasures`) that are here and were not erased yet, a transaction each; how
    many there were. Harmless twice. Raises `Forbidden`, and `KeyMissing` where a site's key is not in place."""
    require_installation(actor)
    return sum(
        _erase(deps, str(one["site"]), one["record"], str(one["by"]), keep_text=bool(one["text_kept"]))
        for one in erased
    )


def _erase(deps: Deps, site_id: str, record_id: uuid.UUID, by: str, *, keep_text: bool) -> bool:
    with writing(deps.session) as session:
        site = find_site(session, site_id)
        if site is None or session.get(ConsentRecord, (site_id, record_id)) is None:
            return False
        comment = erasing.comment_of_record(session, site_id, record_id, lock=True)
        if _is_erased(session, site_id, record_id):
            return False
        hold = claims_on(session, comment) if comment is not None else None
        if comment is not None and hold is not None and comment.restricted_by == hold.id:
            return False  # its erasure waits for the end of the hold
        if comment is None:
            erase_record_in_transaction(deps, site, record_id, by=by)
        else:
            erase_in_transaction(deps, site, comment, by=by, keep_text=keep_text and comment.status == "published")
        return True


def _is_erased(session: Any, site_id: str, record_id: uuid.UUID) -> bool:
    last = newest_event(session, site_id, record_id)
    return last is not None and last.type == EventType.ERASED
