"""The nginx configuration that we ship, in a real nginx on loopback, in front of services on these ports."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.support.demo import PATIENCE, ROOT, free_port

SHIPPED = ROOT / "deploy" / "nginx.conf"

MAIN = """{user}
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/commentsvc.conf;
    {more}
}}
"""


class RunningNginx:
    """`deploy/nginx.conf` as it is, but for addresses, names of files, and TLS where `tls` is not asked for.

    `http_port` answers plainly as the configuration's port 80 does; `port` is what it has as 443. `more` is put beside
    it into the http block.
    """

    def __init__(
        self, folder: Path, services: Sequence[int], *, tls: bool = False, workers: int = 2, more: str = ""
    ) -> None:
        self.folder = folder
        self.port, self.http_port = free_port(), free_port()
        self.access_log = folder / "commentsvc.access.log"
        folder.mkdir(parents=True, exist_ok=True)
        if tls:
            make_certificate(folder)
        (folder / "commentsvc.conf").write_text(self._adapted(services, tls), encoding="utf-8")
        user = "user root;" if os.getuid() == 0 else ""  # a test's folder is for its user alone
        self._main = folder / "nginx.conf"
        self._main.write_text(MAIN.format(user=user, workers=workers, folder=folder, more=more), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def check(self) -> subprocess.CompletedProcess[str]:
        """What `nginx -t` says."""
        return subprocess.run([*self._command(), "-t"], capture_output=True, text=True, timeout=PATIENCE)

    def start(self) -> RunningNginx:
        """Run it until it listens; returns itself."""
        with (self.folder / "output.log").open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return self
            time.sleep(0.02)
        self.close()
        raise AssertionError(f"nginx did not start:\n{(self.folder / 'output.log').read_text(errors='replace')}")

    def close(self) -> None:
        """Nothing is left running."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE)

    def _command(self) -> list[str]:
        return [nginx_program(), "-c", str(self._main), "-p", str(self.folder), "-e", str(self.folder / "error.log")]

    def _adapted(self, services: Sequence[int], tls: bool) -> str:
        """The shipped file for this folder and these ports. Every change must have found what it changes."""
        text = SHIPPED.read_text(encoding="utf-8")
        servers = "\n    ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in services)
        changes = [
            ("    server 127.0.0.1:8420 max_fails=0;", f"    {servers}"),
            ("listen 80;", f"listen 127.0.0.1:{self.http_port};"),
            ("    listen [::]:80;\n", ""),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port}{' ssl http2' if tls else ''};"),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("/etc/letsencrypt/live/comments.example.org", str(self.folder)),
            ("/var/log/nginx", str(self.folder)),
            ("/run/commentsvc", f"{self.folder}/run-commentsvc"),
        ]
        for shipped, here in changes:
            assert shipped in text, f"deploy/nginx.conf has no {shipped!r} any more"
            text = text.replace(shipped, here)
        if not tls:
            text = "\n".join(line for line in text.splitlines() if not line.strip().startswith("ssl_"))
        return text


def nginx_program() -> str:
    """Where nginx is. `/usr/sbin` is on few people's path."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    assert found, "nginx is missing: `make test` installs it, or: sudo apt-get install nginx"
    return found


def make_certificate(folder: Path) -> None:
    """A certificate of our own for comments.example.org, under the names the configuration has."""
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=comments.example.org",
            "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )  # fmt: skip
