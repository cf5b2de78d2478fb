"""The one way out, against hosts that lie: SSRF by address and by name, bombs, endless answers, redirects."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from commentsvc.adapters.outbound import NoOutbound, OutboundClient, is_public
from commentsvc.errors import OutboundFailed, OutboundRefused, SettingsError
from commentsvc.settings import load_outbound_exceptions, parse_exceptions
from tests.support.network import Refused

Behaviour = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; charset=utf-8\r\nContent-Length: 2\r\n\r\nhi"


class Host:
    """A host on loopback that reads each request and then does what it was told to; `asked` holds the requests."""

    def __init__(self, behave: Behaviour | bytes, tls: ssl.SSLContext | None = None) -> None:
        self._behave = behave
        self._tls = tls
        self.asked: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._answer, args=(self._listener.accept()[0],), daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        with suppress(OSError), plain:
            peer = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            with peer:
                self.asked.append(peer.recv(65_536))
                if isinstance(self._behave, bytes):
                    peer.sendall(self._behave)
                else:
                    self._behave(peer)

    def close(self) -> None:
        self._listener.close()


@contextmanager
def listening(behave: Behaviour | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Host]:
    host = Host(behave, tls)
    try:
        yield host
    finally:
        host.close()


def answering(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    return lambda _host, _port: addresses


def client_for(host: Host, **more: float) -> OutboundClient:
    """A client whose operator allowed exactly this host."""
    return OutboundClient(frozenset({("127.0.0.1", host.port)}), **more)  # type: ignore[arg-type]


PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),  # noqa: S104
    *("169.254.169.254", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *(
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
    ),
    *(
        "2002:7f00:1::",
        "2002:a00:1::1",
        "64:ff9b:1::7f00:1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
    ),
    *("2001::1", "2001:db8::1", "100::1", "::127.0.0.1", "", "localhost", "1.2.3"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_the_public_internet_is_known_by_its_address(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_what_is_public_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_ssrf_a_host_of_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with listening(OK) as here:
        with pytest.raises((OutboundRefused, Refused)):
            OutboundClient().get(f"https://{host}:{here.port}/")
        with pytest.raises(OutboundRefused):
            OutboundClient().get(f"http://{host}:{here.port}/")

        assert here.asked == []


@pytest.mark.parametrize("address", [address for address in PRIVATE if address])
def test_ssrf_a_public_name_with_a_private_address_is_refused(address: str) -> None:
    for addresses in ((address,), ("93.184.216.34", address)):
        with pytest.raises(OutboundRefused, match="public internet"):
            OutboundClient(resolve=answering(*addresses)).get("https://friendly.example/")


def test_dns_rebinding_the_name_is_asked_once_and_the_judged_address_is_connected_to() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    asked: list[str] = []

    def rebind(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    # The guard of these tests stops what would leave the machine, and says where it was going.
    with pytest.raises(Refused, match=r"93\.184\.216\.34"):
        OutboundClient(resolve=rebind).get("https://rebinding.example/")

    assert asked == ["rebinding.example"]


def test_an_exception_is_one_host_and_one_port_and_nothing_beside_it() -> None:
    with listening(OK) as allowed, listening(OK) as beside:
        client = client_for(allowed)

        answer = client.get(f"http://127.0.0.1:{allowed.port}/a?b=c")

        assert (answer.status, answer.media_type, answer.body) == (200, "text/plain", b"hi")
        head = allowed.asked[0].decode()
        assert head.startswith("GET /a?b=c HTTP/1.1\r\n") and f"\r\nHost: 127.0.0.1:{allowed.port}\r\n" in head
        assert "Accept-Encoding: identity" in head and "Cookie" not in head and "Authorization" not in head
        for url in (f"http://127.0.0.1:{beside.port}/", f"http://localhost:{allowed.port}/"):
            with pytest.raises(OutboundRefused):
                client.get(url)
        assert beside.asked == []


def test_what_is_sent_arrives() -> None:
    with listening(OK) as host:
        client_for(host).post(f"http://127.0.0.1:{host.port}/x", b'{"a":1}', "application/json")

        head, _, body = host.asked[0].partition(b"\r\n\r\n")
        assert head.startswith(b"POST /x ") and b"Content-Type: application/json" in head
        assert body in (b'{"a":1}', b"")  # it may come in a second piece


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "example.org",
            "//example.org/",
            "https://",
        ),
        *(
            "https://user@example.org/",
            "https://example.org@127.0.0.1/",
            "https://example.org/#x",
            "https://exämple.org/",
        ),
        *(
            "https://example.org/a b",
            "https://example.org/\r\nX: y",
            "https://example.org:0x50/",
            "https://a\\@127.0.0.1/",
        ),
        *("https://[::1", "https://example.org:99999/"),
    ],
)
def test_an_address_that_could_be_misread_is_refused(url: str) -> None:
    with pytest.raises(OutboundRefused):
        OutboundClient(resolve=answering("93.184.216.34")).get(url)


def test_a_name_without_an_address_is_a_failure() -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise socket.gaierror("no such name")

    for resolve in (nobody, answering()):
        with pytest.raises(OutboundFailed, match=r"gone\.example"):
            OutboundClient(resolve=resolve).get("https://gone.example/")


def test_ssrf_a_redirect_is_not_followed_wherever_it_leads() -> None:
    with listening(OK) as private:
        leads = (
            f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{private.port}/\r\nContent-Length: 0\r\n\r\n".encode()
        )
        with listening(leads) as host, pytest.raises(OutboundFailed, match="redirect"):
            client_for(host).get(f"http://127.0.0.1:{host.port}/")

        assert private.asked == []


def test_decompression_bomb_nothing_is_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()

    with listening(head + bomb) as host, pytest.raises(OutboundFailed, match="packed"):
        client_for(host).get(f"http://127.0.0.1:{host.port}/")


def pour(head: bytes, piece: bytes, pause: float = 0) -> Behaviour:
    def behave(peer: socket.socket) -> None:
        peer.sendall(head)
        while True:
            peer.sendall(piece)
            time.sleep(pause)

    return behave


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65_536),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", b"x" * 65_536),
    ],
)
def test_an_endless_body_is_left_after_so_many_bytes(head: bytes, piece: bytes) -> None:
    with listening(pour(head, piece)) as host, pytest.raises(OutboundFailed, match="more than 300000 bytes"):
        client_for(host, max_bytes=300_000).get(f"http://127.0.0.1:{host.port}/")


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
    ],
)
def test_an_answer_that_trickles_is_left_when_its_time_is_over(head: bytes, piece: bytes) -> None:
    """It would trickle for ever."""
    with listening(pour(head, piece, pause=0.05)) as host, pytest.raises(OutboundFailed):
        client_for(host, timeout=0.5).get(f"http://127.0.0.1:{host.port}/")


def test_silence_is_left_too_also_in_the_middle_of_a_tls_handshake() -> None:
    with listening(lambda peer: time.sleep(30)) as host:
        for scheme in ("http", "https"):
            with pytest.raises(OutboundFailed):
                client_for(host, timeout=0.5).get(f"{scheme}://127.0.0.1:{host.port}/")


@pytest.mark.parametrize(
    "noise", [b"", b"\x00\xff\r\n\r\n", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
def test_what_is_no_whole_answer_is_a_failure(noise: bytes) -> None:
    with listening(noise) as host, pytest.raises(OutboundFailed, match="127"):
        client_for(host).get(f"http://127.0.0.1:{host.port}/")


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's context with a certificate for log.localhost, which this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "log.localhost")])
    made = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), made, made + timedelta(days=9)
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("log.localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "both.pem"
    file.write_bytes(certificate.public_bytes(pem) + secret)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_tls_asks_for_the_names_certificate_at_the_judged_address(certificate: ssl.SSLContext) -> None:
    with listening(OK, certificate) as host:
        names = ("log.localhost", "another.localhost")
        allowed = frozenset((name, host.port) for name in names)
        client = OutboundClient(allowed, resolve=answering("127.0.0.1"))

        assert client.get(f"https://log.localhost:{host.port}/").body == b"hi"
        with pytest.raises(OutboundFailed, match="certificate"):
            client.get(f"https://another.localhost:{host.port}/")
        assert len([request for request in host.asked if request]) == 1


def test_a_certificate_nobody_vouches_for_is_refused(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with listening(OK, certificate) as host:
        client = OutboundClient(frozenset({("log.localhost", host.port)}), resolve=answering("127.0.0.1"))
        with pytest.raises(OutboundFailed, match="certificate"):
            client.get(f"https://log.localhost:{host.port}/")
        assert not any(host.asked)


def test_the_null_twin_reaches_nobody() -> None:
    with pytest.raises(OutboundRefused):
        NoOutbound().get("https://example.org/")
    with pytest.raises(OutboundRefused):
        NoOutbound().post("https://example.org/", b"", "text/plain")


def test_exceptions_are_read_from_the_one_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTSVC_OUTBOUND_EXCEPTIONS", "10.0.0.7:8420, LAN.host:443 [::1]:80")

    assert load_outbound_exceptions() == {("10.0.0.7", 8420), ("lan.host", 443), ("::1", 80)}
    assert parse_exceptions("") == frozenset()


@pytest.mark.parametrize(
    "text", ["10.0.0.7", "*:80", "*.lan:80", "http://lan:80", "a@lan:80", "lan:80/x", "lan:99999", ":80"]
)
def test_an_exception_that_is_not_exact_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="OUTBOUND_EXCEPTIONS"):
        parse_exceptions(text)
