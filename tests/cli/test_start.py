"""What a server process loads before anybody asks it anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.databases import SECRET

LARGE = (
    *("alembic", "authlib", "email_validator", "flask_migrate", "joserfc", "mako", "OpenSSL", "playwright", "psycopg"),
    *("pyasn1", "pygments", "rfc3161_client", "rich", "schemathesis", "segno", "webauthn"),
)
"""Each costs tens of milliseconds or megabytes, and is of use to few installations, or once in a while."""

LOADED = """
import json, sys
from commentsvc.program import create_server_app, prepare_server
prepare_server()
create_server_app()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules} | set(sys.modules))))
"""

COPIES = """
import os
from commentsvc.models.database import new_id
new_id()
for _ in range(2):
    if not os.fork():
        print("\\n".join(str(new_id()) for _ in range(500)), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture
def loaded(sqlite_database: str, tmp_path: Path) -> set[str]:
    """The modules in a fresh interpreter that made the application of a server."""
    own = {
        "COMMENTSVC_DATABASE_URL": sqlite_database,
        "COMMENTSVC_DATA_DIR": str(tmp_path / "data"),
        "COMMENTSVC_SECRET_KEY": SECRET,
        "COMMENTSVC_PUBLIC_URL": "http://127.0.0.1:8420",
        "COMMENTSVC_RUN_WORKER": "false",
    }
    made = subprocess.run(
        [sys.executable, "-c", LOADED], env=os.environ | own, check=True, capture_output=True, text=True
    )
    return set(json.loads(made.stdout))


def test_a_server_starts_without_what_few_need(loaded: set[str]) -> None:
    assert loaded.isdisjoint(LARGE), sorted(loaded.intersection(LARGE))
    assert not {name for name in loaded if name.startswith("commentsvc.cli.")} - {
        "commentsvc.cli.refusals",
        "commentsvc.cli.wiring",
    }, "a command is loaded when it is asked for"


def test_a_command_starts_without_what_answers_requests(sqlite_database: str, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from commentsvc.program import create_app\n"
        "assert create_app().extensions['commentsvc'].settings\n"
        "print([edge for edge in ('api', 'console', 'portal', 'jobs') if f'commentsvc.{edge}' in sys.modules])"
    )
    own = {"COMMENTSVC_DATABASE_URL": sqlite_database, "COMMENTSVC_DATA_DIR": str(tmp_path / "data")}
    made = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | own, check=True, capture_output=True, text=True
    )

    assert made.stdout == "[]\n"


def test_copies_of_a_process_make_ids_of_their_own() -> None:
    made = subprocess.run([sys.executable, "-c", COPIES], check=True, capture_output=True, text=True).stdout.split()
    assert len(set(made)) == len(made) == 1000


def test_the_help_of_the_command_line_is_there_without_the_service() -> None:
    program = "import sys, commentsvc.program; sys.exit('commentsvc.app' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
