"""Nothing typed of a notice is lost: drafts on the server, two admins at once, a session that ended, a stale form."""

from __future__ import annotations

from typing import Any

from tests.console.browsing import Forms, form_of, press, send, text
from tests.console.test_notice_editor import ACTION, EDITOR, in_force
from tests.support.pages import Page

LIST = "/admin/example/notice"


def field(answer: Any, name: str) -> str:
    (form,) = [form for form in Forms(text(answer)).found if form.action.endswith(ACTION)]
    return dict(form.fields)[name]


def test_what_was_previewed_is_there_again_until_it_is_published(owner: Any, client: Any, site: Any) -> None:
    press(owner, EDITOR, {"title": "Half a ti", "offer": []}, action=ACTION, preview="yes")
    opened = owner.get(EDITOR)
    assert (field(opened, "title"), field(opened, "draft")) == ("Half a ti", "1")
    assert "A draft by <bdi>Olga</bdi>" in text(opened)
    assert ("offer", "remember-me") not in form_of(owner, EDITOR, ACTION).fields
    assert "Half a ti" not in text(owner.get(LIST))
    assert "Go on<span" in text(owner.get(LIST))
    press(owner, EDITOR, action=ACTION, publish="yes")
    assert in_force(client, site)["title"] == "Half a ti"
    assert field(owner.get(EDITOR), "draft") == ""
    assert "Go on<span" not in text(owner.get(LIST))


def test_what_cannot_be_published_is_kept_as_well_and_a_draft_can_be_given_up(owner: Any) -> None:
    press(owner, EDITOR, {"title": "", "summary": "<script>alert(1)</script>"}, action=ACTION, publish="yes")
    opened = owner.get(EDITOR)
    assert field(opened, "title") == ""
    assert "&lt;script&gt;alert(1)" in text(opened) and "<script>alert(1)" not in text(opened)
    answer = press(owner, EDITOR, action=ACTION, discard="yes")
    assert "The draft is discarded." in text(answer)
    assert field(owner.get(EDITOR), "title") == "Before you publish"


def test_going_back_to_what_is_in_force_leaves_no_draft(owner: Any) -> None:
    press(owner, EDITOR, action=ACTION, preview="yes")
    assert field(owner.get(EDITOR), "draft") == ""
    press(owner, EDITOR, {"title": "Other"}, action=ACTION, keep="yes")
    press(owner, EDITOR, {"title": "Before you publish"}, action=ACTION, keep="yes")
    assert field(owner.get(EDITOR), "draft") == ""


def test_a_second_admin_sees_whose_draft_it_is_and_overwrites_it_only_knowingly(
    owner: Any, sign_in: Any, site: Any
) -> None:
    grace = sign_in("grace@example.org", name="Grace <i>", site_id=site.id, role="admin")
    theirs = form_of(grace, EDITOR, ACTION)
    press(owner, EDITOR, {"title": "Olga’s"}, action=ACTION, keep="yes")
    assert "A draft by <bdi>Olga</bdi>" in text(grace.get(EDITOR))
    fields = [(name, "Grace’s" if name == "title" else value) for name, value in theirs.fields]
    clash = send(grace, theirs.action, [*fields, ("keep", "yes")])
    assert clash.status_code == 409
    assert "<bdi>Olga</bdi> kept another draft" in text(clash)
    assert field(clash, "title") == "Grace’s"
    assert field(owner.get(EDITOR), "title") == "Olga’s"
    send(grace, theirs.action, [*fields, ("overwrite", "yes")])
    assert field(owner.get(EDITOR), "title") == "Grace’s"
    assert "A draft by <bdi>Grace &lt;i&gt;</bdi>" in text(owner.get(EDITOR))
    assert "<bdi>Grace &lt;i&gt;</bdi>" in text(owner.get(LIST))


