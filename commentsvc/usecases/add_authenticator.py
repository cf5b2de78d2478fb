"""Add an authenticator app to one's own account, once it has shown a right code."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

import orjson
import pyotp

from commentsvc.clock import now
from commentsvc.domain.at_rest import seal, unseal
from commentsvc.errors import NotAuthorised, ValidationFailed
from commentsvc.models.account import Account
from commentsvc.models.database import writing
from commentsvc.models.factor import Authenticator
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.factor_added import factor_added
from commentsvc.usecases.find_session import SignedIn, token_hash
from commentsvc.usecases.prove_again import require_proof
from commentsvc.usecases.second_factor import matching_step, new_secret, seal_secret

OFFER_HOLDS = timedelta(minutes=30)


@dataclass(frozen=True)
class AuthenticatorOffer:
    """A secret that is not kept yet: for the app to scan (`uri`) or its person to type (`secret`). `setup` is the same,
    sealed for this session, and goes through the form."""

    secret: str
    uri: str
    setup: str


def offer_authenticator(deps: Deps, who: SignedIn) -> AuthenticatorOffer:
    """A new secret. Nothing is written. Raises `Forbidden` without a fresh proof."""
    require_proof(who)
    secret = new_secret()
    plain = orjson.dumps([int(now().timestamp()), secret])
    sealed = seal(deps.settings.secret, "authenticator-offer", _context(who), plain)
    return _offer(deps, who, secret, urlsafe_b64encode(sealed).decode())


def read_offer(deps: Deps, who: SignedIn, setup: str) -> AuthenticatorOffer:
    """The offer that went through the form. Raises `NotAuthorised` for one of another session, or an old one."""
    try:
        sealed = urlsafe_b64decode(setup[:1000])
    except ValueError:
        sealed = b""
    plain = unseal(deps.settings.secret, "authenticator-offer", _context(who), sealed)
    at, secret = orjson.loads(plain) if plain else (0, "")
    if now().timestamp() - at > OFFER_HOLDS.total_seconds():
        raise NotAuthorised("This page was open for too long. Please begin again.")
    return _offer(deps, who, secret, setup)


def add_authenticator(deps: Deps, visitor: Visitor, who: SignedIn, setup: str, code: str) -> list[str]:
    """Keep the offered secret, instead of an earlier one. Returns new recovery codes where the account had none.

    Raises:
        ValidationFailed: `code` is not what the app should show now.
        NotAuthorised, Forbidden: the offer is not of this session or too old; no fresh proof.
    """
    require_proof(who)
    secret = read_offer(deps, who, setup).secret
    step = matching_step(secret, "".join(code.split())[:10])
    if step is None:
        raise ValidationFailed(fields={"code": ["This is not the code that the app should show now."]})
    with writing(deps.session) as session:
        account = session.get(Account, who.account.id)
        session.merge(
            Authenticator(
                account_id=account.id,
                sealed=seal_secret(deps, account.id, secret),
                last_step=step,
                created_at=now(),
            )
        )
        session.flush()
        return factor_added(deps, visitor, who, account, "authenticator.add", "code")


def _context(who: SignedIn) -> str:
    return f"{who.account.id}/{token_hash(who.token)}"


def _offer(deps: Deps, who: SignedIn, secret: str, setup: str) -> AuthenticatorOffer:
    uri = pyotp.TOTP(secret, name=who.account.email, issuer="commentsvc").provisioning_uri()
    return AuthenticatorOffer(secret, uri, setup)
