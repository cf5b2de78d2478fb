"""The widget: what it weighs, what it asks for, and what it does to a page on a slow machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import Target
from benchmarks.harness.processes import Failed
from benchmarks.harness.store import ORIGIN, SITE, Service, answer, make_store, serving
from benchmarks.harness.table import Line

NAME = "widget"
MOST_SCRIPT, MOST_COUNTER, MOST_REQUESTS, MOST_TASK = 14_000, 1_000, 3, 50
GOALS = {
    "script": f"script and style together at most {MOST_SCRIPT // 1000} KB gz",
    "counter": f"counter at most {MOST_COUNTER // 1000} KB gz",
    "requests": f"at most {MOST_REQUESTS} requests to a drawn thread",
    "shift": "no layout shift after drawing",
    "task": f"no long task beyond {MOST_TASK} ms for 200 comments at 4 × slower CPU",
}
NO_MORE = "The form comes only when somebody writes."
LIMITS = "The frames, each of which paints what was drawn, and the script's first task."
COMMENTS, SLOWER, TIMES = 200, 4, 11
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A story</title>
<style>body { font: 16px sans-serif; max-width: 40rem; margin: auto } article { min-height: 30rem }</style>
<article><h1>A story</h1><p>That somebody reads.</p></article>
<script async src="%s/embed.js" data-site="%s"></script>"""
WATCH = """window.told = { shifts: [], tasks: [] };
const watch = (type, tell) => new PerformanceObserver((list) => list.getEntries().forEach(tell)).observe({ type });
watch("layout-shift", (one) => told.shifts.push([one.startTime, one.value]));
watch("longtask", (one) => told.tasks.push(one.duration));"""
DRAWN = "document.querySelector('comment-thread')?.shadowRoot.querySelectorAll('article').length ?? 0"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
]


def run(bench: Bench) -> Iterator[Line]:
    """Sizes as they are sent, then a thread of 200 drawn by Chromium."""
    store = make_store(bench.work / "widget")
    store.fill(Bulk("/story", COMMENTS))
    with serving(store) as service:
        yield from _sizes(service)
        bench.say(f"drawing {COMMENTS} comments {TIMES} times")
        drawn = _drawn(service)
    requests = max(one["requests"] for one in drawn)
    told = f"{requests}: {', '.join(drawn[0]['names'])}"
    yield Line("requests to a drawn thread", GOALS["requests"], told, "", "", requests <= MOST_REQUESTS, NO_MORE)
    shift = max(one["shift"] for one in drawn)
    yield Line("layout shift after drawing", GOALS["shift"], f"{shift:.3f}", "", "", shift == 0, "")
    tasks = sorted(one["task"] for one in drawn)
    middle = tasks[len(tasks) // 2]
    told = f"{middle:.0f} ms (the longest of each of {TIMES} drawings: {' · '.join(f'{task:.0f}' for task in tasks)})"
    yield Line(f"longest task, {COMMENTS} comments", GOALS["task"], told, "", "", middle <= MOST_TASK, LIMITS)


def _sizes(service: Service) -> Iterator[Line]:
    script, counter = (_sent(service, name) for name in ("embed.js", "count.js"))
    told = f"{script:,} bytes; whoever writes loads {_writing():,} more"
    yield Line("embed.js", GOALS["script"], told, "", "", script <= MOST_SCRIPT, "What the widget can do.")
    told = f"{counter:,} bytes"
    yield Line("count.js", GOALS["counter"], told, "", "", counter <= MOST_COUNTER, "What the counter can do.")


def _sent(service: Service, name: str) -> int:
    _, headers, body = answer(Target(f"{service.address}/{name}", {"Accept-Encoding": "gzip"}))
    if headers.get("content-encoding") != "gzip":
        raise Failed(f"{name} was not compressed")
    return len(body)


def _writing() -> int:
    from commentsvc.widget import part

    return len(part("writing").gz)


def _drawn(service: Service) -> list[dict[str, Any]]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Failed("Playwright is missing: `make bench` installs it") from None
    program = next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)
    if program is None:
        raise Failed("Chromium is missing: benchmarks/install.sh installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            return [_once(browser, service) for _ in range(TIMES)]
        finally:
            browser.close()


def _once(browser: Any, service: Service) -> dict[str, Any]:
    """One drawing in an empty profile: names of what was asked for, shifts after it was drawn, the longest task."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page, names = context.new_page(), []
        page.set_default_timeout(60_000)
        page.route(
            f"{ORIGIN}/**", lambda route: route.fulfill(content_type="text/html", body=PAGE % (service.address, SITE))
        )
        page.on("request", lambda request: names.append(_name(request.url)) if service.address in request.url else None)
        page.add_init_script(WATCH)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"{ORIGIN}/story")
        while _told(session, DRAWN) < COMMENTS:
            page.wait_for_timeout(100)
        at = _told(session, "performance.now()")
        page.wait_for_timeout(1500)
        told = _told(session, "told")
        shift = sum(value for when, value in told["shifts"] if when > at)
        return {"requests": len(names), "names": names, "shift": shift, "task": max(told["tasks"], default=0)}
    finally:
        context.close()


def _told(session: Any, expression: str) -> Any:
    """What the page says, asked for without Playwright's own scripts: to load them is a long task in a slow page."""
    return session.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})["result"]["value"]


def _name(url: str) -> str:
    return url.split("?")[0].rstrip("/").rpartition("/")[2]
