"""The layers of the served form: what fills a trap, hurries, repeats or floods waits or is spam, and says why."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import timedelta
from hashlib import pbkdf2_hmac
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from commentsvc import clock
from commentsvc.models.comment import Comment
from commentsvc.models.finding import findings_of
from commentsvc.models.fingerprint import Fingerprint
from commentsvc.models.spam_policy import proofs_since
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.change_spam_settings import change_spam_settings
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.delete_expired import delete_expired
from tests.support.problems import assert_problem
from tests.support.sites import make_draft

Json = dict[str, Any]
LONG = "The street lights were out again last night, and nobody at the council answers the telephone about it."


@pytest.fixture
def overrides() -> Json:
    """The layers judge, and a proof costs next to nothing."""
    return {"spam_layers": True, "proof_cost": 10}


@pytest.fixture
def people(client: Any, site: Any, deps: Any) -> Callable[..., Any]:
    """`people(seconds=…, body=…)`: a form is opened, and sent after so many seconds. What is doubtful is asked for no
    proof, what nothing is found in is published at once.
    """
    change_site(deps, CLI, site.id, {"moderation": "after"})
    change_spam_settings(deps, CLI, site.id, {"proof": "nobody"})

    def write(seconds: float = 20, at: Any = None, **changes: Any) -> Any:
        with time_machine.travel(at or clock.now(), tick=False) as moment:
            draft = make_draft(client, site, **changes)
            moment.shift(seconds)
            return client.post(site.comments_url, json=draft, headers=site.headers())

    return write


def found(deps: Any, site: Any, answer: Any) -> tuple[str, dict[str, str]]:
    """The status of the comment that `answer` tells of, and what was found in it, by reason."""
    deps.session.rollback()
    deps.session.expire_all()

    assert answer.status_code == 201, answer.json
    number = UUID(answer.json["comment"]["id"])
    rows = findings_of(deps.session, site.id, [number]).get(number, [])
    return deps.session.get_one(Comment, (site.id, number)).status, {row.reason: row.because for row in rows}


def solved(challenge: Json) -> str:
    """ALTCHA's payload for `challenge`, found by trying."""
    asked = challenge["parameters"]
    nonce, salt = bytes.fromhex(asked["nonce"]), bytes.fromhex(asked["salt"])
    for counter in range(1000):
        key = pbkdf2_hmac("sha256", nonce + counter.to_bytes(4, "big"), salt, asked["cost"], asked["keyLength"]).hex()
        if key.startswith(asked["keyPrefix"]):
            told = {"challenge": challenge, "solution": {"counter": counter, "derivedKey": key}}
            return b64encode(json.dumps(told).encode()).decode()
    raise AssertionError("no counter solves it")


def test_a_comment_that_a_person_wrote_is_published_with_nothing_found(people: Any, deps: Any, site: Any) -> None:
    assert found(deps, site, people(body=LONG)) == ("published", {})


def test_a_filled_trap_is_spam_with_its_reason_and_its_sender_is_told_nothing(
    people: Any, deps: Any, site: Any
) -> None:
    answer = people(form={"trap": "Buy pills"})
    status, why = found(deps, site, answer)
    assert status == "spam"
    assert why == {"trap": "A field that no person sees was filled in. Only programs do that."}
    assert answer.json["comment"]["status"] == "pending"


@pytest.mark.parametrize("filled", ["Ada", "ada@example.org", "https://ada.example/", "ada.example", " ADA "])
def test_what_a_program_of_the_readers_own_fills_in_makes_nobody_spam(
    people: Any, deps: Any, site: Any, filled: str
) -> None:
    author = {"name": "Ada", "email": "ada@example.org", "website": "https://ada.example"}
    status, why = found(deps, site, people(author=author, form={"trap": filled}))
    assert (status, list(why)) == ("pending", ["trap"])
    assert "ada@" not in why["trap"]


def test_a_form_sent_faster_than_a_person_can_waits(people: Any, deps: Any, site: Any) -> None:
    status, why = found(deps, site, people(seconds=0.4))
    assert status == "pending"
    assert why == {"quick": "It was sent 0.4 seconds after its form was opened. A person takes longer."}
    assert found(deps, site, people(seconds=2)) == ("published", {})


def test_a_form_that_got_a_fresh_token_was_opened_when_it_was_opened(
    client: Any, deps: Any, site: Any, people: Any
) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        draft = make_draft(client, site)
        moment.shift(timedelta(days=2))
        refused = client.post(site.comments_url, json=draft, headers=site.headers())
        assert_problem(refused, 409, "token-expired")
        draft["consent"]["token"] = refused.json["notice"]["token"]
        sent_by_itself = client.post(site.comments_url, json=draft, headers=site.headers())
    assert found(deps, site, sent_by_itself) == ("published", {})


