"""A real mail server on loopback that keeps what it takes, and the certificates it is trusted or not trusted by."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.demo import free_port

NAME, PASSWORD = "service", "a password"


@dataclass(frozen=True)
class Received:
    """One mail as the server took it."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, read the modern way."""
        found = BytesParser(policy=policy.default).parsebytes(self.raw)
        assert isinstance(found, EmailMessage)
        return found


class Mailbox:
    """Takes every mail, unless told by the first words of a recipient what to answer: `say["nobody"] = "550 …"`."""

    def __init__(self) -> None:
        self.taken: list[Received] = []
        self.say: dict[str, str] = {}
        self.after_data: str | None = None
        self.from_answer: str | None = None

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender."""
        if self.from_answer:
            return self.from_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the recipient, or say what the test wants."""
        for start, answer in self.say.items():
            if address.startswith(start):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep the message."""
        if self.after_data:
            return self.after_data
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append(Received(envelope.mail_from or "", list(envelope.rcpt_tos), content))
        return "250 2.0.0 taken"


@dataclass(frozen=True)
class Server:
    """A running server: `settings` lead to it, `box` holds what came."""

    port: int
    box: Mailbox
    settings: dict[str, Any]


@contextmanager
def mail_server(
    *, security: str = "none", certificate: Path | None = None, signed_in: bool = False
) -> Iterator[Server]:
    """A server at 127.0.0.1 that speaks plain SMTP, STARTTLS or TLS, with `certificate` (a PEM with its key)."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    options: dict[str, Any] = {"enable_SMTPUTF8": True}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if signed_in:
        options |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": security != "none"}
    if security == "tls":
        options |= {"auth_require_tls": False, "auth_required": False}  # it is inside TLS and does not know
    box = Mailbox()
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), ssl_context=context if security == "tls" else None, **options
    )
    controller.start()
    settings = {
        "mail_host": "127.0.0.1",
        "mail_port": controller.port,
        "mail_security": security,
        "mail_from": "comments@example.org",
        "mail_timeout": 60,
    }
    if signed_in:
        settings |= {"mail_user": NAME, "mail_password": PASSWORD}
    try:
        yield Server(controller.port, box, settings)
    finally:
        controller.stop()


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(NAME.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def certificate_for(folder: Path, name: str) -> Path:
    """A PEM file with a fresh key and a certificate that signs itself, for this name or numeric address."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of a test")])
    try:
        named: x509.GeneralName = x509.IPAddress(ip_address(name))
    except ValueError:
        named = x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([named]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@contextmanager
def rude_server(behave: Callable[[socket.socket], None]) -> Iterator[dict[str, Any]]:
    """A server that does to each connection what `behave` does; yields the settings that lead to it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

    def answer(peer: socket.socket) -> None:
        with suppress(OSError), peer:
            behave(peer)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield {
            "mail_host": "127.0.0.1",
            "mail_port": listener.getsockname()[1],
            "mail_security": "none",
            "mail_from": "comments@example.org",
            "mail_timeout": 2,
        }
    finally:
        listener.close()


def talk(peer: socket.socket, *answers: bytes) -> None:
    """Greet, then give each command its answer in turn; after the last the connection ends."""
    stream = peer.makefile("rb")
    peer.sendall(b"220 here\r\n")
    for answer in answers:
        if not stream.readline():
            return
        peer.sendall(answer + b"\r\n")
