"""What every answer has in common: one error shape, a request id, security headers, and who may read it."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest

from commentsvc.adapters.headers import DATA_POLICY, PAGE_POLICY
from tests.support.pages import Page
from tests.support.problems import assert_problem

UUID = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Nothing here depends on the database."""
    return sqlite_database


def test_the_api_reads_no_cookie_and_sets_none(app: Any, client: Any, site: Any) -> None:
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], "forged")
    answer = client.get(f"{site.url}/notice")

    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
    with app.test_request_context(f"{site.url}/notice") as context, pytest.raises(RuntimeError):
        context.session["anything"] = "kept"


# One error shape


def test_an_unknown_path_of_the_api_is_a_problem(client: Any, site: Any) -> None:
    for path in ("/api/", "/api/v1/nothing", f"{site.url}/nothing", "/api/v1/sites/NOT%20A%20KEY/comments"):
        assert_problem(client.get(path), 404, "not-found")


def test_an_unknown_site_is_a_problem_for_every_resource(client: Any, site: Any) -> None:
    base = "/api/v1/sites/nobody"
    for path in (f"{base}/comments?page=/a", f"{base}/notice", f"{base}/counts?page=/a", f"{base}/log/checkpoint"):
        assert_problem(client.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "comments"), ("DELETE", "comments"), ("POST", "counts"), ("PATCH", "notice")]
)
def test_a_method_that_is_not_there_is_a_problem_that_names_those_that_are(
    client: Any, site: Any, method: str, path: str
) -> None:
    response = client.open(f"{site.url}/{path}", method=method, headers=site.headers())

    assert_problem(response, 405, "method-not-allowed")
    allowed = {name.strip() for name in response.headers["Allow"].split(",")}
    assert "GET" in allowed and method not in allowed


def test_a_body_that_is_too_large_is_a_problem(client: Any, site: Any, draft: Any, stored: Any) -> None:
    response = client.post(site.comments_url, json=draft(body="x" * 200_000), headers=site.headers())

    assert_problem(response, 413, "too-large")
    assert stored(site).comments == 0


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_body_of_another_type_is_a_problem(client: Any, site: Any, draft: Any, content_type: str | None) -> None:
    response = client.post(
        site.comments_url, data=json.dumps(draft()), content_type=content_type, headers=site.headers()
    )

    assert_problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"body": NaN}',
        b'{"body": "a", "body": "b"}',
        b'{"author": {"name": "a", "name": "b"}}',
        b'{"body": "\\u0000"}',
        b'{"body": "\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 20 + b"1" + b"}" * 20,
        b"\xef\xbb\xbf{}",
    ],
    ids=lambda body: repr(body[:30]),
)
def test_a_body_with_more_than_one_meaning_or_none_is_a_problem(
    client: Any, site: Any, stored: Any, body: bytes
) -> None:
    response = client.post(site.comments_url, data=body, content_type="application/json", headers=site.headers())

    assert_problem(response, 422, "validation")
    assert stored(site).comments == 0


@pytest.mark.parametrize("key", ["id", "status", "html", "site_id", "created_at", "subject_id"])
def test_a_member_a_stranger_may_not_set_is_refused(client: Any, site: Any, draft: Any, stored: Any, key: str) -> None:
    response = client.post(site.comments_url, json=draft() | {key: "x"}, headers=site.headers())

    assert_problem(response, 422, "validation", key)
    assert stored(site).comments == 0


