"""The sites an account may enter, with what waits there."""

from __future__ import annotations

from dataclasses import dataclass

from commentsvc.models.account import Account
from commentsvc.models.site import Site
from commentsvc.usecases.count_queue import counts_of
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_session import sites_of


@dataclass(frozen=True)
class SiteLine:
    """A site, the account's role there, and how many comments it has by status, none above `count_queue.COUNTED`."""

    site: Site
    role: str
    counts: dict[str, int]


def list_sites(deps: Deps, account: Account) -> list[SiteLine]:
    """The account's sites by key; all of them for an instance administrator."""
    return [SiteLine(site, role, counts_of(deps, site.id)) for site, role in sites_of(deps, account)]
