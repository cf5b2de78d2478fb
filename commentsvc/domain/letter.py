"""Compose one mail: a subject and parts become plain text and HTML that say the same. No I/O, no clock.

Nothing in a mail is fetched from anywhere, and nothing in it can be followed but the links that we make ourselves to
our own public address: the words of strangers are shown as words. No header can be added through any of them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit

import idna

from commentsvc.domain.languages import direction
from commentsvc.domain.plain_text import clean_body, clean_name

SUBJECT_MAX = 200  # characters; the rest is replaced by an ellipsis
QUOTE_MAX = 4000  # characters of one quotation

_JOINER = "\u2060"  # WORD JOINER: no ink, no width, no line break
_FOLLOWED = re.compile(r"(?<=\w)([.@])(?=\w)|(?<=\w)(:)(?=/)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_URL_MAX = 900  # characters; a line has at most 998 (RFC 5322 2.1.1)
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}")  # RFC 5322 3.2.3, RFC 6531; quoted ones are not sent to
_DOMAIN = re.compile(
    r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_TOKEN = re.compile(r"[0-9a-f]{32}\Z")
_STYLE = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. Names and titles of strangers may stand in it."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What a stranger wrote, with their line breaks; shown as words only."""

    text: str


@dataclass(frozen=True)
class Action:
    """A link, alone in its line: `label` says what happens; `url` begins with our public address."""

    label: str
    url: str


Part = Paragraph | Quote | Action


@dataclass(frozen=True)
class Letter:
    """What is to be said to whom. `lang` is BCP 47; `footer` says why the mail came; `unsubscribe` is an address of
    ours that ends such mails with one click (RFC 8058). `contact`, the address of whoever is responsible, stays as it
    is wherever it stands, so that it can be copied and written to."""

    to: str
    subject: str
    lang: str
    parts: Sequence[Part]
    footer: str = ""
    unsubscribe: str | None = None
    contact: str = ""


@dataclass(frozen=True)
class Sender:
    """Whom mail comes from. `bounces_to`, where it is set, gets what cannot be delivered, with the message's token
    behind a plus; `public_url` is the service's address."""

    address: str
    name: str
    public_url: str
    bounces_to: str = ""


@dataclass(frozen=True)
class Mail:
    """Ready for SMTP (RFC 5321): envelope and message, lines ended by CRLF. `utf8` asks for SMTPUTF8 (RFC 6531)."""

    envelope_from: str
    envelope_to: str
    data: bytes
    utf8: bool = False


