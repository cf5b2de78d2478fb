"""What must be true once the dust has settled: nothing acknowledged is lost or there twice, and the log verifies."""

from __future__ import annotations

import base64
import contextlib
import random
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from commentsvc.errors import NoteError
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.promise import verify_promise
from commentsvc.ledger.verdict import Outcome
from faults.support.client import Client
from faults.support.load import API, Load, Written
from faults.support.processes import wait_until
from faults.support.report import Report
from faults.support.service import ORIGIN, ROOT, SITE, Service

REPLAYS = 300

_WHOLE = (
    "SELECT comment.id FROM comment "
    "JOIN consent_record record ON record.site_id = comment.site_id AND record.id = comment.record_id "
    "JOIN consent_event event ON event.site_id = record.site_id AND event.record_id = record.id "
    "JOIN consent_record_body body ON body.site_id = event.site_id AND body.event_id = event.id "
    "JOIN record_salt salt ON salt.site_id = event.site_id AND salt.event_id = event.id "
    "JOIN log_entry entry ON entry.site_id = event.site_id AND entry.id = event.entry "
    "WHERE comment.site_id = :site AND record.entry = entry.id AND record.commitment = event.commitment"
)
_ALONE = ("consent_record", "consent_event", "consent_record_body", "record_salt", "idempotent_answer", "subject")


def kept_checkpoint(service: Service, folder: Path, kept: list[Path]) -> None:
    """Keep the newest checkpoint, as somebody outside would; nothing where the service does not answer."""
    with contextlib.suppress(OSError), Client(service.port, timeout=5) as client:
        answer = client.ask("GET", f"{API}/log/checkpoint")
        if answer.status == 200:
            kept.append(folder / f"checkpoint-{len(kept)}")
            kept[-1].write_bytes(answer.body)


def prove(report: Report, service: Service, load: Load, folder: Path, kept: list[Path]) -> None:
    """Make every claim about what is left, on a service that answers again and a load that has stopped."""
    late = ""
    try:
        wait_until(lambda: not service.restarted() and waiting(service) == 0, "every entry is in the log")
    except TimeoutError as error:  # what else is wrong is said, too
        late = f"{error}; {waiting(service)} wait"
    report.claim("every entry comes into the log", not late, late)
    _stored(report, service, load)
    _replayed(report, service, load.acknowledged)
    _promised(report, service, load.acknowledged)
    _verified(report, service, folder, kept)


def waiting(service: Service) -> int:
    """How many entries have no place in the log yet."""
    with service.engine.connect() as connection:
        query = sa.text("SELECT count(*) FROM log_entry WHERE leaf_index IS NULL AND refused IS NULL")
        return int(connection.execute(query).scalar_one())


def _stored(report: Report, service: Service, load: Load) -> None:
    with service.engine.connect() as connection:
        whole = [
            str(found)
            for found in connection.execute(sa.text(_WHOLE).columns(sa.column("id", sa.Uuid)), {"site": SITE}).scalars()
        ]
        texts = Counter(connection.execute(sa.text("SELECT body FROM comment")).scalars())
        rows = {
            table: connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("comment", *_ALONE)
        }
    lost = {written.id for written in load.acknowledged} - set(whole)
    report.figure("comments stored", rows["comment"])
    report.figure("comments acknowledged", len(load.acknowledged))
    report.claim("nothing acknowledged is lost", not lost, f"{len(lost)} of {len(load.acknowledged)}")
    twice = [text for text, count in texts.items() if count > 1]
    report.claim("nothing is there twice", not twice, f"{len(twice)}, such as {twice[:3]}")
    strange = set(texts) - load.texts
    report.claim("nothing is there that nobody sent", not strange, list(strange)[:3])
    uneven = {table: count for table, count in rows.items() if count != rows["comment"]}
    report.claim("nothing is there by half", not uneven and len(whole) == rows["comment"], f"{rows}")


def _replayed(report: Report, service: Service, acknowledged: list[Written]) -> None:
    """The same Idempotency-Key gives the same answer."""
    different = 0
    chosen = random.sample(acknowledged, min(REPLAYS, len(acknowledged)))
    with Client(service.port) as client:
        for written in chosen:
            answer = client.ask("POST", f"{API}/comments", written.draft, Origin=ORIGIN, Idempotency_Key=written.key)
            different += answer.status != 201 or answer.json != written.answer
    report.claim(f"{len(chosen)} keys sent again get the answers they had", not different, different)


def _promised(report: Report, service: Service, acknowledged: list[Written]) -> None:
    """Each promise is signed, and its leaf has its place in the log."""
    with service.engine.connect() as connection:
        query = sa.text("SELECT leaf_hash FROM log_entry WHERE leaf_index IS NOT NULL")
        logged = {bytes(leaf) for leaf in connection.execute(query).scalars()}
    key = NoteVerifier.parse(service.vkey)
    unsigned = broken = 0
    for written in acknowledged:
        promise = written.answer["receipt"]["promise"]
        leaf = base64.b64decode(promise["leaf"])
        broken += leaf not in logged
        try:
            signature = base64.b64decode(promise["signature"])
            deadline = round(datetime.fromisoformat(promise["deadline"]).timestamp() * 1000)
            verify_promise(key, promise["origin"], leaf, deadline, signature)
        except NoteError:
            unsigned += 1
    found = f"{unsigned} unsigned, {broken} broken"
    report.claim("every promise is signed and kept", not unsigned and not broken, found)


def _verified(report: Report, service: Service, folder: Path, kept: list[Path]) -> None:
    """`commentsvc verify` over the whole log, against every checkpoint that was kept while things broke."""
    archive = folder / "log.zip"
    service.command("export", "log", SITE, "--output", str(archive))
    before = [word for checkpoint in kept for word in ("--checkpoint", str(checkpoint))]
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from commentsvc.program import main; main()"),
            *("verify", str(archive), "--key", service.vkey, *before),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout + done.stderr).strip()
    report.say(said.splitlines()[0] if said else "verify said nothing")
    good = (Outcome.PROVEN.exit_code, Outcome.OPERATORS_WORD.exit_code)
    report.claim(
        f"the log verifies, and grew from each of {len(kept)} checkpoints kept meanwhile", done.returncode in good, said
    )
