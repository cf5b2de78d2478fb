"""The forms of signing in and of one's own account. What is right or wrong is the use-cases' to say."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Optional

from commentsvc.console.forms import NEEDED


class SignInForm(FlaskForm):
    """Address and password; `next` is checked before it is followed; `held` is a form to go on with (`held.py`)."""

    email = StringField("E-mail", [InputRequired(NEEDED)])
    password = PasswordField("Password", [InputRequired(NEEDED)])
    next = HiddenField()
    held = HiddenField()


class SecondStepForm(FlaskForm):
    """The code of a second step."""

    code = StringField("Code", [InputRequired(NEEDED)])
    held = HiddenField()


class PasskeyForm(FlaskForm):
    """What a passkey answered (JSON); beside it what the sign-in carries along, or the name of a new one."""

    credential = HiddenField(validators=[InputRequired(NEEDED)])
    name = StringField("Name", [Optional()])
    next = HiddenField()
    held = HiddenField()


class OrganisationForm(FlaskForm):
    """Off to the organisation. `again` asks it to have its person prove who they are once more."""

    next = HiddenField()
    again = HiddenField()


class ProveForm(FlaskForm):
    """One's password, and a code where there is a second factor."""

    password = PasswordField("Password", [InputRequired(NEEDED)])
    code = StringField("Code", [Optional()])
    next = HiddenField()


class AuthenticatorForm(FlaskForm):
    """The first code of a new authenticator; `setup` is its secret, sealed."""

    code = StringField("Code from the app", [InputRequired(NEEDED)])
    setup = HiddenField()


class EndSessionForm(FlaskForm):
    """Which session ends: the hash it is stored under. Empty: every other one."""

    session = HiddenField()


class SecondFactorForm(FlaskForm):
    """What a site asks of those who work on it."""

    second_factor = BooleanField("Ask everybody who works on this site for a second factor")


class ResetForm(FlaskForm):
    """Whose second factors are taken away."""

    email = HiddenField(validators=[InputRequired(NEEDED)])