def compose(letter: Letter, sender: Sender, token: str, at: datetime) -> Mail:
    """The mail. `token`, 32 hexadecimal digits, is the left part of its Message-ID: the same token is the same mail,
    however often it is sent. Raises `ValueError` when an address, the token or a link is not what it should be."""
    if not _TOKEN.match(token):
        raise ValueError("a token has 32 hexadecimal digits")
    to = _address(letter.to)
    message = EmailMessage(policy=SMTPUTF8 if not _is_ascii(to) else SMTP)
    message["From"] = _address(sender.address, _for_header(sender.name))
    message["To"] = to
    message["Subject"] = _for_header(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{token}@{_host(sender.public_url)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answer comes back
    message["X-Auto-Response-Suppress"] = "All"  # the same, for Exchange
    message.set_content(_plain(letter, sender.public_url), cte="quoted-printable")
    message.add_alternative(_html(letter, sender.public_url), subtype="html", cte="quoted-printable")
    if _LANGUAGE.match(letter.lang):
        message["Content-Language"] = letter.lang
    own = _own(letter.unsubscribe, sender.public_url) if letter.unsubscribe is not None else ""
    data = (_unsubscribe(own) if own else b"") + message.as_bytes()
    return Mail(_return_path(sender, token), to.addr_spec, data, not _is_ascii(to))


def inert(text: str, but: str = "") -> str:
    """`text`, in which no mail program finds an address to make a link of: a character without ink parts each. The
    address `but` stays whole where it stands alone."""
    if but:
        alone = rf"(?<![\w.@+%-]){re.escape(but)}(?![\w@%+-]|\.\w)"
        return but.join(inert(part) for part in re.split(alone, text))
    return _FOLLOWED.sub(lambda found: f"{found[0]}{_JOINER}", text)


def one_line(text: str) -> str:
    """`text` on one line without control characters, fit for a header; a long one is cut."""
    line = clean_name(text)
    return line if len(line) <= SUBJECT_MAX else line[: SUBJECT_MAX - 1].rstrip() + "…"


def masked(address: str) -> str:
    """What may be shown of an address to others than its owner: `m…@example.org`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1] if len(local) > 1 else ''}…@{domain}" if local else "…"


def _for_header(text: str) -> str:
    """One line that stays as it is: the library would decode an encoded word (RFC 2047) in it, and write the line ends
    that come out as line ends."""
    return one_line(text).replace("=?", f"={_JOINER}?")


def _address(text: str, name: str = "") -> Address:
    """The address with its domain as DNS writes it. Its parts are never parsed as a header, where `a:;` is a group; and
    an encoded word, which is an address by its letters, would be decoded by the library like one in a subject."""
    local, _, domain = text.strip().rpartition("@")
    try:
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        domain = ""
    if not _LOCAL.fullmatch(local) or "=?" in local or not _DOMAIN.fullmatch(domain):
        raise ValueError("this is no address that mail can be sent to")
    return Address(display_name=name, username=local, domain=domain)


def _is_ascii(address: Address) -> bool:
    return bool(address.addr_spec.isascii())


def _host(public_url: str) -> str:
    host = urlsplit(public_url).hostname or "localhost"
    try:
        kind = "IPv6:" if ipaddress.ip_address(host).version == 6 else ""
    except ValueError:
        return host
    return f"[{kind}{host}]"


def _return_path(sender: Sender, token: str) -> str:
    if not sender.bounces_to:
        return sender.address
    local, _, domain = sender.bounces_to.rpartition("@")
    return f"{local}+{token}@{domain}"


def _own(url: str, public_url: str) -> str:
    """`url`, when it is one of ours. A link of somebody else's never gets into a mail, by mistake neither."""
    sound = url.isascii() and url.isprintable() and not any(character in ' <>"' for character in url)
    if not sound or not url.startswith(public_url.rstrip("/") + "/"):
        raise ValueError("a mail links to our own public address only")
    return url


def _unsubscribe(url: str) -> bytes:
    """The header lines of RFC 2369 3.2 and RFC 8058 3.1, as they are: the library folds a long address into encoded
    words, in which no mail program finds it."""
    if len(url) > _URL_MAX or "=?" in url:
        raise ValueError("this is no address that a header can hold")
    one_click = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" if url.startswith("https://") else ""
    return f"List-Unsubscribe: <{url}>\r\n{one_click}".encode("ascii")


def _quoted(text: str) -> list[str]:
    words = clean_body(text)
    return (words if len(words) <= QUOTE_MAX else words[: QUOTE_MAX - 1].rstrip() + "…").split("\n")


def _paragraph(text: str, contact: str) -> str:
    return inert(clean_body(text), contact)


def _plain(letter: Letter, public_url: str) -> str:
    blocks = []
    for part in letter.parts:
        if isinstance(part, Action):
            blocks.append(f"{inert(one_line(part.label))}:\n{_own(part.url, public_url)}")
        elif isinstance(part, Quote):
            blocks.append("\n".join(f"> {inert(line)}".rstrip() for line in _quoted(part.text)))
        else:
            blocks.append(_paragraph(part.text, letter.contact))
    if letter.footer:
        blocks.append(f"-- \n{_paragraph(letter.footer, letter.contact)}")  # RFC 3676 4.3
    return "\n\n".join(blocks) + "\n"


def _html(letter: Letter, public_url: str) -> str:
    blocks = []
    for part in letter.parts:
        if isinstance(part, Action):
            url = escape(_own(part.url, public_url))
            blocks.append(f'<p style="margin:1em 0"><a href="{url}">{_words(one_line(part.label))}</a></p>')
        elif isinstance(part, Quote):
            lines = "<br>".join(_words(line) for line in _quoted(part.text))
            blocks.append(
                '<blockquote dir="auto" style="margin:1em 0;padding:0 1em;border-inline-start:3px solid #868b91">'
                f"{lines}</blockquote>"
            )
        else:
            lines = "<br>".join(_words(line, letter.contact) for line in clean_body(part.text).split("\n"))
            blocks.append(f'<p style="margin:1em 0">{lines}</p>')
    if letter.footer:
        footer = _words(clean_body(letter.footer), letter.contact)
        blocks.append(f'<p style="margin:2em 0 0;font-size:14px;opacity:.75">{footer}</p>')
    lang = letter.lang if _LANGUAGE.match(letter.lang) else "en"
    return (
        f'<!doctype html>\n<html lang="{lang}" dir="{direction(lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n'
        '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">\n'
        f"<title>{escape(one_line(letter.subject))}</title>\n</head>\n"
        f'<body style="margin:0;padding:24px;{_STYLE}">\n<div style="max-width:36em">\n'
        + "\n".join(blocks)
        + "\n</div>\n</body>\n</html>\n"
    )


def _words(text: str, contact: str = "") -> str:
    return escape(inert(text, contact))
