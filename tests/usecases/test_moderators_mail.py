"""Mail to moderators: what they chose, links that act once on one press, and nothing that outlives its comment."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from commentsvc.domain.mail_wish import ALL, DAILY, EACH, HOURLY, LINKS_FOR, PER_HOUR, SHOWN, next_digest
from commentsvc.models.account import Account, Membership, find_account
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.mail import MailMessage
from commentsvc.models.mail_wish import MailNews, MailWish
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_mail_wish import MailWishDraft, change_mail_wish
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.decide_by_mail import look_at_mail_link
from commentsvc.usecases.record_bounce import record_bounce
from commentsvc.usecases.tell_moderators import mail_moderators
from tests.support.everything import tables_with as all_tables_with
from tests.support.reply_mail import Postman, html, plain
from tests.support.sites import bearer
from tests.support.smtp import mail_server

MIA = {"name": "Mia Moreau", "email": None}
ADDRESS = "mod@example.org"


def tables_with(engine: Any, needle: str) -> list[str]:
    """The tables that hold it; the search index of SQLite forgets when the worker writes it anew."""
    return [name for name in all_tables_with(engine, needle) if not name.startswith("search_fts")]


@pytest.fixture
def server() -> Iterator[Any]:
    with mail_server() as running:
        yield running


@pytest.fixture
def overrides(server: Any) -> dict[str, Any]:
    return server.settings | {"public_url": "https://comments.test"}


@pytest.fixture
def postman(deps: Any, server: Any) -> Postman:
    return Postman(deps, server.box)


@pytest.fixture
def wish(deps: Any, site: Any, sign_in: Any) -> Any:
    """`wish(EACH)`: the moderator of the site wants that; returns the account."""
    sign_in(ADDRESS, name="Moritz", site_id=site.id, role="moderator")
    account = find_account(deps.session, ADDRESS)

    def choose(rhythm: str, **more: Any) -> Account:
        change_mail_wish(deps, CLI, site.id, account, MailWishDraft(rhythm, **more))
        return account

    return choose


@pytest.fixture
def mails(deps: Any, postman: Postman) -> Any:
    """`mails()`: what the worker and the mail server make of what waits."""

    def carry() -> list[Any]:
        mail_moderators(deps)
        return postman.carry()

    return carry


def links(mail: Any) -> dict[str, str]:
    """The links of a mail by what they say; of a digest the last comment's."""
    return {words: url for url, words in re.findall(r'<a href="([^"]+)">([^<]+)</a>', html(mail))}


def follow(client: Any, link: str, *, act: bool = True) -> Any:
    """Open the link as a script or a person would, and press the button if there is one."""
    address = urlsplit(link)
    opened = client.get(address.path)
    assert opened.status_code == 200
    shown = client.post(address.path, data={"receipt": address.fragment})
    for answer in (opened, shown):
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers or "console" not in answer.headers["Set-Cookie"]
    if not act or "by-mail/done" not in shown.text:
        return shown
    return client.post(f"{address.path}/done", data={"receipt": address.fragment})


def withdraw(client: Any, site: Any, answer: Any) -> None:
    """Its author erases the comment with the receipt."""
    receipt = answer["receipt"]
    done = client.post(
        f"{site.url}/consents/{receipt['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=site.headers() | bearer(receipt["secret"]),
    )
    assert done.status_code == 200, done.text


def status_of(deps: Any, answer: Any) -> str:
    deps.session.rollback()
    found = deps.session.scalars(sa.select(Comment.status).where(Comment.id == uuid.UUID(answer["comment"]["id"])))
    return str(found.one())


def test_nothing_is_sent_to_who_chose_nothing(deps, post, mails):
    post()
    assert mails() == []


def test_each_comment_comes_as_words_and_is_decided_by_one_press_once(deps, site, client, post, wish, mails):
    """Remark42: links and tracking pixels in mail; Isso: a link that acts on GET, for ever."""
    account = wish(EACH)
    hostile = "See [this](https://evil.example/a) ![p](https://evil.example/p.png)\nwww.evil.example <img src=x>"
    answer = post(author=MIA, body=hostile)
    [mail] = mails()

    assert mail.recipients == [ADDRESS]
    assert mail.message["Subject"] == "Example: Mia Moreau on A story"
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = links(mail)
    assert list(found) == ["Publish", "Reject", "Mark as spam", "Open the queue"]
    assert all(url.startswith("https://comments.test/admin/example/") for url in found.values())
    assert "<img" not in html(mail) and "evil.example" not in html(mail) + plain(mail)
    assert mails() == []

    look = follow(client, found["Publish"], act=False)
    assert "Publish this comment?" in look.text and "Moritz" in look.text
    assert status_of(deps, answer) == "pending", "looking changes nothing"
    done = follow(client, found["Publish"])
    assert "The comment is published now" in done.text
    assert status_of(deps, answer) == "published"
    [decision] = deps.session.scalars(sa.select(Decision))
    assert (decision.actor, decision.actor_name) == (f"account:{account.id}", "Moritz")

    again = follow(client, found["Publish"])
    assert "used before" in again.text and "published" in again.text and "Moritz" in again.text
    late = follow(client, found["Reject"])
    assert "The comment is published now" in late.text and "Nothing was changed" in late.text
    client.post(
        f"{site.url}/moderation/decisions",
        json={"decisions": [{"comment": answer["comment"]["id"], "action": "undo"}]},
        headers=site.operator(),
    )
    assert "used before" in follow(client, found["Publish"]).text
    assert status_of(deps, answer) == "pending", "taken back, and the link does not work a second time"
    assert "Nothing was changed" not in follow(client, found["Mark as spam"]).text
    assert status_of(deps, answer) == "spam"


