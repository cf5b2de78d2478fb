"""Applications for tests. Building one takes longer than most tests: hundreds of routes are compiled and the API is
described. So a process keeps those it built, and gives each test one on the test's own database, with parts of its own.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import Flask

from commentsvc.adapters import kept_answers, logs
from commentsvc.adapters.current import EXTENSION
from commentsvc.app import create_app
from commentsvc.models import db
from commentsvc.parts import build_deps, engine_options
from commentsvc.settings import Settings, load_settings

MOST = 4
"""How many are kept; those whose settings name a port of one test are never asked for again."""


class Shells:
    """Built applications, by the settings that their routes and configuration were built with."""

    def __init__(self) -> None:
        self._built: dict[str, tuple[Flask, dict[str, Any]]] = {}

    def on(self, place: Mapping[str, Any], overrides: Mapping[str, Any]) -> Flask:
        """An application with `overrides` on the database and data folder that `place` names, as if just built: its
        engine, limits, keys, mailer and whatever else it is wired with are new, and views that a test replaced are
        back. Metrics go on counting."""
        values = {**place, **overrides}
        environ = {key: value for key, value in os.environ.items() if key.startswith("COMMENTSVC_")}
        environ.pop("COMMENTSVC_DATA_DIR", None)
        name = repr(sorted((key, str(value)) for key, value in [*overrides.items(), *environ.items()]))
        if name in self._built:
            app, views = self._built.pop(name)
            app.view_functions = dict(views)
            _rewire(app, values)
        else:
            app = create_app(values)
            views = dict(app.view_functions)
            tell_all(app)
        self._built[name] = app, views
        while len(self._built) > MOST:
            self._built.pop(next(iter(self._built)))
        return app


def _rewire(app: Flask, values: Mapping[str, Any]) -> None:
    settings = load_settings(values)
    logs.configure(settings)
    app.config.update(SECRET_KEY=settings.secret_key, SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url)
    with app.app_context():
        db.engines[None] = _engine(settings)
        app.extensions[EXTENSION] = build_deps(settings)


_first: dict[str, sa.Engine] = {}
"""An engine of each kind of database."""


def _engine(settings: Settings) -> sa.Engine:
    """A new engine that knows what others of its kind compiled: statements are the same whatever the file is called."""
    made = sa.create_engine(settings.sqlalchemy_url, **engine_options(settings))
    first = _first.get(made.dialect.name)
    if first is None or first.dialect.server_version_info is None:  # it never asked its database what it is
        _first[made.dialect.name] = made
    else:
        made.dialect, made._compiled_cache = first.dialect, first._compiled_cache  # the one is a key in the other
    return made


def let_go(app: Flask) -> None:
    """Close what the application holds of its database."""
    if (kept := app.extensions.get(kept_answers.EXTENSION)) is not None:
        kept.close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def tell_all(app: Flask) -> None:
    """Whoever reads a failed test sees the whole exception, which the log rightly leaves out."""
    logged = app.log_exception

    def tell(exc_info: Any) -> None:
        traceback.print_exception(*exc_info)
        logged(exc_info)

    app.log_exception = tell  # type: ignore[method-assign]
