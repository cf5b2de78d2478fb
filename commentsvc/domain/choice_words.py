"""The shape every language of the default cookie notice fills in, so that a missing sentence is a type error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OwnPurpose:
    """What is said about a purpose that many sites have; who receives the data, only the site can say."""

    label: str
    description: str
    personal_data: tuple[str, ...]


@dataclass(frozen=True)
class ChoiceLabels:
    """Headings and links. What a form for comments has too (privacy policy, receipt) is taken from there."""

    open: str  # the link that opens the notice again, on every page
    data: str
    recipients: str
    how_long: str


@dataclass(frozen=True)
class ChoiceButtons:
    """`accept` and `refuse` stand side by side and should be of about one length."""

    accept: str
    refuse: str
    choose: str
    save: str


@dataclass(frozen=True)
class ChoiceMessages:
    """What is said after an act, or about the reader's browser."""

    gpc: str
    given: str
    withdrawn: str  # here and in the record
    withdrawn_here: str  # on this device; the record could not be told without the receipt
    failed: str
    changed: str
    receipt: str
    elsewhere: str  # on the receipt's page, which cannot reach what a browser keeps


@dataclass(frozen=True)
class ChoiceWords:
    """One language. Names in braces are filled in when a notice is made: `controller_name` and `site_name` in
    `summary`, `months` in `kept_months`. `text` stands between the sections on who is responsible and on rights, which
    are those of the notice of comments.
    """

    title: str
    summary: str
    text: str  # plain paragraphs with an empty line between; a line that begins with "## " is a heading
    kept: str  # how long the record is kept where that is no longer than the choice
    kept_months: str
    necessity: str
    retention: str
    withdrawal_method: str
    statistics: OwnPurpose
    marketing: OwnPurpose
    external_media: OwnPurpose
    preferences: OwnPurpose
    labels: ChoiceLabels
    buttons: ChoiceButtons
    messages: ChoiceMessages
