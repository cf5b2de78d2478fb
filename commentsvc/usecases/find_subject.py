"""Find the person behind an address on one site: by the keyed code, since no address is stored."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from commentsvc.domain.derived import derive, pseudonym
from commentsvc.models.comment import Subject
from commentsvc.usecases.deps import Deps


def address_code(deps: Deps, site_id: str, address: str) -> str:
    """The code of this address on this site (`domain.derived.pseudonym`)."""
    return pseudonym(derive(deps.settings.secret, "pseudonym", site_id).encode(), address)


def find_subject(deps: Deps, site_id: str, address: str) -> uuid.UUID | None:
    """Whose address it is here, or None where nothing was sent under it. Say neither to strangers."""
    code = address_code(deps, site_id, address)
    return deps.session.scalar(sa.select(Subject.id).where(Subject.site_id == site_id, Subject.pseudonym == code))
