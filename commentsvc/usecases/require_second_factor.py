"""Let a site in only those who have a second factor, and see who has none yet."""

from __future__ import annotations

from dataclasses import dataclass

from commentsvc.models.account import Account
from commentsvc.models.database import writing
from commentsvc.models.factor import SignInRule, asks_second_factor, members_without_factor
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.record_act import record_act


@dataclass(frozen=True)
class SiteSignIn:
    """What a site asks, and which of its members would be led to set up a factor first."""

    second_factor: bool
    without: list[Account]


def site_sign_in(deps: Deps, actor: Actor, site_id: str) -> SiteSignIn:
    """How people come in to the site. Raises `NotFound`, `Forbidden`."""
    require(actor, site_id, "admin")
    return SiteSignIn(asks_second_factor(deps.session, site_id), members_without_factor(deps.session, site_id))


def require_second_factor(deps: Deps, actor: Actor, site_id: str, wanted: bool) -> None:
    """Ask a second factor of everybody who works on the site, or no longer. Raises `NotFound`, `Forbidden`."""
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        if asks_second_factor(session, site_id) != wanted:
            session.merge(SignInRule(site_id=site_id, second_factor=wanted))
            record_act(deps, site_id, actor, "sign-in.change", site_id, {"second_factor": wanted})


def lacks_second_factor(deps: Deps, who: SignedIn, site_id: str) -> bool:
    """Whether this session may not enter the site, because the site asks for more than it has shown."""
    return not who.session.second_factor and asks_second_factor(deps.session, site_id)
