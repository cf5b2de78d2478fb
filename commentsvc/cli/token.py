"""`commentsvc token`: bearer tokens for programs, each for one site."""

from __future__ import annotations

import uuid

import click

from commentsvc.cli.output import json_option, show_facts, show_json, show_table
from commentsvc.cli.wiring import with_deps
from commentsvc.domain.permissions import TOKEN_SCOPES
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_token import add_token
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_tokens import list_tokens
from commentsvc.usecases.revoke_token import revoke_token


@click.group("token")
def command() -> None:
    """Bearer tokens for programs, each for one site."""


@command.command("add")
@click.argument("site")
@click.option("--name", required=True, help="What it is for.")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(TOKEN_SCOPES), help="May be given often."
)
@click.option("--days", type=int, default=365, show_default=True, help="When it ends. 0: never.")
@json_option
@with_deps
def add(deps: Deps, site: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token for SITE and print it once."""
    made = add_token(deps, CLI, site, name=name, scopes=scopes, days=days or None)
    if as_json:
        token = made.token
        show_json({"id": token.id, "token": made.secret, "scopes": token.scopes, "expires_at": token.expires_at})
        return
    show_facts(
        [
            ("Token", f"{made.secret}  (shown only now)"),
            ("May", ", ".join(made.token.scopes)),
            ("Until", made.token.expires_at or "revoked"),
        ]
    )


@command.command("list")
@click.argument("site")
@json_option
@with_deps
def list_(deps: Deps, site: str, as_json: bool) -> None:
    """List the tokens of SITE; what they are made of is never stored."""
    find_site(deps, site)
    tokens = list_tokens(deps, CLI, site)
    if as_json:
        fields = ("id", "name", "scopes", "created_at", "expires_at", "revoked_at")
        show_json([{field: getattr(token, field) for field in fields} for token in tokens])
        return
    show_table(
        ("id", "name", "may", "made", "ends", "revoked"),
        [(t.id, t.name, t.scopes, t.created_at, t.expires_at, t.revoked_at) for t in tokens],
        "This site has no tokens.",
    )


@command.command("revoke")
@click.argument("site")
@click.argument("token_id", metavar="ID", type=click.UUID)
@with_deps
def revoke(deps: Deps, site: str, token_id: uuid.UUID) -> None:
    """End a token of SITE at once; ID is from `token list`."""
    token = revoke_token(deps, CLI, site, token_id)
    click.echo(f"The token {token.name!r} no longer works.")
