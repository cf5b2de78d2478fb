"""How readers come in to what is stored of them, and who does not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.models.mail import MailMessage
from commentsvc.models.reader import ReaderLink, ReaderSession, ReaderSessionRecord
from commentsvc.usecases.delete_expired import delete_expired
from tests.support.pages import Page, submit
from tests.support.smtp import Server, mail_server
from tests.support.visits import ask_for_link, come_in, form_to, link_in, mailed_link, send_all

ADA = "ada@example.org"


@pytest.fixture
def server() -> Iterator[Server]:
    """A mail server."""
    with mail_server() as running:
        yield running


@pytest.fixture
def overrides(server: Server) -> dict[str, Any]:
    """The application sends through it."""
    return server.settings


@pytest.fixture
def known(post: Any) -> dict[str, Any]:
    """A comment under Ada's address."""
    found: dict[str, Any] = post(body="Under my address", author={"name": "Ada Byron", "email": ADA})
    return found


def told(answer: Any) -> dict[str, str]:
    """The headers of an answer but for the number that each has of its own."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


def rows(deps: Any, model: Any) -> list[Any]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(model)))


def test_a_link_that_was_mailed_opens_what_is_stored(
    client: Any, deps: Any, site: Any, server: Server, known: Any
) -> None:
    link = mailed_link(deps, server, client, site, "Ada@Example.ORG")

    answer = come_in(client, site, link)

    assert answer.status_code == 303
    inside = client.get(answer.headers["Location"])
    text = Page(inside.text).text
    assert "not confirmed" in text and "A story" in text
    assert "Under my address" not in text and "Ada Byron" not in text, "whoever typed the address proved nothing"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/my/example/" in cookie
    assert inside.headers["Cache-Control"] == "no-store" and inside.headers["Referrer-Policy"] == "no-referrer"


def test_the_link_keeps_its_secret_from_servers_and_nothing_happens_by_looking(
    client: Any, deps: Any, site: Any, server: Server, known: Any
) -> None:
    link = mailed_link(deps, server, client, site, ADA)
    address, _, fragment = link.partition("#")

    opened = client.get(address.removeprefix("http://comments.test"))

    assert fragment.count(".") == 1 and fragment.split(".")[1] not in opened.text
    assert opened.status_code == 200 and "Set-Cookie" not in opened.headers
    assert come_in(client, site, link).status_code == 303
    [mail] = server.box.taken
    assert mail.recipients == [ADA]
    assert mail.message["Subject"] == "Your data on Example"


def test_who_asks_learns_nothing_of_whether_an_address_is_known(
    client: Any, deps: Any, site: Any, server: Server, known: Any
) -> None:
    written: list[list[str]] = []
    engine = deps.session.get_bind()
    answers = []
    for address in (ADA, "bob@example.org"):
        statements: list[str] = []
        listen = lambda *call, kept=statements: kept.append(call[2])  # noqa: E731 - removed by the same name
        sa.event.listen(engine, "before_cursor_execute", listen)
        answers.append(ask_for_link(client, site, address))
        sa.event.remove(engine, "before_cursor_execute", listen)
        written.append(statements)
    send_all(deps)

    [first, second] = answers
    assert (first.status_code, first.data) == (second.status_code, second.data) == (200, first.data)
    assert told(first) == told(second)
    assert written[0] == written[1], "the same work in the database"
    assert [mail.recipients for mail in server.box.taken] == [[ADA]]


def test_an_address_that_is_not_known_is_stored_nowhere_and_a_known_one_until_it_was_sent(
    client: Any, deps: Any, site: Any, server: Server, known: Any
) -> None:
    for address in (ADA, "bob@example.org"):
        ask_for_link(client, site, address)
    assert sorted(mail.address or "" for mail in rows(deps, MailMessage)) == ["", ADA]

    send_all(deps)

    assert [mail.address for mail in rows(deps, MailMessage)] == [None, None]
    assert sorted(mail.hint for mail in rows(deps, MailMessage)) == ["", "a…@example.org"]


@pytest.mark.parametrize("typed", ["ada@example.org\r\nBcc: eve@evil.test", "a:;", "ada@", "", '"a b"@example.org'])
def test_what_is_no_address_is_sent_nowhere(client: Any, deps: Any, site: Any, server: Server, typed: str) -> None:
    answer = ask_for_link(client, site, typed)

    send_all(deps)
    assert answer.status_code == 422 and "does not look like an e-mail address" in answer.text
    assert server.box.taken == [] and rows(deps, MailMessage) == []


def test_a_mailbox_of_other_letters_that_fold_alike_gets_nobodys_link(
    client: Any, deps: Any, site: Any, server: Server, post: Any
) -> None:
    post(author={"email": "sam@example.org"})

    ask_for_link(client, site, "ſam@example.org")

    send_all(deps)
    assert server.box.taken == []


def test_a_link_works_once(client: Any, app: Any, deps: Any, site: Any, server: Server, known: Any) -> None:
    link = mailed_link(deps, server, client, site, ADA)
    come_in(client, site, link)

    again = come_in(app.test_client(), site, link)

    assert again.status_code == 404 and "Set-Cookie" not in again.headers


def test_a_link_ends_after_half_an_hour(
    client: Any, deps: Any, site: Any, server: Server, known: Any, later: Any
) -> None:
    link = mailed_link(deps, server, client, site, ADA)
    later(minutes=31)

    assert come_in(client, site, link).status_code == 404


def test_a_link_that_waited_too_long_is_not_sent(
    client: Any, deps: Any, site: Any, server: Server, known: Any, later: Any
) -> None:
    ask_for_link(client, site, ADA)
    later(minutes=31)

    send_all(deps)

    assert server.box.taken == []


def test_a_link_a_receipt_and_a_visit_of_another_site_open_nothing(
    client: Any, app: Any, deps: Any, site: Any, other_site: Any, server: Server, known: Any, post: Any
) -> None:
    theirs = post(at=other_site, author={"email": ADA})
    link = mailed_link(deps, server, client, site, ADA)

    for brought in (link, known["receipt"]["url"]):
        assert come_in(client, other_site, brought).status_code == 404
    come_in(client, other_site, theirs["receipt"]["url"])
    token = client.get_cookie("commentsvc_reader", path="/my/other/").value
    stranger = app.test_client()
    stranger.set_cookie("commentsvc_reader", token, path="/my/example/")
    assert "Sign out" not in stranger.get(f"/my/{site.id}/").text
    comment = stranger.get(f"/my/{site.id}/comment/{known['comment']['id']}")
    assert comment.status_code == 303 and "ended=1" in comment.headers["Location"]


@pytest.mark.parametrize("changed", ["id", "secret"])
def test_a_guessed_link_opens_nothing(
    client: Any, deps: Any, site: Any, server: Server, known: Any, changed: str
) -> None:
    link = mailed_link(deps, server, client, site, ADA)
    number, secret = link.partition("#")[2].split(".")
    guess = f"{'0' * 8}{number[8:]}.{secret}" if changed == "id" else f"{number}.{'A' * 43}"

    assert come_in(client, site, guess).status_code == 404


def test_a_receipt_opens_its_comment_only_and_each_further_one_adds_its_own(
    client: Any, site: Any, known: Any, post: Any
) -> None:
    second = post(body="Another of mine", author={"name": "Ada", "email": ADA})
    assert come_in(client, site, known["receipt"]["url"]).status_code == 303

    text = Page(client.get(f"/my/{site.id}/").text).text
    assert "Under my address" in text and "Another of mine" not in text
    inside = client.get(f"/my/{site.id}/")
    form = form_to(inside, "/enter")
    client.post(form["action"], data=form["fields"] | {"receipt": second["receipt"]["url"]})

    text = Page(client.get(f"/my/{site.id}/").text).text
    assert "Under my address" in text and "Another of mine" in text


def test_a_visit_by_mail_shows_what_a_receipt_adds_as_theirs(
    client: Any, deps: Any, site: Any, server: Server, known: Any
) -> None:
    come_in(client, site, mailed_link(deps, server, client, site, ADA))
    inside = client.get(f"/my/{site.id}/")
    form = form_to(inside, "/enter")

    client.post(form["action"], data=form["fields"] | {"receipt": known["receipt"]["url"]})

    text = Page(client.get(f"/my/{site.id}/").text).text
    assert "Under my address" in text and "not confirmed" not in text


def test_an_erased_receipt_opens_no_visit(client: Any, site: Any, known: Any) -> None:
    receipt = known["receipt"]
    client.post(
        f"/my/{site.id}/receipt/withdraw",
        data={"receipt": f"{receipt['id']}.{receipt['secret']}", "purpose": "publish"},
    )

    answer = come_in(client, site, receipt["url"])

    assert answer.status_code == 410 and "Set-Cookie" not in answer.headers


def test_a_visit_gets_a_fresh_cookie_whatever_the_browser_brought(
    client: Any, app: Any, deps: Any, site: Any, server: Server, known: Any
) -> None:
    client.set_cookie("commentsvc_reader", "planted-by-somebody-else", path="/my/example/")

    come_in(client, site, known["receipt"]["url"])

    token = client.get_cookie("commentsvc_reader", path="/my/example/").value
    assert len(token) == 43
    assert [row.token_hash for row in rows(deps, ReaderSession)] == [hashlib.sha256(token.encode()).hexdigest()]
    come_in(client, site, mailed_link(deps, server, app.test_client(), site, ADA))
    assert client.get_cookie("commentsvc_reader", path="/my/example/").value != token
    assert len(rows(deps, ReaderSession)) == 1, "the visit before has ended"


def test_no_other_page_lets_a_reader_in(client: Any, site: Any, known: Any) -> None:
    answer = client.post(
        f"/my/{site.id}/enter",
        data={"receipt": known["receipt"]["url"]},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"},
    )

    assert answer.status_code == 403 and "Set-Cookie" not in answer.headers


def test_signing_out_ends_the_visit_and_only_the_visits_own_form_can(
    client: Any, deps: Any, site: Any, known: Any
) -> None:
    come_in(client, site, known["receipt"]["url"])
    inside = client.get(f"/my/{site.id}/")
    form = form_to(inside, "/leave")
    token = client.get_cookie("commentsvc_reader", path="/my/example/").value

    for key in ("", "A" * 43):
        refused = client.post(form["action"], data={"form_key": key})
        assert refused.status_code == 400 and "Nothing was changed" in refused.text
    assert len(rows(deps, ReaderSession)) == 1
    answer = client.post(form["action"], data=form["fields"])

    assert answer.status_code == 303 and rows(deps, ReaderSession) == rows(deps, ReaderSessionRecord) == []
    client.set_cookie("commentsvc_reader", token, path="/my/example/")
    assert "Under my address" not in client.get(f"/my/{site.id}/").text


@pytest.mark.parametrize(
    ("clicks", "minutes", "goes_on"), [([], 31, False), ([20, 20], 20, True), ([25] * 4, 25, False)]
)
def test_a_visit_ends_half_an_hour_after_the_last_click_and_after_two_hours(
    client: Any, deps: Any, site: Any, known: Any, later: Any, clicks: list[int], minutes: int, goes_on: bool
) -> None:
    come_in(client, site, known["receipt"]["url"])
    for wait in clicks:
        later(minutes=wait)
        client.get(f"/my/{site.id}/")
    later(minutes=minutes)

    assert ("Under my address" in client.get(f"/my/{site.id}/").text) is goes_on
    later(hours=3)
    delete_expired(deps)
    assert rows(deps, ReaderSession) == rows(deps, ReaderSessionRecord) == rows(deps, ReaderLink) == []


def test_erasing_ends_what_the_visit_may_see(client: Any, deps: Any, site: Any, server: Server, known: Any) -> None:
    come_in(client, site, mailed_link(deps, server, client, site, ADA))
    ask_for_link(client, site, ADA)
    receipt = known["receipt"]
    client.post(
        f"/my/{site.id}/receipt/withdraw",
        data={"receipt": f"{receipt['id']}.{receipt['secret']}", "purpose": "publish"},
    )

    assert rows(deps, ReaderSession) == rows(deps, MailMessage) == []
    assert [link.subject_id for link in rows(deps, ReaderLink)] == []
    assert "Sign out" not in client.get(f"/my/{site.id}/").text


def test_asking_again_and_again_is_slowed_down_alike_for_every_address(client: Any, site: Any, known: Any) -> None:
    for address in (ADA, "bob@example.org"):
        answers = [ask_for_link(client, site, address).status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]


def test_without_mail_the_door_says_what_to_do_instead(make_app: Any, site: Any) -> None:
    client = make_app().test_client()

    page = Page(client.get(f"/my/{site.id}/").text)

    assert "sends no mail" in page.text and f"privacy@{site.id}.org" in page.text
    assert [form["action"] for form in page.forms] == [f"/my/{site.id}/enter"]
    assert client.post(f"/my/{site.id}/link", data={"address": ADA}).status_code == 503


HOSTILE = """"><script>alert(1)</script>{{7777777*7777777}}'"""


