"""Join the widget's ES modules into the two files a page loads: `python -m commentsvc.widget.build`.

No Node: the modules use a small, checked part of the language (static named imports and exports, no renaming), so
joining is putting them one after the other, imported before importing, inside one function. A style sheet imported
`with { type: "css" }` becomes a constructable sheet, which a strict Content-Security-Policy allows.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path

from commentsvc import __version__
from commentsvc.widget import DIST
from commentsvc.widget.minify import join_tokens, minify_css, tokenize
from commentsvc.widget.rename import rename

SOURCE = Path(__file__).parent / "src"
ENTRIES = {"embed.js": "index.js", "count.js": "count.js"}
VERSION_MARK = "__COMMENTSVC_VERSION__"

_IMPORT = re.compile(
    r"^import (?:\{(?P<names>[^}]*)\}|(?P<default>\w+)) from \"\./(?P<file>[\w.-]+)\""
    r"(?P<css> with \{ type: \"css\" \})?;$",
    re.MULTILINE,
)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)


class BuildError(RuntimeError):
    """A module uses something this joiner does not understand, or two modules collide; the message names it."""


def build(source: Path = SOURCE, dist: Path = DIST) -> dict[str, dict[str, object]]:
    """Write every entry of `ENTRIES` and `manifest.json` into `dist`; return the manifest's `files`.

    The version inside is the package's, then `+` and 12 hex digits of the SHA-256 of both joined files, so that a
    recorded widget version names the exact build.
    """
    joined = {name: join_tokens(rename(tokenize(join(source, entry)))) for name, entry in ENTRIES.items()}
    digest = hashlib.sha256("\0".join(joined.values()).encode()).hexdigest()
    version = f"{__version__}+{digest[:12]}"
    dist.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, object]] = {}
    for name, text in joined.items():
        content = text.replace(VERSION_MARK, version).encode()
        _write(dist / name, content)
        files[name] = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "gz": len(gzip.compress(content, 9, mtime=0)),
        }
    manifest = json.dumps({"version": version, "files": files}, indent=2)
    _write(dist / "manifest.json", f"{manifest}\n".encode())
    return files


def _write(path: Path, content: bytes) -> None:
    """Put the whole file in place at once: a server may be reading it, or another build writing it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def join(source: Path, entry: str) -> str:
    """One classic script from `entry` and all it imports. Raises `BuildError`."""
    parts: dict[str, str] = {}
    _collect(source, entry, parts, trail=())
    owners: dict[str, str] = {}
    for name, text in parts.items():
        for declared in _DECLARED.findall(text):
            if declared in owners:
                raise BuildError(f"{declared} is declared in both {owners[declared]} and {name}")
            owners[declared] = name
    body = "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in parts.values())
    stray = [token.text for token in tokenize(body) if token.kind == "name" and token.text in ("import", "export")]
    if stray:
        raise BuildError(f"an {stray[0]} in {entry} or below is not of the form this joiner understands")
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


def _collect(source: Path, name: str, parts: dict[str, str], trail: tuple[str, ...]) -> None:
    if name in trail:
        raise BuildError("modules import each other in a circle: " + " > ".join((*trail, name)))
    if name in parts:
        return
    text = (source / name).read_text(encoding="utf-8")
    for match in _IMPORT.finditer(text):
        imported = match["file"]
        if match["css"]:
            parts[imported] = _sheet(match["default"], (source / imported).read_text(encoding="utf-8"))
            continue
        _collect(source, imported, parts, (*trail, name))
        _check_names(name, match, parts[imported])
    parts[name] = text


def _check_names(importer: str, match: re.Match[str], text: str) -> None:
    exported = set(re.findall(r"^export (?:async )?(?:function\*?|class|const|let) (\w+)", text, re.MULTILINE))
    wanted = {part.strip() for part in (match["names"] or match["default"]).split(",") if part.strip()}
    if not match["names"] or wanted - exported:
        raise BuildError(f"{importer}: {match['file']} exports no {', '.join(sorted(wanted - exported or wanted))}")


def _sheet(name: str, css: str) -> str:
    return f"const {name} = new CSSStyleSheet();\n{name}.replaceSync({json.dumps(minify_css(css), ensure_ascii=True)});"


def main() -> None:
    """Build, and say how large the files are on the wire."""
    for name, facts in build().items():
        sys.stdout.write(f"{name}: {facts['size']} bytes, {facts['gz']} gzipped\n")


if __name__ == "__main__":
    main()
