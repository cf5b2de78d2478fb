"""What a spam service of a site is called with, and what is noted of the call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from commentsvc import clock
from commentsvc.domain.at_rest import unseal
from commentsvc.errors import OutboundError, OutboundRefused
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.site import Site
from commentsvc.models.spam_service import SpamCheck, SpamService, find_service
from commentsvc.models.thread import Thread
from commentsvc.usecases.deps import AskedService, Deps, SpamFacts

SEALED_FOR = "spam-service"
"""The purpose that the services' keys are encrypted for."""
T = TypeVar("T")


def asked_service(deps: Deps, site: Site, service: SpamService) -> AskedService:
    """The service with its key. Raises `OutboundRefused` where the key cannot be read any more."""
    key = ""
    if service.sealed_key is not None:
        opened = unseal(deps.settings.secret, SEALED_FOR, f"{site.id}/{service.kind}", service.sealed_key)
        if opened is None:
            raise OutboundRefused("its key was kept under another instance secret: enter it again")
        key = opened.decode()
    return AskedService(service.kind, service.url, key, site.id, _address(site))


def facts_of(comment: Comment, thread: Thread, check: SpamCheck) -> SpamFacts:
    """All that is sent: no name, no address of any kind."""
    return SpamFacts(
        ref=str(check.ref),
        text=comment.body,
        website=comment.author_website,
        page=thread.url,
        lang=comment.lang,
        reply=comment.reply_to_id is not None,
        written_at=comment.edited_at or comment.created_at,
    )


def called(deps: Deps, site: Site, service: SpamService, call: Callable[[AskedService], T]) -> T:
    """What `call` gives, outside of any transaction. That it answered, or why not, is noted beside the service; what it
    raises is raised."""
    site_id, kind = site.id, service.kind
    try:
        asked = asked_service(deps, site, service)
        deps.session.rollback()  # nothing is held while somebody else is asked
        given = call(asked)
    except OutboundError as error:
        _note(deps, site_id, kind, str(error)[:300])
        raise
    _note(deps, site_id, kind, "")
    return given


def _note(deps: Deps, site_id: str, kind: str, trouble: str) -> None:
    with writing(deps.session) as session:
        if (service := find_service(session, site_id, kind)) is not None:
            service.trouble = trouble
            if not trouble:
                service.answered_at = clock.now()


def _address(site: Site) -> str:
    """The site's own address, as far as its settings know one."""
    origin = site.origins[0] if site.origins else ""
    return origin.replace("*.", "www.")
