"""Every form of the console. They read and pre-fill; what is right or wrong is the use-cases' to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from commentsvc.domain.minors import AGES, UNASKED, countries_with
from commentsvc.domain.permissions import SCOPES, TOKEN_SCOPES
from commentsvc.errors import Problem

NEEDED = "This is needed."
AS_USUAL = "usual"
BULK = ("publish", "reject", "spam", "remove", "restore")


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a field offers, from (value, label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


class ActForm(FlaskForm):
    """A form that is only a button."""


class DecisionForm(FlaskForm):
    """Decisions over the comments of a page. `verb` is `<action>:<comment id>` or `<action>:*`, or `ticked`, which
    carries `action` out for every id in `comment` (`every` ticks them all). `seen` lists `<comment id>:<status>`."""

    verb = StringField()
    action = SelectField(
        choices=choices(
            [
                ("publish", "Publish"),
                ("reject", "Reject"),
                ("spam", "Mark as spam"),
                ("remove", "Remove"),
                ("restore", "Restore"),
            ]
        ),
        validate_choice=False,  # not on every page; `decisions` knows what it takes
    )
    reason = StringField("Reason")
    ground = SelectField(
        "What the author is told",
        choices=choices(
            [
                (AS_USUAL, "Tell the author as usual"),
                ("illegal", "Tell: against the law"),
                ("rules", "Tell: against the rules"),
                ("spam", "Tell: advertising or spam"),
                ("other", "Tell: another reason"),
                ("none", "Tell nothing"),
            ]
        ),
        validate_choice=False,  # missing on some pages; `decisions` knows what it takes
    )
    rule = StringField("Law or rule")
    facts = TextAreaField("What it is about")
    every = BooleanField("All on this page")


class BanForm(FlaskForm):
    """A ban of whoever wrote a comment; what is right is `ban_author`'s to say."""

    by = SelectMultipleField(
        "By",
        choices=choices([("author", "E-mail address"), ("network", "Part of the network")]),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    days = SelectField(
        "For",
        choices=choices([("1", "1 day"), ("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("0", "good")]),
        default="7",
    )
    told = RadioField(
        "What they learn",
        choices=choices([("yes", "They are told when they post"), ("no", "Nothing: what they post goes to spam")]),
        default="yes",
    )
    purge = BooleanField("Mark what they wrote as spam, too")
    note = StringField("Note")


class LiftForm(FlaskForm):
    """Lift a ban."""

    restore = BooleanField("Bring back what was marked as spam with it")


class BanSettingsForm(FlaskForm):
    """For how many days codes of networks are kept for bans."""

    network_days = IntegerField("Days", [InputRequired(NEEDED)])


class ReplyForm(DecisionForm):
    """An answer in the site's name; with a `verb`, the comment is published first."""

    body = TextAreaField("Your answer", [InputRequired(NEEDED)])
    name = RadioField(
        "Signed", choices=choices([("site", "with the site’s name"), ("member", "with yours")]), default="site"
    )


class ReportDecisionForm(FlaskForm):
    """What becomes of a report. `verb` is an action that takes the comment down, or `keep`."""

    verb = StringField()
    answer = TextAreaField()
    reason = StringField()
    ground = SelectField(
        choices=choices(
            [
                ("illegal", "Against the law"),
                ("rules", "Against the site’s rules"),
                ("spam", "Advertising or spam"),
                ("other", "Another reason"),
            ]
        ),
        validate_choice=False,
    )
    rule = StringField()
    facts = TextAreaField()


class PasswordForm(FlaskForm):
    """One's own password."""

    current = PasswordField("Current password", [InputRequired(NEEDED)])
    new = PasswordField("New password", [InputRequired(NEEDED)])


class TokenForm(FlaskForm):
    """A program's token."""

    name = StringField("Name", [InputRequired(NEEDED)])
    scopes = SelectMultipleField(
        "May",
        choices=choices((scope, f"{scope}: {SCOPES[scope]}") for scope in TOKEN_SCOPES),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    days = SelectField(
        "Ends after",
        choices=choices([("30", "30 days"), ("90", "90 days"), ("365", "one year"), ("0", "never")]),
        default="90",
    )


class SettingsForm(FlaskForm):
    """A site's settings, named like the columns `change_site` takes."""

    name = StringField("Name", [InputRequired(NEEDED)])
    origins = TextAreaField("Origins", [InputRequired(NEEDED)])
    controller_name = StringField("Name", [InputRequired(NEEDED)])
    controller_address = StringField("Postal address")
    controller_contact = StringField("Contact", [InputRequired(NEEDED)])
    privacy_url = StringField("Privacy policy", [InputRequired(NEEDED)])
    authority = StringField("Supervisory authority")
    age_of_consent = SelectField(
        "Younger readers",
        coerce=int,
        choices=[
            SelectChoice(UNASKED, "Do not ask"),
            *(SelectChoice(age, f"Below {age}: {', '.join(countries_with(age))}") for age in AGES),
        ],
    )
    retention_months = IntegerField("Months to keep", [InputRequired(NEEDED)])
    escrow_months = IntegerField("Months of a sealed proof", [InputRequired(NEEDED)])
    moderation = RadioField(
        "Comments appear",
        choices=choices(
            [("before", "after a moderator published them"), ("after", "at once; moderators look afterwards")]
        ),
    )
    answer_at_once = BooleanField("Answer at once what needs nobody’s judgement")
    trust_after = IntegerField("Trust an author after", [InputRequired(NEEDED)])
    close_after_days = IntegerField("Close threads after", [Optional()])
    max_depth = IntegerField("Levels of replies", [InputRequired(NEEDED)])
    edit_minutes = IntegerField("Minutes to edit", [InputRequired(NEEDED)])


class NewSiteForm(FlaskForm):
    """A new site, named like `SiteDraft`."""

    key = StringField("Key", [InputRequired(NEEDED)])
    name = StringField("Name", [InputRequired(NEEDED)])
    origins = TextAreaField("Origins", [InputRequired(NEEDED)])
    languages = SelectMultipleField("Languages", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    controller_name = StringField("Name", [InputRequired(NEEDED)])
    controller_address = StringField("Postal address")
    controller_contact = StringField("Contact", [InputRequired(NEEDED)])
    privacy_url = StringField("Privacy policy", [InputRequired(NEEDED)])
    authority = StringField("Supervisory authority")
    moderation = RadioField("Comments appear", choices=SettingsForm.moderation.kwargs["choices"], default="before")


class ExportForm(FlaskForm):
    """What of the consent log to download; sent by GET, it changes nothing but is itself recorded."""

    format = SelectField(
        "Format",
        choices=choices(
            [
                ("csv", "CSV, for spreadsheets"),
                ("jsonl", "JSON Lines, for programs"),
                ("jsonld", "JSON-LD, each record whole, for archives and other systems"),
            ]
        ),
    )
    from_ = DateField("From", [Optional()], name="from")
    to = DateField("To", [Optional()])
    purpose = SelectField("Purpose")
    state = SelectField("State")
    subject = StringField("Subject")


class ActivityForm(FlaskForm):
    """What of the activity to show; sent by GET, so it needs no token. What a time is, `read_trail_filter` knows."""

    class Meta:
        """Nothing is changed by it."""

        csrf = False

    who = SelectField("Who")
    kind = SelectField("What kind")
    from_ = DateField("From", [Optional()], name="from")
    to = DateField("To", [Optional()])
    target = StringField("Done to")


class ActivityExportForm(FlaskForm):
    """How the activity is downloaded; the search goes with it as hidden fields."""

    format = SelectField("Format", choices=choices([("csv", "CSV, for spreadsheets"), ("jsonl", "JSON Lines")]))


class BreachForm(FlaskForm):
    """Between when somebody may have had access, and when it was noticed; what a time is, `read_window` knows."""

    from_ = StringField("From", name="from")
    to = StringField("To")
    noticed_at = StringField("Noticed at")


class RecordForm(FlaskForm):
    """Whose evidence to download: records by their numbers."""

    record = StringField("Record", [InputRequired(NEEDED)])


class WitnessForm(FlaskForm):
    """The key of a witness."""

    vkey = StringField("Key of the witness", [InputRequired(NEEDED)])


class TilesForm(FlaskForm):
    """Whether the log's hashes are public, named like the column `change_site` takes."""

    publish_tiles = BooleanField("Publish the hashes of the log")


class RetentionForm(FlaskForm):
    """How long what is kept, named like the settings `change_retention` takes."""

    spam_days = IntegerField("Spam", [InputRequired(NEEDED)])
    rejected_days = IntegerField("Rejected", [InputRequired(NEEDED)])
    removed_days = IntegerField("Removed", [InputRequired(NEEDED)])
    pending_days = IntegerField("Never decided", [InputRequired(NEEDED)])
    published_months = IntegerField("Published comments", [InputRequired(NEEDED)])
    consent_months = IntegerField("Optional consents", [InputRequired(NEEDED)])
    trail_months = IntegerField("Activity", [InputRequired(NEEDED)])
    old_notices = SelectMultipleField("Old notices", validate_choice=False)  # `change_retention` knows what it takes


class NoticeForm(FlaskForm):
    """Beside a notice's words, which `notice_editor` reads: the version that was seen, and what becomes of the past."""

    version = HiddenField()
    draft = HiddenField()
    reach = RadioField(
        "What was agreed to before",
        choices=choices([("now-on", "This version applies from now on"), ("ask-again", "Ask again")]),
        default="now-on",
    )


def lines(text: str | None) -> list[str]:
    """The lines of a text area that are not empty."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def values(form: FlaskForm, *skip: str) -> dict[str, Any]:
    """What the form holds, by field, without the CSRF token and what `skip` names."""
    return {name: value for name, value in form.data.items() if name not in ("csrf_token", *skip)}


def show_errors(form: FlaskForm, problem: Problem) -> list[str]:
    """Put the problem's messages beside their fields; returns those that have no field here."""
    rest: list[str] = []
    for name, messages in problem.fields.items():
        field = form._fields.get(name) or form._fields.get(f"{name}_")
        if field is None:
            rest.extend(messages)
        else:
            field.errors = [*field.errors, *messages]
    if not problem.fields:
        rest.append(problem.detail or problem.title)
    return rest


def asked(name: str) -> str | None:
    """A query parameter, or None when it is missing or empty."""
    return request.args.get(name, "").strip() or None


def chosen(names: Sequence[str]) -> list[tuple[str, str]]:
    """The same words as a field's values and labels."""
    return [(name, name) for name in names]
