"""What every member of a record in JSON-LD means and which source asks for it: the table of `docs/reference/record.md`.

`M`: mandatory in ISO/IEC TS 27560:2023 as W3C's DPV guide "consent-27560" maps it; `G`: mandatory there under the GDPR;
`ours`: this service's.
"""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """A member of a record (`purposes.label` is inside `purposes`), its meaning, and who asks for it."""

    member: str
    meaning: str
    source: str


TERMS: tuple[Term, ...] = (
    Term("schema_version", "Which schema of records this follows.", "M"),
    Term("format", "The form in which it was committed to.", "ours"),
    Term("record_id", "The record's random number.", "M"),
    Term("kind", "consent, acknowledgement (never called consent), choice, or imported (claims nothing).", "ours"),
    Term("state", "What holds now.", "ours"),
    Term("consent_status", "The same in DPV's terms; only of a consent that was not erased.", "M G"),
    Term("subject_ref", "The person's random reference; the address lives elsewhere.", "M"),
    Term("identity_assurance", "How the person was confirmed: none, mail-confirmed, login.", "ours"),
    Term("controller", "Who is responsible (Art. 4(7) GDPR).", "M G"),
    Term("controller.id", "The controller's own number, where it has one.", "M G"),
    Term("controller.name", "Its name.", "M G"),
    Term("controller.address", "Its postal address.", "M G"),
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
    Term("widget", "Version and hash of the form's program, as it says itself.", "ours"),
    Term("language", "The language of the form (BCP 47).", "M"),
    Term("purposes", "What the data are for.", "M G"),
    Term("purposes.id", "The purpose's name.", "M G"),
    Term("purposes.label", "The words beside the box.", "ours"),
    Term("purposes.description", "What the form explained.", "M G"),
    Term("purposes.lawful_basis", "Art. 6(1) GDPR: letter a, b or f.", "G"),
    Term("purposes.required", "Whether there is a comment without it.", "ours"),
    Term("purposes.personal_data", "Which data.", "M G"),
    Term("purposes.necessity", "Why, or that it is optional.", "M G"),
    Term("purposes.storage", "Where it is kept: service or device.", "M G"),
    Term("purposes.retention", "How long.", "M G"),
    Term("purposes.recipients", "Who receives it.", "M G"),
    Term("purposes.given", "What the reader decided when the record began; `events` say what came later.", "ours"),
    Term("indication_method", "How the reader showed it.", "G"),
    Term("collection_method", "Through which form.", "ours"),
    Term("jurisdiction", "Whose law.", "M"),
    Term("withdrawal_method", "How it is taken back (Art. 7(3) GDPR).", "M G"),
    Term("rights", "The rights the notice named.", "G"),
    Term("authority", "Where to complain.", "G"),
    Term("signals", "What the browser or a consent tool said, such as Global Privacy Control.", "ours"),
    Term("context", "Where it happened.", "ours"),
    Term("context.page", "The page's key.", "ours"),
    Term("context.origin", "The origin on which the form stood.", "ours"),
    Term("context.comment_id", "The comment it belongs to.", "ours"),
    Term("checkpoint_before", "The state of the log that the form's token carried.", "ours"),
    Term("asserted_by", "Who says each of these: server, widget or reader.", "ours"),
    Term("events", "What happened, oldest first, each with an entry in the log.", "M G"),
    Term(
        "events.type",
        "given, acknowledged, refused, renewed, withdrawn, expired, invalidated, erased, imported, corrected.",
        "M G",
    ),
    Term("events.at", "When.", "M G"),
    Term("events.by", "Who indicated it: reader, moderator or server.", "M G"),
    Term("events.purposes", "The whole choice as it stood afterwards.", "ours"),
    Term("events.commitment", "Hex of the salted commitment in the log.", "ours"),
    Term("events.log_index", "Its place in the log; absent while it waits.", "ours"),
)
