"""The blueprint of all readers' pages, and what holds for each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import HTTPException

from commentsvc.adapters.current import visitor
from commentsvc.errors import Problem, RateLimited
from commentsvc.portal.words import default_words
from commentsvc.usecases.deps import Visitor

portal = Blueprint("portal", __name__, template_folder="templates")


def page(template: str, status: int = 200, **values: Any) -> Response:
    """The portal's template of this name as an answer that no cache keeps; in English unless `words` are given."""
    values.setdefault("words", default_words("en"))
    response = Response(render_template(f"portal/{template}", **values), status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def reader() -> Visitor:
    """Who is calling, on one of our own pages. Browsers say `Origin: null` here, since our pages send no referrer."""
    return replace(visitor(hosted=True), origin=None)


@portal.errorhandler(Problem)
def problem_page(problem: Problem) -> Response:
    """The problem as a page for people."""
    response = page("problem.html", problem.status, title=problem.title, problem=problem)
    if isinstance(problem, RateLimited):
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


@portal.errorhandler(HTTPException)
def refused_page(error: HTTPException) -> Response | HTTPException:
    """What the framework itself refuses, as a page for people; redirects pass."""
    if error.code is None or error.code < 400:
        return error
    response = page("problem.html", error.code, title=error.name, problem=None)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response
