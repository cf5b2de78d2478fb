"""`commentsvc notice choices`: the cookie notice, in which a site asks for its own purposes."""

from __future__ import annotations

from pathlib import Path

import click

from commentsvc.cli.output import json_option, show_json
from commentsvc.cli.sources import read_changes
from commentsvc.cli.wiring import with_deps
from commentsvc.domain.choice_texts import CHOICE_LANGUAGES
from commentsvc.domain.choices import KNOWN
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.publish_choices import draft_choices, publish_choices


@click.group("choices")
def choices() -> None:
    """The cookie notice: a site asks for its own purposes."""


@choices.command("publish")
@click.argument("site")
@click.option("--lang", "langs", multiple=True, help="Again for each language, or `all`. Default: the site's own.")
@click.option(
    "--purpose",
    "purposes",
    multiple=True,
    help=f"Again for each purpose that we have words for ({', '.join(KNOWN)}). Others, and recipients: with --file.",
)
@click.option(
    "--file",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON or TOML with the members to change (title, summary, text, purposes, …).",
)
@click.option("--dry-run", is_flag=True, help="Check and print the new notices, publish nothing.")
@json_option
@with_deps
def publish(
    deps: Deps,
    site: str,
    langs: tuple[str, ...],
    purposes: tuple[str, ...],
    source: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Put a new version of SITE's cookie notice in force. Readers who chose under the one before are asked again."""
    changes = read_changes(source) if source else {}
    if purposes:
        changes["purposes"] = [{"id": name} for name in purposes]
    own = find_site(deps, site).default_language
    wanted = CHOICE_LANGUAGES if langs == ("all",) else langs or (own,)
    drafts = [draft_choices(deps, CLI, site, lang, changes) for lang in wanted]  # all are right, or none is published
    if dry_run:
        show_json(drafts)
        return
    done = [publish_choices(deps, CLI, site, lang, changes) for lang in wanted]
    if as_json:
        show_json([{"lang": found.lang, "version": found.version, "sha256": found.sha256} for found in done])
        return
    for notice, draft in zip(done, drafts, strict=True):
        click.echo(f"Version {notice.version} ({notice.lang}) is in force: {notice.sha256}")
        if silent := [item["id"] for item in draft["purposes"] if not item["recipients"]]:
            click.echo(f"  It names nobody who receives the data of {', '.join(silent)}. Is that so?")
