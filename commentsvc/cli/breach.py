"""`commentsvc breach`: who was affected between two moments, on one site or all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from commentsvc.cli.output import json_option, show_facts, show_json, show_table
from commentsvc.cli.wiring import with_deps
from commentsvc.exchange.affected_csv import write_affected_csv
from commentsvc.models.site import all_sites
from commentsvc.usecases.access import CLI
from commentsvc.usecases.assess_breach import Assessment, Window, assess_breach, export_affected, read_window
from commentsvc.usecases.deps import Deps


@click.command("breach")
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@click.option("--from", "begin", required=True, metavar="TIME", help="The earliest time; UTC unless it names a zone.")
@click.option("--to", "end", required=True, metavar="TIME", help="The latest time.")
@click.option("--noticed", default="", metavar="TIME", help="When it was noticed: shows until when to tell whom.")
@click.option("--people", is_flag=True, help="Write the people as CSV to standard output instead: references only.")
@json_option
@with_deps
def command(
    deps: Deps, sites: tuple[str, ...], begin: str, end: str, noticed: str, people: bool, as_json: bool
) -> None:
    """Count whose data was stored between two moments, for a notification (Art. 33 and 34 GDPR).

    All sites unless some are named. It tells what was stored, not what was read. It is written into each site's
    activity log.
    """
    window = read_window(begin, end, noticed)
    chosen = list(sites) or [site.id for site in all_sites(deps.session)]
    if people:
        for chunk in write_affected_csv(_people(deps, chosen, window)):
            sys.stdout.buffer.write(chunk)
        return
    found = [assess_breach(deps, CLI, site, window) for site in chosen]
    if as_json:
        show_json([_plain(one) for one in found])
        return
    if window.due_at:
        show_facts([("tell the authority by", window.due_at)])
    headings = ("site", "people at most", "by mail", "comments", "records", "erased since", "reporters", "accounts")
    rows = [
        (one.site_id, one.people, one.reachable, one.comments, one.records, one.erased)
        + (one.others["reports"][0], one.others["accounts"][0])
        for one in found
    ]
    show_table(headings, rows, "There is no site.")


def _people(deps: Deps, sites: list[str], window: Window) -> Iterator[tuple[str, Any]]:
    for site in sites:
        for person in export_affected(deps, CLI, site, window):
            yield site, person


def _plain(found: Assessment) -> dict[str, Any]:
    window = found.window
    told = {name: value for name, value in vars(found).items() if name not in ("window", "others")}
    times = {"from": window.begin, "to": window.end, "noticed_at": window.noticed_at, "due_at": window.due_at}
    others = {kind: {"count": count, "with_address": known} for kind, (count, known) in found.others.items()}
    return told | times | {"others": others}
