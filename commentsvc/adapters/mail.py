"""Hand one mail to the mail server of the settings (SMTP, RFC 5321), over TLS whose certificate is checked.

What goes wrong is told apart by what may be done next: `MailDelayed` (try again), `MailRefused` (never again for this
mail) and `MailUnsure` (it may have been taken). `NoMail` is the null twin.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from commentsvc.adapters.deadline import ends_within
from commentsvc.clock import now
from commentsvc.domain.letter import Mail, Sender, one_line
from commentsvc.errors import MailDelayed, MailRefused, MailUnsure
from commentsvc.settings import Settings
from commentsvc.usecases.deps import Mailer

REST = timedelta(minutes=1)
"""How long a server that did not answer is left alone: a worker with many mails does not wait for each."""
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\d)")
_ADDRESS = re.compile(r"<[^<>]*>|\S*@\S*")
_SAID_MAX = 200


def build(settings: Settings) -> Mailer:
    """What the settings ask for."""
    return SmtpMailer(settings) if settings.mail_host else NoMail()


class NoMail:
    """The null twin: an installation without mail."""

    sender: Sender | None = None

    def send(self, mail: Mail) -> None:
        """Always `MailDelayed`: once mail is set up, what waits is sent."""
        raise MailDelayed("no mail server is set up")

    def check(self) -> None:
        """Always `MailDelayed`."""
        raise MailDelayed("no mail server is set up")


class SmtpMailer:
    """The mail server of the settings; a connection for each mail. May be shared by threads."""

    sender: Sender | None

    def __init__(self, settings: Settings) -> None:
        self._host: str = settings.mail_host
        self._port: int = settings.mail_port
        self._security: str = settings.mail_security
        self._user: str = settings.mail_user
        self._password: str = settings.mail_password
        self._timeout: float = settings.mail_timeout
        self._hello = urlsplit(settings.public_url).hostname or "localhost"
        self._left_alone: tuple[datetime, str] | None = None
        self.sender = Sender(settings.mail_from, settings.mail_from_name, settings.public_url, settings.mail_bounces_to)

    def send(self, mail: Mail) -> None:
        """Hand it over; returns once the server said that it took it (RFC 5321 4.2.5).

        Raises `MailDelayed` and `MailRefused` when it certainly did not, `MailUnsure` when the connection ended after
        the last byte and before an answer.
        """
        if self._left_alone and now() < self._left_alone[0]:
            raise MailDelayed(f"{self._left_alone[1]}; it is left alone for a minute")
        with self._opened() as server:
            self._begin(server, mail)
            _transfer(server, mail)
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def check(self) -> None:
        """Connect and sign in, and send nothing. Raises `MailDelayed`."""
        with self._opened() as server:
            _expect(server.noop(), 250, self._host)
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    @contextmanager
    def _opened(self) -> Iterator[_Connection]:
        """A connection that is protected and signed in. What breaks before the message was sent is `MailDelayed`."""
        context = None if self._security == "none" else ssl.create_default_context()
        server = _Connection(self._host, context if self._security == "tls" else None, self._hello, self._timeout)
        overdue = threading.Event()
        try:
            with ends_within(self._timeout, server, overdue):
                self._greet(server, context)
                self._left_alone = None
                yield server
        except (smtplib.SMTPException, OSError, ValueError) as error:
            why = f"took longer than {self._timeout:g} seconds" if overdue.is_set() else _reason(error)
            told = f"{self._host}:{self._port} {why}"
            if not isinstance(error, smtplib.SMTPResponseException):
                self._left_alone = (now() + REST, told)
            raise MailDelayed(told) from error
        finally:
            server.end()

    def _greet(self, server: _Connection, context: ssl.SSLContext | None) -> None:
        _expect(server.connect(self._host, self._port), 220, self._host)
        server.ehlo_or_helo_if_needed()
        if self._security == "starttls":
            server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
        if self._user:
            server.login(self._user, self._password)

    def _begin(self, server: _Connection, mail: Mail) -> None:
        """Envelope and the command DATA, up to the point where the server waits for the message."""
        options = []
        if mail.utf8:
            if not server.has_extn("smtputf8"):
                raise MailRefused("the mail server cannot send to addresses with letters beyond ASCII", "5.6.7")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
            server.command_encoding = "utf-8"
        _expect(server.mail(mail.envelope_from, options), 250, self._host)
        _judge(server.rcpt(mail.envelope_to), (250, 251), mail)
        _judge(server.docmd("DATA"), (354,), mail)


def _transfer(server: _Connection, mail: Mail) -> None:
    """Send the message. Only once its last byte is out may the server take it (RFC 5321 4.1.1.4), and only then is a
    connection that ends a question: what was cut off before is thrown away there."""
    server.send(re.sub(rb"(?m)^\.", b"..", mail.data) + b".\r\n")
    try:
        answer = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise MailUnsure("the connection ended before the mail server said whether it took the mail") from error
    if answer[0] == -1:
        raise MailUnsure("the mail server’s answer made no sense; it may have taken the mail")
    _judge(answer, (250,), mail)


class _Connection(smtplib.SMTP):
    """A connection that speaks TLS from the start when it has a `context`, and that another thread can end."""

    def __init__(self, host: str, context: ssl.SSLContext | None, hello: str, timeout: float) -> None:
        super().__init__(local_hostname=hello, timeout=timeout)
        self._host = host  # the name that the certificate is asked for, also after STARTTLS
        self._context = context
        self._handle: socket.socket | None = None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        self._handle = plain.dup()  # the same connection, whatever TLS does with the first handle
        if self._context is None:
            return plain
        try:
            return self._context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def shut(self) -> None:
        """Whoever reads or writes is told at once that it is over."""
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close all handles."""
        self.close()
        if self._handle is not None:
            self._handle.close()


def _expect(answer: tuple[int, bytes], code: int, host: str) -> None:
    """What the server thinks of us, not of one recipient: whatever it has against us, an operator can put right."""
    if answer[0] != code:
        raise smtplib.SMTPResponseException(answer[0], answer[1])


def _judge(answer: tuple[int, bytes], good: tuple[int, ...], mail: Mail) -> None:
    """What the server thinks of this mail: 5yz is for good (RFC 5321 4.2.1)."""
    code, text = answer
    if code in good:
        return
    said = _said(code, text, mail.envelope_to)
    if 500 <= code <= 599:
        found = _ENHANCED.search(said)
        raise MailRefused(f"the mail server said: {said}", found[0] if found else "")
    raise MailDelayed(f"the mail server said: {said}")


def _said(code: int, text: bytes | str, recipient: str = "") -> str:
    """A server's answer on one line, without any address, and without the recipient's name in its words."""
    words = text if isinstance(text, str) else text.decode("utf-8", "replace")
    words = _ADDRESS.sub("…", one_line(words))
    local = recipient.rpartition("@")[0]
    if local:
        words = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", "…", words, flags=re.IGNORECASE)
    return f"{code} {words}".strip()[:_SAID_MAX]


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "has no valid certificate for this name"
    if isinstance(error, ssl.SSLError):
        return "does not speak TLS as it should; is it the right port for this kind of protection?"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "refuses the name or the password of the settings"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "does not offer what the settings ask for (STARTTLS, or a sign-in)"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"does not take mail from us: {_said(error.smtp_code, error.smtp_error)}"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "ended the connection"
    return f"did not answer ({type(error).__name__})"
