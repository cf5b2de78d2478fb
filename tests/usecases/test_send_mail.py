"""Mail through the queue: sent once or visibly not, never silently, and gone with the reader it is about."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.adapters.mail import build
from commentsvc.domain.letter import Letter, Paragraph
from commentsvc.errors import Conflict, Forbidden, MailDelayed, MailRefused, MailUnsure, NotFound
from commentsvc.models.comment import Subject
from commentsvc.models.database import writing
from commentsvc.models.mail import MailMessage
from commentsvc.models.passing import OutboxTask
from commentsvc.settings import Settings
from commentsvc.usecases.access import CLI
from commentsvc.usecases.decide_mail import retry_mail, stop_mail
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.list_mail import list_mail
from commentsvc.usecases.queue_mail import KEPT, SEND, queue_mail
from commentsvc.usecases.record_bounce import record_bounce
from commentsvc.usecases.run_due_tasks import LEASE, TaskRun, run_due_tasks
from commentsvc.usecases.send_mail import ATTEMPTS, send_mail
from tests.domain.test_bounce import TOKEN, notification
from tests.support.everything import tables_with
from tests.support.sites import bearer
from tests.support.smtp import mail_server

from .log_entries import fresh

ADDRESS = "mia.moreau@example.org"


def write_greeting(_deps: Any, mail: MailMessage) -> Letter | None:
    """The only kind of mail of these tests; unwanted when its facts say so."""
    if mail.facts.get("unwanted"):
        return None
    return Letter(mail.address or "", "A greeting", "en", [Paragraph(f"Hello, number {mail.facts.get('n', 0)}.")])


@pytest.fixture
def server():
    """A mail server that runs."""
    with mail_server() as running:
        yield running


@pytest.fixture
def posting(deps, server):
    """What use-cases are given where mail is set up."""
    return with_mail(deps, server)


def with_mail(deps, server, **changes):
    settings = Settings(deps.settings.values | server.settings | changes)
    return replace(deps, settings=settings, mailer=build(settings))


def queue(deps, site, *, address: str | None = ADDRESS, **more: Any) -> uuid.UUID:
    facts = more.pop("facts", {})
    with writing(deps.session):
        made = queue_mail(deps, site.id, "greeting", facts=facts, address=address, **more)
    assert made is not None
    return made


def work(deps, limit: int = 50) -> TaskRun:
    def handler(own, site_id, payload):
        send_mail(own, site_id, payload, letters={"greeting": write_greeting})

    return run_due_tasks(deps, {SEND: handler}, limit, patience={SEND: ATTEMPTS})


def stored(deps, made: uuid.UUID) -> MailMessage:
    deps.session.rollback()
    mail = deps.session.scalars(
        sa.select(MailMessage).where(MailMessage.id == made).execution_options(populate_existing=True)
    ).one()
    deps.session.rollback()
    return mail


def tasks(deps) -> list[OutboxTask]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(OutboxTask).where(OutboxTask.kind == SEND)))


def test_a_mail_is_sent_once_and_its_address_is_forgotten(posting, server, site):
    made = queue(posting, site, facts={"n": 7})
    assert ADDRESS not in str(tasks(posting)[0].payload)

    assert work(posting) == TaskRun(done=1)
    assert work(posting) == TaskRun()

    (received,) = server.box.taken
    assert received.recipients == [ADDRESS]
    assert received.message["Message-ID"] == f"<{made.hex}@comments.test>"
    assert "Hello, number 7." in str(received.message.get_body(("plain",)))
    mail = stored(posting, made)
    assert (mail.state, mail.address, mail.facts, mail.hint) == ("sent", None, {}, "m…@example.org")
    assert tables_with(posting.session.get_bind(), ADDRESS) == []
    assert tasks(posting) == []


def test_what_was_rolled_back_is_never_sent(posting, server, site):
    with pytest.raises(ZeroDivisionError), writing(posting.session):
        queue_mail(posting, site.id, "greeting", facts={}, address=ADDRESS)
        1 / 0  # noqa: B018 - the caller fails

    assert work(posting) == TaskRun()
    assert server.box.taken == []


def test_without_mail_nothing_is_queued(deps, site):
    with writing(deps.session):
        assert queue_mail(deps, site.id, "greeting", facts={}, address=ADDRESS) is None

    assert tasks(deps) == []
    assert list_mail(deps, CLI, site.id).sender == ""


def test_the_last_word_of_a_server_for_now_is_tried_again_later_and_later(posting, server, site, later):
    made = queue(posting, site)
    server.box.say["mia"] = "451 4.7.1 greylisted"

    assert work(posting) == TaskRun(failed=1)
    (item,) = list_mail(posting, CLI, site.id).items
    assert (item.state, item.to, item.attempts) == ("waiting", "m…@example.org", 1)
    assert "greylisted" in item.reason and item.next_at is not None
    assert work(posting) == TaskRun()

    server.box.say.clear()
    later(seconds=11)
    assert work(posting) == TaskRun(done=1)
    assert stored(posting, made).state == "sent"
    assert len(server.box.taken) == 1


def test_a_server_that_is_away_for_a_night_loses_nothing_and_one_that_never_comes_back_is_seen(
    posting, server, site, later
):
    made = queue(posting, site, good_for=KEPT)
    server.box.say["mia"] = "450 4.3.2 down for the night"
    waited = timedelta()
    while not tasks(posting)[0].failed_at:
        assert work(posting) == TaskRun(failed=1)
        wait = timedelta(hours=6, seconds=1)
        waited += min(wait, tasks(posting)[0].run_at - stored(posting, made).changed_at)
        later(seconds=wait.total_seconds())

    assert waited > timedelta(hours=24)
    (item,) = list_mail(posting, CLI, site.id).items
    assert (item.state, item.can_retry, item.can_stop) == ("failed", True, True)

    server.box.say.clear()
    retry_mail(posting, CLI, site.id, made)
    assert work(posting) == TaskRun(done=1)
    assert stored(posting, made).state == "sent"


def test_a_refusal_for_good_ends_at_once_and_is_seen_without_the_address(posting, server, site):
    made = queue(posting, site)
    server.box.say["mia"] = "550 5.1.1 <mia.moreau@example.org>: mia.moreau is unknown"

    assert work(posting) == TaskRun(done=1)
    assert tasks(posting) == []
    (item,) = list_mail(posting, CLI, site.id).items
    assert (item.state, item.to) == ("refused", "m…@example.org")
    assert "550 5.1.1" in item.reason and "mia" not in item.reason
    assert stored(posting, made).status == "5.1.1"

    stop_mail(posting, CLI, site.id, made)
    assert list_mail(posting, CLI, site.id).items == []
    assert tables_with(posting.session.get_bind(), ADDRESS) == []


class Crash(BaseException):
    """The process ends."""


class Dying:
    """A mailer whose process ends once the server took the mail."""

    def __init__(self, inner):
        self._inner = inner
        self.sender = inner.sender

    def send(self, mail):
        self._inner.send(mail)
        raise Crash


def test_a_worker_that_dies_after_the_server_took_the_mail_does_not_have_it_sent_twice(posting, server, site, later):
    made = queue(posting, site)
    with pytest.raises(Crash):
        work(replace(posting, mailer=Dying(posting.mailer)))
    assert len(server.box.taken) == 1

    later(seconds=LEASE.total_seconds() + 1)
    assert work(posting) == TaskRun(done=1)
    assert len(server.box.taken) == 1
    mail = stored(posting, made)
    assert mail.state == "unsure" and "may have arrived" in mail.reason

    retry_mail(posting, CLI, site.id, made)  # somebody decides that twice is better than never
    assert work(posting) == TaskRun(done=1)
    assert len({received.message["Message-ID"] for received in server.box.taken}) == 1


def test_a_mail_that_another_worker_is_handing_over_is_left_to_it(posting, server, site):
    queue(posting, site)
    seen = []

    class Meanwhile:
        sender = posting.mailer.sender

        def send(self, mail):
            with (own := fresh(posting)).session:
                (task,) = tasks(own)
                with pytest.raises(MailDelayed, match="another worker"):
                    send_mail(own, task.site_id, task.payload, letters={"greeting": write_greeting})
                with pytest.raises(Conflict):
                    retry_mail(own, CLI, site.id, task.id)
            seen.append(mail)
            posting.mailer.send(mail)

    assert work(replace(posting, mailer=Meanwhile())) == TaskRun(done=1)
    assert len(seen) == len(server.box.taken) == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [(MailRefused("no", "5.7.1"), "refused"), (MailUnsure("no answer"), "unsure"), (MailDelayed("later"), "waiting")],
)
def test_each_kind_of_failure_leaves_the_mail_as_it_is(posting, site, error, state):
    class Failing:
        sender = posting.mailer.sender

        def send(self, mail):
            raise error

    made = queue(posting, site)
    work(replace(posting, mailer=Failing()))

    assert stored(posting, made).state == state


def test_what_is_no_longer_wanted_or_too_late_is_not_sent(posting, server, site, later):
    unwanted = queue(posting, site, facts={"unwanted": True})
    late = queue(posting, site, good_for=timedelta(minutes=30))
    later(minutes=31)

    assert work(posting) == TaskRun(done=2)
    assert server.box.taken == []
    assert {stored(posting, made).state for made in (unwanted, late)} == {"stopped"}
    assert tables_with(posting.session.get_bind(), ADDRESS) == []


def test_an_address_that_is_none_ends_its_mail_and_not_the_worker(posting, server, site):
    made = queue(posting, site, address="a:;")

    assert work(posting) == TaskRun(done=1)
    assert stored(posting, made).state == "refused"
    assert server.box.taken == []


def test_several_workers_at_once_send_every_mail_exactly_once(posting, server, site):
    made = [queue(posting, site, address=f"reader{number}@example.org") for number in range(12)]

    def run(_):
        with (own := fresh(posting)).session:
            return work(own)

    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(run, range(3)))
    runs.append(work(posting))

    assert sum(one.done for one in runs) == len(made)
    assert sum(one.failed for one in runs) == 0
    assert sorted(received.recipients[0] for received in server.box.taken) == sorted(
        f"reader{number}@example.org" for number in range(12)
    )


def test_law_5_a_reader_who_is_erased_takes_the_mail_to_them_along(posting, server, site, client, post, later):
    answer = post(author={"name": "Mia", "email": ADDRESS}, purposes={"publish": True})
    posting.session.rollback()
    subject = posting.session.scalars(sa.select(Subject.id)).one()
    waiting = queue(posting, site, subject_id=subject)
    server.box.say["mia"] = "451 4.7.1 later"
    work(posting)
    assert "mail_message" in tables_with(posting.session.get_bind(), ADDRESS)

    gone = client.delete(
        f"{site.comments_url}/{answer['comment']['id']}",
        headers=site.headers() | bearer(answer["edit_token"]),
    )

    assert gone.status_code in (200, 204), gone.get_data(as_text=True)
    assert tables_with(posting.session.get_bind(), ADDRESS) == []
    posting.session.rollback()
    assert posting.session.scalars(sa.select(MailMessage).where(MailMessage.id == waiting)).all() == []
    assert posting.session.scalars(sa.select(Subject)).all() == []
    server.box.say.clear()
    later(minutes=5)
    assert work(posting).failed == 0
    assert server.box.taken == []
    assert tasks(posting) == []


def test_a_bounce_that_comes_later_is_kept_with_its_mail(posting, site):
    made = queue(posting, site)
    work(posting)
    raw = notification().replace(TOKEN.encode(), made.hex.encode())
    late = notification(action="delayed", status="4.4.1").replace(TOKEN.encode(), made.hex.encode())

    assert record_bounce(posting, late) == "late"
    assert stored(posting, made).state == "sent"
    assert record_bounce(posting, raw) == "recorded"
    assert record_bounce(posting, raw) == "recorded"

    (item,) = list_mail(posting, CLI, site.id).items
    assert (item.state, item.reason) == ("bounced", "the address does not exist (5.1.1)")
    assert (item.to, item.can_retry, item.can_stop) == ("m…@example.org", False, True)
    with pytest.raises(Conflict):
        retry_mail(posting, CLI, site.id, made)


def test_a_bounce_of_no_mail_or_of_one_that_was_not_sent_changes_nothing(posting, site):
    made = queue(posting, site)

    assert record_bounce(posting, notification()) == "not-ours"
    assert record_bounce(posting, notification().replace(TOKEN.encode(), made.hex.encode())) == "not-ours"
    assert record_bounce(posting, b"no notification") == "not-ours"
    assert stored(posting, made).state == "waiting"


def test_nobody_sees_or_decides_on_mail_of_another_site_or_without_being_its_admin(posting, site, other_site):
    made = queue(posting, site)
    foreigner = Actor("account:1", "Fritz", other_site.id, frozenset({"admin"}))
    moderator = Actor("account:2", "Mia", site.id, frozenset({"moderate"}))

    for actor, refused in ((foreigner, NotFound), (moderator, Forbidden)):
        with pytest.raises(refused):
            list_mail(posting, actor, site.id)
        for decide in (retry_mail, stop_mail):
            with pytest.raises(refused):
                decide(posting, actor, site.id, made)
    for decide in (retry_mail, stop_mail):
        with pytest.raises(NotFound):
            decide(posting, foreigner, other_site.id, made)
    assert list_mail(posting, CLI, other_site.id).items == []
    assert stored(posting, made).state == "waiting"


def test_only_who_administers_the_installation_sees_the_server(posting, site):
    owner = Actor("account:3", "Olga", site.id, frozenset({"admin"}))

    assert list_mail(posting, owner, site.id).server == ""
    assert list_mail(posting, CLI, site.id).server.startswith("127.0.0.1:")
