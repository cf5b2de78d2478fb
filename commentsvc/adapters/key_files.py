"""The sites' signing keys, one file each, outside the database, so that a stolen database cannot sign for the log."""

from __future__ import annotations

import re
from pathlib import Path

from commentsvc.adapters.durable_files import write_new
from commentsvc.errors import Conflict, KeyMissing, LedgerError, NoteError
from commentsvc.ledger.key import decode_key, encode_key, new_key
from commentsvc.ledger.note import NoteSigner

_SITE = re.compile(r"[A-Za-z0-9_-]{1,63}")


class FileKeyStore:
    """Keys in `folder` (0700) as `<site>.key` (0600), each one line in the form of `ledger.key.encode_key`.

    Back this folder up, and not together with the database: whoever has both can rewrite the log and sign it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder)
        self._known: dict[str, tuple[tuple[int, int, int], NoteSigner]] = {}

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

    def signer(self, site_id: str) -> NoteSigner:
        """The site's signer, read again when the file changes. Raises `KeyMissing`, which names the remedy."""
        path = self._path(site_id)
        try:
            status = path.stat()
            version = (status.st_ino, status.st_mtime_ns, status.st_size)
            known = self._known.get(site_id)
            if known is None or known[0] != version:
                known = (version, decode_key(path.read_text(encoding="utf-8").strip()))
                self._known[site_id] = known
        except FileNotFoundError:
            raise KeyMissing(
                f"The signing key of site {site_id!r} is not at {path}. Put it back from its backup; without it "
                "nothing can be added to this site's log."
            ) from None
        except (OSError, UnicodeDecodeError, NoteError) as error:
            raise KeyMissing(
                f"The signing key of site {site_id!r} at {path} cannot be read ({type(error).__name__}). Check who may "
                "read the file, or put it back from its backup."
            ) from error
        return known[1]

    def _path(self, site_id: str) -> Path:
        _check_site(site_id)
        return self._folder / f"{site_id}.key"


class MemoryKeyStore:
    """The null twin: keys that end with the process, for tests."""

    def __init__(self) -> None:
        self._signers: dict[str, NoteSigner] = {}

    def create(self, site_id: str, origin: str) -> str:
        """Like `FileKeyStore.create`."""
        _check_site(site_id)
        signer = new_key(origin)
        if self._signers.setdefault(site_id, signer) is not signer:
            raise Conflict(_already_there(site_id, "in memory"))
        return signer.vkey

    def signer(self, site_id: str) -> NoteSigner:
        """Like `FileKeyStore.signer`."""
        try:
            return self._signers[site_id]
        except KeyError:
            raise KeyMissing(f"Site {site_id!r} has no signing key. Create one.") from None


def _check_site(site_id: str) -> None:
    if not _SITE.fullmatch(site_id):
        raise LedgerError(f"{site_id!r} is no site key: letters, digits, - and _ only, at most 63")


def _already_there(site_id: str, place: str) -> str:
    return (
        f"Site {site_id!r} has a signing key already ({place}). If the site was never finished, move that key away "
        "and try again; otherwise it is the key of its log and must stay."
    )
