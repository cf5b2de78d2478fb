"""Ask a spam service about a comment, tell it what moderators decided, have it forget: Akismet, or any that speaks our
small protocol (`docs/how-to/write-a-spam-service.md`). Everything goes through the one way out.

A service that does not answer is left alone for a minute, so that a worker with many comments does not wait for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

import orjson

from commentsvc.adapters.outbound import Answer, OutboundClient
from commentsvc.clock import iso, now
from commentsvc.errors import OutboundError, OutboundFailed
from commentsvc.settings import Settings
from commentsvc.usecases.deps import AskedService, SpamAnswer, SpamFacts

AKISMET_URL = "https://rest.akismet.com/1.1"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MAX_ANSWER_BYTES = 10_000
REST = timedelta(minutes=1)
NO_ADDRESS = "127.0.0.1"
"""What Akismet is told instead of the reader's address, which its protocol asks for and which we do not keep."""
VERSION = 1


class Outbound(Protocol):
    """The one outbound client."""

    def post(self, url: str, body: bytes, media_type: str) -> Answer:
        """Send `body`. Raises `OutboundError`."""


def build(settings: Settings) -> SpamServices:
    """The services, reached through a client of their own with small answers."""
    return SpamServices(OutboundClient(settings.outbound_allowed, max_bytes=MAX_ANSWER_BYTES))


class SpamServices:
    """May be shared by threads."""

    def __init__(self, outbound: Outbound, akismet_url: str = AKISMET_URL) -> None:
        self._outbound = outbound
        self._akismet = akismet_url
        self._left_alone: dict[str, datetime] = {}

    def ask(self, service: AskedService, facts: SpamFacts) -> SpamAnswer:
        """What the service thinks. Raises `OutboundError` when there is no answer, or one that is none."""
        if service.kind == "akismet":
            told = self._akismet_call("comment-check", service, facts)
            if told not in ("true", "false"):
                raise OutboundFailed("Akismet gave no verdict: look whether the key is right")
            return SpamAnswer(told == "true", None)
        return _verdict(self._send(service, {"event": "check", "id": facts.ref, **_comment(facts)}))

    def tell(self, service: AskedService, facts: SpamFacts, *, spam: bool) -> None:
        """Say what moderators decided. Raises as `ask` does."""
        if service.kind == "akismet":
            self._akismet_call("submit-spam" if spam else "submit-ham", service, facts)
        else:
            self._send(service, {"event": "decided", "id": facts.ref, "spam": spam})

    def forget(self, service: AskedService, ref: str) -> None:
        """Say that the comment was erased. Akismet's protocol has no word for it. Raises as `ask` does."""
        if service.kind != "akismet":
            self._send(service, {"event": "erased", "id": ref})

    def _akismet_call(self, call: str, service: AskedService, facts: SpamFacts) -> str:
        fields = {
            "api_key": service.key,
            "blog": service.site_url,
            "user_ip": NO_ADDRESS,
            "permalink": facts.page,
            "comment_type": "reply" if facts.reply else "comment",
            "comment_content": facts.text,
            "comment_author_url": facts.website or "",
            "comment_date_gmt": iso(facts.written_at),
            "blog_lang": facts.lang,
            "blog_charset": "UTF-8",
        }
        body = urlencode({name: value for name, value in fields.items() if value}).encode()
        return self._post(f"{self._akismet}/{call}", body, FORM).body.decode("utf-8", "replace").strip()

    def _send(self, service: AskedService, told: Mapping[str, Any]) -> Answer:
        body = orjson.dumps({"v": VERSION, "key": service.key, "site": service.site, **told})
        return self._post(service.url, body, JSON)

    def _post(self, url: str, body: bytes, media_type: str) -> Answer:
        if (until := self._left_alone.get(url)) is not None and now() < until:
            raise OutboundFailed("it did not answer just now and is left alone for a minute")
        try:
            answer = self._outbound.post(url, body, media_type)
        except OutboundError:
            self._left_alone[url] = now() + REST
            raise
        self._left_alone.pop(url, None)
        if not 200 <= answer.status < 300:
            raise OutboundFailed(f"{urlsplit(url).hostname} answered with {answer.status}")
        return answer


def _comment(facts: SpamFacts) -> dict[str, Any]:
    return {
        "text": facts.text,
        "website": facts.website,
        "page": facts.page,
        "lang": facts.lang,
        "reply": facts.reply,
        "written_at": iso(facts.written_at),
    }


def _verdict(answer: Answer) -> SpamAnswer:
    try:
        told = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        told = None
    score = told.get("score") if isinstance(told, dict) else None
    if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= 100:
        raise OutboundFailed("its answer holds no whole `score` from 0 to 100")
    return SpamAnswer(None, score)
