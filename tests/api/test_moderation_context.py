"""The moderators' calls around one comment: what is known of it, answering as the site, undoing just one decision."""

from __future__ import annotations

import uuid

import pytest

from tests.support.problems import assert_problem
from tests.support.sites import bearer


def send(client, site, method, path, body=None, token=None):
    headers = bearer(token) if token else site.operator()
    return client.open(f"{site.url}/moderation{path}", method=method, json=body, headers=headers)


def test_the_context_of_a_comment_has_no_address_in_it(client, site, publish):
    answer = publish(author={"name": "Ada", "email": "ada@example.net"})

    response = send(client, site, "GET", f"/comments/{answer['comment']['id']}/context")

    found = response.get_json()
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert found["comment"]["id"] == answer["comment"]["id"]
    assert found["author"]["comments"] == {"published": 1}
    assert (found["consent"]["state"], found["consent"]["purposes"]["publish"]) == ("given", True)
    assert [decision["action"] for decision in found["decisions"]] == ["publish"]
    assert "ada@example.net" not in response.text


def test_a_program_answers_as_the_site_and_corrects_what_it_said(client, site, publish):
    asked = publish()["comment"]["id"]

    made = send(client, site, "POST", "/replies", {"parent": asked, "body": "We <script>alert(1)</script> *see*."})
    reply = made.get_json()["comment"]
    changed = send(client, site, "PATCH", f"/replies/{reply['id']}", {"body": "We *saw*."})

    assert (made.status_code, reply["author"]["name"], reply["author"]["staff"]) == (201, "Example", True)
    assert "<script" not in reply["html"]
    assert (changed.status_code, changed.get_json()["comment"]["html"]) == (200, "<p>We <em>saw</em>.</p>")
    assert_problem(send(client, site, "POST", "/replies", {"parent": str(uuid.uuid4()), "body": "x"}), 404, "not-found")
    assert_problem(send(client, site, "PATCH", f"/replies/{asked}", {"body": "x"}), 409, "conflict")


@pytest.mark.parametrize("who", ["nobody", "elsewhere", "other scope"])
def test_strangers_learn_and_change_nothing(client, site, other_site, operator_token, publish, who):
    asked = publish()["comment"]["id"]
    token, status, slug = {
        "nobody": ("nobody", 401, "not-authorised"),
        "elsewhere": (other_site.token, 404, "not-found"),
        "other scope": (operator_token("export"), 403, "forbidden"),
    }[who]

    for method, path, body in (
        ("GET", f"/comments/{asked}/context", None),
        ("GET", "/changes", None),
        ("POST", "/replies", {"parent": asked, "body": "x"}),
        ("PATCH", f"/replies/{asked}", {"body": "x"}),
    ):
        assert_problem(send(client, site, method, path, body, token), status, slug)


def test_an_undo_that_names_its_decision_takes_back_no_other(client, site, publish, decide):
    comment = publish()["comment"]["id"]
    mine = send(client, site, "GET", f"/comments/{comment}/context").get_json()["decisions"][0]["id"]
    decide(comment, "spam")
    undo = {"decisions": [{"comment": comment, "action": "undo", "decision": mine}]}

    (refused,) = send(client, site, "POST", "/decisions", undo).get_json()["outcomes"]
    decide(comment, "undo")
    (done,) = send(client, site, "POST", "/decisions", undo).get_json()["outcomes"]

    assert (refused["outcome"], refused["status"]) == ("conflict", "spam")
    assert refused["detail"].endswith("Take that back first.")
    assert (done["outcome"], done["status"]) == ("done", "pending")
