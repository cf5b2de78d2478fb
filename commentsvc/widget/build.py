"""Join the widget's ES modules into the scripts a page loads and the modules those import when needed, and pack the
words of each language beside them: `python -m commentsvc.widget.build`.

No Node: the modules use a small, checked part of the language (static named imports and exports, no renaming), so
joining is putting them one after the other, imported before importing, inside one function. What is loaded later, an
adapter of `tools/`, is joined the same way into a module that exports what its file does; a part of the thread's
script, a file of `parts/`, is given what the script has already, and its address is made from its content. A style
sheet imported `with { type: "css" }` becomes a constructable sheet, which a strict Content-Security-Policy allows; one
imported `with { type: "json" }` becomes a constant.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import posixpath
import re
import sys
import tempfile
from pathlib import Path

from commentsvc import __version__
from commentsvc.widget import ADDRESS_DIGITS, DIST, part_name, tool_name, words_name
from commentsvc.widget.minify import join_tokens, minify_css, tokenize
from commentsvc.widget.rename import rename

SOURCE = Path(__file__).parent / "src"
ENTRIES = {"embed.js": "index.js", "count.js": "count.js", "choices.js": "choices.js"}
WHOLE = "index.js"
"""What parts are parts of."""
VERSION_MARK = "__COMMENTSVC_VERSION__"
WORDS_MARK = "__COMMENTSVC_WORDS__"
PARTS_MARK = "__COMMENTSVC_PARTS__"
SHARED_MARK = "__COMMENTSVC_SHARED__"
BUNDLED_LANG = "en"
"""In the script itself: what is shown where no other words can be had."""

_IMPORT = re.compile(
    r"^import (?:\{(?P<names>[^}]*)\}|(?P<default>\w+)) from \"(?P<file>\.{1,2}/[\w./-]+)\""
    r"(?: with \{ type: \"(?P<type>css|json)\" \})?;$",
    re.MULTILINE,
)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)


class BuildError(RuntimeError):
    """A module uses something this joiner does not understand, or two modules collide; the message names it."""


def build(source: Path = SOURCE, dist: Path = DIST) -> dict[str, dict[str, object]]:
    """Write every entry of `ENTRIES`, a module a part and a consent tool, a file of words a language, and
    `manifest.json` into `dist`; return the manifest's `files`.

    The version inside is the package's, then `+` and 12 hex digits of the SHA-256 of all joined files, which name
    the words they go with, so that a recorded widget version names the exact build.
    """
    words = read_words(source)
    edition = hashlib.sha256(b"\0".join(words.values())).hexdigest()[:12]
    served = " ".join((edition, *words))
    parts = [path.stem for path in _modules(source, "parts")]
    shared = shared_names(source, [f"parts/{name}.js" for name in parts])
    joined = {name: _small(join(source, entry, shared=shared)) for name, entry in ENTRIES.items()}
    joined |= {tool_name(path.stem): join_module(source, f"tools/{path.name}") for path in _modules(source, "tools")}
    joined |= {part_name(name): join_part(source, f"parts/{name}.js", shared) for name in parts}
    joined = {name: text.replace(WORDS_MARK, served) for name, text in joined.items()}
    digest = hashlib.sha256("\0".join(joined.values()).encode()).hexdigest()
    version = f"{__version__}+{digest[:12]}"
    contents = {name: text.replace(VERSION_MARK, version).encode() for name, text in joined.items()}
    addresses = " ".join(f"{name}-{_digest(contents[part_name(name)])[:ADDRESS_DIGITS]}" for name in parts)
    contents = {name: content.replace(PARTS_MARK.encode(), addresses.encode()) for name, content in contents.items()}
    contents |= {words_name(lang): content for lang, content in words.items()}
    dist.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        _write(dist / name, content)
    files = {name: _facts(content) for name, content in contents.items()}
    manifest = json.dumps({"version": version, "words": edition, "files": files}, indent=2)
    _write(dist / "manifest.json", f"{manifest}\n".encode())
    return files


def _modules(source: Path, folder: str) -> list[Path]:
    return sorted((source / folder).glob("*.js"))


def _small(script: str) -> str:
    return join_tokens(rename(tokenize(script)))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _facts(content: bytes) -> dict[str, object]:
    packed = gzip.compress(content, 9, mtime=0)
    return {"sha256": _digest(content), "size": len(content), "gz": len(packed)}


def read_words(source: Path = SOURCE) -> dict[str, bytes]:
    """By language, what is served of `words/`: every file but the bundled one, without white space.

    Raises `BuildError` for a file that has not exactly the bundled one's words, each of the same kind.
    """
    tables = {path.stem: json.loads(path.read_bytes()) for path in sorted((source / "words").glob("*.json"))}
    kinds = {name: type(word) for name, word in tables.get(BUNDLED_LANG, {}).items()}
    for lang, table in tables.items():
        if {name: type(word) for name, word in table.items()} != kinds:
            raise BuildError(f"words/{lang}.json has not the same words as words/{BUNDLED_LANG}.json")
    return {lang: _packed(table).encode() for lang, table in tables.items() if lang != BUNDLED_LANG}


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, content: bytes) -> None:
    """Put the whole file in place at once: a server may be reading it, or another build writing it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def join_module(source: Path, entry: str) -> str:
    """One module, already small, from `entry` and all it imports; it exports what `entry` does. Raises `BuildError`."""
    names = ", ".join(_EXPORTED.findall((source / entry).read_text(encoding="utf-8")))
    return f"export const {{ {names} }} = {_small(join(source, entry, f'return {{ {names} }};'))}"


