"""Flask's signed cookie, from which form tokens are made. Nothing else is kept in it."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface

from commentsvc.adapters.cors import API


class FormSessions(SecureCookieSessionInterface):
    """No session is opened where no form is: the API reads no cookie, and pays for none."""

    def open_session(self, app: Flask, request: Request) -> Any:
        """The session of the request's form; below `API` one that refuses to be used."""
        return self.make_null_session(app) if request.path.startswith(API) else super().open_session(app, request)
