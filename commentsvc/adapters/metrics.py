"""Prometheus metrics at /metrics: how many answers of each route and status, and how long they took.

Private by default: with `metrics_token` set, that bearer token opens it; without one it answers to a peer on the
loopback interface only, and to nobody where a proxy stands in front, because then every peer looks local. A public
address with https means a proxy, whatever headers that one adds.
Counts are those of the process that answers.
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, g, request, request_started
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily

from commentsvc.adapters.current import current_deps
from commentsvc.adapters.kept_answers import EXTENSION, KeptAnswers
from commentsvc.adapters.logs import BEGAN, route
from commentsvc.adapters.plain_posts import EXTENSION as PLAIN_POSTS
from commentsvc.adapters.plain_posts import PlainPosts
from commentsvc.errors import NotAuthorised, NotFound
from commentsvc.settings import Settings

ANSWERS = "commentsvc-answers"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


def register(app: Flask) -> None:
    """Count and time every answer of `app`, and serve the numbers."""
    registry = CollectorRegistry()
    answers = app.extensions[ANSWERS] = Answers(registry)

    def begin(_app: Flask, **_extra: Any) -> None:
        g.metrics_began = request.environ.get(BEGAN) or time.perf_counter()

    def count(response: Response) -> Response:
        method = request.method if request.method in METHODS else "other"
        answers.count(method, route(), response.status_code, g.metrics_began)
        return response

    def metrics() -> Response:
        _admit()
        return Response(
            generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        )

    registry.register(KeptCollector(app))
    registry.register(DeskCollector(app))
    request_started.connect(begin, app, weak=False)
    app.after_request(count)
    app.add_url_rule("/metrics", view_func=metrics, endpoint="metrics")


class Answers:
    """How many there were, and how long they took."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._answers = Counter("commentsvc_requests", "Answers.", ["method", "route", "status"], registry=registry)
        self._seconds = Histogram(
            "commentsvc_request_seconds", "Time to answer.", ["method", "route"], registry=registry
        )
        self._found: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, began: float) -> None:
        """One more, which `began` at this moment of `time.perf_counter`."""
        found = self._found.get((method, route, status))
        if found is None:
            found = self._answers.labels(method, route, str(status)), self._seconds.labels(method, route)
            self._found[method, route, status] = found
        found[0].inc()
        found[1].observe(time.perf_counter() - began)


class KeptCollector:
    """Answers given from what is kept: they pass by the application, so nobody but their keeper counts them."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def collect(self) -> Iterator[CounterMetricFamily]:
        """One counter; empty where nothing is kept."""
        kept: KeptAnswers | None = self._app.extensions.get(EXTENSION)
        family = CounterMetricFamily("commentsvc_kept_answers", "Public reads answered from memory.", labels=["status"])
        for status, count in kept.counted.items() if kept else ():
            family.add_metric([str(status)], count)
        yield family


class DeskCollector:
    """What became of posts that came to the desk: most are stored there with others, what is out of the ordinary is
    passed on."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def collect(self) -> Iterator[CounterMetricFamily]:
        """One counter."""
        posts: PlainPosts | None = self._app.extensions.get(PLAIN_POSTS)
        family = CounterMetricFamily("commentsvc_posts_at_desk", "Posts taken before the application.", labels=["did"])
        for did, count in posts.counted.items() if posts else ():
            family.add_metric([did], count)
        yield family


def _admit() -> None:
    settings = current_deps().settings
    if settings.metrics_token:
        offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(offered.encode(), settings.metrics_token.encode()):
            raise NotAuthorised("Send the value of COMMENTSVC_METRICS_TOKEN as a bearer token.")
    elif _behind_proxy(settings) or not _loopback():
        raise NotFound()


def _behind_proxy(settings: Settings) -> bool:
    told = any(name in request.headers for name in FORWARDED)
    return told or settings.trusted_proxies > 0 or settings.public_url.startswith("https://")


def _loopback() -> bool:
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
