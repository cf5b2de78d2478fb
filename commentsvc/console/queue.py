"""The moderation queue: filter, search, decide one by one or in bulk.

The page is plain forms. `static/queue/` makes it a desk for the keyboard: it asks the same addresses, for rows instead
of pages and for JSON instead of a way back, and draws nothing itself: every row is a template of ours.
"""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, redirect, render_template, request

from commentsvc.console.base import back_here, console, for_script, page
from commentsvc.console.decisions import Decided, carry_out, decide, ids_in
from commentsvc.console.forms import DecisionForm, asked, choices
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.queue_filter import ALL, SORTS, narrowed, reason_name, score_words, shown_here
from commentsvc.console.wording import BUTTONS, STATUSES
from commentsvc.domain.judgement import REASONS
from commentsvc.domain.moderation import Status, legal_actions
from commentsvc.usecases.count_queue import COUNTED, count_queue
from commentsvc.usecases.follow_queue import follow_queue
from commentsvc.usecases.list_queue import LARGEST_PAGE, QueueItem, list_queue
from commentsvc.usecases.show_comments import show_comments

PAGE = 25


@console.route("/<site>/queue", methods=["GET", "POST"])
@for_site("moderate")
def queue(entry: Entry) -> Any:
    """Pending comments first; `status=all` shows every comment. A POST decides and comes back here."""
    form = DecisionForm()
    if form.validate_on_submit():
        if for_script():
            return _outcomes(entry, carry_out(entry, form))
        decide(entry, form)
        return redirect(back_here(), 303)
    shown = shown_here()
    if shown.status in STATUSES:
        form.action.choices = choices((action, BUTTONS[action]) for action in actions(shown.status))
    found = list_queue(entry.deps, entry.actor, entry.site.id, shown.wanted, cursor=asked("cursor"), limit=PAGE)
    return page(
        "queue.html",
        form=form,
        found=found,
        shown=shown,
        narrowed=narrowed(entry, shown, next(iter(found.comments), None)),
        statuses=[*STATUSES, ALL],
        counts=count_queue(entry.deps, entry.actor, entry.site.id),
        most=COUNTED,
        actions=actions,
        held_because=REASONS,
        sorts=SORTS,
        here=back_here(),
    )


@console.get("/<site>/queue/rows")
@for_site("moderate")
def queue_rows(entry: Entry) -> Response:
    """More of the list, as rows: what comes behind `cursor`, or the comments named by `comment` as they are now."""
    if named := ids_in(request.args.getlist("comment")):
        items = show_comments(entry.deps, entry.actor, entry.site.id, named)
        return jsonify({"rows": {str(one): _row(item) for one, item in items.items()}})
    wanted = shown_here().wanted
    found = list_queue(entry.deps, entry.actor, entry.site.id, wanted, cursor=asked("cursor"), limit=LARGEST_PAGE)
    return jsonify({"rows": [_row(item) for item in found.comments], "next": found.next})


@console.get("/<site>/queue/news")
@for_site("moderate")
def queue_news(entry: Entry) -> Response:
    """What changed since `cursor`, for a page with this filter: the rows as they are now, and the counts."""
    news = follow_queue(entry.deps, entry.actor, entry.site.id, asked("cursor"), shown_here().wanted)
    changes = [
        {
            "comment": change.item.id,
            "listed": change.listed,
            "mine": change.by_you,
            "by": change.item.last_decision.by if change.item.last_decision else "",
            "row": _row(change.item),
        }
        for change in news.changes
    ]
    return jsonify({"changes": changes, "cursor": news.cursor, "counts": news.counts, "reload": news.reload})


console.add_app_template_filter(reason_name, "c_reason")
console.add_app_template_filter(score_words, "c_score")


def actions(status: str) -> list[str]:
    """What can be decided about a comment in this status, as a moderator wants it offered."""
    return [] if status == "erased" else [action.value for action in legal_actions(Status(status))]


def _row(item: QueueItem) -> str:
    return render_template("console/_queue_row.html", item=item, actions=actions)


def _outcomes(entry: Entry, decided: Decided) -> Response:
    """What was decided, each comment with its row as it is now: what was done, and where it was not, why."""
    named = [outcome.comment for outcome in decided.outcomes]
    items = show_comments(entry.deps, entry.actor, entry.site.id, named)
    return jsonify(
        {
            "said": decided.said,
            "problem": decided.problem,
            "outcomes": [
                {
                    "comment": outcome.comment,
                    "done": not words,
                    "status": outcome.status,
                    "decision": outcome.decision,
                    "words": words,
                    "mine": outcome.decided_by == entry.actor.name,
                    "row": _row(items[outcome.comment]) if outcome.comment in items else "",
                }
                for outcome, words in zip(decided.outcomes, decided.refused, strict=True)
            ],
        }
    )
