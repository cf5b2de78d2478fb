"""The site answers itself: at once, marked as its own, with a record that claims no consent; and what stands around."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

import pytest

from commentsvc.errors import Conflict, Forbidden, NotFound, ValidationFailed
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, events_of
from commentsvc.models.database import writing
from commentsvc.models.erasing import comment_of_record
from commentsvc.usecases.access import CLI
from commentsvc.usecases.comment_context import comment_context
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.edit_staff_reply import edit_staff_reply
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.export_consent_log import ConsentLogFilter, export_consent_log
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_activity import list_activity
from commentsvc.usecases.reply_as_staff import StaffReply, reply_as_staff
from tests.support.everything import tables_with
from tests.support.reply_mail import ADDRESS, WANTED, Postman, confirm_link, plain, press
from tests.support.smtp import mail_server
from tests.usecases.log_entries import integrate_all

MIA = Actor(ref="account:mia", name="Mia", site_id="example", scopes=frozenset({"moderate"}))


def answer_to(deps, posted, body="We *corrected* it.", **how):
    deps.session.rollback()
    return reply_as_staff(deps, MIA, "example", StaffReply(uuid.UUID(posted["comment"]["id"]), body, **how))


def snapshots(deps, record):
    deps.session.rollback()
    return [json.loads(body.snapshot) for _, body in events_of(deps.session, "example", record) if body]


def test_the_answer_is_public_at_once_in_the_sites_name_and_marked(client, site, deps, publish):
    asked = publish(body="Is this right?")
    item = answer_to(deps, asked)
    answer_to(deps, asked, "So say I.", name="member")

    shown = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    (top,) = shown["comments"]
    assert shown["thread"]["count"] == 3
    assert [(reply["author"], reply["html"]) for reply in top["replies"]] == [
        ({"name": "Example", "website": None, "staff": True}, "<p>We <em>corrected</em> it.</p>"),
        ({"name": "Mia", "website": None, "staff": True}, "<p>So say I.</p>"),
    ]
    assert "staff" not in top["author"]
    page = client.get(f"/t/{site.id}/", query_string={"url": site.page, "lang": "de"}).get_data(as_text=True)
    assert page.count(">Redaktion<") == 2
    assert (item.staff, item.author, item.status) == (True, None, "published")


def test_its_record_is_the_operators_own_word_and_stands_in_no_consent_log(deps, site, publish):
    asked = publish()
    item = answer_to(deps, asked)

    assert deps.session.get_one(ConsentRecord, ("example", item.record)).kind == "staff"
    (told,) = snapshots(deps, item.record)
    assert (told["event"]["type"], told["event"]["state"], told["event"]["purposes"]) == ("stated", "stated", {})
    assert (told["record"]["said_by"], told["record"]["context"]["comment_id"]) == ("account:mia", str(item.id))
    assert "corrected" not in json.dumps(told), "of the text only its hash is committed to"
    integrate_all(deps, "example")
    listed = {str(row.record) for row in export_consent_log(deps, CLI, "example", ConsentLogFilter())}
    assert listed == {asked["receipt"]["id"]}


def test_moderators_change_it_and_take_it_down_and_the_trail_says_who(deps, site, publish):
    item = answer_to(deps, publish())
    bo = replace(MIA, ref="account:bo", name="Bo")

    edited = edit_staff_reply(deps, bo, "example", item.id, "We corrected it *today*.")
    edit_staff_reply(deps, bo, "example", item.id, "We corrected it *today*.")
    (outcome,) = decide_comments(deps, bo, "example", [DecisionDraft(item.id, "remove")])

    assert (edited.author_name, edited.html, edited.staff) == (
        "Example",
        "<p>We corrected it <em>today</em>.</p>",
        True,
    )
    assert (outcome.outcome, outcome.status) == ("done", "removed")
    first, second = snapshots(deps, item.record)
    assert (second["event"]["type"], second["record"]["said_by"]) == ("corrected", "account:bo")
    assert first["record"]["text_sha256"] != second["record"]["text_sha256"]
    admin = replace(bo, scopes=frozenset({"admin"}))
    acts = [(act.by, act.action) for act in list_activity(deps, admin, "example").acts][:3]
    assert acts == [("Bo", "comment.remove"), ("Bo", "comment.reply-edit"), ("Mia", "comment.reply")]


def test_it_can_be_erased_and_leaves_nothing(deps, site, publish):
    item = answer_to(deps, publish(), "About swordfish")
    with writing(deps.session) as session:
        comment = comment_of_record(session, "example", item.record, lock=True)
        erase_in_transaction(deps, find_site(deps, "example"), comment, by="moderator")

    assert tables_with(deps.session.get_bind(), "swordfish") == []
    assert deps.session.get_one(Comment, ("example", item.id)).status == "erased"


def test_what_is_not_public_not_here_or_a_readers_own_is_refused(deps, site, other_site, post, publish):
    waiting, public, elsewhere = post(), publish(), publish(at=other_site)

    for posted, error in ((waiting, Conflict), (elsewhere, NotFound)):
        with pytest.raises(error):
            answer_to(deps, posted)
    for body, field in (("", "body"), ("x" * 20_000, "body")):
        with pytest.raises(ValidationFailed) as refused:
            answer_to(deps, public, body)
        assert list(refused.value.fields) == [field]
    with pytest.raises(Conflict):
        edit_staff_reply(deps, MIA, "example", uuid.UUID(public["comment"]["id"]), "Not yours")
    with pytest.raises(NotFound):
        edit_staff_reply(deps, MIA, "example", uuid.UUID(elsewhere["comment"]["id"]), "Not here")
    reply = StaffReply(uuid.UUID(public["comment"]["id"]), "No")
    with pytest.raises(Forbidden):
        reply_as_staff(deps, replace(MIA, scopes=frozenset({"export"})), "example", reply)


class TestTellsWhomItAnswers:
    @pytest.fixture
    def server(self):
        with mail_server() as running:
            yield running

    @pytest.fixture
    def overrides(self, server):
        return server.settings

    def test_as_any_answer_does(self, deps, client, publish, server):
        postman = Postman(deps, server.box)
        asked = publish(author={"name": "Mia Moreau", "email": ADDRESS}, purposes=WANTED)
        assert press(client, confirm_link(postman.carry_one()), "yes").status_code == 200

        answer_to(deps, asked, "We corrected it.")

        (mail,) = postman.carry()
        assert "We corrected it." in plain(mail)


def test_one_call_tells_all_that_is_around_a_comment(deps, site, post, publish, decide):
    ada = {"name": "Ada", "email": ADDRESS}
    root = publish(body="Root", author=ada)
    above = publish(body="Above", parent=root["comment"]["id"])
    first = publish(body="First", parent=above["comment"]["id"])
    mine = publish(body="Mine", parent=above["comment"]["id"], author=ada)
    post(body="Under", parent=mine["comment"]["id"])
    answer_to(deps, mine, "From us")
    decide(post(body="Other page", page=f"{site.origin}/b", author=ada)["comment"]["id"], "spam")
    deps.session.rollback()

    found = comment_context(deps, MIA, "example", uuid.UUID(mine["comment"]["id"]))

    told = {
        place: [item.body for item in getattr(found, place)] for place in ("ancestors", "before", "after", "replies")
    }
    assert told == {"ancestors": ["Root", "Above"], "before": ["First"], "after": [], "replies": ["Under", "From us"]}
    assert str(found.before[0].id) == first["comment"]["id"]
    assert found.author.comments == {"published": 2, "spam": 1}
    assert [item.body for item in found.author.latest] == ["Other page", "Root"]
    assert (found.author.confirmed, found.author.first_seen is not None) == (False, True)
    assert (found.state, found.review.kind, found.review.notice.lang) == ("given", "consent", "en")
    assert [decision.action for decision in found.review.decisions] == ["publish"]
    assert ADDRESS not in repr(found)

    ours = comment_context(deps, MIA, "example", found.replies[1].id)
    assert (ours.state, ours.author, ours.review.notice) == ("stated", None, None)
    with pytest.raises(NotFound):
        comment_context(deps, MIA, "example", uuid.uuid4())
