"""Make the consent log ready to be exported: visit the log's leaves in their order and keep the lines of their records.

An export takes what is ready and opens the snapshots of the rest (`usecases.write_consent_log`), so it is right
however far this is; and each event is a leaf, so a record comes by again when something happened to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from commentsvc.exchange.consent_line import Wording, take_apart, wording_name
from commentsvc.models import consent_line
from commentsvc.models.consent_log import LoggedRecord, comments_of_records, events_of_records, records_by_id
from commentsvc.models.database import writing
from commentsvc.models.log import LogState
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_consent_log import rows_of

LEAVES_AT_ONCE = 100
"""Small enough that on SQLite, where the lock stops every writer, each transaction holds it for some 10 ms."""


def sites_to_ready(deps: Deps) -> list[str]:
    """Every site whose log has leaves that were not visited."""
    found = consent_line.sites_behind(deps.session)
    deps.session.rollback()
    return found


def ready_consent_lines(deps: Deps, site_id: str, leaves: int = LEAVES_AT_ONCE) -> bool:
    """Visit the next `leaves` leaves of the site's log, in one transaction; whether more wait. While somebody changes a
    record of the site, nothing is done: that is left for the next round."""
    with writing(deps.session) as session:
        if not consent_line.lock_lines(session, site_id, shared=False):
            return False
        state = consent_line.state_of(session, site_id)
        size = session.get_one(LogState, site_id, populate_existing=True).size
        end = min(state.visited + leaves, size)
        touched = consent_line.records_of_leaves(session, site_id, state.visited, end)
        records = [record for record in records_by_id(session, site_id, touched) if record.leaf_index is not None]
        consent_line.keep_lines(session, site_id, touched, _lines(session, site_id, records))
        state.visited = end
    return end < size


def _lines(session: Session, site_id: str, records: Sequence[LoggedRecord]) -> list[dict[str, Any]]:
    ids = [record.record_id for record in records]
    events = events_of_records(session, site_id, ids)
    comments = comments_of_records(session, site_id, ids)
    wordings: dict[str, Wording] = {}
    lines: list[dict[str, Any]] = []
    for record in records:
        comment = comments.get(record.record_id)
        rows = list(rows_of(record, events[record.record_id], comment))
        if not rows:  # it names no purpose: then no line says the same
            continue
        wording, said = take_apart(rows)
        name = wording_name(wording)
        wordings[name] = wording
        lines.append(
            {
                "at": record.at,
                "event_id": record.event_id,
                "record_id": record.record_id,
                "comment_id": comment.comment_id if comment else None,
                "wording": name,
                "said": said,
            }
        )
    for name, wording in wordings.items():
        consent_line.keep_wording(session, site_id, name, wording)
    return lines
