"""Sign in by the organisation (OpenID Connect). No account comes into being silently: one that exists is linked, or one
is made for whom an admin invited, and only by an address that the organisation says it has verified.

State, nonce and the verifier of PKCE are derived from a cookie that only this browser has: nothing of them is stored,
and a link that somebody else began leads nowhere.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import structlog

from commentsvc.clock import now
from commentsvc.domain.derived import derive
from commentsvc.errors import IdentityRefused, NotAuthorised, OutboundError, Unavailable, ValidationFailed
from commentsvc.models import account as accounts
from commentsvc.models.account import Account
from commentsvc.models.database import writing
from commentsvc.models.factor import Identity, identity_of
from commentsvc.usecases.accept_invitation import take_up_invitations
from commentsvc.usecases.account_trail import note_account
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Deps, OrganisationPerson, Visitor
from commentsvc.usecases.open_session import NewSession
from commentsvc.usecases.sign_in import go_on
from commentsvc.usecases.sign_in_step import OpenStep, Purpose, begin_step, limit_begun, take_step

log = structlog.get_logger(__name__)

UNKNOWN = "Nobody who works here has your address. Ask an administrator to add you."
REFUSED = "Your organisation’s answer was not accepted. Please try again."
AGAIN = "again"
"""What `how` of the step says where the person is to prove it again."""


@dataclass(frozen=True)
class Departure:
    """The step that waits for the person to come back, and where they go."""

    step: OpenStep
    address: str


@dataclass(frozen=True)
class Return:
    """What came of it, and where the browser wanted to be."""

    opened: NewSession | OpenStep
    came_for: str


def depart(deps: Deps, visitor: Visitor, came_for: str, *, again: bool = False) -> Departure:
    """Begin: the browser leaves for the organisation. With `again` who is signed in there must prove it once more.

    Raises:
        Unavailable: the organisation does not answer, or there is none. RateLimited.
    """
    limit_begun(deps, visitor)
    with writing(deps.session):
        step = begin_step(deps, Purpose.ORGANISATION, how=AGAIN if again else "", came_for=came_for)
    try:
        address = deps.organisation.address(
            state=_derived(deps, step.token, "state"),
            nonce=_derived(deps, step.token, "nonce"),
            verifier=_derived(deps, step.token, "verifier"),
            again=again,
        )
    except (OutboundError, IdentityRefused) as error:
        log.warning("the organisation cannot be asked", reason=str(error))
        raise Unavailable("Your organisation cannot be reached. Please try again later.") from error
    return Departure(step, address)


def come_back(deps: Deps, visitor: Visitor, token: str | None, state: str, code: str, issuer: str | None) -> Return:
    """End it with what the organisation sent along. The step is used up in any case.

    Raises:
        TokenInvalid: this browser did not begin it. NotAuthorised: the answer is refused, or nobody here has the
        address. Unavailable: the organisation does not answer.
    """
    with writing(deps.session):
        step = take_step(deps, token, Purpose.ORGANISATION)
        came_for, again = step.came_for, step.how == AGAIN
        deps.session.delete(step)
    if not hmac.compare_digest(state.encode(), _derived(deps, token or "", "state").encode()):
        raise NotAuthorised(REFUSED)
    if issuer is not None and issuer != deps.organisation.issuer:  # RFC 9207
        raise NotAuthorised(REFUSED)
    try:
        person = deps.organisation.redeem(
            code=code,
            nonce=_derived(deps, token or "", "nonce"),
            verifier=_derived(deps, token or "", "verifier"),
            again=again,
        )
    except OutboundError as error:
        log.warning("the organisation cannot be asked", reason=str(error))
        raise Unavailable("Your organisation cannot be reached. Please try again later.") from error
    except IdentityRefused as error:
        log.warning("the organisation's answer is refused", reason=str(error))
        raise NotAuthorised(REFUSED) from error
    with writing(deps.session):
        account = _account(deps, visitor, person)
        opened = go_on(deps, account, visitor, "organisation", came_for, second_factor=person.several)
        return Return(opened, came_for)


def _account(deps: Deps, visitor: Visitor, person: OrganisationPerson) -> Account:
    """Whose account it is. Linked by the address once, and by the subject from then on: an address may go to somebody
    else, a subject never does. Raises `NotAuthorised`."""
    issuer = deps.organisation.issuer
    known = deps.session.get(Identity, (issuer, person.subject))
    account: Account | None = deps.session.get(Account, known.account_id) if known else None
    if account is None and known is None and person.email:
        account = _whose(deps, visitor, person.email)
        if account is not None and identity_of(deps.session, account.id, issuer) is not None:
            account = None
        if account is not None and account.disabled_at is None:
            deps.session.add(Identity(issuer=issuer, subject=person.subject, account_id=account.id, created_at=now()))
            deps.session.flush()
            note_account(deps, account, visitor, "organisation.link")
    if account is None or account.disabled_at is not None:
        raise NotAuthorised(UNKNOWN)
    return account


def _whose(deps: Deps, visitor: Visitor, email: str) -> Account | None:
    """The account of the address; a new one where the address was invited."""
    try:
        address = parse_email(email)
    except ValidationFailed:
        return None
    return accounts.find_account(deps.session, address) or take_up_invitations(deps, address, visitor.seen_from)


def _derived(deps: Deps, token: str, what: str) -> str:
    return derive(deps.settings.secret, f"organisation-{what}", token)
