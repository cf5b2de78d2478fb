"""Files that an owner hands to a command."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click
import orjson


def read_changes(source: Path) -> dict[str, Any]:
    """The members of a notice to change, from a file of JSON or TOML. Ends the command with what is wrong."""
    try:
        text = source.read_bytes()
        changes = tomllib.loads(text.decode()) if source.suffix == ".toml" else orjson.loads(text)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{source} cannot be read: {error}") from error
    if not isinstance(changes, dict):
        raise click.ClickException(f"{source} must hold one object with the members to change.")
    return changes
