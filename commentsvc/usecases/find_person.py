"""For operators: what one person has here, by address or by a receipt's number, and erasing it on request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.models.comment import Subject
from commentsvc.models.consent import newest_body
from commentsvc.models.database import writing
from commentsvc.models.erasing import comment_of_record
from commentsvc.models.person_data import Extent, extent_of
from commentsvc.models.site import Site
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.erase_person import PersonErased, begin_erasing, erase_person
from commentsvc.usecases.export_person import PersonExport, export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import find_subject
from commentsvc.usecases.person import person_by_letter
from commentsvc.usecases.record_act import record_act


@dataclass(frozen=True)
class Wanted:
    """Who is looked for: by an address, by the number of a receipt whose comment is confirmed or was sent without an
    address, or by the reference that was found before."""

    address: str | None = None
    record: uuid.UUID | None = None
    subject: uuid.UUID | None = None


@dataclass(frozen=True)
class FoundPerson:
    """The opaque reference, and how much there is."""

    subject: uuid.UUID
    extent: Extent


def find_person(deps: Deps, actor: Actor, site_id: str, wanted: Wanted) -> FoundPerson:
    """What the site stores of them. That it was looked for is written into the audit log, without whom.

    Raises:
        NotFound: the actor is of another site; or nothing is stored of such a person. Forbidden: lacks `subjects`.
        ValidationFailed: not exactly one of the three ways was named.
    """
    require(actor, site_id, "subjects")
    subject_id = _find(deps, site_id, wanted)
    with writing(deps.session):
        record_act(deps, site_id, actor, "subject.find")
    return FoundPerson(subject_id, extent_of(deps.session, site_id, subject_id))


def erase_found(deps: Deps, actor: Actor, site_id: str, wanted: Wanted, *, unconfirmed: bool = False) -> PersonErased:
    """Erase the person (`erase_person`) at an operator's word, who has made sure that it is theirs to ask. Once the log
    says so, the worker does it if this process cannot.

    Raises like `find_person`.
    """
    require(actor, site_id, "subjects")
    site, subject_id = find_site(deps, site_id), _find(deps, site_id, wanted)
    with writing(deps.session):
        told = {"unconfirmed": unconfirmed}
        record_act(deps, site_id, actor, "subject.erase", "", told)
        begin_erasing(deps, site, subject_id, by="moderator", unconfirmed=unconfirmed)
    return erase_person(deps, site, subject_id, by="moderator", unconfirmed=unconfirmed)


def export_found(deps: Deps, actor: Actor, site_id: str, wanted: Wanted, *, unconfirmed: bool = False) -> PersonExport:
    """The person's copy (`export_person`), for an operator who has made sure that it is theirs to ask.

    Raises like `find_person`.
    """
    require(actor, site_id, "subjects")
    site, subject_id = find_site(deps, site_id), _find(deps, site_id, wanted)
    person = person_by_letter(deps, actor, site, subject_id=subject_id, unconfirmed=unconfirmed)
    return export_person(deps, site.id, person, actor)


def _find(deps: Deps, site_id: str, wanted: Wanted) -> uuid.UUID:
    site = find_site(deps, site_id)
    ways = [way for way in (wanted.address, wanted.record, wanted.subject) if way]
    if len(ways) != 1:
        raise ValidationFailed(fields={"address": ["Name one of `address`, `record` and `subject`."]})
    found: uuid.UUID | None = None
    if wanted.address:
        subject = find_subject(deps, site, wanted.address)
        found = subject.id if subject else None
    elif wanted.record:
        found = _of_record(deps, site, wanted.record)
    elif wanted.subject and deps.session.get(Subject, (site.id, wanted.subject)):
        found = wanted.subject
    if found is None:
        raise NotFound("Nothing is stored of such a person.")
    return found


def _of_record(deps: Deps, site: Site, record_id: uuid.UUID) -> uuid.UUID | None:
    """Whose record it is. A comment that was sent under an address and never confirmed may be a stranger's: its record
    leads to nobody, or whoever posts under an address would have its owner's data sent or erased."""
    comment, body = comment_of_record(deps.session, site.id, record_id), newest_body(deps.session, site.id, record_id)
    if body is None or body.subject_id is None:
        return None
    if comment is not None and comment.confirmed_at is None:
        subject = deps.session.get(Subject, (site.id, body.subject_id))
        return subject.id if subject is not None and subject.pseudonym is None else None
    return body.subject_id
