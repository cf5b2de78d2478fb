"""Spam services: off until switched on, named to readers before anything is sent, and never in the way for ever."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.adapters.outbound import OutboundClient
from commentsvc.adapters.spam_services import SpamServices
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_services import checked_by
from commentsvc.errors import ChallengeFailed, Forbidden, NotFound, ValidationFailed
from commentsvc.jobs.worker import HANDLERS
from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.notice import notices_in_force
from commentsvc.models.passing import OutboxTask
from commentsvc.models.spam_service import SpamCheck
from commentsvc.usecases.access import CLI
from commentsvc.usecases.ask_proof import ask_proof
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.change_spam_service import AKISMET_NAME, change_spam_service, read_spam_services
from commentsvc.usecases.check_spam import end_overdue_checks
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.run_due_tasks import TaskRun, run_due_tasks
from tests.support.everything import tables_with
from tests.support.scorer import Scorer, scoring

KEY = "a-key-that-nobody-may-see-4711"
NAME = "Spam office, Oslo"
ADA = {"name": "Ada Lovelace", "email": "ada@example.org", "website": "https://ada.example/"}


@pytest.fixture
def scorer() -> Iterator[Scorer]:
    """A spam service on loopback."""
    with scoring() as server:
        yield server


@pytest.fixture
def work(deps: Any, scorer: Scorer) -> Callable[[], TaskRun]:
    """`work()`: the worker's round of tasks, with services reached through the real client."""
    return lambda: run_due_tasks(replace(deps, spam=scorer.services()), HANDLERS)


@pytest.fixture
def on(deps: Any, site: Any, scorer: Scorer) -> Callable[..., Any]:
    """`on("http", reports=True)`: the service is on; the site publishes at once."""

    def switch(kind: str = "http", **more: Any) -> Any:
        change_site(deps, CLI, site.id, {"moderation": "after"})
        place = {"url": f"{scorer.url}/check", "name": NAME} if kind == "http" else {}
        return change_spam_service(deps, CLI, site.id, kind, {"enabled": True, "key": KEY, **place, **more})

    return switch


def stored(deps: Any, answer: dict[str, Any]) -> Comment:
    deps.session.rollback()
    return deps.session.get(Comment, ("example", uuid.UUID(answer["comment"]["id"])), populate_existing=True)


def tasks(deps: Any) -> list[str]:
    deps.session.rollback()
    return sorted(deps.session.scalars(sa.select(OutboxTask.kind).where(OutboxTask.kind.like("%spam%"))))


def test_nobody_is_asked_until_a_site_says_so(deps, site, post, scorer, work):
    change_site(deps, CLI, site.id, {"moderation": "after"})
    answer = post(author=ADA)

    assert (answer["comment"]["status"], stored(deps, answer).held_reasons) == ("published", [])
    assert tasks(deps) == []
    assert [(one.kind, one.enabled, one.has_key) for one in read_spam_services(deps, CLI, site.id)] == [
        ("akismet", False, False),
        ("http", False, False),
    ]


def test_switching_on_and_off_publishes_the_notice_in_every_language(deps, site, client, draft, on):
    old = draft()
    changed = on("akismet")

    assert sorted(one.lang for one in changed.notices) == ["de", "en"]
    for notice in notices_in_force(deps.session, site.id):
        manifest = parse_manifest(notice.body)
        assert (notice.version, checked_by(manifest)) == (2, [AKISMET_NAME])
        assert AKISMET_NAME in manifest["purposes"][0]["recipients"]
        assert manifest["replaces"]["material"] is True
    assert client.post(site.comments_url, json=old, headers=site.headers()).status_code == 409
    assert change_spam_service(deps, CLI, site.id, "akismet", {"reports": True}).notices == []

    change_spam_service(deps, CLI, site.id, "akismet", {"enabled": False})

    for notice in notices_in_force(deps.session, site.id):
        assert (notice.version, checked_by(parse_manifest(notice.body))) == (3, [])
        assert "Akismet" not in notice.body.decode()
    assert KEY not in json.dumps([one.detail for one in deps.session.scalars(sa.select(AuditEvent))])
    assert tables_with(deps.session.get_bind(), KEY) == []


