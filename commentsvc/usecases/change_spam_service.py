"""Switch a spam service on or off. The notice follows in the same transaction, in every language: nothing is ever sent
to somebody whom the notice in force does not name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from commentsvc.domain.at_rest import seal
from commentsvc.domain.plain_text import clean_name
from commentsvc.domain.web_address import BadAddress, parse_address
from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.models.database import writing
from commentsvc.models.notice import Notice, notices_in_force
from commentsvc.models.site import lock_site
from commentsvc.models.spam_service import AKISMET, KINDS, SpamService, find_service, services_of, services_on
from commentsvc.usecases.access import require
from commentsvc.usecases.call_spam_service import SEALED_FOR
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.publish_notice import publish_in_transaction
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.review_notice import decided

NAME_MAX, URL_MAX, KEY_MAX = 200, 2000, 500
WAITS = (1, 60)
AKISMET_NAME = "Akismet (Automattic Inc., USA)"
FIELDS = ("enabled", "name", "url", "key", "reports", "wait_minutes")


@dataclass(frozen=True)
class ServiceView:
    """A service as admins see it: never its key, only whether there is one."""

    kind: str
    enabled: bool
    name: str
    url: str
    has_key: bool
    reports: bool
    wait_minutes: int
    answered_at: datetime | None
    trouble: str


@dataclass(frozen=True)
class ChangedService:
    """The service now, and the notices that were published because of the change."""

    service: ServiceView
    notices: Sequence[Notice]


def read_spam_services(deps: Deps, actor: Actor, site_id: str) -> list[ServiceView]:
    """Both kinds, set up or not. Raises NotFound, Forbidden."""
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    found = services_of(deps.session, site_id)
    return [_view(found.get(kind) or _fresh(site_id, kind)) for kind in KINDS]


def change_spam_service(
    deps: Deps, actor: Actor, site_id: str, kind: str, changes: Mapping[str, Any]
) -> ChangedService:
    """Set the named fields (`FIELDS`). Where that changes whom the notice must name, a new version of it is published
    in every language in force. With another address the key goes, unless one is given along.

    Raises:
        NotFound, Forbidden: not this actor's, or no such kind.
        ValidationFailed: by field; nothing was changed.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    if kind not in KINDS:
        raise NotFound("There is no such spam service.")
    _check(kind, changes)
    with writing(deps.session) as session:
        lock_site(session, site_id)
        before = [service.name for service in services_on(session, site_id)]
        service = find_service(session, site_id, kind) or _fresh(site_id, kind)
        told = _apply(deps, service, changes)
        _check_whole(service)
        session.add(service)
        session.flush()
        notices = []
        if before != [one.name for one in services_on(session, site_id)]:
            notices = [_published(deps, actor, site_id, one.lang) for one in notices_in_force(session, site_id)]
        if told:
            record_act(deps, site_id, actor, "spam-service.change", kind, told)
        return ChangedService(_view(service), notices)


def _published(deps: Deps, actor: Actor, site_id: str, lang: str) -> Notice:
    return publish_in_transaction(deps, actor, site_id, lang, decided(deps, actor, site_id, lang, {}, ask_again=False))


def _fresh(site_id: str, kind: str) -> SpamService:
    name = AKISMET_NAME if kind == AKISMET else ""
    return SpamService(
        site_id=site_id, kind=kind, enabled=False, name=name, url="", sealed_key=None, reports=False, wait_minutes=10,
        answered_at=None, trouble="",
    )  # fmt: skip


def _apply(deps: Deps, service: SpamService, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set what is new and tell it, without the key."""
    told: dict[str, Any] = {}
    if service.url and "key" not in changes and changes.get("url", service.url) != service.url:
        changes = {**changes, "key": ""}  # or whoever may change the address could have the key sent to themselves
    for name, value in changes.items():
        if name == "key":
            whose = f"{service.site_id}/{service.kind}"
            sealed = seal(deps.settings.secret, SEALED_FOR, whose, value.encode()) if value else None
            if (sealed is None) != (service.sealed_key is None) or sealed:
                told["key"] = "set" if sealed else "removed"
            service.sealed_key = sealed
        else:
            value = clean_name(value) if name == "name" else value
            if getattr(service, name) != value:
                told[name] = [_told(name, getattr(service, name)), _told(name, value)]
                setattr(service, name, value)
    if told:
        service.trouble = ""
    return told


def _told(name: str, value: Any) -> Any:
    """What the trail says of a setting: never an address's path, which may hold a key of the service."""
    return urlsplit(value).netloc if name == "url" else value


def _check(kind: str, changes: Mapping[str, Any]) -> None:
    fields: dict[str, list[str]] = {}
    for name, value in changes.items():
        if name not in FIELDS or (name == "url" and kind == AKISMET and value):
            fields[name] = ["There is no such setting."]
        elif name in ("enabled", "reports"):
            if not isinstance(value, bool):
                fields[name] = ["Say true or false."]
        elif name == "wait_minutes":
            if isinstance(value, bool) or not isinstance(value, int) or not WAITS[0] <= value <= WAITS[1]:
                fields[name] = [f"A whole number from {WAITS[0]} to {WAITS[1]}."]
        elif problem := _text_problem(name, value):
            fields[name] = [problem]
    if fields:
        raise ValidationFailed("Nothing was changed.", fields=fields)


def _text_problem(name: str, value: Any) -> str | None:
    longest = {"name": NAME_MAX, "url": URL_MAX, "key": KEY_MAX}[name]
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        return f"At most {longest} characters of text."
    if name == "key" and not (value.isascii() and (value == "" or value.isprintable())):
        return "A key has letters, digits and signs of ASCII only."
    if name == "url" and value:
        try:
            parse_address(value)
        except BadAddress as problem:
            return str(problem)
        if urlsplit(value).query or urlsplit(value).fragment:
            return "An address without a query: a key belongs into its own field, where it is kept encrypted."
    return None


def _check_whole(service: SpamService) -> None:
    """What is on must be whole: whom to ask, with what, and by which name readers are told of it."""
    if not service.enabled:
        return
    fields: dict[str, list[str]] = {}
    if not service.name:
        fields["name"] = ["Say by which name the notice tells readers of it, with its country."]
    if service.kind == AKISMET and service.sealed_key is None:
        fields["key"] = ["Akismet needs a key."]
    if service.kind != AKISMET and not service.url:
        fields["url"] = ["Say where it is asked, such as https://spam.example.org/check."]
    if fields:
        raise ValidationFailed("It cannot be switched on yet.", fields=fields)


def _view(service: SpamService) -> ServiceView:
    return ServiceView(
        kind=service.kind,
        enabled=service.enabled,
        name=service.name,
        url=service.url,
        has_key=service.sealed_key is not None,
        reports=service.reports,
        wait_minutes=service.wait_minutes,
        answered_at=service.answered_at,
        trouble=service.trouble,
    )
