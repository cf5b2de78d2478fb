"""How commands speak: plain tables for people, JSON for programs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commentsvc.clock import iso

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


def show_json(value: Any) -> None:
    """One JSON value on standard output, times in our one form."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE
    click.echo(orjson.dumps(value, default=_plain, option=options), nl=False)


def show_table(headings: Sequence[str], rows: Sequence[Sequence[Any]], empty: str) -> None:
    """A table without borders, or the sentence `empty`. Cells are shown as they are: no markup is read from them."""
    if not rows:
        click.echo(empty)
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    Console(soft_wrap=False).print(table)


def show_facts(facts: Sequence[tuple[str, Any]]) -> None:
    """Name and value, one a line, aligned."""
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        click.echo(f"{name:<{width}}  {_cell(value)}")


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return iso(value)[:16].replace("T", " ")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_cell(item) for item in value)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
