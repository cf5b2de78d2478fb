"""Post a file of real comments into a demo and report what became of each.

    python benchmarks/try_real_comments.py COMMENTS.jsonl [--data DIR] [--publish] [--keep]

Each line of the file is a JSON object with `text` and, if it likes, `thread`. A demo is started with rate limits off,
every comment goes through the public API as the widget sends it, and the report says how many were accepted, how many
refused with which slug, and every answer of 500 or above (there must be none: the exit code is then 1). `--publish`
publishes all of them, so that the threads can be read; `--keep` leaves the demo running until Ctrl-C.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

SWITCHED_OFF = ("POSTS_PER_MINUTE", "POSTS_PER_MINUTE_SITE", "NOTICES_PER_MINUTE")


class Demo:
    """A running demo and the few calls made on it."""

    def __init__(self, data: str, port: int) -> None:
        environment = os.environ | {f"COMMENTSVC_{name}": "0" for name in SWITCHED_OFF}
        program = Path(sys.executable).with_name("commentsvc")
        command = [program, "demo", "--port", str(port), "--data", data, "--json"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        assert self.process.stdout is not None
        self.facts: dict[str, Any] = json.loads(self.process.stdout.readline())
        article = urlsplit(self.facts["article_url"])
        self.origin = f"{article.scheme}://{article.netloc}"
        self.http = urllib3.PoolManager(maxsize=1)
        self.api = f"{self.facts['url']}/api/v1/sites/{self.facts['site']}"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        response = self.http.request(
            method,
            self.api + path,
            body=None if body is None else json.dumps(body),
            headers={"Origin": self.origin, "Content-Type": "application/json"} | headers,
            retries=False,
        )
        return response.status, json.loads(response.data) if response.data else None

    def post(self, text: str, thread: str) -> tuple[int, Any]:
        """Open the form on the thread's page and send it."""
        page = f"{self.origin}/real/{thread}"
        status, notice = self.call("GET", f"/notice?{urlencode({'lang': 'en', 'page': page})}")
        if status != 200:
            return status, notice
        consent = {"notice": notice["sha256"], "token": notice["token"], "purposes": {"publish": True}}
        return self.call(
            "POST",
            "/comments",
            {
                "page": {"url": page, "title": f"Real comments: {thread}"},
                "author": {"name": "A reader"},
                "body": text,
                "consent": consent,
            },
        )

    def publish(self, ids: list[str]) -> collections.Counter[str]:
        """Publish in bundles, as a moderator's program would."""
        outcomes: collections.Counter[str] = collections.Counter()
        for start in range(0, len(ids), 100):
            decisions = [{"comment": i, "action": "publish"} for i in ids[start : start + 100]]
            token = f"Bearer {self.facts['token']}"
            _, answer = self.call("POST", "/moderation/decisions", {"decisions": decisions}, Authorization=token)
            outcomes.update(outcome["outcome"] for outcome in answer["outcomes"])
        return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("comments", type=Path)
    parser.add_argument("--data", default=None, help="the demo's folder (default: a new one)")
    parser.add_argument("--port", type=int, default=8450)
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.comments.read_text(encoding="utf-8").splitlines() if line.strip()]
    demo = Demo(options.data or tempfile.mkdtemp(), options.port)
    statuses: collections.Counter[str] = collections.Counter()
    accepted: list[str] = []
    broken = 0
    started = time.perf_counter()
    for number, row in enumerate(rows, 1):
        status, answer = demo.post(row["text"], str(row.get("thread", "all")))
        if status == 201:
            accepted.append(answer["comment"]["id"])
            statuses["201 accepted"] += 1
        else:
            statuses[f"{status} {answer.get('slug')} {sorted(answer.get('fields', {}).items())}"] += 1
        if status >= 500:
            broken += 1
            print(f"line {number}: {status} {answer}", file=sys.stderr)
    seconds = time.perf_counter() - started
    print(f"{len(rows)} comments in {seconds:.1f} s ({len(rows) / seconds:.0f} a second, one client, form and post)")
    for what, count in statuses.most_common():
        print(f"{count:6}  {what}")
    print(f"{broken:6}  answers of 500 or above")
    if options.publish:
        print("published:", dict(demo.publish(accepted)))
    if options.keep:
        hosted = f"{demo.facts['url']}/t/{demo.facts['site']}/?url={demo.origin}/real"
        for thread in sorted({str(row.get("thread", "all")) for row in rows}):
            print(f"{hosted}/{thread}")
        demo.process.wait()
    demo.process.terminate()
    demo.process.wait(timeout=10)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
