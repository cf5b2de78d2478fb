"""The page People, and taking up an invitation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from commentsvc.models.account import find_account, role_of
from commentsvc.usecases.queue_mail import SEND
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.send_mail import send_mail
from tests.conftest import sign_in_as
from tests.console.browsing import Forms, form_of, press, send, text
from tests.support.pages import submit
from tests.support.smtp import mail_server

PEOPLE = "/admin/example/people"
OPEN, ACCEPT = "/admin/invitation", "/admin/invitation/accepted"
PASSWORD = "a long enough password"
LINK = re.compile(r"http://comments\.test/admin/invitation#(example\.[\w.-]+)")


@pytest.fixture
def boss(sign_in: Callable[..., Any], site: Any) -> Any:
    """A browser in which Bea, owner of the site `example`, is signed in."""
    return sign_in("bea@example.org", name="Bea", site_id=site.id, role="owner")


def invite(browser: Any, email: str = "nina@example.org", role: str = "moderator") -> str:
    """Invite somebody on a service without mail; what stands in the link's fragment."""
    page = text(press(browser, PEOPLE, {"email": email, "role": role}, action="#invite"))
    assert "This service sends no mail." in page
    found = LINK.search(page)
    assert found
    assert not LINK.search(text(browser.get(PEOPLE)))  # once
    return found[1]


def shown(browser: Any, link: str) -> str:
    """The page that a link leads to once its button was pressed."""
    return text(press(browser, OPEN, {"link": link}, action=OPEN))


def take_up(browser: Any, link: str, **typed: str) -> Any:
    """Press the button of that page."""
    fields = dict(form_of(browser, OPEN, OPEN).fields)
    return send(browser, ACCEPT, [("csrf_token", fields["csrf_token"]), ("link", link), *typed.items()])


def test_who_is_invited_looks_chooses_a_password_signs_in_and_works(boss: Any, client: Any, deps: Any) -> None:
    link = invite(boss)
    page = shown(client, link)
    assert "Bea" in page and "nina@example.org" in page and "to be moderator there" in page
    assert find_account(deps.session, "nina@example.org") is None  # looking changed nothing
    weak = take_up(client, link, name="Nina", password="short")
    assert weak.status_code == 422 and 'id="password-error"' in text(weak)
    ready = take_up(client, link, name="Nina", password=PASSWORD)
    assert "Your account is ready." in text(ready)
    submit(client, "/admin/sign-in", {"email": "nina@example.org", "password": PASSWORD})
    assert client.get("/admin/example/queue").status_code == 200
    row = next(row for row in text(boss.get(PEOPLE)).split("<tr>") if "<bdi>Nina</bdi>" in row)
    assert "today" in row  # when she was last here
    assert take_up(client, link, name="Eve", password=PASSWORD).status_code == 404
    activity = text(boss.get("/admin/example/activity"))
    assert "invited somebody" in activity and "took up an invitation" in activity


def test_who_has_an_account_signs_in_on_the_way_and_nobody_else_can_take_the_place(
    boss: Any, foreigner: Any, sign_in: Any, other_site: Any, app: Any, deps: Any
) -> None:
    sign_in("nina@example.org", name="Nina", site_id=other_site.id, role="moderator")
    link = invite(boss)
    assert "The invitation is for somebody else" in shown(foreigner, link)
    assert take_up(foreigner, link).status_code == 403
    browser = app.test_client()
    assert "You are asked to sign in to it next." in shown(browser, link)
    asked = take_up(browser, link)
    assert asked.status_code == 403 and "nina@example.org has an account here." in text(asked)
    form = Forms(text(asked)).found[-1]
    typed = dict(form.fields) | {"email": "nina@example.org", "password": PASSWORD}
    waiting = Forms(text(send(browser, "/admin/sign-in", list(typed.items())))).found[-1]
    assert waiting.action == ACCEPT
    assert "Welcome. You work on Example now." in text(send(browser, ACCEPT, waiting.fields))
    account = find_account(deps.session, "nina@example.org")
    assert account is not None and role_of(deps.session, account.id, "example") == "moderator"


def test_a_member_who_is_removed_loses_the_site_in_every_browser_at_once(boss: Any, moderator: Any, deps: Any) -> None:
    assert moderator.get("/admin/example/queue").status_code == 200
    mia = find_account(deps.session, "mia@example.org")
    assert mia is not None
    deps.session.rollback()
    said = press(boss, PEOPLE, action=f"{mia.id}/removed")
    assert "Mia no longer works on this site." in text(said)
    assert moderator.get("/admin/example/queue").status_code == 404
    token = dict(form_of(moderator, "/admin/account").fields)["csrf_token"]
    assert moderator.post("/admin/example/queue", data={"csrf_token": token}).status_code == 404


