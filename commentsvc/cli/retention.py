"""`commentsvc retention`: how long a site keeps what, what would go now, and letting it go."""

from __future__ import annotations

from typing import Any

import click

from commentsvc.cli.output import json_option, show_facts, show_json, show_table
from commentsvc.cli.wiring import with_deps
from commentsvc.domain.retention import PERIODS, policy_names, policy_values
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.count_queue import COUNTED
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.plan_retention import RetentionPlan, plan_retention
from commentsvc.usecases.run_retention import run_retention


@click.command("retention")
@click.argument("site")
@click.option("--dry-run", "mode", flag_value="dry-run", help="Show what would go; the default.")
@click.option("--run", "mode", flag_value="run", help="Let it go now. It cannot be brought back.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    help=f"Change a period first: {', '.join(PERIODS)}; 0 is never. Or old_notices: SHA-256, comma between.",
)
@json_option
@with_deps
def command(deps: Deps, site: str, mode: str | None, changes: tuple[str, ...], as_json: bool) -> None:
    """How long SITE keeps what, and what would go now. The worker lets it go once a day."""
    if changes:
        change_retention(deps, CLI, site, dict(_setting(change) for change in changes))
    if mode == "run":
        gone = run_retention(deps, CLI, site).gone
        if as_json:
            show_json({"gone": gone})
        else:
            show_table(("rule", "went"), list(gone.items()), "There was nothing to let go.")
        return
    plan = plan_retention(deps, CLI, site)
    if as_json:
        show_json(_plain(plan))
        return
    show_facts(list(policy_values(plan.policy).items()))
    click.echo()
    rows = [
        (rule.rule, _counted(rule.count), rule.oldest, [str(one) for one in rule.examples[:3]]) for rule in plan.rules
    ]
    show_table(("would go", "how many", "oldest", "for example"), rows, "Nothing has been kept too long.")
    if plan.held:
        click.echo(f"\nHeld, and left alone: {plan.held} (legal holds, and restrictions that authors asked for).")


def _setting(change: str) -> tuple[str, Any]:
    name, found, value = change.partition("=")
    if not found or name not in policy_names():
        raise click.BadParameter(f"{change!r} is not one of {', '.join(policy_names())} with a value.")
    if name == "old_notices":
        return name, [part.strip() for part in value.split(",") if part.strip()]
    try:
        return name, int(value)
    except ValueError as error:
        raise click.BadParameter(f"{name} is a whole number.") from error


def _counted(count: int) -> str:
    return f"{COUNTED:,}+" if count >= COUNTED else str(count)


def _plain(plan: RetentionPlan) -> dict[str, Any]:
    return {
        "at": plan.at,
        "policy": policy_values(plan.policy),
        "counted_to": COUNTED,
        "would_go": [
            {"rule": rule.rule, "count": rule.count, "oldest": rule.oldest, "examples": rule.examples}
            for rule in plan.rules
        ],
        "waits_until": plan.waits_until,
        "unfinished": plan.unfinished,
        "held": plan.held,
        "runs": [{"at": run.at, "by": run.by, "gone": run.gone} for run in plan.runs],
    }
