"""The pages of rules: make one, try it, switch it on, move it, and not undo what another admin did."""

from __future__ import annotations

import re
from typing import Any

import pytest

from commentsvc.domain.rules import KINDS
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_rule import add_rule
from commentsvc.usecases.change_rule import RuleChange, change_rule
from commentsvc.usecases.find_rule import RuleDraft
from commentsvc.usecases.list_rules import list_rules
from tests.console.browsing import Forms, form_of, press, text

URL = "/admin/example/rules"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def make(deps: Any, site: Any) -> Any:
    """`make("words", words=[…])`: a rule that is switched off."""

    def add(kind: str, name: str = "A rule", effect: str = "hold", **settings: Any) -> Any:
        return add_rule(deps, CLI, site.id, RuleDraft(name, kind, effect, settings))

    return add


def names(deps: Any, site: Any) -> list[tuple[str, bool]]:
    deps.session.rollback()
    return [(rule.name, rule.enabled) for rule in list_rules(deps, CLI, site.id).rules]


def push(browser: Any, url: str, verb: str, **fields: str) -> Any:
    """Press the one button of the page whose value begins with `verb`."""
    forms = Forms(text(browser.get(url))).found
    [(form, button)] = [(f, b) for f in forms for b in f.buttons if b[1].startswith(verb)]
    return browser.post(form.action or url, data=dict(form.fields) | fields | dict([button]), follow_redirects=True)


def test_a_rule_is_made_tried_switched_on_and_deleted(owner: Any, deps: Any, site: Any, post: Any, publish: Any):
    publish(body=f"My casino {HOSTILE}", author={"name": HOSTILE[:60]})
    assert "No rules yet." in text(owner.get(URL))

    made = press(
        owner, f"{URL}/new/words", {"name": "Gambling", "settings.words": "casino*\r\n\r\nbuy now"}, verb="save"
    )

    shown = text(made)
    assert "saved and switched off" in shown
    assert re.search(r"It would have held back <strong>1 comment</strong> of the last 1 comment", shown)
    assert "“casino*” stands in the text" in shown
    assert "<script>alert" not in shown
    assert "<img src" not in shown
    assert post(body="casino")["comment"]["status"] == "pending"
    assert "“Gambling” is switched on." in text(push(owner, made.request.path, "on:"))
    assert names(deps, site) == [("Gambling", True)]
    held = post(body="casino")["comment"]["id"]
    assert "Rule “Gambling”: “casino*” stands in the text." in text(owner.get(f"/admin/example/comments/{held}"))
    assert "applied to 1 comment so far" in text(owner.get(URL))
    activity = text(owner.get("/admin/example/activity"))
    assert "switched on the rule" in activity
    rule = list_rules(deps, CLI, site.id).rules[0]
    assert "The rule is deleted." in text(push(owner, f"{URL}/{rule.id}", "delete:"))
    assert names(deps, site) == []


def test_what_is_typed_is_tried_without_being_kept_and_what_is_wrong_is_said_beside_its_field(
    owner: Any, deps: Any, site: Any, publish: Any
) -> None:
    publish(body="A casino")
    typed = {"name": HOSTILE, "settings.words": "casino\n<img src=x onerror=alert(2)>"}
    tried = press(owner, f"{URL}/new/words", typed, verb="try")
    assert tried.status_code == 200
    assert "Dry run of what stands above" in text(tried)
    assert "<img src" not in text(tried)
    assert "<script>alert" not in text(tried)
    [form] = [one for one in Forms(text(tried)).found if one.action.endswith("/new/words")]
    assert dict(form.fields)["name"] == HOSTILE
    assert names(deps, site) == []

    refused = press(owner, f"{URL}/new/words", {"name": "", "settings.words": "a*"}, verb="save")
    assert refused.status_code == 422
    assert 'id="name-error"' in text(refused)
    assert 'id="set-words-error"' in text(refused)
    number = press(owner, f"{URL}/new/links", {"name": "x", "settings.more_than": "many"}, verb="save")
    assert (number.status_code, 'id="set-more_than-error"' in text(number), 'value="many"' in text(number)) == (
        422,
        True,
        True,
    )


def test_rules_move_up_and_down_and_a_stale_page_moves_nothing(owner: Any, deps: Any, site: Any, make: Any) -> None:
    first, second = make("flags", "First"), make("flags", "Second")
    stale = form_of(owner, URL, "/rules")
    push(owner, URL, f"up:{second.id}")
    assert [name for name, _ in names(deps, site)] == ["Second", "First"]

    token = dict(stale.fields)["csrf_token"]
    said = owner.post(URL, data={"csrf_token": token, "verb": f"down:{first.id}:2"}, follow_redirects=True)
    assert "Nothing was moved" in text(said)
    assert [name for name, _ in names(deps, site)] == ["Second", "First"]
    for nonsense in ("up", "up:x:1", f"sink:{first.id}:3", f"on:{first.id}:x", f"down:{first.id}:99999999999999999999"):
        assert owner.post(URL, data={"csrf_token": token, "verb": nonsense}, follow_redirects=True).status_code == 200


