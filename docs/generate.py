"""Make the pages under `docs/reference/` from the code, so that they cannot say anything else (`make docs`).

`pages()` returns every page by its file name. Run as a script it writes those that changed; with `--check` it writes
nothing and exits with 1 when a page on disk is another.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask

from commentsvc.app import create_app
from commentsvc.cli import commentsvc
from commentsvc.domain.bundle_texts import bundle_text
from commentsvc.domain.permissions import (
    ANYBODY,
    INSTALLATION,
    READER,
    ROLE_NAMES,
    ROLES,
    SCOPES,
    TOKEN_SCOPES,
    holds,
    needed,
)
from commentsvc.domain.personal_data import TABLES
from commentsvc.domain.rules import KINDS
from commentsvc.domain.rules.kind import LINES, NUMBER, TICKS, TIME, Field
from commentsvc.domain.webhook_event import EVENTS, OWED, TEST, TEST_EVENT, Event
from commentsvc.errors import Problem
from commentsvc.exchange.consent_jsonld import context
from commentsvc.exchange.consent_terms import IN_THE_SNAPSHOT_ONLY, NOT_RECORDED, TERMS, VOCABULARY
from commentsvc.exchange.person_document import SCHEMA_FILE
from commentsvc.ledger.verdict import Outcome
from commentsvc.models import db
from commentsvc.setting_table import SETTINGS, Setting

FOLDER = Path(__file__).parent / "reference"
MADE = "<!-- Made by `make docs` from {source}. Changes made here by hand are lost. -->"
METHODS = ("get", "post", "put", "patch", "delete")
BEARER = {"operator": "an operator's token", "secret": "an edit token or a receipt's secret"}


def pages() -> dict[str, str]:
    """Every reference page by file name."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"data_dir": Path(folder), "run_worker": False, "log_level": "warning"})
        spec = app.test_client().get("/openapi.json").get_json()
        made = {
            "settings.md": settings_page(),
            "slugs.md": slugs_page(),
            "commands.md": commands_page(),
            "endpoints.md": endpoints_page(spec, app),
            "database.md": database_page(),
            "verdicts.md": verdicts_page(),
            "record.md": record_page(),
            "copy.md": copy_page(),
            "rules.md": rules_page(),
            "permissions.md": permissions_page(app),
            "webhooks.md": webhooks_page(),
        }
        with app.app_context():
            db.engine.dispose()
    return made


def settings_page() -> str:
    """Every row of `settings.SETTINGS`."""
    rows = [(f"`{row.variable}`", _setting_type(row), _setting_default(row), row.help) for row in SETTINGS]
    secrets = ", ".join(f"`{row.variable}_FILE`" for row in SETTINGS if row.secret)
    return _page(
        "Settings",
        "commentsvc/settings.py",
        "*For operators.* Settings are environment variables. An unknown one that begins with `COMMENTSVC_`, or "
        "a value that "
        "makes no sense, stops the start with one line that says so.",
        _table(("variable", "type", "default", "what it does"), rows),
        f"Secrets may also come from a file: {secrets} name it.",
    )


def _setting_type(row: Setting) -> str:
    if row.choices:
        return " or ".join(f"`{choice}`" for choice in row.choices)
    kind = {"str": "text", "int": "number", "bool": "true or false", "path": "folder"}[row.kind]
    if row.minimum is not None and row.maximum is not None:
        return f"{kind}, {row.minimum} to {row.maximum}"
    return f"{kind}, secret" if row.secret else kind


def _setting_default(row: Setting) -> str:
    if row.kind == "bool":
        return f"`{str(row.default).lower()}`"
    return f"`{row.default}`" if row.default != "" else "empty"


def slugs_page() -> str:
    """Every kind of `errors.Problem`."""
    kinds = sorted(Problem.__subclasses__(), key=lambda kind: (kind.status, kind.slug))
    rows = [(f"`{kind.slug}`", str(kind.status), kind.title, _first(kind)) for kind in kinds]
    return _page(
        "Problems",
        "commentsvc/errors.py",
        "*For people who write programs against the API.* Every error is a problem document (RFC 9457, "
        "`application/problem+json`) with `type`, `slug`, `title`, `status` and `detail`; `fields` maps a "
        "field's dotted path to "
        "its messages. Go by `slug`: it does not change. `type` leads to a page that explains it.",
        _table(("slug", "status", "title", "what happened"), rows),
        "`notice-stale` and `token-expired` carry `notice`: the notice in force with a fresh token. "
        "`rate-limited` carries "
        "`retry_after` in seconds, as does the header `Retry-After`.",
    )


