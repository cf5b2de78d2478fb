"""Put the instance secret of a backup back into the data folder."""

from __future__ import annotations

import secrets
from pathlib import Path

from commentsvc.adapters.durable_files import sync_folder, write_new
from commentsvc.errors import Conflict


def put_secret_back(data_dir: Path, used: str, secret: str) -> None:
    """Make `secret` that of this installation, whose database is still empty; `used` is the one its settings say.

    A secret that was made just now by starting the command is set aside. Raises `Conflict` where it comes from
    COMMENTSVC_SECRET_KEY, which nobody but the operator can change.
    """
    path = data_dir / "secret"
    if used == secret:
        return
    if not path.exists() or path.read_text(encoding="ascii").strip() != used:
        raise Conflict(
            "COMMENTSVC_SECRET_KEY is not the secret of the backup, with which every receipt, edit token and address "
            "code was made. Set it, or leave the setting out so that the backup's is kept in the data folder."
        )
    path.rename(path.with_name(f"secret.set-aside-{secrets.token_hex(4)}"))
    write_new(path, secret)
    sync_folder(data_dir)
