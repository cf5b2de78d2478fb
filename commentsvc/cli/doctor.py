"""`commentsvc doctor`: looks at everything an operator could have got wrong, and says the remedy."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from commentsvc.adapters.schema_fit import Fit
from commentsvc.cli.output import json_option, show_json
from commentsvc.cli.revision import current_fit, current_revision, newest_revision
from commentsvc.cli.serve import is_loopback
from commentsvc.cli.wiring import with_deps
from commentsvc.clock import iso, now
from commentsvc.errors import MailError
from commentsvc.models.account import all_accounts
from commentsvc.models.mail import failed_mail
from commentsvc.models.passing import Heartbeat
from commentsvc.models.site import all_sites
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.evidence_status import EvidenceStatus, TimestampStatus, evidence_status
from commentsvc.usecases.newest_signed import older_copies

GOOD, WARNING, BAD = "ok", "warning", "wrong"
QUIET = timedelta(minutes=2)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `state` is ok, warning or wrong; `say` names the remedy when it is not ok."""

    check: str
    state: str
    say: str


@click.command("doctor")
@json_option
@with_deps
def command(deps: Deps, as_json: bool) -> None:
    """Check settings, database, worker, keys, logs and mail. Exit 1 when something is wrong."""
    findings = list(examine(deps))
    if as_json:
        show_json([asdict(finding) for finding in findings])
    else:
        width = max(len(finding.check) for finding in findings)
        for finding in findings:
            colour = {GOOD: "green", WARNING: "yellow", BAD: "red"}[finding.state]
            click.echo(f"{click.style(f'{finding.state:<8}', fg=colour)} {finding.check:<{width}}  {finding.say}")
    if any(finding.state == BAD for finding in findings):
        raise SystemExit(1)


def examine(deps: Deps) -> Iterator[Finding]:
    """Every finding, in the order in which one would repair."""
    yield Finding("settings", GOOD, "read and understood")
    yield _public_url(deps)
    yield _folder(deps)
    database = _database(deps)
    yield database
    if database.state == BAD:
        return
    checks: tuple[Callable[[Deps], Iterator[Finding]], ...] = (
        _durability, _replica, _people, _worker, _evidence, _mail,
    )  # fmt: skip
    for check in checks:
        yield from check(deps)


def _public_url(deps: Deps) -> Finding:
    url = deps.settings.public_url
    if url.startswith("https://"):
        return Finding("public address", GOOD, url)
    if is_loopback(url):
        return Finding("public address", WARNING, f"{url} reaches this machine only; set COMMENTSVC_PUBLIC_URL.")
    return Finding("public address", BAD, f"{url} is not protected: put TLS in front and name the https address.")


