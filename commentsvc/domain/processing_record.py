"""The record of processing activities, for the controller (Art. 30(1) GDPR) and for whoever runs the service for them
(Art. 30(2)), from what the service knows of itself. It writes no word that it cannot know: those are blanks.
"""

from __future__ import annotations

from collections.abc import Sequence

from commentsvc.domain.paper import Line, Paper, Section, blank, told
from commentsvc.domain.paper_facts import KINDS, Controller, Installation, Operator, PurposeFacts, SiteFacts
from commentsvc.domain.protection import measures
from commentsvc.domain.retention import Policy

NOT_ADVICE = (
    "Made from the settings and the notices in force. Lines that are blank are for you to fill in: nobody else can "
    "know them. It is a help, not legal advice."
)
_BASES = {
    "eu-gdpr:A6-1-a": "consent, Art. 6(1)(a) GDPR",
    "eu-gdpr:A6-1-b": "contract, Art. 6(1)(b) GDPR",
    "eu-gdpr:A6-1-f": "legitimate interest, Art. 6(1)(f) GDPR",
}


def controllers_record(site: SiteFacts, operator: Operator, installation: Installation, at: str) -> Paper:
    """The entry "comments" of the controller's record (Art. 30(1))."""
    return Paper(
        "record",
        f"Record of processing: comments on {site.controller.site_name}",
        "Art. 30(1) GDPR",
        NOT_ADVICE,
        at,
        (
            Section(
                "Who is responsible (a)",
                (
                    *_controller(site.controller),
                    blank("Joint controller", "If you decide about the comments together with somebody."),
                    blank("Representative in the Union", "If you are not established there (Art. 27)."),
                    blank("Data protection officer", "Name and contact, if you have one (Art. 37)."),
                ),
            ),
            _purposes(site),
            Section("Whose data, and which (c)", (*_kinds(), *_special(site))),
            Section("Who receives it (d)", (*_recipients(site, operator, installation),)),
            _transfers(operator, installation),
            _periods(site, installation),
            measures(installation),
        ),
    )


def processors_record(
    controllers: Sequence[Controller], operator: Operator, installation: Installation, at: str
) -> Paper:
    """The record of the one who runs the service for others (Art. 30(2))."""
    return Paper(
        "processor-record",
        "Record of processing on behalf of controllers",
        "Art. 30(2) GDPR",
        NOT_ADVICE,
        at,
        (
            Section(
                "The processor (a)",
                (
                    *processor(operator),
                    blank("Representative in the Union", "If you are not established there (Art. 27)."),
                    blank("Data protection officer", "Name and contact, if you have one (Art. 37)."),
                ),
            ),
            Section(
                "The controllers (a)",
                tuple(
                    told(one.site_name, f"{one.name}, {one.address}" if one.address else one.name, one.contact)
                    for one in controllers
                ),
            ),
            Section(
                "Categories of processing (b)",
                (
                    told(
                        "For each of them",
                        "Receiving, storing, moderating, showing and erasing comments that readers write on the "
                        "controller's website; keeping the evidence of what they agreed to; answering requests about "
                        "their data; receiving reports about content.",
                    ),
                ),
            ),
            _transfers(operator, installation),
            measures(installation),
        ),
    )


def processor(operator: Operator) -> tuple[Line, ...]:
    """Who runs the service, as lines of a paper."""
    return (
        told("Name", operator.name, hint="Or COMMENTSVC_OPERATOR_NAME."),
        told("Address", operator.address, hint="Or COMMENTSVC_OPERATOR_ADDRESS."),
        told("Contact", operator.contact, hint="Or COMMENTSVC_OPERATOR_CONTACT."),
    )


def others(operator: Operator, installation: Installation) -> tuple[Line, ...]:
    """Who works for the operator: what the settings name, and what they cannot know."""
    return (
        told(
            "Where the machines stand",
            *operator.subprocessors,
            hint="Hosting, backups: name, place and task. Or COMMENTSVC_OPERATOR_SUBPROCESSORS.",
        ),
        *(
            [told("Mail server", f"{installation.mail_host}: takes the mail that is sent, with its addresses.")]
            if installation.mail_host
            else []
        ),
    )


def _controller(controller: Controller) -> tuple[Line, ...]:
    return (
        told("Name", controller.name),
        told("Address", controller.address, hint="Of the controller; it can be set under Settings."),
        told("Contact", controller.contact),
        told("Website", controller.site_name, *controller.origins),
        told("Privacy policy", controller.privacy_url),
        told("Supervisory authority", controller.authority, hint="Can be set under Settings."),
    )


