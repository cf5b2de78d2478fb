"""`commentsvc notice`: the texts readers agree to, every version ever shown."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from commentsvc.cli.choices import choices
from commentsvc.cli.output import json_option, show_json, show_table
from commentsvc.cli.sources import read_changes
from commentsvc.cli.wiring import with_deps
from commentsvc.domain.minors import MINOR
from commentsvc.domain.notice import parse_manifest
from commentsvc.errors import NotFound
from commentsvc.models.notice import (
    CHOICES,
    COMMENTS,
    Notice,
    all_notices,
    find_notice,
    notice_in_force,
    notices_in_force,
)
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.publish_notice import draft_notice, publish_notice
from commentsvc.usecases.review_notice import decided


@click.group("notice")
def command() -> None:
    """The texts readers agree to, every version ever shown."""


command.add_command(choices)


@command.command("list")
@click.argument("site")
@json_option
@with_deps
def list_(deps: Deps, site: str, as_json: bool) -> None:
    """List every notice of SITE; the ones in force are marked."""
    find_site(deps, site)
    kinds = (COMMENTS, CHOICES)
    in_force = {notice.sha256 for kind in kinds for notice in notices_in_force(deps.session, site, kind)}
    rows = [
        {
            "for": notice.kind,
            "lang": notice.lang,
            "version": notice.version,
            "in_force": notice.sha256 in in_force,
            "effective_from": notice.effective_from,
            "sha256": notice.sha256,
        }
        for kind in kinds
        for notice in all_notices(deps.session, site, kind)
    ]
    if as_json:
        show_json(rows)
        return
    show_table(
        ("for", "language", "version", "in force", "from", "SHA-256"),
        [tuple(row.values()) for row in rows],
        "This site has no notice. `commentsvc notice publish` makes one.",
    )


@command.command("show")
@click.argument("site")
@click.option("--lang", help="Default: the site's own language.")
@click.option("--sha256", help="Any notice ever published, instead of the one in force.")
@click.option("--json", "exact", is_flag=True, help="The exact bytes whose hash is the notice's name.")
@with_deps
def show(deps: Deps, site: str, lang: str | None, sha256: str | None, exact: bool) -> None:
    """Print a notice of SITE."""
    notice = _find(deps, site, lang, sha256)
    if exact:
        sys.stdout.buffer.write(notice.body)
        return
    manifest = parse_manifest(notice.body)
    click.echo(f"{manifest['title']}\n\n{manifest['summary']}\n\n{manifest['text']}\n")
    for purpose in manifest["purposes"]:
        need = "needed" if purpose["required"] else "optional, off"
        click.echo(f"[ ] {purpose['label']}  ({purpose['id']}, {need}, {purpose['basis']})")
        click.echo(f"    {purpose['description']}")
    if MINOR in manifest:
        click.echo(f"[ ] {manifest[MINOR]['label']}  (needed)\n    {manifest[MINOR]['description']}")
    click.echo(f"\nVersion {notice.version}, {notice.lang}, SHA-256 {notice.sha256}")


@command.command("publish")
@click.argument("site")
@click.option("--lang", help="Default: the site's own language.")
@click.option(
    "--file",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON or TOML with the members to change (title, summary, text, purposes, …). Without it: the default text.",
)
@click.option("--ask-again", is_flag=True, help="Rely no longer on optional choices made under earlier versions.")
@click.option("--dry-run", is_flag=True, help="Check and print the new notice, publish nothing.")
@json_option
@with_deps
def publish(
    deps: Deps, site: str, lang: str | None, source: Path | None, ask_again: bool, dry_run: bool, as_json: bool
) -> None:
    """Put a new version in force for SITE; the old one stays at its hash."""
    lang = lang or find_site(deps, site).default_language
    changes = read_changes(source) if source else {}
    if ask_again:
        changes = decided(deps, CLI, site, lang, changes, ask_again)
    if dry_run:
        show_json(draft_notice(deps, CLI, site, lang, changes))
        return
    notice = publish_notice(deps, CLI, site, lang, changes)
    if as_json:
        show_json({"lang": notice.lang, "version": notice.version, "sha256": notice.sha256})
        return
    click.echo(f"Version {notice.version} ({notice.lang}) is in force: {notice.sha256}")


def _find(deps: Deps, site_id: str, lang: str | None, sha256: str | None) -> Notice:
    site = find_site(deps, site_id)
    if sha256:
        notice = find_notice(deps.session, site.id, sha256)
    else:
        notice = notice_in_force(deps.session, site.id, lang or site.default_language)
    if notice is None:
        raise NotFound("This site has no such notice. `commentsvc notice list` shows all.")
    return notice
