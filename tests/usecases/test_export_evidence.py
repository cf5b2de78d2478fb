"""Evidence about records in one archive: what is in it, who may have it, and that nothing in it acts."""

from __future__ import annotations

import io
import json
import tracemalloc
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.ledger.archive import Archive
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.receipt import parse_receipt
from commentsvc.ledger.verdict import Verdict
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.models.audit import AuditEvent
from commentsvc.models.notice import find_notice
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.export_evidence import Chosen, choose, export_evidence
from commentsvc.usecases.rotate_key import rotate_key
from tests.support.sites import bearer
from tests.usecases.log_entries import integrate_all
from tests.usecases.test_export_consent_log import copy_record

EVERYTHING = Chosen()
ADMIN = Actor(ref="account:ada", name="Ada", site_id="example", scopes=frozenset({"admin"}))


def exported(deps: Any, chosen: Chosen = EVERYTHING, actor: Actor = ADMIN) -> bytes:
    deps.session.rollback()
    return b"".join(export_evidence(deps, actor, "example", chosen).chunks)


def checked(deps: Any, data: bytes) -> Verdict:
    """What an auditor says who had the key from elsewhere."""
    return verify_archive(io.BytesIO(data), Trust([deps.session.get(Site, "example").log_vkey]))


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        return {name: read.read(name) for name in read.namelist()}


def audit(deps: Any) -> list[AuditEvent]:
    deps.session.rollback()
    query = sa.select(AuditEvent).where(AuditEvent.action.like("export.%")).order_by(AuditEvent.id)
    return list(deps.session.scalars(query))


@pytest.fixture
def receipts(deps: Any, site: Any, post: Any) -> list[dict[str, str]]:
    """Three records in the log, of two languages."""
    made = [post(lang=lang, body=f"In {lang}.")["receipt"] for lang in ("en", "de", "en")]
    integrate_all(deps, site.id)
    return made


def test_each_record_is_there_with_what_was_shown_and_all_of_it_is_in_order(deps, site, receipts):
    data = exported(deps)
    found = files(data)

    names = {f"receipts/{receipt['id']}.json" for receipt in receipts}
    assert {name for name in found if name.startswith("receipts/")} == names
    shown = {notice for name in names for notice in json.loads(found[name])["notices"]}
    assert {name.removeprefix("notices/") for name in found if name.startswith("notices/")} == shown and len(shown) == 2
    for notice in shown:
        assert found[f"notices/{notice}"] == find_notice(deps.session, "example", notice).body
    assert all(parse_receipt(found[name]).events[0].proof for name in names)
    assert {"README.txt", "index.html", "verify_receipt.py", "manifest.json", "log/checkpoint"} < set(found)
    verdict = checked(deps, data)
    assert verdict.outcome.slug == "operators-word", verdict.sentence
    assert {name for name, _ in verdict.files} == names


def test_named_records_and_no_others_are_exported(deps, site, receipts):
    chosen = choose([receipts[1]["id"]], None, None)

    found = files(exported(deps, chosen))

    assert [name for name in found if name.startswith("receipts/")] == [f"receipts/{receipts[1]['id']}.json"]
    assert receipts[0]["id"].encode() not in b"".join(found.values())


def test_a_time_chooses_records_and_an_empty_one_is_refused(deps, site, receipts):
    hour = timedelta(hours=1)

    assert len([n for n in files(exported(deps, Chosen(from_=now() - hour, to=now() + hour))) if "receipts/" in n]) == 3
    with pytest.raises(ValidationFailed, match="no record in this time"):
        export_evidence(deps, ADMIN, "example", Chosen(from_=now() + hour))
    with pytest.raises(ValidationFailed):
        choose([receipts[0]["id"]], now(), None)
    with pytest.raises(ValidationFailed):
        choose(["ada@example.org"], None, None)


