"""Bans: who may not comment, how one is made from a comment, and how it ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import BanForm, BanSettingsForm, LiftForm, asked, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.wording import plural
from commentsvc.domain.bans import BanKind
from commentsvc.errors import Conflict, ValidationFailed
from commentsvc.usecases.ban_author import BanDraft, Bannable, Banned, ban_author, bannable
from commentsvc.usecases.change_ban_settings import change_ban_settings
from commentsvc.usecases.lift_ban import lift_ban
from commentsvc.usecases.list_bans import list_bans
from commentsvc.usecases.review_comment import review_comment


@console.get("/<site>/bans")
@for_site("moderate")
def bans(entry: Entry) -> Any:
    """The bans that hold."""
    return _page(entry)


@console.route("/<site>/comments/<uuid:comment>/ban", methods=["GET", "POST"])
@for_site("moderate")
def ban(entry: Entry, comment: UUID) -> Any:
    """Say how whoever wrote a comment is banned; a POST does it."""
    possible = bannable(entry.deps, entry.actor, entry.site.id, comment)
    form, status, rest = BanForm(), 200, []
    if not form.is_submitted():
        form.by.data = _usual(possible)
    elif form.validate():
        try:
            made = ban_author(entry.deps, entry.actor, entry.site.id, _draft(form, comment))
        except (ValidationFailed, Conflict) as problem:
            status, rest = problem.status, show_errors(form, problem)
        else:
            say(_done(made))
            return redirect(url_for("console.bans", site=entry.site.id), 303)
    else:
        status = 422
    found = review_comment(entry.deps, entry.actor, entry.site.id, comment)
    return page("ban.html", status, form=form, rest=rest, item=found.item, possible=possible)


@console.post("/<site>/bans/<uuid:ban>")
@for_site("moderate")
def ban_lifted(entry: Entry, ban: UUID) -> Any:
    """Lift a ban."""
    form = LiftForm()
    lifted = lift_ban(entry.deps, entry.actor, entry.site.id, ban, restore=bool(form.restore.data))
    back = f" {plural(lifted.restored, 'comment')} came back where they were." if form.restore.data else ""
    kept = f" {lifted.kept} stay as somebody decided since." if lifted.kept else ""
    say(f"The ban is lifted.{back}{kept}")
    return redirect(url_for("console.bans", site=entry.site.id), 303)


@console.post("/<site>/bans/settings")
@for_site("admin")
def ban_settings(entry: Entry) -> Any:
    """Keep codes of networks for so many days, or none."""
    form = BanSettingsForm()
    if not form.validate():
        return _page(entry, 422, form)
    try:
        change_ban_settings(entry.deps, entry.actor, entry.site.id, form.network_days.data or 0)
    except ValidationFailed as problem:
        show_errors(form, problem)
        return _page(entry, problem.status, form)
    say("This is saved, and holds for comments from now on.")
    return redirect(url_for("console.bans", site=entry.site.id), 303)


def _page(entry: Entry, status: int = 200, typed: BanSettingsForm | None = None) -> tuple[str, int]:
    found = list_bans(entry.deps, entry.actor, entry.site.id, asked("cursor"))
    form = typed or BanSettingsForm(formdata=None, network_days=found.network_days)
    return page("bans.html", status, found=found, form=form)


def _usual(possible: Bannable) -> list[str]:
    return [BanKind.AUTHOR.value] if possible.author else [BanKind.NETWORK.value] if possible.network else []


def _draft(form: BanForm, comment: UUID) -> BanDraft:
    return BanDraft(
        comment=comment,
        by=form.by.data or [],
        days=int(form.days.data) or None,
        told=form.told.data == "yes",
        note=form.note.data or "",
        purge=bool(form.purge.data),
    )


def _done(made: Banned) -> str:
    gone = (
        f" {plural(made.purged, 'comment')} went to spam; lifting the ban can bring them back." if made.purged else ""
    )
    return f"Whoever wrote this is banned.{gone}"
