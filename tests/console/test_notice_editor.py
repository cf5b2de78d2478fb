"""The notice editor: nothing typed is lost, nothing reaches readers before it is published, no script is needed."""

from __future__ import annotations

from typing import Any

from commentsvc.domain.escrow_text import escrow_sentence
from commentsvc.usecases.access import CLI
from commentsvc.usecases.make_escrow_key import make_escrow_key
from tests.console.browsing import press, text
from tests.support.pages import Page

EDITOR = "/admin/example/notice/en"
ACTION = "/notice/en#preview"


def in_force(client: Any, site: Any) -> dict[str, Any]:
    told: dict[str, Any] = client.get(f"{site.url}/notice?lang=en", headers=site.headers()).get_json()
    return told


def frames(answer: Any) -> list[dict[str, Any]]:
    return [attributes for tag, attributes in Page(text(answer)).elements if tag == "iframe"]


def test_a_preview_holds_the_form_three_times_and_marks_the_difference(owner: Any, client: Any, site: Any) -> None:
    before = in_force(client, site)["sha256"]
    answer = press(owner, EDITOR, {"title": "Before you write"}, action=ACTION, preview="yes")
    assert [frame["sandbox"] for frame in frames(answer)] == ["allow-scripts", "allow-scripts", "allow-same-origin"]
    assert all("Before you write" in frame["srcdoc"] for frame in frames(answer))
    assert "connect-src 'none'" in frames(answer)[0]["srcdoc"]
    assert "[removed: </span>publish<" in text(answer)
    assert "[added: </span>write<" in text(answer)
    assert "Only wording." in text(answer)
    assert in_force(client, site)["sha256"] == before


def test_a_purpose_is_taken_off_and_offered_again(owner: Any, client: Any, site: Any) -> None:
    shown = press(owner, EDITOR, {"offer": []}, action=ACTION, preview="yes")
    assert "The purpose remember-me is no longer offered." in text(shown)
    press(owner, EDITOR, {"offer": []}, action=ACTION, publish="yes")
    assert [item["id"] for item in in_force(client, site)["purposes"]] == ["publish"]
    assert "also offers remember-me" in text(owner.get("/admin/example/notice"))
    press(owner, EDITOR, {"offer": ["remember-me"]}, action=ACTION, publish="yes")
    assert [item["id"] for item in in_force(client, site)["purposes"]] == ["publish", "remember-me"]


def test_another_basis_brings_our_words_for_it_and_readers_confirm_instead_of_agreeing(
    owner: Any, client: Any, site: Any
) -> None:
    assert "agree" in in_force(client, site)["purposes"][0]["label"]
    press(owner, EDITOR, {"publish.basis": "eu-gdpr:A6-1-b"}, action=ACTION, publish="yes")
    publish = in_force(client, site)["purposes"][0]
    assert publish["basis"] == "eu-gdpr:A6-1-b"
    assert "agree" not in publish["label"]
    refused = press(owner, EDITOR, {"remember-me.basis": "eu-gdpr:A6-1-f"}, action=ACTION, publish="yes")
    assert refused.status_code == 422
    assert "rests on consent" in text(refused)


def test_one_field_goes_back_to_our_text_and_the_others_stay(owner: Any) -> None:
    mine = {"title": "My title", "summary": "My summary."}
    press(owner, EDITOR, mine, action=ACTION, publish="yes")
    answer = press(owner, EDITOR, action=ACTION, reset="title")
    assert 'value="Before you publish"' in text(answer)
    assert "My summary." in text(answer)


def test_what_cannot_be_published_stays_in_the_form(owner: Any) -> None:
    answer = press(owner, EDITOR, {"title": "", "labels.name": "", "summary": "Kept."}, action=ACTION, preview="yes")
    assert answer.status_code == 422
    assert 'id="title-error"' in text(answer)
    assert 'id="labels-name-error"' in text(answer)
    assert "Kept." in text(answer)
    assert frames(answer) == []


