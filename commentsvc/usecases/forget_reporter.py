"""Reports that somebody sent under an address: theirs to hear of, and to have their name and address taken off."""

from __future__ import annotations

from commentsvc import clock
from commentsvc.models.content import forget_reporters, reporters_of
from commentsvc.models.erasing import have_scrubbed
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_subject import address_code


def has_reported(deps: Deps, site: Site, code: str) -> bool:
    """Whether a report was sent under the address of this code (`find_subject.address_code`)."""
    return any(address_code(deps, site.id, address) == code for _, address in reporters_of(deps.session, site.id))


def forget_reporter(deps: Deps, site: Site, code: str) -> bool:
    """Inside the caller's write transaction: take name and address off every report that was sent under the address of
    this code; whether there was one. The report stays for who decides about it, and for whoever holds its secret."""
    reporters = reporters_of(deps.session, site.id)
    theirs = [report for report, address in reporters if address_code(deps, site.id, address) == code]
    if theirs:
        forget_reporters(deps.session, site.id, theirs)
        have_scrubbed(deps.session, site.id, clock.now())
    return bool(theirs)
