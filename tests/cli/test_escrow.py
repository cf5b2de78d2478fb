"""`commentsvc key escrow` and `export escrow`: from the key to a receipt that `commentsvc verify` checks."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_export import BLOG, acts
from tests.cli.test_export import app as app
from tests.support.sites import make_draft


@pytest.fixture
def erased(ready: Run, app: Any, tmp_path: Path) -> str:
    """A record that was erased under a notice that said what stays sealed; the key is in `escrow.key`."""
    made = ready("key", "escrow", "make", "blog", f"--output={tmp_path / 'escrow.key'}")
    assert made.exit_code == 0, made.stderr
    assert made.stdout == "" and "PRIVATE" not in made.stderr
    assert ready("site", "set", "blog", "--escrow-months=6").exit_code == 0
    assert ready("notice", "publish", "blog").exit_code == 0
    client = app.test_client()
    draft = make_draft(client, BLOG, body="Mine.", author={"name": "Ada"})
    receipt = client.post(BLOG.comments_url, json=draft, headers=BLOG.headers()).get_json()["receipt"]
    taken = client.post(
        f"{BLOG.url}/consents/{receipt['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=BLOG.headers() | {"Authorization": f"Bearer {receipt['secret']}"},
    )
    assert taken.status_code == 200
    number: str = receipt["id"]
    return number


def test_what_is_sealed_is_taken_out_opened_elsewhere_and_verified(
    ready: Run, app: Any, erased: str, tmp_path: Path
) -> None:
    key, file, folder = tmp_path / "escrow.key", tmp_path / "sealed", tmp_path / "opened"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    out = ready("export", "escrow", "blog", f"--output={file}")
    assert out.exit_code == 0 and "1 sealed proofs" in out.stderr
    assert erased.encode() not in file.read_bytes()
    none = ready("key", "escrow", "open", str(file), f"--key={key}", f"--folder={folder}-0", f"--record={'0' * 32}")
    assert none.exit_code == 1 and list(Path(f"{folder}-0").iterdir()) == []

    opened = ready("key", "escrow", "open", str(file), f"--key={key}", f"--folder={folder}", f"--record={erased}")

    assert opened.exit_code == 0, opened.stderr
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    [receipt] = folder.iterdir()
    assert (receipt.name, stat.S_IMODE(receipt.stat().st_mode)) == (f"{erased}.json", 0o600)
    verdict = ready("verify", str(receipt))
    assert (verdict.exit_code, verdict.stdout.startswith("Self-attested")) == (11, True), verdict.stdout
    assert [act.action for act in acts(app)][-1] == "export.escrow"


def test_another_key_opens_nothing_and_no_file_is_written_over(ready: Run, erased: str, tmp_path: Path) -> None:
    key, file, folder = tmp_path / "escrow.key", tmp_path / "sealed", tmp_path / "opened"
    assert ready("export", "escrow", "blog", f"--output={file}").exit_code == 0
    again = ready("key", "escrow", "make", "blog", "--follow", f"--output={key}")
    assert again.exit_code == 1 and "not written over" in again.stderr
    assert ready("key", "escrow", "make", "blog").exit_code == 1, "there is a key"
    shown = ready("key", "escrow", "make", "blog", "--follow")
    other = tmp_path / "other.key"
    other.write_text(shown.stdout)

    refused = ready("key", "escrow", "open", str(file), f"--key={other}", f"--folder={folder}")

    assert refused.exit_code == 1 and "1 more are sealed to another key" in refused.stderr
    assert list(folder.iterdir()) == []
    both = ready("key", "escrow", "open", str(file), f"--key={other}", f"--key={key}", f"--folder={folder}-2")
    assert both.exit_code == 0
    for wrong in (("open", str(key), f"--key={key}"), ("open", str(file), f"--key={file}")):
        told = ready("key", "escrow", *wrong, f"--folder={folder}-{wrong[1][-3:]}")
        assert told.exit_code == 1 and "PRIVATE" not in told.output
