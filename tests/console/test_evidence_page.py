"""The page Evidence: how strong it is in one sentence, what is amiss in red, witnesses, and archives to take away."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.models.cosignature import LogCosignature
from commentsvc.models.database import new_id
from commentsvc.models.log import LogCheckpoint, latest_checkpoint
from commentsvc.models.passing import OutboxTask
from commentsvc.models.site import Site
from commentsvc.models.timestamp import LogTimestamp
from commentsvc.usecases.access import CLI
from commentsvc.usecases.rotate_key import rotate_key
from commentsvc.usecases.stamp_checkpoint import STAMP
from tests.console.browsing import form_of, press, text
from tests.console.test_hostile import assert_inert
from tests.ledger.keys import fixed_key
from tests.support.pages import Page
from tests.support.sites import leave_out_acts
from tests.usecases.log_entries import add_pending, integrate_all, make_entry, store

PAGE = "/admin/example/evidence"
BEHIND = '<span class="status warn">behind</span>'
ADA = Cosigner(fixed_key("ada.example"))


def seen(browser: Any) -> str:
    return Page(text(browser.get(PAGE))).text


def cosign(deps: Any, witness: Cosigner = ADA) -> None:
    """The witness cosigned the newest checkpoint."""
    newest = latest_checkpoint(deps.session, "example")
    line = witness.cosign(parse_note(newest.note).text, round(now().timestamp())).line()
    key_id = witness.verifier.key_id.hex()
    store(deps, [LogCosignature(site_id="example", size=newest.size, key_id=key_id, line=line, received_at=now())])


def test_one_sentence_says_how_strong_it_is_from_nothing_to_proven(owner: Any, deps: Any, site: Any) -> None:
    assert "Nothing to prove yet: the log holds no entry." in seen(owner)

    add_pending(deps, site.id, 3)
    integrate_all(deps, site.id)
    page = seen(owner)
    assert "Operator’s word only: 3 entries of the log are signed with the site’s key" in page
    assert "Proven" not in page

    press(owner, PAGE, {"vkey": f" {ADA.vkey}\n"}, action="/witnesses#witnesses")
    assert "Operator’s word only" in seen(owner), "a name is no cosignature"
    cosign(deps)
    page = seen(owner)
    assert "Proven, to whoever trusts a witness: all 3 entries of the log were seen by somebody else" in page
    assert "follows" in page

    leave_out_acts(deps, site.id)  # that the witness was named
    add_pending(deps, site.id, 2)
    integrate_all(deps, site.id)
    assert "the first 3 of 5 entries of the log were seen" in seen(owner)


def test_a_broken_promise_is_red_and_says_what_to_do(
    owner: Any, deps: Any, site: Any, later: Any, sign_in: Any
) -> None:
    add_pending(deps, site.id, 2)
    assert "Waiting" in seen(owner) and "broken" not in seen(owner)

    later(hours=1)
    assert "Entries wait longer than they should." in seen(owner)

    later(hours=24)
    page = text(sign_in("zoe@example.org", site_id=site.id, role="admin").get(PAGE))
    assert "2 promises are broken." in Page(page).text
    assert 'class="notice bad measure" role="alert"' in page
    assert "commentsvc doctor" in page


def test_an_entry_that_nobody_promised_is_told_as_refused(owner: Any, deps: Any, site: Any) -> None:
    entry = make_entry(deps, site.id)
    entry.promise = bytes(64)
    store(deps, [entry])
    integrate_all(deps, site.id)

    page = seen(owner)
    assert "1 entry was refused." in page
    assert "never enters the log" in page


def test_a_key_that_is_gone_and_one_that_was_changed_are_told(owner: Any, admin: Any, deps: Any, site: Any) -> None:
    before = deps.session.get(Site, site.id).log_vkey
    rotate_key(deps, CLI, site.id)
    page = seen(owner)
    assert before in page and "changed; it signed the next one in" in page
    assert deps.session.get(Site, site.id, populate_existing=True).log_vkey in page
    deps.session.rollback()

    (deps.settings.key_dir / f"{site.id}.key").unlink()
    assert "The signing key is not here. The server has no file with it." in seen(owner)
    assert str(deps.settings.key_dir) in seen(admin) and str(deps.settings.key_dir) not in seen(owner)


def test_a_witness_that_stopped_is_behind_and_one_that_is_taken_off_counts_no_more(
    owner: Any, deps: Any, site: Any
) -> None:
    press(owner, PAGE, {"vkey": ADA.vkey}, action="/witnesses#witnesses")
    add_pending(deps, site.id)
    integrate_all(deps, site.id)
    cosign(deps)
    add_pending(deps, site.id)
    integrate_all(deps, site.id)
    assert BEHIND not in text(owner.get(PAGE)), "a checkpoint of a moment ago may be unseen"

    with deps.session.get_bind().begin() as connection:
        for trigger in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.execute(sa.update(LogCheckpoint).values(created_at=now() - timedelta(hours=2)))
    assert BEHIND in text(owner.get(PAGE)) and "ada.example is behind. What is newer was not cosigned" in seen(owner)

    gone = Page(text(press(owner, PAGE, action="/witnesses/removed"))).text
    assert "The witness is taken off." in gone and "Operator’s word only" in gone
    assert [act in text(owner.get("/admin/example/activity")) for act in ("added a witness", "removed a witness")] == [
        True,
        True,
    ]


def test_a_timestamp_is_told_and_why_the_next_fails_only_to_who_runs_the_server(
    owner: Any, admin: Any, deps: Any, site: Any
) -> None:
    assert "No authority is asked." in seen(owner)
    add_pending(deps, site.id, 2)
    integrate_all(deps, site.id)
    stamp = LogTimestamp(site_id=site.id, size=2, authority="https://tsa.example", token=b"", stamped_at=now())
    why = "OutboundFailed: 10.0.0.7:8318 <script>alert(1)</script>"
    task = OutboxTask(site_id=site.id, id=new_id(), kind=STAMP, payload={}, run_at=now(), last_error=why)
    store(deps, [stamp, task])

    page = seen(owner)
    assert "Proven, to whoever trusts a timestamp authority: all 2 entries" in page
    assert "The last timestamp failed. The authority gave no valid answer." in page
    assert "10.0.0.7" not in page and "10.0.0.7" in seen(admin)
    assert_inert(admin.get(PAGE))


def test_a_cosignature_that_does_not_hold_counts_for_nothing(owner: Any, deps: Any, site: Any) -> None:
    press(owner, PAGE, {"vkey": ADA.vkey}, action="/witnesses#witnesses")
    leave_out_acts(deps, site.id)
    add_pending(deps, site.id)
    integrate_all(deps, site.id)
    line = ADA.cosign("example.org/other\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 1).line()
    key_id = ADA.verifier.key_id.hex()
    store(deps, [LogCosignature(site_id="example", size=1, key_id=key_id, line=line, received_at=now())])

    assert "Operator’s word only" in seen(owner)


def test_what_is_no_witness_is_refused_beside_its_field(owner: Any, deps: Any, site: Any) -> None:
    log_key = deps.session.get(Site, site.id).log_vkey
    deps.session.rollback()
    for vkey, why in (("nonsense", "not a verifier key"), (log_key, "a log&#39;s key"), ("", "This is needed.")):
        refused = press(owner, PAGE, {"vkey": vkey}, action="/witnesses#witnesses")
        assert refused.status_code == 422 and why in text(refused), vkey
    press(owner, PAGE, {"vkey": ADA.vkey}, action="/witnesses#witnesses")
    twice = press(owner, PAGE, {"vkey": ADA.vkey}, action="/witnesses#witnesses")
    assert twice.status_code == 422 and "one of the site&#39;s witnesses already" in text(twice)


def test_a_hostile_name_of_a_witness_is_only_shown(owner: Any, site: Any) -> None:
    hostile = Cosigner(fixed_key('"><img/src=x/onerror=alert(1)><script>alert(1)</script>'))
    named = press(owner, PAGE, {"vkey": hostile.vkey}, action="/witnesses#witnesses")

    assert_inert(named)
    assert "onerror=alert(1)" in Page(text(named)).text
    assert_inert(owner.get("/admin/example/activity"))
    assert_inert(owner.get(PAGE, query_string={"record": '"><script>alert(1)</script>'}))


def test_from_a_comment_to_its_evidence_which_an_auditor_believes(
    owner: Any, moderator: Any, deps: Any, site: Any, post: Any
) -> None:
    posted = post()
    integrate_all(deps, site.id)
    comment = f"/admin/example/comments/{posted['comment']['id']}"
    [link] = [
        attributes["href"]
        for tag, attributes in Page(text(owner.get(comment))).elements
        if tag == "a" and "/evidence?record=" in attributes.get("href", "")
    ]
    assert "/evidence?record=" not in text(moderator.get(comment))

    answer = press(owner, link, action="/record#record")

    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="evidence-example-')
    assert answer.headers["Cache-Control"] == "no-store"
    verdict = verify_archive(io.BytesIO(answer.data), Trust([deps.session.get(Site, site.id).log_vkey]))
    assert verdict.outcome.slug == "operators-word", verdict.sentence
    assert [name for name, _ in verdict.files] == [f"receipts/{posted['receipt']['id']}.json"]
    activity = text(owner.get("/admin/example/activity"))
    assert "exported evidence" in activity and "got all the evidence" in activity


def test_the_whole_log_downloads_once_there_is_one(owner: Any, deps: Any, site: Any) -> None:
    assert "has no checkpoint yet" in text(press(owner, PAGE, action="/evidence/log"))
    add_pending(deps, site.id, 3)
    integrate_all(deps, site.id)

    answer = press(owner, PAGE, action="/evidence/log")

    assert answer.mimetype == "application/zip"
    verdict = verify_archive(io.BytesIO(answer.data), Trust([deps.session.get(Site, site.id).log_vkey]))
    assert verdict.outcome.slug == "operators-word", verdict.sentence


def test_a_record_that_is_none_or_another_sites_is_told_beside_the_field(
    owner: Any, site: Any, other_site: Any, post: Any
) -> None:
    theirs = post(at=other_site)["receipt"]["id"]
    for record, why in (("Ada", "is a UUID"), ("", "This is needed."), (theirs, "has no record")):
        refused = press(owner, PAGE, {"record": record}, action="/record#record")
        assert refused.status_code == 422 and refused.mimetype == "text/html" and why in text(refused), record
    assert "exported" not in text(owner.get("/admin/example/activity"))


def test_a_get_downloads_nothing_and_the_hashes_are_published_by_their_box(owner: Any, deps: Any, site: Any) -> None:
    for path in ("record", "log", "witnesses", "tiles"):
        assert owner.get(f"{PAGE}/{path}").status_code in (404, 405), path
    press(owner, PAGE, {"publish_tiles": "y"}, action="/tiles")
    assert deps.session.get(Site, site.id, populate_existing=True).publish_tiles is True
    deps.session.rollback()
    assert ("publish_tiles", "y") in form_of(owner, PAGE, "/tiles").fields
    token = dict(form_of(owner, PAGE, "/tiles").fields)["csrf_token"]
    owner.post(f"{PAGE}/tiles", data={"csrf_token": token})
    assert deps.session.get(Site, site.id, populate_existing=True).publish_tiles is False
