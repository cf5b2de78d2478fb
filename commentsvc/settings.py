"""Every setting: name, type, default, help. The only module that reads the environment.

The table is in `commentsvc/setting_table.py`; `docs/reference/settings.md` is generated from it. Values come from
environment variables with the prefix `COMMENTSVC_`; a secret may also come from a file named by
`COMMENTSVC_<NAME>_FILE`. Nonsense is refused at the start with the variable's name and the remedy, never at the first
request.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env, EnvError, FileAwareEnv

from commentsvc.errors import SettingsError
from commentsvc.setting_checks import check_mail, check_oidc, check_replica, check_tsa, check_urls, parse_exceptions
from commentsvc.setting_table import PREFIX, SETTINGS, Setting


@dataclass(frozen=True)
class Settings:
    """The checked values, one attribute a row of `SETTINGS`, and what follows from them."""

    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def sqlalchemy_url(self) -> str:
        """The database's URL with the driver named; SQLite in the data folder when none is set."""
        url: str = self.values["database_url"]
        return _with_driver(url) or f"sqlite:///{Path(self.values['data_dir']).resolve() / 'commentsvc.db'}"

    @property
    def sqlalchemy_replica_url(self) -> str:
        """The replica's URL with the driver named; empty where there is none."""
        return _with_driver(self.values["replica_url"])

    @property
    def secret(self) -> bytes:
        """The instance secret as bytes."""
        return self.values["secret_key"].encode()

    @property
    def key_dir(self) -> Path:
        """Where the sites' signing keys live: outside the database, so that a copied database cannot sign."""
        return Path(self.values["data_dir"]) / "keys"

    @property
    def erasure_file(self) -> Path:
        """Where erasures are noted outside the database."""
        named = self.values["erasure_list"]
        return Path(named) if named else Path(self.values["data_dir"]) / "erasures.jsonl"

    @property
    def outbound_allowed(self) -> frozenset[tuple[str, int]]:
        """The hosts and ports of `outbound_exceptions`."""
        return parse_exceptions(self.values["outbound_exceptions"])

    @property
    def limits_storage(self) -> str:
        """Where rate limits are counted: `redis`, `database` (several processes, or PostgreSQL, on which processes of
        other machines may work) or `memory` (one process)."""
        if self.values["redis_url"]:
            return "redis"
        alone = self.values["workers"] == 1 and self.sqlalchemy_url.startswith("sqlite")
        return "memory" if alone else "database"


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read, check and return the settings; `overrides` (already typed) win over the environment.

    Creates the data folder and, when no secret is set, the file `secret` in it.

    Raises:
        SettingsError: an unknown `COMMENTSVC_` variable, a value of the wrong type or out of range.
    """
    _refuse_unknown(os.environ)
    overrides = dict(overrides or {})
    values = {row.name: overrides.pop(row.name) if row.name in overrides else _read(row) for row in SETTINGS}
    if overrides:
        raise SettingsError(f"There is no setting called {', '.join(sorted(overrides))}.")
    _check(values)
    data_dir = Path(values["data_dir"])
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"COMMENTSVC_DATA_DIR: {data_dir} cannot be made: {error.strerror}.") from error
    values["data_dir"] = data_dir.resolve()
    values["secret_key"] = values["secret_key"] or _instance_secret(data_dir)
    return Settings(values)


def load_outbound_exceptions() -> frozenset[tuple[str, int]]:
    """`outbound_exceptions` alone, for a process that has no data folder, such as a witness. Raises `SettingsError`."""
    _refuse_unknown(os.environ)
    [row] = [row for row in SETTINGS if row.name == "outbound_exceptions"]
    return parse_exceptions(_read(row))


def _with_driver(url: str) -> str:
    """`url`, but for PostgreSQL with the driver that we bring along."""
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    return url


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {row.variable for row in SETTINGS} | {row.variable + "_FILE" for row in SETTINGS if row.secret}
    for variable in environ:
        if variable.startswith(PREFIX) and variable not in known:
            raise SettingsError(f"{variable} is not a setting of this version. See `docs/reference/settings.md`.")


def _read(row: Setting) -> Any:
    env = FileAwareEnv() if row.secret else Env()
    parse: Any = {"str": env.str, "int": env.int, "bool": env.bool, "path": env.path}[row.kind]
    try:
        return parse(row.variable, row.default)
    except (EnvError, ValueError, OSError) as error:
        raise SettingsError(f"{row.variable}: {error}") from error


def _check(values: dict[str, Any]) -> None:
    for row in SETTINGS:
        value = values[row.name]
        if row.kind == "int" and (
            (row.minimum is not None and value < row.minimum) or (row.maximum is not None and value > row.maximum)
        ):
            raise SettingsError(f"{row.variable} is {value}; it must be from {row.minimum} to {row.maximum}.")
        if row.choices and value not in row.choices:
            raise SettingsError(f"{row.variable} is {value!r}; it must be one of {', '.join(row.choices)}.")
    parse_exceptions(values["outbound_exceptions"])
    check_tsa(values)
    check_mail(values)
    check_urls(values)
    check_replica(values)
    check_oidc(values, parse_exceptions(values["outbound_exceptions"]))
    url = urlsplit(values["public_url"])
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment:
        raise SettingsError("COMMENTSVC_PUBLIC_URL must be an address such as https://comments.example.org.")
    values["public_url"] = values["public_url"].rstrip("/")
    if values["secret_key"] and len(values["secret_key"]) < 32:
        raise SettingsError("COMMENTSVC_SECRET_KEY must have at least 32 characters.")


def _instance_secret(data_dir: Path) -> str:
    """Read, or make once, the secret kept in the data folder (mode 0600; several processes may start at once)."""
    path = data_dir / "secret"
    if not path.exists():
        fresh = data_dir / f"secret.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 32:
        raise SettingsError(f"{path} is damaged: it must hold at least 32 characters.")
    return secret
