"""Erasing a person takes what is theirs, leaves what may be a stranger's, and goes on after a crash."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.errors import NotFound
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.contact import AddressConfirmation, Contact
from commentsvc.models.database import random_id, writing
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases import erase_person as module
from commentsvc.usecases.erase_person import ERASE, erase_person, go_on_erasing
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import find_subject
from tests.support.everything import tables_with

ADDRESS = "mia.moreau@example.org"
MIA = {"name": "Mia Moreau", "email": ADDRESS}


def confirm(deps: Any, *comments: str) -> None:
    with writing(deps.session) as session:
        for comment in comments:
            session.execute(
                sa.update(Comment).where(sa.cast(Comment.id, sa.String).in_(forms(comment))).values(confirmed_at=NOW)
            )


NOW = clock.now()


def forms(comment: str) -> list[str]:
    return [comment, comment.replace("-", "")]


def subject_of(deps: Any, site: Any) -> Any:
    found = find_subject(deps, find_site(deps, site.id), ADDRESS)
    assert found is not None
    return found.id


def test_what_is_confirmed_goes_and_what_a_stranger_typed_is_only_parted(deps, site, publish, client):
    mine = [publish(author=MIA, body="The swordfish is mine")["comment"]["id"] for _ in range(3)]
    strange = publish(author=MIA | {"name": "Stranger"}, body="A stranger’s words")["comment"]["id"]
    confirm(deps, *mine)
    subject = subject_of(deps, site)
    with writing(deps.session) as session:
        session.add(Contact(site_id=site.id, subject_id=subject, address=ADDRESS, confirmed_at=NOW))
        session.add(
            AddressConfirmation(
                site_id=site.id,
                id=random_id(),
                comment_id=session.scalars(sa.select(Comment.id).where(Comment.author_name == "Stranger")).one(),
                subject_id=subject,
                address=ADDRESS,
                purposes=["reply-mail"],
                created_at=NOW,
                expires_at=NOW,
            )
        )

    done = erase_person(deps, find_site(deps, site.id), subject, by="reader")

    assert (len(done.receipts), done.detached, done.finished) == (3, 1, True)
    assert {receipt.type for receipt in done.receipts} == {"erased"}
    engine = deps.session.get_bind()
    for needle in ("swordfish", "mia moreau", ADDRESS):
        assert tables_with(engine, needle) == []
    assert find_subject(deps, find_site(deps, site.id), ADDRESS) is None
    left = client.get(f"{site.comments_url}/{strange}").get_json()["comment"]
    assert left["author"]["name"] == "Stranger"
    assert deps.session.scalars(sa.select(OutboxTask).where(OutboxTask.kind == ERASE)).all() == []
    with pytest.raises(NotFound):
        erase_person(deps, find_site(deps, site.id), subject, by="reader")


def test_an_admin_may_erase_the_unconfirmed_too(deps, site, publish):
    publish(author=MIA, body="Nobody confirmed this swordfish")

    done = erase_person(deps, find_site(deps, site.id), subject_of(deps, site), by="moderator", unconfirmed=True)

    assert (len(done.receipts), done.detached) == (1, 0)
    assert tables_with(deps.session.get_bind(), "swordfish") == []


def test_published_texts_stay_without_their_author_where_the_reader_wants_it(deps, site, publish, client):
    stays = publish(author=MIA, body="This text stays")["comment"]["id"]
    confirm(deps, stays)

    erase_person(deps, find_site(deps, site.id), subject_of(deps, site), by="reader", keep_text=True)

    seen = client.get(f"{site.comments_url}/{stays}").get_json()["comment"]
    assert seen["html"] == "<p>This text stays</p>"
    assert not seen["author"]["name"]
    assert tables_with(deps.session.get_bind(), "mia moreau") == []


def test_a_large_person_is_gone_on_with_by_the_worker(deps, site, publish, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    for number in range(7):
        publish(author=MIA, body=f"Swordfish {number}")
    subject = subject_of(deps, site)

    begun = erase_person(deps, find_site(deps, site.id), subject, by="moderator", unconfirmed=True, batches=2)
    assert (len(begun.receipts), begun.finished) == (4, False)
    again = erase_person(deps, find_site(deps, site.id), subject, by="moderator", unconfirmed=True, batches=0)
    assert not again.finished
    task = deps.session.scalars(sa.select(OutboxTask).where(OutboxTask.kind == ERASE)).one()
    monkeypatch.setattr(module, "A_WHILE", 1)
    for _ in range(5):  # a task does a little at a time, and twice is harmless
        go_on_erasing(deps, site.id, task.payload)

    assert tables_with(deps.session.get_bind(), "swordfish") == []
    assert deps.session.scalars(sa.select(Subject)).all() == []
    assert deps.session.scalars(sa.select(ConsentRecordBody.subject_id)).all() == [None] * 7


def test_nobody_of_another_site_is_touched(deps, site, other_site, publish):
    publish(author=MIA, body="Here")
    publish(at=other_site, author=MIA, body="Over there")
    subject = subject_of(deps, site)

    with pytest.raises(NotFound):
        erase_person(deps, find_site(deps, other_site.id), subject, by="reader")
    erase_person(deps, find_site(deps, site.id), subject, by="moderator", unconfirmed=True)

    assert tables_with(deps.session.get_bind(), "over there") != []
    assert find_subject(deps, find_site(deps, other_site.id), ADDRESS) is not None
