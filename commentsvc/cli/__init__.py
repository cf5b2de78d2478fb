"""The command line edge: one file a command, registered here. A command exists when what it does exists.

Exit codes: 0 done, 1 refused or failed (the reason is on standard error), 2 a wrong option or setting;
`verify` has more.
"""

from __future__ import annotations

import importlib

import click

from commentsvc import __version__
from commentsvc.cli.refusals import tell_refusals
from commentsvc.cli.wiring import Wiring

COMMANDS = (
    *("demo", "serve", "worker", "migrate", "user", "site", "token", "notice", "retention", "key"),
    *("paper", "breach", "export", "verify", "witness", "backup", "restore", "mail", "doctor"),
)
"""In the order of the help page. Each is a module of this package with a `command`, imported when it is asked for."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order a new operator meets them, not by alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now: `--help` need not load a server."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"commentsvc.cli.{name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what this service refuses on purpose becomes one clear line, never a traceback."""
        with tell_refusals():
            return super().invoke(ctx)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="commentsvc")
def commentsvc() -> None:
    """Comments for any page with one script tag, and consent you can prove.

    Settings are environment variables that begin with COMMENTSVC_.
    """


def run(wiring: Wiring) -> None:
    """Run the command named by the process's arguments, and exit."""
    commentsvc.main(prog_name="commentsvc", obj=wiring)
