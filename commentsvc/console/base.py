"""The blueprint every page of the console adds itself to, and what holds for all of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, get_flashed_messages, jsonify, render_template, request
from flask_wtf.csrf import CSRFError

from commentsvc.errors import NotFound, Problem

console = Blueprint("console", __name__, url_prefix="/admin", template_folder="templates")


def page(template: str, status: int = 200, **values: Any) -> tuple[str, int]:
    """The console's template of this name, with the masthead's values added."""
    return render_template(f"console/{template}", **values), status


def say(text: str, tone: str = "ok", **more: Any) -> None:
    """Show `text` on the next page. `tone` is ok, warn or bad; `more` is for the template (plain JSON, short)."""
    flash({"text": text, "tone": tone, **more}, "console")  # type: ignore[arg-type]


def for_script() -> bool:
    """Whether a script of ours asks, that wants JSON and draws nothing from a whole page."""
    return request.accept_mimetypes.best == "application/json"


def refusal(status: int, title: str, detail: str) -> Any:
    """Why something is not to be had: a page for people, the same words as JSON for a script of ours."""
    if for_script():
        return jsonify({"title": title, "detail": detail}), status
    return page("problem.html", status, title=title, detail=detail)


@console.context_processor
def _said() -> dict[str, Any]:
    return {"console_said": get_flashed_messages}


@console.after_request
def _keep_nothing(response: Response) -> Response:
    """No page of the console stays in a cache, and none tells another site where it was.

    `same-origin` and not `no-referrer`: browsers would send `Origin: null` with every form, and Flask-WTF asks for the
    Referer over https.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@console.errorhandler(Problem)
def _problem(problem: Problem) -> Any:
    return refusal(problem.status, problem.title, problem.detail or problem.title)


@console.errorhandler(CSRFError)
def _forged(_error: CSRFError) -> Any:
    return refusal(
        400,
        "This form is out of date",
        "It was open for too long, or cookies are blocked. Nothing was changed. Go back, reload, send it again.",
    )


@console.get("/<path:rest>")
def nowhere(rest: str) -> Any:
    """Whatever no other page claims."""
    raise NotFound("There is nothing here, or it is not yours to see.")


def back_here() -> str:
    """This request's own path and query: where a form on it leads back to. Never an address somebody else chose."""
    query = request.query_string.decode("ascii", "ignore")
    return f"{request.path}?{query}" if query else request.path