@pytest.mark.parametrize(
    ("said", "status", "reasons"),
    [(b'{"score": 3}', "published", []), (b'{"score": 97, "more": 1}', "pending", ["service"])],
)
def test_a_comment_waits_until_the_service_answered(deps, site, post, on, scorer, work, said, status, reasons):
    on()
    scorer.answer = said
    answer = post(author=ADA, body="What a day")
    waiting = stored(deps, answer)
    assert (answer["comment"]["status"], waiting.held_reasons) == ("pending", ["being-checked"])

    work()

    assert (stored(deps, answer).status, stored(deps, answer).held_reasons) == (status, reasons)
    ((path, told),) = scorer.asked
    assert path == "/check"
    assert told.keys() == {"v", "key", "site", "event", "id", "text", "website", "page", "lang", "reply", "written_at"}
    assert (told["key"], told["text"], told["website"]) == (KEY, "What a day", "https://ada.example/")
    assert str(waiting.id) not in str(told)
    assert all(secret not in scorer.raw[0] for secret in (b"Ada Lovelace", b"ada@example.org", KEY.encode() + b" HTTP"))
    work()
    assert len(scorer.asked) == 1


def test_akismet_is_asked_in_its_own_words_and_hears_only_what_it_got_wrong(
    deps, site, post, decide, on, scorer, work, later
):
    on("akismet", reports=True)
    scorer.answer = b"true"
    wrong, right = post(author=ADA, body="What a day"), post(body="Buy now")
    work()
    assert stored(deps, wrong).held_reasons == ["service"]
    path, told = scorer.asked[0]
    assert path == "/1.1/comment-check"
    assert (told["api_key"], told["blog"], told["user_ip"]) == (KEY, site.origin, "127.0.0.1")
    assert not {"comment_author", "comment_author_email", "user_agent", "referrer"} & told.keys()
    scorer.asked.clear()

    decide(wrong["comment"]["id"], "publish")
    decide(right["comment"]["id"], "spam")
    work()
    assert scorer.asked == [], "a decision is told once it has stood for a while"
    later(minutes=11)
    work()
    work()

    ((path, told),) = scorer.asked
    assert (path, told["comment_content"]) == ("/1.1/submit-ham", "What a day")


def test_a_service_that_is_down_neither_lets_strangers_through_nor_holds_for_ever(
    deps, site, publish, post, decide, on, scorer, work, later
):
    for n in range(3):
        publish(author=ADA, body=f"Number {n}")
    on(wait_minutes=5)
    scorer.status = 500
    trusted, stranger = post(author=ADA, body="Mine again"), post(author={"name": "Eve"}, body="Hello")
    for _ in range(3):
        work()
        later(minutes=1.5)
        assert stored(deps, trusted).status == stored(deps, stranger).status == "pending"
    assert len(scorer.asked) >= 4, "it is asked again and again"
    assert read_spam_services(deps, CLI, site.id)[1].trouble == "127.0.0.1 answered with 500"
    later(minutes=2)

    end_overdue_checks(deps)

    assert (stored(deps, trusted).status, stored(deps, trusted).held_reasons) == ("published", [])
    assert (stored(deps, stranger).status, stored(deps, stranger).held_reasons) == ("pending", ["unchecked"])
    scorer.status = 200
    later(minutes=30)
    asked = len(scorer.asked)
    work()
    assert (len(scorer.asked), tasks(deps)) == (asked, [])


def test_what_a_moderator_decided_meanwhile_stands_and_nobody_is_asked(deps, site, post, decide, on, scorer, work):
    on()
    answer = post(body="What a day")
    decide(answer["comment"]["id"], "reject")

    work()

    assert scorer.asked == []
    assert (stored(deps, answer).status, stored(deps, answer).held_reasons) == ("rejected", [])


def test_another_text_is_asked_about_anew_and_only_where_the_notice_named_the_service(
    deps, site, client, post, on, scorer, work
):
    change_site(deps, CLI, site.id, {"moderation": "after"})
    before = post(body="Written before")
    on()
    after = post(body="Written after")
    work()
    scorer.asked.clear()
    for answer, status in ((before, "published"), (after, "pending")):
        changed = client.patch(
            f"{site.comments_url}/{answer['comment']['id']}",
            json={"body": "Other words"},
            headers=site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"},
        )
        assert changed.status_code == 200
        assert stored(deps, answer).status == status

    work()

    assert [told["event"] for _, told in scorer.asked] == ["check", "erased"] or [
        told["event"] for _, told in scorer.asked
    ] == ["erased", "check"]
    assert stored(deps, after).status == "published"


def test_who_was_told_of_a_comment_is_told_that_it_is_erased(deps, site, post, on, scorer, work):
    on()
    answer = post(author=ADA, body="What a day")
    work()
    ref = scorer.asked[0][1]["id"]
    with writing(deps.session):
        erase_in_transaction(deps, find_site(deps, site.id), stored_now(deps, answer), by="reader")
    change_spam_service(deps, CLI, site.id, "http", {"enabled": False})
    assert deps.session.scalar(sa.select(sa.func.count()).select_from(SpamCheck)) == 0

    work()

    assert scorer.asked[-1][1] == {"v": 1, "key": KEY, "site": "example", "event": "erased", "id": ref}
    assert tables_with(deps.session.get_bind(), ref) == []


