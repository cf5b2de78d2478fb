"""Who may enter which page of the console, and what nobody may send."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.console.browsing import form_of, text

MODERATORS = (
    "queue",
    "queue/rows",
    "queue/news",
    "threads",
    "threads/{thread}",
    "comments/{comment}",
    "comments/{comment}/context",
    "comments/{comment}/reply",
    "activity",
    "notice/text/{notice}",
)
ADMINS = (
    "consent-log",
    "evidence",
    "notice",
    "notice/en",
    "cookie-notice",
    "cookie-notice/en",
    "settings",
    "retention",
    "mail",
    "tokens",
    "requests",
    "requests/new",
)
POSTS = (
    "queue",
    "threads/{thread}",
    "threads/{thread}/closed",
    "comments/{comment}",
    "comments/{comment}/reply",
    "consent-log",
    "evidence/record",
    "evidence/log",
    "evidence/witnesses",
    "evidence/witnesses/removed",
    "evidence/tiles",
    "notice/en",
    "cookie-notice/en",
    "settings",
    "retention",
    "retention/run",
    "mail",
    "mail/018f0000-0000-4000-8000-000000000000/retry",
    "mail/018f0000-0000-4000-8000-000000000000/stop",
    "requests/new",
    "requests/018f0000-0000-4000-8000-000000000000",
    "requests/018f0000-0000-4000-8000-000000000000/hold",
    "requests/018f0000-0000-4000-8000-000000000000/copy",
    "requests/018f0000-0000-4000-8000-000000000000/hold/018f0000-0000-4000-8000-000000000000/lifted",
    "tokens",
    "tokens/018f0000-0000-7000-8000-000000000000/revoked",
)


def without_secrets(answer: Any) -> str:
    """The page without what differs from request to request."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text(answer))


@pytest.fixture
def address(deps: Any, site: Any, publish: Callable[..., Any]) -> Callable[[str], str]:
    """`address("threads/{thread}")`: the path of a page of the site `example`, about a comment that exists."""
    from commentsvc.models.notice import notice_in_force
    from tests.support.stored import thread_ids

    comment = publish()["comment"]["id"]
    thread = thread_ids(deps.session, site.id)[0]
    notice = notice_in_force(deps.session, site.id, "en").sha256
    deps.session.rollback()
    return lambda path: f"/admin/{site.id}/" + path.format(thread=thread, comment=comment, notice=notice)


def test_a_moderator_and_an_admin_enter_the_pages_of_moderation(
    address: Callable[[str], str], moderator: Any, owner: Any, admin: Any
) -> None:
    for browser in (moderator, owner, admin):
        for path in MODERATORS:
            assert browser.get(address(path)).status_code == 200, path


def test_the_pages_of_admins_refuse_a_moderator(address: Callable[[str], str], moderator: Any, owner: Any) -> None:
    for path in ADMINS:
        assert owner.get(address(path)).status_code == 200, path
        refused = moderator.get(address(path))
        assert refused.status_code == 403, path
        assert "<h1>Not allowed</h1>" in text(refused)


def test_a_member_of_another_site_cannot_tell_this_site_from_none(
    address: Callable[[str], str], foreigner: Any
) -> None:
    for path in (*MODERATORS, *ADMINS):
        refused = foreigner.get(address(path))
        nowhere = foreigner.get(address(path).replace("/example/", "/no-such/"))
        assert (refused.status_code, nowhere.status_code) == (404, 404), path
        assert without_secrets(refused) == without_secrets(nowhere)


def test_a_stranger_is_sent_to_the_sign_in_and_back(address: Callable[[str], str], client: Any) -> None:
    for path in (*MODERATORS, *ADMINS):
        sent = client.get(address(path) + "?q=1")
        assert sent.status_code == 302, path
        assert sent.location.startswith("/admin/sign-in?next=")
    assert client.get("/admin/no-such/queue").status_code == 302  # nor does a stranger learn which sites exist


def test_no_form_is_taken_without_its_csrf_token(
    address: Callable[[str], str], owner: Any, stored: Callable[[Any], Any], site: Any
) -> None:
    before = stored(site)
    for path in POSTS:
        refused = owner.post(address(path), data={"verb": "remove:*", "closed": "yes", "name": "x"})
        assert refused.status_code == 400, path
        assert "This form is out of date" in text(refused)
    assert stored(site) == before


def test_a_form_with_its_own_token_does_nothing_on_another_site(address: Callable[[str], str], foreigner: Any) -> None:
    token = dict(form_of(foreigner, "/admin/other/tokens").fields)["csrf_token"]
    for path in POSTS:
        assert foreigner.post(address(path), data={"csrf_token": token, "closed": "yes"}).status_code == 404, path


def test_a_form_of_admins_does_nothing_for_a_moderator(address: Callable[[str], str], moderator: Any) -> None:
    token = dict(form_of(moderator, "/admin/account").fields)["csrf_token"]
    for path in POSTS[5:]:
        assert moderator.post(address(path), data={"csrf_token": token}).status_code == 403, path


def test_a_comment_of_another_site_is_not_found_under_ones_own(address: Callable[[str], str], foreigner: Any) -> None:
    for path in ("comments/{comment}", "threads/{thread}", "notice/text/{notice}"):
        assert foreigner.get(address(path).replace("/example/", "/other/")).status_code == 404


def test_only_an_administrator_of_the_installation_adds_sites(owner: Any, admin: Any) -> None:
    assert owner.get("/admin/sites/new").status_code == 403
    assert "Add a site" not in text(owner.get("/admin/", follow_redirects=True))
    assert admin.get("/admin/sites/new").status_code == 200
    assert "Add a site" in text(admin.get("/admin/"))


def test_the_first_page_shows_only_ones_own_sites(foreigner: Any, admin: Any, site: Any) -> None:
    alone = foreigner.get("/admin/")
    assert alone.location == "/admin/other/home"
    assert foreigner.get(alone.location).location == "/admin/other/queue"
    every = text(admin.get("/admin/"))
    assert "/admin/example/home" in every
    assert "/admin/other/home" in every


def test_every_page_is_kept_by_nobody_and_runs_nothing_inline(address: Callable[[str], str], owner: Any) -> None:
    for path in (*MODERATORS, *ADMINS):
        answer = owner.get(address(path))
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "<script" not in text(answer).replace('<script type="module" src="/static/', "")
        assert not re.search(r"\s(style|on\w+)=", text(answer))


def test_an_address_that_is_no_page_says_so_in_html(owner: Any) -> None:
    answer = owner.get("/admin/example/no-such-page")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
