"""Read a signed checkpoint of a site's log: the newest, or the newest that enough witnesses cosigned."""

from __future__ import annotations

from commentsvc.errors import NotFound
from commentsvc.models.cosignature import most_cosigned
from commentsvc.models.log import latest_checkpoint
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.witnessed_checkpoint import shown_note, witness_keys


def read_checkpoint(deps: Deps, site_id: str, cosigned: int = 0) -> str:
    """The signed note (C2SP) with the cosignatures it has by now. With `cosigned` above 0 the one that most witnesses
    cosigned, at least that many; of equals the newest.

    Raises `NotFound` before the first entry was integrated, or when no recent checkpoint has as many.
    """
    site = find_site(deps, site_id)
    if cosigned:
        checkpoint = most_cosigned(deps.session, site.id, witness_keys(site), least=cosigned)
        missing = f"No recent checkpoint of this site's log has {cosigned} cosignatures of its witnesses."
    else:
        checkpoint = latest_checkpoint(deps.session, site.id)
        missing = "This site's log has no checkpoint yet: nothing was written to it."
    if checkpoint is None:
        raise NotFound(missing)
    return shown_note(deps, site, checkpoint)