def test_the_same_text_again_waits_and_so_does_nearly_the_same(people: Any, deps: Any, site: Any) -> None:
    people(body=LONG)
    status, why = found(deps, site, people(body=LONG.upper() + "!", page=f"{site.origin}/other"))
    assert (status, why) == ("pending", {"repeated": "On this site another comment says the same, or nearly."})
    status, why = found(deps, site, people(body=LONG.replace("again ", "")))
    assert (status, why) == ("pending", {"repeated": "On this site 2 other comments say the same, or nearly."})
    other = "Street lights cost more than they give, whatever the council says about safety at night on the old road."
    assert found(deps, site, people(body=other)) == ("published", {})


def test_short_words_may_be_said_by_everybody(people: Any, deps: Any, site: Any) -> None:
    people(body="Thank you, I agree!")
    assert found(deps, site, people(body="Thank you, I agree!")) == ("published", {})


def test_exactly_what_a_moderator_called_spam_is_spam_until_the_moderator_takes_that_back(
    people: Any, deps: Any, site: Any
) -> None:
    first = UUID(people(body=LONG).json["comment"]["id"])
    decide_comments(deps, CLI, site.id, [DecisionDraft(first, "spam", "")])
    status, why = found(deps, site, people(body=LONG))
    assert (status, why) == ("spam", {"repeated": "A moderator called exactly this text spam before."})
    assert found(deps, site, people(body=LONG.replace("again ", "")))[0] == "pending"
    decide_comments(deps, CLI, site.id, [DecisionDraft(first, "undo", "")])
    assert found(deps, site, people(body=LONG))[0] == "pending"


def test_whoever_was_copied_is_not_silenced_by_what_becomes_of_the_copy(
    client: Any, people: Any, deps: Any, site: Any
) -> None:
    mine = people(body=LONG)
    copy = UUID(people(body=LONG, author={"name": "Copy", "website": "https://cheap.example"}).json["comment"]["id"])
    decide_comments(deps, CLI, site.id, [DecisionDraft(copy, "spam", "")])

    token = {"Authorization": f"Bearer {mine.json['edit_token']}"}
    url = f"{site.comments_url}/{mine.json['comment']['id']}"
    assert found(deps, site, people(body=LONG))[0] == "pending", "the text is published, too"
    assert client.patch(url, json={"author": {"name": "Ada B."}}, headers=site.headers() | token).status_code == 200
    assert found(deps, site, mine)[0] == "pending"


def test_what_a_layer_alone_called_spam_condemns_no_other(people: Any, deps: Any, site: Any) -> None:
    people(body=LONG, form={"trap": "x"})
    assert found(deps, site, people(body=LONG))[0] == "pending"


def test_many_from_one_network_wait_and_ten_minutes_later_nobody_does(people: Any, deps: Any, site: Any) -> None:
    change_spam_settings(deps, CLI, site.id, {"flood_limit": 2})
    start = clock.now()
    for _ in range(2):
        assert found(deps, site, people(at=start))[0] == "published"
    status, why = found(deps, site, people(at=start))
    assert status == "pending"
    assert why == {"flood": "2 other comments came from the same part of the network within 10 minutes."}
    assert found(deps, site, people(at=start + timedelta(minutes=11))) == ("published", {})


def test_many_links_to_one_domain_wait_but_not_those_to_the_site(people: Any, deps: Any, site: Any) -> None:
    change_spam_settings(deps, CLI, site.id, {"link_limit": 1})
    people(body="See https://www.pills.example/a")
    status, why = found(deps, site, people(body="Look: [here](https://pills.example/b)"))
    assert (status, why) == ("pending", {"same-link": "1 other comments within an hour link to pills.example, too."})
    people(body=f"As {site.origin}/news said")
    assert found(deps, site, people(body=f"And {site.origin}/news/b")) == ("published", {})


def test_codes_go_with_their_comment_and_by_their_time(
    client: Any, people: Any, deps: Any, site: Any, other_site: Any
) -> None:
    answer = people(body=f"{LONG} https://pills.example/a").json
    deps.session.rollback()
    kinds = sa.select(Fingerprint.kind, sa.func.count()).group_by(Fingerprint.kind)
    kept = dict(deps.session.execute(kinds).all())
    assert kept == {"text": 1, "near": 3, "link": 1, "range": 1}
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        delete_expired(deps)
        assert dict(deps.session.execute(kinds).all()) == {"text": 1, "near": 3}
    deps.session.rollback()
    token = {"Authorization": f"Bearer {answer['edit_token']}"}
    gone = client.delete(f"{site.comments_url}/{answer['comment']['id']}", headers=site.headers() | token)
    assert gone.status_code == 200
    deps.session.rollback()
    assert deps.session.execute(kinds).all() == []


