"""`deploy/nginx.conf` in a real nginx: what it keeps, for how long, and what it never keeps."""

from __future__ import annotations

import gzip
import json
import secrets
import socket
from pathlib import Path
from typing import Any

from tests.deploy.conftest import Front, Recorder, ask
from tests.support.demo import free_port
from tests.support.nginx import RunningNginx
from tests.support.server import wait_until

PAGE = "https://example.org/news/a-story"


def post(front: Front, body: str) -> dict[str, Any]:
    """A published comment, posted and decided through nginx."""
    site = front.site
    notice = front.get(f"{site.url}/notice?lang=en&page={PAGE}").json()
    draft = {
        "page": {"url": PAGE, "key": None, "title": "A story"},
        "parent": None,
        "author": {"name": "Ada", "email": None, "website": None},
        "body": body,
        "consent": {
            "notice": notice["sha256"],
            "token": notice["token"],
            "purposes": {purpose["id"]: purpose["required"] for purpose in notice["purposes"]},
        },
    }
    headers = {"Content-Type": "application/json", "Origin": site.origin}
    posted = ask(front.nginx.port, site.comments_url, "POST", json.dumps(draft).encode(), **headers)
    assert posted.status == 201, posted.body
    comment: dict[str, Any] = posted.json()
    decide(front, comment["comment"]["id"], "publish")
    return comment


def decide(front: Front, comment: str, action: str) -> None:
    body = json.dumps({"decisions": [{"comment": comment, "action": action}]}).encode()
    headers = {"Content-Type": "application/json", **front.site.operator()}
    answer = ask(front.nginx.port, f"{front.site.url}/moderation/decisions", "POST", body, **headers)
    assert answer.json()["outcomes"][0]["outcome"] == "done", answer.body


def thread(front: Front) -> str:
    return f"{front.site.comments_url}?page={PAGE}"


def lines(nginx: RunningNginx) -> list[dict[str, Any]]:
    """The access log so far."""
    return [json.loads(line) for line in nginx.access_log.read_text(encoding="utf-8").splitlines()]


def kept(front: Front, *requests: tuple[str, dict[str, str]]) -> list[set[str]]:
    """How each of these (path and headers), asked twice running, was answered, by the log, which nginx writes once a
    second: MISS, HIT, BYPASS, or nothing where nothing is kept."""
    asked = [{front.get(path, **headers).headers["X-Request-ID"] for _ in range(2)} for path, headers in requests]
    wait_until(lambda: set().union(*asked) <= {line["request_id"] for line in lines(front.nginx)}, "all are in the log")
    logged = {line["request_id"]: line["cache"] for line in lines(front.nginx)}
    return [{logged[request] for request in pair} for pair in asked]


def test_the_file_as_shipped_is_one_that_nginx_takes_and_it_speaks_tls(recorder: Recorder, tmp_path: Path) -> None:
    nginx = RunningNginx(tmp_path, [recorder.port], tls=True)
    checked = nginx.check()
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr

    nginx.start()
    try:
        answer = ask(nginx.port, "/healthz", tls=tmp_path / "fullchain.pem")
        assert (answer.status, answer.body) == (200, b"{}")
        plain = ask(nginx.http_port, "/embed.js?x=1", Host="evil.example")
        assert (plain.status, plain.headers["Location"]) == (308, "https://comments.example.org/embed.js?x=1")
    finally:
        nginx.close()
    [(_, path, headers, _)] = recorder.asked
    assert path == "/healthz" and headers["x-forwarded-proto"] == "https"


