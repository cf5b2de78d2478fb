"""The receipt's page when a comment's time is over and its record is kept a while longer, as its notice promised."""

from __future__ import annotations

from typing import Any

from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.usecases.run_retention import WORKER, run_retention
from tests.support.pages import Page, submit


def test_its_reader_sees_that_it_ended_and_may_have_the_rest_erased(
    client: Any, site: Any, post: Any, decide: Any, deps: Any, later: Any
) -> None:
    change_site(deps, CLI, site.id, {"retention_months": 12})
    publish_notice(deps, CLI, site.id, "en", {})
    answer = post(author={"name": "Ada Byron"})
    decide(answer["comment"]["id"], "spam")
    later(days=31)
    assert run_retention(deps, WORKER, site.id).gone == {"spam": 1}
    path, kept = f"/my/{site.id}/receipt", answer["receipt"]["url"]

    shown = submit(client, path, {"receipt": kept})

    text = Page(shown.text).text
    assert "It ended by itself" in text
    assert "You agreed" in text
    assert "Withdraw and erase my comment" in text
    form = next(form for form in Page(shown.text).forms if form["action"].endswith("/withdraw"))
    taken = client.post(form["action"], data=form["fields"])
    assert "What was stored of you here was erased" in Page(taken.text).text
    assert "It ended by itself" in Page(submit(client, path, {"receipt": kept}).text).text
