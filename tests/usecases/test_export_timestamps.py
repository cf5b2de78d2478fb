"""An exported log carries its newest timestamp: whoever trusts the authority sees since when its beginning stands."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.encoding import to_base64
from commentsvc.ledger.verdict import Outcome, Verdict
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.export_log import export_log
from commentsvc.usecases.stamp_checkpoint import stamp_checkpoint
from tests.support.tsa import Authority, TsaServer, certify
from tests.usecases.log_entries import add_pending, integrate_all

NAME = "log/timestamps.json"


@pytest.fixture
def overrides(tsa: TsaServer) -> dict[str, Any]:
    return tsa.settings()


@pytest.fixture
def trust(deps: Any, site: Any, authority: Authority) -> Trust:
    key = deps.session.get(Site, site.id).log_vkey
    deps.session.rollback()
    return Trust([key], authorities=[authority.roots.read_bytes()])


def grow(deps: Any, site: Any, count: int) -> None:
    add_pending(deps, site.id, count)
    integrate_all(deps, site.id)


def exported(deps: Any, site: Any) -> bytes:
    deps.session.rollback()
    return b"".join(export_log(deps, CLI, site.id).chunks)


def checked(data: bytes, trust: Trust) -> Verdict:
    return verify_archive(io.BytesIO(data), trust)


def changed(data: bytes, change: Any) -> bytes:
    """The archive with `change` made to its timestamps, and a manifest that names them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w") as write:
        files = {name: read.read(name) for name in read.namelist()}
        told = json.loads(files[NAME])
        change(told)
        files[NAME] = json.dumps(told).encode()
        manifest = json.loads(files["manifest.json"])
        manifest["files"][NAME] = sha256(files[NAME]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()
        for name, content in files.items():
            write.writestr(name, content)
    return out.getvalue()


def test_a_log_whose_newest_checkpoint_is_timestamped_is_proven(deps: Any, site: Any, trust: Trust) -> None:
    grow(deps, site, 5)
    stamp_checkpoint(deps, site.id, {})
    data = exported(deps, site)

    verdict = checked(data, trust)

    assert verdict.outcome is Outcome.PROVEN
    assert "timestamp authority CN=tsa.test had seen the log" in verdict.sentence
    assert "of 5 entries" in verdict.sentence
    assert checked(data, replace(trust, authorities=[])).outcome is Outcome.OPERATORS_WORD
    assert checked(data, replace(trust, authorities=[certify("Else", ca=True).pem])).outcome is Outcome.OPERATORS_WORD
    assert checked(data, replace(trust, keys=[])).outcome is Outcome.SELF_ATTESTED


def test_an_older_timestamp_proves_the_beginning_and_says_how_much(deps: Any, site: Any, trust: Trust) -> None:
    grow(deps, site, 5)
    stamp_checkpoint(deps, site.id, {})
    grow(deps, site, 7)

    verdict = checked(exported(deps, site), trust)

    assert verdict.outcome is Outcome.PROVEN
    assert "the first 5 of the 12 entries" in verdict.sentence


def test_a_log_that_was_never_timestamped_has_no_such_file(deps: Any, site: Any, trust: Trust) -> None:
    grow(deps, site, 5)
    data = exported(deps, site)

    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert NAME not in read.namelist()
    assert checked(data, trust).outcome is Outcome.OPERATORS_WORD


def test_a_timestamp_of_something_else_is_altered(
    deps: Any, site: Any, other_site: Any, trust: Trust, authority: Authority
) -> None:
    grow(deps, site, 5)
    stamp_checkpoint(deps, site.id, {})
    data = exported(deps, site)
    foreign = to_base64(authority.stamp(b"something else"))

    def swap(told: Any) -> None:
        told["timestamps"][0]["token"] = foreign

    assert checked(changed(data, lambda told: None), trust).outcome is Outcome.PROVEN
    assert checked(changed(data, swap), trust).outcome is Outcome.ALTERED
    assert checked(changed(data, swap), replace(trust, authorities=[])).outcome is Outcome.ALTERED
    assert checked(changed(data, lambda told: told.pop("checkpoint")), trust).outcome is Outcome.MALFORMED
