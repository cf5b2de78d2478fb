"""Posting: every rule at the door, and one transaction behind it."""

from __future__ import annotations

import secrets
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from commentsvc.ledger.key import encode_key, new_key
from tests.support.problems import assert_problem
from tests.support.sites import bearer, forged
from tests.support.stored import Rows, Stored, count_rows


def send(client: Any, site: Any, draft: dict[str, Any], **headers: str) -> Any:
    return client.post(site.comments_url, json=draft, headers=site.headers() | headers)


def test_a_comment_is_stored_with_its_record_event_salt_and_pending_entry(client, site, draft, deps):
    answer = send(client, site, draft(author={"email": "ada@example.org"})).get_json()

    assert answer["comment"]["status"] == "pending"
    assert answer["comment"]["html"] == "<p>I <em>agree</em>.</p>\n" or "<em>agree</em>" in answer["comment"]["html"]
    assert answer["receipt"]["url"].startswith("http://comments.test/my/example/receipt#")
    assert answer["receipt"]["secret"] in answer["receipt"]["url"].split("#")[1]
    assert count_rows(deps.session.get_bind(), "example") == Rows(1, 1, 1, 1, 1, 1, 1, 1, 1, 0)


@pytest.mark.parametrize("purposes", [{}, {"publish": False}, {"publish": False, "remember-me": True}])
def test_without_the_required_consent_a_comment_is_refused_and_nothing_is_stored(client, site, draft, stored, purposes):
    response = send(client, site, draft(purposes=purposes))

    assert_problem(response, 422, "consent-required")
    assert stored(site) == Stored(comments=0, consent_records=0, pending_entries=0)


@pytest.mark.parametrize("value", ["true", 1, None, "yes", []])
def test_a_consent_is_never_guessed_from_something_like_true(client, site, draft, stored, value):
    assert_problem(send(client, site, draft(purposes={"publish": value})), 422, "validation")
    assert stored(site).comments == 0


def test_a_purpose_the_notice_does_not_offer_is_refused(client, site, draft):
    problem = assert_problem(send(client, site, draft(purposes={"publish": True, "sell": True})), 422, "validation")
    assert "consent.purposes.sell" in problem["fields"]


def test_every_bad_field_is_named_at_once(client, site, draft):
    author = {"name": "\u202e\u200b", "email": "no", "website": "javascript:alert(1)"}
    bad = draft(body="   ", author=author, purposes={})
    named = ("body", "author.name", "author.email", "author.website", "consent.purposes.publish")
    assert_problem(send(client, site, bad), 422, "validation", *named)


def test_unknown_members_are_refused_by_their_path(client, site, draft):
    bad = draft(status="published")
    bad["author"]["admin"] = True
    assert_problem(send(client, site, bad), 422, "validation", "status", "author.admin")


def test_a_form_may_be_sent_once_only(client, site, draft, stored):
    body = draft()
    assert send(client, site, body).status_code == 201
    assert_problem(send(client, site, body), 409, "token-used")
    assert stored(site).comments == 1


def test_a_forged_token_is_refused(client, site, draft):
    body = draft()
    body["consent"]["token"] = forged(body["consent"]["token"])
    assert_problem(send(client, site, body), 422, "token-invalid")


def test_a_token_of_another_site_is_refused(client, site, other_site, draft, stored):
    body, foreign = draft(), draft(at=other_site)
    body["consent"]["token"] = foreign["consent"]["token"]
    assert_problem(send(client, site, body), 422, "token-invalid")
    assert stored(site).comments == 0


def test_a_token_of_another_page_is_refused(client, site, draft):
    body = draft()
    body["page"]["url"] = f"{site.origin}/elsewhere"
    assert_problem(send(client, site, body), 422, "token-invalid")


def test_a_token_of_another_language_is_refused(client, site, draft):
    body, german = draft(), draft(lang="de")
    body["consent"]["token"] = german["consent"]["token"]
    assert_problem(send(client, site, body), 422, "token-invalid")


