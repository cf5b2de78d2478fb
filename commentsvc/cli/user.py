"""`commentsvc user`: the people who may sign in to the console."""

from __future__ import annotations

import sys
import uuid
from typing import Any

import click

from commentsvc.cli.output import json_option, show_facts, show_json, show_table
from commentsvc.cli.wiring import with_deps
from commentsvc.domain.permissions import ROLES
from commentsvc.models.account import all_accounts, memberships_of
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.change_password import reset_password
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.disable_account import disable_account
from commentsvc.usecases.invite_member import invite_member, revoke_invitation
from commentsvc.usecases.list_members import list_members
from commentsvc.usecases.reset_factors import reset_factors
from commentsvc.usecases.set_membership import set_membership

_password_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input; else one is made."
)
"""Never an option's value: every account of the machine sees the arguments of a running command."""


@click.group("user")
def command() -> None:
    """The people who may sign in to the console."""


@command.command("add")
@click.argument("email")
@click.option("--name", default="", help="What moderators see. Default: the address before the @.")
@_password_stdin
@click.option("--instance-admin", is_flag=True, help="May add sites and sees all of them.")
@click.option("--site", "site_id", help="Key of the site they work on.")
@click.option("--role", type=click.Choice(list(ROLES)), help="What they are there. Default: admin.")
@json_option
@with_deps
def add(
    deps: Deps,
    email: str,
    name: str,
    password_stdin: bool,
    instance_admin: bool,
    site_id: str | None,
    role: str | None,
    as_json: bool,
) -> None:
    """Add the person who signs in with EMAIL. The very first one administers the whole installation."""
    first = not all_accounts(deps.session)
    instance_admin = instance_admin or (first and site_id is None)
    if not instance_admin and site_id is None:
        raise click.UsageError("Say --instance-admin, or --site KEY and a --role.")
    draft = AccountDraft(
        email=email,
        name=name,
        password=_typed(password_stdin),
        instance_admin=instance_admin,
        site_id=site_id,
        role=(role or "admin") if site_id else None,
    )
    made = add_account(deps, CLI, draft)
    signin = f"{deps.settings.public_url}/admin/"
    if as_json:
        show_json({"email": made.account.email, "password": made.password, "url": signin})
        return
    facts = [("Sign in at", signin), ("Address", made.account.email)]
    if made.password:
        facts.append(("Password", f"{made.password}  (shown only now)"))
    show_facts(facts)


@command.command("list")
@json_option
@with_deps
def list_(deps: Deps, as_json: bool) -> None:
    """List everybody."""
    rows: list[dict[str, Any]] = [
        {
            "email": account.email,
            "name": account.name,
            "instance_admin": account.instance_admin,
            "sites": memberships_of(deps.session, account.id),
            "disabled_at": account.disabled_at,
        }
        for account in all_accounts(deps.session)
    ]
    if as_json:
        show_json(rows)
        return
    show_table(
        ("address", "name", "administrator", "sites", "disabled"),
        [
            (
                row["email"],
                row["name"],
                row["instance_admin"],
                ", ".join(f"{site} ({role})" for site, role in row["sites"].items()) or "-",
                row["disabled_at"],
            )
            for row in rows
        ],
        "Nobody can sign in yet. `commentsvc user add` makes the first administrator.",
    )


@command.command("disable")
@click.argument("email")
@with_deps
def disable(deps: Deps, email: str) -> None:
    """Shut somebody out at once; what they decided keeps their name."""
    disable_account(deps, email)
    click.echo(f"{email} can no longer sign in, and every session ended.")


@command.command("enable")
@click.argument("email")
@with_deps
def enable(deps: Deps, email: str) -> None:
    """Let somebody in again who was disabled."""
    disable_account(deps, email, disabled=False)
    click.echo(f"{email} can sign in again.")


@command.command("password")
@click.argument("email")
@_password_stdin
@json_option
@with_deps
def password(deps: Deps, email: str, password_stdin: bool, as_json: bool) -> None:
    """Give somebody who forgot theirs another password; every session of theirs ends."""
    made = reset_password(deps, email, _typed(password_stdin))
    if as_json:
        show_json({"email": email, "password": made})
    else:
        show_facts([("Address", email), ("Password", f"{made}  (shown only now)" if made else "as you typed it")])


@command.command("reset-factors")
@click.argument("email")
@with_deps
def reset(deps: Deps, email: str) -> None:
    """Help somebody who lost phone and recovery codes: the password alone signs them in again, and sessions end."""
    had = reset_factors(deps, CLI, email)
    click.echo(f"{email} signs in with the password alone again." if had else f"{email} had no second factor.")


@command.command("role")
@click.argument("email")
@click.option("--site", "site_id", required=True, help="Key of the site.")
@click.option("--role", type=click.Choice([*ROLES, "none"]), required=True, help="What they are there now.")
@with_deps
def role(deps: Deps, email: str, site_id: str, role: str) -> None:
    """Let somebody work on a site, in another role, or no longer (`--role none`)."""
    set_membership(deps, CLI, site_id, email, None if role == "none" else role)
    click.echo(f"{email} is {role} of {site_id}." if role != "none" else f"{email} no longer works on {site_id}.")


@command.command("invite")
@click.argument("email")
@click.option("--site", "site_id", required=True, help="Key of the site.")
@click.option("--role", type=click.Choice(list(ROLES)), required=True, help="What they will be there.")
@json_option
@with_deps
def invite(deps: Deps, email: str, site_id: str, role: str, as_json: bool) -> None:
    """Invite somebody to work on a site. They get a link by mail; where no mail is set up, it is printed once."""
    made = invite_member(deps, CLI, site_id, email, role)
    if as_json:
        told = made.invitation
        show_json({"id": told.id, "email": told.email, "role": role, "until": told.expires_at, "link": made.link})
        return
    facts = [("Address", made.invitation.email), ("Until", made.invitation.expires_at)]
    show_facts([*facts, ("Link", f"{made.link}  (shown only now)" if made.link else "is on its way by mail")])


@command.command("invitations")
@click.argument("site")
@json_option
@with_deps
def invitations(deps: Deps, site: str, as_json: bool) -> None:
    """List who was invited to SITE and has not answered."""
    found = list_members(deps, CLI, site).invitations
    if as_json:
        show_json([{"id": one.id, "email": one.email, "role": one.role, "until": one.expires_at} for one in found])
        return
    rows = [(one.id, one.email, one.role, one.invited_by_name, one.expires_at) for one in found]
    show_table(("id", "address", "role", "invited by", "until"), rows, "Nobody is invited to this site.")


@command.command("uninvite")
@click.argument("site")
@click.argument("invitation_id", metavar="ID", type=click.UUID)
@with_deps
def uninvite(deps: Deps, site: str, invitation_id: uuid.UUID) -> None:
    """Take an invitation to SITE back; ID is from `user invitations`."""
    gone = revoke_invitation(deps, CLI, site, invitation_id)
    click.echo(f"The invitation of {gone.email} is taken back.")


def _typed(from_stdin: bool) -> str | None:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else None
