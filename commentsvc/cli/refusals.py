"""Says on the command line what was refused, in one clear line, with an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from commentsvc.errors import CommentsvcError, Problem, SettingsError


@contextmanager
def tell_refusals() -> Iterator[None]:
    """Turn this service's own errors into `click.ClickException`: exit code 2 for settings, 1 for all others."""
    try:
        yield
    except SettingsError as error:
        raise _WrongSetting(str(error)) from error
    except Problem as problem:
        raise click.ClickException(problem_text(problem)) from problem
    except CommentsvcError as error:
        raise click.ClickException(str(error)) from error
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(_database_text(error)) from error


def problem_text(problem: Problem) -> str:
    """The problem's sentence, and one line for each field that is wrong."""
    fields = [f"  {option(name)}: {message}" for name, said in problem.fields.items() for message in said]
    return "\n".join([problem.detail or problem.title, *fields])


def option(field: str) -> str:
    """The option that carries a use-case's field: `controller_name` is `--controller-name`, `origins` is `--origin`."""
    singular = {"origins": "origin", "languages": "lang", "scopes": "scope", "key": "KEY"}
    name = singular.get(field, field)
    return name if name.isupper() else "--" + name.replace("_", "-")


class _WrongSetting(click.ClickException):
    exit_code = 2


def _database_text(error: Exception) -> str:
    cause = str(getattr(error, "orig", error)).strip().splitlines()
    said = cause[0] if cause else type(error).__name__
    if "no such table" in said or "does not exist" in said:
        return "The database is empty or older than this version. Run `commentsvc migrate` first."
    return f"The database does not answer: {said}. See COMMENTSVC_DATABASE_URL."
