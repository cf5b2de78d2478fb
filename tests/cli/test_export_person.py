"""`commentsvc export person`: the address never on the command line, the archive checked by `commentsvc verify`."""

from __future__ import annotations

import json
import re
import stat
import zipfile
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run
from tests.cli.test_export import BLOG, acts
from tests.cli.test_export import app as app
from tests.support.sites import make_draft


def test_an_operator_gives_a_person_their_copy_without_their_address_in_any_history(
    ready: Run, app: Any, tmp_path: Path
) -> None:
    client, target = app.test_client(), tmp_path / "ada.zip"
    draft = make_draft(client, BLOG, body="Mine.", author={"name": "Ada", "email": "ada@example.org"})
    receipt = client.post(BLOG.comments_url, json=draft, headers=BLOG.headers()).get_json()["receipt"]

    by_address = ready(
        "export", "person", "blog", "--address", "--unconfirmed", f"--output={target}", input="Ada@example.org\n"
    )

    assert by_address.exit_code == 0, by_address.stderr
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "1 comments and 1 records" in by_address.stderr
    told = json.loads(zipfile.ZipFile(target).read("export.json"))
    assert [comment["text"] for comment in told["comments"]] == ["Mine."]
    verdict = ready("verify", str(target))
    assert (verdict.exit_code, verdict.stdout.startswith("Self-attested")) == (11, True), verdict.stdout
    key = re.search(r"\S+\+[0-9a-f]{8}\+\S+", verdict.stdout)
    assert key and ready("verify", str(target), "--key", key[0]).exit_code == 10
    by_record = ready("export", "person", "blog", f"--record={receipt['id']}", f"--output={target}")
    assert by_record.exit_code == 0, by_record.stderr
    assert [act.action for act in acts(app)] == ["export.person", "export.person-complete"] * 2
    assert not [act for act in acts(app) if "ada" in json.dumps([act.target, act.detail]).casefold()]


def test_nobody_known_is_said_and_no_file_is_made(ready: Run, app: Any, tmp_path: Path) -> None:
    target = tmp_path / "nobody.zip"

    for arguments, typed in ((("--address",), "nobody@example.org\n"), ((), "")):
        result = ready("export", "person", "blog", *arguments, f"--output={target}", input=typed)
        assert result.exit_code == 1 and result.stderr.strip(), result.output
    assert not target.exists() and acts(app) == []
