"""Settings are read once, strictly: nonsense is refused at the start, with the variable's name and the remedy."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path
from typing import Any

import pytest

from commentsvc.errors import SettingsError
from commentsvc.setting_table import SETTINGS
from commentsvc.settings import load_settings


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMMENTSVC_DATA_DIR", str(tmp_path / "data"))


def test_without_any_variable_it_is_sqlite_in_the_data_folder_and_loopback(tmp_path: Path) -> None:
    settings = load_settings()

    assert settings.sqlalchemy_url == f"sqlite:///{(tmp_path / 'data' / 'commentsvc.db').resolve()}"
    assert settings.public_url == "http://127.0.0.1:8420"
    assert settings.trusted_proxies == 0
    assert settings.limits_storage == "memory"
    assert settings.key_dir.parent == settings.data_dir


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("COMMENTSVC_WORKERS", "many"),
        ("COMMENTSVC_WORKERS", "0"),
        ("COMMENTSVC_TRUSTED_PROXIES", "-1"),
        ("COMMENTSVC_TRUSTED_PROXIES", "11"),
        ("COMMENTSVC_RUN_WORKER", "perhaps"),
        ("COMMENTSVC_LOG_LEVEL", "loud"),
        ("COMMENTSVC_BODY_LIMIT", "1e3"),
        ("COMMENTSVC_PUBLIC_URL", "comments.example.org"),
        ("COMMENTSVC_PUBLIC_URL", "javascript://example.org"),
        ("COMMENTSVC_PUBLIC_URL", "https://example.org/?a=b"),
        ("COMMENTSVC_SECRET_KEY", "short"),
        ("COMMENTSVC_SECRET_KEY_FILE", "/nowhere/at/all"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError, match=variable.removesuffix("_FILE")):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MAIL_HOST", "https://mail.example.org"),
        ("MAIL_HOST", "mail.example.org:25"),
        ("MAIL_HOST", "mail.example.org\r\nQUIT"),
        ("MAIL_PORT", "0"),
        ("MAIL_SECURITY", "ssl"),
        ("MAIL_SECURITY", "none"),
        ("MAIL_FROM", ""),
        ("MAIL_FROM", "Comments <comments@example.org>"),
        ("MAIL_FROM", "comments@example.org\nBcc: eve@example.net"),
        ("MAIL_FROM_NAME", "Comments\r\nBcc: eve@example.net"),
        ("MAIL_BOUNCES_TO", "bounces"),
        ("MAIL_USER", "without a password"),
        ("MAIL_PASSWORD", "without a user"),
        ("MAIL_TIMEOUT", "1"),
    ],
)
def test_mail_is_set_up_wholly_and_protected_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    sound = {"MAIL_HOST": "mail.example.org", "MAIL_FROM": "comments@example.org"}
    for name, text in (sound | {variable: value}).items():
        monkeypatch.setenv(f"COMMENTSVC_{name}", text)

    with pytest.raises(SettingsError, match=f"COMMENTSVC_{variable.partition('_FILE')[0]}"):
        load_settings()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_mail_to_a_server_on_this_machine_needs_no_protection(host: str, tmp_path: Path) -> None:
    told = {"mail_host": host, "mail_security": "none", "mail_from": "comments@example.org"}

    assert load_settings(told).mail_host == host


def test_an_address_for_mail_without_a_server_is_a_typing_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTSVC_MAIL_FROM", "comments@example.org")

    with pytest.raises(SettingsError, match="set COMMENTSVC_MAIL_HOST"):
        load_settings()


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"oidc_client_secret": ""}, "COMMENTSVC_OIDC_CLIENT_SECRET"),
        ({"oidc_issuer": ""}, "COMMENTSVC_OIDC_ISSUER"),
        ({"oidc_issuer": "http://id.example.org"}, "https address"),
        ({"oidc_issuer": "https://id.example.org/?realm=x"}, "https address"),
        ({"oidc_client_id": "one\ntwo"}, "one line"),
        ({"oidc_name": " "}, "COMMENTSVC_OIDC_NAME"),
        ({"oidc_issuer": "", "oidc_client_id": "", "oidc_client_secret": "", "password_sign_in": False}, "ISSUER"),
    ],
)
def test_an_organisation_is_set_up_wholly_and_over_tls_or_not_at_all(
    changes: dict[str, Any], names: str, tmp_path: Path
) -> None:
    whole = {"oidc_issuer": "https://id.example.org/realm", "oidc_client_id": "us", "oidc_client_secret": "secret"}
    inside = whole | {"oidc_issuer": "http://id.lan:8080", "outbound_exceptions": "id.lan:8080"}
    assert load_settings({"data_dir": tmp_path, "password_sign_in": False} | whole).oidc_client_id == "us"
    assert load_settings({"data_dir": tmp_path} | inside).oidc_issuer == "http://id.lan:8080"

    with pytest.raises(SettingsError, match=names):
        load_settings({"data_dir": tmp_path} | whole | changes)


def test_an_unknown_variable_is_refused_because_it_is_a_typing_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTSVC_DATABSE_URL", "postgresql://localhost/x")

    with pytest.raises(SettingsError, match="COMMENTSVC_DATABSE_URL is not a setting"):
        load_settings()


def test_an_unknown_override_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="databse_url"):
        load_settings({"databse_url": "sqlite://"})


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("s" * 40)
    monkeypatch.setenv("COMMENTSVC_SECRET_KEY_FILE", str(tmp_path / "secret.txt"))

    assert load_settings().secret == b"s" * 40


def test_the_instance_secret_is_made_once_and_only_the_owner_may_read_it(tmp_path: Path) -> None:
    first, second = load_settings(), load_settings()

    assert first.secret == second.secret and len(first.secret) >= 32
    assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        secrets = pool.map(_secret_of, [str(tmp_path / "shared")] * 8)

    assert len(set(secrets)) == 1


def _secret_of(folder: str) -> bytes:
    return load_settings({"data_dir": Path(folder)}).secret


def test_a_damaged_secret_file_is_not_taken_for_a_secret(tmp_path: Path) -> None:
    load_settings()
    (tmp_path / "data" / "secret").write_text("")

    with pytest.raises(SettingsError, match="damaged"):
        load_settings()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_the_usual_postgresql_urls_name_our_driver(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("COMMENTSVC_DATABASE_URL", f"{scheme}://user:pass@db/name")

    assert load_settings().sqlalchemy_url == "postgresql+psycopg://user:pass@db/name"


@pytest.mark.parametrize(
    ("workers", "database_url", "redis_url", "storage"),
    [
        ("1", "", "", "memory"),
        ("2", "", "", "database"),
        ("1", "postgresql://db/name", "", "database"),
        ("2", "postgresql://db/name", "redis://r/0", "redis"),
    ],
)
def test_limits_are_counted_where_every_process_sees_them(
    monkeypatch: pytest.MonkeyPatch, workers: str, database_url: str, redis_url: str, storage: str
) -> None:
    monkeypatch.setenv("COMMENTSVC_WORKERS", workers)
    monkeypatch.setenv("COMMENTSVC_DATABASE_URL", database_url)
    monkeypatch.setenv("COMMENTSVC_REDIS_URL", redis_url)

    assert load_settings().limits_storage == storage


def test_a_replica_is_one_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTSVC_REPLICA_URL", "postgres://copy/name")
    with pytest.raises(SettingsError, match="COMMENTSVC_DATABASE_URL"):
        load_settings()
    monkeypatch.setenv("COMMENTSVC_DATABASE_URL", "postgresql://db/name")

    assert load_settings().sqlalchemy_replica_url == "postgresql+psycopg://copy/name"
    for several in ("postgresql:///name?host=one&host=two", "postgresql:///name?host=one,two"):
        monkeypatch.setenv("COMMENTSVC_REPLICA_URL", several)
        with pytest.raises(SettingsError, match="one host"):
            load_settings()


@pytest.mark.parametrize("name", ["COMMENTSVC_DATABASE_URL", "COMMENTSVC_REPLICA_URL"])
@pytest.mark.parametrize(
    "rest", ["u:hunter2@er2@host/name", "u:hunt@er2:hunter2@host/name", "u:hunter2@host:hunter2/name"]
)
def test_a_password_that_was_not_written_as_an_address_wants_it_is_shown_to_nobody(
    monkeypatch: pytest.MonkeyPatch, name: str, rest: str
) -> None:
    monkeypatch.setenv("COMMENTSVC_DATABASE_URL", "postgresql://main/name")
    monkeypatch.setenv(name, f"postgresql://{rest}")

    with pytest.raises(SettingsError, match=name) as refused:
        load_settings()

    assert "er2" not in str(refused.value) and "%40" in str(refused.value)


def test_every_setting_says_what_it_is_for_and_has_a_default_that_is_accepted() -> None:
    settings = load_settings()

    for row in SETTINGS:
        assert row.help.endswith(".") and row.help[0].isupper(), row.name
        assert row.name in settings.values
    assert len({row.name for row in SETTINGS}) == len(SETTINGS)
