"""The sites the tests work on, and the one way they post a comment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from commentsvc.models.audit import AuditEvent
from commentsvc.models.database import writing
from commentsvc.models.fact import LoggedFact
from commentsvc.models.log import LogEntry
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_site import SiteDraft, add_site
from commentsvc.usecases.add_token import add_token
from commentsvc.usecases.deps import Deps

Json = dict[str, Any]


@dataclass(frozen=True)
class SiteUnderTest:
    """A ready site and the paths of its API. `token` is an operator's, with every scope, of this site only."""

    id: str
    origin: str
    token: str

    @property
    def url(self) -> str:
        """The path everything of the site's API begins with."""
        return f"/api/v1/sites/{self.id}"

    @property
    def comments_url(self) -> str:
        """Where comments are read and posted."""
        return f"{self.url}/comments"

    @property
    def page(self) -> str:
        """The address of a page of this site."""
        return f"{self.origin}/news/a-story"

    def headers(self) -> dict[str, str]:
        """What a browser sends from this site's pages."""
        return {"Origin": self.origin}

    def operator(self) -> dict[str, str]:
        """What an operator's program sends."""
        return bearer(self.token)


def bearer(token: str) -> dict[str, str]:
    """An Authorization header."""
    return {"Authorization": f"Bearer {token}"}


def forged(token: str) -> str:
    """The token with another character, none of the last ones, where some bits say nothing."""
    return token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]


def make_site(deps: Deps, key: str, origin: str, **changes: Any) -> SiteUnderTest:
    """Add a site with notices in English and German, and an operator's token for it."""
    facts: Json = {
        "key": key,
        "name": key.title(),
        "origins": [origin],
        "controller_name": f"The {key.title()} Times",
        "controller_contact": f"privacy@{key}.org",
        "privacy_url": f"{origin}/privacy",
        "languages": ("en", "de"),
    } | changes
    add_site(deps, CLI, SiteDraft(**facts))
    scopes = ["moderate", "export", "subjects", "admin"]
    secret = add_token(deps, CLI, key, name="tests", scopes=scopes).secret
    leave_out_acts(deps, key)
    return SiteUnderTest(key, origin, secret)


def leave_out_acts(deps: Deps, key: str) -> None:
    """Take out what waits for the log of acts so far, such as the making of the site and signing in, so that a test can
    count what happens in it."""
    waits = sa.select(LogEntry.id).where(
        LogEntry.site_id == key, LogEntry.type == "audit", LogEntry.leaf_index.is_(None)
    )
    with writing(deps.session) as session:
        entries = list(session.scalars(waits))
        session.execute(
            sa.update(AuditEvent).where(AuditEvent.site_id == key, AuditEvent.entry.in_(entries)).values(entry=None)
        )
        session.execute(sa.delete(LoggedFact).where(LoggedFact.site_id == key, LoggedFact.entry.in_(entries)))
        session.execute(sa.delete(LogEntry).where(LogEntry.site_id == key, LogEntry.id.in_(entries)))


def make_draft(client: Any, site: SiteUnderTest, **changes: Any) -> Json:
    """A body that would be accepted, with a notice served for it just now.

    `purposes`, `page` (an address), `title`, `key` and `lang` change what they name; `author` is merged; every other
    keyword is a member of the body.
    """
    page = changes.pop("page", site.page)
    asked = {"lang": changes.pop("lang", "en"), "page": page}
    if changes.get("key"):
        asked["page"] = f"key:{changes['key']}"
    served = client.get(f"{site.url}/notice", query_string=asked, headers=site.headers())
    assert served.status_code == 200, served.get_data(as_text=True)
    notice = served.get_json()
    purposes = {purpose["id"]: purpose["required"] for purpose in notice["purposes"]}
    draft: Json = {
        "page": {"url": page, "key": changes.pop("key", None), "title": changes.pop("title", "A story")},
        "parent": None,
        "author": {"name": "Ada", "email": None, "website": None} | changes.pop("author", {}),
        "body": "I *agree*.",
        "consent": {
            "notice": notice["sha256"],
            "token": notice["token"],
            "purposes": changes.pop("purposes", purposes),
        },
    }
    return draft | changes


PostComment = Callable[..., Json]
"""`post(body="…", …)`: posts a draft made of these changes and returns the 201's JSON."""