def test_a_link_is_refused_for_anything_but_what_it_was_written_for(
    deps, site, other_site, client, post, wish, mails, later
):
    wish(EACH)
    answer = post(author=MIA, body="About swordfish")
    [mail] = mails()
    link = links(mail)["Reject"]
    address = urlsplit(link)
    parts = address.fragment.split(".")
    other = post(author=MIA, body="About herrings")["comment"]["id"]
    for place, value in (
        (1, uuid.UUID(other).hex),
        (2, "publish"),
        (3, "published"),
        (5, "99999999999"),
        (6, "x" * 43),
    ):
        forged = ".".join([*parts[:place], value, *parts[place + 1 :]])
        for where in (address.path, f"{address.path}/done"):
            refused = client.post(where, data={"receipt": forged})
            assert refused.status_code == 404 and "not whole" in refused.text and "swordfish" not in refused.text
    elsewhere = client.post("/admin/other/by-mail/done", data={"receipt": address.fragment})
    assert elsewhere.status_code == 404 and "swordfish" not in elsewhere.text
    assert client.get(f"{address.path}/done").status_code in (302, 404, 405)
    assert status_of(deps, answer) == "pending"

    later(seconds=LINKS_FOR.total_seconds() + 1)
    late = follow(client, link)
    assert "too old" in late.text and "swordfish" not in late.text
    assert status_of(deps, answer) == "pending"


def test_a_link_dies_with_its_members_role_with_an_edit_and_with_the_comment(deps, site, client, post, wish, mails):
    account = wish(EACH)
    edited, erased = post(author=MIA, body="About herrings"), post(author=MIA, body="About swordfish")
    first, second = [links(mail)["Publish"] for mail in mails()]
    headers = site.headers() | bearer(edited["edit_token"])
    client.patch(f"{site.comments_url}/{edited['comment']['id']}", json={"body": "Buy my herrings"}, headers=headers)
    told = follow(client, first)
    assert "has changed the comment" in told.text and "Buy my herrings" in told.text
    assert status_of(deps, edited) == "pending"
    fresh = links(mails()[0])["Publish"]
    assert look_at_mail_link(deps, site.id, urlsplit(fresh).fragment).state == "ready"

    withdraw(client, site, erased)
    assert "was erased" in follow(client, second).text

    with writing(deps.session) as session:
        session.execute(sa.delete(Membership).where(Membership.account_id == account.id))
    gone = follow(client, fresh)
    assert "does not moderate this site any more" in gone.text and "herrings" not in gone.text
    assert status_of(deps, edited) == "pending"
    post(author=MIA)
    deps.session.rollback()
    assert mails() == [] and deps.session.scalars(sa.select(MailWish)).all() == []


def test_an_erased_comment_leaves_mail_that_waits_and_an_empty_digest_is_not_sent(
    deps, site, client, post, wish, mails, postman, later
):
    wish(HOURLY)
    one, two = post(author=MIA, body="About swordfish"), post(author={"name": "Ben"}, body="About herrings")
    later(hours=1)
    assert mail_moderators(deps) == 1
    withdraw(client, site, one)
    assert tables_with(deps.session.get_bind(), "swordfish") == []
    [mail] = postman.carry()
    assert "herrings" in plain(mail) and "swordfish" not in plain(mail)
    assert mail.message["Subject"] == "Example: 1 comment"

    three = post(author=MIA, body="About swordfish")
    later(hours=1)
    assert mail_moderators(deps) == 1
    for answer in (two, three):
        withdraw(client, site, answer)
    assert postman.carry() == []
    post(author=MIA, body="About swordfish")
    withdraw(client, site, post(author=MIA, body="About herrings"))
    assert len(deps.session.scalars(sa.select(MailNews)).all()) == 1


def test_a_digest_in_which_all_is_decided_is_not_sent(deps, post, decide, wish, mails, later):
    wish(DAILY)
    answer = post(author=MIA)
    decide(answer["comment"]["id"], "publish")
    later(days=1)
    assert mails() == []
    assert deps.session.scalars(sa.select(MailNews)).all() == []


def test_a_flood_comes_together_and_says_so(deps, site, client, post, publish, wish, mails, later):
    wish(EACH)
    for _ in range(3):
        post(author=MIA)
    assert len(mails()) == 3
    first = post(author=MIA)
    _flood(deps, site, first, 1000)
    [digest] = mails()

    assert "1001 comments" in digest.message["Subject"]
    assert f"more than {PER_HOUR} within an hour" in plain(digest)
    assert f"{1001 - SHOWN} comments more are not shown" in plain(digest)
    assert html(digest).count("Publish</a>") == SHOWN
    post(author=MIA)
    assert mails() == []
    later(hours=1)
    assert len(mails()) == 1


