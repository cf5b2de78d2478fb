"""The laws of the code that a machine can check (DESIGN law 8 and section 7)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "commentsvc"
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "datetime.datetime.now", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
}


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(path: Path) -> Iterator[str]:
    """The dotted names that are called in a module, `datetime.now` for `datetime.now(UTC)`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_the_rooms_import_only_downwards() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_every_module_says_what_it_is_for() -> None:
    silent = [relative(path) for path in MODULES if path.stat().st_size and not ast.get_docstring(tree(path))]

    assert silent == []


def test_every_module_fits_in_the_head() -> None:
    lengths = {relative(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES}

    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{relative(path)}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: lines for name, lines in lengths.items() if lines > 50} == {}


def test_every_name_says_something() -> None:
    names = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}

    assert names & NAMES_THAT_SAY_NOTHING == set()


def test_there_is_one_clock() -> None:
    asked = {relative(path): set(calls(path)) & CLOCKS for path in MODULES if path.name != "clock.py"}

    assert {name: calls for name, calls in asked.items() if calls} == {}, "ask commentsvc.clock.now()"


def test_settings_are_read_in_one_place() -> None:
    reads = re.compile(r"\bos\.(getenv\(|environ\.get\(|environ\[[^]]+\](?!\s*=[^=]))")
    found = {relative(path): reads.findall(path.read_text(encoding="utf-8")) for path in MODULES}

    assert {name for name, hits in found.items() if hits} <= {"settings.py"}


def test_no_link_is_built_from_the_host_header() -> None:
    source = re.compile(r"\brequest\.(host|host_url|url_root|base_url|root_url|url)\b|_external=True")
    found = {relative(path): source.findall(path.read_text(encoding="utf-8")) for path in MODULES}

    assert {name: hits for name, hits in found.items() if hits} == {}, "the public address is a setting"


def test_there_is_one_way_out() -> None:
    """Law 9: whatever is asked of another machine goes through the one client, which judges every address."""
    clients = re.compile(
        r"^\s*(?:import|from) (requests|urllib3(?:\.\w+)?|httpx|aiohttp|urllib\.request|http\.client|smtplib)\b", re.M
    )
    found = {relative(path): clients.findall(path.read_text(encoding="utf-8")) for path in MODULES}

    assert {name for name, hits in found.items() if hits} <= {
        "adapters/outbound.py",
        "adapters/mail.py",  # speaks SMTP to the one server that the operator names
        "cli/demo.py",  # asks its own two ports only
    }


def test_models_never_commit_and_use_cases_only_through_the_one_transaction() -> None:
    paths = [*(PACKAGE / "models").glob("*.py"), *(PACKAGE / "usecases").glob("*.py")]
    committing = {relative(path) for path in paths for call in calls(path) if call.endswith((".commit", ".begin"))}

    assert committing == {"models/database.py", "models/shared_commits.py"}


def test_templates_leave_unescaped_only_what_the_sanitiser_made() -> None:
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"autoescape\s+false", text), relative(path)
        for expression in re.findall(r"\{\{([^}]*?)\|\s*safe\b", text):
            assert expression.strip().endswith("html"), f"{relative(path)}: {{{{ {expression.strip()} | safe }}}}"