def test_a_packed_body_is_refused_and_never_unpacked(client: Any, site: Any) -> None:
    packed = site.headers() | {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    response = client.post(site.comments_url, data=gzip.compress(b" " * 10_000_000), headers=packed)

    assert_problem(response, 415, "unsupported-media-type")


def test_an_unknown_parameter_is_refused(client: Any, site: Any) -> None:
    assert_problem(client.get(f"{site.comments_url}?page=/a&pgae=2"), 422, "validation", "pgae")


def test_an_unexpected_error_says_nothing_about_itself(client: Any, app: Any, site: Any) -> None:
    def fails() -> None:
        raise RuntimeError("the password is swordfish")

    app.view_functions["comments.Counts"] = lambda **_: fails()
    response = client.get(f"{site.url}/counts?page=/a")

    assert_problem(response, 500, "unavailable")
    assert "swordfish" not in response.get_data(as_text=True)


def test_people_get_a_page_where_programs_get_a_problem(client: Any, app: Any, site: Any, deps: Any) -> None:
    for path, status in (("/nothing", 404), ("/static/none.css", 404), ("/problems/none", 404), ("/t/nobody/", 404)):
        assert_page(client.get(path), status)
    refused = client.delete("/t/example/")
    assert_page(refused, 405)
    assert "GET" in refused.headers["Allow"]
    assert_page(client.post("/admin/sign-in", data={"email": "x" * 200_000}), 413)
    with deps.session.get_bind().begin() as connection:
        connection.exec_driver_sql("ALTER TABLE thread RENAME TO hidden")
    assert_page(client.get("/t/example/?url=https://example.org/a"), 503)
    app.view_functions["portal.home"] = lambda: 1 // 0
    assert_page(client.get("/"), 500)


def assert_page(response: Any, status: int) -> None:
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert response.headers["Content-Security-Policy"] == PAGE_POLICY
    page = Page(response.get_data(as_text=True))
    assert len(page.named("h1")) == 1 and len(page.named("main")) == 1 and page.named("html")[0]["lang"]
    assert_self_contained(response.get_data(as_text=True), response.request.path)


def test_every_slug_has_a_page_that_explains_it(client: Any, site: Any) -> None:
    problem = client.get("/api/v1/nothing").get_json()

    assert problem["type"] == "http://comments.test/problems/not-found"
    page = client.get("/problems/not-found")
    assert page.status_code == 200 and page.mimetype == "text/html"


# Request ids


def test_every_answer_bears_a_request_id_of_our_own(client: Any, site: Any) -> None:
    ids = {client.get(path).headers["X-Request-ID"] for path in ("/healthz", "/nothing", "/api/nothing", "/embed.js")}

    assert len(ids) == 4 and all(re.fullmatch("[0-9a-f]{32}", found) for found in ids)


@pytest.mark.parametrize("offered", ["4bf92f3577b34da6a3ce929d0e0e4736", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"])
def test_a_callers_request_id_is_taken_over(client: Any, offered: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": offered}).headers["X-Request-ID"] == offered


@pytest.mark.parametrize(
    "offered", ["ada@example.org", "a" * 33, "x" * 32, "", "abc", "4bf92f3577b34da6a3ce929d0e0e4736 a"]
)
def test_a_callers_request_id_that_could_say_something_is_not(client: Any, offered: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": offered}).headers["X-Request-ID"] != offered


# Logs


def test_a_request_is_one_line_that_says_nothing_of_the_person(
    client: Any, site: Any, post: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    client.get(
        f"{site.comments_url}?page=https://example.org/secret-page",
        headers={"User-Agent": "Spy/1.0", "X-Forwarded-For": "203.0.113.9", "Referer": "https://example.org/from"},
        environ_base={"REMOTE_ADDR": "198.51.100.7"},
    )
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]

    assert len(lines) == 1
    assert lines[0].keys() == {"at", "event", "level", "logger", "method", "ms", "request_id", "route", "status"}
    assert lines[0]["route"] == "/api/v1/sites/<site:site>/comments"
    assert (lines[0]["method"], lines[0]["status"], lines[0]["event"]) == ("GET", 200, "request")


def test_what_a_reader_writes_never_reaches_the_log(
    client: Any, site: Any, draft: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    body = draft(body="Swordfish and chips", author={"name": "Adelheid", "email": "ada@example.org"})
    for content in (body, body | {"parent": UUID}, body | {"page": 3}):
        client.post(site.comments_url, json=content, headers=site.headers())
    logged = capfd.readouterr().err

    assert logged.count('"event": "request"') >= 3
    for word in ("Swordfish", "Adelheid", "ada@", "127.0.0.1", body["consent"]["token"]):
        assert word not in logged


def test_an_unexpected_error_is_logged_with_its_places_and_without_its_words(
    client: Any, app: Any, site: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        secret = "ada@example.org"
        raise RuntimeError(f"cannot store {secret}")

    app.view_functions["comments.Counts"] = lambda **_: fails()
    client.get(f"{site.url}/counts?page=/secret-page")

    failures = [record.msg for record in caplog.records if record.levelname == "ERROR"]
    assert len(failures) == 1
    assert failures[0]["exception"][0]["type"] == "builtins.RuntimeError"
    assert any("in fails" in frame or frame.endswith(" fails") for frame in failures[0]["exception"][0]["frames"])
    assert "ada@" not in str(failures) and "secret-page" not in str(failures)


# Security headers


def public_pages(app: Any) -> list[str]:
    """Every path that answers GET without arguments."""
    return sorted(
        rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    )


STRICTER = {
    "/verify": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
}
"""A page that can send nothing at all."""


def test_every_html_page_has_the_strict_policy_and_needs_no_more(app: Any, client: Any, admin: Any) -> None:
    seen = []
    for browser in (client, admin):
        for path in public_pages(app):
            response = browser.get(path)
            assert response.status_code < 500, path
            if response.mimetype != "text/html":
                continue
            seen.append(path)
            assert response.headers["Content-Security-Policy"] == STRICTER.get(path, PAGE_POLICY), path
            assert response.headers["X-Frame-Options"] == "DENY"
            assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert_self_contained(response.get_data(as_text=True), path)
    assert {"/", "/docs", "/admin/sign-in"} <= set(seen)


def assert_self_contained(markup: str, path: str) -> None:
    """The page has no inline script or style and loads nothing from anywhere else."""
    for tag, attributes in Page(markup).elements:
        assert "style" not in attributes, f"{path}: <{tag} style>"
        assert not any(name.startswith("on") for name in attributes), f"{path}: {tag} {attributes}"
        if tag == "script":
            assert attributes.get("src", "").startswith("/"), f"{path}: inline or foreign script"
        assert tag != "style", f"{path}: inline style"
        for name in ("src", "href"):
            if tag in ("script", "link", "img", "iframe", "source") and name in attributes:
                assert re.match(r"/(?!/)|data:,$", attributes[name]), f"{path}: <{tag} {name}={attributes[name]!r}>"


@pytest.mark.parametrize(
    "path", ["/healthz", "/embed.js", "/api/nothing", "/nothing", "/openapi.json", "/static/app.css"]
)
def test_every_answer_refuses_to_be_sniffed_framed_or_followed(client: Any, path: str) -> None:
    response = client.get(path)

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert "Server" not in response.headers and "X-Powered-By" not in response.headers
    if response.mimetype != "text/html":
        assert response.headers["Content-Security-Policy"] == DATA_POLICY
    response.close()


@pytest.mark.parametrize("path", ["/embed.js", "/count.js", "/api/v1/sites/example/comments?page=/a", "/openapi.json"])
def test_what_other_sites_load_may_be_loaded_from_anywhere(client: Any, site: Any, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://anywhere.example"})

    assert response.status_code == 200
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("path", ["/admin/sign-in", "/", "/docs", "/healthz"])
def test_our_own_pages_may_not(client: Any, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://anywhere.example"})

    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_browsers_are_told_to_stay_on_https_exactly_when_the_public_address_is(make_app: Any) -> None:
    plain = make_app().test_client().get("/healthz")
    secure = make_app(public_url="https://comments.test").test_client().get("/healthz")

    assert "Strict-Transport-Security" not in plain.headers
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_no_answer_is_built_from_the_host_header(app: Any, client: Any, site: Any, post: Any) -> None:
    answer = post()
    spoofed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    paths = [*public_pages(app), f"{site.comments_url}?page=/news/a-story", f"{site.url}/notice", "/api/nothing"]
    for path in paths:
        response = client.get(path, headers=spoofed)
        assert "evil.example" not in response.get_data(as_text=True), path
        assert "evil.example" not in str(response.headers), path
    assert answer["receipt"]["url"].startswith("http://comments.test/my/example/")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/t/example?url=https://example.org/a", "/t/example/?url=https://example.org/a"),
        ("/admin//queue", "/admin/queue"),
    ],
)
def test_a_redirect_is_a_path_and_never_leads_to_the_host_header(
    client: Any, site: Any, path: str, location: str
) -> None:
    response = client.get(path, headers={"Host": "evil.example"})

    assert response.status_code == 308
    assert response.headers["Location"] == location
    assert "evil.example" not in response.get_data(as_text=True)


def test_what_names_no_rule_for_caches_is_kept_by_none(client: Any, site: Any, draft: Any) -> None:
    posted = client.post(site.comments_url, json=draft(), headers=site.headers())
    token = {"Authorization": f"Bearer {posted.get_json()['edit_token']}"}
    own = client.get(f"{site.comments_url}/{posted.get_json()['comment']['id']}", headers=token)

    assert (posted.status_code, own.status_code) == (201, 200)
    assert posted.headers["Cache-Control"] == own.headers["Cache-Control"] == "no-store"
