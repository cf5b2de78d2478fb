"""The page behind the mailed link: it shows, and only its button confirms; once, on this site, in every language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from commentsvc import clock
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.domain.request import Channel, Kind
from commentsvc.domain.request_texts import request_text
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Visitor
from commentsvc.usecases.open_request import RequestDraft, confirm_secret, open_request
from commentsvc.usecases.set_hold import HoldDraft, set_hold


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {"mail_host": "127.0.0.1", "mail_security": "none", "mail_from": "comments@example.org"}


@pytest.fixture
def link(deps: Any, site: Any) -> str:
    """What stands in the mailed link's fragment."""
    made = open_request(
        deps,
        site.id,
        RequestDraft("erasure", "mia@example.org"),
        Channel.FORM,
        visitor=Visitor("192.0.2.1", site.origin),
    )
    return f"{made.id}.{confirm_secret(deps, site.id, made.id)}"


def state(deps: Any) -> str:
    from commentsvc.models.request import SubjectRequest

    deps.session.rollback()
    return str(deps.session.query(SubjectRequest).one().state)


def test_opening_and_showing_change_nothing_and_the_button_works_once(client, site, link, deps, other_site):
    page = f"/my/{site.id}/request"
    assert client.get(page).status_code == 200
    shown = client.post(page, data={"receipt": link})
    assert "erase my data" in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    assert state(deps) == "unconfirmed"
    assert client.post(f"/my/{other_site.id}/request/confirm", data={"receipt": link}).status_code == 404
    sent_by_another = client.post(f"{page}/confirm", data={"receipt": link}, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent_by_another.status_code == 403
    assert state(deps) == "unconfirmed"

    done = client.post(f"{page}/confirm", data={"receipt": link})
    assert "is confirmed" in done.get_data(as_text=True)
    assert state(deps) == "open"
    assert client.post(f"{page}/confirm", data={"receipt": link}).status_code == 404
    assert client.post(page, data={"receipt": "nonsense"}).status_code == 404


def test_every_language_has_its_own_words(client, site, link):
    for lang in LANGUAGES:
        text = request_text(lang)
        assert set(text.kinds) == {kind.value for kind in Kind}
        assert lang == "en" or text != request_text("en")
        shown = client.get(f"/my/{site.id}/request", query_string={"lang": lang}).get_data(as_text=True)
        assert text.page_show in shown and f'lang="{lang}"' in shown


def test_who_withdraws_what_claims_need_is_told_until_when_it_is_kept(client, site, deps, publish):
    answer = publish(body="Swordfish")
    until = clock.now() + timedelta(days=30)
    set_hold(deps, CLI, site.id, HoldDraft("A suit", until, claims=True, comment_id=UUID(answer["comment"]["id"])))
    receipt = f"{answer['receipt']['id']}.{answer['receipt']['secret']}"

    done = client.post(f"/my/{site.id}/receipt/withdraw", data={"receipt": receipt, "purpose": "publish"})

    assert f"kept until {until:%Y-%m-%d}" in done.get_data(as_text=True)
    assert "text stays" not in done.get_data(as_text=True)
    again = client.post(f"/my/{site.id}/receipt/withdraw", data={"receipt": receipt, "purpose": "publish"})
    assert again.status_code == 409
