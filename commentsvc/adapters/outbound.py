"""The one way out (law 9): an HTTP client that reaches public addresses only, follows nothing, and reads only so much.

A name is looked up once, every address it has is judged, and the connection goes to a judged address: what the name
says a moment later (DNS rebinding) no longer matters. TLS still asks for the name's certificate. `NoOutbound` is the
null twin.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import SplitResult, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_match_hostname import CertificateError

from commentsvc import __version__
from commentsvc.adapters.deadline import ends_within
from commentsvc.errors import OutboundFailed, OutboundRefused

HostPort = tuple[str, int]
Resolve = Callable[[str, int], Sequence[str]]
MAX_BYTES = 1_000_000
TIMEOUT_SECONDS = 10.0
NO_HEADERS: Mapping[str, str] = {}
_CHUNK = 65_536
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_TUNNELS = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("64:ff9b:1::/48"))


@dataclass(frozen=True)
class Answer:
    """What came back: `status`, the media type in small letters, and the whole body."""

    status: int
    media_type: str
    body: bytes


def is_public(address: str) -> bool:
    """Whether a numeric address is a host's on the public internet; an IPv4 one inside an IPv6 one is judged itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if any(found in tunnel for tunnel in _TUNNELS) or found.is_site_local or found.scope_id:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def look_up(host: str, port: int) -> list[str]:
    """Every address the system's resolver has for the name. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class OutboundClient:
    """Requests to https addresses on the public internet, and to the `exceptions`: exactly these hosts and ports, as
    the operator wrote them, where plain http and private addresses are in order too.

    One request is one connection. It sends no cookie, no credentials but those a caller puts into `headers`, and
    believes no proxy variable.
    """

    def __init__(
        self,
        exceptions: frozenset[HostPort] = frozenset(),
        *,
        resolve: Resolve = look_up,
        timeout: float = TIMEOUT_SECONDS,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._exceptions = exceptions
        self._resolve = resolve
        self._timeout = timeout
        self._max_bytes = max_bytes

    def get(self, url: str, headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """What is at `url`. Raises `OutboundRefused` before anything is sent, or `OutboundFailed`."""
        return self._request("GET", url, None, {**headers})

    def post(self, url: str, body: bytes, media_type: str, headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """Send `body`. Raises as `get` does; after `OutboundFailed` it may have arrived all the same. `headers` are
        ours and never a stranger's words."""
        return self._request("POST", url, body, {**headers, "Content-Type": media_type})

    def _request(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        parts, host, port = _taken_apart(url)
        connection = self._connection(parts.scheme, host, self._judged_address(parts.scheme, host, port), port)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = headers | {
            "Host": parts.netloc,
            "User-Agent": f"commentsvc/{__version__}",
            "Accept-Encoding": "identity",  # nothing is unpacked here, so nothing small can become large
        }
        overdue = threading.Event()
        try:
            with ends_within(self._timeout, connection, overdue):
                connection.request(method, path, body, headers, preload_content=False, decode_content=False)
                answer = self._read(connection.getresponse())
            if overdue.is_set():  # the body ended because we ended it
                raise _Unfit
        except (_Unfit, urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
            why = f"took longer than {self._timeout:g} seconds" if overdue.is_set() else _reason(error)
            raise OutboundFailed(f"{host}:{port} {why}") from error
        finally:
            connection.end()
        return answer

    def _judged_address(self, scheme: str, host: str, port: int) -> str:
        """The address to connect to. Where one address of several is not public, none is tried."""
        excepted = (host, port) in self._exceptions
        if scheme != "https" and not excepted:
            raise OutboundRefused(f"{host}:{port} is not asked without TLS")
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise OutboundFailed(f"{host} has no address") from error
        if not addresses:
            raise OutboundFailed(f"{host} has no address")
        if not excepted and not all(map(is_public, addresses)):
            raise OutboundRefused(f"{host}:{port} is not on the public internet")
        return addresses[0]

    def _connection(self, scheme: str, host: str, address: str, port: int) -> _Http | _Https:
        if scheme == "http":
            return _Http(address, port, timeout=self._timeout)
        return _Https(
            address,
            port,
            timeout=self._timeout,
            cert_reqs="CERT_REQUIRED",
            server_hostname=host,
            assert_hostname=host,
        )

    def _read(self, response: urllib3.BaseHTTPResponse) -> Answer:
        if 300 <= response.status < 400:
            raise _Unfit("answered with a redirect, which is not followed")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise _Unfit("packed its answer, though asked not to")
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > self._max_bytes:
                raise _Unfit(f"answered with more than {self._max_bytes} bytes")
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Answer(response.status, media_type, bytes(body))


class NoOutbound:
    """The null twin: refuses to reach anything."""

    def get(self, url: str, headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """Always `OutboundRefused`."""
        raise OutboundRefused("this installation calls nobody")

    def post(self, url: str, body: bytes, media_type: str, headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """Always `OutboundRefused`."""
        raise OutboundRefused("this installation calls nobody")


class _Unfit(Exception):
    """An answer that is not taken; the text goes on after the host's name."""


class _Shut:
    """A connection that can be ended from another thread at any moment, also in the middle of the TLS handshake."""

    handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        self.handle = made.dup()  # the same connection, whatever TLS does with the first handle
        return made

    def shut(self) -> None:
        """Whoever reads or writes is told at once that it is over."""
        if self.handle is not None:
            with suppress(OSError):
                self.handle.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close all handles. `close` is also called by the library itself, while the answer is still being read."""
        self.close()  # type: ignore[attr-defined]
        if self.handle is not None:
            self.handle.close()


class _Http(_Shut, HTTPConnection):
    pass


class _Https(_Shut, HTTPSConnection):
    pass


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    """The parts of an absolute http(s) address, its host in small letters, and its port."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise OutboundRefused("only http and https addresses are asked") from None
    host = (parts.hostname or "").lower()
    if not host or "@" in parts.netloc or parts.fragment or not all("!" <= c <= "~" for c in url) or "\\" in url:
        raise OutboundRefused("an address has a host, and no user, fragment, space or letter beyond ASCII")
    return parts, host, port


def _reason(error: Exception) -> str:
    if isinstance(error, _Unfit):
        return str(error)
    if isinstance(error, urllib3.exceptions.SSLError | ssl.SSLError | CertificateError):
        return "has no valid certificate for this name"
    return f"did not answer ({type(error).__name__})"
