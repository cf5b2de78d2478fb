"""`commentsvc mail`: try whether mail goes, and take in what comes back."""

from __future__ import annotations

import secrets
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from commentsvc.cli.wiring import with_deps
from commentsvc.clock import now
from commentsvc.domain.bounce import MAX_BYTES
from commentsvc.domain.letter import compose
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.record_bounce import LATE, RECORDED, record_bounce
from commentsvc.usecases.try_mail import trial_letter

TEMPFAIL = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the message and tries again."""


@click.group("mail")
def command() -> None:
    """Try whether mail goes, and take in what comes back."""


@command.command("test")
@click.argument("address")
@with_deps
def test(deps: Deps, address: str) -> None:
    """Send a test to ADDRESS now, without the queue, and say what the mail server said."""
    if deps.mailer.sender is None:
        raise click.ClickException("No mail server is set up: set COMMENTSVC_MAIL_HOST and COMMENTSVC_MAIL_FROM.")
    try:
        mail = compose(trial_letter(address, "commentsvc"), deps.mailer.sender, secrets.token_hex(16), now())
    except ValueError as error:
        raise click.UsageError(f"ADDRESS: {error}.") from error
    deps.mailer.send(mail)
    click.echo(f"The mail server took it. Look into the mailbox of {address}, and into its junk folder.")


@command.command("bounce")
@click.option("--recipient", default="", help="The address it was sent to, as the mail server knows it.")
@with_deps
def bounce(deps: Deps, recipient: str) -> None:
    """Take one message from standard input that says that a mail was not delivered (RFC 3464).

    For the mail server to call. Exit code 75 asks it to try again later; every message that could be read is 0, so that
    nothing is ever sent back.
    """
    raw = sys.stdin.buffer.read(MAX_BYTES)
    while sys.stdin.buffer.read(65_536):
        pass  # a mail server takes a pipe that is closed early for a failure
    try:
        outcome = record_bounce(deps, raw, recipient)
    except SQLAlchemyError as error:
        click.echo(f"The database does not answer ({type(error).__name__}).", err=True)
        raise SystemExit(TEMPFAIL) from error
    said = {RECORDED: "Noted: a mail of ours did not arrive.", LATE: "Nothing to note: it is only late, or arrived."}
    click.echo(said.get(outcome, "Nothing of ours."))