def verdicts_page() -> str:
    """Every `ledger.verdict.Outcome`."""
    rows = [(f"`{outcome.slug}`", str(outcome.exit_code), outcome.value[2]) for outcome in Outcome]
    return _page(
        "Verdicts",
        "commentsvc/ledger/verdict.py",
        "*For people and programs that check receipts and logs.* What `commentsvc verify` and the single-file "
        "verifier can end with. With `--json` they print `outcome`, `exit_code`, `sentence` and `details`. They exit "
        "with 1 or 2 when a file or an option is wrong, which is no verdict.",
        _table(("outcome", "exit code", "what it means"), rows),
        "A receipt is `proven` when enough witnesses of the policy you give cosigned the log that holds it, or an "
        "authority whose root you give timestamped it; a log also when it begins with what you kept. The worst event "
        "of a receipt decides.",
    )


def record_page() -> str:
    """Every member of a record, from `exchange.consent_terms` and the shipped JSON-LD context."""
    shipped = context()
    places = {"record": "record", "event": "event", "export": "export only"}
    rows = [
        (f"`{term.member}`", term.meaning, _meant(shipped, term.member), term.source, places[term.place])
        for term in TERMS
    ]
    return _page(
        "The record",
        "commentsvc/exchange/consent_terms.py and consent_context.jsonld",
        "*For data-protection officers, and for programs that read the consent log as JSON-LD.* What stands in a "
        "record, what it means in the Data Privacy Vocabulary (DPV), and which source asks for it. M: mandatory in "
        "ISO/IEC TS 27560:2023 as W3C's DPV guide maps it. G: mandatory there under the GDPR. ours: this service's. "
        "What stands in the record or in an event is covered by the commitment in the log.",
        _table(("member", "what it is", "term", "source", "stands in"), rows),
        "Prefixes: "
        + ", ".join(
            f"`{name}:` is `{meaning}`" for name, meaning in shipped.items() if str(meaning).endswith(("#", "/"))
        )
        + ". Terms of `cs:` are our own: DPV has none for them "
        "([ADR 0022](../adr/0022-terms-of-our-own-are-a-urn.md)).",
        "An event's commitment covers besides: "
        + " ".join(f"`{name.removeprefix('event.')}`: {why}" for name, why in IN_THE_SNAPSHOT_ONLY.items()),
        "## What is not recorded, and why",
        _table(("not recorded", "why"), NOT_RECORDED),
        "## How this was checked",
        f"Every term of another vocabulary is looked up, by the tests, in a list taken from its release ({VOCABULARY}, "
        "its extension for the GDPR, DCMI Terms, DCAT 3, SKOS): as a property where it names a member, as a class "
        "where it is a type or a value. Every row above is held against a record, an event and an export. An export of "
        "each kind of record is read by a JSON-LD 1.1 processor that may ask nobody for anything: no member is dropped "
        "except those that are null (`context.comment_id`, `replaces`, `widget.version`, `widget.sha256`), expanding "
        "and compacting give the same document back, and the triples are those of the guide.",
    )


def rules_page() -> str:
    """Every kind in `domain.rules.KINDS`."""
    effects = {"hold": "holds it back", "spam": "calls it spam", "pass": "publishes it at once"}
    kinds = []
    for kind in KINDS.values():
        rows = [
            (f"`{one.name}`", _rule_setting(one), f"`{json.dumps(one.default)}`", f"{one.label}. {one.hint}")
            for one in kind.fields
        ]
        does = " or ".join(effects[effect] for effect in kind.effects)
        kinds += [
            f"## `{kind.id}`",
            f"**{kind.name}.** {kind.says} It {does}.",
            _table(("setting", "type", "default", "what it says"), rows),
        ]
    return _page(
        "Rules",
        "commentsvc/domain/rules/",
        "*For admins, and for people who write programs that set rules.* The kinds of rules, and their settings as "
        "the API takes them. How they work together: "
        "[Hold comments back by rules](../how-to/hold-comments-back-by-rules.md).",
        *kinds,
    )


