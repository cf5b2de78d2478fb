"""Settings, tokens and new sites."""

from __future__ import annotations

import re
from typing import Any

from tests.console.browsing import press, text
from tests.support.sites import bearer

SETTINGS = "/admin/example/settings"
TOKENS = "/admin/example/tokens"


def test_settings_that_are_saved_hold(owner: Any, deps: Any, site: Any) -> None:
    from commentsvc.models.site import find_site

    answer = press(
        owner,
        SETTINGS,
        {
            "name": "The New Example",
            "origins": "https://example.org\r\n\r\nhttps://*.Example.org ",
            "moderation": "after",
            "close_after_days": "30",
            "edit_minutes": "0",
        },
        action="/settings",
    )
    assert "The settings are saved." in text(answer)
    deps.session.rollback()
    saved = find_site(deps.session, site.id)
    assert saved.name == "The New Example"
    assert saved.origins == ["https://example.org", "https://*.example.org"]
    assert (saved.moderation, saved.close_after_days, saved.edit_minutes) == ("after", 30, 0)
    assert "changed the settings" in text(owner.get("/admin/example/activity"))


def test_sending_the_settings_untouched_changes_nothing(owner: Any, deps: Any, site: Any) -> None:
    from commentsvc.models.site import Site, find_site

    columns = [column.name for column in Site.__table__.columns]
    before = [getattr(find_site(deps.session, site.id), name) for name in columns]
    deps.session.rollback()
    press(owner, SETTINGS, action="/settings")
    deps.session.expire_all()
    assert [getattr(find_site(deps.session, site.id), name) for name in columns] == before


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(owner: Any) -> None:
    answer = press(
        owner, SETTINGS, {"origins": "null\nhttps://fine.example", "name": "", "max_depth": "99"}, action="/settings"
    )
    assert answer.status_code == 422
    answer = press(owner, SETTINGS, {"origins": "null\nhttps://fine.example", "max_depth": "99"}, action="/settings")
    assert answer.status_code == 422
    page = text(answer)
    assert 'id="origins-error"' in page
    assert 'id="max_depth-error"' in page
    assert "null\nhttps://fine.example" in page


def test_a_changed_controller_asks_for_a_new_notice(owner: Any) -> None:
    assert "another controller" not in text(owner.get("/admin/example/notice"))
    press(owner, SETTINGS, {"controller_name": "Example Publishing"}, action="/settings")
    assert "another controller" in text(owner.get("/admin/example/notice"))
    press(owner, "/admin/example/notice/en", action="/notice/en#preview", publish="yes")
    press(owner, "/admin/example/notice/de", action="/notice/de#preview", publish="yes")
    assert "another controller" not in text(owner.get("/admin/example/notice"))


def test_the_lines_to_paste_are_built_from_the_public_address(owner: Any) -> None:
    page = text(owner.get(SETTINGS))
    assert "&lt;script async src=&#34;http://comments.test/embed.js&#34; data-site=&#34;example&#34;&gt;" in page


def test_a_token_is_shown_once_works_and_ends_at_once(owner: Any, client: Any, site: Any) -> None:
    made = press(owner, TOKENS, {"name": "Nightly", "scopes": ["moderate"], "days": "30"}, action="/tokens")
    secret = re.search(r"cst_[\w-]{43}", text(made))
    assert secret
    assert secret[0] not in text(owner.get(TOKENS))
    queue = f"{site.url}/moderation/comments"
    assert client.get(queue, headers=bearer(secret[0])).status_code == 200
    assert client.get(f"{site.url}/consent-log", headers=bearer(secret[0])).status_code == 403

    form = re.findall(r'action="(/admin/example/tokens/[^"]+/revoked)"', text(owner.get(TOKENS)))[0]
    assert "“Nightly” is revoked" in text(press(owner, TOKENS, action=form))
    assert client.get(queue, headers=bearer(secret[0])).status_code == 401


def test_a_token_needs_a_name_and_a_scope(owner: Any) -> None:
    for fields in ({"name": "", "scopes": ["moderate"]}, {"name": "x"}, {"name": "x", "scopes": ["everything"]}):
        answer = press(owner, TOKENS, fields, action="/tokens")
        assert answer.status_code == 422, fields
        assert "cst_" not in text(answer)


def test_a_token_of_another_site_is_not_revoked_from_here(owner: Any, deps: Any, other_site: Any) -> None:
    from commentsvc.models.account import tokens_of
    from tests.console.browsing import form_of

    foreign = tokens_of(deps.session, "other")[0].id
    token = dict(form_of(owner, TOKENS, "/tokens").fields)["csrf_token"]
    assert owner.post(f"{TOKENS}/{foreign}/revoked", data={"csrf_token": token}).status_code == 404
    deps.session.expire_all()
    assert tokens_of(deps.session, "other")[0].revoked_at is None


NEW = {
    "key": "garden",
    "name": "Garden Weekly",
    "origins": "https://garden.example",
    "languages": ["de", "en"],
    "moderation": "after",
    "controller_name": "Garden Ltd",
    "controller_contact": "privacy@garden.example",
    "privacy_url": "https://garden.example/privacy",
}


def test_a_new_site_takes_comments_at_once(admin: Any, client: Any) -> None:
    answer = press(admin, "/admin/sites/new", NEW, action="/sites/new")
    assert "Garden Weekly is ready." in text(answer)
    assert "data-site=&#34;garden&#34;" in text(answer)
    notice = client.get("/api/v1/sites/garden/notice?lang=de", headers={"Origin": "https://garden.example"})
    assert notice.get_json()["controller"]["name"] == "Garden Ltd"


def test_what_is_wrong_with_a_new_site_stands_beside_its_field(admin: Any, site: Any) -> None:
    answer = press(
        admin,
        "/admin/sites/new",
        NEW | {"key": "No good", "origins": "ftp://x", "privacy_url": "javascript:alert(1)"},
        action="/sites/new",
    )
    assert answer.status_code == 422
    for field in ("key", "origins", "privacy_url"):
        assert f'id="{field}-error"' in text(answer)
    taken = press(admin, "/admin/sites/new", NEW | {"key": "example"}, action="/sites/new")
    assert taken.status_code == 422
    assert 'id="key-error"' in text(taken)
