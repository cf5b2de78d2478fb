"""What a page names exists: commands with their options, settings, calls, files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from flask import Flask

from commentsvc.app import create_app
from commentsvc.cli import commentsvc
from commentsvc.setting_table import PREFIX, SETTINGS
from tests.docs.pages import ROOT, code, name, pages

VARIABLES = {row.variable for row in SETTINGS} | {f"{row.variable}_FILE" for row in SETTINGS if row.secret}
_COMMAND = re.compile(r"(?:^|[\s=(/])commentsvc(?= [a-z-])")
_CALL = re.compile(r"/api/v1/[\w/{}<>.:-]+")
_FILE = re.compile(r"(?<![\w/.:@-])((?:commentsvc|docs|tests|migrations|benchmarks|faults)/[\w./-]*[\w/])")


def commands_in(text: str) -> list[str]:
    """Everything after `commentsvc` in the code of a page, up to a pipe, a redirection or a comment."""
    found = []
    for line in code(text):
        line = re.split(r"\s(?:#|\||>|&&|;)", line)[0]
        if match := _COMMAND.search(line):
            found.append(line[match.end() :].strip(" )"))
    return found


def problem_with(line: str) -> str | None:
    """Why `commentsvc <line>` would be refused for its words, or None."""
    context = click.Context(commentsvc, info_name="commentsvc")
    for word in shlex.split(line):
        if isinstance(context.command, click.Group) and not word.startswith("-"):
            command = context.command.get_command(context, word)
            if command is None:
                return f"{context.command_path} has no command {word}"
            context = click.Context(command, info_name=word, parent=context)
        elif word.startswith("-"):
            known = {opt for param in context.command.get_params(context) for opt in param.opts}
            if word.split("=")[0] not in known:
                return f"{context.command_path} has no option {word}"
    return None


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[re.Pattern[str]]:
    """A pattern for each path the application answers."""
    app: Flask = create_app({"data_dir": tmp_path_factory.mktemp("routes"), "run_worker": False})
    return [re.compile(re.sub(r"<[^>]+>", "[^/]+", rule.rule) + r"\Z") for rule in app.url_map.iter_rules()]


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_command_named_exists_with_its_options(page: Path) -> None:
    told = commands_in(page.read_text(encoding="utf-8"))

    assert [problem for line in told if (problem := problem_with(line))] == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_setting_named_exists(page: Path) -> None:
    told = set(re.findall(rf"{PREFIX}[A-Z0-9_]*[A-Z0-9]", page.read_text(encoding="utf-8")))

    assert told - VARIABLES == set()


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_call_named_is_answered(page: Path, routes: list[re.Pattern[str]]) -> None:
    told = {call for line in code(page.read_text(encoding="utf-8")) for call in _CALL.findall(line)}

    assert [call for call in sorted(told) if not any(route.match(call) for route in routes)] == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_file_named_exists(page: Path) -> None:
    told = {path for line in code(page.read_text(encoding="utf-8")) for path in _FILE.findall(line)}
    made = ("commentsvc/widget/dist",)

    assert [path for path in sorted(told) if not path.startswith(made) and not (ROOT / path).exists()] == []


def test_the_check_of_commands_sees_what_is_wrong() -> None:
    page = "`commentsvc site add demo --nmae x` and\n\n```sh\ncommentsvc vanish --now   # never\n```\n"

    problems = [problem_with(line) for line in commands_in(page)]

    assert problems == ["commentsvc has no command vanish", "commentsvc site add has no option --nmae"]