def _rule_setting(setting: Field) -> str:
    """The type of a rule's setting, in words."""
    return {
        NUMBER: f"whole number, {setting.least} to {setting.most}",
        LINES: f"list of texts, at most {setting.most}",
        TICKS: "list of " + ", ".join(f"`{choice}`" for choice, _ in setting.choices),
        TIME: "time of day",
    }[setting.form]


def webhooks_page() -> str:
    """Every event of `domain.webhook_event`, with its members and an example."""
    return _page(
        "Webhooks",
        "commentsvc/domain/webhook_event.py",
        "*For people who write the program that is told.* How to set one up and check signatures: "
        "[Receive webhooks](../how-to/receive-webhooks.md).",
        "A message is a POST of `application/json` with three members: `type` is the event, `timestamp` when it "
        "happened (RFC 3339), `data` what is below. New members and new events may come; ignore what you do not know. "
        "What is said of a comment is as it was when the message was sent. Members marked *names and texts* are there "
        "for webhooks that get them, and never of a comment that is restricted. Always told with any event about "
        "comments: " + " and ".join(f"`{name}`" for name in OWED) + ".",
        *(_event(name, event) for name, event in {**EVENTS, TEST: TEST_EVENT}.items()),
    )


def _event(name: str, event: Event) -> str:
    rows = [
        (f"`{one.path}`", one.kind, one.told + ("; *names and texts*" if one.contents else "")) for one in event.members
    ]
    message = {"type": name, "timestamp": "2026-11-29T09:21:00.000Z", "data": event.example}
    example = json.dumps(message, indent=2, ensure_ascii=False)
    table = _table(("member of `data`", "type", "what it is"), rows)
    return f"## `{name}`\n\n{event.told}\n\n{table}\n\n```json\n{example}\n```"


def copy_page() -> str:
    """A person's copy: its files, the members of `export.json`, and where every column about readers goes."""
    text, schema = bundle_text("en"), json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    members = [
        (f"`{name}`" if path == name else f"`{path}`", str(part.get("description", "")))
        for name, value in schema["properties"].items()
        for path, part in _members(name, value)
    ]
    columns = [
        (f"`{table}.{name}`", f"`{told.copy}`" if told.copy else f"withheld: {told.withheld}", told.kept or "erased")
        for table, about in TABLES.items()
        for name, told in about.personal.items()
    ]
    return _page(
        "What a copy holds",
        "commentsvc/exchange/export.schema.json and commentsvc/domain/personal_data.py",
        "*For people and programs that read a person's copy, and for data-protection officers.* How it is made and "
        "checked: [Give a person their copy](../how-to/take-your-data-along.md).",
        "## Files",
        _table(("file", "what it is"), [(f"`{name}`", meaning) for name, meaning in text.file_texts.items()]),
        "`manifest.note` is a signed note (C2SP) by the log's key. Its text is four lines: `commentsvc-manifest v1`, "
        "the log's origin, the SHA-256 of `manifest.json` in hex, and when it was made. A line of a file in "
        "`receipts/` is a receipt (`commentsvc-receipt/1`) whose notices are the files in `notices/`.",
        "## Members of `export.json`",
        "JSON Schema draft 2020-12, in the copy as `export.schema.json`; `[]` is each element of an array.",
        _table(("member", "what it says"), members),
        "## Every column that is about readers",
        "`file:path` is where it is in a copy. Withheld: "
        + " ".join(f"*{name}*: {why}" for name, why in text.reasons.items()),
        _table(("column", "in a copy", "after an erasure"), columns),
    )


