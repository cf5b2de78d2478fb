"""Refuse NUL in whatever a request carries as text: PostgreSQL stores no such text, and nobody types one.

JSON bodies are read by `api.json_body`, which refuses it there.
"""

from __future__ import annotations

from flask import Flask, request

from commentsvc.errors import NotFound, ValidationFailed

NUL = "\x00"
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def register(app: Flask) -> None:
    """Look at every request of `app` before its view does."""
    app.before_request(_refuse)


def _refuse() -> None:
    """Raise `NotFound` for such a path, `ValidationFailed` for such a query or form."""
    if NUL in request.path:
        raise NotFound()
    asked = b"%00" in request.query_string or b"\0" in request.query_string
    pairs = list(request.args.items(multi=True)) if asked else []
    if request.mimetype in FORMS:
        pairs += request.form.items(multi=True)
    said = ["Text may hold no NUL character."]
    if wrong := {name.replace(NUL, ""): said for name, text in pairs if NUL in name + text}:
        raise ValidationFailed(fields=wrong)
