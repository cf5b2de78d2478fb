"""Rules of a site hold what they say, in their order; two admins do not undo each other; a dry run comes first."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa

from commentsvc.models.audit import AuditEvent
from commentsvc.models.finding import findings_of
from tests.support.problems import assert_problem
from tests.support.sites import bearer

GAMBLING = {"name": "Gambling", "kind": "words", "settings": {"words": ["casino*"]}}
HOSTILE = "<script>alert(1)</script>\"'"


@pytest.fixture
def rules(client, site):
    """`rules("POST", "/order", …)`: a call by an admin's program; the answer."""

    def send(method="GET", path="", *, at=site, token=None, **more):
        headers = at.operator() if token is None else bearer(token)
        return client.open(f"{at.url}/rules{path}", method=method, headers=headers, **more)

    return send


@pytest.fixture
def add(rules):
    """`add(on=True, name=…, kind=…, …)`: a new rule, switched on unless told otherwise."""

    def make(*, on=True, **draft):
        answer = rules("POST", json=GAMBLING | draft)
        assert answer.status_code == 201, answer.text
        rule = answer.get_json()
        assert rule["enabled"] is False
        if on:
            rule = rules("PATCH", f"/{rule['id']}", json={"version": rule["version"], "enabled": True}).get_json()
        return rule

    return make


def findings(deps, site, comment):
    deps.session.rollback()
    return findings_of(deps.session, site.id, [uuid.UUID(comment)]).get(uuid.UUID(comment), [])


def status_of(client, site, comment):
    shown = client.get(f"{site.url}/moderation/comments", headers=site.operator()).get_json()["comments"]
    return next(item for item in shown if item["id"] == comment)


@pytest.mark.usefixtures("at_once")
def test_a_rule_holds_what_it_finds_from_when_it_is_switched_on(add, rules, post, client, site, deps):
    rule = add(on=False)
    assert post(body="A casino")["comment"]["status"] == "published"
    rules("PATCH", f"/{rule['id']}", json={"version": 1, "enabled": True})

    held = post(body="Casinos are fun")["comment"]

    assert held["status"] == "pending"
    assert post(body="No gambling")["comment"]["status"] == "published"
    [found] = findings(deps, site, held["id"])
    assert (found.reason, found.verdict, found.rule_id) == ("words", "hold", uuid.UUID(rule["id"]))
    assert found.because == "Rule “Gambling”: “casino*” stands in the text."
    assert status_of(client, site, held["id"])["held_reasons"] == ["words"]


@pytest.fixture
def at_once(deps, site):
    """A site whose comments appear before a moderator has seen them."""
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.change_site import change_site

    change_site(deps, CLI, site.id, {"moderation": "after"})


def test_spam_waits_under_spam_and_its_author_is_told_that_it_waits(add, post, client, site):
    add(effect="spam")

    answer = post(body="casino")["comment"]

    assert answer["status"] == "pending"
    assert status_of(client, site, answer["id"])["status"] == "spam"


def test_one_that_lets_pass_publishes_at_once_unless_one_above_holds(add, rules, publish, post, deps, site):
    ada = {"name": "Ada", "email": "ada@example.org"}
    trusted = add(name="Known", kind="trusted", effect="pass", settings={"published": 1})
    word = add()
    assert post(author=ada)["comment"]["status"] == "pending"
    publish(author=ada)

    passed = post(author=ada, body="A casino")["comment"]
    assert passed["status"] == "published"
    assert [(one.reason, one.verdict) for one in findings(deps, site, passed["id"])] == [("trusted", "pass")]
    listed = rules().get_json()
    assert [rule["id"] for rule in listed["rules"]] == [trusted["id"], word["id"]]
    moved = rules("PUT", "/order", json={"version": listed["version"], "order": [word["id"], trusted["id"]]})
    assert [rule["id"] for rule in moved.get_json()["rules"]] == [word["id"], trusted["id"]]
    assert post(author=ada, body="A casino again")["comment"]["status"] == "pending"


