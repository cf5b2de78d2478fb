"""The only module that knows every part and every edge: it puts the edges on what `parts.py` wires."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from sqlalchemy.orm import configure_mappers

from commentsvc import api, console, parts, portal
from commentsvc.adapters import headers, kept_answers, logs, metrics, proxies, refuse_nul
from commentsvc.adapters.current import EXTENSION
from commentsvc.jobs.worker import WorkerThread
from commentsvc.models import db
from commentsvc.models.database import bound_statements
from commentsvc.models.young_tables import plan_as_tables_grow
from commentsvc.settings import Settings, load_settings
from commentsvc.usecases.deps import Deps

STATEMENT_SECONDS = 60
"""How long a statement of a server process may take on PostgreSQL. Commands, as those that migrate, take their time."""

csrf = CSRFProtect()
_prepared: list[tuple[Flask, Settings]] = []


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """A ready WSGI application. `overrides` are typed settings that win over the environment.

    Raises:
        SettingsError: a setting makes no sense; see `commentsvc.settings`.
    """
    settings = load_settings(overrides)
    return _equipped(_with_edges(settings), settings)


def create_app_to_migrate() -> Flask:
    """What writes migrations: `flask --app commentsvc.app:create_app_to_migrate db …`. No other application has the
    tools for that, which are large."""
    from commentsvc.cli.revision import take_tools

    app = create_app()
    take_tools(app)
    return app


def prepare_server() -> None:
    """Make, before this process is copied, what the server's copies have in common: routes, pages and tables. Nothing
    of it is open."""
    settings = load_settings()
    configure_mappers()
    _prepared[:] = [(_with_edges(settings), settings)]


def create_server_app() -> Flask:
    """What each server process runs: the application and, unless the settings say otherwise, a background worker."""
    app = _equipped(*_prepared.pop()) if _prepared else create_app()
    with app.app_context():
        bound_statements(db.engine, STATEMENT_SECONDS)
        plan_as_tables_grow(db.engine)
    deps: Deps = app.extensions[EXTENSION]
    if deps.settings.run_worker:
        worker = WorkerThread(app).start()
        atexit.register(worker.stop, timeout=1)
    return app


def _with_edges(settings: Settings) -> Flask:
    app = parts.shell(settings)
    csrf.init_app(app)
    logs.register(app)
    metrics.register(app)
    headers.register(app)
    refuse_nul.register(app)
    api.register(app, csrf)
    console.register(app)
    portal.register(app)
    proxies.register(app, settings.trusted_proxies)
    return app


def _equipped(app: Flask, settings: Settings) -> Flask:
    parts.equip(app, settings)
    with app.app_context():
        kept_answers.register(app, settings, db.engine)
    return app
