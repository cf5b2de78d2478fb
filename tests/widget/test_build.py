"""The files a page loads: small enough, valid, described by their manifest, and never half built."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from commentsvc import __version__, widget
from commentsvc.domain.languages import OWN_NAMES
from commentsvc.widget import ADDRESS_DIGITS, ASSETS, NotBuilt, asset, manifest, part, part_name, tool, tool_name, words
from commentsvc.widget.build import SOURCE, BuildError, build, join, join_module, join_part, read_words, shared_names

EMBED_BUDGET = 14 * 1024
COUNT_BUDGET = 1024
CHOICES_BUDGET = 8 * 1024
WORDS_BUDGET = 1200
TOOL_BUDGET = 800
PART_BUDGET = 7 * 1024
PARTS = tuple(path.stem for path in (SOURCE / "parts").glob("*.js"))
TOOLS = tuple(path.stem for path in (SOURCE / "tools").glob("*.js"))


def test_what_goes_over_the_wire_stays_within_its_budget() -> None:
    files = manifest()["files"]
    assert files["embed.js"]["gz"] <= EMBED_BUDGET
    assert files["count.js"]["gz"] <= COUNT_BUDGET
    assert files["choices.js"]["gz"] <= CHOICES_BUDGET
    assert [name for name, facts in files.items() if name.endswith(".json") and facts["gz"] > WORDS_BUDGET] == []
    assert [name for name in PARTS if files[part_name(name)]["gz"] > PART_BUDGET] == []
    assert [name for name in TOOLS if files[tool_name(name)]["gz"] > TOOL_BUDGET] == []


def test_the_manifest_names_the_exact_bytes_that_are_served() -> None:
    files = manifest()["files"]
    built = {name: asset(name) for name in ASSETS}
    built |= {tool_name(name): tool(name) for name in TOOLS}
    built |= {part_name(name): part(name) for name in PARTS}
    built |= {f"words-{lang}.json": words(lang) for lang in OWN_NAMES if lang != "en"}
    assert set(files) == set(built)
    for name, facts in files.items():
        served = built[name]
        assert hashlib.sha256(served.bytes).hexdigest() == facts["sha256"] == served.sha256
        assert len(served.bytes) == facts["size"]
        assert served.etag == f'"{served.sha256[:32]}"'


def test_the_version_inside_the_widget_names_the_build() -> None:
    version = manifest()["version"]
    assert version.startswith(f"{__version__}+")
    assert b"__COMMENTSVC" not in asset("embed.js").bytes + part("writing").bytes
    assert version.encode() in part("writing").bytes  # which is what a post says that drew it


def test_the_script_names_its_parts_by_their_content(tmp_path: Path) -> None:
    for name in PARTS:
        assert f"{name}-{part(name).sha256[:ADDRESS_DIGITS]}".encode() in asset("embed.js").bytes
    source = tmp_path / "src"
    shutil.copytree(SOURCE, source)
    form = source / "form.js"
    form.write_text(form.read_text().replace('"check_fields"', '"check_the_fields"'))
    changed = build(source, tmp_path / "dist")
    assert changed["embed.js"]["sha256"] != manifest()["files"]["embed.js"]["sha256"]


@pytest.mark.parametrize("name", ASSETS)
def test_chromium_reads_the_built_file_as_a_classic_script(browser: Browser, name: str) -> None:
    page = browser.new_page()
    assert page.evaluate("(source) => typeof Function(source)", asset(name).bytes.decode()) == "function"
    page.close()


@pytest.mark.parametrize("name", ASSETS)
def test_the_built_file_uses_no_eval_and_names_no_other_host(name: str) -> None:
    text = asset(name).bytes.decode()
    assert "eval" not in text.replace("evaluate", "")
    assert "http://" not in text
    assert "https://" not in text.replace("`https://${", "")  # put before what a reader typed as a website
    assert text.count("innerHTML") == (0 if name == "count.js" else 1)


def test_only_built_files_can_be_asked_for() -> None:
    for name in ("../__init__.py", "manifest.json", "words-de.json", ""):
        with pytest.raises(KeyError):
            asset(name)
    for lang in ("en", "xx", "../manifest", ""):
        with pytest.raises(KeyError):
            words(lang)
    for name in ("", "none", "../embed", "writing.js"):
        with pytest.raises(KeyError):
            part(name)
    for name in ("", "none", "../embed", "tcf.js", "../../src/answer"):
        with pytest.raises(KeyError):
            tool(name)


def test_before_the_build_the_error_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widget, "DIST", tmp_path)
    with pytest.raises(NotBuilt, match="make install"):
        asset("embed.js")
    with pytest.raises(NotBuilt, match="make install"):
        manifest()
    with pytest.raises(NotBuilt, match="make install"):
        words("de")


def test_a_changed_word_is_another_edition_and_another_version(tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(SOURCE, source)
    build(source, tmp_path / "before")
    german = source / "words" / "de.json"
    german.write_text(german.read_text().replace("Kommentare", "Beiträge"))
    build(source, tmp_path / "after")
    before, after = (json.loads((tmp_path / name / "manifest.json").read_bytes()) for name in ("before", "after"))
    assert before["words"] != after["words"]
    assert before["version"] != after["version"]
    assert after["words"] in (tmp_path / "after" / "embed.js").read_text()


@pytest.mark.parametrize("table", [{"a": "x"}, {"a": "x", "b": "y"}, {"a": "x", "b": {"other": "y"}, "c": "z"}])
def test_a_language_without_exactly_the_words_there_are_is_not_built(tmp_path: Path, table: dict[str, object]) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.json").write_text('{"a": "x", "b": {"other": "y"}}')
    (tmp_path / "words" / "de.json").write_text(json.dumps(table))
    with pytest.raises(BuildError, match=r"words/de\.json"):
        read_words(tmp_path)


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    assert build(dist=tmp_path / "a") == build(dist=tmp_path / "b")


@pytest.mark.parametrize(
    ("modules", "complaint"),
    [
        ({"a.js": 'import { b } from "./b.js";', "b.js": "export const c = 1;"}, "exports no b"),
        (
            {"a.js": 'import { b } from "./b.js";\nconst x = b;', "b.js": "export const b = 1;\nconst x = 2;"},
            "x is declared",
        ),
        ({"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";\nexport const b = 1;'}, "circle"),
        ({"a.js": 'import { b as c } from "./b.js";', "b.js": "export const b = 1;"}, "exports no b as c"),
        ({"a.js": "export default 1;"}, "export"),
        ({"a.js": 'const b = await import("./b.js");'}, "import"),
        ({"a.js": "const b = await import(`./b.js`);"}, "import"),
        ({"a.js": "const b = import.meta.url;"}, "import"),
    ],
)
def test_what_the_joiner_does_not_understand_it_refuses(
    tmp_path: Path, modules: dict[str, str], complaint: str
) -> None:
    for name, text in modules.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(BuildError, match=complaint):
        join(tmp_path, "a.js")


def test_what_is_loaded_later_is_a_module_of_its_own_with_all_it_imports(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "shared.js").write_text("const twice = 2;\nexport function doubled(n) { return n * twice; }")
    (tmp_path / "tools" / "one.js").write_text(
        'import { doubled } from "../shared.js";\nexport function watch(n) { return doubled(n); }\n'
        "export const name = String(doubled(1));"
    )
    page = browser.new_page()
    run = "(text) => import(`data:text/javascript,${encodeURIComponent(text)}`).then((m) => [m.watch(2), m.name])"
    assert page.evaluate(run, join_module(tmp_path, "tools/one.js")) == [4, "2"]
    page.close()


def test_a_part_is_given_what_the_script_has_and_brings_only_the_rest(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "shared.js").write_text("export class Kind {}\nexport const twice = 2;\nexport const other = 3;")
    (tmp_path / "index.js").write_text('import { Kind } from "./shared.js";\nnew Kind();')
    (tmp_path / "own.js").write_text('import { twice } from "./shared.js";\nexport const four = twice * 2;')
    (tmp_path / "parts" / "one.js").write_text(
        'import { four } from "../own.js";\nimport { Kind } from "../shared.js";\n'
        "export const part = { four, is: (one) => one instanceof Kind };"
    )
    shared = shared_names(tmp_path, ["parts/one.js"])
    text = join_part(tmp_path, "parts/one.js", shared)
    page = browser.new_page()
    run = """async (text) => { const { start } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
      class Kind {} const part = start({ Kind, twice: 2 }); return [part.four, part.is(new Kind())]; }"""
    assert shared == ["Kind", "twice"]
    assert page.evaluate(run, text) == [4, True]
    assert "class" not in text
    page.close()


def test_an_address_known_only_in_the_browser_may_be_imported(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("const base = 'x';\nconst b = import(new URL('tools/b.js', base));")
    assert "import(" in join(tmp_path, "a.js")