def _folder(deps: Deps) -> Finding:
    folder = Path(deps.settings.data_dir)
    open_to_others = [
        str(path)
        for path in (folder / "secret", deps.settings.key_dir, *deps.settings.key_dir.glob("*.key"))
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if open_to_others:
        return Finding("data folder", BAD, f"Others may read {', '.join(open_to_others)}: chmod go= them.")
    return Finding("data folder", GOOD, str(folder))


def _database(deps: Deps) -> Finding:
    try:
        current, newest, fit = current_revision(deps), newest_revision(), current_fit(deps)
    except SQLAlchemyError as error:
        return Finding("database", BAD, f"does not answer ({type(error).__name__}); see COMMENTSVC_DATABASE_URL.")
    if fit is Fit.EXPANDED:
        return Finding("database", GOOD, f"is at {current}, newer than this version ({newest}), which works on it")
    if fit is Fit.NEWER:
        return Finding("database", BAD, f"is at {current}. {fit.remedy}")
    if current != newest:
        return Finding("database", BAD, f"is at {current or 'nothing'}, needs {newest}: run `commentsvc migrate`.")
    return Finding("database", GOOD, f"{deps.session.get_bind().dialect.name}, at {newest}")


def _durability(deps: Deps) -> Iterator[Finding]:
    if deps.session.get_bind().dialect.name == "sqlite":
        journal = deps.session.scalar(sa.text("PRAGMA journal_mode"))
        synchronous = deps.session.scalar(sa.text("PRAGMA synchronous"))
        sound, say = journal == "wal" and synchronous >= 2, f"journal {journal}, synchronous {synchronous}"
    else:
        setting = deps.session.scalar(sa.text("SHOW synchronous_commit"))
        fsync = deps.session.scalar(sa.text("SHOW fsync"))
        sound, say = setting != "off" and fsync == "on", f"synchronous_commit {setting}, fsync {fsync}"
    yield Finding("durability", GOOD if sound else BAD, say if sound else f"{say}: a power cut may lose comments.")


def _replica(deps: Deps) -> Iterator[Finding]:
    if deps.settings.replica_url:
        trouble = deps.replica.trouble(deps.session.get_bind())
        yield Finding("replica", WARNING if trouble else GOOD, trouble or "has caught up")


def _people(deps: Deps) -> Iterator[Finding]:
    if not all_sites(deps.session):
        yield Finding("sites", WARNING, "There is none yet: `commentsvc site add`.")
    if not any(account.disabled_at is None for account in all_accounts(deps.session)):
        yield Finding("people", WARNING, "Nobody can sign in: `commentsvc user add EMAIL`.")


def _worker(deps: Deps) -> Iterator[Finding]:
    last = deps.session.scalar(sa.select(sa.func.max(Heartbeat.at)))
    if last is None:
        yield Finding("worker", WARNING, "has never run: start `commentsvc serve` or `commentsvc worker`.")
    elif now() - last > QUIET + timedelta(seconds=deps.settings.checkpoint_seconds):
        yield Finding("worker", BAD, f"was last heard of at {iso(last)}: the log does not move on. Start it again.")
    else:
        yield Finding("worker", GOOD, f"alive at {iso(last)}")


def _evidence(deps: Deps) -> Iterator[Finding]:
    """What the console's page Evidence shows of each site, and whether this is the newest of it."""
    for site_id, trouble in older_copies(deps):
        yield Finding(f"copy of {site_id}", BAD, trouble)
    for site in all_sites(deps.session):
        found = evidence_status(deps, CLI, site.id)
        missing = found.key_missing
        yield Finding(f"key of {site.id}", BAD if missing else GOOD, missing or "is the one its log goes on with")
        yield Finding(f"log of {site.id}", *_log(found))
        if behind := [witness.name for witness in found.witnesses if witness.behind]:
            yield Finding(
                f"witnesses of {site.id}", WARNING, f"{', '.join(behind)}: what is over an hour old is not cosigned"
            )
        elif found.witnesses:
            yield Finding(f"witnesses of {site.id}", GOOD, "follow the log")
        if found.timestamps.authority:
            yield _timestamps(site.id, found.timestamps)


def _log(found: EvidenceStatus) -> tuple[str, str]:
    unplaced = found.unplaced
    if unplaced.overdue:
        return (
            BAD,
            f"{unplaced.overdue} entries wait past the time promised for them. Is a worker running, with the key?",
        )
    if unplaced.refused:
        say = "; ".join(f"{count} × {reason}" for reason, count in unplaced.refused[:5])
        return BAD, f"Entries were refused ({say}): who may write to the database?"
    if found.slow:
        return BAD, f"{unplaced.waiting} entries wait longer than they should. Is a worker running, with the key?"
    return GOOD, found.sentence


def _timestamps(site_id: str, found: TimestampStatus) -> Finding:
    told = f"the last is of {iso(found.at)}, of {found.size} entries" if found.at else "there is none yet"
    if found.trouble:
        return Finding(f"timestamps of {site_id}", WARNING, f"{told}. The authority's fault or ours: {found.trouble}")
    return Finding(f"timestamps of {site_id}", GOOD, told)


def _mail(deps: Deps) -> Iterator[Finding]:
    if deps.mailer.sender is None:
        yield Finding("mail", GOOD, "none is set up: readers are offered no mail of replies, and no link to their data")
        return
    try:
        deps.mailer.check()
    except MailError as error:
        yield Finding("mail", BAD, f"{error}: see COMMENTSVC_MAIL_HOST and those beside it.")
    else:
        yield Finding("mail", GOOD, f"comes from {deps.mailer.sender.address}; the server lets us in")
    if failed := failed_mail(deps.session):
        yield Finding("undelivered mail", WARNING, f"{failed}: the page Mail of each site says which and why.")