def test_what_another_admin_saved_in_the_meantime_is_not_undone_unseen(owner: Any, deps: Any, site: Any, make: Any):
    rule = make("words", "Mine", words=["one"])
    form = form_of(owner, f"{URL}/{rule.id}", f"/rules/{rule.id}")
    change_rule(deps, CLI, site.id, rule.id, RuleChange(name="Theirs"), seen=1)

    sent = dict(form.fields) | {"name": "Mine again", "verb": "save"}
    refused = owner.post(f"{URL}/{rule.id}", data=sent)

    assert refused.status_code == 409
    assert "Somebody changed this rule since you opened it." in text(refused)
    assert 'value="Mine again"' in text(refused)
    assert names(deps, site) == [("Theirs", False)]
    again = next(one for one in Forms(text(refused)).found if one.action.endswith(f"/rules/{rule.id}"))
    owner.post(f"{URL}/{rule.id}", data=dict(again.fields) | {"verb": "save"})
    assert names(deps, site) == [("Mine again", False)]


def test_moderators_see_rules_and_change_none(moderator: Any, make: Any, foreigner: Any, deps: Any, site: Any) -> None:
    rule = make("flags", "Flagged")
    page = text(moderator.get(URL))
    assert "Flagged" in page
    assert "Switch on" not in page
    assert moderator.get(f"{URL}/{rule.id}/dry-run").status_code == 200
    assert moderator.get(f"{URL}/{rule.id}").status_code == 403
    assert moderator.get(f"{URL}/new/words").status_code == 403
    for url in (URL, f"{URL}/{rule.id}", f"{URL}/{rule.id}/dry-run"):
        assert foreigner.get(url).status_code == 404
    assert moderator.get(f"{URL}/new/nothing").status_code == 403
    assert names(deps, site) == [("Flagged", False)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_editor(owner: Any, kind: str) -> None:
    page = text(owner.get(f"{URL}/new/{kind}"))

    for field in KINDS[kind].fields:
        assert f'name="settings.{field.name}"' in page
    assert owner.get(f"{URL}/new/x{kind}").status_code == 404


def test_the_clock_is_set_and_nonsense_is_refused(owner: Any, deps: Any, site: Any) -> None:
    assert "The site’s clock is set." in text(push(owner, URL, "clock", time_zone="Europe/Paris"))
    assert "A name such as Europe/Paris" in text(push(owner, URL, "clock", time_zone="../../etc/passwd"))
    deps.session.rollback()
    assert list_rules(deps, CLI, site.id).time_zone == "Europe/Paris"


def test_a_moderator_sees_flags_beside_the_comment_and_clears_them(
    moderator: Any, client: Any, site: Any, publish: Any
) -> None:
    comment = publish()["comment"]["id"]
    url = f"/admin/example/comments/{comment}"
    assert "flagged it" not in text(moderator.get(url))
    client.post(f"{site.comments_url}/{comment}/flags", json={"why": "rude"}, headers=site.headers())
    shown = text(moderator.get(url))
    assert "1 reader flagged it" in shown
    assert "insults or threats: 1" in shown

    assert "Its flags count no more." in text(press(moderator, url, action="/flags"))
    assert "flagged it" not in text(moderator.get(url))


def test_flagged_comments_are_listed_with_the_most_flags_first_until_they_are_settled(
    moderator: Any, client: Any, site: Any, publish: Any, foreigner: Any
) -> None:
    url = "/admin/example/flagged"
    assert "No reader has flagged anything" in text(moderator.get(url))
    some, most = (publish(body=body, author={"name": HOSTILE[:60]})["comment"]["id"] for body in ("First", "Second"))
    for comment, address in ((some, "192.0.2.1"), (most, "192.0.2.1"), (most, "198.51.100.1")):
        where = f"{site.comments_url}/{comment}/flags"
        client.post(where, json={"why": "spam"}, headers=site.headers(), environ_base={"REMOTE_ADDR": address})

    shown = text(moderator.get(url))
    assert shown.index(most) < shown.index(some)
    assert "advertising or spam: 2" in shown
    assert "<script>alert" not in shown
    assert foreigner.get(url).status_code == 404
    listed = client.get(f"{site.url}/moderation/flags", headers=site.operator()).get_json()["flagged"]
    assert [(one["comment"]["id"], one["flags"]["count"]) for one in listed] == [(most, 2), (some, 1)]

    assert "is removed." in text(push(moderator, url, f"remove:{most}")) or most not in text(moderator.get(url))
    form = form_of(moderator, url, "/flagged")
    clear = f"/admin/example/comments/{some}/flags"
    said = moderator.post(clear, data=dict(form.fields) | {"from": "list"}, follow_redirects=True)
    assert "Its flags count no more." in text(said)
    assert "No reader has flagged anything" in text(said)
