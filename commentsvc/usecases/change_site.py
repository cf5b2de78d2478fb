"""Change a site's settings; threads keep their pages when the form of their keys changes with the origins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from commentsvc.domain.minors import AGES, UNASKED
from commentsvc.domain.notice_escrow import MOST_ESCROW_MONTHS
from commentsvc.domain.page_key import page_key
from commentsvc.errors import ValidationFailed
from commentsvc.models.database import writing
from commentsvc.models.site import Site, lock_site
from commentsvc.models.thread import Thread, find_thread
from commentsvc.usecases.access import require
from commentsvc.usecases.add_site import (
    MODERATION,
    RETENTION_MONTHS,
    TEXTS,
    check_origins,
    privacy_url_problem,
    text_problem,
)
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act

NUMBERS = {
    "trust_after": (0, 1000),
    "max_depth": (0, 10),
    "edit_minutes": (0, 10_080),
    "retention_months": RETENTION_MONTHS,
    "close_after_days": (0, 36_500),
    "escrow_months": (0, MOST_ESCROW_MONTHS),
}
"""Numbers that can be changed, with the least and the largest. `close_after_days` 0 means never."""

NO_ESCROW_KEY = "There is no key to seal to: `commentsvc key escrow make` makes one."

CHOICES: dict[str, tuple[Any, ...]] = {
    "moderation": MODERATION,
    "publish_tiles": (True, False),
    "age_of_consent": (UNASKED, *AGES),
    "answer_at_once": (True, False),
}
"""What takes one of a few values."""


def change_site(deps: Deps, actor: Actor, site_id: str, changes: Mapping[str, Any]) -> Site:
    """Set the named columns of the site. The controller's facts reach readers with the next published notice.

    Raises:
        NotFound, Forbidden: not this actor's to change.
        ValidationFailed: by column name; nothing was changed.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    values = _checked(changes)
    with writing(deps.session) as session:
        lock_site(session, site_id)
        site = session.get(Site, site_id, populate_existing=True)
        changed = {name: value for name, value in values.items() if getattr(site, name) != value}
        if changed.get("escrow_months") and site.escrow_key is None:
            raise ValidationFailed("Nothing was changed.", fields={"escrow_months": [NO_ESCROW_KEY]})
        for name, value in changed.items():
            setattr(site, name, value)
        session.flush()
        if "origins" in changed:
            _rename_threads(session, site)
        if changed:
            record_act(deps, site_id, actor, "site.change", site_id, {"changed": sorted(changed)})
    return site


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    values: dict[str, Any] = dict(changes)
    for name, value in changes.items():
        if name in TEXTS:
            values[name] = value.strip()
            if problem := text_problem(name, values[name]):
                fields[name] = [problem]
        elif name in NUMBERS:
            least, most = NUMBERS[name]
            values[name] = value or (None if name == "close_after_days" else 0)
            if not isinstance(value or 0, int) or not least <= (value or 0) <= most:
                fields[name] = [f"A whole number from {least} to {most}."]
        elif name in CHOICES and value not in CHOICES[name]:
            fields[name] = [f"Choose {' or '.join(f'`{choice}`' for choice in CHOICES[name])}."]
        elif name == "origins":
            values[name] = check_origins(value, fields)
        elif name == "privacy_url":
            if problem := privacy_url_problem(value):
                fields[name] = [problem]
        elif name not in CHOICES:
            fields[name] = ["There is no such setting."]
    if fields:
        raise ValidationFailed("Nothing was changed.", fields=fields)
    return values


def _rename_threads(session: Any, site: Site) -> None:
    """Derived keys hold the host only where a site has several: give every thread the key its page has from now on.

    Where two pages now share a key, the older thread keeps it and the other stays reachable under its old key.
    """
    for thread in session.scalars(
        sa.select(Thread).where(Thread.site_id == site.id, Thread.key.like("/%")).order_by(Thread.id)
    ):
        key = page_key(thread.url, site.origins)
        if key != thread.key and find_thread(session, site.id, key) is None:
            thread.key = key
            session.flush()
