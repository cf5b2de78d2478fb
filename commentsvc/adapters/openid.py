"""The organisation that signs people in: OpenID Connect Core 1.0, authorization code with PKCE.

Everything is asked through the one outbound client. What the provider says of itself (discovery, keys) is kept for an
hour; a signature by an unknown key has the keys fetched again, at most once a minute. An ID token is believed when it
is signed by such a key with an asymmetric algorithm, and issuer, audience, times and nonce are right.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from commentsvc.adapters.outbound import NO_HEADERS, Answer
from commentsvc.clock import now
from commentsvc.errors import IdentityRefused
from commentsvc.usecases.deps import OrganisationPerson

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""No `none`, and nothing symmetric: a public key must never be taken for a shared secret."""
KEPT, PAUSE = timedelta(hours=1), timedelta(minutes=1)
LEEWAY_SECONDS = 60
AGAIN_SECONDS = 300
"""How long ago somebody may have signed in there, when they were to prove it again."""
_FORM = "application/x-www-form-urlencoded"
_SUPPORTED = ("client_secret_basic", "client_secret_post")


class Outbound(Protocol):
    """The one outbound client."""

    def get(self, url: str, headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """What is at `url`. Raises `OutboundError`."""

    def post(self, url: str, body: bytes, media_type: str, headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """Send `body`. Raises `OutboundError`."""


@dataclass(frozen=True)
class _Provider:
    """What the provider says of itself, and when it was asked."""

    facts: Mapping[str, Any]
    keys: KeySet
    asked_at: datetime


class OpenId:
    """One provider. May be shared by threads."""

    def __init__(
        self, issuer: str, client_id: str, client_secret: str, name: str, callback: str, outbound: Outbound
    ) -> None:
        self.issuer = issuer
        self.name = name
        self._client_id, self._client_secret, self._callback = client_id, client_secret, callback
        self._outbound = outbound
        self._known: _Provider | None = None
        self._lock = threading.Lock()

    def address(self, *, state: str, nonce: str, verifier: str, again: bool) -> str:
        """Where the browser goes. What it carries is worth nothing without the verifier and the secret."""
        more = {"prompt": "login", "max_age": "0"} if again else {}
        address: str = prepare_grant_uri(
            self._provider().facts["authorization_endpoint"],
            client_id=self._client_id,
            response_type="code",
            redirect_uri=self._callback,
            scope="openid email",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            **more,
        )
        return address

    def redeem(self, *, code: str, nonce: str, verifier: str, again: bool) -> OrganisationPerson:
        """Who came back with the code. Raises `OutboundError`, `IdentityRefused`."""
        answer = self._token_answer(code, verifier)
        claims = self._checked(answer, nonce)
        if again and not _recent(claims.get("auth_time")):
            raise IdentityRefused("the provider did not ask its person again")
        seen = claims if "email" in claims else {**claims, **self._userinfo(answer, claims["sub"])}
        verified = seen.get("email_verified") is True and isinstance(seen.get("email"), str)
        return OrganisationPerson(claims["sub"], seen["email"] if verified else "", "mfa" in (claims.get("amr") or ()))

    def _token_answer(self, code: str, verifier: str) -> Mapping[str, Any]:
        facts = self._provider().facts
        methods = facts.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        method = next((one for one in _SUPPORTED if one in methods), None)
        if method is None:
            raise IdentityRefused("the provider takes no client secret")
        body = prepare_token_request(
            "authorization_code", redirect_uri=self._callback, code=code, code_verifier=verifier
        )
        auth = ClientAuth(self._client_id, self._client_secret, method)
        url, headers, body = auth.prepare("POST", facts["token_endpoint"], {"Accept": "application/json"}, body)
        headers.pop("Content-Type", None)
        headers.pop("Content-Length", None)
        answer = self._outbound.post(url, body.encode(), _FORM, headers)
        if answer.status != 200:
            raise IdentityRefused(f"the provider refused the code with {answer.status}")
        return _object(answer)

    def _checked(self, answer: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of the ID token, once all of it is right."""
        token = answer.get("id_token")
        if not isinstance(token, str) or len(token) > 20_000:
            raise IdentityRefused("the provider sent no ID token")
        try:
            read = self._verified(token)
            claims = CodeIDToken(
                read.claims,
                read.header,
                {
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client_id},
                    "sub": {"essential": True, "allow_blank": False},
                },
                {"nonce": nonce, "client_id": self._client_id, "access_token": answer.get("access_token")},
            )
            claims.validate(now=int(now().timestamp()), leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise IdentityRefused(f"the ID token is refused ({type(error).__name__})") from error
        if not isinstance(claims["sub"], str) or len(claims["sub"]) > 255:
            raise IdentityRefused("the ID token names nobody")
        return claims

    def _verified(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, self._provider().keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            return jwt.decode(token, self._provider(older_than=PAUSE).keys, algorithms=ALGORITHMS)

    def _userinfo(self, answer: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
        """What the provider tells beside the token, where that names no address; only about the same person."""
        address, access = self._provider().facts.get("userinfo_endpoint"), answer.get("access_token")
        if not isinstance(address, str) or not isinstance(access, str) or not access.isascii():
            return {}
        told = self._outbound.get(address, {"Authorization": f"Bearer {access}", "Accept": "application/json"})
        facts = _object(told) if told.status == 200 else {}
        return {name: facts[name] for name in ("email", "email_verified") if name in facts and facts["sub"] == subject}

    def _provider(self, older_than: timedelta = KEPT) -> _Provider:
        with self._lock:
            if self._known is None or now() - self._known.asked_at > older_than:
                self._known = self._discover()
            return self._known

    def _discover(self) -> _Provider:
        facts = _object(self._outbound.get(self.issuer.rstrip("/") + "/.well-known/openid-configuration"))
        if facts.get("issuer") != self.issuer:
            raise IdentityRefused("the provider calls itself by another name than COMMENTSVC_OIDC_ISSUER")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(facts.get(name), str) or not facts[name].startswith(("https://", "http://")):
                raise IdentityRefused(f"the provider names no {name}")
        if self.issuer.startswith("https://") and facts["authorization_endpoint"].startswith("http://"):
            raise IdentityRefused("the provider would have people sign in without TLS")
        return _Provider(facts, _keys(_object(self._outbound.get(facts["jwks_uri"]))), now())


def _keys(told: Mapping[str, Any]) -> KeySet:
    """The provider's public keys for signatures; what we do not know is left out."""
    found: list[Key] = []
    listed = told.get("keys")
    for one in listed if isinstance(listed, list) else []:
        if not isinstance(one, dict) or one.get("kty") not in ("RSA", "EC", "OKP") or one.get("use", "sig") != "sig":
            continue
        try:
            found.append(JWKRegistry.import_key(one))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return KeySet(found)


def _object(answer: Answer) -> Mapping[str, Any]:
    try:
        told = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        told = None
    if answer.status != 200 or not isinstance(told, dict):
        raise IdentityRefused(f"the provider answered with {answer.status} and nothing that can be read")
    return told


def _recent(auth_time: object) -> bool:
    return isinstance(auth_time, int | float) and now().timestamp() - auth_time < AGAIN_SECONDS