def test_a_draft_of_another_site_is_nobodys_business(
    owner: Any, foreigner: Any, moderator: Any, other_site: Any
) -> None:
    press(owner, EDITOR, {"title": "Secret plan"}, action=ACTION, keep="yes")
    assert foreigner.get(EDITOR).status_code == 404
    assert moderator.get(EDITOR).status_code == 403
    assert "Secret plan" not in text(foreigner.get("/admin/other/notice/en"))


def test_a_form_that_meets_the_sign_in_is_sent_again_by_a_button_and_nothing_is_lost(
    owner: Any, client: Any, site: Any
) -> None:
    form = form_of(owner, EDITOR, ACTION)
    fields = [(name, "Typed\nfor hours" if name == "summary" else value) for name, value in form.fields]
    owner.delete_cookie("commentsvc_console", path="/admin")
    met = send(owner, form.action, [*fields, ("publish", "yes")])
    assert met.status_code == 403
    assert "nothing that you typed is lost" in text(met)
    assert in_force(client, site)["version"] == 1
    wrong = sign_in_again(owner, met, "wrong")
    again = sign_in_again(owner, wrong, "a long enough password")
    assert "You are signed in again" in text(again)
    waiting = Forms(text(again)).found[-1]
    assert waiting.action == EDITOR
    answer = send(owner, waiting.action, waiting.fields)
    assert "Version 2 (en) is in force." in text(answer)
    assert in_force(client, site)["summary"] == "Typed\nfor hours"


def sign_in_again(owner: Any, answer: Any, password: str) -> Any:
    (form,) = [form for form in Forms(text(answer)).found if form.action == "/admin/sign-in"]
    fields = [pair for pair in form.fields if pair[0] not in ("email", "password")]
    return send(owner, form.action, [*fields, ("email", "olga@example.org"), ("password", password)])


def test_what_somebody_else_put_into_the_sign_in_is_never_carried_out(owner: Any, client: Any, site: Any) -> None:
    owner.delete_cookie("commentsvc_console", path="/admin")
    met = send(owner, EDITOR, [("title", "Not mine"), ("publish", "yes"), ("version", "1")])  # no token of ours
    again = sign_in_again(owner, met, "a long enough password")
    waiting = Forms(text(again)).found[-1]
    assert "csrf_token" not in dict(waiting.fields)
    answer = send(owner, waiting.action, waiting.fields)
    assert answer.status_code == 400
    assert "Nothing was kept or published" in text(answer)
    assert in_force(client, site)["version"] == 1
    assert field(owner.get(EDITOR), "draft") == ""


def test_a_forged_hold_is_nothing(owner: Any) -> None:
    owner.delete_cookie("commentsvc_console", path="/admin")
    form = form_of(owner, "/admin/sign-in")
    held = [
        ("held", "WyIvYWRtaW4iLFtdLHRydWVd.x.y"),
        ("email", "olga@example.org"),
        ("password", "a long enough password"),
    ]
    fields = [pair for pair in form.fields if pair[0] not in ("held", "email", "password")]
    answer = owner.post("/admin/sign-in", data=dict([*fields, *held]))
    assert answer.status_code == 303


def test_a_form_that_is_out_of_date_is_shown_again_with_what_was_typed(owner: Any, client: Any, site: Any) -> None:
    form = form_of(owner, EDITOR, ACTION)
    fields = [(name, "Still here" if name == "title" else value) for name, value in form.fields if name != "csrf_token"]
    answer = send(owner, form.action, [*fields, ("publish", "yes")])
    assert answer.status_code == 400
    assert field(answer, "title") == "Still here"
    assert in_force(client, site)["version"] == 1
    token = dict(Forms(text(answer)).found[-1].fields)["csrf_token"]
    sent = send(owner, form.action, [*fields, ("csrf_token", token), ("publish", "yes")])
    assert "is in force" in text(sent)


def test_the_pages_hold_no_script_of_ours(owner: Any) -> None:
    press(owner, EDITOR, {"title": "Kept"}, action=ACTION, keep="yes")
    assert not [tag for tag, _ in Page(text(owner.get(LIST))).elements if tag == "script"]
