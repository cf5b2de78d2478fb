"""A composed mail: what it says in both forms, and what no name, title or comment can make of it."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.domain.letter import Action, Letter, Paragraph, Quote, Sender, compose, inert, masked

SENDER = Sender("comments@example.org", "Example", "https://comments.test")
TOKEN = "a" * 32
AT = datetime(2027, 1, 31, 9, 30, tzinfo=UTC)
LINK = "https://comments.test/my/example/#secret"

HOSTILE = [
    "Ada\r\nBcc: eve@example.net",
    "Ada\nBcc: eve@example.net",
    "Ada\rX-Eve: 1",
    "Ada\u2028Bcc: eve@example.net",
    "Ada\x0bBcc: eve@example.net",
    "Ada\r\n\r\n<h1>a body of my own</h1>",
    "\"<script>alert(1)</script>'><img src=https://evil.example/p.gif>",
    "=?utf-8?q?=0D=0ABcc=3A_eve=40example=2Enet?=",
    "a:;",
    "a:b:c:;,,,<<<>>>" * 50,
    "\ud800 lone",
    "\u202egnp.exe",
    "https://evil.example/?q=1 www.evil.example evil@example.net",
    "x" * 5000,
]


HEADERS = {
    *(b"From", b"To", b"Subject", b"Date", b"Message-ID", b"MIME-Version", b"Auto-Submitted"),
    *(b"X-Auto-Response-Suppress", b"Content-Type", b"Content-Language"),
}


class Elements(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def letter(**changes: Any) -> Letter:
    facts: dict[str, Any] = {
        "to": "mia@example.org",
        "subject": "A subject",
        "lang": "en",
        "parts": [Paragraph("Ada replied:"), Quote("One.\nTwo."), Action("Read it", LINK)],
        "footer": "You asked for this.",
    }
    return Letter(**(facts | changes))


def read(made: Letter, sender: Sender = SENDER) -> EmailMessage:
    found = BytesParser(policy=policy.default).parsebytes(compose(made, sender, TOKEN, AT).data)
    assert isinstance(found, EmailMessage)
    return found


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_text_and_html_say_the_same() -> None:
    message = read(letter())

    assert body(message, "plain") == (
        f"Ada replied:\n\n> One.\n> Two.\n\nRead it:\n{LINK}\n\n-- \nYou asked for this.\n"
    )
    html = Elements(body(message, "html"))
    assert [attrs["href"] for tag, attrs in html.found if tag == "a"] == [LINK]
    for words in ("Ada replied:", "One.", "Two.", "Read it", "You asked for this."):
        assert words in html.text


def test_the_headers_name_the_mail_its_time_and_that_a_machine_wrote_it() -> None:
    mail = compose(letter(), SENDER, TOKEN, AT)
    message = read(letter())

    assert (mail.envelope_from, mail.envelope_to) == ("comments@example.org", "mia@example.org")
    assert message["Message-ID"] == f"<{TOKEN}@comments.test>"
    assert message["Date"] == "Sun, 31 Jan 2027 09:30:00 +0000"
    assert message["From"] == "Example <comments@example.org>"
    assert message["To"] == "mia@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message.get_content_type() == "multipart/alternative"
    assert "List-Unsubscribe" not in message
    assert all(len(line) <= 998 for line in mail.data.split(b"\r\n"))
    assert b"\n" not in mail.data.replace(b"\r\n", b"")


def test_one_click_unsubscribing_is_offered_when_there_is_an_address_for_it() -> None:
    message = read(letter(unsubscribe="https://comments.test/my/example/stop?t=1"))

    assert message["List-Unsubscribe"] == "<https://comments.test/my/example/stop?t=1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_long_address_for_unsubscribing_stays_in_one_piece() -> None:
    url = f"https://comments.test/my/example/stop?t={'Ab1' * 100}"
    data = compose(letter(unsubscribe=url), SENDER, TOKEN, AT).data

    assert f"List-Unsubscribe: <{url}>\r\n".encode() in data
    with pytest.raises(ValueError, match="header"):
        compose(letter(unsubscribe=url * 3 + "=?utf-8?q?=0D=0AX=3Ay?="), SENDER, TOKEN, AT)


def test_without_https_one_click_is_not_promised() -> None:
    sender = Sender("c@example.org", "C", "http://127.0.0.1:8420")
    message = read(letter(parts=[], unsubscribe="http://127.0.0.1:8420/my/example/stop"), sender)

    assert "List-Unsubscribe-Post" not in message
    assert message["Message-ID"] == f"<{TOKEN}@[127.0.0.1]>"


def test_bounces_come_back_to_an_address_that_names_the_mail() -> None:
    sender = Sender("c@example.org", "C", "https://comments.test", "bounces@example.org")

    assert compose(letter(), sender, TOKEN, AT).envelope_from == f"bounces+{TOKEN}@example.org"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_header_injection_no_words_of_a_stranger_add_a_header_a_link_or_an_image(hostile: str) -> None:
    plain = read(letter())
    message = read(
        letter(
            subject=f"{hostile} replied",
            parts=[Paragraph(f"{hostile} replied:"), Quote(hostile), Action(f"Read {hostile}", LINK)],
            footer=f"About {hostile}",
        ),
        Sender(SENDER.address, hostile, SENDER.public_url),
    )

    assert sorted(message.keys()) == sorted(plain.keys())
    assert [part.get_content_type() for part in message.walk()] == [part.get_content_type() for part in plain.walk()]
    assert message["To"] == "mia@example.org"
    html = Elements(body(message, "html"))
    assert [attrs["href"] for tag, attrs in html.found if tag == "a"] == [LINK]
    tags = {tag for tag, _ in html.found}
    assert tags <= {"html", "head", "meta", "title", "body", "div", "p", "blockquote", "br", "a"}
    assert not any(name in ("src", "background", "srcset") for _, attrs in html.found for name in attrs)
    assert "url(" not in body(message, "html")


@settings(max_examples=400)
@given(
    words=st.text(st.characters() | st.sampled_from('=?_\r\n:;,<>@"\\() \t\x00\u2028'), max_size=300),
    name=st.text(st.characters() | st.sampled_from('=?_\r\n:;,<>@"\\() \t\x00'), max_size=120),
)
def test_header_injection_no_words_at_all_change_what_a_mail_is_made_of(words: str, name: str) -> None:
    sender = Sender(SENDER.address, name, SENDER.public_url)
    made = letter(subject=words, parts=[Paragraph(words), Quote(words), Action(words, LINK)], footer=words)
    data = compose(made, sender, TOKEN, AT).data
    head = data.partition(b"\r\n\r\n")[0]

    assert {line.split(b":")[0] for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")} == HEADERS
    assert data.isascii()
    message = read(made, sender)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert [address.addr_spec for address in message["From"].addresses] == [SENDER.address]
    html = Elements(body(message, "html"))
    assert [attrs["href"] for tag, attrs in html.found if tag == "a"] == [LINK]


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab=?_@.:;,<>\"\\() \r\n\tüя\u2028\u202e\x00'%/+-[]"), max_size=40))
def test_header_injection_an_address_is_refused_or_stands_in_its_header_as_it_is(local: str) -> None:
    for to in (f"{local}@example.org", f"a@{local}"):
        try:
            mail = compose(letter(to=to), SENDER, TOKEN, AT)
        except ValueError:
            continue
        head = mail.data.partition(b"\r\n\r\n")[0].split(b"\r\n")
        assert {line.split(b":")[0] for line in head if line[:1] not in (b" ", b"\t")} == HEADERS
        assert f"To: {mail.envelope_to}".encode() in head


def test_an_address_in_the_words_of_a_stranger_is_nothing_a_mail_program_would_make_a_link_of() -> None:
    message = read(letter(parts=[Quote("see https://evil.example/x, www.evil.example, eve@evil.example")]))

    for kind in ("plain", "html"):
        words = body(message, kind)
        assert "://" not in words and "evil.example" not in words and "@evil" not in words
        assert words.replace("\u2060", "").count("evil.example") == 3


def test_the_address_of_whoever_is_responsible_can_be_copied_and_no_other_comes_in_by_it() -> None:
    contact = "privacy@example.org"

    assert inert(f"Write to {contact}. Or call.", contact) == f"Write to {contact}. Or call."
    for other in (f"evil-{contact}", f"x.{contact}", f"{contact}.evil.test", f"{contact}x", "eve@example.net"):
        assert other not in inert(f"Ada {other} {contact}", contact)
    letter = Letter(
        "mia@example.org", "Hello", "en", [Quote(contact)], footer=f"Responsible: {contact}", contact=contact
    )
    body = BytesParser(policy=policy.default).parsebytes(compose(letter, SENDER, TOKEN, AT).data).get_body(("plain",))
    assert body is not None
    assert body.get_content().count(contact) == 1, "a stranger's words stay inert, whatever they hold"


def test_ordinary_words_are_left_as_they_are() -> None:
    words = "A sentence. Another: 3 < 4, e.g. this; at 12:30 (really)…"

    assert inert(words).replace("\u2060", "") == words
    assert inert("One. Two: three / four @ five") == "One. Two: three / four @ five"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mia",
        "@example.org",
        "mia@",
        "a:;",
        "mia@example.org\r\nBcc: eve@example.net",
        "mia@example.org, eve@example.net",
        "<mia@example.org>",
        "mia @example.org",
        "mia@example.org\x00",
        "a:mia@example.org;",
        '"a\\"b"@example.org',
        "a(b)@example.org",
        "=?utf-8?q?=0D=0ABcc=3A_eve=40example.net?=@example.org",
        "адам=?utf-8?q?=0D=0AX=3Ay?=@example.org",
        "a@=?utf-8?q?=0D=0AX=3Ay?=.org",
        "a@[127.0.0.1]",
        "a@-x",
        "x" * 65 + "@example.org",
        "a@" + "x" * 254,
    ],
)
def test_what_is_no_single_address_gets_no_mail(address: str) -> None:
    with pytest.raises(ValueError):
        compose(letter(to=address), SENDER, TOKEN, AT)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://comments.test.evil.example/",
        "https://comments.test@evil.example/",
        "http://comments.test/",
        "javascript:alert(1)",
        "//comments.test/",
        'https://comments.test/"onclick=1',
        "https://comments.test/\r\nBcc: eve@example.net",
        "https://comments.test/ü",
    ],
)
def test_a_link_that_is_not_ours_is_never_sent(url: str) -> None:
    with pytest.raises(ValueError, match="public address"):
        compose(letter(parts=[Action("Read", url)]), SENDER, TOKEN, AT)
    with pytest.raises(ValueError, match="public address"):
        compose(letter(unsubscribe=url), SENDER, TOKEN, AT)


def test_a_language_from_right_to_left_is_drawn_so() -> None:
    html = body(read(letter(lang="he", parts=[Paragraph("שלום")])), "html")

    assert '<html lang="he" dir="rtl">' in html
    assert "שלום" in html


def test_a_language_that_is_none_adds_nothing_to_the_header_or_the_page() -> None:
    message = read(letter(lang='en"><script>\r\nBcc: x'))

    assert "Content-Language" not in message
    assert '<html lang="en" dir="ltr">' in body(message, "html")


@pytest.mark.parametrize("token", ["", "a" * 31, "A" * 32, "a" * 32 + "\n", "../" * 11])
def test_a_token_is_what_it_should_be(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        compose(letter(), SENDER, token, AT)


def test_of_an_address_others_see_its_domain_and_one_letter() -> None:
    assert masked("mia@example.org") == "m…@example.org"
    assert masked("m@example.org") == "…@example.org"
    assert masked("nothing") == "…"
