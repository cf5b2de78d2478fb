"""Network and mail addresses: whose they are, who may widen a limit by them, and what is kept of them."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from tests.support.everything import dump
from tests.support.problems import assert_problem


@pytest.fixture
def engine(deps: Any) -> Engine:
    """The test's database."""
    bound: Engine = deps.session.get_bind()
    return bound


@pytest.fixture
def overrides() -> dict[str, Any]:
    """Three comments a minute, so that the fourth shows whether the limit holds."""
    return {"posts_per_minute": 3}


@pytest.fixture
def unlimited(make_app: Callable[..., Any]) -> Any:
    """A browser on the same data without rate limits."""
    return make_app().test_client()


# Isso: X-Forwarded-For trusted with an empty proxy list; Comentario: leftmost; Remark42: any peer; IPv6 truncated


def statuses(client: Any, site: Any, forwarded: list[str], peer: str = "198.51.100.7") -> list[int]:
    """Post once with each X-Forwarded-For, all from one peer."""
    from tests.support.sites import make_draft

    found = []
    for value in forwarded:
        headers = site.headers() | ({"X-Forwarded-For": value, "X-Real-IP": value, "Forwarded": f"for={value}"})
        response = client.post(
            site.comments_url, json=make_draft(client, site), headers=headers, environ_base={"REMOTE_ADDR": peer}
        )
        found.append(response.status_code)
    return found


def test_isso_a_forged_forwarding_header_from_an_untrusted_peer_widens_no_limit(client: Any, site: Any) -> None:
    assert statuses(client, site, [f"203.0.113.{n}" for n in range(5)]) == [201, 201, 201, 429, 429]


def test_comentario_what_the_client_writes_left_of_the_trusted_hop_widens_no_limit(make_app: Any, site: Any) -> None:
    behind_one = make_app(trusted_proxies=1, posts_per_minute=3).test_client()

    assert statuses(behind_one, site, [f"203.0.113.{n}, 192.0.2.1" for n in range(5)]) == [201, 201, 201, 429, 429]
    assert statuses(behind_one, site, ["203.0.113.1, 192.0.2.2"]) == [201], "another reader behind the same proxy"


def test_comentario_with_two_proxies_the_second_from_the_right_counts(make_app: Any, site: Any) -> None:
    behind_two = make_app(trusted_proxies=2, posts_per_minute=3).test_client()
    forged = [f"203.0.113.{n}, 192.0.2.1, 10.0.0.1" for n in range(5)]

    assert statuses(behind_two, site, forged) == [201, 201, 201, 429, 429]
    assert statuses(behind_two, site, ["192.0.2.2, 10.0.0.1"]) == [201]


def test_a_forwarding_header_shorter_than_the_hops_is_not_believed(make_app: Any, site: Any) -> None:
    behind_two = make_app(trusted_proxies=2, posts_per_minute=3).test_client()

    assert statuses(behind_two, site, [f"203.0.113.{n}" for n in range(5)]) == [201, 201, 201, 429, 429]


def test_isso_two_ipv6_readers_stay_distinct(client: Any, site: Any) -> None:
    first, second = "2001:db8:1:1::7", "2001:db8:1:2::7"

    assert statuses(client, site, ["x"] * 4, peer=first) == [201, 201, 201, 429]
    assert statuses(client, site, ["x"], peer=second) == [201]


def test_one_ipv6_reader_widens_no_limit_by_taking_another_of_their_own_addresses(client: Any, site: Any) -> None:
    """A household or a rented server holds 2^64 addresses: all of them are one."""
    taken = [statuses(client, site, ["x"], peer=f"2001:db8:1:1::{n:x}")[0] for n in range(5)]

    assert taken == [201, 201, 201, 429, 429]


def test_an_ipv4_reader_is_the_same_however_the_socket_writes_the_address(client: Any, site: Any) -> None:
    peers = ["198.51.100.7", "::ffff:198.51.100.7", "::ffff:c633:6407", "198.51.100.7", "::ffff:198.51.100.8"]

    assert [statuses(client, site, ["x"], peer=peer)[0] for peer in peers] == [201, 201, 201, 429, 201]


# Garrul: an HMAC of an IPv4 is guessable; no whole address is stored anywhere


