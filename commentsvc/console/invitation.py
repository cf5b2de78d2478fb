"""Where the link of an invitation leads: a page with a button. The link's secret stands in the fragment."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, request, url_for

from commentsvc.adapters.current import current_deps, seen_from, visitor
from commentsvc.console.base import console, page, say
from commentsvc.console.forms import show_errors
from commentsvc.console.gate import signed_in
from commentsvc.console.held import hold_form
from commentsvc.console.people_forms import JoinForm, LinkForm
from commentsvc.console.sign_in_ways import sign_in_page
from commentsvc.errors import Forbidden, NotAuthorised, NotFound, ValidationFailed
from commentsvc.usecases.accept_invitation import (
    DEAD,
    InvitationLink,
    NewcomerDraft,
    accept_invitation,
    look_at_invitation,
)


@console.route("/invitation", methods=["GET", "POST"])
def invitation() -> Any:
    """Where the link is put in; a script puts it in from the address. A POST shows what it invites to, and no more."""
    form = LinkForm()
    if request.method == "POST" and form.validate():
        return _shown(JoinForm(formdata=None, link=form.link.data))
    return page("invitation_open.html", 422 if request.method == "POST" else 200, form=form, dead="")


@console.post("/invitation/accepted")
def invitation_accepted() -> Any:
    """Take the invitation up."""
    form, who = JoinForm(), signed_in()
    link = InvitationLink.read(form.link.data or "")
    if link is None:
        return _dead(DEAD, 404)
    draft = NewcomerDraft(form.name.data or "", form.password.data or "")
    try:
        site = accept_invitation(current_deps(), link, who.account if who else None, draft, visitor(), seen_from())
    except NotFound as problem:
        return _dead(problem.detail, problem.status)
    except NotAuthorised as problem:
        return sign_in_page(request.path, hold_form(), Forbidden(problem.detail))
    except Forbidden as problem:
        return _shown(form, problem.status, [problem.detail])
    except ValidationFailed as problem:
        return _shown(form, problem.status, show_errors(form, problem))
    say(f"Welcome. You work on {site.name} now." if who else "Your account is ready. Sign in with it.")
    return redirect(url_for("console.site_home", site=site.id) if who else url_for("console.sign_in"), 303)


def _shown(form: JoinForm, status: int = 200, rest: list[str] | None = None) -> Any:
    link, who = InvitationLink.read(form.link.data or ""), signed_in()
    if link is None:
        return _dead(DEAD, 404)
    try:
        found = look_at_invitation(current_deps(), link, visitor())
    except NotFound as problem:
        return _dead(problem.detail, problem.status)
    other = who.account.email if who and who.account.email != found.email else ""
    told = {"who": who, "other": other, "with_password": current_deps().settings.password_sign_in}
    return make_response(page("invitation.html", status, form=form, found=found, rest=rest or [], **told))


def _dead(why: str, status: int) -> Any:
    return page("invitation_open.html", status, form=LinkForm(formdata=None), dead=why)
