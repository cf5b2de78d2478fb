"""Delete a reader's stored address once nothing they gave needs it any more, from the database's files too."""

from __future__ import annotations

import uuid

from commentsvc import clock
from commentsvc.models.contact import forget_contact_if_unneeded
from commentsvc.models.erasing import have_scrubbed
from commentsvc.usecases.deps import Deps


def release_address(deps: Deps, site_id: str, subject_id: uuid.UUID | None) -> None:
    """Inside the caller's write transaction, behind whatever ended a purpose of this person."""
    if subject_id is not None and forget_contact_if_unneeded(deps.session, site_id, subject_id):
        have_scrubbed(deps.session, site_id, clock.now())
