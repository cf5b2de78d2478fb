"""A form that met the sign-in, because the session had ended, held until whoever sent it is signed in again.

It travels through the sign-in page, signed, so that nobody else can put a form there; and it is sent again by a button,
never by itself. One that did not prove that it came from a page of ours goes without a token of ours, so that it does
nothing but show what was typed, where its page can do that.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import ValidationError

TOKEN = "csrf_token"  # noqa: S105 - the name of a field
SALT = "commentsvc-held-form"
HOLD_SECONDS = 12 * 3600


@dataclass(frozen=True)
class HeldForm:
    """Where it was sent, what it holds, and whether it came from a page of ours."""

    path: str
    fields: list[tuple[str, str]]
    ours: bool


def hold_form() -> str:
    """The form of this request, to be carried along."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != TOKEN]
    try:
        validate_csrf(request.form.get(TOKEN))
    except ValidationError:
        ours = False
    else:
        ours = True
    return str(_serializer().dumps([request.path, fields, ours]))


def held_form(carried: str | None) -> HeldForm | None:
    """What `hold_form` held; None for anything else, and after half a day."""
    try:
        path, fields, ours = _serializer().loads(carried or "", max_age=HOLD_SECONDS)
    except BadData:
        return None
    return HeldForm(path, [(name, value) for name, value in fields], ours)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or b"", salt=SALT)