def _purposes(site: SiteFacts) -> Section:
    lines = [_purpose(purpose) for purpose in (*site.purposes, *site.choices)]
    lines += [
        told(
            "Keeping abuse away",
            "Counting requests under a keyed hash, holding back suspicious comments for a moderator.",
            f"Basis: {_BASES['eu-gdpr:A6-1-f']}",
        ),
        told(
            "Reports about illegal content",
            "Receiving and deciding them, and telling author and reporter why.",
            "Basis: legal obligation, Art. 6(1)(c) GDPR with Art. 16 and 17 of Regulation (EU) 2022/2065",
        ),
        told(
            "Proof of consent, and answering requests",
            "Keeping records, the log and the history of requests.",
            "Basis: legal obligation, Art. 6(1)(c) GDPR with Art. 5(2), 7(1) and 12 to 22 GDPR",
        ),
    ]
    said = (
        f"From {site.notice}, one of the notices in force ({', '.join(site.languages)})."
        if site.languages
        else "No notice is in force, so nobody can comment yet."
    )
    also = " Those of the cookie notice are among them; what the site's own scripts do for them is yours to describe."
    return Section("Purposes, and on what basis (b)", tuple(lines), (said + (also if site.choices else ""),))


def _purpose(purpose: PurposeFacts) -> Line:
    return told(
        purpose.label,
        purpose.description,
        f"Basis: {_BASES.get(purpose.basis, purpose.basis)}",
        f"Kept: {purpose.retention}" if purpose.retention else None,
        f"Recipients: {', '.join(purpose.recipients)}" if purpose.recipients else None,
        "Needed for commenting" if purpose.required else "Optional, off until the reader turns it on",
    )


def _kinds() -> tuple[Line, ...]:
    return tuple(
        told(kind.name, f"{kind.people}: {kind.data}.", f"Kept: {kind.kept}.", f"Seen by {kind.seen_by}.")
        for kind in KINDS
    )


def _special(site: SiteFacts) -> tuple[Line, ...]:
    return (
        told(
            "Special categories",
            "Not asked for. But people write freely, and may reveal opinions, beliefs or health (Art. 9 GDPR).",
        ),
        blank("On what ground", "Why what readers reveal of themselves may be published, such as Art. 9(2)(a) or (e)."),
        told(
            "Children",
            f"The form asks everybody to state that they are {site.age} or have their parents' agreement (Art. 8 GDPR)."
            if site.age
            else None,
            "No date of birth is asked for.",
        ),
    )


def _recipients(site: SiteFacts, operator: Operator, installation: Installation) -> list[Line]:
    return [
        told("The public", "What is published: name, website, text and time."),
        told(
            "The operator of the service",
            ", ".join(part for part in (operator.name, operator.address) if part),
            hint="If somebody else runs it for you: see the processor terms. If it is you, write so.",
        ),
        *others(operator, installation),
        *(
            [told("Timestamp authority", f"{installation.tsa_url}: hashes only, nothing of a person.")]
            if installation.tsa_url
            else []
        ),
        *(
            [told("Witnesses", *site.witnesses, "Signed roots of the log only, nothing of a person.")]
            if site.witnesses
            else []
        ),
        *(
            [
                told(
                    "Programs that are told of comments",
                    *site.receivers,
                    "Names, websites and texts of comments, as they are posted, changed and decided about; and that "
                    "they were erased or restricted.",
                )
            ]
            if site.receivers
            else []
        ),
        blank("Others", "To whom you hand data yourself, such as a lawyer or an authority."),
    ]


def _transfers(operator: Operator, installation: Installation) -> Section:
    named = bool(operator.subprocessors or installation.mail_host)
    return Section(
        "Transfers to other countries (e)",
        (
            told("By the service itself", "None: it hands data to nobody but those named in this paper."),
            blank(
                "By those named above" if named else "By those who run the machines",
                "Whether one of them works outside the Union, and on what safeguard (Art. 44 to 49).",
            ),
        ),
    )


def _periods(site: SiteFacts, installation: Installation) -> Section:
    policy = site.policy
    return Section(
        "How long (f)",
        (
            told("Published comments", _months(policy.published_months, "until erased, or while the page stands")),
            *(told(name, _days(days)) for name, days in _hidden(policy)),
            told("Comments under an old notice", "let go" if policy.old_notices else "as the others"),
            told("Records of consent", _outlive(site.record_months)),
            *_sealed(site.escrow_months),
            told("Optional consents", _months(policy.consent_months, "until taken back")),
            told("Reports about content", f"{installation.report_months} months after they were decided"),
            told("Everything else", "as said for each kind of data above"),
        ),
        ("Carried out by the service every day.",),
    )


def _hidden(policy: Policy) -> tuple[tuple[str, int], ...]:
    return (
        ("Spam", policy.spam_days),
        ("Rejected comments", policy.rejected_days),
        ("Removed comments", policy.removed_days),
        ("Comments nobody decided about", policy.pending_days),
    )


def _days(days: int) -> str:
    return f"{days} days" if days else "until somebody erases them"


def _months(months: int, otherwise: str) -> str:
    return f"{months} months" if months else otherwise


def _outlive(months: int) -> str:
    return f"with the comment, and {months} months longer" if months else "with the comment"


def _sealed(months: int) -> tuple[Line, ...]:
    if not months:
        return ()
    return (
        told(
            "Sealed proofs after an erasure",
            f"{months} months, encrypted to a key that is not on the server.",
            "For legal claims only (Art. 17(3)(e) GDPR).",
        ),
    )
