"""The commands an operator types, each on a real database."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest

from commentsvc import widget
from commentsvc.cli import COMMANDS
from tests.cli.conftest import ADD_SITE, Run


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_without_settings_or_database(run: Run, folder: Path, command: str) -> None:
    result = run(command, "--help")

    assert result.exit_code == 0
    assert "Usage: commentsvc" in result.output
    assert not folder.exists()


def test_a_server_does_not_start_without_the_widget_and_says_how_to_get_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("migrate").exit_code == 0
    monkeypatch.setattr(widget, "DIST", tmp_path / "nothing")
    result = run("serve")

    assert result.exit_code == 1
    assert "run `make install`" in result.output


def test_the_help_lists_every_command(run: Run) -> None:
    listed = run("--help").output

    assert all(f"\n  {command} " in listed for command in COMMANDS)


def test_a_setting_that_makes_no_sense_is_one_line_and_exit_code_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTSVC_THREADS", "many")

    result = run("site", "list")

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "COMMENTSVC_THREADS" in result.stderr


def test_before_migrating_every_command_says_what_to_do(run: Run) -> None:
    for command in (("site", "list"), ("user", "list"), ADD_SITE, ("notice", "list", "blog")):
        result = run(*command)

        assert result.exit_code == 1
        assert "commentsvc migrate" in result.stderr


def test_migrating_twice_changes_nothing_and_check_tells(run: Run) -> None:
    assert run("migrate", "--check").exit_code == 1
    assert "now at" in run("migrate").output
    assert "already" in run("migrate").output
    assert run("migrate", "--check").exit_code == 0


def test_a_site_is_added_with_key_notice_and_snippet(ready: Run, folder: Path) -> None:
    shown = json.loads(ready("site", "show", "blog", "--json").output)

    assert shown["origins"] == ["https://blog.example.org"]
    assert '<script async src="http://127.0.0.1:8420/embed.js" data-site="blog"></script>' in shown["embed"]
    assert stat.S_IMODE((folder / "keys" / "blog.key").stat().st_mode) == 0o600
    assert [notice["version"] for notice in json.loads(ready("notice", "list", "blog", "--json").output)] == [1]


def test_a_wrong_site_names_the_option_that_is_wrong(ready: Run) -> None:
    result = ready(*[word.replace("https://blog.example.org/privacy", "nowhere") for word in ADD_SITE], "--lang=tlh")

    assert result.exit_code == 1
    assert "--privacy-url:" in result.stderr
    assert "--lang:" in result.stderr


def test_a_site_that_exists_is_not_added_again(ready: Run) -> None:
    result = ready(*ADD_SITE)

    assert result.exit_code == 1
    assert "exists already" in result.stderr


def test_origins_are_added_and_removed(ready: Run) -> None:
    ready("site", "origin", "add", "blog", "https://*.example.net")

    assert ready("site", "origin", "remove", "blog", "https://blog.example.org").output == "https://*.example.net\n"
    assert ready("site", "origin", "remove", "blog", "https://blog.example.org").exit_code == 1
    assert ready("site", "origin", "add", "blog", "javascript:alert(1)").exit_code == 1


def test_settings_of_a_site_are_changed(ready: Run) -> None:
    assert ready("site", "set", "blog", "--moderation", "after").exit_code == 0

    assert json.loads(ready("site", "show", "blog", "--json").output)["moderation"] == "after"


def test_the_first_admin_gets_a_password_that_is_shown_once_and_not_kept(ready: Run, folder: Path) -> None:
    made = json.loads(ready("user", "add", "ada@example.org", "--json").output)

    assert len(made["password"]) >= 12
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert made["password"].encode() not in kept
    [listed] = json.loads(ready("user", "list", "--json").output)
    assert (listed["email"], listed["instance_admin"]) == ("ada@example.org", True)
    second = ready("user", "add", "bob@example.org")
    assert second.exit_code != 0 and "--site" in second.output, "only the first becomes an administrator unasked"


def test_a_password_can_come_from_standard_input(ready: Run) -> None:
    add = ("user", "add", "ada@example.org", "--site=blog", "--role=moderator", "--password-stdin")

    assert ready(*add, input="short\n").exit_code == 1
    assert ready(*add, input="long enough to be kept\n").exit_code == 0
    assert json.loads(ready("user", "list", "--json").output)[0]["sites"] == {"blog": "moderator"}


def test_a_person_is_shut_out_and_let_in_again(ready: Run) -> None:
    ready("user", "add", "ada@example.org", "--instance-admin")

    ready("user", "disable", "ada@example.org")
    assert json.loads(ready("user", "list", "--json").output)[0]["disabled_at"]
    ready("user", "enable", "ada@example.org")
    assert json.loads(ready("user", "list", "--json").output)[0]["disabled_at"] is None
    assert ready("user", "disable", "nobody@example.org").exit_code == 1


def test_whoever_lost_every_second_factor_is_helped(ready: Run) -> None:
    ready("user", "add", "ada@example.org")
    assert "had no second factor" in ready("user", "reset-factors", "ada@example.org").output
    assert ready("user", "reset-factors", "nobody@example.org").exit_code == 1


def test_a_forgotten_password_is_replaced(ready: Run) -> None:
    made = json.loads(ready("user", "add", "ada@example.org", "--json").output)

    other = json.loads(ready("user", "password", "ada@example.org", "--json").output)
    assert len(other["password"]) >= 12 and other["password"] != made["password"]
    again = ("user", "password", "ada@example.org", "--password-stdin")
    assert ready(*again, input="short\n").exit_code == 1
    chosen = ready(*again, input="long enough to be kept\n")
    assert chosen.exit_code == 0 and "long enough" not in chosen.output
    assert ready("user", "password", "nobody@example.org").exit_code == 1


def test_one_person_works_on_several_sites_in_several_roles(ready: Run) -> None:
    def sites() -> dict[str, str]:
        found: dict[str, str] = json.loads(ready("user", "list", "--json").output)[0]["sites"]
        return found

    ready("user", "add", "ada@example.org")
    assert sites() == {}
    assert ready("user", "role", "ada@example.org", "--site=blog", "--role=moderator").exit_code == 0
    assert sites() == {"blog": "moderator"}
    assert ready("user", "role", "ada@example.org", "--site=blog", "--role=admin").exit_code == 0
    assert sites() == {"blog": "admin"}
    assert ready("user", "role", "ada@example.org", "--site=blog", "--role=none").exit_code == 0
    assert sites() == {}
    assert ready("user", "role", "ada@example.org", "--site=nowhere", "--role=admin").exit_code == 1


def test_a_token_is_shown_once_listed_without_its_secret_and_revoked(ready: Run) -> None:
    add = ("token", "add", "blog", "--name=ci", "--scope=moderate", "--scope=export", "--json")
    made = json.loads(ready(*add).output)

    listed = ready("token", "list", "blog", "--json").output
    assert made["token"].startswith("cst_") and made["token"] not in listed
    assert json.loads(listed)[0]["scopes"] == ["moderate", "export"]
    assert ready("token", "revoke", "blog", made["id"]).exit_code == 0
    assert json.loads(ready("token", "list", "blog", "--json").output)[0]["revoked_at"]
    assert ready("token", "list", "nobody").exit_code == 1


@pytest.mark.parametrize(("suffix", "text"), [("json", '{"summary": "New."}'), ("toml", 'summary = "New."')])
def test_a_notice_is_published_from_a_file_and_the_old_bytes_stay(
    ready: Run, tmp_path: Path, suffix: str, text: str
) -> None:
    source = tmp_path / f"changes.{suffix}"
    source.write_text(text, encoding="utf-8")
    old = json.loads(ready("notice", "list", "blog", "--json").output)[0]["sha256"]

    dry = ready("notice", "publish", "blog", "--file", str(source), "--dry-run")
    made = json.loads(ready("notice", "publish", "blog", "--file", str(source), "--json").output)

    assert json.loads(dry.output)["version"] == made["version"] == 2
    assert "New." in ready("notice", "show", "blog").output
    shown = ready("notice", "show", "blog", "--sha256", old, "--json")
    assert hashlib.sha256(shown.stdout_bytes).hexdigest() == old


def test_a_notice_that_makes_no_sense_is_refused(ready: Run, tmp_path: Path) -> None:
    source = tmp_path / "changes.json"
    for text in ("[]", "{", '{"purposes": []}'):
        source.write_text(text, encoding="utf-8")

        assert ready("notice", "publish", "blog", "--file", str(source)).exit_code == 1
    assert len(json.loads(ready("notice", "list", "blog", "--json").output)) == 1


def test_the_doctor_finds_nothing_wrong_with_a_fresh_service(ready: Run, durable: None) -> None:
    result = ready("doctor", "--json")

    found = {finding["check"]: finding["state"] for finding in json.loads(result.output)}
    assert result.exit_code == 0
    assert found["database"] == found["durability"] == found["key of blog"] == found["data folder"] == "ok"
    assert found["worker"] == found["public address"] == "warning"


def test_the_doctor_sees_a_missing_key_an_open_folder_and_an_unprotected_address(
    ready: Run, durable: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "keys" / "blog.key").rename(folder / "keys" / "other.key")
    (folder / "secret").chmod(0o644)
    monkeypatch.setenv("COMMENTSVC_PUBLIC_URL", "http://comments.example.org")

    result = ready("doctor", "--json")

    wrong = {finding["check"] for finding in json.loads(result.output) if finding["state"] == "wrong"}
    assert result.exit_code == 1
    assert wrong == {"public address", "data folder", "key of blog"}


def test_the_doctor_says_to_migrate_first(run: Run) -> None:
    result = run("doctor")

    assert result.exit_code == 1
    assert "commentsvc migrate" in result.output


def test_people_are_invited_listed_and_uninvited(ready: Run) -> None:
    made = json.loads(ready("user", "invite", "Nina@example.org", "--site=blog", "--role=dpo", "--json").output)
    assert made["email"] == "nina@example.org"
    assert "/admin/invitation#blog." in made["link"], "no mail is set up"

    [listed] = json.loads(ready("user", "invitations", "blog", "--json").output)
    assert (listed["id"], listed["role"]) == (made["id"], "dpo")
    assert made["link"] not in ready("user", "invitations", "blog").output
    assert ready("user", "uninvite", "blog", made["id"]).exit_code == 0
    assert ready("user", "uninvite", "blog", made["id"]).exit_code == 1
    assert "Nobody is invited" in ready("user", "invitations", "blog").output


def test_a_site_keeps_an_owner(ready: Run) -> None:
    ready("user", "add", "ada@example.org", "--site=blog", "--role=owner")

    refused = ready("user", "role", "ada@example.org", "--site=blog", "--role=none")
    assert refused.exit_code == 1 and "last owner" in refused.stderr