def test_an_edited_comment_is_compared_by_its_new_text(client: Any, people: Any, deps: Any, site: Any) -> None:
    people(body=LONG)
    mine = people(body="Something else entirely, at some length, about the swifts.")
    token = {"Authorization": f"Bearer {mine.json['edit_token']}"}
    url = f"{site.comments_url}/{mine.json['comment']['id']}"
    changed = client.patch(url, json={"body": LONG}, headers=site.headers() | token)
    assert changed.status_code == 200
    assert found(deps, site, mine)[0] == "pending"


def test_the_doubtful_are_asked_for_a_proof_and_with_it_wait_as_they_would(
    client: Any, people: Any, deps: Any, site: Any
) -> None:
    change_spam_settings(deps, CLI, site.id, {"proof": "doubtful"})
    draft = make_draft(client, site)
    refused = client.post(site.comments_url, json=draft, headers=site.headers())
    assert_problem(refused, 422, "challenge-failed")
    assert deps.session.scalar(sa.select(sa.func.count()).select_from(Fingerprint)) == 0

    draft["form"] = {"proof": solved(refused.json["challenge"])}
    status, why = found(deps, site, client.post(site.comments_url, json=draft, headers=site.headers()))

    assert (status, list(why)) == ("pending", ["quick"])
    assert proofs_since(deps.session, site.id, clock.now().date()) == (1, 1)
    assert found(deps, site, people(seconds=30)) == ("published", {})
    trapped = make_draft(client, site)
    refused = client.post(site.comments_url, json=trapped | {"form": {"trap": "x"}}, headers=site.headers())
    assert_problem(refused, 422, "challenge-failed")
    trapped["form"] = {"trap": "x", "proof": solved(refused.json["challenge"])}
    assert found(deps, site, client.post(site.comments_url, json=trapped, headers=site.headers()))[0] == "spam"


def test_certain_spam_is_asked_like_everybody_so_that_its_sender_learns_nothing(
    client: Any, people: Any, deps: Any, site: Any
) -> None:
    change_spam_settings(deps, CLI, site.id, {"proof": "all"})
    assert_problem(people(form={"trap": "x"}), 422, "challenge-failed")
    assert_problem(people(), 422, "challenge-failed")
    status, why = found(deps, site, people(form={"trap": "x", "proof": "unable"}))
    assert (status, list(why)) == ("spam", ["trap"])


def test_a_solution_serves_one_form_once_and_nothing_that_is_wrong_is_taken(
    client: Any, people: Any, deps: Any, site: Any
) -> None:
    change_spam_settings(deps, CLI, site.id, {"proof": "all"})

    def refused(draft: Json) -> Json:
        answer = client.post(site.comments_url, json=draft, headers=site.headers())
        assert_problem(answer, 422, "challenge-failed")
        challenge: Json = answer.json["challenge"]
        return challenge

    draft = make_draft(client, site)
    challenge = refused(draft)
    right = solved(challenge)
    told = json.loads(b64decode(right))
    cheap = {**told, "challenge": {**challenge, "parameters": {**challenge["parameters"], "keyPrefix": ""}}}
    short = {**told, "solution": {"counter": 0, "derivedKey": challenge["parameters"]["keyPrefix"]}}
    for wrong in (cheap, short, {}, [], {"challenge": {}, "solution": {}}, told | {"solution": None}):
        refused(draft | {"form": {"proof": b64encode(json.dumps(wrong).encode()).decode()}})
    endless = b64encode(b'{"challenge": {"parameters": {"a": Infinity}, "signature": "x"}, "solution": {"counter": 0}}')
    for wrong_text in (endless.decode(), "", "x", "[" * 4000, "é", right[:-8]):
        refused(draft | {"form": {"proof": wrong_text}})
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        refused(draft | {"form": {"proof": right}})
    refused(make_draft(client, site) | {"form": {"proof": right}})
    taken = client.post(site.comments_url, json=draft | {"form": {"proof": right}}, headers=site.headers())
    assert taken.status_code == 201
    again = client.post(site.comments_url, json=draft | {"form": {"proof": right}}, headers=site.headers())
    assert_problem(again, 409, "token-used")


def test_a_form_that_cannot_calculate_is_held_and_not_refused(people: Any, deps: Any, site: Any) -> None:
    change_spam_settings(deps, CLI, site.id, {"proof": "all"})
    status, why = found(deps, site, people(form={"proof": "unable"}))
    assert status == "pending"
    assert why == {"unproven": "Its form could not do the proof of work that this site asks for."}


@pytest.mark.parametrize("form", [{"trap": 1}, {"trap": "x" * 5000}, {"proof": []}, {"other": "x"}, [], "x"])
def test_what_is_no_form_is_refused(client: Any, site: Any, form: Any) -> None:
    draft = make_draft(client, site) | {"form": form}
    assert_problem(client.post(site.comments_url, json=draft, headers=site.headers()), 422, "validation")
