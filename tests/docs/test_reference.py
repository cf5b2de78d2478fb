"""The reference pages are what the generator makes of the code now."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from tests.docs.pages import ROOT

REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """`docs/generate.py`."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(generator: ModuleType) -> dict[str, str]:
    """The pages as the code would have them."""
    pages: dict[str, str] = generator.pages()
    return pages


@pytest.mark.parametrize(
    "page", ["settings.md", "slugs.md", "commands.md", "endpoints.md", "database.md", "verdicts.md", "record.md"]
)
def test_a_reference_page_equals_what_the_code_says(made: dict[str, str], page: str) -> None:
    on_disk = (REFERENCE / page).read_text(encoding="utf-8")

    assert on_disk == made[page], f"docs/reference/{page} and the code disagree: run `make docs`"


def test_every_reference_page_is_made_by_the_generator(made: dict[str, str]) -> None:
    assert {path.name for path in REFERENCE.glob("*.md")} == set(made)


def test_checking_says_what_to_run_when_a_page_is_stale(
    generator: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(generator, "FOLDER", tmp_path)

    assert generator.main(check=True) == 1
    assert "make docs" in capsys.readouterr().out
