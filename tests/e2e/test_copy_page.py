"""The page in a person's copy: hostile names and texts are inert in it, it asks for nothing, and it can be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from commentsvc.usecases.export_person import export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import find_subject
from commentsvc.usecases.person import person_of_subject
from tests.usecases.test_export_person import ADDRESS, confirm

HOSTILE = (
    "<script>document.title='pwned'</script>",
    '"><img src=https://evil.example/x onerror="document.title=1">',
    "</div></main><style>@import 'https://evil.example/x';</style><iframe src=https://evil.example/x>",
    "![x](https://evil.example/x.png) [y](javascript:document.title=1)",
    "&lt;b&gt;not bold&lt;/b&gt; \u0022 %22",
)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_in_the_page_of_a_copy_runs_or_is_loaded_and_every_word_is_shown(deps, site, post, browser, tmp_path):
    """Incident class: stored XSS in every renderer (Isso), and remote content in what is handed out."""
    made = [
        post(
            body=text,
            title=text[:100],
            lang="de",
            page=f"{site.origin}/{n}",
            author={"name": text[:80], "email": ADDRESS, "website": "https://example.org/?q='\"><b>"},
        )
        for n, text in enumerate(HOSTILE)
    ]
    confirm(deps, *made)
    at = find_site(deps, site.id)
    person = person_of_subject(at, find_subject(deps, at, ADDRESS).id)

    page, asked = opened(browser, b"".join(export_person(deps, site.id, person, lang="ar").chunks), tmp_path)

    assert [url for url in asked if not url.startswith(tmp_path.as_uri())] == []
    assert page.title() == page.locator("h1").inner_text() != "pwned"
    assert page.evaluate("document.querySelectorAll('script, img, iframe, link, object, form').length") == 0
    assert page.evaluate("document.querySelectorAll('style').length") == 1
    assert (page.get_attribute("html", "dir"), page.get_attribute("html", "lang")) == ("rtl", "ar")
    shown = page.locator(".typed").all_inner_texts()
    assert [text.strip() for text in shown] == [text.strip() for text in HOSTILE]
    links = page.evaluate("[...document.links].map(link => link.protocol)")
    assert set(links) <= {"https:", "http:", "file:"}
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, "a narrow screen need not scroll sideways"


def opened(browser: Any, data: bytes, folder: Path) -> tuple[Any, list[str]]:
    """The copy unpacked, its page in a browser, and every address the browser asked for."""
    with zipfile.ZipFile(io.BytesIO(data)) as copy:
        copy.extractall(folder)
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail("something ran"))
    page.goto((folder / "index.html").as_uri())
    return page, asked