@pytest.mark.usefixtures("at_once")
def test_a_text_that_comes_again_is_held_and_so_is_an_edit(add, post, client, site):
    add(kind="repeated", settings={"copies": 1})
    add()
    first = post(body="Look at this **wonderful** shop")
    assert first["comment"]["status"] == "published"
    assert post(body="look at this wonderful shop!!!")["comment"]["status"] == "pending"

    edited = client.patch(
        f"{site.comments_url}/{first['comment']['id']}",
        json={"body": "Casino"},
        headers=site.headers() | bearer(first["edit_token"]),
    )
    assert edited.get_json()["comment"]["status"] == "pending"


@pytest.mark.usefixtures("at_once")
def test_enough_flags_hold_a_published_comment_back_until_a_moderator_decides(add, post, client, site, deps, decide):
    add(kind="flags", settings={"flags": 2})
    comment = post()["comment"]["id"]

    def flag(address):
        answer = client.post(
            f"{site.comments_url}/{comment}/flags",
            json={},
            headers=site.headers(),
            environ_base={"REMOTE_ADDR": address},
        )
        return answer.status_code

    assert flag("203.0.113.77") == 204
    decide(comment, "remove")
    decide(comment, "restore")
    assert [flag("192.0.2.1"), flag("192.0.2.99")] == [204, 204]
    assert status_of(client, site, comment)["status"] == "published", "one network"
    assert flag("198.51.100.1") == 204
    assert status_of(client, site, comment)["status"] == "pending"
    [found] = findings(deps, site, comment)
    assert (found.reason, found.because) == ("flags", "Rule “Gambling”: 2 readers flagged it.")
    counted = client.get(f"{site.url}/moderation/comments/{comment}/flags", headers=site.operator()).get_json()
    assert counted["count"] == 2, "what came before the decision stays settled"
    assert flag("203.0.113.1") == 404
    acts = deps.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "comment.hold")).all()
    assert [(act.target, act.entry is not None) for act in acts] == [(comment, True)]

    assert decide(comment, "undo")["outcome"] == "conflict"
    decide(comment, "publish")
    assert flag("203.0.113.1") == 204
    assert status_of(client, site, comment)["status"] == "published", "what came before the decision is settled"


def test_two_admins_do_not_undo_each_other(add, rules):
    rule, other = add(on=False), add(on=False, name="Other")
    listed = rules().get_json()
    path = f"/{rule['id']}"

    assert rules("PATCH", path, json={"version": 1, "name": "Theirs"}).get_json()["version"] == 2
    assert_problem(rules("PATCH", path, json={"version": 1, "name": "Mine"}), 409, "conflict")
    assert_problem(rules("DELETE", f"{path}?version=1"), 409, "conflict")
    assert rules("PATCH", path, json={"version": 2, "name": "Theirs"}).get_json()["version"] == 2, "nothing changed"

    order = {"version": listed["version"], "order": [other["id"], rule["id"]]}
    assert rules("PUT", "/order", json=order).status_code == 200
    assert_problem(rules("PUT", "/order", json=order), 409, "conflict")
    version = rules().get_json()["version"]
    for wrong in ([rule["id"]], [rule["id"], rule["id"]], [rule["id"], str(uuid.uuid4())]):
        assert_problem(rules("PUT", "/order", json={"version": version, "order": wrong}), 422, "validation")
    assert rules("DELETE", f"{path}?version=2").status_code == 204
    assert_problem(rules("GET", path), 404, "not-found")
    assert_problem(rules("PUT", "/order", json={"version": version, "order": [other["id"]]}), 409, "conflict")


def test_a_dry_run_says_what_it_would_have_done_and_changes_nothing(add, rules, publish, post, decide, stored, site):
    good, bad = publish(body="My casino story")["comment"]["id"], post(body="casino casino")["comment"]["id"]
    publish(body="Nothing")
    decide(bad, "spam")
    waiting = post(body="The casino closes")["comment"]["id"]
    rule = add(on=False)
    before, listed = stored(site), rules().get_json()

    saved = rules("GET", f"/{rule['id']}/dry-run").get_json()
    draft = rules("POST", "/dry-run", json=GAMBLING).get_json()

    assert saved == draft
    assert saved["looked_at"] == {"published": 2, "refused": 1, "waiting": 1}
    assert saved["found"] == {"published": 1, "refused": 1, "waiting": 1}
    assert [hit["comment"] for hit in saved["comments"]] == [waiting, bad, good]
    assert (stored(site), rules().get_json()) == (before, listed)