def stored_now(deps: Any, answer: dict[str, Any]) -> Comment:
    return deps.session.get(Comment, ("example", uuid.UUID(answer["comment"]["id"])))


PRIVATE = ("https://127.0.0.1/check", "https://[::ffff:127.0.0.1]/check", "https://169.254.169.254/latest/meta-data",
           "https://10.0.0.7:8443/check", "https://localhost/check", "http://93.184.216.34/check")  # fmt: skip


def test_private_addresses_are_not_asked(deps, site, post, on):
    on()
    real = SpamServices(OutboundClient(resolve=lambda host, _port: ["127.0.0.1" if host == "localhost" else host]))
    for url in PRIVATE:
        change_spam_service(deps, CLI, site.id, "http", {"url": url})
        answer = post(body="What a day")
        assert run_due_tasks(replace(deps, spam=real), HANDLERS).failed == 1
        trouble = read_spam_services(deps, CLI, site.id)[1].trouble
        assert "is not on the public internet" in trouble or "without TLS" in trouble, url
        assert stored(deps, answer).status == "pending"


NONSENSE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("akismet", {"enabled": True}, "key"),
    ("akismet", {"url": "https://example.org/"}, "url"),
    ("http", {"enabled": True, "name": NAME}, "url"),
    ("http", {"enabled": True, "url": "https://example.org/x"}, "name"),
    ("http", {"url": "https://example.org/x?key=1"}, "url"),
    ("http", {"url": "javascript:alert(1)"}, "url"),
    ("http", {"wait_minutes": 0}, "wait_minutes"),
    ("http", {"wait_minutes": 61}, "wait_minutes"),
    ("http", {"key": "ключ"}, "key"),
    ("http", {"enabled": "yes"}, "enabled"),
    ("http", {"sealed_key": b"x"}, "sealed_key"),
)


def test_nonsense_is_refused_and_changes_nothing(deps, site):
    before = read_spam_services(deps, CLI, site.id)
    for kind, changes, field in NONSENSE:
        with pytest.raises(ValidationFailed) as refused:
            change_spam_service(deps, CLI, site.id, kind, changes)
        assert list(refused.value.fields) == [field], changes
    deps.session.rollback()
    assert read_spam_services(deps, CLI, site.id) == before
    assert {notice.version for notice in notices_in_force(deps.session, site.id)} == {1}


def test_that_a_service_is_asked_is_no_doubt_for_which_a_proof_of_work_is_asked(deps, site):
    layered = replace(deps, settings=replace(deps.settings, values=deps.settings.values | {"spam_layers": True}))
    waiting = Finding("being-checked", "It is being asked.", Verdict.HOLD)
    whose = find_site(deps, site.id)

    assert ask_proof(layered, whose, "form", None, None, [waiting]) == []
    assert ask_proof(layered, whose, "form", None, None, [Finding("trusted", "It may pass.", Verdict.PASS)]) == []
    with pytest.raises(ChallengeFailed):
        ask_proof(layered, whose, "form", None, None, [waiting, Finding("links", "It has links.", Verdict.HOLD)])


def test_only_admins_of_the_site_see_or_change_it(deps, site, other_site):
    moderator = replace(CLI, site_id=site.id, scopes=frozenset({"moderate"}))
    for actor, refusal in ((moderator, Forbidden), (replace(CLI, site_id="other"), NotFound)):
        with pytest.raises(refusal):
            read_spam_services(deps, actor, site.id)
        with pytest.raises(refusal):
            change_spam_service(deps, actor, site.id, "akismet", {"key": KEY})
    with pytest.raises(NotFound):
        change_spam_service(deps, CLI, site.id, "carrier-pigeon", {})


def test_a_key_is_not_sent_to_another_address_than_the_one_it_was_given_for(on, deps, site):
    on("http")
    change_spam_service(deps, CLI, site.id, "http", {"url": "https://evil.example/take", "name": NAME})
    assert read_spam_services(deps, CLI, site.id)[1].has_key is False
    change_spam_service(deps, CLI, site.id, "http", {"url": "https://new.example/check", "key": KEY})
    change_spam_service(deps, CLI, site.id, "http", {"url": "https://new.example/check", "wait_minutes": 5})
    assert read_spam_services(deps, CLI, site.id)[1].has_key is True
    changes = sa.text("SELECT detail FROM audit_event WHERE action = 'spam-service.change' ORDER BY id")
    trail = list(deps.session.scalars(changes))
    assert "new.example" in trail[-2]
    assert not any("/check" in detail or "/take" in detail for detail in trail)
