"""The cookie notice in a real browser: refusing costs nothing, and taking back is as easy as giving (law 7)."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.choices.site import OwnerSite, Reader
from tests.support.looks import beside, violations

KEY = "commentsvc:example:choice"


@pytest.fixture
def reader(new_tab: Callable[..., Page]) -> Callable[..., Reader]:
    return lambda **more: Reader(new_tab(**more))


def hosts(asked: list[str]) -> set[str]:
    return {"/".join(url.split("/")[:3]) for url in asked if url.startswith("http")}


def test_before_a_choice_and_after_refusing_nothing_is_set_asked_or_recorded(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    url = owner.page(body=owner.waiting("counter.js", "statistics"))
    someone = reader().visit(url)
    expect(someone.notice).to_be_visible()
    assert (someone.cookies(), someone.stored()) == ([], {"local": {}, "session": {}})
    assert hosts(someone.asked) == {owner.pages.url, owner.service}

    someone.click("Refuse all").answered()
    kept = json.loads(someone.stored()["local"].pop(KEY))
    assert set(kept) == {"lang", "version", "purposes", "gpc", "until"}
    assert kept["purposes"] == {"statistics": False, "external-media": False}
    assert someone.stored()["session"] == {} and len(kept["until"]) == len("2026-11-29")

    someone.visit(url)
    expect(someone.notice).to_have_count(0)
    assert someone.cookies() == []
    assert hosts(someone.asked) == {owner.pages.url, owner.service}
    assert owner.stranger.seen == [] and owner.events() == []


def test_a_yes_is_recorded_first_and_then_lets_the_waiting_scripts_run(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    inline = '<script type="text/plain" data-consent="statistics">ran = [...(window.ran ?? []), "inline"]</script>'
    both = owner.waiting("player.js", "statistics external-media")
    url = owner.page(body=owner.waiting("counter.js", "statistics") + inline + both)
    someone = reader().visit(url)
    someone.page.evaluate("window.heard = []; void window.commentsvc.consent.on((told) => heard.push(told))")

    someone.click("Choose one by one")
    someone.page.get_by_role("switch", name="Statistics").check()
    someone.click("Save my choice").answered()

    someone.page.wait_for_function("window.ran?.length === 2")
    assert someone.page.evaluate("ran") == ["counter", "inline"]
    assert (someone.on("statistics"), someone.on("external-media")) == (True, False)
    assert [told["given"] for told in someone.page.evaluate("heard")] == [[], ["statistics"]]
    assert owner.events() == ["given"]

    someone.visit(url)
    someone.page.wait_for_function("window.ran?.length === 2")
    expect(someone.notice).to_have_count(0)
    assert owner.events() == ["given"]


def test_taking_back_takes_no_more_clicks_than_giving_and_is_written_into_the_record(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    someone = reader().visit(owner.page(body='<footer><a href="#" data-consent-open>Cookies</a></footer>'))
    someone.click("Choose one by one")
    someone.page.get_by_role("switch", name="Statistics").check()
    someone.click("Save my choice").answered()
    giving, someone.clicks = someone.clicks + 1, 0  # the switch is a click as well

    someone.page.evaluate("window.heard = []; void window.commentsvc.consent.on((told) => heard.push(told.withdrawn))")
    someone.page.get_by_role("link", name="Cookies").click()
    someone.clicks += 1
    expect(someone.notice).to_be_visible()
    expect(someone.page.get_by_role("switch", name="Statistics")).to_be_checked()
    someone.click("Refuse all").answered()

    assert someone.clicks <= giving
    assert someone.on("statistics") is False
    expect(someone.page.get_by_role("status").filter(has_text="Taken back")).to_contain_text("is recorded")
    assert someone.page.evaluate("heard") == [[], ["statistics"]]
    assert owner.events() == ["given", "withdrawn"]
    assert list(someone.stored()["session"]) == []


def test_accepting_and_taking_back_are_one_click_each_from_the_open_notice(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    someone = reader().visit(owner.page()).click("Accept all").answered()
    assert someone.clicks == 1 and someone.on("external-media")
    someone.page.evaluate("window.commentsvc.consent.open()")
    someone.click("Refuse all").answered()
    assert someone.clicks == 2 and owner.events() == ["given", "withdrawn"]


def test_without_the_receipt_it_is_taken_back_here_at_once_and_nothing_identifies_the_reader(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    someone = reader().visit(owner.page()).click("Accept all").answered()
    assert set(someone.stored()["local"]) == {KEY}
    record = json.loads(someone.stored()["session"]["commentsvc:example:choice-receipt"])
    assert record["id"] not in someone.stored()["local"][KEY]

    someone.page.evaluate("sessionStorage.clear()")  # another day
    someone.visit(owner.page())
    assert someone.on("statistics")
    someone.click("Privacy choices").click("Refuse all").answered()
    assert not someone.on("statistics")
    expect(someone.page.get_by_role("status").filter(has_text="on this device")).to_be_visible()
    assert owner.events() == ["given"]


def test_a_receipt_kept_because_the_reader_said_so_takes_it_back_on_another_day(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    someone = reader().visit(owner.page()).click("Accept all").answered()
    someone.click("Your receipt")
    keep = someone.page.get_by_label("Keep the receipt on this device")
    expect(keep).not_to_be_checked()
    keep.check()
    someone.page.evaluate("sessionStorage.clear()")
    someone.visit(owner.page()).click("Privacy choices").click("Refuse all").answered()
    expect(someone.page.get_by_role("status").filter(has_text="is recorded")).to_be_visible()
    assert owner.events() == ["given", "withdrawn"]
    assert set(someone.stored()["local"]) == {KEY}


def test_the_signal_of_the_browser_is_a_no_until_the_reader_says_otherwise(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    url = owner.page(body=owner.waiting("counter.js", "statistics"))
    someone = reader(extra_http_headers={"Sec-GPC": "1"}).visit(url)
    expect(someone.notice).to_have_count(0)
    expect(someone.page.get_by_text("Your browser sends Global Privacy Control")).to_be_visible()
    assert someone.page.evaluate("window.commentsvc.consent.state()") == {
        "purposes": {"statistics": False, "external-media": False},
        "answered": False,
        "gpc": True,
    }
    assert (someone.cookies(), someone.stored(), owner.stranger.seen) == ([], {"local": {}, "session": {}}, [])

    someone.click("Privacy choices")
    expect(someone.notice).to_contain_text("We take it as a no")
    someone.click("Accept all").answered()
    someone.page.wait_for_function("window.ran?.length === 1")
    assert owner.events() == ["given"]
    assert someone.visit(url).on("statistics")


def test_a_signal_that_comes_after_a_yes_counts(owner: OwnerSite, reader: Callable[..., Reader]) -> None:
    owner.publish()
    someone = reader().visit(owner.page()).click("Accept all").answered()
    assert someone.on("statistics")
    someone.page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    assert not someone.visit(owner.page()).on("statistics")


def test_a_new_version_is_asked_again_and_nothing_is_on_until_then(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    someone = reader().visit(owner.page()).click("Accept all").answered()
    owner.publish(summary="We would like to count differently.")
    someone.page.route("**/nothing", lambda route: route.abort())  # a minute later: routing empties the cache
    someone.visit(owner.page())
    expect(someone.notice).to_contain_text("We would like to count differently.")
    expect(someone.notice).to_contain_text("has changed since you last chose")
    assert not someone.on("statistics")
    someone.click("Accept all").answered()
    assert owner.events() == ["given", "withdrawn", "given"]


def test_after_six_months_it_is_asked_again(owner: OwnerSite, reader: Callable[..., Reader]) -> None:
    owner.publish()
    someone = reader().visit(owner.page()).click("Accept all").answered()
    someone.page.clock.set_fixed_time(json.loads(someone.stored()["local"][KEY])["until"] + "T12:00:00Z")
    someone.visit(owner.page())
    expect(someone.notice).to_be_visible()
    assert not someone.on("statistics") and someone.stored()["local"] == {}


def test_what_cannot_be_recorded_is_not_turned_on(owner: OwnerSite, reader: Callable[..., Reader]) -> None:
    owner.publish()
    someone = reader().visit(owner.page())
    someone.page.route("**/consents", lambda route: route.abort())
    someone.click("Accept all")
    expect(someone.notice).to_contain_text("could not be recorded")
    assert not someone.on("statistics") and someone.stored()["local"] == {}
    someone.page.unroute("**/consents")
    someone.click("Accept all").answered()
    assert someone.on("statistics") and owner.events() == ["given"]


def test_refusing_and_accepting_weigh_the_same(owner: OwnerSite, reader: Callable[..., Reader]) -> None:
    owner.publish()
    for width in (320, 1440):
        someone = reader(width=width).visit(owner.page())
        looks = [
            someone.page.get_by_role("button", name=name).evaluate(
                "(node) => { const s = getComputedStyle(node), r = node.getBoundingClientRect();"
                "return [s.color, s.backgroundColor, s.borderColor, s.fontSize, s.fontWeight, r.y, r.height,"
                "Math.round(r.width)] }"
            )
            for name in ("Refuse all", "Accept all")
        ]
        assert looks[0] == looks[1]
        assert beside(someone.page) <= 0


def test_it_is_no_wall(owner: OwnerSite, reader: Callable[..., Reader]) -> None:
    owner.publish()
    someone = reader(width=360, height=640).visit(owner.page(body='<a id="last" href="#top">The end</a>'))
    assert someone.page.evaluate("document.activeElement === document.body")
    assert someone.notice.evaluate("(node) => node.getBoundingClientRect().height / innerHeight") < 0.62
    last = someone.page.locator("#last")
    last.scroll_into_view_if_needed()
    someone.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last.click()  # nothing lies over it
    expect(someone.notice).to_be_visible()
    assert someone.notice.get_attribute("aria-modal") is None
    reached = set()
    for _ in range(12):
        someone.page.keyboard.press("Tab")
        reached.add(someone.page.evaluate("document.activeElement.id"))
    assert {"commentsvc-notice", "last"} <= reached, "the keyboard gets in, and out again"


def test_the_tag_of_the_comments_can_show_it_and_a_tool_of_the_site_keeps_it_away(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    tag = f'<script async src="{owner.service}/embed.js" data-site="example" data-cookie-notice {{}}></script>'
    someone = reader().visit(owner.pages.put("/with", f"<main>{tag.format('')}</main>"))
    expect(someone.notice).to_be_visible()
    expect(someone.page.get_by_role("heading", name="Comments")).to_be_visible()
    tooled = reader()
    tooled.page.goto(owner.pages.put("/tool", f"<main>{tag.format('data-consent-tool=event')}</main>"))
    expect(tooled.page.get_by_role("heading", name="Comments")).to_be_visible()
    tooled.page.wait_for_load_state("networkidle")
    expect(tooled.notice).to_have_count(0)
    assert tooled.page.evaluate("window.commentsvc?.consent") is None


def test_it_is_accessible_and_gives_the_keyboard_back(owner: OwnerSite, reader: Callable[..., Reader]) -> None:
    owner.publish("ar")
    someone = reader(width=320, color_scheme="dark", reduced_motion="reduce")
    ground = "<style>body{background:#16181c;color:#ddd}</style>"
    url = owner.page(lang="ar", body=f'{ground}<footer><a href="#" data-consent-open>الخصوصية</a></footer>')
    someone.visit(url)
    region = someone.page.get_by_role("region", name="خيارات خصوصيتك")
    expect(region).to_have_attribute("dir", "rtl")
    assert violations(someone.page, within="#commentsvc-notice") == []
    way = someone.page.get_by_role("link", name="الخصوصية", exact=True)
    way.focus()
    way.press("Enter")
    expect(someone.page.get_by_role("switch").first).to_be_visible()
    assert violations(someone.page, within="#commentsvc-notice") == []
    assert beside(someone.page) <= 0
    someone.page.keyboard.press("Escape")
    expect(region).to_have_count(0)
    expect(way).to_be_focused()
    assert someone.stored() == {"local": {}, "session": {}}, "silence is no answer"
    way.press("Enter")
    someone.page.get_by_role("button", name="رفض الكل").press("Enter")
    expect(region).to_have_count(0)
    expect(way).to_be_focused()


HOSTILE = "<img src=x onerror=alert(1)>'\"`${alert(2)}</script><script>alert(3)</script>"


def test_hostile_words_of_a_notice_stay_words(owner: OwnerSite, reader: Callable[..., Reader]) -> None:
    purpose = {"id": "statistics", "label": HOSTILE, "description": HOSTILE, "recipients": [HOSTILE]}
    owner.publish(title=f"Your privacy choices {HOSTILE}", summary=HOSTILE, text=HOSTILE, purposes=[purpose])
    someone = reader()
    dialogs: list[str] = []
    someone.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    someone.visit(owner.page()).click("Choose one by one").click("Read the whole notice")
    expect(someone.notice).to_contain_text("onerror=alert(1)")
    assert someone.notice.locator("img").count() == 0
    assert dialogs == []


def test_a_strict_policy_with_a_nonce_and_trusted_types_is_enough(
    owner: OwnerSite, reader: Callable[..., Reader]
) -> None:
    owner.publish()
    waiting = '<script type="text/plain" data-consent="statistics" nonce="n0">document.title = "ran"</script>'
    policy = f"default-src 'none'; script-src 'nonce-n0'; connect-src {owner.service}"
    policy += "; require-trusted-types-for 'script'; trusted-types commentsvc-consent"
    url = owner.page(body=waiting, attributes='nonce="n0"', Content_Security_Policy=policy)
    someone = reader()
    someone.page.goto(url)
    expect(someone.notice).to_be_visible()
    someone.click("Accept all").answered()
    expect(someone.page).to_have_title("ran")