def test_a_dry_run_asks_as_it_would_have_been_asked_when_the_comment_came(rules, publish, post):
    ada = {"name": "Ada", "email": "ada@example.org"}
    first = publish(author=ada, body="The very same words")["comment"]["id"]
    second = publish(author=ada, body="the very same WORDS")["comment"]["id"]
    post(author=ada | {"name": "Ada L."})

    def hits(**draft):
        answer = rules("POST", "/dry-run", json={"name": "Try", **draft})
        return [hit["comment"] for hit in answer.get_json()["comments"]]

    assert hits(kind="repeated", settings={"copies": 1}) == [second]
    assert hits(kind="new-author", settings={"fewer_than": 1})[1:] == [first]
    assert hits(kind="trusted", effect="pass", settings={"published": 1}) == [second]


def test_what_makes_no_sense_is_refused_by_field_and_hostile_words_stay_words(rules, add):
    for draft, field in (
        ({"kind": "regex"}, "kind"),
        ({"effect": "pass"}, "effect"),
        ({"name": " \u200b "}, "name"),
        ({"settings": {"words": []}}, "settings.words"),
        ({"settings": {"words": ["ok"], "more": 1}}, "settings.more"),
        ({"id": "x"}, "id"),
    ):
        problem = rules("POST", json=GAMBLING | draft)
        assert_problem(problem, 422, "validation")
        assert field in problem.get_json()["fields"], problem.text
    assert_problem(rules("PATCH", json={"time_zone": "../../etc/passwd"}), 422, "validation")
    rule = add(name=HOSTILE, settings={"words": [HOSTILE]})
    assert rules("GET", f"/{rule['id']}").get_json()["settings"] == {"words": [HOSTILE]}


def test_hours_are_those_of_the_site(rules, add, post, time_machine, site, deps):
    time_machine.move_to("2026-11-29T20:30:00+00:00", tick=True)
    add(kind="closed", settings={"days": ["mon"], "from": "00:00", "to": "06:00"})
    early = post()["comment"]["id"]
    assert rules("PATCH", json={"time_zone": "Asia/Tokyo"}).get_json()["time_zone"] == "Asia/Tokyo"
    late = post()["comment"]["id"]

    assert findings(deps, site, early) == []
    assert [found.reason for found in findings(deps, site, late)] == ["closed"]


def test_every_change_is_written_down_and_committed_to(add, rules, deps, site):
    rule = add()
    rules("PATCH", f"/{rule['id']}", json={"version": 2, "settings": {"words": ["a long word", "casino*"]}})
    rules("DELETE", f"/{rule['id']}?version=3")
    acts = deps.session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action.startswith("rule.")).order_by(AuditEvent.id)
    ).all()

    assert [act.action for act in acts] == ["rule.add", "rule.on", "rule.change", "rule.delete"]
    assert acts[2].detail == {"name": "Gambling", "words": {"added": 1, "removed": 0}}
    assert all(act.entry is not None for act in acts)


def test_another_site_meets_nothing(add, rules, other_site, post, operator_token):
    rule = add()
    path = f"/{rule['id']}"
    assert post(at=other_site, body="casino")["comment"]["status"] == "pending"
    assert rules(at=other_site).get_json()["rules"] == []
    for method, where, body in (
        ("GET", path, None),
        ("PATCH", path, {"version": 2, "name": "x"}),
        ("DELETE", f"{path}?version=2", None),
        ("GET", f"{path}/dry-run", None),
    ):
        assert_problem(rules(method, where, at=other_site, json=body), 404, "not-found")
    assert_problem(rules("PATCH", path, token=operator_token("moderate"), json={"version": 2}), 403, "forbidden")
    assert rules("GET", path).get_json() == rule
