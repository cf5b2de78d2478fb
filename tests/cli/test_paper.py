"""`commentsvc paper` writes each paper to standard output."""

from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_every_paper_is_written_and_says_that_it_is_no_advice(ready: Run) -> None:
    for arguments in (("record", "blog"), ("terms", "blog"), ("processor-record",)):
        assert "not legal advice" in ready("paper", *arguments).output
        assert json.loads(ready("paper", *arguments, "--format", "json").output)["paper"] == arguments[0]
    assert ready("paper", "record", "nowhere").exit_code == 1
