"""The forms about people: who works on a site, and taking up an invitation."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from commentsvc.console.forms import NEEDED


class InviteForm(FlaskForm):
    """Whom to invite, and as what; which roles are offered, the page says."""

    email = StringField("E-mail", [InputRequired(NEEDED)])
    role = SelectField("As", validate_choice=False)  # `invite_member` knows what it takes


class RoleForm(FlaskForm):
    """Another role for a member."""

    role = SelectField("Role", validate_choice=False)  # `change_member` knows what it takes


class LinkForm(FlaskForm):
    """The link of an invitation, put in by a script or by hand."""

    link = TextAreaField("The link from the mail, or what stands behind its #", [InputRequired(NEEDED)])


class JoinForm(FlaskForm):
    """Taking up an invitation; name and password are asked only of who has no account."""

    link = HiddenField()
    name = StringField("Your name")
    password = PasswordField("Choose a password")
