"""Unfinished notices: one draft a site and language; of two who write at once nobody's work is lost. Both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from commentsvc.errors import Conflict, Forbidden, NotFound
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.keep_notice_draft import (
    DraftText,
    discard_notice_draft,
    keep_notice_draft,
    notice_draft,
    notice_drafts,
)
from tests.usecases.log_entries import fresh

ADMIN = frozenset({"moderate", "admin"})
OLGA = Actor("account:1", "Olga", "example", ADMIN)
GRACE = Actor("account:2", "Grace", "example", ADMIN)
MODERATOR = Actor("account:3", "Mia", "example", frozenset({"moderate"}))
FOREIGNER = Actor("account:4", "Fritz", "other", ADMIN)
TEXT = DraftText({"title": "Half a tit\x00le \u202e<b>"}, ["publish"], 1)


def test_a_draft_is_kept_as_it_was_typed_and_nobodys_is_overwritten_unseen(
    deps: Any, site: Any, other_site: Any
) -> None:
    first = keep_notice_draft(deps, OLGA, "example", "en", TEXT, 0)
    assert (first.fields, first.actor_name, first.revision) == (dict(TEXT.fields), "Olga", 1)
    assert keep_notice_draft(deps, OLGA, "example", "en", TEXT, 0).revision == 1  # the same page, sent twice
    theirs = DraftText({"title": "Another"}, ["publish"], 1)
    with pytest.raises(Conflict):
        keep_notice_draft(deps, GRACE, "example", "en", theirs, 0)
    assert keep_notice_draft(deps, GRACE, "example", "en", theirs, 1).revision == 2
    assert not discard_notice_draft(deps, OLGA, "example", "en", 1)
    assert notice_draft(deps, OLGA, "example", "en").actor_name == "Grace"
    assert notice_draft(deps, OLGA, "example", "de") is None
    assert list(notice_drafts(deps, FOREIGNER, "other")) == []
    assert discard_notice_draft(deps, OLGA, "example", "en", 2)
    assert discard_notice_draft(deps, OLGA, "example", "en", 2)


def test_of_two_first_drafts_at_once_one_is_told(deps: Any, site: Any) -> None:
    ended: list[str] = []

    def keep(actor: Actor) -> None:
        mine = fresh(deps)
        try:
            keep_notice_draft(mine, actor, "example", "en", replace(TEXT, fields={"title": actor.name}), 0)
        except Conflict:
            ended.append("conflict")
        else:
            ended.append("kept")
        finally:
            mine.session.close()

    threads = [threading.Thread(target=keep, args=(actor,)) for actor in (OLGA, GRACE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["conflict", "kept"]


@pytest.mark.parametrize("who", [MODERATOR, FOREIGNER])
def test_only_the_sites_admins_see_and_write_drafts(deps: Any, site: Any, other_site: Any, who: Actor) -> None:
    for act in (
        lambda: keep_notice_draft(deps, who, "example", "en", TEXT, 0),
        lambda: notice_draft(deps, who, "example", "en"),
        lambda: notice_drafts(deps, who, "example"),
        lambda: discard_notice_draft(deps, who, "example", "en", 0),
    ):
        with pytest.raises((Forbidden, NotFound)):
            act()
