"""Terms between a controller and whoever runs the service for them (Art. 28(3) GDPR): a template, filled in as far as
the settings go.
"""

from __future__ import annotations

from commentsvc.domain.paper import Paper, Section, blank, told
from commentsvc.domain.paper_facts import KINDS, Installation, Operator, SiteFacts
from commentsvc.domain.processing_record import others, processor
from commentsvc.domain.protection import measures

LEAD = (
    "A template that follows Art. 28(3) GDPR point by point, filled in as far as the settings go. Read it, change what "
    "does not fit, fill in what is blank, and have it looked at by somebody who knows the law where you are: it is a "
    "help, not legal advice. It is needed only where the controller does not run the service itself."
)
_CLAUSES = (
    (
        "Instructions (a)",
        "The processor handles personal data only on documented instructions of the controller. These terms, the "
        "settings of the site and what its admins do in the service are such instructions. This holds for transfers to "
        "other countries too. If a law compels the processor to do otherwise, it says so before, unless that law "
        "forbids it. If it holds an instruction to break the law, it says so at once.",
    ),
    (
        "Confidentiality (b)",
        "Whoever the processor lets handle the data is bound to confidentiality.",
    ),
    (
        "Security (c)",
        "The processor takes the measures of the last section (Art. 32), keeps them up to date, and does not fall "
        "behind them.",
    ),
    (
        "Others who work for the processor (d)",
        "The controller agrees to those named below. The processor tells the controller of a change 30 days before, "
        "and the controller may object. Each of them is bound by contract to the same duties, and the processor "
        "answers for them.",
    ),
    (
        "Rights of the people (e)",
        "The service lets the controller show, correct, hand over and erase the data of a person, and lets the person "
        "do it themselves with a receipt. A request that reaches the processor goes to the controller at once.",
    ),
    (
        "Help with duties (f)",
        "The processor helps the controller with security, breaches, impact assessments and consultations (Art. 32 to "
        "36). It tells the controller of a breach without undue delay, and in any case within 24 hours of noticing it, "
        "with what the service can say of who was affected.",
    ),
    (
        "At the end (g)",
        "When the service ends, the processor hands the controller the exports and the evidence of the site in open "
        "formats, then erases all of its personal data, and the backups when they run out. The log of hashes holds "
        "nothing personal once the records are erased, and may be kept as evidence.",
    ),
    (
        "Proof and inspection (h)",
        "The processor gives the controller what shows that these duties are kept, and allows inspections by the "
        "controller or somebody it names. The log of the site can be checked by anybody at any time, without help of "
        "the processor: with the archive of the evidence and the verifier that comes with it.",
    ),
)


def processor_terms(site: SiteFacts, operator: Operator, installation: Installation, at: str) -> Paper:
    """The terms for one site."""
    controller = site.controller
    return Paper(
        "terms",
        f"Processor terms: comments on {controller.site_name}",
        "Art. 28(3) GDPR",
        LEAD,
        at,
        (
            Section(
                "The controller",
                (
                    told("Name", controller.name),
                    told("Address", controller.address, hint="Of the controller; it can be set under Settings."),
                    told("Contact", controller.contact),
                ),
            ),
            Section("The processor", processor(operator)),
            Section(
                "What it is about",
                (
                    told(
                        "Subject-matter and nature",
                        f"Comments on {controller.site_name}: receiving, storing, moderating, showing and erasing "
                        "them, with the evidence of what their authors agreed to.",
                    ),
                    told("Purpose", *(purpose.label for purpose in site.purposes), hint="No notice is in force yet."),
                    blank("Duration", "From when, until when or until it is ended, with what notice."),
                    told("People", *dict.fromkeys(kind.people for kind in KINDS)),
                    told("Kinds of data", *(kind.data for kind in KINDS)),
                ),
            ),
            Section("Duties", tuple(told(title, text) for title, text in _CLAUSES)),
            Section("Others who work for the processor", others(operator, installation)),
            measures(installation),
            Section(
                "Signed",
                (
                    blank("Place and date", "Art. 28(9): in writing, which includes electronic form."),
                    blank(f"For the controller, {controller.name}", "Name and signature."),
                    blank(
                        f"For the processor, {operator.name}" if operator.name else "For the processor",
                        "Name and signature.",
                    ),
                ),
            ),
        ),
    )
