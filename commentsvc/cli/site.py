"""`commentsvc site`: add, look at and change the sites whose comments these are."""

from __future__ import annotations

from typing import Any

import click

from commentsvc.cli.output import json_option, show_facts, show_json, show_table
from commentsvc.cli.wiring import with_deps
from commentsvc.domain.minors import age_of_consent
from commentsvc.models.site import Site, all_sites
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_site import MODERATION, SiteDraft, add_site
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.change_witnesses import add_witness, remove_witness
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site


@click.group("site")
def command() -> None:
    """The sites whose comments these are."""


@command.command("add")
@click.argument("key")
@click.option("--name", required=True, help="What readers know the site as.")
@click.option("--origin", "origins", multiple=True, required=True, help="https://example.org; may be given often.")
@click.option("--controller-name", required=True, help="Who answers for the data: a person or a legal entity.")
@click.option("--controller-contact", required=True, help="Where readers can write to about their data.")
@click.option("--privacy-url", required=True, help="The site's own privacy page.")
@click.option("--controller-address", default="", help="Postal address of the controller.")
@click.option("--authority", default="", help="The supervisory authority readers can complain to.")
@click.option("--jurisdiction", default="EU", show_default=True)
@click.option("--lang", "languages", multiple=True, default=("en",), help="Language of a notice; the first is default.")
@click.option("--moderation", type=click.Choice(MODERATION), default="before", show_default=True)
@click.option("--retention-months", type=int, default=0, show_default=True, help="Kept after a comment ends.")
@json_option
@with_deps
def add(deps: Deps, as_json: bool, **fields: Any) -> None:
    """Add the site KEY: its signing key, its log and its first notices."""
    site = add_site(deps, CLI, SiteDraft(**fields))
    if as_json:
        show_json(_facts(deps, site))
        return
    click.echo(f"The site {site.id} is ready. Paste this where its comments belong:\n")
    click.echo(snippet(deps, site))
    key_file = deps.settings.key_dir / f"{site.id}.key"
    click.echo(f"\nIts signing key is {key_file}. Keep a copy apart from the database.")


@command.command("list")
@json_option
@with_deps
def list_(deps: Deps, as_json: bool) -> None:
    """List all sites."""
    sites = all_sites(deps.session)
    if as_json:
        show_json([_facts(deps, site) for site in sites])
        return
    show_table(
        ("key", "name", "origins", "moderation", "added"),
        [(site.id, site.name, site.origins, site.moderation, site.created_at) for site in sites],
        "There is no site yet. `commentsvc site add` makes one.",
    )


@command.command("show")
@click.argument("key")
@json_option
@with_deps
def show(deps: Deps, key: str, as_json: bool) -> None:
    """Show one site, and the lines that embed it."""
    site = find_site(deps, key)
    facts = _facts(deps, site)
    if as_json:
        show_json(facts)
        return
    embed = facts.pop("embed")
    show_facts([(name.replace("_", " "), value) for name, value in facts.items()])
    click.echo(f"\n{embed}")


def _age(_context: click.Context, _option: click.Parameter, told: str | None) -> int | None:
    if told is None:
        return None
    age = age_of_consent(told)
    if age is None:
        raise click.BadParameter("Name an age from 13 to 16, a member state by its code, or off.")
    return age