def test_asking_again_is_told_in_activity(owner: Any) -> None:
    press(owner, EDITOR, {"publish.recipients": "A printer", "reach": "ask-again"}, action=ACTION, publish="yes")
    assert "remember-me are no longer relied on" in text(owner.get("/admin/example/activity"))


def test_the_previews_script_is_for_frames_without_an_origin_and_tells_nothing(client: Any) -> None:
    answer = client.get("/admin/form-preview.js")
    assert answer.status_code == 200
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.mimetype == "text/javascript"


def test_what_younger_readers_are_asked_is_edited_where_it_is_turned_on(owner: Any, client: Any, site: Any) -> None:
    assert "Younger readers" not in text(owner.get(EDITOR))
    press(owner, "/admin/example/settings", {"age_of_consent": "14"}, action="/settings")
    assert "younger readers for something else" in text(owner.get("/admin/example/notice"))
    shown = press(owner, EDITOR, action=ACTION, preview="yes")
    assert "Younger readers are asked for something else." in text(shown)
    assert all("I am 14 or older, or my parents agree." in frame["srcdoc"] for frame in frames(shown))
    press(owner, EDITOR, {"minor.label": "I am 14 or may do this."}, action=ACTION, publish="yes")
    assert in_force(client, site)["minor"]["label"] == "I am 14 or may do this."
    refused = press(owner, EDITOR, {"minor.label": ""}, action=ACTION, publish="yes")
    assert (refused.status_code, 'id="minor-label-error"' in text(refused)) == (422, True)
    press(owner, "/admin/example/settings", {"age_of_consent": "0"}, action="/settings")
    press(owner, EDITOR, action=ACTION, publish="yes")
    assert "minor" not in in_force(client, site)


def test_an_owner_writes_recipients_and_retention_of_every_purpose_and_chooses_which_are_offered(
    owner: Any, deps: Any, site: Any
) -> None:
    from commentsvc.domain.notice import PURPOSES, parse_manifest
    from commentsvc.models.notice import notice_in_force as stored_notice

    assert "forms leave its box out" in text(owner.get(EDITOR))  # no mail is set up in these tests
    optional = [name for name in PURPOSES if name != "publish"]
    mine = {f"{name}.recipients": f"A printer for {name}\nA <i>binder</i>" for name in PURPOSES}
    mine |= {f"{name}.retention": f"Kept as {name} says." for name in PURPOSES}
    for offered in (optional, optional[:1], optional[1:]):
        press(owner, EDITOR, {**mine, "offer": offered}, action=ACTION, publish="yes")
        deps.session.rollback()
        purposes = parse_manifest(stored_notice(deps.session, site.id, "en").body)["purposes"]
        assert {item["id"] for item in purposes} == {"publish", *offered}
        for item in purposes:
            assert item["recipients"] == [f"A printer for {item['id']}", "A <i>binder</i>"]
            assert item["retention"] == f"Kept as {item['id']} says."


def test_what_stays_sealed_after_an_erasure_is_switched_on_once_there_is_a_key(
    owner: Any, client: Any, site: Any, deps: Any
) -> None:
    refused = press(owner, "/admin/example/settings", {"escrow_months": "6"}, action="/settings")
    assert (refused.status_code, "There is no key to seal to" in text(refused)) == (422, True)
    make_escrow_key(deps, CLI, site.id)
    press(owner, "/admin/example/settings", {"escrow_months": "6"}, action="/settings")
    assert "what stays sealed after an erasure" in text(owner.get("/admin/example/notice"))
    shown = press(owner, EDITOR, action=ACTION, preview="yes")
    assert "A sealed proof outlives an erasure for another time than before." in text(shown)
    press(owner, EDITOR, action=ACTION, publish="yes")
    notice, said = in_force(client, site), escrow_sentence("en", 6)
    assert said in notice["text"] and notice["messages"]["delete_confirm"].endswith(said)
    press(owner, "/admin/example/settings", {"escrow_months": "0"}, action="/settings")
    press(owner, EDITOR, action=ACTION, publish="yes")
    assert said not in str(in_force(client, site))
