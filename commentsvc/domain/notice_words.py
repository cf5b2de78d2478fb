"""The shape every language of the default notice fills in, so that a missing sentence is a type error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# A message whose form depends on a number, by CLDR plural category; `other` is always there (see Intl.PluralRules).
Plural = Mapping[str, str]


@dataclass(frozen=True)
class PurposeWords:
    """What a form says about one purpose. `label` is the text beside the checkbox, by the basis it rests on: `a`
    consent, `b` contract, `f` legitimate interests (Art. 6(1) GDPR). Only `a` may use the word for agreeing.
    """

    label: Mapping[str, str]
    description: str
    personal_data: tuple[str, ...]
    necessity: str
    retention: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """One language. In `summary`, `text`, `grounds`, `kept`, purposes and `withdrawal_method` these names in braces
    are filled in when a notice is made: controller, controller_name, controller_contact, privacy_url, site_name,
    authority, ground, kept, months. In labels, buttons and messages the braces stay, for the widget: name, n, time.
    """

    title: str
    summary: str
    text: str  # plain paragraphs with an empty line between; a line that begins with "## " is a heading
    grounds: Mapping[str, str]  # why publishing is lawful, by a, b, f
    kept: Plural  # how long the record outlives the comment, by months; `zero` is for none in every language
    any_authority: str  # when the owner named none
    publish: PurposeWords
    reply_mail: PurposeWords
    remember_me: PurposeWords
    withdrawal_method: str
    labels: Mapping[str, str]
    buttons: Mapping[str, str]
    messages: Mapping[str, str | Plural]
