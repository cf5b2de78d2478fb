"""Join the verifier into one Python file for somebody who has never heard of us.

`single_file()` puts `verify_files` and every module it needs one after the other, imported before importing, with their
own text and comments, so that what an auditor reads is what runs here. It needs the standard library and
`cryptography`. What the joiner does not understand, and two modules that use one name, stop it.
"""

from __future__ import annotations

import ast
import gc
from pathlib import Path

from commentsvc import __version__
from commentsvc.errors import LedgerError

ENTRY = "commentsvc.ledger.verify_files"
_ROOT = Path(__file__).parents[1]
_PACKAGE = "commentsvc."
_ERRORS = "commentsvc.errors"

_HEAD = '''\
#!/usr/bin/env python3
"""Check a receipt of commentsvc, or that its log only grew. One file, made from commentsvc {version}.

Needs Python 3.11 or newer and the package `cryptography`; asks for nothing over a network. Begin with
`python3 {name} --help`. Whoever handed you this file could have changed it: compare its SHA-256 with that of a release.
"""

from __future__ import annotations

'''
_TAIL = '\n\nif __name__ == "__main__":\n    sys.exit(main())\n'


def single_file(name: str = "verify_receipt.py") -> str:
    """The source of the verifier; `name` is what its help calls it. Raises `LedgerError` when it cannot be joined."""
    joined = _Joined()
    joined.add(ENTRY)
    body = "\n\n\n".join([joined.error_classes(), *joined.parts])
    return _HEAD.format(version=__version__, name=name) + joined.import_lines() + "\n\n\n" + body + _TAIL


class _Joined:
    """The modules so far, in `parts`, and what all of them import from elsewhere."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._modules: set[str] = set()
        self._names: dict[str, set[str]] = {}
        self._errors: set[str] = set()
        self._done: set[str] = set()
        self._owners: dict[str, str] = {}

    def add(self, module: str) -> None:
        """Add the module behind everything it imports from here."""
        if module in self._done:
            return
        self._done.add(module)
        source, tree = _read(module)
        taken_out: set[int] = set()
        for node in tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(module, node)
                taken_out |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        docstring = tree.body[0]
        taken_out |= set(range(docstring.lineno, (docstring.end_lineno or 1) + 1))
        self._claim(module, tree)
        kept = "\n".join(line for number, line in enumerate(source.split("\n"), 1) if number not in taken_out)
        about = "".join(f"# {line}".rstrip() + "\n" for line in (ast.get_docstring(tree) or "").split("\n"))
        self.parts.append(f"# ---- {module}\n#\n{about}\n{kept.strip()}")

    def error_classes(self) -> str:
        """The errors that are used, with those they are kinds of, in the order of their module."""
        _, tree = _read(_ERRORS)
        classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        wanted, queue = set(), sorted(self._errors)
        while queue:
            if (name := queue.pop()) in classes and name not in wanted:
                wanted.add(name)
                queue += [base.id for base in classes[name].bases if isinstance(base, ast.Name)]
        return "\n\n\n".join(ast.unparse(node) for name, node in classes.items() if name in wanted)

    def import_lines(self) -> str:
        """What the file imports: the standard library, then cryptography."""
        lines = [f"import {module}" for module in sorted(self._modules)]
        lines += [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(self._names.items())]
        theirs = [line for line in lines if "cryptography" in line]
        return "\n".join([*(line for line in lines if line not in theirs), "", *theirs])

    def _import(self, module: str, node: ast.Import | ast.ImportFrom) -> None:
        if any(alias.asname for alias in node.names):
            raise LedgerError(f"{module} imports under another name, which one file cannot have")
        names = {alias.name for alias in node.names}
        source = node.module if isinstance(node, ast.ImportFrom) else None
        if source is None:
            self._modules |= names
        elif source == _ERRORS:
            self._errors |= names
        elif source.startswith(_PACKAGE):
            self.add(source)
        elif source != "__future__":
            self._names.setdefault(source, set()).update(names)

    def _claim(self, module: str, tree: ast.Module) -> None:
        for name in _defined(tree):
            if self._owners.setdefault(name, module) != module:
                raise LedgerError(f"{name} is defined in both {self._owners[name]} and {module}")


def _defined(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def _read(module: str) -> tuple[str, ast.Module]:
    source = _ROOT.joinpath(*module.removeprefix(_PACKAGE).split(".")).with_suffix(".py").read_text(encoding="utf-8")
    # Before Python 3.11.8 a finaliser that parses something while we do (a traceback being drawn) breaks both.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return source, ast.parse(source)
    finally:
        if collecting:
            gc.enable()
