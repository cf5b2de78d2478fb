"""What the papers are written from: settings, notices in force, the kinds of data there are. Nothing of a reader."""

from __future__ import annotations

from dataclasses import dataclass

from commentsvc.domain.retention import Policy


@dataclass(frozen=True)
class Operator:
    """Who runs the service for the sites, as far as the settings say; `subprocessors` each with place and task."""

    name: str
    address: str
    contact: str
    subprocessors: tuple[str, ...] = ()


@dataclass(frozen=True)
class PurposeFacts:
    """A purpose as a notice in force tells it."""

    label: str
    description: str
    basis: str
    retention: str
    recipients: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class Controller:
    """Who answers for a site."""

    site: str
    site_name: str
    name: str
    address: str
    contact: str
    privacy_url: str
    authority: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Installation:
    """What the settings of the service say that concerns protection and recipients."""

    public_url: str
    database: str
    mail_host: str
    mail_security: str
    tsa_url: str
    posts_per_minute: int
    signin_failures: int
    signin_lock_minutes: int
    report_months: int


@dataclass(frozen=True)
class SiteFacts:
    """A site with its notice. `languages` are those in which one is in force, `notice` names the one that is told.
    `choices` are the purposes of its cookie notice, `age` the one from which a reader's own consent counts (0: not
    asked). `receivers` are the webhooks that get names and texts of comments."""

    controller: Controller
    notice: str
    languages: tuple[str, ...]
    purposes: tuple[PurposeFacts, ...]
    choices: tuple[PurposeFacts, ...]
    age: int
    record_months: int
    escrow_months: int
    policy: Policy
    witnesses: tuple[str, ...]
    receivers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of personal data: whose it is, what, for how long, and who sees it beside the operator. `tables` are
    the names in "What is stored"."""

    name: str
    people: str
    data: str
    tables: tuple[str, ...]
    kept: str
    seen_by: str = "the controller's moderators and admins"


READERS, REPORTERS, STAFF = "People who comment", "People who report content", "People who work for the controller"

KINDS: tuple[Kind, ...] = (
    Kind(
        "Comments",
        READERS,
        "name or pseudonym, website if given, text of the comment, language, times, the page",
        ("comment",),
        "until its author erases it or the periods below end it",
        "everyone, once published; before, the controller's moderators",
    ),
    Kind(
        "Words to search by",
        READERS,
        "the words of a comment's name and text, and of its page's title",
        ("search_entry",),
        "until the comment is erased or edited",
    ),
    Kind(
        "What spam looks like",
        READERS,
        "of a comment that a moderator published or called spam: numbers that its words, links and shape have under a "
        "key that is not in the database",
        ("learned_example", "lesson"),
        "until the comment is erased, the decision is taken back or newer ones take its place; of spam that went by "
        "its period, a year longer, without saying of which",
        "nobody",
    ),
    Kind(
        "Bans",
        READERS,
        "that whoever wrote a comment is banned, by a code of the e-mail address or of a part of the network, until "
        "when, a note",
        ("ban",),
        "until they end (by network after at most 90 days), are lifted, or the comment is erased",
    ),
    Kind(
        "Why a comment waits",
        READERS,
        "which rule or layer held a comment back, and why; how likely it is spam",
        ("comment_finding", "spam_check"),
        "until the comment is erased",
    ),
    Kind(
        "What repeats",
        READERS,
        "keyed codes of a comment's text, of the domains it links to, and of the part of the network it came from",
        ("comment_fingerprint",),
        "until the comment is erased; of a text 14 days, of a link an hour, of a network 10 minutes",
        "nobody",
    ),
    Kind(
        "People",
        READERS,
        "a random reference, and a keyed code of the e-mail address if one was given",
        ("subject",),
        "until nothing else of the person is left",
    ),
    Kind(
        "Addresses",
        READERS,
        "the e-mail address, for those who asked for mail and confirmed it, or for days until they do",
        ("contact", "address_confirmation"),
        "until they take back what it is needed for; unconfirmed 7 days",
        "nobody",
    ),
    Kind(
        "Records of consent",
        READERS,
        "the record of what they were shown and chose: notice, purposes, choice, page, signals of the browser, time",
        (
            "consent_record",
            "consent_record_body",
            "consent_line",
            "consent_event",
            "record_salt",
            "logged_fact",
            "idempotent_answer",
        ),
        "with the comment, and as many months longer as the notice promised",
        "the holder of the receipt; the controller's moderators and admins",
    ),
    Kind(
        "Sealed proofs",
        READERS,
        "where the site keeps them: the record of what somebody chose, after its erasure, encrypted; no name, no text",
        ("sealed_proof",),
        "as many months after the erasure as the notice announced, 36 at most; none where it announced nothing",
        "whoever holds the private key, which is not on the server",
    ),
    Kind(
        "Mail",
        READERS,
        "mail that waits or was sent: which kind, to a masked address, what became of it; never what it says",
        ("mail_message", "mail_news"),
        "14 days",
        "the controller's admins",
    ),
    Kind(
        "What webhooks are told",
        READERS,
        "which program was told of which comment or request and when, as numbers, and what it answered; never the text",
        ("webhook_delivery",),
        "30 days; what it answered goes with the comment",
        "the controller's admins; the receivers, which the list of recipients names",
    ),
    Kind(
        "Visits",
        READERS,
        "links that were mailed, and visits to one's own data: random numbers, whose data they open, when they end",
        ("reader_link", "reader_session", "reader_session_record"),
        "half an hour after the last click, two hours at most",
        "nobody",
    ),
    Kind(
        "Counted requests",
        READERS,
        "counts of requests under a keyed hash of the network address, or of the e-mail address mail is asked for to; "
        "neither is stored by that",
        ("rate_window",),
        "a minute to an hour, a day where mail is asked for; at the sign-in as long as it stays locked",
        "nobody",
    ),
    Kind(
        "Requests",
        "People who ask for their rights",
        "what was asked for and when, how it ended; the address for the answer and their words; holds on their data",
        ("subject_request", "request_event", "hold"),
        "address and words 30 days after the request is closed; that there was one, without a name, as evidence",
        "the controller's admins",
    ),
    Kind(
        "Reasons for decisions",
        READERS,
        "why a comment is not public, in words for its author",
        ("statement",),
        "until the comment is erased",
        "the author; the controller's moderators",
    ),
    Kind(
        "Reports",
        REPORTERS,
        "which comment and why, name and e-mail address if they were given, what was decided",
        ("content_report",),
        "months after the decision, as said below",
        "the sender; the controller's moderators, without the address",
    ),
    Kind(
        "Flags",
        READERS,
        "that somebody pointed the moderators to a comment, and what is wrong with it, in one of four words; for a day "
        "a keyed code of a part of that visitor's network address",
        ("comment_flag",),
        "until the comment is erased; the code for a day",
    ),
    Kind(
        "Accounts",
        STAFF,
        "name, e-mail address, a hash of the password, second factors, role, sign-ins with browser and network, "
        "what they decided and did, and when",
        (
            "account",
            "membership",
            "mail_wish",
            "invitation",
            "console_session",
            "authenticator",
            "passkey",
            "recovery_code",
            "identity",
            "sign_in_step",
            "account_event",
            "decision",
            "audit_event",
            "notice_draft",
        ),
        "as long as the account; what was decided and done as long as the controller set, two years on a new site",
        "the controller's admins",
    ),
)
"""A test holds it against the page "What is stored", so that a new table cannot be left out of the papers."""
