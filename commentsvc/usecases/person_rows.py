"""What a person's comments and records look like in `export.json`: theirs whole, everybody else's left out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from commentsvc.clock import iso
from commentsvc.domain.consent_history import PastEvent, purpose_histories
from commentsvc.exchange.consent_entry import ConsentEntry
from commentsvc.models.audit import Decision
from commentsvc.models.consent_log import LoggedEvent
from commentsvc.models.content import Statement
from commentsvc.models.personal import TheirComment
from commentsvc.models.visibility import is_shown, told_status

Row = dict[str, Any]


def comment_row(
    theirs: TheirComment, decisions: Sequence[Decision], statements: Mapping[uuid.UUID, Statement], *, at_once: bool
) -> Row:
    """One comment. What it answers is a link, since the text there is somebody else's; of a decision the reasons are
    here that its author was given, neither who decided nor what they noted.

    `at_once`: the copy is for whoever opened a page, and nobody read it first. What machines alone say of a comment is
    left out then, as in every answer to its author (`told_status`), until a moderator has decided."""
    comment, thread, _ = theirs
    undecided = at_once and comment.decided_at is None
    return {
        "id": str(comment.id),
        "record": str(comment.record_id),
        "page": {"url": thread.url, "title": thread.title},
        "link": f"{thread.url}#comment-{comment.id}" if is_shown(comment) else None,
        "answers": f"{thread.url}#comment-{comment.reply_to_id}" if comment.reply_to_id else None,
        "author": {"name": comment.author_name, "website": comment.author_website},
        "text": comment.body,
        "html": comment.html,
        "language": comment.lang,
        "status": told_status(comment) if at_once else comment.status,
        "restricted": comment.restricted_by is not None,
        "created_at": iso(comment.created_at),
        "edited_at": iso(comment.edited_at) if comment.edited_at else None,
        "decided_at": iso(comment.decided_at) if comment.decided_at else None,
        "confirmed_at": iso(comment.confirmed_at) if comment.confirmed_at else None,
        "held_for": [] if undecided else list(comment.held_reasons),
        "decisions": [_decision(one, statements.get(one.id)) for one in decisions],
    }


def _decision(decision: Decision, statement: Statement | None) -> Row:
    return {
        "at": iso(decision.at),
        "action": decision.action,
        "from": decision.from_status,
        "to": decision.to_status,
        "statement": statement
        and {
            "at": iso(statement.at),
            "ground": statement.ground,
            "rule": statement.rule,
            "facts": statement.facts,
            "means": statement.means,
            "reported": statement.reported,
        },
    }


def consent_row(entry: ConsentEntry, events: Sequence[LoggedEvent], comment: str | None) -> Row:
    """One record with where each purpose stands now; `consents.jsonld` has all that was recorded."""
    told = entry.told or {}
    bases = {purpose["id"]: purpose["lawful_basis"] for purpose in told.get("purposes", ())}
    past = [PastEvent(event.type, event.at, event.purposes or {}) for event in events]
    histories = purpose_histories(past, bases) if told else {}
    return {
        "record": entry.record,
        "kind": entry.kind,
        "state": entry.state,
        "comment": comment,
        "subject": told.get("subject_ref"),
        "page": told["context"]["page"] if told else None,
        "notice": {name: told["notice"][name] for name in ("sha256", "version", "lang")} if told else None,
        "purposes": [
            {
                "id": purpose["id"],
                "label": purpose["label"],
                "lawful_basis": purpose["lawful_basis"],
                "required": purpose["required"],
                "given": histories[purpose["id"]].state in ("given", "acknowledged", "imported"),
                "state": histories[purpose["id"]].state,
            }
            for purpose in told.get("purposes", ())
            if purpose["id"] in histories
        ],
        "events": [
            {
                "type": event.type,
                "at": event.at,
                "by": event.by,
                "purposes": dict(event.purposes) if event.purposes is not None else None,
                "log_index": event.log_index,
            }
            for event in entry.events
        ],
    }
