"""Passkeys (WebAuthn level 3): what a browser is asked, and whether its answer is right.

The library is large, so it is imported where it is used: most processes never see a passkey.
"""

from __future__ import annotations

import ipaddress
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from commentsvc.clock import now
from commentsvc.errors import NotAuthorised
from commentsvc.models.account import Account
from commentsvc.models.factor import Passkey, find_passkey
from commentsvc.models.sign_in import SignInStep
from commentsvc.settings import Settings
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.sign_in_step import new_challenge, take_challenge

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor
    from webauthn.registration.verify_registration_response import VerifiedRegistration

NO_PASSKEYS = "Passkeys need a public address with a name, over https."
LONGEST = 20_000


@dataclass(frozen=True)
class Party:
    """Whom a passkey is made for: the host of the public address, and its origin."""

    host: str
    origin: str


def passkey_party(settings: Settings) -> Party | None:
    """None where browsers make no passkeys: at a numeric address, or without TLS unless it is this machine."""
    parts = urlsplit(settings.public_url)
    host = parts.hostname or ""
    if parts.scheme != "https" and host != "localhost":
        return None
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return Party(host, f"{parts.scheme}://{parts.netloc}")
    return None


def offer_passkey(deps: Deps, step: SignInStep, token: str, passkeys: Sequence[Passkey] | None) -> str:
    """What the browser shall ask, as JSON, inside the caller's transaction: one of these passkeys, or with None any
    that it knows for us, which must then recognise its person itself (PIN, finger, face)."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=_party(deps).host,
        challenge=new_challenge(deps, step, token),
        allow_credentials=_described(passkeys or ()),
        user_verification=(
            UserVerificationRequirement.REQUIRED if passkeys is None else UserVerificationRequirement.PREFERRED
        ),
    )
    return options_to_json(options)


def use_passkey(
    deps: Deps, step: SignInStep, token: str, credential: str, *, of: uuid.UUID | None, verified: bool
) -> Account | None:
    """Whose passkey answered the step's challenge, inside the caller's transaction; None where the answer is not right,
    the account is disabled, or it is not the account `of`. The challenge is used up in any case."""
    from webauthn import verify_authentication_response
    from webauthn.helpers import parse_authentication_credential_json

    party, challenge = _party(deps), take_challenge(deps, step, token)
    try:
        answer = parse_authentication_credential_json(credential[:LONGEST])
        passkey = find_passkey(deps.session, answer.raw_id)
        if passkey is None or (of is not None and passkey.account_id != of):
            return None
        handle = answer.response.user_handle
        if handle is not None and handle != passkey.account_id.bytes:
            return None
        seen = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=verified,
        )
    except _unreadable():
        return None
    account: Account | None = deps.session.get(Account, passkey.account_id)
    if account is None or account.disabled_at is not None:
        return None
    passkey.sign_count, passkey.used_at = seen.new_sign_count, now()
    return account


def offer_new_passkey(deps: Deps, step: SignInStep, token: str, account: Account, known: Sequence[Passkey]) -> str:
    """What the browser shall make, as JSON, inside the caller's transaction."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=_party(deps).host,
        rp_name="commentsvc",
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.name,
        challenge=new_challenge(deps, step, token),
        exclude_credentials=_described(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return options_to_json(options)


def read_new_passkey(deps: Deps, step: SignInStep, token: str, credential: str) -> VerifiedRegistration | None:
    """The passkey that was made for the step's challenge; None where the answer is not right."""
    from webauthn import verify_registration_response

    party, challenge = _party(deps), take_challenge(deps, step, token)
    try:
        return verify_registration_response(
            credential=credential[:LONGEST],
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
        )
    except _unreadable():
        return None


def transports_in(credential: str) -> list[str]:
    """How the authenticator says it can be reached, as far as we know the words."""
    from webauthn.helpers.structs import AuthenticatorTransport

    known = {one.value for one in AuthenticatorTransport}
    try:
        said = json.loads(credential)["response"].get("transports", [])
    except _unreadable():
        return []
    return [one for one in said if one in known] if isinstance(said, list) else []


def _unreadable() -> tuple[type[Exception], ...]:
    """What answers are made of that no browser gives; the last by JSON that is nested without end."""
    from webauthn.helpers.exceptions import WebAuthnException

    return WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError


def _party(deps: Deps) -> Party:
    party = passkey_party(deps.settings)
    if party is None:
        raise NotAuthorised(NO_PASSKEYS)
    return party


def _described(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(
            id=one.credential_id, transports=[AuthenticatorTransport(known) for known in one.transports] or None
        )
        for one in passkeys
    ]
