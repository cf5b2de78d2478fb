"""A database and a data folder of the service with one site, and the server on them."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.harness.bulk import TABLES, Bulk, fill, template
from benchmarks.harness.load import Target
from benchmarks.harness.loading import LARGE, begin_loading, without_indexes
from benchmarks.harness.processes import Failed, free_port, processor_seconds, running, wait_for_port

ROOT = Path(__file__).parents[2]
COMMENTSVC = (sys.executable, "-c", "from commentsvc.program import main; main()")
SITE, ORIGIN = "bench", "https://example.org"
UNLIMITED = {"posts_per_minute": 0, "posts_per_minute_site": 0, "notices_per_minute": 0}


@dataclass
class Store:
    """Where one service keeps everything. `url` is SQLAlchemy's; `settings` are those of every process on it."""

    data: Path
    url: str
    port: int
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """sqlite or postgresql."""
        return self.url.partition(":")[0].partition("+")[0]

    def environment(self, **more: Any) -> dict[str, str]:
        """For a `commentsvc` process on this store."""
        values = {
            "data_dir": self.data,
            "database_url": self.url,
            "public_url": f"http://127.0.0.1:{self.port}",
            "workers": 2,
            "run_worker": False,
        }
        values |= UNLIMITED | self.settings | more
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTSVC_")}
        return kept | {
            f"COMMENTSVC_{name.upper()}": str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in values.items()
        }

    @contextlib.contextmanager
    def parts(self) -> Iterator[Any]:
        """The wired parts (`Deps`) on this store, in this process."""
        from commentsvc.app import create_app
        from commentsvc.models import db

        values = {"database_url": self.url, "data_dir": self.data, "run_worker": False, "log_level": "error"}
        values |= {"public_url": f"http://127.0.0.1:{self.port}", "spam_layers": False} | UNLIMITED | self.settings
        app = create_app(values)
        with app.app_context():
            try:
                yield app.extensions["commentsvc"]
            finally:
                db.session.remove()
                db.engine.dispose()

    def fill(self, *bulks: Bulk, told: Callable[[int], object] = int) -> None:
        """Write comments in bulk, a transaction each; `told` hears how many there are so far."""
        from commentsvc.models import db

        total = sum(bulk.size for bulk in bulks)
        with self.parts(), db.engine.connect() as connection:
            begin_loading(connection)
            rows = template(connection, SITE)
            connection.rollback()  # SQLite is told how to write only between transactions
            large = without_indexes(connection, TABLES) if total >= LARGE else contextlib.nullcontext()
            count = 0
            with large:
                for bulk in bulks:
                    begin_loading(connection)
                    fill(connection, SITE, rows, bulk)
                    connection.commit()
                    count += bulk.size
                    told(count)
        self.settle()

    def settle(self) -> None:
        """Write back what is still in the log and in the system's memory, and have PostgreSQL count, as time would.
        What SQLite's planner is told of the tables does not change with what is in them."""
        from commentsvc.models import db

        with self.parts():
            if self.kind == "sqlite":
                with contextlib.closing(db.engine.raw_connection()) as raw:
                    raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
            else:
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM (ANALYZE)")
                    connection.exec_driver_sql("CHECKPOINT")
        os.sync()


def make_store(data: Path, url: str = "", moderation: str = "before", **settings: Any) -> Store:
    """A migrated store with one site and one published comment; on SQLite unless `url` says otherwise."""
    from commentsvc.cli.revision import upgrade
    from commentsvc.models.visibility import set_status
    from commentsvc.usecases import post_comment as posting
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.add_site import SiteDraft, add_site
    from commentsvc.usecases.deps import Visitor
    from commentsvc.usecases.serve_notice import serve_notice

    data.mkdir(parents=True)
    store = Store(data, url or f"sqlite:///{data}/comments.db", free_port(), settings)
    with store.parts() as deps:
        upgrade()
        add_site(
            deps,
            CLI,
            SiteDraft(
                key=SITE,
                name="Bench",
                origins=[ORIGIN],
                controller_name="Bench",
                controller_contact="privacy@example.org",
                privacy_url=f"{ORIGIN}/privacy",
                moderation=moderation,
            ),
        )
        visitor = Visitor(address="203.0.113.7", origin=ORIGIN)
        notice = serve_notice(deps, SITE, "en", f"{ORIGIN}/first", visitor)
        draft = posting.CommentDraft(
            page_url=f"{ORIGIN}/first",
            page_title="A story",
            body="The first comment, which the others are made from.",
            author_name="Ada",
            notice=notice["sha256"],
            token=notice["token"],
            purposes={purpose["id"]: purpose["required"] for purpose in notice["purposes"]},
            digest="0" * 64,
        )
        posted = posting.post_comment(deps, SITE, draft, visitor)
        if posted.comment.status != "published":
            set_status(deps.session, posted.comment, "published")
            deps.session.commit()
    return store


@dataclass(frozen=True)
class Service:
    """`commentsvc serve` that runs; `pid` is the top of its processes."""

    store: Store
    pid: int
    log: Path

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.store.port}"

    def thread(self, page: str, query: str = "", **headers: str) -> Target:
        """The read of a thread."""
        asked = quote(f"{ORIGIN}{page}", safe="")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Target(f"{self.address}/api/v1/sites/{SITE}/comments?page={asked}{query}", named, self.pid)

    def counts(self, pages: Sequence[str]) -> Target:
        """The read of the counts of these pages."""
        asked = "&".join("page=" + quote(f"{ORIGIN}{page}", safe="") for page in pages)
        return Target(f"{self.address}/api/v1/sites/{SITE}/counts?{asked}", None, self.pid)

    def processor(self) -> float:
        """Seconds of processor so far, of all its processes."""
        return processor_seconds(self.pid)


@contextlib.contextmanager
def serving(store: Store, *, worker: bool = False, **settings: Any) -> Iterator[Service]:
    """The service on this store, ready; with `worker`, `commentsvc worker` beside it (its time is not the server's)."""
    log = store.data.parent / f"{store.data.name}.log"
    env = store.environment(**settings)
    with contextlib.ExitStack() as stack:
        process = stack.enter_context(running([*COMMENTSVC, "serve", "--port", str(store.port)], log, env, ROOT))
        wait_for_port(store.port, process, log)
        service = Service(store, process.pid, log)
        _wait_until_healthy(service)
        if worker:
            beside = store.data.parent / f"{store.data.name}-worker.log"
            stack.enter_context(running([*COMMENTSVC, "worker"], beside, env, ROOT))
        yield service


def answer(target: Target) -> tuple[int, dict[str, str], bytes]:
    """Ask once: status, headers in lower case, body."""
    asked = urllib.request.Request(target.url, headers=dict(target.headers or {}))
    try:
        with urllib.request.urlopen(asked, timeout=60) as response:
            return response.status, {name.lower(): value for name, value in response.headers.items()}, response.read()
    except urllib.error.HTTPError as refused:
        headers = {name.lower(): value for name, value in refused.headers.items()}
        if refused.code == 304:
            return 304, headers, b""
        raise Failed(f"{refused.code} from {target.url}: {refused.read()[:200]!r}") from None


def _wait_until_healthy(service: Service) -> None:
    end_at = time.monotonic() + 60
    while True:
        with contextlib.suppress(OSError, Failed):
            answer(Target(f"{service.address}/healthz"))
            return
        if time.monotonic() > end_at:
            raise Failed("the service does not get healthy")
        time.sleep(0.02)
