"""The sealed proof that may outlive an erasure: off by default, announced, unreadable here, gone at its time."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.domain.escrow_text import escrow_sentence
from commentsvc.errors import Conflict, EscrowError, Forbidden, NotFound, ValidationFailed
from commentsvc.exchange.escrow_file import open_escrow
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.escrow import decode_private, new_escrow_key, unseal
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.database import writing
from commentsvc.models.escrow import SealedProof
from commentsvc.models.passing import OutboxTask
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.delete_expired import delete_expired
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.erase_person import erase_person
from commentsvc.usecases.export_escrow import export_escrow
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import find_subject
from commentsvc.usecases.make_escrow_key import make_escrow_key
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.usecases.run_retention import WORKER, run_retention
from commentsvc.usecases.scrub_storage import scrub_storage
from tests.support.choices import choose, publish_cookie_notice
from tests.support.everything import dump, file_bytes
from tests.support.sites import bearer
from tests.usecases.log_entries import audit, integrate_all

ADDRESS = "ada@example.org"
ADA = {"name": "Ada Byron", "email": ADDRESS, "website": "https://ada.example.org/"}
BODY = "The swordfish is mine"
HERS = ("Ada Byron", "ada.example.org", ADDRESS, "swordfish")


@pytest.fixture
def key(deps: Any, site: Any) -> str:
    """The private key; the site keeps proofs for six months, and its notice says so."""
    private = make_escrow_key(deps, CLI, site.id)
    change_site(deps, CLI, site.id, {"escrow_months": 6})
    publish_notice(deps, CLI, site.id, "en", {})
    return private


def withdraw(client: Any, site: Any, answer: Any) -> str:
    """Take back `publish`, which erases; the number of the record."""
    record: str = answer["receipt"]["id"]
    path = f"/api/v1/sites/{site.id}/consents/{record}/events"
    taken = client.post(
        path, json={"type": "withdrawn", "purpose": "publish"}, headers=bearer(answer["receipt"]["secret"])
    )
    assert taken.status_code in (200, 201), taken.text
    return record


def sealed(deps: Any) -> list[SealedProof]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(SealedProof)))


def erased_event(deps: Any, record: str) -> dict[str, Any]:
    [body] = deps.session.scalars(sa.select(ConsentRecordBody).where(ConsentRecordBody.record_id == uuid.UUID(record)))
    told: dict[str, Any] = json.loads(body.snapshot)
    return told


def opened(deps: Any, site: Any, private: str) -> list[Any]:
    lines = b"".join(export_escrow(deps, CLI, site.id).chunks).splitlines()
    return list(open_escrow(lines, [decode_private(private)]))


def test_off_by_default_nothing_stays(client: Any, deps: Any, site: Any, post: Any) -> None:
    record = withdraw(client, site, post(author=ADA))

    assert sealed(deps) == []
    assert "sealed_until" not in erased_event(deps, record)["record"]
    with pytest.raises(ValidationFailed, match="Nothing was changed"):
        change_site(deps, CLI, site.id, {"escrow_months": 6})
    make_escrow_key(deps, CLI, site.id)
    withdraw(client, site, post(author=ADA))
    assert sealed(deps) == [], "a key alone seals nothing"
    for months in (37, -1):
        with pytest.raises(ValidationFailed):
            change_site(deps, CLI, site.id, {"escrow_months": months})


def test_what_was_announced_is_sealed_and_its_key_opens_a_receipt_that_verifies(
    client: Any, deps: Any, site: Any, post: Any, key: str
) -> None:
    answer = post(author=ADA, body=BODY)
    integrate_all(deps, site.id)
    record = withdraw(client, site, answer)
    integrate_all(deps, site.id)
    audit(deps, site.id)

    [proof] = sealed(deps)
    assert erased_event(deps, record)["record"]["sealed_until"] == f"{proof.expires_at:%Y-%m-%d}"
    assert (proof.expires_at.hour, proof.expires_at.minute, proof.expires_at.second) == (0, 0, 0)
    assert len(proof.sealed) == 8_192 + 32 + 16, "its length says nothing but a step"
    [receipt] = opened(deps, site, key)
    assert receipt.record == record
    assert [event.type for event in receipt.events] == ["given", "withdrawn"]
    assert receipt.events[0].proof is not None
    [notice] = receipt.notices.values()
    assert escrow_sentence("en", 6) in json.loads(notice)["text"]
    text = json.dumps(receipt.as_json())
    assert [word for word in HERS if word.casefold() in text.casefold()] == [], (
        "no name, address, website or text in it"
    )
    trust = Trust(keys=[deps.session.get_one(Site, site.id).log_vkey])
    assert verify_receipt(text, trust).outcome == Outcome.OPERATORS_WORD
    forged = text.replace('\\"publish\\":true', '\\"publish\\":false', 1)
    assert forged != text and verify_receipt(forged, trust).outcome == Outcome.ALTERED


def test_nothing_else_in_the_database_leads_to_it_or_says_it_in_clear(
    client: Any, deps: Any, site: Any, post: Any, key: str
) -> None:
    answer = post(author=ADA, body=BODY)
    deps.session.rollback()
    record = uuid.UUID(answer["receipt"]["id"])
    told = deps.session.scalars(sa.select(ConsentRecordBody).where(ConsentRecordBody.record_id == record)).one()
    subject = str(json.loads(told.snapshot)["record"]["subject_ref"])
    salted = told.snapshot[:200].decode()

    withdraw(client, site, answer)

    engine = deps.session.get_bind()
    rows = dump(engine)["sealed_proof"]
    assert len(rows) == 1 and str(record) not in rows[0] and record.hex not in rows[0]
    everything = "\n".join(row for rows in dump(engine).values() for row in rows).casefold()
    assert [word for word in (*HERS, subject, salted) if word.casefold() in everything] == []
    if engine.dialect.name == "sqlite":
        scrub_storage(deps, site.id, {})
        assert [word for word in HERS if word.encode() in file_bytes(engine)] == []
    assert {column.name for column in SealedProof.__table__.columns} == {"site_id", "id", "sealed", "expires_at"}


def test_neither_another_key_nor_another_site_opens_it(client: Any, deps: Any, site: Any, post: Any, key: str) -> None:
    withdraw(client, site, post(author=ADA))
    [proof] = sealed(deps)
    origin = deps.session.get_one(Site, site.id).log_origin

    assert unseal(proof.sealed, decode_private(key), origin).startswith(b'{"schema":"commentsvc-receipt/1"')
    changed = proof.sealed[:-1] + bytes([proof.sealed[-1] ^ 1])
    for bytes_, private, named in (
        (proof.sealed, new_escrow_key(), origin),
        (proof.sealed, decode_private(key), "comments.test/log/other"),
        (changed, decode_private(key), origin),
        (b"", decode_private(key), origin),
    ):
        with pytest.raises(EscrowError):
            unseal(bytes_, private, named)
    with pytest.raises(Conflict):
        make_escrow_key(deps, CLI, site.id)
    later_key = make_escrow_key(deps, CLI, site.id, follow=True)
    withdraw(client, site, post(author=ADA))
    assert [found is None for found in opened(deps, site, later_key)].count(True) == 1
    assert [found is None for found in opened(deps, site, key)].count(True) == 1


def test_it_goes_at_its_time_and_the_files_are_made_to_forget(
    client: Any, deps: Any, site: Any, post: Any, key: str, later: Any
) -> None:
    withdraw(client, site, post(author=ADA))
    later(days=175)
    delete_expired(deps)
    assert len(sealed(deps)) == 1
    deps.session.execute(sa.delete(OutboxTask))
    deps.session.commit()

    later(days=10)

    assert delete_expired(deps)["sealed_proof"] == 1
    assert sealed(deps) == []
    assert [task.kind for task in deps.session.scalars(sa.select(OutboxTask))] == ["scrub-storage"]
    with pytest.raises(NotFound):
        export_escrow(deps, CLI, site.id)


def test_who_was_told_nothing_has_nothing_sealed_and_nobody_has_more_than_they_were_told(
    client: Any, deps: Any, site: Any, post: Any
) -> None:
    under_older = post(author=ADA)
    make_escrow_key(deps, CLI, site.id)
    change_site(deps, CLI, site.id, {"escrow_months": 6})
    withdraw(client, site, under_older)
    assert sealed(deps) == []
    publish_notice(deps, CLI, site.id, "en", {})
    two = [post(author=ADA), post(author=ADA)]

    change_site(deps, CLI, site.id, {"escrow_months": 36})
    withdraw(client, site, two[0])
    [proof] = sealed(deps)
    assert 178 <= (proof.expires_at - clock.now()).days <= 185, "six months were announced"
    change_site(deps, CLI, site.id, {"escrow_months": 0})
    withdraw(client, site, two[1])
    assert len(sealed(deps)) == 1, "switched off, it is off for everybody"


def test_what_retention_ends_is_not_sealed_and_neither_is_a_choice_in_the_cookie_notice(
    client: Any, deps: Any, site: Any, post: Any, decide: Any, key: str, later: Any
) -> None:
    decide(post(author=ADA)["comment"]["id"], "spam")
    publish_cookie_notice(deps, site)
    chosen = choose(client, site, "statistics")["receipt"]
    later(days=31)
    assert run_retention(deps, WORKER, site.id).gone == {"spam": 1}
    path = f"/api/v1/sites/{site.id}/consents/{chosen['id']}/events"
    client.post(path, json={"type": "withdrawn", "purposes": ["statistics"]}, headers=bearer(chosen["secret"]))

    assert sealed(deps) == []


def test_everything_of_a_person_is_sealed_one_by_one(deps: Any, site: Any, post: Any, key: str) -> None:
    made = [post(author=ADA)["comment"]["id"] for _ in range(3)]
    with writing(deps.session) as session:
        for comment_id in made[:2]:
            session.get_one(Comment, (site.id, uuid.UUID(comment_id))).confirmed_at = clock.now()
    subject = find_subject(deps, find_site(deps, site.id), ADDRESS)
    assert subject is not None

    assert erase_person(deps, find_site(deps, site.id), subject.id, by="reader").finished

    assert len(sealed(deps)) == 2, "what was never confirmed is parted from the address, not erased"
    assert len({receipt.record for receipt in opened(deps, site, key)}) == 2


def test_only_an_admin_of_the_site_takes_them_out_or_makes_its_key(
    client: Any, deps: Any, site: Any, post: Any, key: str
) -> None:
    withdraw(client, site, post(author=ADA))
    stranger = Actor(ref="account:1", name="Zoe", site_id="other", scopes=frozenset({"admin"}))
    exporter = replace(stranger, site_id=site.id, scopes=frozenset({"export"}))
    for actor, refusal in ((stranger, NotFound), (exporter, Forbidden)):
        with pytest.raises(refusal):
            export_escrow(deps, actor, site.id)
        with pytest.raises(refusal):
            make_escrow_key(deps, actor, site.id, follow=True)
    list(export_escrow(deps, CLI, site.id).chunks)
    actions = list(deps.session.scalars(sa.select(AuditEvent.action)))
    assert actions.count("escrow.key") == 1 and actions.count("export.escrow") == 1
    details = json.dumps(list(deps.session.scalars(sa.select(AuditEvent.detail))))
    assert "PRIVATE" not in details
    assert key not in "\n".join(row for rows in dump(deps.session.get_bind()).values() for row in rows)
