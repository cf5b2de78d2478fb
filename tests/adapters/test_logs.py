"""Log lines: JSON or text, ours or a library's, and never the words of an exception."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from commentsvc.adapters import logs
from commentsvc.settings import load_settings


@pytest.fixture(autouse=True)
def _leave_logging_as_it_was() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("commentsvc")
    handlers, levels = list(root.handlers), (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def configure(tmp_path: Path, **settings: Any) -> None:
    logs.configure(load_settings({"data_dir": tmp_path / "data"} | settings))


def fail() -> None:
    secret = "ada@example.org"
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"cannot store {secret}") from error


def written(capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out, err = capfd.readouterr()
    assert out == "", "standard output belongs to the commands"
    return [json.loads(line) for line in err.splitlines()]


def test_a_line_is_one_json_object_with_time_level_and_origin(tmp_path: Path, capfd: Any) -> None:
    configure(tmp_path)
    structlog.get_logger("commentsvc.jobs").info("integrated", entries=3)

    (line,) = written(capfd)
    assert line["event"] == "integrated" and line["entries"] == 3
    assert line["level"] == "info" and line["logger"] == "commentsvc.jobs" and line["at"].endswith("Z")


@pytest.mark.parametrize("name", ["commentsvc.jobs", "sqlalchemy.pool"])
def test_an_exception_is_its_type_and_places_also_from_a_library(tmp_path: Path, capfd: Any, name: str) -> None:
    configure(tmp_path)
    try:
        fail()
    except ValueError:
        logging.getLogger(name).exception("it failed")

    (line,) = written(capfd)
    assert [link["type"] for link in line["exception"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert line["exception"][0]["frames"][-1].endswith(" fail")
    assert "ada@" not in json.dumps(line)


def test_an_exception_that_causes_itself_ends(tmp_path: Path, capfd: Any) -> None:
    configure(tmp_path)
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    structlog.get_logger("commentsvc").error("a circle", exc_info=first)

    assert len(written(capfd)[0]["exception"]) == 2


def test_libraries_speak_only_when_something_is_wrong(tmp_path: Path, capfd: Any) -> None:
    configure(tmp_path, log_level="debug")
    logging.getLogger("alembic.runtime.migration").info("Running upgrade")
    logging.getLogger("urllib3").debug("https://example.org/secret")
    structlog.get_logger("commentsvc.x").debug("ours")

    assert [line["event"] for line in written(capfd)] == ["ours"]


def test_the_level_is_a_setting(tmp_path: Path, capfd: Any) -> None:
    configure(tmp_path, log_level="error")
    structlog.get_logger("commentsvc.x").warning("too quiet")

    assert written(capfd) == []


def test_configuring_twice_writes_each_line_once(tmp_path: Path, capfd: Any) -> None:
    configure(tmp_path)
    configure(tmp_path)
    structlog.get_logger("commentsvc.x").info("once")

    assert len(written(capfd)) == 1


def test_for_people_it_is_text(tmp_path: Path, capfd: Any) -> None:
    configure(tmp_path, log_format="text")
    structlog.get_logger("commentsvc.x").info("integrated", entries=3)

    text = capfd.readouterr().err
    assert "integrated" in text and "entries=3" in text and not text.startswith("{")


@pytest.mark.parametrize("name", ["commentsvc.jobs", "sqlalchemy.pool"])
def test_for_people_too_an_exception_is_its_type_and_places(tmp_path: Path, capfd: Any, name: str) -> None:
    configure(tmp_path, log_format="text")
    try:
        fail()
    except ValueError:
        logging.getLogger(name).exception("it failed")

    text = capfd.readouterr().err
    assert "it failed" in text and "builtins.ValueError" in text and " fail\n" in text
    assert "ada@" not in text, "a line that cannot be drawn is printed by Python itself, with the exception's words"