def test_neither_another_sites_operator_nor_one_who_may_only_export_the_log_gets_it(
    deps, site, other_site, post, receipts
):
    theirs = post(at=other_site)["receipt"]["id"]
    for scopes in ("export", "moderate", "audit"):
        with pytest.raises(Forbidden):
            export_evidence(deps, Actor("account:x", "X", "example", frozenset({scopes})), "example", Chosen())
    with pytest.raises(NotFound):
        export_evidence(deps, Actor("account:o", "O", "other", frozenset({"admin"})), "example", Chosen())
    with pytest.raises(NotFound):
        export_evidence(deps, ADMIN, "example", choose([theirs], None, None))
    assert audit(deps) == []


def test_the_export_is_in_the_audit_log_and_names_no_record(deps, site, receipts):
    exported(deps, choose([receipts[0]["id"]], None, None))

    begun, complete = audit(deps)
    assert (begun.action, begun.actor, begun.detail) == ("export.evidence", "account:ada", {"records": 1})
    assert (complete.action, complete.detail) == ("export.evidence-complete", {"receipts": 1, "unopened": 0})
    assert complete.target == begun.target


def test_one_that_is_broken_off_is_in_the_audit_log_as_begun_only(deps, site, receipts):
    chunks = export_evidence(deps, ADMIN, "example", Chosen()).chunks
    next(chunks)
    chunks.close()

    assert [event.action for event in audit(deps)] == ["export.evidence"]


def test_no_secret_that_acts_is_in_it(deps, site, post, receipts):
    posted = post()

    everything = b"".join(files(exported(deps)).values())

    for secret in (posted["edit_token"], posted["receipt"]["secret"], receipts[0]["secret"]):
        assert secret.encode() not in everything
    key = deps.keys.signer("example").seed()
    assert key not in everything and key.hex().encode() not in everything
    assert deps.settings.secret_key.encode() not in everything


def test_of_an_erased_record_the_erasure_is_proven_and_nothing_else_is_there(deps, site, client, post):
    posted = post(author={"name": "Ada Unforgotten"}, purposes={"publish": True, "remember-me": True})
    receipt = posted["receipt"]
    gone = client.post(
        f"{site.url}/consents/{receipt['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=site.headers() | bearer(receipt["secret"]),
    )
    assert gone.status_code == 200
    integrate_all(deps, site.id)

    data = exported(deps)

    told = json.loads(files(data)[f"receipts/{receipt['id']}.json"])
    assert [event["type"] for event in told["events"]] == ["erased"]
    assert b"Unforgotten" not in b"".join(files(data).values())
    assert checked(deps, data).outcome.slug == "operators-word"


def test_what_waits_for_the_log_is_there_with_its_promise(deps, site, post, receipts):
    post()

    verdict = checked(deps, exported(deps))

    assert verdict.outcome.slug == "operators-word"
    assert any(detail.startswith("Of 1 of them: Fetch the receipt again") for detail in verdict.details)


def test_before_the_first_checkpoint_there_is_none_in_it(deps, site, post):
    post()

    data = exported(deps)

    assert "log/checkpoint" not in files(data)
    assert checked(deps, data).outcome.slug == "operators-word"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_memory_stays_flat_over_600_records(deps, site, post):
    """The list of files has a test of its own with 30,000: `tests/exchange/test_zip_stream.py`."""
    copy_record(deps, uuid.UUID(post()["receipt"]["id"]), 600)
    deps.session.close()
    export = export_evidence(deps, ADMIN, "example", Chosen())
    size = early = since = 0

    tracemalloc.start()
    for chunk in export.chunks:
        size += len(chunk)
        if not early and export.receipts > 250:
            early, since = tracemalloc.get_traced_memory()[1], size
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert export.receipts == 601
    assert peak - early < (size - since) / 3, (early, peak, since, size)  # whoever kept what follows would need it all


def test_the_manifest_names_every_file(deps, site, receipts):
    assert Archive(io.BytesIO(exported(deps))).differences() == []


def test_evidence_from_before_a_rotation_is_checked_with_either_key(deps, site, receipts):
    old = deps.session.get(Site, "example").log_vkey
    rotate_key(deps, ADMIN, "example")
    data = exported(deps)

    for key in (old, deps.session.get(Site, "example", populate_existing=True).log_vkey):
        verdict = verify_archive(io.BytesIO(data), Trust([key]))
        assert verdict.outcome.slug == "operators-word", verdict.sentence