def _flood(deps: Any, site: Any, like: Any, count: int) -> None:
    """So many comments more that wait, as they are stored, and not yet told."""
    with writing(deps.session) as session:
        comment = session.get(Comment, (site.id, uuid.UUID(like["comment"]["id"])))
        wish = session.scalars(sa.select(MailWish)).one()
        columns = [column.name for column in Comment.__table__.columns]
        row = {name: getattr(comment, name) for name in columns}
        ids = [uuid.uuid4() for _ in range(count)]
        session.execute(sa.insert(Comment), [row | {"id": one, "root_id": one} for one in ids])
        session.execute(
            sa.insert(MailNews), [{"site_id": site.id, "account_id": wish.account_id, "comment_id": one} for one in ids]
        )


def test_what_is_public_at_once_is_told_to_who_wants_all(deps, site, post, wish, mails):
    change_site(deps, CLI, site.id, {"moderation": "after"})
    account = wish(EACH)
    post(author=MIA)
    assert mails() == []
    change_mail_wish(deps, CLI, site.id, account, MailWishDraft(EACH, about=ALL))
    post(author=MIA)
    [mail] = mails()
    assert list(links(mail)) == ["Remove", "Mark as spam", "Open the queue"]


@pytest.mark.parametrize(
    "name", ["x\r\nBcc: a@evil.example", "=?utf-8?q?=0D=0ABcc:_a@evil.example?=", "a:;", '"><b>&', "\u202eevil\x00"]
)
def test_a_hostile_name_stays_a_name(deps, site, post, wish, mails, name):
    """Twikoo: recursion on `a:;`; CRLF in every header field."""
    wish(EACH)
    shown = post(author={"name": name.replace("\x00", ""), "email": None}, title=f"T {name}".replace("\x00", ""))
    [mail] = mails()

    assert mail.recipients == [ADDRESS] and mail.message["Bcc"] is None
    assert len(mail.message.get_all("Subject")) == 1 and "<b>" not in html(mail)
    assert shown["comment"]["id"]


def test_one_click_ends_them_and_a_wrong_link_ends_nothing(deps, site, client, post, wish, mails):
    wish(EACH)
    post(author=MIA)
    [mail] = mails()
    (stop,) = re.findall(r"<(https://\S+)>", mail.message["List-Unsubscribe"])
    address = urlsplit(stop)
    path = f"{address.path}?{address.query}"
    assert "End these mails" in client.get(path).text
    answers = [client.post(wrong, data={"List-Unsubscribe": "One-Click"}) for wrong in (address.path, path + "x")]
    assert deps.session.scalars(sa.select(MailWish)).one()
    answers.append(client.post(path, data={"List-Unsubscribe": "One-Click"}))

    deps.session.rollback()
    assert deps.session.scalars(sa.select(MailWish)).all() == []
    assert {(one.status_code, one.text) for one in answers} == {(200, answers[0].text)}
    ended = "SELECT count(*) FROM audit_event WHERE action = 'mail.wish' AND detail LIKE '%nothing%'"
    assert deps.session.scalar(sa.text(ended)) == 1
    post(author=MIA)
    assert mails() == []


def test_a_bounce_of_such_a_mail_is_seen_like_any_other(deps, site, post, wish, mails):
    wish(EACH)
    post(author=MIA)
    mails()
    [mail] = deps.session.scalars(sa.select(MailMessage))
    notice = (
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\n\r\n--b--\r\n"
    )
    assert record_bounce(deps, notice, f"bounces+{mail.id.hex}@example.org") == "recorded"
    deps.session.rollback()
    assert deps.session.get(MailMessage, (site.id, mail.id)).state == "bounced"


@pytest.mark.parametrize(
    ("rhythm", "at", "then"),
    [
        (HOURLY, "2026-11-29T09:00:00", "2026-11-29T10:00:00"),
        (HOURLY, "2026-11-29T23:59:59", "2026-11-30T00:00:00"),
        (DAILY, "2026-11-29T05:59:59", "2026-11-29T06:00:00"),
        (DAILY, "2026-11-29T06:00:00", "2026-11-30T06:00:00"),
    ],
)
def test_a_digest_is_due_at_the_full_hour(rhythm, at, then):
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert next_digest(rhythm, 6, moment) == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_a_digest_waits_for_its_hour(deps, post, wish, mails, time_machine):
    time_machine.move_to(datetime(2026, 11, 29, 9, 10, tzinfo=UTC))
    wish(HOURLY)
    time_machine.move_to(datetime(2026, 11, 29, 14, 20, tzinfo=UTC))
    mail_moderators(deps)
    post(author=MIA)
    assert mails() == []
    time_machine.move_to(datetime(2026, 11, 29, 15, 0, 1, tzinfo=UTC))
    assert len(mails()) == 1
