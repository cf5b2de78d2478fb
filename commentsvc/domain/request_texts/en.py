"""What readers are told about their requests, in English."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "a copy of my data",
        "erasure": "erase my data",
        "rectification": "correct my data",
        "portability": "my data to take along",
        "restriction": "store my data, but do nothing else with it",
        "objection": "stop using my data",
        "impersonation": "somebody else wrote under my address",
    },
    confirm_subject="{site}: please confirm your request",
    confirm_intro="Somebody, probably you, sent {site} this request under your address:",
    confirm_action="Yes, this is my request",
    confirm_hint="The link works once, within 24 hours. If it was not you, do nothing: the request is then deleted.",
    subject="Your request {reference} to {site}",
    asked="On {day} you asked for this:",
    extended="We need more time for it. You get the answer by {day} at the latest.",
    reason="The reason:",
    answer="Our answer:",
    copy="Your copy is ready. You find it on your own page; to let you in, a link is sent to this address.",
    nothing=(
        "Nothing is stored under your address at {site}. What was sent without an address can be found "
        "only with its receipt."
    ),
    reported=(
        "Comments were reported under your address. The link in the mail that confirmed each report "
        "shows what is stored of it."
    ),
    unconfirmed=(
        "There are comments under your address that nobody has confirmed. Somebody else may have "
        "written them, so we have neither copied nor erased them."
    ),
    erased="What is yours at {site} was erased. This cannot be undone.",
    kept=(
        "A part is kept until {day} at the latest, because it is needed for legal claims (Art. 17(3)(e) "
        "GDPR). Nobody is shown it, and it is erased then."
    ),
    restricted=(
        "We now store what you asked about and do nothing else with it. Nobody is shown it. We tell you "
        "before this ends."
    ),
    lifted=(
        "We will end this restriction on {day}. What is stored may then be shown and used again. If you "
        "disagree, answer before that day."
    ),
    objected="We follow your objection. What it is about is no longer shown or used.",
    done="We have done what you asked for.",
    refused="We do not do what you asked for.",
    complain="If you are not satisfied, you can complain to a data protection authority or go to court.",
    open_mine="Open my data",
    footer="You get this mail because of a request to {site} under this address. Responsible: {controller}, {contact}.",
    page_title="Confirm a request",
    page_intro="You got here from a mail. If the field is empty, paste the link from the mail.",
    page_field="Link from the mail",
    page_show="Show the request",
    page_asked="This was asked of {site} under your address:",
    page_erases="Once you confirm, what is yours here is erased. This cannot be undone.",
    page_done="Your request {reference} is confirmed. The answer comes to your address, by {day} at the latest.",
    page_unknown="This link was used before, or it is too old. You can simply ask again.",
)
