"""A site with a cookie notice, and readers who choose in it."""

from __future__ import annotations

from typing import Any

from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.publish_choices import publish_choices
from tests.support.sites import SiteUnderTest

PURPOSES = [{"id": "statistics", "recipients": ["Counters Ltd, Ireland"]}, {"id": "external-media"}]


def publish_cookie_notice(deps: Deps, site: SiteUnderTest, lang: str = "en", **changes: Any) -> str:
    """Publish a version of the cookie notice; returns its name."""
    return publish_choices(deps, CLI, site.id, lang, {"purposes": PURPOSES} | changes).sha256


def choice_draft(client: Any, site: SiteUnderTest, *on: str, **changes: Any) -> dict[str, Any]:
    """A body that turns these purposes on, with a token served just now."""
    served = client.get(f"{site.url}/notice", query_string={"for": "choices", "lang": "en"}).get_json()
    purposes = {purpose["id"]: purpose["id"] in on for purpose in served["purposes"]}
    return {"consent": {"notice": served["sha256"], "token": served["token"], "purposes": purposes}} | changes


def choose(client: Any, site: SiteUnderTest, *on: str, **headers: str) -> dict[str, Any]:
    """Turn these purposes on from the site's own page; returns the 201's JSON."""
    body = choice_draft(client, site, *on)
    answer = client.post(f"{site.url}/consents", json=body, headers=site.headers() | headers)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found
