"""How to timestamp a log: the page's settings and commands, with an authority of our own in place of its example."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from commentsvc.models import db
from commentsvc.models.site import Site
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.stamp_checkpoint import STAMP, plan_timestamps, stamp_checkpoint
from tests.docs.pages import ROOT
from tests.support.sites import bearer, make_draft, make_site
from tests.support.tsa import Authority, openssl, serving
from tests.usecases.log_entries import integrate_all

PAGE = (ROOT / "docs" / "how-to" / "timestamp-checkpoints.md").read_text(encoding="utf-8")
BLOCKS = [block.splitlines() for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)]
LOOK, NAME, ALLOW, DOCTOR, RECEIPT, LOG, ALONE = BLOCKS
SERVICE = "https://comments.example.org"


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What the page says does not depend on the database."""
    return sqlite_database


def test_the_page_leads_to_a_proven_receipt_and_to_a_log_that_openssl_believes(
    make_app: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path / "tsa")
    with serving(authority) as tsa:
        words = {
            "/etc/commentsvc/tsa-root.pem": str(authority.roots),
            "https://tsa.example.net/tsr": tsa.url,
            "tsa.example.net:80": f"127.0.0.1:{tsa.port}",
        }

        def said(line: str) -> list[str]:
            for told, meant in words.items():
                line = line.replace(told, meant)
            return shlex.split(line)

        [look] = LOOK
        assert b"CN = Test Root" in openssl(*said(look)[1:]).stdout
        for line in (*NAME, *ALLOW):
            export, setting = said(line)
            assert export == "export"
            monkeypatch.setenv(*setting.split("=", 1))

        app = make_app()
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            deps = replace(app.extensions["commentsvc"], session=session)
            site = make_site(deps, "example", "https://example.org")
            words["$KEY"] = session.get(Site, site.id).log_vkey
            session.rollback()
            client = app.test_client()
            posted = client.post(site.comments_url, json=make_draft(client, site), headers=site.headers()).get_json()
            integrate_all(deps, site.id)
            plan_timestamps(deps)
            assert run_due_tasks(deps, {STAMP: stamp_checkpoint}).done == 1

        held = posted["receipt"]
        saved = client.get(f"{site.url}/consents/{held['id']}/receipt", headers=bearer(held["secret"]))
        [check] = RECEIPT
        (tmp_path / shlex.split(check)[2]).write_bytes(saved.data)
        (tmp_path / "tsa-root.pem").write_bytes(authority.roots.read_bytes())
        fetch, verify = LOG
        curl, output, name, url = shlex.split(fetch)
        assert (curl, output) == ("curl", "-o")
        (tmp_path / name).write_bytes(client.get(url.removeprefix(SERVICE)).data)

        monkeypatch.chdir(tmp_path)
        for line in (check, verify):
            done = verified(said(line))
            assert (done.returncode, done.stdout.split(":")[0]) == (0, "Proven"), done.stdout + done.stderr
            assert "timestamp authority CN=tsa.test" in done.stdout

        take, judge = ALONE
        program, *arguments = said(take)
        assert program == "python3"
        subprocess.run([sys.executable, "-I", *arguments], check=True)  # noqa: S603 - the page's own words
        judged = openssl(*said(judge)[1:])
        assert judged.returncode == 0, judged.stderr.decode()


def verified(words: list[str]) -> subprocess.CompletedProcess[str]:
    """`commentsvc verify …` in a process of its own."""
    assert words[:2] == ["commentsvc", "verify"]
    command = [sys.executable, "-c", "from commentsvc.program import main; main()", *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)  # noqa: S603


def test_the_page_names_the_doctor() -> None:
    assert DOCTOR == ["commentsvc doctor"]
