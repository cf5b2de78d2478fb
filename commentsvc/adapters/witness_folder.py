"""A witness's folder: its key, the logs it follows, what it saw of each, and what it refused. Nothing else is needed.

`witness.key` is the secret, `logs` has a line `log <vkey> <url>` for each log (C2SP tlog-policy), `state/` a file for
each log, `refused/` the pairs of notes that contradict each other. `MemoryWitnessStore` is the null twin.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from commentsvc.adapters.durable_files import sync_folder, write_new, write_over
from commentsvc.errors import Conflict, KeyMissing, NoteError, WitnessStateBroken
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.encoding import from_base64, to_base64
from commentsvc.ledger.key import decode_key, encode_key, new_key
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.witness import Seen
from commentsvc.usecases.witness_log import FollowedLog, followed_log

MOST_REFUSED = 100


class WitnessFolder:
    """Everything a witness must remember, in `folder` (0700), durably.

    Never put an older copy of `state/` back: the witness would stand by what it had seen then, and could sign a second
    root for a size it has signed since.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, name: str) -> Cosigner:
        """Make the folder and a key of this name. Raises `Conflict` when there is one, `NoteError` for a bad name."""
        key = new_key(name)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            write_new(self._folder / "witness.key", encode_key(key) + "\n")
        except FileExistsError:
            raise Conflict(f"There is a witness in {self._folder} already. Its key must stay.") from None
        for inner in ("state", "refused"):
            (self._folder / inner).mkdir(mode=0o700, exist_ok=True)
        sync_folder(self._folder)
        return Cosigner(key)

    def cosigner(self) -> Cosigner:
        """The witness's key. Raises `KeyMissing`."""
        path = self._folder / "witness.key"
        try:
            return Cosigner(decode_key(path.read_text(encoding="utf-8").strip()))
        except (OSError, UnicodeDecodeError, NoteError) as error:
            raise KeyMissing(f"There is no witness's key at {path}. `commentsvc witness init` makes one.") from error

    def follow(self, vkey: str, url: str) -> FollowedLog:
        """From now on the log of this key, at this address, is followed. One that was followed by another key goes on
        from what was seen of it. Raises `Conflict` when it is followed by this key already."""
        log = followed_log(vkey, url)
        with self._held("logs.lock", fcntl.LOCK_EX):
            others = [other for other in self.logs() if other.origin != log.origin]
            if log.key in [other.key for other in self.logs()]:
                raise Conflict(f"The log {log.origin} is followed already; its line is in {self._folder / 'logs'}.")
            self._write_logs([*others, log])
        return log

    def follow_key(self, origin: str, vkey: str) -> None:
        """From now on the log of this origin, which is followed, is followed by this key. Durable when it returns."""
        with self._held("logs.lock", fcntl.LOCK_EX):
            logs = [replace(log, key=NoteVerifier.parse(vkey)) if log.origin == origin else log for log in self.logs()]
            self._write_logs(logs)

    def logs(self) -> list[FollowedLog]:
        """The logs that are followed. Raises `WitnessStateBroken` for a line that is none."""
        path = self._folder / "logs"
        if not path.exists():
            return []
        found = []
        for line in path.read_text(encoding="utf-8").splitlines():
            match line.partition("#")[0].split():
                case []:
                    continue
                case ["log", str(vkey), str(url)]:
                    found.append(followed_log(vkey, url))
                case _:
                    raise WitnessStateBroken(f"{path} has a line that is not `log <vkey> <url>`.")
        return found

    def read(self, origin: str) -> Seen | None:
        """What was seen of the log; None before the first checkpoint. Raises `WitnessStateBroken`, and then nothing may
        be signed: a witness that has forgotten could be shown another log."""
        path = self._state_file(origin)
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            if found["origin"] != origin:
                raise ValueError
            return Seen(found["size"], from_base64(found["root"]), found["note"], found["handed_in"])
        except FileNotFoundError:
            if path.parent.is_dir():
                return None
            raise WitnessStateBroken(f"The folder {path.parent} is gone: what was seen is forgotten.") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WitnessStateBroken(
                f"What was seen of {origin} cannot be read from {path}. Nothing of this log is signed until the newest "
                "copy of that file is back."
            ) from error

    def write(self, origin: str, seen: Seen) -> None:
        """Remember it. When this returns it survives power loss."""
        value = {
            "origin": origin,
            "size": seen.size,
            "root": to_base64(seen.root),
            "handed_in": seen.handed_in,
            "note": seen.note,
        }
        write_over(self._state_file(origin), json.dumps(value, indent=1) + "\n")

    def keep_refused(self, origin: str, evidence: dict[str, Any]) -> str:
        """Keep what was refused, once; returns where. Beyond `MOST_REFUSED` nothing is added: a log that invents pasts
        for ever cannot fill the disk."""
        text = json.dumps({"origin": origin} | evidence, indent=1) + "\n"
        path = self._folder / "refused" / f"{sha256(text.encode()).hexdigest()[:32]}.json"
        if path.exists():
            return str(path)
        if len(list(path.parent.iterdir())) >= MOST_REFUSED:
            return str(path.parent)
        write_over(path, text)
        return str(path)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder: two processes must not sign with one memory. Raises `Conflict` when another holds it."""
        self.cosigner()
        with self._held("lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield

    @contextmanager
    def _held(self, name: str, operation: int) -> Iterator[None]:
        with (self._folder / name).open("w", encoding="ascii") as file:
            try:
                fcntl.flock(file, operation)
            except OSError:
                raise Conflict(f"Another witness runs in {self._folder}.") from None
            yield

    def _write_logs(self, logs: Sequence[FollowedLog]) -> None:
        write_over(self._folder / "logs", "".join(f"log {log.key.vkey} {log.url}\n" for log in logs))

    def _state_file(self, origin: str) -> Path:
        return self._folder / "state" / f"{sha256(origin.encode()).hexdigest()[:32]}.json"


class MemoryWitnessStore:
    """The null twin of what a witness remembers: it ends with the process, for tests."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}
        self.refused: list[dict[str, Any]] = []
        self.followed: dict[str, str] = {}

    def read(self, origin: str) -> Seen | None:
        """Like `WitnessFolder.read`."""
        return self._seen.get(origin)

    def write(self, origin: str, seen: Seen) -> None:
        """Like `WitnessFolder.write`."""
        self._seen[origin] = seen

    def follow_key(self, origin: str, vkey: str) -> None:
        """Like `WitnessFolder.follow_key`."""
        self.followed[origin] = vkey

    def keep_refused(self, origin: str, evidence: dict[str, Any]) -> str:
        """Like `WitnessFolder.keep_refused`."""
        self.refused.append({"origin": origin} | evidence)
        return "memory"
