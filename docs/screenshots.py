"""Take the README's picture from a running demo: `python docs/screenshots.py [--port N]`.

Starts `commentsvc demo` on fresh data, writes a comment into the article's form as a reader would, and saves what the
browser shows to `docs/images/demo.png`. Needs Chromium and Playwright, as the end-to-end tests do.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGE = Path(__file__).parent / "images" / "demo.png"
LARGEST = 250_000
WIDTH, HEIGHT = 820, 1296
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def demo(port: int) -> Iterator[str]:
    """The address of a fresh demo's article."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from commentsvc.program import main; main()"]
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*command, "demo", "--port", str(port), "--data", folder, "--json"], stdout=subprocess.PIPE, text=True
        )
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise SystemExit("The demo did not start.")
            yield json.loads(line)["article_url"]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def write_a_comment(page: Page, article: str) -> None:
    """Open the article and its form, and type, without sending."""
    page.goto(article)
    page.wait_for_selector("comment-thread article")
    page.locator("comment-thread textarea").first.click()
    page.get_by_label("Name", exact=True).fill("Ada")
    page.locator("comment-thread textarea").first.fill("The *lane* is darker than the steps. Please measure both.")
    page.locator("comment-thread input[type=checkbox]").first.wait_for()


def main() -> None:
    """Take the picture and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8420)
    parser.add_argument("--top", type=int, default=40, help="Pixels shown above the comments.")
    given = parser.parse_args()
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        raise SystemExit("Chromium is missing; `make test` installs it.")
    with demo(given.port) as article, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en", reduced_motion="reduce")
        write_a_comment(page, article)
        page.evaluate(
            "top => scrollTo(0, document.querySelector('comment-thread').getBoundingClientRect().top + scrollY - top)",
            given.top,
        )
        page.screenshot(path=IMAGE)
        chromium.close()
    size = IMAGE.stat().st_size
    sys.stdout.write(f"{IMAGE}: {size:,} bytes\n")
    if size > LARGEST:
        raise SystemExit(f"That is more than {LARGEST:,}; make the window smaller.")


if __name__ == "__main__":
    main()
