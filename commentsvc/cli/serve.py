"""`commentsvc serve`: the service for real."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask

from commentsvc.adapters.current import current_deps
from commentsvc.cli.demo_state import STATE
from commentsvc.cli.processes import leave_at_once, require_free_port, serve_until_stopped
from commentsvc.cli.revision import require_fit
from commentsvc.cli.wiring import Wiring
from commentsvc.models import db
from commentsvc.settings import Settings
from commentsvc.usecases.newest_signed import older_copies
from commentsvc.widget import NotBuilt, manifest

STANDARD_PORT = 8420


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: the public address's on loopback, else 8420.")
@click.option("--allow-http", is_flag=True, help="Accept a public address without TLS beyond this machine.")
@click.pass_obj
def command(wiring: Wiring, host: str, port: int | None, allow_http: bool) -> None:
    """Answer readers, moderators and programs until it is stopped."""
    app = wiring.create_app()
    settings = _checked(app, allow_http)
    port = port or _port(settings)
    require_free_port(host, port)
    wiring.prepare_server()
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Listening on http://{shown}:{port} for {settings.public_url}. Ctrl-C stops it.", err=True)
    serve_until_stopped(
        wiring.create_server_app,
        host,
        port,
        workers=settings.workers,
        threads=settings.threads,
        patience=10,
        copies=True,
    )
    leave_at_once()


def is_loopback(url: str) -> bool:
    """Whether the address can only be reached from this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _checked(app: Flask, allow_http: bool) -> Settings:
    """The settings, once everything that must hold before the first request does."""
    with app.app_context():
        deps = current_deps()
        settings = deps.settings
        if settings.demo or (Path(settings.data_dir) / STATE).exists():
            raise click.ClickException(
                f"{settings.data_dir} belongs to a demo, whose passwords stand in a file. "
                "Set COMMENTSVC_DATA_DIR to a folder of its own."
            )
        if settings.public_url.startswith("http://") and not is_loopback(settings.public_url) and not allow_http:
            raise click.ClickException(
                f"COMMENTSVC_PUBLIC_URL is {settings.public_url}: what readers write would travel unprotected. "
                "Put TLS in front and name the https address, or say --allow-http."
            )
        require_fit(deps)
        for site_id, trouble in older_copies(deps):
            click.echo(f"Warning: {site_id}: {trouble}", err=True)
        db.session.remove()
        db.engine.dispose()
    try:
        manifest()
    except NotBuilt as error:
        raise click.ClickException(f"The widget is missing: {error}.") from error
    return settings


def _port(settings: Settings) -> int:
    if is_loopback(settings.public_url):
        return urlsplit(settings.public_url).port or 80
    return STANDARD_PORT
