"""An OpenID Connect provider of our own on loopback: real HTTP, real signatures, and lies on demand."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from commentsvc import clock

CLIENT, SECRET = "commentsvc", "the client's secret"


@dataclass
class Provider:
    """What it answers. `claims` go into each ID token over the right ones (None leaves one out); `header` over its
    header; `signed_by` is another key; `asked` are the requests that came, as (path, fields)."""

    url: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "first"}))
    email: str = "olga@example.org"
    subject: str = "olga-at-work"
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    signed_by: Any = None
    calls_itself: str = ""
    auth_methods: list[str] = field(default_factory=lambda: ["client_secret_basic"])
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """What an installation sets to sign its people in here."""
        return {
            "oidc_issuer": self.url,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_name": "the Example Times",
            "outbound_exceptions": urlsplit(self.url).netloc,
        }

    def sign_in(self, address: str) -> str:
        """What the provider does with a browser that comes with `address`: where it is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = hashlib.sha256(address.encode()).hexdigest()
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"], "iss": self.url})
        return f"{asked['redirect_uri']}?{back}"

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.calls_itself or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": self.auth_methods,
        }

    def redeem(self, fields: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A token for a code, if client, redirect address and verifier are right; a code works once."""
        if authorization:
            client, secret = (unquote(part) for part in b64decode(authorization.split()[1]).decode().split(":", 1))
        else:
            client, secret = fields.get("client_id", ""), fields.get("client_secret", "")
        asked = self.codes.pop(fields.get("code", ""), None)
        if (client, secret) != (CLIENT, SECRET) or asked is None:
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(fields["code_verifier"].encode()).digest()
        challenge = _letters(digest)
        if fields["redirect_uri"] != asked["redirect_uri"] or challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "an-access-token", "token_type": "Bearer", "id_token": self._id_token(asked)}

    def _id_token(self, asked: dict[str, str]) -> str:
        at = int(clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.url,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 300,
            "auth_time": at,
            "nonce": asked["nonce"],
            "email": self.email,
            "email_verified": True,
        }
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        header = {"alg": "RS256", "kid": "first"} | self.header
        if header["alg"] in ("none", "HS256"):  # what no library should sign for us
            signed = ".".join(_letters(json.dumps(part).encode()) for part in (header, claims))
            secret = self.signed_by
            return f"{signed}." + (_letters(hmac.digest(secret, signed.encode(), "sha256")) if secret else "")
        return jwt.encode(header, claims, self.signed_by or self.key, algorithms=[header["alg"]])


@contextlib.contextmanager
def serving() -> Iterator[Provider]:
    """A provider that answers on loopback; `/authorize` signs the browser in at once and sends it back."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path)
            provider.asked.append((path.path, dict(parse_qsl(path.query))))
            if path.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.sign_in(self.path))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            told: dict[str, Any] = {
                "/.well-known/openid-configuration": provider.discovery(),
                "/keys": {"keys": [provider.key.as_dict(private=False) | {"use": "sig"}]},
                "/userinfo": {"sub": provider.subject} | provider.userinfo,
            }.get(path.path, {})
            self._answer(200 if told else 404, told)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            provider.asked.append((self.path, fields))
            self._answer(*provider.redeem(fields, self.headers.get("Authorization", "")))

        def _answer(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _letters(plain: bytes) -> str:
    return urlsafe_b64encode(plain).rstrip(b"=").decode()
