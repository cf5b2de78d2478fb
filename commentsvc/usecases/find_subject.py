"""Find the person behind an address on one site: by the keyed code, since no address is stored."""

from __future__ import annotations

import sqlalchemy as sa

from commentsvc.domain.derived import derive, pseudonym
from commentsvc.models.comment import Subject
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps


def address_code(deps: Deps, site_id: str, address: str) -> str:
    """The code of this address on this site (`domain.derived.pseudonym`)."""
    return pseudonym(derive(deps.settings.secret, "pseudonym", site_id).encode(), address)


def find_subject(deps: Deps, site: Site, address: str) -> Subject | None:
    """The subject under whose address something was sent to this site, or None. That is no proof of anything, and
    neither is for strangers to know."""
    code = address_code(deps, site.id, address)
    return deps.session.scalars(sa.select(Subject).where(Subject.site_id == site.id, Subject.pseudonym == code)).first()