def test_a_role_that_is_changed_counts_at_once(boss: Any, moderator: Any, deps: Any) -> None:
    mia = find_account(deps.session, "mia@example.org")
    assert mia is not None
    deps.session.rollback()
    assert "Mia is data-protection officer now." in text(press(boss, PEOPLE, {"role": "dpo"}, action=f"{mia.id}/role"))
    assert moderator.get("/admin/example/queue").status_code == 403
    assert moderator.get("/admin/example/consent-log").status_code == 200
    assert moderator.get("/admin/example/home").location == "/admin/example/requests"
    page = text(moderator.get("/admin/example/requests"))
    assert ">Proof</a>" in page and ">Spam</a>" not in page
    assert "Papers" in text(moderator.get("/admin/example/consent-log"))


def test_an_admin_is_offered_no_ownership_and_cannot_send_the_form_for_it(boss: Any, owner: Any, deps: Any) -> None:
    """`owner` is an admin: the fixture's name is older than the role."""
    bea, olga = (find_account(deps.session, f"{name}@example.org") for name in ("bea", "olga"))
    assert bea and olga
    bea_id, olga_id = bea.id, olga.id
    deps.session.rollback()
    page = text(owner.get(PEOPLE))
    assert "Hand ownership over" not in page and f"{bea_id}/removed" not in page
    assert 'value="owner"' not in page
    token = dict(form_of(owner, PEOPLE).fields)["csrf_token"]
    for path, role in ((f"{olga_id}/role", "owner"), (f"{bea_id}/role", "admin"), (f"{olga_id}/owner", "")):
        assert owner.post(f"{PEOPLE}/{path}", data={"csrf_token": token, "role": role}).status_code == 403
    refused = owner.post(PEOPLE, data={"csrf_token": token, "email": "x@example.org", "role": "owner"})
    assert refused.status_code == 403
    assert "Olga owns this site now." in text(press(boss, PEOPLE, action=f"{olga_id}/owner"))
    assert role_of(deps.session, bea_id, "example") == "admin"


def test_an_invitation_that_is_taken_back_leads_nowhere(boss: Any, client: Any) -> None:
    link = invite(boss, "nina@example.org", "admin")
    form = re.findall(r'action="(/admin/example/people/invitations/[^"]+)"', text(boss.get(PEOPLE)))[0]
    assert "is taken back" in text(press(boss, PEOPLE, action=form))
    for words in (link, "nonsense", "example.x.y"):
        answer = press(client, OPEN, {"link": words}, action=OPEN)
        assert answer.status_code == 404 and "This invitation does not hold" in text(answer)
    assert press(client, OPEN, {"link": ""}, action=OPEN).status_code == 422


def test_the_words_of_others_are_words_on_every_page_about_people(
    boss: Any, sign_in: Any, site: Any, client: Any
) -> None:
    hostile = "<img src=x onerror=alert(1)>'\""
    eve = sign_in("eve@example.org", name=hostile, site_id=site.id, role="admin")
    link = invite(eve, "o'nina@example.org")
    for page in (text(boss.get(PEOPLE)), shown(client, link), text(boss.get("/admin/example/activity"))):
        assert "<img" not in page
        assert "&lt;img" in page


def test_with_mail_the_link_goes_to_the_address_alone(make_app: Any, deps: Any, site: Any) -> None:
    with mail_server() as server:
        app = make_app(**server.settings)
        own = replace(app.extensions["commentsvc"], session=deps.session)
        browser = sign_in_as(app, deps, "bea@example.org", name="Bea", site_id=site.id, role="owner")
        said = text(press(browser, PEOPLE, {"email": "nina@example.org", "role": "dpo"}, action="#invite"))
        assert "is on its way" in said and "admin/invitation#" not in said
        run_due_tasks(own, {SEND: lambda its, site_id, payload: send_mail(its, site_id, payload)})
        [mail] = server.box.taken
        assert mail.recipients == ["nina@example.org"]
        words = mail.message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert "as data-protection officer" in words
        found = LINK.search(words.replace("\n", ""))
        assert found
        assert "nina@example.org" in shown(app.test_client(), found[1])


def test_who_is_no_admin_any_more_may_know_tokens_and_it_is_said_which(
    boss: Any, sign_in: Any, deps: Any, site: Any
) -> None:
    ann = sign_in("ann@example.org", name="Ann", site_id=site.id, role="admin")
    press(ann, "/admin/example/tokens", {"name": "Nightly", "scopes": ["admin"]})
    account = find_account(deps.session, "ann@example.org")
    for act, fields in (("role", {"role": "moderator"}), ("removed", {})):
        assert "may know them: “Nightly”" in text(press(boss, PEOPLE, fields, action=f"/{account.id}/{act}"))
