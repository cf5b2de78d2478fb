"""`commentsvc paper`: the papers that data protection law asks for, filled in as far as the settings go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from commentsvc.cli.wiring import with_deps
from commentsvc.domain.paper import Paper
from commentsvc.exchange.paper import FORMATS
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.write_paper import RECORD, TERMS, write_paper, write_processor_record

_format: Callable[[Any], Any] = click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="md", show_default=True
)


@click.group("paper")
def command() -> None:
    """Write the papers that data protection law asks for.

    Lines that only you can fill in are blank and say so. They are written to standard output, and are no legal advice.
    """


@command.command("record")
@click.argument("site")
@_format
@with_deps
def record(deps: Deps, site: str, form: str) -> None:
    """The record of processing of the controller of SITE (Art. 30(1) GDPR)."""
    _show(write_paper(deps, CLI, site, RECORD), form)


@command.command("terms")
@click.argument("site")
@_format
@with_deps
def terms(deps: Deps, site: str, form: str) -> None:
    """Terms between the controller of SITE and whoever runs this service for them (Art. 28(3) GDPR)."""
    _show(write_paper(deps, CLI, site, TERMS), form)


@command.command("processor-record")
@_format
@with_deps
def processor_record(deps: Deps, form: str) -> None:
    """The record of whoever runs this service for others: names every controller (Art. 30(2) GDPR)."""
    _show(write_processor_record(deps, CLI), form)


def _show(paper: Paper, form: str) -> None:
    click.echo(FORMATS[form].write(paper), nl=False)
