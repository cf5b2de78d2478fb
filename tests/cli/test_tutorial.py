"""The tutorial's commands and its page, done exactly as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from commentsvc.app import create_app
from tests.cli.conftest import Run
from tests.support.pages import Page
from tests.support.sites import SiteUnderTest, make_draft

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial" / "first-comment.md"


def commands() -> list[list[str]]:
    """Every `commentsvc` command of the tutorial, as words."""
    blocks = re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith(".venv/bin/commentsvc ")]


def test_the_tutorials_commands_lead_to_a_comment_on_its_page(run: Run) -> None:
    *steps, last = commands()
    said = [run(*step) for step in steps]

    assert [step[0] for step in steps] == ["migrate", "site", "user"] and last == ["serve"]
    assert all(result.exit_code == 0 for result in said), said
    page = re.findall(r"```html\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)[0]
    script = page.splitlines()[-1]
    assert script in said[1].output, "the page embeds exactly what `site add` says"
    assert "Password" in said[2].output

    client: Any = create_app().test_client()
    assert client.get(Page(page).named("script")[0]["src"].removeprefix("http://127.0.0.1:8420")).status_code == 200
    blog = SiteUnderTest("blog", "http://127.0.0.1:8000", "")
    draft = make_draft(client, blog, page="http://127.0.0.1:8000/", title="My first post")
    assert client.post(blog.comments_url, json=draft, headers=blog.headers()).status_code == 201
