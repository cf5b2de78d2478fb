"""/healthz: the process lives. /readyz: it can do its work; 503 with the parts that cannot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from commentsvc.adapters.current import current_deps
from commentsvc.adapters.schema_fit import Fit, schema_fit
from commentsvc.clock import now
from commentsvc.models import db
from commentsvc.models.passing import Heartbeat
from commentsvc.settings import Settings

QUIET = timedelta(seconds=60)
"""A worker that said nothing for this long, beyond the time it sleeps, is not there."""


def register(app: Flask) -> None:
    """Add both paths to `app`."""
    app.add_url_rule("/healthz", view_func=healthz, endpoint="healthz")
    app.add_url_rule("/readyz", view_func=readyz, endpoint="readyz")


def healthz() -> Response:
    """200 `{"status": "ok"}` as long as the process answers at all."""
    return _answer({"status": "ok"}, 200)


def readyz() -> Response:
    """200 when database, migrations and worker are there, else 503; each part is `ok` or says what is wrong."""
    checks = {"database": "ok", "migrations": "ok", "worker": "ok"}
    try:
        checks["migrations"] = _migrations()
        checks["worker"] = _worker(current_deps().settings) if checks["migrations"] == "ok" else "unknown"
    except SQLAlchemyError:
        checks = dict.fromkeys(checks, "unknown") | {"database": "not reachable"}
    ready = all(state == "ok" or state == "elsewhere" for state in checks.values())
    return _answer({"status": "ready" if ready else "not ready", "checks": checks}, 200 if ready else 503)


def _migrations() -> str:
    """Whether this version may run on the database as it is now: it may have been upgraded since the last question."""
    with db.engine.connect() as connection:
        fit = schema_fit(connection)
    if fit.usable:
        return "ok"
    return "run `commentsvc migrate`" if fit is Fit.OLDER else "of a newer version"


def _worker(settings: Settings) -> str:
    if not settings.run_worker:
        return "elsewhere"
    last = db.session.scalar(sa.select(sa.func.max(Heartbeat.at)))
    if last is None or last < now() - timedelta(seconds=settings.checkpoint_seconds) - QUIET:
        return "no sign of life"
    return "ok"


def _answer(body: dict[str, Any], status: int) -> Response:
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
