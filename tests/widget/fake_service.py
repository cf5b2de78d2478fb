"""A small stand-in for the service that keeps the contract and fails on demand, for what only a client can get wrong.

The end-to-end tests run against the real service; this one exists because a real one cannot be told to lose exactly
one answer or to change its notice between two clicks.
"""

from __future__ import annotations

import html
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from commentsvc.domain.proof_of_work import is_solved, make_challenge
from commentsvc.widget import asset, part, tool, words

from . import notice_fixture

PROOF_KEY = b"a key of the stand-in"
Failure = dict[str, Any] | str  # a problem document with "status", or "drop", "lose-answer", "503"


@dataclass
class Request:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class State:
    """What the service holds; tests change it at will."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=notice_fixture.manifest)
    forget_before: dict[str, int] = field(default_factory=dict)
    closed: bool = False
    publish_at_once: bool = False
    page_size: int = 20
    replies_shown: int = 100
    edit_minutes: int = 15
    counts: dict[str, int] = field(default_factory=dict)
    used_tokens: set[str] = field(default_factory=set)
    outcomes: dict[str, tuple[str, int, Any]] = field(default_factory=dict)
    withdrawn: list[tuple[str, str, str]] = field(default_factory=list)
    failures: list[tuple[str, str, Failure]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    words: dict[str, bytes] = field(default_factory=dict)  # by language, what is served instead of the built file
    tools: list[str] = field(default_factory=list)  # consent tools whose module was asked for
    proof_cost: int = 0
    held: dict[str, threading.Event] = field(default_factory=dict)  # what begins so is answered when this is set


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def comment(
    number: int, *, name: str = "Ada", parent: str | None = None, markup: str | None = None, **more: Any
) -> dict[str, Any]:
    """A public comment as the service keeps it; `number` is its place in time."""
    return {
        "id": f"c{number}",
        "parent": parent,
        "author": {"name": name, "website": None},
        "html": markup or f"<p>Comment number {number}.</p>",
        "created_at": iso(datetime.now(UTC) - timedelta(hours=500 - number)),
        "edited_at": None,
        "placeholder": False,
        "status": "published",
        **more,
    }


class Problem(Exception):
    """A refusal: slug, status and further members of the problem document."""

    def __init__(self, slug: str, status: int, **extra: Any) -> None:
        super().__init__(slug)
        title = extra.pop("title", slug)
        self.status = status
        self.document = {"type": f"about:blank#{slug}", "slug": slug, "title": title, "status": status, **extra}


class FakeService:
    """The service on a port of its own: `url`, `state`, and `fail` to script the next failures."""

    def __init__(self) -> None:
        self.state = State()
        service = self

        class Handler(ServiceHandler):
            fake = service

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def fail(self, method: str, part: str, failure: Failure, times: int = 1) -> None:
        """The next `times` requests with `method` whose path contains `part` end in `failure`."""
        self.state.failures += [(method, part, failure)] * times

    def requests(self, method: str, part: str = "") -> list[Request]:
        return [r for r in self.state.requests if r.method == method and part in r.path]

    def hold(self, beginning: str) -> threading.Event:
        """Paths that begin so are answered once the event is set."""
        return self.state.held.setdefault(beginning, threading.Event())

    def notice(self) -> dict[str, Any]:
        served = notice_fixture.notice(self.state.manifest, secrets.token_urlsafe(12))
        return {**served, "forget_before": self.state.forget_before}

    # What the calls do

    def thread(self, query: dict[str, list[str]]) -> dict[str, Any]:
        state = self.state
        cursor = query.get("cursor", [""])[0]
        if cursor.startswith("replies:"):
            return {"comments": self.flat(cursor.removeprefix("replies:"))[state.replies_shown :], "next": None}
        top = [c for c in state.comments if c["parent"] is None and self.shown(c)]
        if query.get("sort") == ["newest"]:
            top.reverse()
        start = int(cursor or 0)
        around = query.get("around", [None])[0]
        if around:
            root = self.root_of(around)
            start = max(0, next(i for i, c in enumerate(top) if c["id"] == root) - 2)
        end = start + state.page_size
        public = [c for c in state.comments if c["status"] == "published"]
        return {
            "thread": {"key": "/", "url": None, "title": None, "count": len(public), "closed": state.closed},
            "site": {
                "name": "The Example",
                "moderation": "before",
                "max_depth": 4,
                "body_limit": 5000,
                "name_limit": 80,
            },
            "comments": [self.draw(c) for c in top[start:end]],
            "next": str(end) if end < len(top) else None,
            "prev": str(max(0, start - state.page_size)) if start else None,
        }

    def shown(self, comment: dict[str, Any]) -> bool:
        return comment["status"] == "published" or comment["placeholder"]

    def root_of(self, comment_id: str) -> str:
        found = self.find(comment_id)
        return found["id"] if found["parent"] is None else self.root_of(found["parent"])

    def find(self, comment_id: str) -> dict[str, Any]:
        for candidate in self.state.comments:
            if candidate["id"] == comment_id:
                return candidate
        raise Problem("not-found", 404)

    def public(self, comment: dict[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in comment.items() if k not in ("token", "body", "status")}

    def draw(self, comment: dict[str, Any], limit: bool = True) -> dict[str, Any]:
        replies = [c for c in self.state.comments if c["parent"] == comment["id"] and self.shown(c)]
        shown = replies[: self.state.replies_shown] if limit else replies
        more = len(replies) - len(shown)
        cursor = f"replies:{comment['id']}" if more else None
        return {
            **self.public(comment),
            "replies": [self.draw(c) for c in shown],
            "more_replies": more,
            "more_cursor": cursor,
        }

    def flat(self, parent: str) -> list[dict[str, Any]]:
        return [self.draw(c) for c in self.state.comments if c["parent"] == parent and self.shown(c)]

    def post(self, request: Request) -> tuple[int, Any]:
        key = request.headers.get("idempotency-key", "")
        if key in self.state.outcomes:
            earlier, status, answer = self.state.outcomes[key]
            if earlier != request.text:
                raise Problem("idempotency-mismatch", 422)
            return status, answer
        draft = request.json
        self.check(draft)
        self.ask_proof(draft)
        self.state.used_tokens.add(draft["consent"]["token"])
        number = len(self.state.comments) + 1000
        kept = comment(number, name=draft["author"]["name"], parent=draft["parent"])
        kept["html"] = f"<p>{html.escape(draft['body'])}</p>"
        kept["created_at"] = iso(datetime.now(UTC))
        kept["status"] = "published" if self.state.publish_at_once else "pending"
        kept["body"], kept["token"] = draft["body"], f"edit-{number}"
        self.state.comments.append(kept)
        answer = {
            "comment": self.mine(kept),
            "edit_token": kept["token"],
            "edit_until": iso(datetime.now(UTC) + timedelta(minutes=self.state.edit_minutes)),
            "receipt": {
                "id": f"r{number}",
                "secret": f"secret-{number}",
                "url": f"{self.url}/my/example/receipt#r{number}.secret-{number}",
                "promise": {"leaf": "aa", "deadline": "2099-01-01T00:00:00Z", "signature": "bb", "origin": "o"},
            },
        }
        self.state.outcomes[key] = (request.text, 201, answer)
        return 201, answer

    def check(self, draft: dict[str, Any]) -> None:
        consent = draft["consent"]
        if consent["notice"] != self.notice()["sha256"]:
            raise Problem("notice-stale", 409, detail="The notice has changed.", notice=self.notice())
        if consent["token"] in self.state.used_tokens:
            raise Problem("token-used", 409, detail="This form was already sent.")
        fields = {}
        if not draft["author"]["name"]:
            fields["author.name"] = ["Please tell us a name."]
        if draft["author"]["email"] and "@" not in draft["author"]["email"]:
            fields["author.email"] = ["This is not an e-mail address."]
        if not draft["body"].strip():
            fields["body"] = ["Please write something."]
        if fields:
            raise Problem("validation", 422, title="Please check the marked fields", fields=fields)
        if not consent["purposes"].get("publish"):
            detail = "Without your agreement the comment cannot be published."
            raise Problem("consent-required", 422, detail=detail, fields={"consent.purposes.publish": [detail]})

    def ask_proof(self, draft: dict[str, Any]) -> None:
        """The real rules, for a service that asks everybody, where `proof_cost` says what a try costs."""
        if not self.state.proof_cost or draft["form"].get("proof") == "unable":
            return
        form, at = draft["consent"]["token"], datetime.now(UTC)
        if not is_solved(PROOF_KEY, form, draft["form"].get("proof") or "", at):
            challenge = make_challenge(PROOF_KEY, form, self.state.proof_cost, at + timedelta(minutes=10))
            raise Problem("challenge-failed", 422, detail="Calculate, please.", challenge=challenge)

    def mine(self, comment: dict[str, Any]) -> dict[str, Any]:
        keep = ("id", "parent", "status", "author", "html", "created_at", "edited_at")
        return {**{k: comment[k] for k in keep}, "page": "/"}

    def by_author(self, request: Request, comment_id: str) -> tuple[int, Any]:
        found = self.find(comment_id)
        if request.headers.get("authorization") != f"Bearer {found.get('token')}":
            raise Problem("not-authorised", 401)
        if request.method == "DELETE":
            self.state.comments.remove(found)
            return 200, {"receipt": {"id": comment_id, "event": "erased", "at": iso(datetime.now(UTC)), "promise": {}}}
        if request.method == "PATCH":
            if not request.json["body"].strip():
                raise Problem("validation", 422, fields={"body": ["Please write something."]})
            found["body"] = request.json["body"]
            found["html"] = f"<p>{html.escape(found['body'])}</p>"
            found["edited_at"] = iso(datetime.now(UTC))
        until = iso(datetime.now(UTC) + timedelta(minutes=self.state.edit_minutes))
        answer = {"comment": {**self.mine(found), "body": found["body"]}, "edit_until": until}
        if request.method == "PATCH":
            receipt_id = comment_id.replace("c", "r")
            answer["receipt"] = {"id": receipt_id, "event": "corrected", "at": iso(datetime.now(UTC)), "promise": {}}
        return 200, answer

    def evidence(self, request: Request, receipt_id: str) -> tuple[int, Any]:
        if request.headers.get("authorization") != f"Bearer {receipt_id.replace('r', 'secret-')}":
            raise Problem("not-found", 404)
        return 200, {
            "format": "commentsvc-receipt/v1",
            "record": receipt_id,
            "events": [{"promise": {}, "proof": None}],
        }

    def consent_event(self, request: Request, receipt_id: str) -> tuple[int, Any]:
        secret = request.headers.get("authorization", "").removeprefix("Bearer ")
        if secret != receipt_id.replace("r", "secret-"):
            raise Problem("not-found", 404)
        purpose = request.json["purpose"]
        self.state.withdrawn.append((receipt_id, secret, purpose))
        if purpose == "publish":
            self.state.comments = [c for c in self.state.comments if c["id"] != receipt_id.replace("r", "c")]
        return 200, {"consent": {"id": receipt_id}}

    def answer(self, request: Request) -> tuple[int, Any]:
        """Status and JSON of the answer to `request`. Raises `Problem`."""
        rest = request.path.split("/api/v1/sites/example/", 1)[-1]
        name, _, ident = rest.partition("/")
        routes: dict[tuple[str, str], Callable[[], tuple[int, Any]]] = {
            ("GET", "comments"): lambda: (200, self.thread(request.query)),
            ("POST", "comments"): lambda: self.post(request),
            ("GET", "notice"): lambda: (200, self.notice()),
            ("GET", "notices"): lambda: (200, self.state.manifest),
            ("GET", "counts"): lambda: (
                200,
                {"counts": {p: self.state.counts.get(p, 0) for p in request.query["page"]}},
            ),
        }
        if name == "comments" and ident:
            return self.by_author(request, ident)
        if name == "consents" and request.method == "GET":
            return self.evidence(request, ident.split("/")[0])
        if name == "consents":
            return self.consent_event(request, ident.split("/")[0])
        if (request.method, name) not in routes:
            raise Problem("not-found", 404)
        return routes[request.method, name]()


class ServiceHandler(BaseHTTPRequestHandler):
    """HTTP around `FakeService`: CORS as the contract has it, problems as problem+json, scripted failures first."""

    fake: FakeService
    protocol_version = "HTTP/1.0"  # a browser repeats by itself what it sent over a reused connection

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""

    def send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE")
        self.send_header("Access-Control-Allow-Headers", "Content-Type, Authorization, Idempotency-Key")
        self.send_header("Cache-Control", "no-store")
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_call(self) -> None:
        parts = urlsplit(self.path)
        name = parts.path.lstrip("/")
        if name in ("embed.js", "count.js"):
            return self.send(200, asset(name).bytes, "text/javascript")
        if name.startswith("tools/"):
            return self.send_tool(name.removeprefix("tools/").removesuffix(".js"))
        length = int(self.headers.get("Content-Length", 0))
        request = Request(
            self.command,
            unquote(parts.path),
            parse_qs(parts.query),
            {k.lower(): v for k, v in self.headers.items()},
            self.rfile.read(length).decode(),
        )
        if request.method == "OPTIONS":
            return self.send(204, b"", "")
        self.fake.state.requests.append(request)
        return self.reply(request)

    def reply(self, request: Request) -> None:
        for beginning, event in self.fake.state.held.items():
            if request.path.startswith(beginning):
                event.wait(60)
        failure = self.scripted(request)
        if failure == "drop":
            return self.hang_up()
        if failure == "503":
            return self.send(503, b"<h1>Down</h1>", "text/html")
        if isinstance(failure, dict):
            return self.send(failure["status"], json.dumps(failure).encode(), "application/problem+json")
        if request.path.startswith("/parts/"):
            name = request.path.removeprefix("/parts/").split("-")[0]
            return self.send(200, part(name).bytes, "text/javascript")
        if request.path.startswith("/words/"):
            lang = request.path.removeprefix("/words/").split("-")[0]
            return self.send(200, self.fake.state.words.get(lang) or words(lang).bytes, "application/json")
        try:
            status, document = self.fake.answer(request)
        except Problem as problem:
            document = json.dumps(problem.document, sort_keys=True)
            return self.send(problem.status, document.encode(), "application/problem+json")
        if failure == "lose-answer":
            return self.hang_up()
        return self.send(status, b"" if document is None else json.dumps(document).encode(), "application/json")

    def send_tool(self, name: str) -> None:
        self.fake.state.tools.append(name)
        try:
            self.send(200, tool(name).bytes, "text/javascript")
        except KeyError:
            self.send(404, b"{}", "application/problem+json")

    def scripted(self, request: Request) -> Failure | None:
        for entry in self.fake.state.failures:
            method, part, failure = entry
            if method == request.method and part in request.path:
                self.fake.state.failures.remove(entry)
                return failure
        return None

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(2)

    do_GET = do_POST = do_PATCH = do_DELETE = do_OPTIONS = handle_call  # noqa: N815
