"""What readers do with what is theirs, what it leaves behind, and who may not."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.jobs.worker import HANDLERS
from commentsvc.ledger.encoding import from_base64
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import newest_body, newest_event
from commentsvc.models.contact import Contact
from commentsvc.models.database import writing
from commentsvc.models.fact import LoggedFact
from commentsvc.models.log import LogEntry
from commentsvc.models.mail import MailMessage
from commentsvc.models.reader import ReaderLink, ReaderSession
from commentsvc.models.request import SubjectRequest
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.run_retention import WORKER, run_retention
from commentsvc.usecases.set_hold import HoldDraft, set_hold
from tests.support.choices import choose, publish_cookie_notice
from tests.support.pages import Page
from tests.support.smtp import Server, mail_server
from tests.support.visits import come_in, confirm, form_to, mailed_link, send_all

ADA, NEW = "ada@example.org", "countess@example.org"


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The acts lock and write: on both kinds of database where a test says so."""
    kind = getattr(request, "param", "sqlite")
    url: str = request.getfixturevalue(f"{kind}_database")
    return url


both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)


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
def mine(publish: Any, deps: Any, site: Any) -> dict[str, Any]:
    """A published comment whose address's owner confirmed it."""
    posted: dict[str, Any] = publish(
        body="Mine, I say", author={"name": "Ada Byron", "email": ADA, "website": "https://ada.example.org"}
    )
    confirm(deps, site, posted["comment"]["id"])
    return posted


@pytest.fixture
def visit(client: Any, app: Any, deps: Any, site: Any, server: Server) -> Callable[[], Any]:
    """`visit()`: a browser in a visit by Ada's mailbox."""

    def begin() -> Any:
        browser = app.test_client()
        assert come_in(browser, site, mailed_link(deps, server, app.test_client(), site, ADA)).status_code == 303
        return browser

    return begin


def press(browser: Any, site: Any, path: str, end: str, values: dict[str, str] | None = None, **having: str) -> Any:
    """Open the page, fill in the form that goes there, send it."""
    form = form_to(browser.get(f"/my/{site.id}/{path}"), end, **having)
    return browser.post(form["action"], data=form["fields"] | (values or {}))


def taken_along(browser: Any, site: Any) -> bytes:
    """What stands in the file of this visit."""
    files = zipfile.ZipFile(io.BytesIO(press(browser, site, "", "/bundle").data))
    return b"".join(files.read(name) for name in files.namelist())