def test_garrul_no_address_is_stored_anywhere_nor_a_code_of_it(
    make_app: Any, site: Any, draft: Any, engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    peer = "198.51.100.77"
    two_processes = make_app(workers=2, posts_per_minute=50).test_client()
    posted = two_processes.post(
        site.comments_url, json=draft(), headers=site.headers(), environ_base={"REMOTE_ADDR": peer}
    )
    assert posted.status_code == 201

    kept = json.dumps(dump(engine)) + capfd.readouterr().err
    assert "198.51.100" not in kept and base64.b64encode(peer.encode()).decode() not in kept
    for code in plain_codes(peer):
        assert code not in kept
    lasting = dump(engine, leave_out=frozenset({"rate_window"}))
    two_processes.post(site.comments_url, json=draft(), headers=site.headers(), environ_base={"REMOTE_ADDR": "::1"})
    windows = dump(engine)["rate_window"]
    assert windows and all(int(row.rsplit(" | ", 1)[1]) for row in windows), "what is kept of an address expires"
    assert "rate_window" not in lasting


def plain_codes(text: str) -> Iterator[str]:
    """Every digest of `text` that needs no secret."""
    for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "sha3_256"):
        digest = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
        yield digest.hex()
        yield base64.b64encode(digest).decode().rstrip("=")
        yield base64.urlsafe_b64encode(digest).decode().rstrip("=")


# Remark42, Gravatar, Isso: public JSON with a deterministic function of the address


def test_gravatar_public_json_does_not_tell_two_comments_of_one_address_from_two_of_two(
    client: Any, unlimited: Any, site: Any, decide: Any
) -> None:
    from tests.support.sites import make_draft

    for email in ("ada@example.net", "ADA@example.net", "bob@example.net", None):
        made = make_draft(unlimited, site, author={"email": email})
        answer = unlimited.post(site.comments_url, json=made, headers=site.headers()).get_json()
        decide(answer["comment"]["id"], "publish")
    answers = [
        client.get(site.comments_url, query_string={"page": site.page}),
        client.get(f"{site.comments_url}/{answer['comment']['id']}"),
        client.get(f"{site.url}/counts", query_string={"page": site.page}),
    ]
    public = "".join(response.get_data(as_text=True) + str(response.headers) for response in answers)

    for email in ("ada@example.net", "ADA@example.net", "bob@example.net"):
        assert email.lower() not in public.lower()
        for variant in {email, email.lower(), email.upper(), email.strip()}:
            for code in plain_codes(variant):
                assert code not in public
    shown = [
        {name: value for name, value in comment.items() if name not in ("id", "created_at")}
        for comment in answers[0].get_json()["comments"]
    ]
    assert shown == [shown[0]] * 4


# Twikoo: recursion in mail address parsing; public config leaked an API key


@pytest.mark.parametrize(
    "email",
    ["a:;", "a@b@c", "(" * 5000 + "@example.org", "a@" + "b." * 3000 + "org", '"a\r\nBcc: x"@example.org', "a@[::1"],
)
def test_twikoo_a_crooked_mail_address_is_a_message_beside_the_field(
    client: Any, site: Any, draft: Any, stored: Any, email: str
) -> None:
    response = client.post(site.comments_url, json=draft(author={"email": email}), headers=site.headers())

    assert_problem(response, 422, "validation", "author.email")
    assert stored(site).comments == 0


@pytest.mark.parametrize("line", ["\r\n", "\n", "\r", "\x00", "\u2028"])
def test_twikoo_line_breaks_in_one_line_fields_break_no_header_and_no_row(
    unlimited: Any, site: Any, draft: Any, decide: Any, line: str
) -> None:
    made = draft(author={"name": f"Ada{line}Set-Cookie: a=b"}, title=f"A{line}B")
    response = unlimited.post(site.comments_url, json=made, headers=site.headers())

    assert "Set-Cookie" not in response.headers
    if response.status_code == 201:
        comment = response.get_json()["comment"]
        assert line not in comment["author"]["name"]
        log = unlimited.get(f"{site.url}/consent-log?format=csv", headers=site.operator()).get_data(as_text=True)
        rows = list(csv.reader(io.StringIO(log.lstrip("\ufeff"))))
        assert len({len(row) for row in rows}) == 1
    else:
        assert_problem(response, 422, "validation")
