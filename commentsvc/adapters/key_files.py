"""The sites' signing keys, one file each, outside the database, so that a stolen database cannot sign for the log."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from commentsvc.adapters.durable_files import sync_folder, write_new, write_over
from commentsvc.errors import Conflict, KeyMissing, LedgerError, NoteError
from commentsvc.ledger.key import decode_key, encode_key, new_key
from commentsvc.ledger.note import NoteSigner, NoteVerifier

_SITE = re.compile(r"[A-Za-z0-9_-]{1,63}")
_FILE = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[a-z0-9-]{1,40})?\.key")


class FileKeyStore:
    """Keys in `folder` (0700), each a file (0600) of one line in the form of `ledger.key.encode_key`.

    `<site>.key` is today's key. `<site>.next-<key id>.key` is one that was prepared to follow it. Which of them signs
    is what the site's row says: so a change is one commit of the database, and the files are put in order after it.
    Back this folder up, and not together with the database: whoever has both can rewrite the log and sign it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder)
        self._known: dict[Path, tuple[tuple[int, int, int], NoteSigner]] = {}
        self._paths: dict[str, Path] = {}

    def create(self, site_id: str, origin: str) -> str:
        """Make the key of the log `origin`, keep it on disk, durably, and return its verifier key.

        Raises `Conflict` when the site has a key already: two logs signed by one key would look like a fork.
        """
        path = self._path(site_id)
        signer = new_key(origin)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            write_new(path, encode_key(signer) + "\n")
        except FileExistsError:
            raise Conflict(_already_there(site_id, str(path))) from None
        return signer.vkey

    def signer(self, site_id: str, vkey: str | None = None) -> NoteSigner:
        """The site's signer with this verifier key; without one, that of `<site>.key`. Files are read again when they
        change. Raises `KeyMissing`, which names the remedy."""
        path = self._path(site_id)
        unreadable = None
        for place in self._places(site_id, path, vkey):
            try:
                found = self._read(place)
            except KeyMissing as error:
                unreadable = error
                continue
            if found and vkey in (None, found.vkey):
                return found
        if unreadable:
            raise unreadable
        raise KeyMissing(_not_the_one(site_id, str(path)) if path.exists() else _gone(site_id, str(path)))

    def _places(self, site_id: str, path: Path, vkey: str | None) -> Iterator[Path]:
        yield path
        if vkey is not None:
            yield self._prepared_path(site_id, NoteVerifier.parse(vkey).key_id)
            yield path  # once more: another process may have put the prepared key in its place in between

    def prepare(self, site_id: str, origin: str, used: Collection[str]) -> NoteSigner:
        """The key that shall follow today's, durably on disk: one that was prepared before and is none of `used`
        (vkeys of the log's past), else a new one."""
        for path in self._prepared(site_id):
            found = self._read(path)
            if found and found.name == origin and found.vkey not in used:
                return found
        signer = new_key(origin)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new(self._prepared_path(site_id, signer.verifier.key_id), encode_key(signer) + "\n")
        return signer

    def adopt(self, site_id: str, vkey: str, retired: Collection[str]) -> None:
        """Put the prepared key `vkey` in the place of today's; those `retired` end for good. Nothing happens when that
        was done. A file there that holds anything else is set aside, not overwritten."""
        for leftover in self._prepared(site_id):
            if (old := self._read(leftover)) and old.vkey in retired:
                leftover.unlink(missing_ok=True)
        path = self._path(site_id)
        prepared = self._prepared_path(site_id, NoteVerifier.parse(vkey).key_id)
        found = self._read(prepared)
        if found is None or found.vkey != vkey:
            return
        if not self._may_be_overwritten(path, {vkey, *retired}):
            path.rename(path.with_name(f"{site_id}.set-aside-{secrets.token_hex(4)}.key"))
        try:
            prepared.replace(path)
        except FileNotFoundError:
            return  # another process was faster
        sync_folder(self._folder)

    def copies(self) -> dict[str, str]:
        """Every key file's text by its name."""
        found = {}
        for path in sorted(self._folder.glob("*.key")):
            with suppress(FileNotFoundError):  # it was changed just now
                found[path.name] = path.read_text(encoding="utf-8")
        return found

    def put_back(self, files: Mapping[str, str]) -> None:
        """Write the files that are not there. Raises `Conflict`, and writes none, where one holds something else, and
        `LedgerError` for a name that is no key file's."""
        there = self.copies()
        for name, text in files.items():
            if not _FILE.fullmatch(name):
                raise LedgerError(f"{ascii(name[:80])} is not the name of a key file")
            if there.get(name, text).strip() != text.strip():
                raise Conflict(
                    f"{self._folder / name} holds another key than the backup has. Move it away, and try again."
                )
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in files.items():
            if name not in there:
                write_new(self._folder / name, text)

    def keep_newest(self, site_id: str, note: str) -> None:
        """Keep the newest checkpoint that was signed here, as `<site>.newest`, in the place of the one before. It is in
        no backup: it is there to tell that the database is an older one than this folder knows."""
        _check_site(site_id)
        write_over(self._folder / f"{site_id}.newest", note)

    def newest(self, site_id: str) -> str:
        """The checkpoint that was kept last, or empty."""
        _check_site(site_id)
        try:
            return (self._folder / f"{site_id}.newest").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _may_be_overwritten(self, path: Path, vkeys: Collection[str]) -> bool:
        try:
            found = self._read(path)
        except KeyMissing:
            return False
        return found is None or found.vkey in vkeys

    def _read(self, path: Path) -> NoteSigner | None:
        """The key in a file, None where there is none. Raises `KeyMissing` for a file that cannot be read."""
        try:
            status = path.stat()
            version = (status.st_ino, status.st_mtime_ns, status.st_size)
            known = self._known.get(path)
            if known is None or known[0] != version:
                known = (version, decode_key(path.read_text(encoding="utf-8").strip()))
                self._known[path] = known
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, NoteError) as error:
            raise KeyMissing(
                f"The signing key of site {path.name.split('.')[0]!r} at {path} cannot be read "
                f"({type(error).__name__}). Check who may read the file, or put it back from its backup."
            ) from error
        return known[1]

    def _path(self, site_id: str) -> Path:
        path = self._paths.get(site_id)
        if path is None:
            _check_site(site_id)
            path = self._paths[site_id] = self._folder / f"{site_id}.key"
        return path

    def _prepared_path(self, site_id: str, key_id: bytes) -> Path:
        _check_site(site_id)
        return self._folder / f"{site_id}.next-{key_id.hex()}.key"

    def _prepared(self, site_id: str) -> Iterator[Path]:
        _check_site(site_id)
        yield from sorted(self._folder.glob(f"{site_id}.next-*.key"))


