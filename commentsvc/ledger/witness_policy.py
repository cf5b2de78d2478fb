"""Which witnesses a verifier knows, and how many of them it wants under a checkpoint.

The text form is the part of C2SP tlog-policy that needs no nesting: lines of `witness <name> <vkey> [<url>]`, at most
one `group <name> <all|any|number> <witness names>`, and one `quorum <name>` of the group or a witness, or `none`. `#`
begins a comment. The log's own key is given apart, so a `log` line is refused instead of being overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from commentsvc.errors import NoteError
from commentsvc.ledger.note import COSIGNATURE_V1, NoteVerifier

MAX_WITNESSES = 100
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")


@dataclass(frozen=True)
class Policy:
    """At least `threshold` (0: none) of `witnesses` must have cosigned. Each is another key, of type 0x04."""

    threshold: int
    witnesses: tuple[NoteVerifier, ...]

    def __post_init__(self) -> None:
        if any(witness.algorithm != COSIGNATURE_V1 for witness in self.witnesses):
            raise NoteError("a witness's key has the type 0x04")
        if len({witness.public_key for witness in self.witnesses}) != len(self.witnesses):
            raise NoteError("one witness counts once: two of these keys are the same")
        if len(self.witnesses) > MAX_WITNESSES:
            raise NoteError(f"a policy has at most {MAX_WITNESSES} witnesses")
        if not 0 <= self.threshold <= len(self.witnesses):
            raise NoteError(f"{self.threshold} of {len(self.witnesses)} witnesses cannot be asked for")


def parse_policy(text: str) -> Policy:
    """A policy from its text form (see above). Raises `NoteError`, naming the line."""
    witnesses: dict[str, NoteVerifier] = {}
    groups: dict[str, Policy] = {}
    quorum: Policy | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        try:
            match words:
                case []:
                    continue
                case [str(kind), *_] if quorum is not None:
                    raise NoteError(f"nothing comes after `quorum`, and here is {kind!r}")
                case ["witness", str(name), str(vkey)] | ["witness", str(name), str(vkey), _]:
                    _check_new(name, witnesses, groups)
                    witnesses[name] = NoteVerifier.parse(vkey)
                case ["group", str(name), str(wanted), *members] if members and not groups:
                    _check_new(name, witnesses, groups)
                    groups[name] = _group(wanted, members, witnesses)
                case ["quorum", str(name)]:
                    quorum = _quorum(name, witnesses, groups)
                case _:
                    raise NoteError("expected witness, one group, quorum")
        except NoteError as error:
            raise NoteError(f"line {number} of the policy: {error}") from error
    if quorum is None:
        raise NoteError("the policy has no `quorum`")
    return quorum


def _check_new(name: str, witnesses: dict[str, NoteVerifier], groups: dict[str, Policy]) -> None:
    if name in witnesses or name in groups or name == "none":
        raise NoteError(f"the name {name!r} is taken")


def _group(wanted: str, members: Sequence[str], witnesses: dict[str, NoteVerifier]) -> Policy:
    if unknown := [name for name in members if name not in witnesses]:
        raise NoteError(f"there is no witness {unknown[0]!r}")
    count = {"any": "1", "all": str(len(members))}.get(wanted, wanted)
    if not _NUMBER.fullmatch(count):
        raise NoteError("a group wants `all`, `any` or a number of its members")
    return Policy(int(count), tuple(witnesses[name] for name in members))


def _quorum(name: str, witnesses: dict[str, NoteVerifier], groups: dict[str, Policy]) -> Policy:
    if name == "none":
        return Policy(0, tuple(witnesses.values()))
    if name in groups:
        return groups[name]
    if name in witnesses:
        return Policy(1, (witnesses[name],))
    raise NoteError(f"there is no witness or group {name!r}")
