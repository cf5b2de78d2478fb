"""What is kept is given again while it is right, in the form that was asked for, and never longer."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.test import Client

from commentsvc.adapters import kept_answers
from commentsvc.adapters.kept_answer import Has, Made
from commentsvc.adapters.kept_answers import KeptAnswers

URL = "/api/v1/sites/example/comments?page=/a"
COUNTS = "/api/v1/sites/example/counts?page=/a"


class Stamps:
    """Freshness by hand."""

    def __init__(self) -> None:
        self.now: int | None = 1
        self.heard = False

    def stamp(self, site_id: str) -> int | None:
        return self.now

    def moved(self, site_id: str, since: object) -> bool:
        return self.heard

    def close(self) -> None:
        self.now = None


class Origin:
    """An application whose one answer changes when it is told so; it remembers what it was asked, and the tag that who
    asked had. `makes` is False when it cannot make its answer anew without a request."""

    def __init__(self) -> None:
        self.text = "a" * 1000
        self.status = "200 OK"
        self.lets_keep = True
        self.makes = True
        self.trouble: Exception | None = None
        self.meanwhile: Callable[[], object] = lambda: None
        self.asked: list[str | None] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        told = environ.get("HTTP_IF_NONE_MATCH")
        self.asked.append(told)
        if self.lets_keep:
            environ["commentsvc.make"] = self.make
        etag = f'W/"{self.text[:1]}"'
        headers = [("ETag", etag), ("Content-Type", "application/json"), ("X-Request-ID", str(len(self.asked)))]
        if self.status == "200 OK" and told == etag:
            start("304 NOT MODIFIED", headers)
            return []
        start(self.status, headers)
        return [self.text.encode()]

    def make(self, _deps: Any, has: Has) -> Made:
        if not self.makes or self.status != "200 OK":
            raise self.trouble or LookupError
        tag = self.text[:1]
        self.asked.append(f'W/"{tag}"' if has(tag) else "another")
        made = tag, None if has(tag) else self.text.encode()
        self.meanwhile()
        return made


def anywhere() -> Any:
    """Where answers are made anew; these need nothing for it."""
    return contextlib.nullcontext(object())


@pytest.fixture
def stamps() -> Stamps:
    return Stamps()


@pytest.fixture
def origin() -> Origin:
    return Origin()


@pytest.fixture
def kept(stamps: Stamps) -> KeptAnswers:
    return KeptAnswers(stamps, 1_000_000, anywhere)


@pytest.fixture
def reader(kept: KeptAnswers, origin: Origin) -> Client:
    return Client(kept.middleware(origin))


def test_the_second_reader_is_answered_without_asking(reader: Client, origin: Origin) -> None:
    first, second = reader.get(URL), reader.get(URL)

    assert (first.data, second.data) == (b"a" * 1000, b"a" * 1000)
    assert len(origin.asked) == 1
    assert "X-Request-ID" not in second.headers  # it named another request
    assert second.headers["Content-Length"] == "1000"


def test_after_any_commit_it_asks_with_what_it_has_and_believes_the_answer(
    reader: Client, origin: Origin, stamps: Stamps
) -> None:
    reader.get(URL)
    stamps.now = 2
    assert reader.get(URL).data == b"a" * 1000
    assert reader.get(URL).data == b"a" * 1000
    assert origin.asked == [None, 'W/"a"']

    origin.text = "b" * 1000
    stamps.now = 3
    assert reader.get(URL).data == b"b" * 1000
    assert reader.get(URL).data == b"b" * 1000
    assert origin.asked == [None, 'W/"a"', "another"]


def test_where_it_cannot_be_made_anew_the_application_is_asked(reader: Client, origin: Origin, stamps: Stamps) -> None:
    reader.get(URL)
    origin.makes, stamps.now = False, 2
    assert reader.get(URL).data == b"a" * 1000
    origin.text, stamps.now = "b" * 1000, 3

    assert reader.get(URL).data == b"b" * 1000
    assert origin.asked == [None, 'W/"a"', 'W/"a"']


def test_what_changed_is_packed_quickly_and_once_it_stays_well(
    reader: Client, origin: Origin, stamps: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commentsvc.adapters.kept_answer.SOON_PACKED_WELL", 3)
    reader.get(URL, headers={"Accept-Encoding": "gzip"})
    origin.text, stamps.now = "b" + " ".join(str(number**2) for number in range(500)), 2
    quickly, well = (gzip.compress(origin.text.encode(), level, mtime=0) for level in (3, 6))
    answers = [reader.get(URL, headers={"Accept-Encoding": "gzip"}) for _ in range(4)]

    assert len(well) < len(quickly)
    assert [answer.data for answer in answers] == [quickly, quickly, well, well]
    assert [answer.headers["Content-Length"] for answer in answers] == [str(len(answer.data)) for answer in answers]


def test_a_change_that_comes_while_it_is_made_anew_is_not_missed(
    reader: Client, origin: Origin, stamps: Stamps
) -> None:
    def change() -> None:
        stamps.now, origin.text, origin.meanwhile = 3, "c" * 1000, lambda: None

    reader.get(URL)
    stamps.now, origin.text, origin.meanwhile = 2, "b" * 1000, change
    assert reader.get(URL).data == b"b" * 1000

    assert reader.get(URL).data == b"c" * 1000


@pytest.mark.parametrize("packed", [True, False])
def test_what_is_made_anew_has_the_headers_and_forms_of_what_it_replaces(
    reader: Client, origin: Origin, stamps: Stamps, packed: bool
) -> None:
    headers = {"Accept-Encoding": "gzip"} if packed else {}
    before = reader.get(URL, headers=headers)
    origin.text, stamps.now = "b" * 2000, 2
    after = reader.get(URL, headers=headers)

    assert (gzip.decompress(after.data) if packed else after.data) == b"b" * 2000
    assert after.headers["Content-Length"] == str(len(after.data)) and after.headers["ETag"] == 'W/"b"'
    assert list(before.headers.keys()) == list(after.headers.keys())
    assert reader.get(URL, headers={"If-None-Match": 'W/"b"'}).status_code == 304


def test_a_change_that_comes_while_it_asks_is_not_missed(kept: KeptAnswers, origin: Origin, stamps: Stamps) -> None:
    def slow(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answer = list(origin(environ, start))
        stamps.now, origin.text = 2, "b" * 1000  # committed after the answer was read, before it was kept
        return answer

    reader = Client(kept.middleware(slow))
    reader.get(URL)

    assert reader.get(URL).data == b"b" * 1000


def test_what_cannot_be_known_to_be_right_is_asked_for(reader: Client, origin: Origin, stamps: Stamps) -> None:
    stamps.now = None
    reader.get(URL)
    origin.text = "b" * 1000

    assert reader.get(URL).data == b"b" * 1000


def test_time_alone_makes_it_ask_again(reader: Client, origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.get(URL)
    monkeypatch.setattr(kept_answers, "ASK_AGAIN_SECONDS", 0.0)
    reader.get(URL)

    assert origin.asked == [None, 'W/"a"']


@pytest.mark.parametrize(
    ("accepts", "packed"), [("gzip, br", True), ("br", False), ("gzip;q=0, br", False), (None, False), ("*", True)]
)
def test_it_is_packed_once_for_who_can_unpack_it(reader: Client, accepts: str | None, packed: bool) -> None:
    headers = {"Accept-Encoding": accepts} if accepts else {}
    for answer in (reader.get(URL, headers=headers), reader.get(URL, headers=headers)):
        assert (answer.headers.get("Content-Encoding") == "gzip") is packed
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert (gzip.decompress(answer.data) if packed else answer.data) == b"a" * 1000


@pytest.mark.parametrize("matches", ['W/"a"', '"x", W/"a"', '"a"', "*"])
def test_who_has_it_already_is_told_so(reader: Client, origin: Origin, matches: str) -> None:
    for answer in (
        reader.get(URL, headers={"If-None-Match": matches}),
        reader.get(URL, headers={"If-None-Match": matches}),
    ):
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == 'W/"a"' and "Content-Type" not in answer.headers
    assert origin.asked == [None]
    assert reader.get(URL, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("away", ["503 SERVICE UNAVAILABLE"])
def test_readers_keep_reading_while_the_database_is_away_but_not_for_ever(
    reader: Client, origin: Origin, stamps: Stamps, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    reader.get(URL)
    origin.status, stamps.now = away, None
    assert [reader.get(URL).status_code for _ in range(3)] == [200, 200, 200]
    assert len(origin.asked) == 2  # it is tried now and then, not by each reader

    monkeypatch.setattr(kept_answers, "AWAY_SECONDS", 0.0)
    assert reader.get(URL).status_code == 503


def test_an_outage_that_is_met_while_an_answer_is_made_anew_is_not_tried_by_each_reader(
    reader: Client, origin: Origin, stamps: Stamps
) -> None:
    reader.get(URL)
    origin.status, stamps.now = "503 SERVICE UNAVAILABLE", None
    origin.trouble = OperationalError("SELECT", None, Exception("away"))

    assert [reader.get(URL).status_code for _ in range(3)] == [200, 200, 200]
    assert len(origin.asked) == 1  # the application has nothing to add
    stamps.heard = True
    assert reader.get(URL).status_code == 503


def test_what_was_heard_to_change_is_not_given_while_the_database_is_away(
    reader: Client, origin: Origin, stamps: Stamps
) -> None:
    reader.get(URL)
    reader.get(COUNTS)
    origin.status, stamps.now = "503 SERVICE UNAVAILABLE", None
    assert reader.get(COUNTS).status_code == 200
    stamps.heard = True  # a comment was removed, and then the database went away

    assert [reader.get(url).status_code for url in (URL, COUNTS)] == [503, 503]


def test_what_is_gone_or_refused_is_not_given_again(reader: Client, origin: Origin, stamps: Stamps) -> None:
    reader.get(URL)
    origin.status, origin.text, stamps.now = "404 NOT FOUND", "gone", 2
    assert reader.get(URL).status_code == 404
    stamps.now = None
    origin.status = "503 SERVICE UNAVAILABLE"
    assert reader.get(URL).status_code == 503


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", URL),
        ("HEAD", URL),
        ("GET", "/api/v1/sites/example/notice?page=/a"),
        ("GET", "/api/v1/sites/example/comments/0190d5a0"),
        ("GET", "/api/v1/sites/EXAMPLE/comments?page=/a"),
    ],
)
def test_only_public_reads_are_kept(reader: Client, origin: Origin, method: str, url: str) -> None:
    reader.open(url, method=method)
    reader.open(url, method=method)

    assert len(origin.asked) == 2


def test_a_view_that_does_not_say_so_is_not_kept(reader: Client, origin: Origin) -> None:
    origin.lets_keep = False
    reader.get(URL)
    reader.get(URL)

    assert len(origin.asked) == 2


def test_addresses_are_not_mixed_up(reader: Client, origin: Origin) -> None:
    reader.get(URL)
    origin.text = "b" * 1000

    assert reader.get(COUNTS).data == b"b" * 1000
    assert reader.get(URL + "&sort=newest").data == b"b" * 1000
    assert reader.get(URL.replace("example", "other")).data == b"b" * 1000
    assert reader.get(URL).data == b"a" * 1000


def test_the_room_is_bounded_and_what_is_read_stays(stamps: Stamps, origin: Origin) -> None:
    kept = KeptAnswers(stamps, 20_000, anywhere)  # an answer counts about 3,000
    reader = Client(kept.middleware(origin))
    reader.get(URL)
    for number in range(50):
        reader.get(f"{URL}&cursor={number}")
        reader.get(URL)

    assert origin.asked.count(None) == 51
    assert kept.find("/api/v1/sites/example/comments", "page=/a&cursor=0") is None
    assert kept.find("/api/v1/sites/example/comments", "page=/a&cursor=49") is not None


def test_a_long_address_takes_room_too(stamps: Stamps, origin: Origin) -> None:
    kept = KeptAnswers(stamps, 200_000, anywhere)
    reader = Client(kept.middleware(origin))
    for number in range(20):
        reader.get(f"{COUNTS}&page={number:060000}")

    assert kept.held <= 3


def test_what_may_have_been_erased_leaves_the_memory(
    kept: KeptAnswers, reader: Client, stamps: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.get(URL)
    stamps.now = 2
    kept.sweep()
    assert kept.held == 1  # it may be asked for again in a moment
    monkeypatch.setattr(kept_answers, "AWAY_SECONDS", 0.0)
    kept.sweep()

    assert kept.held == 0