def test_hostile_names_are_words_on_every_page(client: Any, deps: Any, site: Any, server: Server, post: Any) -> None:
    posted = post(body=HOSTILE, title=HOSTILE, author={"name": HOSTILE, "email": ADA})
    come_in(client, site, mailed_link(deps, server, client, site, ADA))
    doubtful = client.get(f"/my/{site.id}/")
    come_in(client, site, posted["receipt"]["url"])

    for answer in (
        doubtful,
        client.get(f"/my/{site.id}/"),
        client.get(f"/my/{site.id}/comment/{posted['comment']['id']}"),
    ):
        assert "<script>alert" not in answer.text and "60493815061729" not in answer.text
        assert "alert(1)" in Page(answer.text).text
    sent = submit(client, f"/my/{site.id}/enter", {"receipt": HOSTILE})
    assert "<script>alert" not in sent.text


def test_a_comment_shows_its_record_to_the_visit_that_may_see_it(
    client: Any, app: Any, site: Any, known: Any, post: Any
) -> None:
    other = post(body="Somebody else's")
    come_in(client, site, known["receipt"]["url"])

    text = Page(client.get(f"/my/{site.id}/comment/{known['comment']['id']}").text).text
    assert "Under my address" in text and "You agreed" in text and "Version 1" in text
    assert client.get(f"/my/{site.id}/comment/{other['comment']['id']}").status_code == 404
    assert app.test_client().get(f"/my/{site.id}/comment/{known['comment']['id']}").status_code == 303


def test_many_comments_are_shown_by_pages(client: Any, deps: Any, site: Any, server: Server, post: Any) -> None:
    for number in range(45):
        post(author={"email": ADA}, title=f"Story {number}", page=f"{site.page}/{number}")
    come_in(client, site, mailed_link(deps, server, client, site, ADA))

    pages = [client.get(f"/my/{site.id}/?unconfirmed={number}").text for number in (1, 2, 3, 99, -1)]

    assert [text.count('class="title"><a href') for text in pages] == [20, 20, 5, 5, 20]
    assert "Page 2 of 3" in pages[1]


def test_the_mail_is_in_the_readers_language(client: Any, deps: Any, site: Any, server: Server, known: Any) -> None:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "ar"
    ask_for_link(client, site, ADA)
    send_all(deps)

    [mail] = server.box.taken
    assert mail.message["Content-Language"] == "ar"
    assert "lang=ar#" in link_in(mail)