def told(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return Page(answer.text).text


def kept(answer: Any) -> list[dict[str, Any]]:
    """The proofs in the file that the page offers."""
    import base64

    [link] = [a["href"] for a in Page(answer.text).named("a") if a.get("download")]
    content = json.loads(base64.b64decode(link.partition("base64,")[2]))
    return list(content["receipts"])


def stored(deps: Any, model: Any, *key: Any) -> Any:
    deps.session.rollback()
    return deps.session.get(model, key)


def everywhere(deps: Any) -> str:
    """Every value of every row but those of the site and its texts."""
    deps.session.rollback()
    skipped = {"site", "notice", "account", "audit_event"}
    return "\n".join(
        repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
        for table in Comment.metadata.sorted_tables
        if table.name not in skipped
        for row in deps.session.execute(sa.select(table))
    )


@both
def test_a_name_a_website_and_a_text_are_corrected_and_pass_moderation(
    deps: Any, site: Any, mine: Any, visit: Any, client: Any, later: Any
) -> None:
    later(hours=3)
    browser, comment = visit(), mine["comment"]["id"]

    answer = press(
        browser, site, f"comment/{comment}", "/correct", {"name": "A. B.", "website": "", "body": "Mine, I said"}
    )

    assert "Your comment was changed. Others see it again when it has been checked." in told(answer)
    [proof] = kept(answer)
    assert (proof["event"], proof["id"]) == ("corrected", mine["receipt"]["id"])
    leaf = from_base64(proof["promise"]["leaf"])
    deps.session.rollback()
    assert deps.session.scalar(sa.select(sa.func.count()).where(LogEntry.leaf_hash == leaf)) == 1
    shown = client.get(site.comments_url, query_string={"page": site.page}).text
    assert "Ada Byron" not in shown and "Mine, I" not in shown
    page = told(browser.get(f"/my/{site.id}/comment/{comment}"))
    assert "A. B." in page and "Mine, I said" in page and "You corrected something" in page
    again = press(browser, site, f"comment/{comment}", "/correct", {"body": "Mine, I said"})
    assert "Nothing was changed" in told(again)


def test_of_what_a_moderator_refused_the_name_is_corrected_and_the_text_is_not(
    deps: Any, site: Any, post: Any, decide: Any, visit: Any
) -> None:
    posted = post(body="Refused", author={"name": "Ada Byron", "email": ADA})
    comment = posted["comment"]["id"]
    confirm(deps, site, comment)
    decide(comment, "reject")
    browser = visit()

    renamed = press(browser, site, f"comment/{comment}", "/correct", {"name": "A. B."})
    rewritten = press(browser, site, f"comment/{comment}", "/correct", {"name": "A. B.", "body": "Other"})

    assert "Your comment was changed." in told(renamed)
    assert rewritten.status_code == 409 and "only erased" in rewritten.text
    found = told(browser.get(f"/my/{site.id}/comment/{comment}"))
    assert "A. B." in found and "Refused" in found and "not published" in found


@both
def test_a_name_is_changed_in_every_comment_of_theirs_and_in_nobody_elses(
    deps: Any, site: Any, mine: Any, post: Any, visit: Any
) -> None:
    others = [post(body=f"Mine too {n}", author={"name": "Ada Byron", "email": ADA}) for n in range(3)]
    confirm(deps, site, *(other["comment"]["id"] for other in others[:2]))
    post(body="A namesake", author={"name": "Ada Byron", "email": "bob@example.org"})

    path = f"comment/{mine['comment']['id']}"
    answer = press(visit(), site, path, "/correct", {"name": "A. B.", "body": "Mine, I say", "everywhere": "yes"})

    assert "Your comment was changed." in told(answer)
    assert [proof["event"] for proof in kept(answer)] == ["corrected"] * 3
    deps.session.rollback()
    names = {body: name for body, name in deps.session.execute(sa.select(Comment.body, Comment.author_name))}
    assert names == {
        "Mine, I say": "A. B.", "Mine too 0": "A. B.", "Mine too 1": "A. B.",
        "Mine too 2": "Ada Byron", "A namesake": "Ada Byron",
    }  # fmt: skip


def test_what_cannot_be_a_name_is_said_beside_its_field(site: Any, mine: Any, visit: Any) -> None:
    answer = press(
        visit(), site, f"comment/{mine['comment']['id']}", "/correct", {"name": " ", "website": "javascript:1"}
    )

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text and "javascript:1" in answer.text


@both
def test_an_optional_purpose_is_taken_back_by_one_button(deps: Any, site: Any, post: Any, visit: Any) -> None:
    posted = post(author={"email": ADA}, purposes={"publish": True, "remember-me": True})
    comment = posted["comment"]["id"]
    confirm(deps, site, comment)
    browser = visit()

    answer = press(browser, site, f"comment/{comment}", "/purpose", purpose="remember-me")

    assert "Withdrawn." in told(answer)
    assert [proof["event"] for proof in kept(answer)] == ["withdrawn"]
    body = newest_body(deps.session, site.id, stored(deps, Comment, site.id, _uuid(comment)).record_id)
    assert body is not None and (body.purposes["publish"], body.purposes["remember-me"]) == (True, False)


@both
def test_taking_back_publishing_takes_the_comment_down_and_erases_it(
    deps: Any, site: Any, mine: Any, visit: Any, client: Any
) -> None:
    answer = press(visit(), site, f"comment/{mine['comment']['id']}", "/purpose", purpose="publish", type="withdrawn")

    assert "your comment is erased" in told(answer)
    assert [proof["event"] for proof in kept(answer)] == ["erased"]
    assert "Mine, I say" not in everywhere(deps) and "Ada Byron" not in everywhere(deps)


def test_a_text_may_stay_without_its_author(deps: Any, site: Any, mine: Any, visit: Any, client: Any) -> None:
    browser, path = visit(), f"comment/{mine['comment']['id']}"
    answer = press(browser, site, path, "/purpose", {"keep_text": "yes"}, purpose="publish", type="withdrawn")

    assert "Your text stays" in told(answer)
    shown = client.get(site.comments_url, query_string={"page": site.page}).text
    assert "Mine, I say" in shown and "Ada Byron" not in everywhere(deps)


@both
def test_everything_is_erased_at_once_and_what_was_never_confirmed_is_parted_with(
    deps: Any, site: Any, mine: Any, publish: Any, visit: Any, app: Any, client: Any
) -> None:
    reply = publish(body="A reply by Bob", parent=mine["comment"]["id"], author={"name": "Bob"})
    stranger = publish(body="Somebody typed this address", author={"name": "Evelyn", "email": ADA})
    browser = visit()
    page = browser.get(f"/my/{site.id}/erase")
    assert "not confirmed stays" in told(page)

    answer = press(browser, site, "erase", "/erase")

    assert "Everything of yours was erased." in told(answer)
    assert [proof["event"] for proof in kept(answer)] == ["erased"]
    assert "commentsvc_reader=;" in answer.headers["Set-Cookie"]
    left = everywhere(deps)
    for gone in ("Mine, I say", "Ada Byron", "ada.example.org", ADA, mine["receipt"]["id"].replace("-", "") + "\x00"):
        assert gone not in left
    assert "A reply by Bob" in left and "Somebody typed this address" in left
    assert stored(deps, Comment, site.id, _uuid(stranger["comment"]["id"])).subject_id is not None
    deps.session.rollback()
    assert list(deps.session.scalars(sa.select(Subject).where(Subject.pseudonym.is_not(None)))) == []
    assert list(deps.session.scalars(sa.select(ReaderSession))) == []
    assert "Sign out" not in browser.get(f"/my/{site.id}/").text
    shown = client.get(site.comments_url, query_string={"page": site.page}).text
    assert "A reply by Bob" in shown and reply["comment"]["id"] in shown


def test_a_guest_erases_what_their_receipts_show_and_nothing_else(
    deps: Any, site: Any, publish: Any, client: Any
) -> None:
    first, second = (publish(body=f"Guest {n}", author={"name": f"Guesting {n}"}) for n in (1, 2))
    publish(body="Another guest", author={"name": "Other"})
    come_in(client, site, first["receipt"]["url"])
    press(client, site, "", "/enter", {"receipt": second["receipt"]["url"]})

    answer = press(client, site, "erase", "/erase")

    assert [proof["event"] for proof in kept(answer)] == ["erased", "erased"]
    assert "Guesting" not in everywhere(deps) and "Another guest" in everywhere(deps)


@both
def test_what_somebody_else_sent_is_parted_with_and_nothing_more(
    deps: Any, site: Any, mine: Any, publish: Any, visit: Any, client: Any
) -> None:
    stranger = publish(body="Somebody typed this address", author={"name": "Evelyn", "email": ADA})
    browser, comment = visit(), stranger["comment"]["id"]
    overview = browser.get(f"/my/{site.id}/")
    assert "Somebody typed" not in overview.text and "Evelyn" not in overview.text
    for path in ("correct", "purpose", "receipt"):
        fields = form_to(overview, "/leave")["fields"] | {"purpose": "publish", "type": "withdrawn", "body": "x"}
        assert browser.post(f"/my/{site.id}/comment/{comment}/{path}", data=fields).status_code == 404

    answer = press(browser, site, "", "/detach")

    assert "no longer stands under your address" in told(answer) and len(kept(answer)) == 1
    assert "not confirmed" not in told(browser.get(f"/my/{site.id}/"))
    shown = client.get(site.comments_url, query_string={"page": site.page}).text
    assert "Somebody typed this address" in shown and "Eve" in shown
    again = browser.post(
        f"/my/{site.id}/comment/{mine['comment']['id']}/detach", data=form_to(overview, "/leave")["fields"]
    )
    assert again.status_code == 404, "what is confirmed is not parted with"


@both
def test_this_was_me_needs_the_receipt_and_is_an_event(deps: Any, site: Any, post: Any, visit: Any) -> None:
    posted = post(body="I did write this", author={"name": "Ada", "email": ADA})
    browser = visit()

    press(browser, site, "", "/enter", {"receipt": posted["receipt"]["url"]})

    found = stored(deps, Comment, site.id, _uuid(posted["comment"]["id"]))
    assert found.confirmed_at is not None
    last = newest_event(deps.session, site.id, found.record_id)
    assert last is not None and last.type == "corrected"
    body = newest_body(deps.session, site.id, found.record_id)
    assert body is not None and b'"identity_assurance":"mail-confirmed"' in bytes(body.snapshot)
    assert "I did write this" in told(visit().get(f"/my/{site.id}/")), "from now on for the mailbox alone"


def test_a_receipts_link_that_somebody_sent_confirms_nothing_as_ones_own(
    deps: Any, site: Any, post: Any, visit: Any
) -> None:
    eves = post(body="Never said by Ada", author={"name": "Ada", "email": ADA})
    browser = visit()

    answer = come_in(browser, site, eves["receipt"]["url"].replace("/receipt#", "/enter#"))

    assert answer.status_code == 303
    assert stored(deps, Comment, site.id, _uuid(eves["comment"]["id"])).confirmed_at is None


def test_a_receipt_under_another_address_confirms_nothing(
    deps: Any, site: Any, mine: Any, post: Any, visit: Any
) -> None:
    other = post(body="Under Bob's", author={"name": "Bob", "email": "bob@example.org"})
    browser = visit()

    press(browser, site, "", "/enter", {"receipt": other["receipt"]["url"]})

    assert stored(deps, Comment, site.id, _uuid(other["comment"]["id"])).confirmed_at is None
    assert "Under Bob's" in told(browser.get(f"/my/{site.id}/"))


def test_everything_is_taken_along_in_one_file(site: Any, mine: Any, publish: Any, visit: Any) -> None:
    publish(body="Zanzibar, says a stranger", author={"name": "Eve", "email": ADA})

    answer = press(visit(), site, "", "/bundle")

    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    files = zipfile.ZipFile(io.BytesIO(answer.data))
    whole = b"".join(files.read(name) for name in files.namelist())
    assert b"Mine, I say" in whole and b"Zanzibar" not in whole


def test_taking_along_again_and_again_is_slowed_down_since_each_time_stands_in_the_log_for_ever(
    deps: Any, site: Any, publish: Any, make_app: Any
) -> None:
    posted = publish(body="By a guest", author={"name": "Guest"})
    browser = make_app(posts_per_minute=2).test_client()
    come_in(browser, site, posted["receipt"]["url"])

    answers = [press(browser, site, "", "/bundle") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"]
    deps.session.rollback()
    told = [json.loads(snapshot) for snapshot in deps.session.scalars(sa.select(LoggedFact.snapshot))]
    assert len({fact["export"] for fact in told if "export" in fact}) == 2


def test_a_guests_file_holds_what_the_receipt_shows(site: Any, mine: Any, publish: Any, client: Any) -> None:
    posted = publish(body="By a guest", author={"name": "Guest"})
    come_in(client, site, posted["receipt"]["url"])

    files = zipfile.ZipFile(io.BytesIO(press(client, site, "", "/bundle").data))

    whole = b"".join(files.read(name) for name in files.namelist())
    assert b"By a guest" in whole and b"Mine, I say" not in whole


@both
def test_a_new_address_counts_once_its_owner_said_so(
    deps: Any, app: Any, site: Any, mine: Any, publish: Any, visit: Any, server: Server
) -> None:
    publish(body="Somebody typed this address", author={"name": "Evelyn", "email": ADA})
    found = stored(deps, Comment, site.id, _uuid(mine["comment"]["id"]))
    with writing(deps.session) as session:
        session.add(Contact(site_id=site.id, subject_id=found.subject_id, address=ADA, confirmed_at=found.confirmed_at))
    browser = visit()
    assert "a…@example.org" in told(browser.get(f"/my/{site.id}/"))

    asked = press(browser, site, "", "/new-address", {"address": NEW})
    assert "on its way to the new address" in told(asked)
    send_all(deps)
    mail = server.box.taken[-1]
    assert mail.recipients == [NEW] and "Confirm your new address" in mail.message["Subject"]
    body = mail.message.get_body(("plain",)).get_content()
    link = next(word for word in body.split() if "/address?" in word)
    assert come_in(app.test_client(), site, link).status_code == 404, "it opens no visit"
    moved = press(app.test_client(), site, "address", "/address", {"receipt": link})

    assert "now stand under the new address" in told(moved) and len(kept(moved)) == 1
    assert press(app.test_client(), site, "address", "/address", {"receipt": link}).status_code == 404
    assert browser.get(f"/my/{site.id}/requests").status_code == 303, "the visit has ended"
    deps.session.rollback()
    assert [contact.address for contact in deps.session.scalars(sa.select(Contact))] == [NEW]
    theirs = app.test_client()
    come_in(theirs, site, mailed_link(deps, server, app.test_client(), site, NEW))
    page = told(theirs.get(f"/my/{site.id}/"))
    assert "Mine, I say" in page and "not confirmed" not in page
    old = told(visit().get(f"/my/{site.id}/"))
    assert "Mine, I say" not in old and "not confirmed" in old
    assert NEW not in "".join(repr(row.address) for row in deps.session.scalars(sa.select(ReaderLink)))


@pytest.mark.parametrize("typed", ["x@y\r\nBcc: eve@evil.test", "a:;", "ſam@example.org"])
def test_a_new_address_that_is_none_gets_no_mail(
    deps: Any, site: Any, mine: Any, visit: Any, server: Server, typed: str
) -> None:
    browser = visit()
    before = len(server.box.taken)

    answer = press(browser, site, "", "/new-address", {"address": typed})
    send_all(deps)

    assert answer.status_code == 422 and len(server.box.taken) == before


def test_a_request_is_opened_seen_and_taken_back(deps: Any, site: Any, mine: Any, visit: Any) -> None:
    browser = visit()

    sent = press(
        browser, site, "requests", "/requests", {"kind": "objection", "words": "<b>Please</b> stop", "address": ADA}
    )

    assert "Your request has arrived. Its number is" in told(sent)
    deps.session.rollback()
    [request] = deps.session.scalars(sa.select(SubjectRequest))
    assert (request.kind, request.channel, request.state) == ("objection", "mailbox", "open")
    assert "I object to a use of my data" in told(browser.get(f"/my/{site.id}/"))
    back = press(browser, site, "requests", "/withdraw")
    assert "Your request was withdrawn." in told(back) and len(kept(back)) == 1
    assert stored(deps, SubjectRequest, site.id, request.id).state == "withdrawn"
    fields = form_to(browser.get(f"/my/{site.id}/requests"), "/requests")["fields"]
    assert browser.post(f"/my/{site.id}/requests/{request.id}/withdraw", data=fields).status_code == 409


def test_a_claim_of_impersonation_goes_to_a_person_and_not_to_whom_it_is_about(
    deps: Any, site: Any, publish: Any, visit: Any, client: Any
) -> None:
    stranger = publish(body="I am Ada", author={"name": "Ada Byron", "email": ADA})
    browser = visit()
    path = f"requests?comment={stranger['comment']['id']}&kind=impersonation"

    words = {"kind": "impersonation", "words": "That is not me", "address": "ada@home.example.org"}
    press(browser, site, path, "/requests", words)

    deps.session.rollback()
    [request] = deps.session.scalars(sa.select(SubjectRequest))
    assert request.kind == "impersonation" and str(request.record_id) == stranger["receipt"]["id"]
    come_in(client, site, stranger["receipt"]["url"])
    seen = client.get(f"/my/{site.id}/requests")
    assert "That is not me" not in seen.text and "/withdraw" not in seen.text
    fields = form_to(seen, "/requests")["fields"]
    assert client.post(f"/my/{site.id}/requests/{request.id}/withdraw", data=fields).status_code == 404
    assert b"That is not me" not in taken_along(client, site) and b"home.example.org" not in taken_along(client, site)
    press(browser, site, "erase", "/erase")  # the claim stays, and is nobody's we know
    assert stored(deps, SubjectRequest, site.id, request.id).subject_id is None
    assert "/withdraw" not in client.get(f"/my/{site.id}/requests").text
    assert client.post(f"/my/{site.id}/requests/{request.id}/withdraw", data=fields).status_code == 404
    assert b"That is not me" not in taken_along(client, site) and b"home.example.org" not in taken_along(client, site)


@pytest.mark.parametrize("kind", ["erasure", "access", "rectification", "restriction"])
def test_of_what_a_stranger_sent_under_the_address_only_impersonation_can_be_claimed(
    deps: Any, site: Any, publish: Any, visit: Any, kind: str
) -> None:
    stranger = publish(body="I am another Ada", author={"name": "Ada Byron", "email": ADA})
    browser = visit()
    path = f"requests?comment={stranger['comment']['id']}&kind=impersonation"

    answer = press(browser, site, path, "/requests", {"kind": kind})

    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text
    run_due_tasks(deps, HANDLERS)
    comment = stored(deps, Comment, site.id, uuid.UUID(stranger["comment"]["id"]))
    assert (comment.status, comment.body) == ("published", "I am another Ada")
    assert deps.session.scalars(sa.select(SubjectRequest)).all() == []


def test_a_record_that_outlived_its_comment_is_shown_and_goes_with_the_rest(
    deps: Any, site: Any, post: Any, decide: Any, client: Any, later: Any
) -> None:
    change_site(deps, CLI, site.id, {"retention_months": 12})
    publish_notice(deps, CLI, site.id, "en", {})
    posted = post(author={"name": "Ada Byron"})
    decide(posted["comment"]["id"], "spam")
    later(days=31)
    assert run_retention(deps, WORKER, site.id).gone == {"spam": 1}
    come_in(client, site, posted["receipt"]["url"])

    page = told(client.get(f"/my/{site.id}/"))
    assert "It ended by itself" in page and "No comment of yours is shown here." in page
    opened = press(client, site, "", "/receipt")
    assert "What happened" in told(opened)
    assert [proof["event"] for proof in kept(press(client, site, "erase", "/erase"))] == ["erased"]


def test_a_choice_in_the_cookie_notice_is_seen_and_erased_with_its_receipt(deps: Any, site: Any, client: Any) -> None:
    publish_cookie_notice(deps, site)
    receipt = choose(client, site, "statistics")["receipt"]
    come_in(client, site, f"{receipt['id']}.{receipt['secret']}")

    assert "given" in told(client.get(f"/my/{site.id}/")) and "You agreed" in told(client.get(f"/my/{site.id}/"))
    assert [proof["event"] for proof in kept(press(client, site, "erase", "/erase"))] == ["erased"]


def test_what_claims_need_is_kept_and_its_reader_is_told_until_when(
    deps: Any, site: Any, mine: Any, visit: Any
) -> None:
    whose = stored(deps, Comment, site.id, _uuid(mine["comment"]["id"])).subject_id
    until = clock.now() + timedelta(days=90)
    set_hold(deps, CLI, site.id, HoldDraft("A suit", until, claims=True, subject_id=whose))
    browser, page = visit(), f"comment/{mine['comment']['id']}"
    changed = press(browser, site, page, "/correct", {"body": "I never said so"})
    assert changed.status_code == 409
    assert stored(deps, Comment, site.id, _uuid(mine["comment"]["id"])).body == "Mine, I say"

    answer = press(browser, site, "erase", "/erase")

    page = told(answer)
    assert f"{until:%Y-%m-%d}" in page and "Everything of yours was erased" not in page
    assert [proof["event"] for proof in kept(answer)] == ["withdrawn"]


def test_a_name_is_changed_everywhere_but_where_claims_need_it(
    deps: Any, site: Any, mine: Any, publish: Any, visit: Any
) -> None:
    needed = publish(author={"name": "Ada Byron", "email": ADA})["comment"]["id"]
    confirm(deps, site, needed)
    until = clock.now() + timedelta(days=90)
    set_hold(deps, CLI, site.id, HoldDraft("A suit", until, claims=True, comment_id=_uuid(needed)))

    told(press(visit(), site, f"comment/{mine['comment']['id']}", "/correct", {"name": "Ada King", "everywhere": "y"}))

    names = [stored(deps, Comment, site.id, _uuid(one)).author_name for one in (mine["comment"]["id"], needed)]
    assert names == ["Ada King", "Ada Byron"]


@both
def test_mail_about_replies_is_turned_on_by_the_owner_of_the_address(
    deps: Any, site: Any, mine: Any, visit: Any, server: Server
) -> None:
    browser, path = visit(), f"comment/{mine['comment']['id']}"

    asked = press(browser, site, path, "/mail", {"address": ADA})
    wrong = press(browser, site, path, "/mail", {"address": "a:;"})
    send_all(deps)

    assert "A mail is on its way." in told(asked) and wrong.status_code == 422
    assert server.box.taken[-1].recipients == [ADA]
    body = newest_body(deps.session, site.id, stored(deps, Comment, site.id, _uuid(mine["comment"]["id"])).record_id)
    assert body is not None and body.purposes["reply-mail"] is False, "only the click gives it"


ACTS = (
    *(
        "comment/{id}/purpose",
        "comment/{id}/correct",
        "comment/{id}/detach",
        "comment/{id}/receipt",
        "comment/{id}/mail",
    ),
    *("bundle", "erase", "requests", "requests/{id}/withdraw", "new-address", "leave"),
)


@pytest.mark.parametrize("path", ACTS)
def test_no_act_counts_without_the_visits_own_key_or_from_another_site(
    deps: Any, app: Any, site: Any, other_site: Any, mine: Any, post: Any, client: Any, path: str
) -> None:
    theirs = post(at=other_site)
    come_in(client, site, mine["receipt"]["url"])
    elsewhere = app.test_client()
    come_in(elsewhere, other_site, theirs["receipt"]["url"])
    foreign = form_to(elsewhere.get(f"/my/{other_site.id}/"), "/leave")["fields"]
    where = f"/my/{site.id}/{path.format(id=mine['comment']['id'])}"
    fields = {"purpose": "publish", "type": "withdrawn", "body": "Changed", "name": "Changed", "kind": "erasure"}
    before = everywhere(deps)

    for key in ({}, {"form_key": "A" * 43}, foreign):
        assert client.post(where, data=fields | key).status_code == 400
    assert app.test_client().post(where, data=fields | foreign).status_code == 303
    assert elsewhere.post(where, data=fields | foreign).status_code == 303
    assert client.get(where).status_code in (200, 404, 405)
    assert everywhere(deps) == before


def test_a_visit_that_was_begun_before_another_erased_everything_can_do_nothing(
    deps: Any, site: Any, mine: Any, visit: Any
) -> None:
    stale, other = visit(), visit()
    form = form_to(stale.get(f"/my/{site.id}/comment/{mine['comment']['id']}"), "/correct")
    press(other, site, "erase", "/erase")

    answer = stale.post(form["action"], data=form["fields"] | {"body": "Back again"})

    assert answer.status_code == 303 and "ended=1" in answer.headers["Location"]
    assert "Back again" not in everywhere(deps)


def test_mail_that_waits_for_the_reader_is_stopped_by_erasing(
    deps: Any, site: Any, mine: Any, visit: Any, server: Server
) -> None:
    browser = visit()
    press(browser, site, "", "/new-address", {"address": NEW})
    before = len(server.box.taken)

    press(browser, site, "erase", "/erase")
    send_all(deps)

    assert len(server.box.taken) == before and NEW not in everywhere(deps)
    deps.session.rollback()
    assert list(deps.session.scalars(sa.select(MailMessage))) == []


def _uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(text)
