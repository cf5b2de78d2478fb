"""What was signed last is kept beside the key: an older database in the place of a newer one is told."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from commentsvc.cli.doctor import examine
from commentsvc.jobs.worker import Worker
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.models.log import LogState, latest_checkpoint
from commentsvc.usecases.newest_signed import older_copies
from tests.usecases.log_entries import add_pending


def integrated(deps: Any, site_id: str, count: int) -> Checkpoint:
    """So many entries more, placed by the worker; the log after that."""
    add_pending(deps, site_id, count)
    Worker(deps, Event()).integrate_all()
    state = deps.session.get(LogState, site_id, populate_existing=True)
    found = Checkpoint(deps.keys.signer(site_id).name, state.size, bytes(state.root))
    deps.session.rollback()
    return found


def signed(deps: Any, site_id: str, size: int, root: bytes) -> None:
    """As if the worker had signed that here, on another database."""
    signer = deps.keys.signer(site_id)
    deps.keys.keep_newest(site_id, Checkpoint(signer.name, size, root).sign(signer))


def test_the_worker_keeps_what_it_signed_and_a_log_that_goes_on_from_it_is_in_order(deps: Any, site: Any) -> None:
    integrated(deps, site.id, 3)
    first = deps.keys.newest(site.id)
    assert first == latest_checkpoint(deps.session, site.id).note
    integrated(deps, site.id, 300)
    deps.keys.keep_newest(site.id, first)

    assert older_copies(deps) == []
    integrated(deps, site.id, 1)
    assert deps.keys.newest(site.id) == latest_checkpoint(deps.session, site.id).note


@pytest.mark.parametrize(("more", "said"), [(2, "this is an older copy"), (0, "others than were signed here")])
def test_a_log_that_does_not_go_on_from_it_is_told_for_as_long_as_it_is_kept(
    app: Any, deps: Any, site: Any, more: int, said: str
) -> None:
    size = integrated(deps, site.id, 3).size + more
    signed(deps, site.id, size, b"\7" * 32)
    kept = deps.keys.newest(site.id)

    assert [(name, said in told) for name, told in older_copies(deps)] == [(site.id, True)]
    integrated(deps, site.id, 5)
    assert deps.keys.newest(site.id) == kept, "a log that has grown beyond it is still another one"
    assert "others than were signed here" in older_copies(deps)[0][1]
    with app.app_context():
        found = [one for one in examine(deps) if one.check == f"copy of {site.id}"]
    assert [one.state for one in found] == ["wrong"]


@pytest.mark.parametrize("kept", ["", "nonsense", "elsewhere/log\n99\nAAAA\n\n"])
def test_a_file_that_says_nothing_of_this_log_troubles_nobody(deps: Any, site: Any, kept: str) -> None:
    integrated(deps, site.id, 1)
    deps.keys.keep_newest(site.id, kept)

    assert older_copies(deps) == []
    integrated(deps, site.id, 1)
    assert deps.keys.newest(site.id) == latest_checkpoint(deps.session, site.id).note


def test_a_folder_that_takes_nothing_stops_no_log(
    deps: Any, site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(deps.keys), "keep_newest", refuse)
    assert integrated(deps, site.id, 2).size >= 2
