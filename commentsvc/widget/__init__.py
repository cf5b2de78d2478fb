"""The browser side. Python sees only its finished files: `asset("embed.js")`, `asset("count.js")`, `words("de")`,
`tool("tcf")`, `part("writing")`, `manifest()`.

The sources are the ES modules in `src/`; `python -m commentsvc.widget.build` joins them into `dist/`, which is not
under version control.
"""

from __future__ import annotations

import builtins
import functools
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DIST = Path(__file__).parent / "dist"
ASSETS = ("embed.js", "count.js", "choices.js")
ADDRESS_DIGITS = 32
"""Of a part's SHA-256, in its address: whoever names the script by its hash has named its parts too."""


class NotBuilt(RuntimeError):
    """The widget's files are missing. The message names the remedy: `make install`."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One built file: its bytes, the same compressed (gzip), their SHA-256 in hex, a strong ETag (quotes included)."""

    bytes: builtins.bytes
    gz: builtins.bytes
    sha256: str
    etag: str


def asset(name: str) -> Asset:
    """The built file `name` (one of `ASSETS`). Raises `KeyError` for any other name, `NotBuilt` before the build."""
    if name not in ASSETS:
        raise KeyError(name)
    path = DIST / name
    return _asset(path, _modified(path))


def words_name(lang: str) -> str:
    """What the built file with the words of `lang` (a primary language tag) is called."""
    return f"words-{lang}.json"


def words(lang: str) -> Asset:
    """The words around a thread in `lang`. Raises `KeyError` for a language without a file of its own (English is in
    the script), `NotBuilt` before the build.
    """
    return _listed(words_name(lang), lang)


def tool_name(name: str) -> str:
    """What the built file with the adapter of the consent tool `name` is called."""
    return f"tools-{name}.js"


def tool(name: str) -> Asset:
    """The module that reads the consent tool `name`. Raises `KeyError` for a tool without one, `NotBuilt` before the
    build.
    """
    return _listed(tool_name(name), name)


def part_name(name: str) -> str:
    """What the built file with the part `name` of the thread's script is called."""
    return f"part-{name}.js"


def part(name: str) -> Asset:
    """What of the thread's script is loaded only when it is needed, by name. Raises `KeyError` for a part that there is
    not, `NotBuilt` before the build.
    """
    return _listed(part_name(name), name)


def _listed(file: str, wanted: str) -> Asset:
    if file not in manifest()["files"]:
        raise KeyError(wanted)
    path = DIST / file
    return _asset(path, _modified(path))


def manifest() -> dict[str, Any]:
    """`{"version", "words", "files": {name: {"sha256", "size", "gz"}}}` of what is built; `words` is the edition of all
    files of words together, which stands in their addresses. Raises `NotBuilt`.
    """
    path = _manifest_in(DIST)
    return _manifest(path, _modified(path))


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        raise NotBuilt(f"{path.name} has not been built yet: run `make install`") from None


@functools.lru_cache(maxsize=2)
def _manifest_in(folder: Path) -> Path:
    return folder / "manifest.json"


@functools.lru_cache(maxsize=2)
def _manifest(path: Path, modified: int) -> dict[str, Any]:
    return dict(json.loads(path.read_bytes()))


@functools.lru_cache(maxsize=32)
def _asset(path: Path, modified: int) -> Asset:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    packed = gzip.compress(content, 9, mtime=0)
    return Asset(bytes=content, gz=packed, sha256=digest, etag=f'"{digest[:32]}"')