def test_an_expired_token_comes_back_with_a_fresh_one(client, site, draft, later):
    body = draft()
    later(minutes=121)
    problem = assert_problem(send(client, site, body), 409, "token-expired")

    body["consent"]["token"] = problem["notice"]["token"]
    assert send(client, site, body).status_code == 201


def test_a_changed_notice_is_shown_before_anything_is_stored(client, site, draft, deps, stored):
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.publish_notice import publish_notice

    body = draft()
    newer = publish_notice(deps, CLI, site.id, "en", {"summary": "Something else now."})
    problem = assert_problem(send(client, site, body), 409, "notice-stale")

    assert problem["notice"]["sha256"] == newer.sha256
    assert problem["notice"]["summary"] == "Something else now."
    assert stored(site).comments == 0
    body["consent"] |= {"notice": newer.sha256, "token": problem["notice"]["token"]}
    assert send(client, site, body).status_code == 201


def test_the_same_key_and_body_return_the_same_comment_and_secrets(client, site, draft, stored):
    body, key = draft(), {"Idempotency-Key": secrets.token_urlsafe(16)}
    first = send(client, site, body, **key)
    second = send(client, site, body, **key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert stored(site).comments == 1


def test_the_same_key_with_another_body_is_refused(client, site, draft):
    body, key = draft(), {"Idempotency-Key": secrets.token_urlsafe(16)}
    send(client, site, body, **key)
    assert_problem(send(client, site, body | {"body": "Another."}, **key), 422, "idempotency-mismatch")


def test_a_key_of_one_site_means_nothing_on_another(client, site, other_site, draft, stored):
    key = {"Idempotency-Key": secrets.token_urlsafe(16)}
    send(client, site, draft(), **key)
    answer = send(client, other_site, draft(at=other_site), **key)
    assert answer.status_code == 201
    assert (stored(site).comments, stored(other_site).comments) == (1, 1)


def test_a_key_is_forgotten_after_a_day(client, site, draft, later):
    body, key = draft(), {"Idempotency-Key": secrets.token_urlsafe(16)}
    send(client, site, body, **key)
    later(hours=25)
    assert_problem(send(client, site, body, **key), 409, "token-expired")


def test_a_guessable_key_is_refused(client, site, draft):
    assert_problem(send(client, site, draft(), **{"Idempotency-Key": "1"}), 422, "validation", "Idempotency-Key")


def test_the_answer_to_a_repeated_key_comes_before_the_rate_limit(make_app, site, draft):
    client = make_app(posts_per_minute=1).test_client()
    body, key = draft(), {"Idempotency-Key": secrets.token_urlsafe(16)}
    assert send(client, site, body, **key).status_code == 201
    assert send(client, site, body, **key).status_code == 201
    refused = send(client, site, draft(body="Another."))
    assert assert_problem(refused, 429, "rate-limited")["retry_after"] == int(refused.headers["Retry-After"]) > 0


def test_many_requests_with_one_key_make_one_comment(app, site, draft, stored):
    body, key = draft(), {"Idempotency-Key": secrets.token_urlsafe(16)}
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda: answers.append(send(app.test_client(), site, body, **key))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {a.status_code for a in answers} == {201}, [a.get_data(as_text=True)[:200] for a in answers]
    assert len({a.get_json()["comment"]["id"] for a in answers}) == 1
    assert stored(site).comments == 1


def test_a_page_of_somebody_else_is_refused(client, site, draft):
    body = draft()
    body["page"]["url"] = "https://elsewhere.test/story"
    assert_problem(send(client, site, body), 422, "validation", "page.url")


def test_a_script_of_another_origin_is_refused(client, site, draft, stored):
    response = client.post(site.comments_url, json=draft(), headers={"Origin": "https://evil.test"})
    assert_problem(response, 403, "origin-not-allowed")
    response = client.post(site.comments_url, json=draft())
    assert_problem(response, 403, "origin-not-allowed")
    assert stored(site).comments == 0


def test_replies_nest_to_the_limit_and_then_stay_beside_what_they_answer(client, site, publish):
    chain = [publish(body="0")["comment"]]
    for depth in range(1, 8):
        chain.append(publish(body=str(depth), parent=chain[-1]["id"])["comment"])
    parents = [comment["parent"] for comment in chain]
    ids = [comment["id"] for comment in chain]
    assert parents[1:5] == ids[0:4]
    assert parents[5:] == [ids[3]] * 3, "beyond depth 4 a reply is drawn beside the comment it answers"


def test_in_a_flat_thread_a_reply_stands_on_its_own(site, publish, deps):
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.change_site import change_site

    change_site(deps, CLI, site.id, {"max_depth": 0})
    first = publish(body="0")["comment"]["id"]
    assert publish(body="1", parent=first)["comment"]["parent"] is None


def test_a_reply_to_what_readers_cannot_see_is_refused(client, site, draft, post):
    hidden = post(body="pending")["comment"]["id"]
    assert_problem(send(client, site, draft(parent=hidden)), 404, "not-found")
    assert_problem(send(client, site, draft(parent="018f0000-0000-7000-8000-000000000000")), 404, "not-found")


def test_a_closed_thread_takes_no_comment(client, site, draft, publish, deps, later):
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.change_site import change_site

    publish()
    change_site(deps, CLI, site.id, {"close_after_days": 30})
    assert send(client, site, draft()).status_code == 201
    later(days=31)
    assert_problem(send(client, site, draft()), 403, "thread-closed")


def test_an_address_is_not_stored_when_no_purpose_needs_it(client, site, post, deps):
    post(author={"email": "Ada.Lovelace@Example.org"})
    with deps.session.get_bind().connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            for row in connection.execute(sa.text(f'SELECT * FROM "{table}"')):  # noqa: S608
                assert "lovelace" not in str(tuple(row)).lower(), table


def test_too_many_links_are_refused_and_the_limit_is_said(client, site, draft):
    problem = assert_problem(
        send(client, site, draft(body=" ".join(f"<https://a{i}.test>" for i in range(11)))), 422, "validation"
    )
    assert problem["fields"]["body"] == ["At most 10 links; these are 11."]


def test_a_trusted_authors_later_comment_passes_and_a_strangers_does_not(client, site, draft, publish, post):
    author = {"name": "Grace", "email": "grace@example.org"}
    for n in range(3):
        assert publish(author=author, body=f"Number {n}")["comment"]["status"] == "pending"
    assert post(author=author)["comment"]["status"] == "published"
    assert post(author=author | {"name": "Not Grace"})["comment"]["status"] == "pending"
    assert post(author={"name": "Grace", "email": "other@example.org"})["comment"]["status"] == "pending"
    assert post(author={"name": "Grace"})["comment"]["status"] == "pending"


@pytest.mark.parametrize("action", ["spam", "remove"])
def test_an_author_of_whom_a_moderator_took_one_down_waits_again(publish, post, decide, action):
    author = {"name": "Grace", "email": "grace@example.org"}
    ids = [publish(author=author, body=f"Number {n}")["comment"]["id"] for n in range(4)]
    decide(ids[0], action)
    assert post(author=author)["comment"]["status"] == "pending"


def test_a_site_may_publish_at_once(client, site, post, deps):
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.change_site import change_site

    change_site(deps, CLI, site.id, {"moderation": "after"})
    assert post()["comment"]["status"] == "published"


class Fault(Exception):
    """What stands for a crash."""


class Trap:
    """Lists the statements that write, and raises `Fault` before the one numbered `fail_at` (-1: never)."""

    def __init__(self, engine: Any, fail_at: int) -> None:
        self.engine, self.fail_at, self.seen = engine, fail_at, []

    def __enter__(self) -> Trap:
        event.listen(self.engine, "before_cursor_execute", self._before)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._before)

    def _before(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            self.seen.append(" ".join(statement.split()[:3]))
            if len(self.seen) - 1 == self.fail_at:
                raise Fault(statement)


def _engine(app: Any) -> Any:
    from commentsvc.models import db

    with app.app_context():
        return db.engine


def test_a_fault_between_any_two_writes_leaves_nothing_behind(app, client, site, draft, deps):
    """Law 1, measured: every write of a post is made to fail once, and once the commit itself."""
    key = {"Idempotency-Key": secrets.token_urlsafe(16)}
    body = draft(author={"email": "a@example.org"})
    with Trap(_engine(app), fail_at=-1) as trap:
        send(client, site, body, **key)
    writes = trap.seen
    assert len(writes) >= 11, writes
    before = count_rows(deps.session.get_bind(), site.id)
    for index in range(len(writes)):
        body = draft(author={"email": f"b{index}@example.org"}, page=f"{site.origin}/page-{index}")
        with Trap(_engine(app), fail_at=index):
            response = send(client, site, body, **{"Idempotency-Key": secrets.token_urlsafe(16)})
        assert response.status_code == 500, (index, writes[index])
        assert count_rows(deps.session.get_bind(), site.id) == before, f"half a post after {writes[index]}"
        deps.session.rollback()
    assert send(client, site, draft()).status_code == 201


def test_the_commitment_opens_with_the_stored_salt_and_the_leaf_is_the_entrys(client, site, post, deps):
    from commentsvc.ledger.entry import commitment, parse_leaf
    from commentsvc.ledger.note import NoteVerifier
    from commentsvc.ledger.promise import verify_promise
    from commentsvc.ledger.tree import leaf_hash
    from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, RecordSalt
    from commentsvc.models.log import LogEntry
    from commentsvc.models.site import Site

    answer = post()
    session = deps.session
    session.rollback()
    stub = session.scalars(sa.select(ConsentRecord)).one()
    happened = session.scalars(sa.select(ConsentEvent)).one()
    body = session.scalars(sa.select(ConsentRecordBody)).one()
    salt = session.scalars(sa.select(RecordSalt)).one().salt
    entry = session.get(LogEntry, (site.id, happened.entry))
    stored = session.get(Site, site.id)

    assert (
        commitment(salt, body.snapshot) == happened.commitment == stub.commitment == parse_leaf(entry.data).commitment
    )
    assert leaf_hash(entry.data) == entry.leaf_hash
    assert str(stub.id) == answer["receipt"]["id"]
    verify_promise(
        NoteVerifier.parse(stored.log_vkey),
        stored.log_origin,
        entry.leaf_hash,
        round(entry.deadline.timestamp() * 1000),
        entry.promise,
    )


def test_an_edit_token_is_not_a_receipt_secret(client, site, post):
    answer = post()
    assert answer["edit_token"] != answer["receipt"]["secret"]
    response = client.get(f"{site.url}/consents/{answer['receipt']['id']}", headers=bearer(answer["edit_token"]))
    assert_problem(response, 404, "not-found")


@pytest.mark.parametrize("trouble", ["gone", "another log's"])
def test_without_the_logs_own_key_nothing_is_promised_and_so_nothing_is_stored(
    app, client, site, draft, stored, trouble
):
    path = app.extensions["commentsvc"].settings.key_dir / f"{site.id}.key"
    kept = path.read_text()
    body = draft()
    path.unlink()
    if trouble != "gone":
        path.write_text(encode_key(new_key("comments.test/log/example")))

    problem = assert_problem(client.post(site.comments_url, json=body, headers=site.headers()), 503, "unavailable")
    assert "signed" in problem["detail"] and stored(site).consent_records == 0
    path.unlink(missing_ok=True)
    path.write_text(kept)
    assert client.post(site.comments_url, json=body, headers=site.headers()).status_code == 201
