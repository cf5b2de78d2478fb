"""What every member of a record in JSON-LD means, where it stands and which source asks for it: the table of
`docs/reference/record.md`. A test holds it against a record, an event and the shipped context.

`M`: mandatory in ISO/IEC TS 27560:2023 as W3C's DPV guide "consent-27560" maps it; `G`: mandatory there under the GDPR;
`ours`: this service's.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

VOCABULARY = "DPV 2.3 of 25 February 2026"
"""What the terms were checked against; the list that the test uses is `tests/exchange/vocabulary_terms.json`."""

Place = Literal["record", "event", "export"]


class Term(NamedTuple):
    """A member (`purposes.label` is inside `purposes`), its meaning, who asks for it, and where it stands: in what the
    commitment covers, as part of the record or of the event, or beside that in the export only.
    """

    member: str
    meaning: str
    source: str
    place: Place = "record"


TERMS: tuple[Term, ...] = (
    Term("schema_version", "Which schema of records this follows.", "M"),
    Term("format", "The form in which it was committed to.", "ours"),
    Term("record_id", "The record's random number.", "M"),
    Term(
        "kind",
        "consent, acknowledgement (never called consent), choice, or imported (claims nothing).",
        "ours",
        "export",
    ),
    Term("state", "What holds now.", "ours", "export"),
    Term("consent_status", "The same in DPV's terms; only of a consent that was not erased.", "M G", "export"),
    Term("subject_ref", "The person's random reference; the address lives elsewhere.", "M"),
    Term(
        "identity_assurance",
        "How the person was confirmed: none, mail-confirmed, login. As the newest event tells it.",
        "ours",
    ),
    Term("controller", "Who is responsible (Art. 4(7) GDPR).", "M G"),
    Term(
        "controller.id", "The name by which this record refers to it: the site's, unless the notice gives one.", "M G"
    ),
    Term("controller.name", "Its name.", "M G"),
    Term("controller.address", "Its postal address; empty where the notice names none.", "M G"),
    Term("controller.contact", "Where to write to.", "M G"),
    Term("controller.privacy_url", "Its privacy page.", "ours"),
    Term("controller.role", "Always `controller` here.", "M G"),
    Term("notice", "What the reader was shown.", "M G"),
    Term("notice.id", "The site and language.", "M G"),
    Term("notice.version", "Counted from 1.", "M G"),
    Term("notice.sha256", "The hash of the exact bytes; DPV has no term for it.", "ours"),
    Term("notice.media_type", "Of those bytes.", "ours"),
    Term("notice.effective_from", "In force from.", "ours"),
    Term("notice.lang", "Its language (BCP 47).", "M"),
    Term("controls", "The boxes the form had, with their words and defaults (EDPB 05/2020, 107 and 108).", "ours"),
    Term("controls.id", "The purpose the box is for.", "ours"),
    Term("controls.label", "What stood beside it.", "ours"),
    Term("controls.default", "Whether it was ticked beforehand: never (Planet49, C-673/17).", "ours"),
    Term("widget", "The form's program.", "ours"),
    Term("widget.version", "Its version, as it says itself; null for a form without a program.", "ours"),
    Term(
        "widget.sha256",
        "Of the file the server serves under that version; null where it serves none.",
        "ours",
    ),
    Term("language", "The language of the form (BCP 47).", "M"),
    Term("purposes", "What the data are for: one process for each purpose.", "M G"),
    Term("purposes.id", "The purpose's name.", "M G"),
    Term("purposes.purpose_type", "The purpose in DPV's taxonomy.", "M G", "export"),
    Term("purposes.label", "The words beside the box.", "ours"),
    Term("purposes.description", "What the form explained.", "M G"),
    Term("purposes.lawful_basis", "Art. 6(1) GDPR: letter a, b or f.", "G"),
    Term("purposes.required", "Whether there is a comment without it.", "ours"),
    Term("purposes.personal_data", "Which data, in the notice's words.", "M G"),
    Term("purposes.necessity", "Why, or that it is optional, in the notice's words.", "M G"),
    Term("purposes.necessity_type", "The same in DPV's terms: required or optional.", "M G", "export"),
    Term("purposes.storage", "Where it is kept: service or device.", "M G"),
    Term("purposes.retention", "How long, in the notice's words.", "M G"),
    Term("purposes.recipients", "Who receives it, in the notice's words.", "M G"),
    Term("purposes.given", "What the reader decided when the record began; `events` say what came later.", "ours"),
    Term("indication_method", "How the reader showed it.", "G"),
    Term("collection_method", "Through which form.", "ours"),
    Term("jurisdiction", "Whose law.", "M"),
    Term("withdrawal_method", "How it is taken back (Art. 7(3) GDPR).", "M G"),
    Term("withdrawal_method.description", "The way back, in the notice's words.", "ours"),
    Term("withdrawal_method.url", "The page where it is taken back, with the receipt's number and secret.", "M G"),
    Term("rights", "The rights the notice named.", "G"),
    Term("authority", "Where to complain.", "G"),
    Term(
        "signals",
        "What the browser and the site's consent tool said: `gpc` is Global Privacy Control, `tool` is the "
        "tool's `name`, the `category` it was asked for and its `answer` (true, false, null: none yet), or null where "
        "the site names no tool.",
        "ours",
    ),
    Term("context", "Where it happened.", "ours"),
    Term("context.page", "The page's key; null for a choice that is for the whole site.", "ours"),
    Term("context.origin", "The origin on which the form stood.", "ours"),
    Term("context.comment_id", "The comment it belongs to; null for a choice that belongs to none.", "ours"),
    Term("minor", "The statement of younger readers (Art. 8 GDPR); only where the notice asks for it.", "ours"),
    Term("minor.threshold", "From which age a reader's own consent counts there.", "ours"),
    Term("minor.attested", "Whether the reader made the statement: true, or there is no comment.", "ours"),
    Term(
        "minor.guardian",
        "Always `not-told-apart`: the statement is to be that old or to have the parents' agreement, and which of the "
        "two is not asked. Never a birth date.",
        "ours",
    ),
    Term("checkpoint_before", "The state of the log that the form's token carried.", "ours"),
    Term(
        "replaces",
        "The record this one takes the place of: null, because a changed choice is a further event of its record.",
        "ours",
    ),
    Term("asserted_by", "Who says each of these: server, widget or reader.", "ours"),
    Term("events", "What happened, oldest first, each with an entry in the log.", "M G", "export"),
    Term(
        "events.type",
        "given, acknowledged, refused, renewed, withdrawn, expired, invalidated, erased, imported, corrected, stated.",
        "M G",
        "event",
    ),
    Term("events.at", "When.", "M G", "event"),
    Term("events.by", "Who indicated it: reader, moderator or server.", "M G", "event"),
    Term("events.state", "The record's state afterwards.", "M G", "event"),
    Term("events.consent_status", "The same in DPV's terms; only of a consent.", "M G", "export"),
    Term("events.valid_until", "A fixed end; null: until it is taken back or erased.", "M G", "event"),
    Term("events.duration", "The same in DPV's terms; of events that begin or renew.", "M G", "export"),
    Term("events.purposes", "The whole choice as it stood afterwards.", "ours", "event"),
    Term(
        "events.corrected",
        "Of a correction: which parts changed, never from what to what; or that the author confirmed the address.",
        "ours",
        "event",
    ),
    Term(
        "events.notice",
        "The hash of the notice that brought the event, where it is not the record's own: it asked again, or its words "
        "were shown when the choice was made anew.",
        "ours",
        "event",
    ),
    Term(
        "events.requested",
        "Purposes that were ticked and are off until the owner of the address confirms them; the event of that click "
        "gives them.",
        "ours",
        "event",
    ),
    Term("events.commitment", "Hex of the salted commitment in the log.", "ours", "export"),
    Term("events.log_index", "Its place in the log; absent while it waits.", "ours", "export"),
)

WORDS = frozenset({"purposes.service", "purposes.device", "events.reader", "events.moderator", "events.server"})
"""Names of the context that are values, not members: what `purposes.storage` and `events.by` can say."""

IN_THE_SNAPSHOT_ONLY = {
    "event.record_id": "The number of the record it belongs to; in the export it stands inside that record.",
    "event.previous": "The commitment of the record's event before it, so that none can be taken out unseen.",
}
"""What an event's commitment covers beside the above."""

NOT_RECORDED = (
    ("The moment the form was opened", "a reader who only looks is not recorded; `checkpoint_before` bounds the time."),
    ("A refusal that ends nothing", "whoever declines is not profiled."),
    ("Network address and browser", "EDPB 05/2020, 107: no more than proving needs. Neither is stored anywhere whole."),
    (
        "Age, date of birth, and who the parents are (Art. 8)",
        "where the site asks at all, one statement covers both ways (`minor`); it is off unless the owner turns it on.",
    ),
    ("The country of storage", "the service does not know where it is run; the notice can say it."),
    ("DPV's categories of personal data and recipients", "the notice's own words are what the reader was shown."),
)
"""What a record does not hold, and why."""