class MemoryKeyStore:
    """The null twin: keys that end with the process, for tests."""

    def __init__(self) -> None:
        self._signers: dict[str, NoteSigner] = {}
        self._prepared: dict[str, list[NoteSigner]] = {}
        self._newest: dict[str, str] = {}

    def create(self, site_id: str, origin: str) -> str:
        """Like `FileKeyStore.create`."""
        _check_site(site_id)
        signer = new_key(origin)
        if self._signers.setdefault(site_id, signer) is not signer:
            raise Conflict(_already_there(site_id, "in memory"))
        return signer.vkey

    def signer(self, site_id: str, vkey: str | None = None) -> NoteSigner:
        """Like `FileKeyStore.signer`."""
        in_place = self._signers.get(site_id)
        for found in (in_place, *self._prepared.get(site_id, [])):
            if found and vkey in (None, found.vkey):
                return found
        if in_place is None:
            raise KeyMissing(f"Site {site_id!r} has no signing key. Create one.")
        raise KeyMissing(_not_the_one(site_id, "in memory"))

    def prepare(self, site_id: str, origin: str, used: Collection[str]) -> NoteSigner:
        """Like `FileKeyStore.prepare`."""
        _check_site(site_id)
        prepared = self._prepared.setdefault(site_id, [])
        for found in prepared:
            if found.name == origin and found.vkey not in used:
                return found
        prepared.append(new_key(origin))
        return prepared[-1]

    def copies(self) -> dict[str, str]:
        """Like `FileKeyStore.copies`; what was prepared is not told apart by a file."""
        return {f"{site_id}.key": encode_key(signer) + "\n" for site_id, signer in self._signers.items()}

    def put_back(self, files: Mapping[str, str]) -> None:
        """Like `FileKeyStore.put_back`."""
        for name, text in files.items():
            self._signers.setdefault(name.removesuffix(".key"), decode_key(text.strip()))

    def keep_newest(self, site_id: str, note: str) -> None:
        """Like `FileKeyStore.keep_newest`."""
        self._newest[site_id] = note

    def newest(self, site_id: str) -> str:
        """Like `FileKeyStore.newest`."""
        return self._newest.get(site_id, "")

    def adopt(self, site_id: str, vkey: str, retired: Collection[str]) -> None:
        """Like `FileKeyStore.adopt`."""
        for found in self._prepared.get(site_id, []):
            if found.vkey == vkey:
                self._prepared[site_id] = [other for other in self._prepared[site_id] if other is not found]
                self._signers[site_id] = found


def _check_site(site_id: str) -> None:
    if not _SITE.fullmatch(site_id):
        raise LedgerError(f"{site_id!r} is no site key: letters, digits, - and _ only, at most 63")


def _already_there(site_id: str, place: str) -> str:
    return (
        f"Site {site_id!r} has a signing key already ({place}). If the site was never finished, move that key away "
        "and try again; otherwise it is the key of its log and must stay."
    )


def _gone(site_id: str, place: str) -> str:
    return (
        f"The signing key of site {site_id!r} is not at {place}. Put it back from its backup; without it nothing can "
        "be added to this site's log. If no copy is left: `commentsvc key replace`."
    )


def _not_the_one(site_id: str, place: str) -> str:
    return (
        f"The signing key of site {site_id!r} ({place}) is not the one its log goes on with. Put the right one back "
        "from its backup, or from the machine where it was changed; a log signed by two keys would prove nothing."
    )