def test_a_thread_is_answered_from_memory_whole_unchanged_or_compressed(front: Front) -> None:
    post(front, "Hello there.")
    waiting = {thread(front), f"{front.site.url}/counts?page={PAGE}", "/embed.js"}

    def all_hit() -> bool:
        asked = sorted(waiting)
        waiting.difference_update(
            path for path, how in zip(asked, kept(front, *((path, {}) for path in asked)), strict=True) if "HIT" in how
        )
        return not waiting

    wait_until(all_hit, "a thread comes from nginx's memory, and so do counters and the script")

    tag = front.get(thread(front)).headers["ETag"]
    wait_until(lambda: "HIT" in kept(front, (thread(front), {"If_None_Match": tag}))[0], "a 304 needs no service")
    again = front.get(thread(front), If_None_Match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    head = ask(front.nginx.port, thread(front), "HEAD")
    assert (head.status, head.body) == (200, b"")

    for wish in ("gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "GZIP"):
        packed = front.get("/embed.js", Accept_Encoding=wish)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.body) == front.get("/embed.js", Accept_Encoding="gzip;q=0, br").body


def test_a_removed_comment_is_gone_at_once_and_from_the_memory_soon_after(front: Front) -> None:
    word = secrets.token_hex(8)
    comment = post(front, f"The word is {word}.")
    wait_until(lambda: word.encode() in front.get(thread(front)).body, "the comment is shown")
    decide(front, comment["comment"]["id"], "remove")

    wait_until(lambda: word.encode() not in front.get(thread(front)).body, "the comment is gone", seconds=10)
    assert all(word.encode() not in front.get(thread(front)).body for _ in range(20))
    folder = front.nginx.folder / "run-commentsvc-cache"
    assert folder.is_dir()
    wait_until(lambda: not any(word.encode() in kept_bytes(file) for file in folder.rglob("*")), "its bytes are gone")


def kept_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (IsADirectoryError, FileNotFoundError):
        return b""


def test_what_is_somebodys_own_is_never_kept(front: Front) -> None:
    posted = post(front, "Mine.")
    site, bearer = front.site, {"Authorization": f"Bearer {posted['edit_token']}"}
    first, second = (front.get(f"{site.url}/notice?lang=en&page={PAGE}").json() for _ in range(2))
    assert first["token"] != second["token"]

    expected: list[tuple[str, dict[str, str], str]] = [
        (f"{site.comments_url}/{posted['comment']['id']}", bearer, ""),
        (f"{site.url}/moderation/comments", site.operator(), ""),
        ("/admin/sign-in", {}, ""),
        (f"/t/{site.id}/?url={PAGE}", {}, ""),
        (thread(front), site.operator(), "BYPASS"),
        (thread(front), {"Cookie": "commentsvc_form=x"}, "BYPASS"),
        ("/api/v1/sites/nobody/comments?page=/x", {}, "MISS"),  # 404 is asked anew
        (f"{site.comments_url}?page=/x&limit=nonsense", {}, "MISS"),  # so is 422
    ]
    answered = kept(front, *((path, headers) for path, headers, _ in expected))
    for (path, _, how), found in zip(expected, answered, strict=True):
        assert found == {how}, path


def test_callers_are_known_by_the_address_that_nginx_sees(recorder: Recorder, tmp_path: Path) -> None:
    nginx = RunningNginx(tmp_path, [recorder.port]).start()
    try:
        claimed = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        ask(nginx.port, "/api/v1/sites/x/notice", **claimed, Accept_Encoding="zstd, gzip", X_Request_ID="mine")
        ask(nginx.port, "/api/v1/sites/x/notice")
    finally:
        nginx.close()
    headers = [headers for _, _, headers, _ in recorder.asked]
    assert [found["x-forwarded-for"] for found in headers] == ["127.0.0.1", "127.0.0.1"]
    assert [found["x-forwarded-proto"] for found in headers] == ["http", "http"]
    assert [found.get("accept-encoding") for found in headers] == ["gzip", None]
    assert all(found["x-request-id"] != "mine" for found in headers)


def test_a_slow_client_is_no_business_of_the_service(recorder: Recorder, tmp_path: Path) -> None:
    nginx = RunningNginx(tmp_path, [recorder.port]).start()
    try:
        with socket.create_connection(("127.0.0.1", nginx.port), 20) as slow:
            slow.sendall(b"POST /api/v1/sites/x/comments HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345")
            assert ask(nginx.port, "/healthz").status == 200
            assert [path for _, path, _, _ in recorder.asked] == ["/healthz"]
            slow.sendall(b"67890")
            assert slow.recv(20).startswith(b"HTTP/1.1 200")
        assert recorder.asked[-1][3] == b"1234567890"
    finally:
        nginx.close()


def test_a_service_that_is_away_is_told_in_its_own_form_and_no_query_is_in_any_log(tmp_path: Path) -> None:
    nginx = RunningNginx(tmp_path, [free_port()]).start()
    try:
        answer = ask(nginx.port, "/api/v1/sites/x/comments?page=swordfish", Origin="https://example.org")
        assert (answer.status, answer.json()["slug"], answer.json()["status"]) == (503, "unavailable", 503)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Retry-After"] and answer.headers["Access-Control-Allow-Origin"] == "*"
        assert ask(nginx.port, "/my/x/?swordfish=1").status == 503
        wait_until(lambda: len(lines(nginx)) == 2, "both are in the log")
    finally:
        nginx.close()
    assert [line["path"] for line in lines(nginx)] == ["/api/v1/sites/x/comments", "/my/x/"]
    for log in tmp_path.glob("*.log"):
        assert "swordfish" not in log.read_text(encoding="utf-8"), log.name
        assert log.name != "commentsvc.access.log" or "127.0.0.1" not in log.read_text(encoding="utf-8")
