"""The parts of the service without its edges: what a command needs, and what `app.py` puts the edges on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from commentsvc.adapters import limits, logs, mail, organisation, replica, spam_services, timestamping
from commentsvc.adapters.current import EXTENSION
from commentsvc.adapters.erasure_list import FileErasureList
from commentsvc.adapters.form_sessions import FormSessions
from commentsvc.adapters.key_files import FileKeyStore
from commentsvc.adapters.outbound import OutboundClient
from commentsvc.models import db
from commentsvc.models.shared_commits import SharedCommits
from commentsvc.settings import Settings, load_settings
from commentsvc.usecases.deps import Deps

_GIVE_UP = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000}
"""A database whose machine fell silent is given up after some 25 seconds, and not after the kernel's two hours."""


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """An application that answers nobody: settings, database and parts, for a command. `overrides` are typed settings
    that win over the environment.

    Raises:
        SettingsError: a setting makes no sense; see `commentsvc.settings`.
    """
    settings = load_settings(overrides)
    app = shell(settings)
    equip(app, settings)
    return app


def shell(settings: Settings) -> Flask:
    """An application that has no parts yet, and nothing open: its database is connected to when it is first asked."""
    app = Flask("commentsvc")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        MAX_CONTENT_LENGTH=settings.request_limit,
        MAX_FORM_MEMORY_SIZE=settings.request_limit,
        SESSION_COOKIE_NAME="commentsvc_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
        PROPAGATE_EXCEPTIONS=False,
        MIGRATIONS_FOLDER=migrations_folder(),
    )
    app.session_interface = FormSessions()
    app.ensure_sync = lambda func: func  # type: ignore[method-assign,assignment]  # no view is a coroutine
    logs.configure(settings)
    db.init_app(app)
    return app


def equip(app: Flask, settings: Settings) -> None:
    """Give `app` its parts. They are of this process: one that is copied first gives each copy its own."""
    with app.app_context():
        app.extensions[EXTENSION] = build_deps(settings)


def build_deps(settings: Settings) -> Deps:
    """The parts of an application, in whose context this is called."""
    return Deps(
        session=db.session,
        commits=SharedCommits(db.engine, share=settings.sqlalchemy_url.startswith("sqlite")),
        settings=settings,
        keys=FileKeyStore(settings.key_dir),
        limits=limits.build(settings, db.engine),
        timestamps=timestamping.build(settings),
        mailer=mail.build(settings),
        outbound=OutboundClient(settings.outbound_allowed),
        organisation=organisation.build(settings),
        spam=spam_services.build(settings),
        erasures=FileErasureList(settings.erasure_file),
        replica=replica.build(settings, engine_options(settings)),
    )


def migrations_folder() -> Path:
    """Where Alembic's scripts are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    shipped = package / "_migrations"
    return shipped if shipped.is_dir() else package.parent / "migrations"


def engine_options(settings: Settings) -> dict[str, Any]:
    """What the database's engine is made with, besides its address."""
    options: dict[str, Any] = {}
    if settings.sqlalchemy_url.startswith("postgresql"):
        options |= {"pool_size": settings.threads + 2, "max_overflow": settings.threads, "pool_timeout": 10}
        options["pool_pre_ping"] = True  # a server may have been started anew; a file cannot
        options["connect_args"] = {"connect_timeout": 5} | _GIVE_UP
    return options
