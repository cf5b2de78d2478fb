"""`commentsvc demo`: everything at once on this machine, with an article to comment on."""

from __future__ import annotations

import http.client
import os
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import orjson

from commentsvc.adapters.current import current_deps
from commentsvc.cli.demo_content import prepare
from commentsvc.cli.demo_paper import LOOPBACK, Paper
from commentsvc.cli.demo_site import STORIES
from commentsvc.cli.demo_state import DemoState
from commentsvc.cli.processes import leave_at_once, require_free_port, serve_until_stopped
from commentsvc.cli.revision import upgrade
from commentsvc.cli.wiring import Wiring
from commentsvc.models import db

GENEROUS = {
    "COMMENTSVC_POSTS_PER_MINUTE": "6000",
    "COMMENTSVC_POSTS_PER_MINUTE_SITE": "6000",
    "COMMENTSVC_NOTICES_PER_MINUTE": "6000",
    "COMMENTSVC_LOG_FORMAT": "text",
    "COMMENTSVC_LOG_LEVEL": "warning",
}
"""Only this machine can reach a demo, so a script may try it out; the environment still wins over these."""

NO_MAIL = "none is sent, so what needs mail is not offered; see docs/how-to/set-up-mail.md"


@click.command("demo")
@click.option("--port", type=click.IntRange(1, 65000), default=8420, show_default=True, help="The service's port.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="COMMENTSVC_DATA_DIR",
    default=Path("instance/demo"),
    show_default=True,
    help="Where everything is kept; the next start on it finds everything again. COMMENTSVC_DATA_DIR says the same.",
)
@click.option("--json", "as_json", is_flag=True, help="When ready, print one line of JSON instead of text.")
@click.pass_obj
def command(wiring: Wiring, port: int, data: Path, as_json: bool) -> None:
    """Show it: the service and a news article that embeds it, on this machine only."""
    require_free_port(LOOPBACK, port)
    state = DemoState(data.resolve())
    state.save()  # from now on the folder is a demo's, however early this one is killed
    paper = Paper(port + 1)
    url = f"http://{LOOPBACK}:{port}"
    _set_environment(state.folder, url)
    with wiring.create_app().app_context():
        upgrade()
        prepare(current_deps(), state, paper.origin, paper.article_url, STORIES[0].title)
        mail_host = current_deps().settings.mail_host
        db.session.remove()
        db.engine.dispose()
    paper.start(url, state["site"])
    ready = {"url": url, "article_url": paper.article_url} | {name: state[name] for name in ("site", "admin", "token")}
    announcing = threading.Thread(target=_announce, args=(ready, as_json, state.folder, mail_host), daemon=True)
    try:
        serve_until_stopped(
            wiring.create_server_app, LOOPBACK, port, workers=1, threads=4, patience=1, after_start=announcing.start
        )
    finally:
        paper.stop()
    leave_at_once()


def _set_environment(folder: Path, url: str) -> None:
    """The server process reads its settings like any other: from the environment."""
    for variable in ("COMMENTSVC_DATABASE_URL", "COMMENTSVC_REDIS_URL", "COMMENTSVC_TRUSTED_PROXIES"):
        os.environ.pop(variable, None)
    os.environ |= {
        **{name: value for name, value in GENEROUS.items() if name not in os.environ},
        "COMMENTSVC_DEMO": "true",
        "COMMENTSVC_DATA_DIR": str(folder),
        "COMMENTSVC_PUBLIC_URL": url,
        "COMMENTSVC_WORKERS": "1",
        "COMMENTSVC_RUN_WORKER": "true",
    }


def _announce(ready: dict[str, Any], as_json: bool, folder: Path, mail_host: str) -> None:
    """Say where to look, once both ports answer."""
    pause = threading.Event()
    while not (_answers(f"{ready['url']}/healthz") and _answers(ready["article_url"])):
        pause.wait(0.05)
    if as_json:
        click.echo(orjson.dumps(ready).decode())
        return
    paper = urlsplit(ready["article_url"])
    story = next(story for story in STORIES if story.cookie_notice)
    cookie_page = f"{paper.scheme}://{paper.netloc}{story.path}"
    click.echo(
        "\n".join(
            (
                "",
                "The demo is running on this machine only. Ctrl-C stops it.",
                "",
                f"  Article    {ready['article_url']}",
                f"  Cookies    {cookie_page}, which also shows a cookie notice",
                f"  Your data  {ready['url']}/my/{ready['site']}/, as a reader",
                f"  Moderate   {ready['url']}/admin/",
                f"             {ready['admin']['email']}",
                f"             {ready['admin']['password']}",
                f"  Mail       {f'handed to {mail_host}' if mail_host else NO_MAIL}",
                f"  Token      {ready['token']}",
                f"  API        {ready['url']}/docs",
                f"  Data       {folder}",
                "",
            )
        )
    )


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or LOOPBACK, parts.port, timeout=2)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