@command.command("set")
@click.argument("key")
@click.option("--name")
@click.option("--controller-name")
@click.option("--controller-contact")
@click.option("--controller-address")
@click.option("--privacy-url")
@click.option("--authority")
@click.option("--jurisdiction")
@click.option("--moderation", type=click.Choice(MODERATION))
@click.option("--trust-after", type=int, help="Comments by one author after which theirs pass at once. 0: never.")
@click.option("--close-after-days", type=int, help="Threads take no more comments after this time. 0: never.")
@click.option("--max-depth", type=int, help="How deep replies are drawn.")
@click.option("--edit-minutes", type=int, help="How long authors may edit and delete.")
@click.option("--retention-months", type=int)
@click.option(
    "--escrow-months",
    type=int,
    help="How long a sealed proof of what a reader had erased is kept for legal claims. 0: it is not.",
)
@click.option(
    "--age-of-consent",
    callback=_age,
    help="Ask younger readers for a statement (Art. 8 GDPR): an age from 13 to 16, a member state such as AT, or off.",
)
@click.option(
    "--publish-tiles/--no-publish-tiles",
    default=None,
    help="Let anybody copy the hashes of the log (C2SP tlog-tiles), and so check it whole.",
)
@click.option(
    "--answer-at-once/--no-answer-at-once",
    default=None,
    help="Answer readers' requests for a copy, for their data to take along, and for erasure without an admin.",
)
@with_deps
def set_(deps: Deps, key: str, **changes: Any) -> None:
    """Change settings of the site KEY; what is not named stays."""
    wanted = {name: value for name, value in changes.items() if value is not None}
    if not wanted:
        raise click.UsageError("Name at least one setting to change.")
    change_site(deps, CLI, key, wanted)
    click.echo(f"{key}: {', '.join(sorted(wanted))} changed.")


@command.group("origin")
def origin() -> None:
    """The origins whose pages may take comments."""


@origin.command("add")
@click.argument("key")
@click.argument("pattern")
@with_deps
def add_origin(deps: Deps, key: str, pattern: str) -> None:
    """Let pages of PATTERN (https://example.org or https://*.example.org) write to the site KEY."""
    site = change_site(deps, CLI, key, {"origins": [*find_site(deps, key).origins, pattern]})
    click.echo("\n".join(site.origins))


@origin.command("remove")
@click.argument("key")
@click.argument("pattern")
@with_deps
def remove_origin(deps: Deps, key: str, pattern: str) -> None:
    """Take PATTERN off the site KEY; it must be written as `site show` shows it."""
    origins = find_site(deps, key).origins
    if pattern not in origins:
        raise click.ClickException(f"{pattern} is not one of {', '.join(origins)}.")
    site = change_site(deps, CLI, key, {"origins": [other for other in origins if other != pattern]})
    click.echo("\n".join(site.origins))


@command.group("witness")
def witness() -> None:
    """The witnesses whose cosignatures of the log's checkpoints are taken and shown."""


@witness.command("add")
@click.argument("key")
@click.argument("vkey")
@with_deps
def add_site_witness(deps: Deps, key: str, vkey: str) -> None:
    """Take cosignatures of VKEY, as `witness init` printed it, for the site KEY."""
    click.echo("\n".join(add_witness(deps, CLI, key, vkey)))


@witness.command("remove")
@click.argument("key")
@click.argument("vkey")
@with_deps
def remove_site_witness(deps: Deps, key: str, vkey: str) -> None:
    """Take and show no more cosignatures of VKEY; what it cosigned stays stored."""
    click.echo("\n".join(remove_witness(deps, CLI, key, vkey)) or "This site has no witness now.")


@witness.command("list")
@click.argument("key")
@json_option
@with_deps
def list_site_witnesses(deps: Deps, key: str, as_json: bool) -> None:
    """List the witnesses of the site KEY."""
    witnesses = find_site(deps, key).witnesses
    if as_json:
        show_json(witnesses)
        return
    click.echo("\n".join(witnesses) or "This site has no witness: its log is the operator's word only.")


def snippet(deps: Deps, site: Site) -> str:
    """The lines an owner pastes: the script, and a link for readers without it."""
    url = deps.settings.public_url
    return (
        f'<script async src="{url}/embed.js" data-site="{site.id}"></script>\n'
        f'<noscript><a href="{url}/t/{site.id}/?url=ADDRESS-OF-THE-PAGE">Comments</a></noscript>'
    )


def _facts(deps: Deps, site: Site) -> dict[str, Any]:
    fields = (
        "name",
        "origins",
        "moderation",
        "default_language",
        "controller_name",
        "controller_contact",
        "privacy_url",
        "log_origin",
        "log_vkey",
        "witnesses",
        "publish_tiles",
        "age_of_consent",
        "escrow_months",
        "escrow_key",
        "answer_at_once",
        "created_at",
    )
    return {"key": site.id} | {field: getattr(site, field) for field in fields} | {"embed": snippet(deps, site)}
