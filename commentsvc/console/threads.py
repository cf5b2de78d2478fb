"""A site's threads, and one thread whole."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import back_here, console, page, say
from commentsvc.console.decisions import decide
from commentsvc.console.forms import ActForm, DecisionForm, asked
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.queue import actions
from commentsvc.usecases.close_thread import close_thread, reopen_thread
from commentsvc.usecases.list_threads import list_threads
from commentsvc.usecases.review_thread import review_thread


@console.get("/<site>/threads")
@for_site("moderate")
def threads(entry: Entry) -> Any:
    """Every page that has comments, newest first."""
    found = list_threads(entry.deps, entry.actor, entry.site.id, q=asked("q"), cursor=asked("cursor"))
    return page("threads.html", found=found, q=asked("q") or "")


@console.route("/<site>/threads/<uuid:thread>", methods=["GET", "POST"])
@for_site("moderate")
def thread(entry: Entry, thread: uuid.UUID) -> Any:
    """The thread as a tree, each comment with what can be decided about it."""
    form = DecisionForm()
    if form.validate_on_submit():
        decide(entry, form)
        return redirect(back_here(), 303)
    found = review_thread(entry.deps, entry.actor, entry.site.id, thread, cursor=asked("cursor"))
    return page("thread.html", found=found, form=form, actions=actions, here=back_here(), act=ActForm())


@console.post("/<site>/threads/<uuid:thread>/closed")
@for_site("moderate")
def close(entry: Entry, thread: uuid.UUID) -> Any:
    """Close the thread to new comments, or open it again."""
    if request.form.get("closed") == "yes":
        close_thread(entry.deps, entry.actor, entry.site.id, thread)
        say("The thread is closed. Readers see what is there and cannot add to it.")
    else:
        reopen_thread(entry.deps, entry.actor, entry.site.id, thread)
        say("The thread takes comments again.")
    return redirect(url_for("console.thread", site=entry.site.id, thread=thread), 303)
