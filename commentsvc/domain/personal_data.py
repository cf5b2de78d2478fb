"""What of the database is about readers: for every column, where it is in a person's copy and how it ends. Pure.

A column that is about a reader is in the copy, or withheld for a `Reason`; it goes with an erasure, or is kept for a
reason that is said. A test fails for a column that is not here, and holds all of it against a person who has data in
every table, before and after their erasure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from commentsvc.domain.tables_about_no_reader import ABOUT_NO_READER


class Reason(StrEnum):
    """Why something is not in a copy; every language has a sentence for it (`bundle_text.BundleText.reasons`)."""

    OTHERS = "others"
    MODERATORS = "moderators"
    SECRET = "secret"  # noqa: S105 - a word, not a password
    SAME = "same"


@dataclass(frozen=True)
class Personal:
    """A column about a reader. `copy` says where it is in a copy, as `file:path`; else `withheld` says why not. `kept`
    says why it outlives an erasure; empty: it does not."""

    copy: str = ""
    withheld: Reason | None = None
    kept: str = ""


@dataclass(frozen=True)
class Table:
    """`plain` are the columns that are not about readers; `about` says what the table is about, where none is."""

    plain: str
    personal: Mapping[str, Personal] = field(default_factory=dict)
    about: str = ""

    @property
    def columns(self) -> set[str]:
        """Every column that is classified."""
        return {*self.plain.split(), *self.personal}


_PLACEHOLDER = "the empty row stays, so that replies keep their place; it is about nobody any more"
_PROOF = "a hash that nothing opens any more stays, so that every other proof still holds"
_SERVED = "stays to show that the right was served, and when; it says of nobody who it was"
_REPORTED = "stays for who reported it, as long as the site keeps reports; of the comment only the empty row is left"
_SEALED = "a proof, sealed for legal claims: nothing here opens it or says whose it is; it goes at its time"
_MODERATORS = Personal(withheld=Reason.MODERATORS)
_SAME = Personal(withheld=Reason.SAME)


def _copied(path: str, file: str = "export.json") -> Personal:
    return Personal(copy=f"{file}:{path}")


def _stays(why: str, path: str = "", file: str = "export.json") -> Personal:
    return Personal(f"{file}:{path}", None, why) if path else Personal("", Reason.SAME, why)


TABLES: Mapping[str, Table] = {
    "comment": Table(
        "site_id depth live staff",
        {
            "id": _stays(_PLACEHOLDER, "comments[].id"),
            "thread_id": _stays(_PLACEHOLDER),
            "parent_id": _stays(_PLACEHOLDER),
            "root_id": _stays(_PLACEHOLDER),
            "reply_to_id": Personal("", Reason.OTHERS, _PLACEHOLDER),
            "record_id": _stays(_PLACEHOLDER, "comments[].record"),
            "subject_id": _copied("subject"),
            "author_name": _copied("comments[].author.name"),
            "author_website": _copied("comments[].author.website"),
            "body": _copied("comments[].text"),
            "html": _copied("comments[].html"),
            "rendered": _SAME,
            "status": _copied("comments[].status"),
            "held_reasons": _copied("comments[].held_for"),
            "spam_score": _MODERATORS,
            "lang": _copied("comments[].language"),
            "created_at": _stays(_PLACEHOLDER, "comments[].created_at"),
            "edited_at": _copied("comments[].edited_at"),
            "changed_at": _stays(_PLACEHOLDER),
            "decided_at": _stays(_PLACEHOLDER, "comments[].decided_at"),
            "confirmed_at": _copied("comments[].confirmed_at"),
            "restricted_by": _SAME,
            "told_in": _stays(_PLACEHOLDER),
        },
    ),
    "comment_finding": Table(
        "site_id id verdict rule_id",
        {
            "comment_id": _copied("comments[].id"),
            "reason": _copied("comments[].held_for[]"),
            "because": _MODERATORS,
            "at": _SAME,
        },
    ),
    "search_entry": Table("site_id number", {"id": _SAME, "thread_id": _SAME, "comment_id": _SAME, "words": _SAME}),
    "subject": Table(
        "site_id", {"id": _copied("subject"), "pseudonym": Personal(withheld=Reason.SECRET), "created_at": _SAME}
    ),
    "contact": Table(
        "site_id",
        {
            "subject_id": _copied("subject"),
            "address": _copied("address[].address"),
            "confirmed_at": _copied("address[].confirmed_at"),
        },
    ),
    "address_confirmation": Table(
        "site_id notice_sha256",
        {
            "id": Personal(withheld=Reason.SECRET),
            "comment_id": _SAME,
            "subject_id": _copied("subject"),
            "address": _copied("waiting[].address"),
            "purposes": _copied("waiting[].purposes"),
            "created_at": _copied("waiting[].created_at"),
            "expires_at": _copied("waiting[].expires_at"),
        },
    ),
    "consent_record": Table(
        "site_id",
        {
            "id": _stays(_PROOF, "consents[].record"),
            "kind": _stays(_PROOF, "consents[].kind"),
            "commitment": _stays(_PROOF, "@graph[].events[].commitment", "consents.jsonld"),
            "entry": _stays(_PROOF),
        },
    ),
    "consent_event": Table(
        "site_id id",
        {
            "record_id": _stays(_PROOF, "consents[].record"),
            "type": _stays(_PROOF, "consents[].events[].type"),
            "at": _stays(_PROOF, "consents[].events[].at"),
            "commitment": _stays(_PROOF, "@graph[].events[].commitment", "consents.jsonld"),
            "entry": _stays(_PROOF),
        },
    ),
    "consent_record_body": Table(
        "site_id event_id",
        {
            "record_id": _copied("consents[].record"),
            "subject_id": _copied("consents[].subject"),
            "notice_sha256": _copied("consents[].notice.sha256"),
            "purposes": _copied("consents[].events[].purposes"),
            "snapshot": _copied("[].events[].snapshot", "receipts"),
        },
    ),
    "consent_line": Table(
        "site_id event_id wording",
        {
            "at": _stays(_PROOF, "consents[].events[].at"),
            "record_id": _stays(_PROOF, "consents[].record"),
            "comment_id": _stays(_PLACEHOLDER, "comments[].id"),
            "said": _SAME,
        },
    ),
    "record_salt": Table(
        "site_id event_id", {"record_id": _copied("consents[].record"), "salt": _copied("[].events[].salt", "receipts")}
    ),
    "log_entry": Table(
        "site_id id refused",
        {
            "type": _stays(_PROOF, "consents[].events[].type"),
            "data": _stays(_PROOF, "[].events[].leaf", "receipts"),
            "leaf_hash": _stays(_PROOF, "[].events[].promise.leaf", "receipts"),
            "promise": _stays(_PROOF, "[].events[].promise.signature", "receipts"),
            "deadline": _stays(_PROOF, "[].events[].promise.deadline", "receipts"),
            "leaf_index": _stays(_PROOF, "consents[].events[].log_index"),
        },
    ),
    "decision": Table(
        "site_id id undoes entry batch",
        {
            "comment_id": _stays("moderation is documented; what was decided about stays as an empty row"),
            "action": _stays("moderation is documented", "comments[].decisions[].action"),
            "from_status": _stays("moderation is documented", "comments[].decisions[].from"),
            "to_status": _stays("moderation is documented", "comments[].decisions[].to"),
            "at": _stays("moderation is documented", "comments[].decisions[].at"),
            "actor": Personal("", Reason.MODERATORS, "about the moderator"),
            "actor_name": Personal("", Reason.MODERATORS, "about the moderator"),
            "reason": _MODERATORS,
            "seen_from": Personal("", Reason.MODERATORS, "about the moderator"),
        },
    ),
    "statement": Table(
        "site_id decision_id entry",
        {
            "comment_id": _copied("comments[].id"),
            "ground": _copied("comments[].decisions[].statement.ground"),
            "rule": _copied("comments[].decisions[].statement.rule"),
            "facts": _copied("comments[].decisions[].statement.facts"),
            "means": _copied("comments[].decisions[].statement.means"),
            "reported": _copied("comments[].decisions[].statement.reported"),
            "at": _copied("comments[].decisions[].statement.at"),
        },
    ),
    "content_report": Table(
        "site_id id received_entry decided_entry expires_at",
        {
            "comment_id": _stays(_REPORTED),
            "location": _stays(_REPORTED),
            "why": Personal(withheld=Reason.OTHERS),
            "name": Personal(
                "", Reason.OTHERS, "about who reported, from whose reports it goes with an erasure of their own"
            ),
            "email": Personal(
                "", Reason.OTHERS, "about who reported, from whose reports it goes with an erasure of their own"
            ),
            "lang": Personal(
                "", Reason.OTHERS, "about who reported, from whose reports it goes with an erasure of their own"
            ),
            "state": _stays(_REPORTED),
            "received_at": _stays(_REPORTED),
            "answer": Personal(withheld=Reason.OTHERS),
            "means": _stays(_REPORTED),
            "decided_at": _stays(_REPORTED),
            "decided_by": Personal("", Reason.MODERATORS, "about the moderator"),
            "decision_id": _stays(_REPORTED),
        },
    ),
    "comment_fingerprint": Table(
        "site_id kind at expires_at", {"comment_id": _SAME, "code": Personal(withheld=Reason.SECRET)}
    ),
    "ban": Table(
        "site_id id kind sure told expires_at set_at",
        {
            "comment_id": _MODERATORS,
            "subject_id": _MODERATORS,
            "code": Personal(withheld=Reason.SECRET),
            "note": _MODERATORS,
            "set_by": Personal("", Reason.MODERATORS, "about the moderator"),
            "set_by_name": Personal("", Reason.MODERATORS, "about the moderator"),
        },
    ),
    "comment_flag": Table(
        "site_id id cleared_at",
        {
            "comment_id": _SAME,
            "why": Personal(withheld=Reason.OTHERS),
            "code": Personal(withheld=Reason.OTHERS),
            "at": Personal(withheld=Reason.OTHERS),
        },
    ),
    "mail_message": Table(
        "site_id id good_until",
        {
            "kind": _copied("mail[].kind"),
            "facts": _SAME,
            "address": _copied("mail[].to"),
            "subject_id": _copied("subject"),
            "hint": _SAME,
            "state": _copied("mail[].state"),
            "status": _copied("mail[].status"),
            "reason": _copied("mail[].reason"),
            "queued_at": _copied("mail[].queued_at"),
            "changed_at": _copied("mail[].changed_at"),
            "expires_at": _copied("mail[].expires_at"),
        },
    ),
    "reader_link": Table(
        "site_id",
        {
            "id": Personal(withheld=Reason.SECRET),
            "subject_id": _copied("subject"),
            "address": _copied("visits[].address"),
            "expires_at": _copied("visits[].expires_at"),
        },
    ),
    "reader_session": Table(
        "site_id",
        {
            "token_hash": Personal(withheld=Reason.SECRET),
            "subject_id": _copied("subject"),
            "created_at": _copied("visits[].created_at"),
            "expires_at": _copied("visits[].expires_at"),
        },
    ),
    "reader_session_record": Table(
        "site_id",
        {
            "token_hash": Personal(withheld=Reason.SECRET),
            "record_id": _copied("consents[].record"),
            "expires_at": _SAME,
        },
    ),
    "subject_request": Table(
        "site_id id reminded",
        {
            "kind": _stays(_SERVED, "requests[].kind"),
            "state": _stays(_SERVED, "requests[].state"),
            "channel": _stays(_SERVED, "requests[].channel"),
            "lang": _stays(_SERVED, "requests[].language"),
            "subject_id": _copied("subject"),
            "record_id": _SAME,
            "reply_address": _copied("requests[].address"),
            "words": _copied("requests[].words"),
            "received_at": _stays(_SERVED, "requests[].received_at"),
            "confirmed_at": _stays(_SERVED),
            "due_at": _stays(_SERVED, "requests[].due_at"),
            "extended_at": _stays(_SERVED),
            "outcome": _stays(_SERVED, "requests[].outcome"),
            "closed_at": _stays(_SERVED, "requests[].closed_at"),
            "forget_at": _copied("requests[].forgotten_at"),
        },
    ),
    "request_event": Table(
        "site_id id entry",
        {
            "request_id": _stays(_SERVED),
            "type": _stays(_SERVED, "requests[].steps[].type"),
            "at": _stays(_SERVED, "requests[].steps[].at"),
            "actor": Personal("", Reason.MODERATORS, _SERVED),
            "actor_name": Personal("", Reason.MODERATORS, _SERVED),
            "note": _MODERATORS,
        },
    ),
    "hold": Table(
        "site_id id entry",
        {
            "request_id": _stays(_SERVED),
            "subject_id": _copied("subject"),
            "comment_id": _stays("the hold was on a comment of which the empty row is left", "holds[].comment"),
            "why": _MODERATORS,
            "claims": _stays(_SERVED, "holds[].for_claims"),
            "set_at": _stays(_SERVED, "holds[].set_at"),
            "set_by": Personal("", Reason.MODERATORS, "about the operator"),
            "set_by_name": Personal("", Reason.MODERATORS, "about the operator"),
            "until": _stays(_SERVED, "holds[].until_at"),
            "ended_at": _stays(_SERVED, "holds[].ended_at"),
        },
    ),
    "logged_fact": Table(
        "site_id entry",
        {
            "snapshot": _stays(
                "ids, kinds and times of acts, a hash of a report's words: nobody's once what they name is erased"
            ),
            "salt": _stays("opens what leads to nobody once what it names is erased"),
        },
    ),
    "sealed_proof": Table("site_id id expires_at", {"sealed": Personal("", Reason.SECRET, _SEALED)}),
    "idempotent_answer": Table(
        "site_id expires_at",
        {
            "key_hash": Personal(withheld=Reason.SECRET),
            "body_digest": Personal(withheld=Reason.SECRET),
            "comment_id": _SAME,
        },
    ),
    "outbox_task": Table(
        "site_id id kind run_at attempts last_error failed_at",
        {"payload": Personal("", Reason.SAME, "ids of work that is being done, gone with it; of an erasure, its own")},
    ),
    "mail_news": Table("site_id account_id", {"comment_id": _SAME}),
    "webhook_delivery": Table(
        "site_id id endpoint_id event happened_at state attempts next_at ended_at status reason expires_at",
        {
            "comment_id": _stays("that a receiver was told of something; what is left of the comment is the empty row"),
            "facts": _stays("ids and numbers, which lead to nobody once what they name is erased"),
            "answer": Personal(withheld=Reason.SAME),
        },
    ),
    "learned_example": Table(
        "site_id place learnt_at", {"comment_id": _SAME, "buckets": _SAME, "spam": _SAME, "score": _SAME}
    ),
    "spam_check": Table(
        "site_id kind goes_on due_at",
        {
            "comment_id": _SAME,
            "ref": Personal(withheld=Reason.SECRET),
            "state": _MODERATORS,
            "score": _MODERATORS,
            "sent_at": _SAME,
            "told": _MODERATORS,
        },
    ),
    "lesson": Table("site_id id", {"comment_id": _stays("names the empty row until the worker has looked at it")}),
    "thread": Table(
        "site_id id created_at closed_at published_count version",
        {
            "key": _stays("names a page of the site", "consents[].page"),
            "url": _stays("names a page of the site", "comments[].page.url"),
            "title": _stays("what the page is called; goes with its last comment", "comments[].page.title"),
        },
    ),
    **{name: Table(plain, about=about) for name, (plain, about) in ABOUT_NO_READER.items()},
}
"""Every table."""