def join_part(source: Path, entry: str, shared: list[str]) -> str:
    """One module, already small, from `entry` and what it imports that `WHOLE` has not. It exports `start`, which is
    called with the script's own `shared` things and returns what `entry` exports as `part`. Raises `BuildError`.
    """
    taken = f"const {{ {', '.join(shared)} }} = given;\n"
    return f"export const start = (given) => {_small(join(source, entry, 'return part;', without=WHOLE, begin=taken))}"


def shared_names(source: Path, entries: list[str]) -> list[str]:
    """What the parts `entries` import from modules that `WHOLE` is joined from already. Raises `BuildError`."""
    found: set[str] = set()
    whole = _collected(source, WHOLE) if entries else {}
    for entry in entries:
        parts = _collected(source, entry)
        for name in parts.keys() - whole.keys():
            for match in _IMPORT.finditer((source / name).read_text(encoding="utf-8") if name.endswith(".js") else ""):
                if posixpath.normpath(posixpath.join(posixpath.dirname(name), match["file"])) in whole:
                    found |= _imported(match)
    return sorted(found)


def join(
    source: Path, entry: str, end: str = "", *, shared: list[str] | None = None, without: str = "", begin: str = ""
) -> str:
    """One classic script from `entry` and all it imports, without what the entry `without` is joined from, and with the
    statements `begin` before and `end` after it. `shared` names what is handed to the parts. Raises `BuildError`.
    """
    parts = _collected(source, entry)
    if without:
        parts = {name: text for name, text in parts.items() if name not in _collected(source, without)}
    owners: dict[str, str] = {}
    for name, text in parts.items():
        for declared in _DECLARED.findall(text):
            if declared in owners:
                raise BuildError(f"{declared} is declared in both {owners[declared]} and {name}")
            owners[declared] = name
    body = "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in parts.values())
    body = body.replace(SHARED_MARK, f"{{ {', '.join(shared or [])} }}")
    if stray := _stray(body):
        raise BuildError(f"an {stray} in {entry} or below is not of the form this joiner understands")
    return f'(() => {{\n"use strict";\n{begin}{body}\n{end}}})();\n'


def _stray(body: str) -> str | None:
    """The first import or export that was not taken away, except an import of an address known only in the browser."""
    tokens = tokenize(body)
    for token, then, what in zip(tokens, [*tokens[1:], tokens[-1]], [*tokens[2:], tokens[-1], tokens[-1]], strict=True):
        computed = token.text == "import" and then.text == "(" and what.kind not in ("string", "template")
        if token.kind == "name" and token.text in ("import", "export") and not computed:
            return token.text
    return None


def _collected(source: Path, entry: str) -> dict[str, str]:
    """By name, `entry` and every module it imports, those that are imported first."""
    parts: dict[str, str] = {}
    _collect(source, entry, parts, trail=())
    return parts


def _collect(source: Path, name: str, parts: dict[str, str], trail: tuple[str, ...]) -> None:
    if name in trail:
        raise BuildError("modules import each other in a circle: " + " > ".join((*trail, name)))
    if name in parts:
        return
    text = (source / name).read_text(encoding="utf-8")
    for match in _IMPORT.finditer(text):
        imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["file"]))
        if match["type"]:
            content = (source / imported).read_text(encoding="utf-8")
            parts[imported] = _DATA[match["type"]](match["default"], content)
            continue
        _collect(source, imported, parts, (*trail, name))
        _check_names(name, match, parts[imported])
    parts[name] = text


def _check_names(importer: str, match: re.Match[str], text: str) -> None:
    exported = set(_EXPORTED.findall(text))
    wanted = _imported(match)
    if not match["names"] or wanted - exported:
        raise BuildError(f"{importer}: {match['file']} exports no {', '.join(sorted(wanted - exported or wanted))}")


def _imported(match: re.Match[str]) -> set[str]:
    return {part.strip() for part in (match["names"] or match["default"]).split(",") if part.strip()}


def _sheet(name: str, css: str) -> str:
    return f"const {name} = new CSSStyleSheet();\n{name}.replaceSync({json.dumps(minify_css(css), ensure_ascii=True)});"


def _table(name: str, text: str) -> str:
    return f"const {name} = {_packed(json.loads(text))};"


_DATA = {"css": _sheet, "json": _table}


def main() -> None:
    """Build, and say how large the files are on the wire."""
    files = build()
    for name in (name for name in files if name.endswith(".js")):
        sys.stdout.write(f"{name}: {files[name]['size']} bytes, {files[name]['gz']} gzipped\n")
    packed = [name for name in files if name.endswith(".json")]
    sys.stdout.write(f"words of {len(packed)} languages besides {BUNDLED_LANG}\n")


if __name__ == "__main__":
    main()
