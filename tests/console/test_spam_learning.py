"""The page Spam learning: figures in plain words, the classifier's switch, and services with what readers are told."""

from __future__ import annotations

from typing import Any

from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_services import checked_by
from commentsvc.models.notice import notices_in_force
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_learning import Learning, learning_of
from commentsvc.usecases.change_spam_service import AKISMET_NAME, read_spam_services
from commentsvc.usecases.learn_decisions import learn_decisions
from tests.console.browsing import press, text

URL = "/admin/example/spam-learning"
KEY = "sesame-4711"


def decide_some(post: Any, decide: Any, of_each: int) -> None:
    for n in range(of_each):
        decide(post(body=f"Win a free phone {n} at http://cheap.example/{n}")["comment"]["id"], "spam")
        decide(post(body=f"The council talked about the bridge on day {n}")["comment"]["id"], "publish")


def test_figures_are_shown_in_plain_words_once_there_are_some(sign_in, site, deps, post, decide):
    mia = sign_in("mia@example.org", site_id="example", role="moderator")
    assert "It says nothing yet." in text(mia.get(URL))
    decide_some(post, decide, 24)
    learn_decisions(deps, site.id)

    shown = text(mia.get(URL))

    assert "Of 100 comments that it holds, about 100 are spam; it finds about 100 of 100 that are." in shown
    assert "Of 100 honest comments it makes none wait." in shown
    assert "4 of 4 spam comments were held" in shown
    assert "nowhere" in shown
    assert "Ask it" not in shown, "a moderator sees the figures and changes nothing"
    assert mia.post(URL, data={}).status_code in (400, 403)


def test_an_admin_switches_the_classifier_and_sets_its_threshold(admin, site, deps):
    assert "Saved." in text(press(admin, URL, {"hold_at": "90", "discards": "y"}, action="/spam-learning"))
    assert learning_of(deps, site.id) == Learning(enabled=True, hold_at=90, discards=True)
    for wrong in ("49", "101", "x"):
        refused = press(admin, URL, {"hold_at": wrong}, action="/spam-learning")
        assert refused.status_code == 422
        assert 'id="hold_at-error"' in text(refused)
    press(admin, URL, {"hold_at": "", "enabled": []}, action="/spam-learning")
    deps.session.rollback()
    assert learning_of(deps, site.id) == Learning(enabled=False, hold_at=None, discards=True)
    activity = text(admin.get("/admin/example/activity"))
    assert "learning.change" not in activity, "the page says it in words"


def test_a_service_is_switched_on_and_the_page_says_what_that_does_to_the_notice(admin, site, deps):
    before = text(admin.get(URL))
    assert "The notice changes with the switch." in before
    assert "English, Deutsch" in before or "Deutsch, English" in before
    refused = press(admin, URL, {"akismet-enabled": "y"}, action="/akismet")
    assert refused.status_code == 422
    assert "Akismet needs a key." in text(refused)

    done = text(press(admin, URL, {"akismet-enabled": "y", "akismet-key": KEY}, action="/akismet"))

    assert f"A new notice names {AKISMET_NAME}: Deutsch (version 2), English (version 2)." in done
    assert KEY not in done
    assert all(
        checked_by(parse_manifest(one.body)) == [AKISMET_NAME] for one in notices_in_force(deps.session, site.id)
    )
    kept = text(press(admin, URL, {"akismet-wait_minutes": "5"}, action="/akismet"))
    assert "Saved. The notice stays as it is." in kept
    deps.session.rollback()
    akismet, _ = read_spam_services(deps, CLI, site.id)
    assert (akismet.enabled, akismet.has_key, akismet.wait_minutes) == (True, True, 5)
    off = text(press(admin, URL, {"akismet-enabled": [], "akismet-forget_key": "y"}, action="/akismet"))
    assert "A new notice no longer names" in off
    deps.session.rollback()
    assert not read_spam_services(deps, CLI, site.id)[0].has_key
    activity = text(admin.get("/admin/example/activity"))
    assert "spam-service.change" not in activity, "the page says it in words"
    assert KEY not in activity


def test_hostile_words_are_shown_as_words(admin, site):
    hostile = "<script>alert(1)</script>'\"><img src=x>"
    answer = press(
        admin, URL, {"http-enabled": "y", "http-name": hostile, "http-url": "https://spam.example/c"}, action="/http"
    )
    assert "<script>alert" not in text(answer)
    assert "<img src=x" not in text(answer)