def _members(path: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield path, schema
    options = schema.get("anyOf", [schema])
    for option in options:
        if "items" in option and option["items"].get("properties"):
            for name, part in option["items"]["properties"].items():
                yield from _members(f"{path}[].{name}", part)
        for name, part in option.get("properties", {}).items():
            yield from _members(f"{path}.{name}", part)


def _meant(shipped: Mapping[str, Any], member: str) -> str:
    outer, _, inner = member.partition(".")
    meaning = shipped[outer]["@context"][inner] if inner else shipped[outer]
    return f"`{meaning if isinstance(meaning, str) else meaning['@id']}`"


def commands_page() -> str:
    """The tree of `commentsvc` commands."""
    root = click.Context(commentsvc, info_name="commentsvc")
    parts = [_command(context) for context in _contexts(root)]
    return _page(
        "Commands",
        "commentsvc/cli/",
        "*For operators.* `commentsvc` reads its settings from the environment. It exits with 0 when done, 1 "
        "when refused or failed "
        "(the reason is on standard error), 2 on a wrong option or setting. `commentsvc verify` has "
        "[codes of its own](verdicts.md).",
        *parts,
    )


def _contexts(context: click.Context) -> Iterator[click.Context]:
    group = context.command
    if not isinstance(group, click.Group):
        yield context
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield from _contexts(click.Context(command, info_name=name, parent=context))


def _command(context: click.Context) -> str:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    rows = [
        (f"`{', '.join(param.opts)}`", _flag_or_type(param, context), _command_default(param), param.help or "")
        for param in command.params
        if isinstance(param, click.Option) and not param.hidden
    ]
    parts = [f"## `{context.command_path}`", f"```\n{usage}\n```", inspect.cleandoc(command.help or "")]
    if rows:
        parts.append(_table(("option", "value", "default", "what it does"), rows))
    return "\n\n".join(parts)


def _flag_or_type(param: click.Option, context: click.Context) -> str:
    if param.is_flag:
        return "-"
    if isinstance(param.type, click.Choice):
        value = " or ".join(f"`{choice}`" for choice in param.type.choices)
    else:
        value = param.make_metavar(context).lower().replace("integer range", "number").replace("integer", "number")
    return value + (", may be given often" if param.multiple else "") + (", needed" if param.required else "")


def _command_default(param: click.Option) -> str:
    plain = isinstance(param.default, str | int | Path) and not isinstance(param.default, bool)
    if param.is_flag or not plain or param.default == "":
        return ""
    return f"`{param.default}`"


def endpoints_page(spec: Mapping[str, Any], app: Flask) -> str:
    """Every operation of the OpenAPI document, then the pages and files beside it."""
    parts = []
    for tag in [tag["name"] for tag in spec["tags"]]:
        about = next(item.get("description", "") for item in spec["tags"] if item["name"] == tag)
        parts.append(f"## {tag.capitalize()}\n\n{about}".rstrip())
        parts += [
            _operation(spec, method, path, entry[method], entry.get("parameters", []))
            for path, entry in spec["paths"].items()
            for method in METHODS
            if method in entry and tag in entry[method]["tags"]
        ]
    return _page(
        "Calls",
        "the OpenAPI document and the routes",
        "*For people who write programs against the API.* A running service has the same at `/openapi.json` and, "
        "to read and try, "
        "at `/docs`. Bodies are JSON; unknown members are refused. Errors are [problems](slugs.md).",
        *parts,
        "## Pages and files",
        _table(("path", "methods", "what it is"), _other_routes(app, spec)),
    )


def _operation(spec: Mapping[str, Any], method: str, path: str, call: Mapping[str, Any], shared: list[Any]) -> str:
    parts = [f"### `{method.upper()} {path}`", call.get("summary", ""), _who(call.get("security", []))]
    asked = [item for item in (*shared, *call.get("parameters", [])) if item.get("in") != "path"]
    if asked:
        rows = [
            (
                f"`{item['name']}`",
                item["in"],
                _kind(item.get("schema", {})),
                _notes(item, item.get("required"), "needed"),
            )
            for item in asked
        ]
        parts.append(_table(("parameter", "in", "type", "notes"), rows))
    if body := call.get("requestBody"):
        schema = next(iter(body["content"].values()))["schema"]
        parts += ["It takes:", _table(("member", "type", "notes"), _fields(spec, schema, "needed", ""))]
    for code, answer in call["responses"].items():
        if code != "default":
            parts += _answer(spec, code, answer)
    return "\n\n".join(part for part in parts if part)


def _answer(spec: Mapping[str, Any], code: str, answer: Mapping[str, Any]) -> list[str]:
    content = answer.get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    told = list(_fields(spec, schema, "", "not always there"))
    if told:
        return [f"It answers {code}:", _table(("member", "type", "notes"), told)]
    types = ", ".join(f"`{name}`" for name in content)
    return [f"It answers {code}{f' ({types})' if types else ''}."]


def _who(security: list[Mapping[str, Any]]) -> str:
    names = [BEARER[name] for option in security for name in option]
    if not names:
        return "For everyone."
    return f"{'For everyone; more' if {} in security else 'Only'} with {' or '.join(names)} (bearer)."


def _fields(
    spec: Mapping[str, Any],
    schema: Mapping[str, Any],
    if_needed: str,
    if_not: str,
    prefix: str = "",
    above: tuple[str, ...] = (),
) -> Iterator[tuple[str, str, str]]:
    """Every member of an object, those of objects within it by dotted path; a schema within itself is named once."""
    schema, above = _resolved(spec, schema, above)
    for name, member in schema.get("properties", {}).items():
        inner, seen = _resolved(spec, member, above)
        item, seen = _resolved(spec, inner.get("items", inner), seen)
        path = f"{prefix}{name}" + ("[]" if "items" in inner else "")
        said = if_needed if name in schema.get("required", []) else if_not
        yield f"`{path}`", _kind(inner), _notes({**inner, **member}, bool(said), said)
        if len(set(seen)) == len(seen):
            yield from _fields(spec, item, if_needed, if_not, f"{path}.", seen)


def _resolved(
    spec: Mapping[str, Any], schema: Mapping[str, Any], above: tuple[str, ...]
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    while found := schema.get("$ref") or _only_ref(schema):
        name = found.rsplit("/", 1)[1]
        above, schema = (*above, name), spec["components"]["schemas"][name]
    return schema, above


def _only_ref(schema: Mapping[str, Any]) -> str | None:
    options = [option for word in ("allOf", "anyOf", "oneOf") for option in schema.get(word, []) if "$ref" in option]
    return options[0]["$ref"] if len(options) == 1 else None


def _kind(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"] if value is not None)
    kinds = schema.get("type", "object")
    told = " or ".join(str(kind) for kind in kinds) if isinstance(kinds, list) else str(kinds)
    if schema.get("format") == "uuid":
        told = told.replace("string", "UUID")
    limits = [
        f"{words} {schema[name]}"
        for name, words in (("minimum", "from"), ("maximum", "to"), ("maxLength", "at most"))
        if name in schema
    ]
    return ", ".join([told, *limits]) + (" characters" if "maxLength" in schema else "")


def _notes(item: Mapping[str, Any], marked: Any, mark: str) -> str:
    return "; ".join(note for note in (mark if marked else "", item.get("description", "")) if note)


def _other_routes(app: Flask, spec: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        if path in spec["paths"] or rule.endpoint == "static" or path == "/admin/{rest}":
            continue
        view = inspect.unwrap(app.view_functions[rule.endpoint])
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        rows.append((f"`{path}`", ", ".join(methods), ROUTES.get(rule.endpoint) or _first(view)))
    return rows


ROUTES = {
    "documentation.openapi": "The OpenAPI 3.1 document.",
    "documentation.docs": "The document as a page to read and try; it loads nothing from elsewhere.",
    "documentation.problem": "What a problem's slug means.",
    "asset-embed.js": "The widget.",
    "asset-count.js": "The counter of comments.",
    "asset-choices.js": "The cookie notice.",
    "asset-words": "The words around a thread in one language, for the widget; the address changes with the content.",
    "metrics": "Prometheus metrics; private by default.",
}
"""For views whose docstring is not written for the people who call them."""


def permissions_page(app: Flask) -> str:
    """The one table of roles and scopes, and every page and call with what it asks for."""
    held = [
        (f"`{scope}`", meaning, *(_tick(scope in ROLES[role]) for role in ROLES), _tick(scope in TOKEN_SCOPES))
        for scope, meaning in SCOPES.items()
    ]
    pages = [
        (f"`{method} {path}`", view, *(_tick(_opens(needs, ROLES[role])) for role in ROLES), _asked_for(needs))
        for method, path, view, needs in _doors(app, "console.")
    ]
    calls = [
        (f"`{method} {path}`", *(_tick(_opens(needs, {scope})) for scope in TOKEN_SCOPES))
        for method, path, _view, needs in _doors(app, "")
        if not {ANYBODY, READER} & set(needs)
    ]
    roles = list(ROLE_NAMES.values())
    return _page(
        "Who may do what",
        "commentsvc/domain/permissions.py",
        "*For owners and admins of a site, and for operators.* A member has one role on a site; a program's token has "
        "scopes. Both are decided by one table, and a test tries every page and every call below with every role and "
        "every scope, with nobody, and with an owner of another site: who is of another site meets 404, who lacks the "
        "scope 403, who is nobody the sign-in or 401.",
        "## Scopes and roles",
        _table(("scope", "may", *roles, "a token"), held),
        "An administrator of the installation holds all of them on every site, and alone may add sites. Nobody but an "
        "owner can make an owner or take ownership away; the last owner of a site can be neither removed nor given "
        "another role. How people come in: [Work with others](../how-to/work-with-others.md).",
        "## Pages of the console",
        _table(("page", "what it is", *roles, "asks for"), pages),
        "## Calls of the API that ask for a token",
        _table(("call", *(f"`{scope}`" for scope in TOKEN_SCOPES)), calls),
        "Every other call is for everyone, or for whoever holds the secret of the comment, record, request or report: "
        "[Calls](endpoints.md).",
    )


def _doors(app: Flask, begin: str) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Method, path, what it is, and what it asks for: of every page (`console.`), or of every call of the API."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        wanted = rule.endpoint.startswith("console.") if begin else path.startswith("/api/")
        if not wanted or rule.endpoint == "console.nowhere":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            view = _first(inspect.unwrap(app.view_functions[rule.endpoint]))
            yield method, path, view, needed(rule.endpoint, method)


def _opens(needs: Iterable[str], scopes: Iterable[str]) -> bool:
    held = set(scopes)
    return any(holds(held, need) if need in SCOPES else need != INSTALLATION for need in needs)


def _asked_for(needs: tuple[str, ...]) -> str:
    told = {ANYBODY: "nothing", "signed in": "an account", INSTALLATION: "the installation's administrator"}
    return " or ".join(told.get(need, f"`{need}`") for need in needs)


def _tick(held: bool) -> str:
    return "yes" if held else "-"


def database_page() -> str:
    """Every table, its columns and what it refers to."""
    models = {mapper.local_table.name: mapper.class_ for mapper in db.Model.registry.mappers}  # type: ignore[attr-defined]
    parts = []
    for name, table in sorted(db.metadata.tables.items()):
        rows = [(f"`{column.name}`", _column_type(column), _column_notes(column)) for column in table.columns.values()]
        about = _whole(models[name])
        parts.append(f"## `{name}`\n\n{about}\n\n" + _table(("column", "type", "notes"), rows))
        parts += [_references(table)] if table.foreign_key_constraints else []
    return _page(
        "Database",
        "commentsvc/models/",
        "*For developers and auditors.* The tables, the same on SQLite and PostgreSQL. Times are whole "
        "milliseconds since 1970, UTC. "
        "What in them is personal stands in [What is stored](../explanation/what-is-stored.md).",
        *parts,
    )


def _references(table: sa.Table) -> str:
    lines = []
    for link in sorted(table.foreign_key_constraints, key=lambda link: list(link.column_keys)):
        here = ", ".join(f"`{name}`" for name in link.column_keys)
        lines.append(f"- {here} → `{link.referred_table.name}`")
    return "\n".join(lines)


def _column_type(column: sa.Column[Any]) -> str:
    kind = column.type
    named = {"Moment": "time", "Json": "JSON text", "Uuid": "UUID", "LargeBinary": "bytes", "BigInteger": "integer"}
    named |= {"Text": "text", "Boolean": "boolean", "Integer": "integer"}
    if isinstance(kind, sa.String) and kind.length:
        return f"text, at most {kind.length}"
    return named.get(type(kind).__name__, type(kind).__name__)


def _column_notes(column: sa.Column[Any]) -> str:
    notes = ["primary key"] if column.primary_key else []
    notes += ["unique"] if column.unique else []
    return ", ".join(notes + (["may be empty"] if column.nullable else []))


def _page(title: str, source: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", MADE.format(source=source), *(part.strip() for part in parts)]) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _first(thing: Any) -> str:
    return _whole(thing).split("\n", 1)[0]


def _whole(thing: Any) -> str:
    """The docstring's first paragraph, on one line."""
    return " ".join(inspect.cleandoc(thing.__doc__ or "").split("\n\n", 1)[0].split())


def main(check: bool) -> int:
    """Write or check the pages; the exit code."""
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    done = "differs from the code; run `make docs`" if check else "written"
    sys.stdout.write(f"{', '.join(stale)}: {done}\n" if stale else "The reference pages are as the code says.\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main("--check" in sys.argv[1:]))
