"""Bans: by address and by network, told and not, for a time, with a purge, lifted again; on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest

from commentsvc import clock
from commentsvc.errors import Conflict, ValidationFailed
from commentsvc.models.ban import Ban
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.finding import findings_of
from commentsvc.usecases.access import CLI
from commentsvc.usecases.ban_author import BanDraft, ban_author, bannable
from commentsvc.usecases.change_ban_settings import change_ban_settings
from commentsvc.usecases.delete_expired import delete_expired
from commentsvc.usecases.lift_ban import lift_ban
from tests.support.problems import assert_problem

EVE = {"name": "Eve", "email": "eve@example.org"}


@pytest.fixture
def confirm(deps: Any, site: Any) -> Callable[[str], None]:
    """The owner of the address a comment was sent under has said that it is theirs."""

    def make(comment_id: str) -> None:
        with writing(deps.session) as session:
            session.get(Comment, (site.id, uuid.UUID(comment_id))).confirmed_at = clock.now()

    return make


@pytest.fixture
def send(client: Any, site: Any, draft: Callable[..., Any]) -> Callable[..., Any]:
    """Post from some address; the answer as it is."""

    def make(address: str = "203.0.113.7", **changes: Any) -> Any:
        wanted = draft(**{"author": EVE, **changes})
        return client.post(
            site.comments_url, json=wanted, headers=site.headers(), environ_base={"REMOTE_ADDR": address}
        )

    return make


def id_of(answer: Any) -> uuid.UUID:
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return uuid.UUID(answer.get_json()["comment"]["id"])


def status_of(deps: Any, site: Any, comment_id: uuid.UUID) -> str:
    deps.session.rollback()
    status: str = deps.session.get(Comment, (site.id, comment_id), populate_existing=True).status
    return status


def test_a_banned_author_is_told_and_nothing_is_stored_until_the_ban_ends(
    deps: Any, site: Any, send: Any, confirm: Any, later: Any, stored: Any
) -> None:
    first = id_of(send())
    confirm(str(first))
    ban = ban_author(deps, CLI, site.id, BanDraft(first, days=7)).bans[0]
    ban_id, before = ban.id, stored(site)

    answer = send(body="Let me in again, please.")
    assert_problem(answer, 403, "forbidden")
    until = ban.expires_at.astimezone(UTC).date().isoformat()
    assert until in answer.get_json()["detail"] and "kept" in answer.get_json()["detail"]
    assert stored(site) == before, "the form's token can be used again"
    assert send(author={"name": "Bob", "email": "bob@example.org"}).status_code == 201

    later(days=8)
    assert send(body="It is over now, isn't it?").status_code == 201
    assert delete_expired(deps)["ban"] == 1
    assert deps.session.get(Ban, (site.id, ban_id)) is None


def test_without_being_told_what_a_banned_author_sends_goes_to_spam(
    deps: Any, site: Any, send: Any, confirm: Any
) -> None:
    first = id_of(send())
    confirm(str(first))
    ban_author(deps, CLI, site.id, BanDraft(first, told=False))

    answer = send(body="Nobody reads this, and I do not know it.")
    assert answer.get_json()["comment"]["status"] == "pending", "as everybody else's"
    found = id_of(answer)
    assert status_of(deps, site, found) == "spam"
    assert [one.reason for one in findings_of(deps.session, site.id, [found])[found]] == ["banned"]


def test_an_address_that_nobody_confirmed_makes_comments_wait_whoever_is_told(deps: Any, site: Any, send: Any) -> None:
    """Anybody can have typed it: its owner must not be silenced for what a stranger wrote."""
    first = id_of(send())
    assert not bannable(deps, CLI, site.id, first).sure
    ban_author(deps, CLI, site.id, BanDraft(first, told=True))

    assert status_of(deps, site, id_of(send(body="I am the real Eve, by the way."))) == "pending"


def test_a_network_is_banned_by_a_code_that_is_kept_only_where_the_site_wants_it(
    deps: Any, site: Any, send: Any, later: Any
) -> None:
    guest = {"name": "Guest"}
    early = id_of(send(author=guest))
    with pytest.raises(ValidationFailed):
        ban_author(deps, CLI, site.id, BanDraft(early, by=["network"], days=7))
    change_ban_settings(deps, CLI, site.id, 7)
    late = id_of(send(author=guest, body="Another one of the same kind."))
    with pytest.raises(ValidationFailed) as wrong:
        ban_author(deps, CLI, site.id, BanDraft(late, by=["network"]))
    assert "days" in wrong.value.fields, "nobody is kept out for good because of who had their address"
    with pytest.raises(Conflict):
        ban_author(deps, CLI, site.id, BanDraft(late, by=["author"]))

    made = ban_author(deps, CLI, site.id, BanDraft(late, by=["network"], days=30)).bans[0]
    assert made.code and "203.0" not in made.code
    assert_problem(send("203.0.113.99", author=guest, body="From next door."), 403, "forbidden")
    assert send("198.51.100.1", author=guest, body="From elsewhere in the net.").status_code == 201
    later(days=8)
    assert not bannable(deps, CLI, site.id, late).network, "the code of the comment went after seven days"


def test_a_purge_takes_everything_away_and_lifting_brings_back_what_nobody_decided_since(
    deps: Any, site: Any, send: Any, decide: Any
) -> None:
    others = id_of(send(author={"name": "Bob", "email": "bob@example.org"}, body="Bob has something to say."))
    mine = [id_of(send(body=f"Something quite different, number {n} of {n * n}.")) for n in range(3)]
    assert decide(str(mine[0]), "publish")["outcome"] == "done"

    made = ban_author(deps, CLI, site.id, BanDraft(mine[1], purge=True))
    assert made.purged == 3
    assert {status_of(deps, site, one) for one in mine} == {"spam"}
    assert status_of(deps, site, others) == "pending"
    assert decide(str(mine[2]), "reject")["outcome"] == "done"

    lifted = lift_ban(deps, CLI, site.id, made.bans[0].id, restore=True)
    assert (lifted.restored, lifted.kept) == (2, 1)
    assert [status_of(deps, site, one) for one in mine] == ["published", "pending", "rejected"]


def test_a_ban_goes_when_the_comment_it_was_made_from_is_erased(deps: Any, site: Any, client: Any, send: Any) -> None:
    answer = send()
    ban = ban_author(deps, CLI, site.id, BanDraft(id_of(answer), note="wrote about Mia")).bans[0].id
    erased = client.delete(
        f"{site.comments_url}/{answer.get_json()['comment']['id']}",
        headers=site.headers() | {"Authorization": f"Bearer {answer.get_json()['edit_token']}"},
    )
    assert erased.status_code == 200
    deps.session.rollback()
    assert deps.session.get(Ban, (site.id, ban)) is None


def test_what_was_written_before_a_ban_can_be_corrected_and_waits(
    deps: Any, site: Any, client: Any, send: Any, decide: Any, confirm: Any
) -> None:
    """The right to have wrong data corrected (Art. 16 GDPR) does not end with a ban."""
    answer = send().get_json()
    comment_id = answer["comment"]["id"]
    decide(comment_id, "publish")
    confirm(comment_id)
    ban_author(deps, CLI, site.id, BanDraft(uuid.UUID(comment_id)))

    changed = client.patch(
        f"{site.comments_url}/{comment_id}",
        json={"body": "What I meant to say is this."},
        headers=site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"},
    )
    assert changed.status_code == 200, changed.get_data(as_text=True)
    assert status_of(deps, site, uuid.UUID(comment_id)) == "pending"


def test_a_strangers_abuse_under_an_address_purges_nothing_that_its_owner_confirmed(
    deps: Any, site: Any, send: Any, confirm: Any
) -> None:
    hers = id_of(send(body="I am Eve, and I wrote this about the new bridge."))
    confirm(str(hers))
    abuse = id_of(send(body="Whoever reads this is a fool, says somebody else."))
    assert bannable(deps, CLI, site.id, abuse).others == 1

    assert ban_author(deps, CLI, site.id, BanDraft(abuse, purge=True)).purged == 1

    assert (status_of(deps, site, hers), status_of(deps, site, abuse)) == ("pending", "spam")
    assert ban_author(deps, CLI, site.id, BanDraft(hers, purge=True)).purged == 1


def test_lifting_takes_back_the_decisions_of_the_purge_and_no_later_ones(
    deps: Any, site: Any, send: Any, decide: Any
) -> None:
    mine = id_of(send(body="Something about which two moderators disagree."))
    made = ban_author(deps, CLI, site.id, BanDraft(mine, purge=True))
    for action in ("undo", "spam"):
        assert decide(str(mine), action)["outcome"] == "done"

    lifted = lift_ban(deps, CLI, site.id, made.bans[0].id, restore=True)

    assert (lifted.restored, lifted.kept) == (0, 1)
    assert status_of(deps, site, mine) == "spam"
