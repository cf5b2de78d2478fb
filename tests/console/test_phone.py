"""The console's head on a phone: two lines, and a menu that needs no script."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from tests.console.desk import PASSWORD, Desk
from tests.support.looks import beside, violations


def test_the_head_is_two_lines_and_everything_in_its_menu_is_reached_by_keyboard(
    new_tab: Any, deps: Any, site: Any, address: str
) -> None:
    add_account(
        deps, CLI, AccountDraft(email="o@example.org", password=PASSWORD, name="Olga", site_id=site.id, role="admin")
    )
    tab = new_tab(width=360)
    Desk(tab, address).enter("o@example.org")
    tab.goto(f"{address}/admin/{site.id}/webhooks")
    menu, out = tab.get_by_role("button", name="Menu"), tab.get_by_role("button", name="Sign out")

    assert tab.locator("main").bounding_box()["y"] < 120 and beside(tab) == 0
    expect(tab.get_by_role("link", name="Webhooks")).to_be_in_viewport()
    expect(out).to_be_hidden()
    menu.press("Enter")
    assert violations(tab) == [] and beside(tab) == 0
    for name in ("Comments", "Spam", "Privacy", "Proof", "Site", "Olga"):
        tab.keyboard.press("Tab")
        expect(tab.get_by_role("link", name=name, exact=True)).to_be_focused()
    tab.keyboard.press("Tab")
    expect(out).to_be_focused()
    tab.keyboard.press("Escape")
    expect(out).to_be_hidden()

    tab.set_viewport_size({"width": 1440, "height": 900})
    expect(menu).to_be_hidden()
    expect(out).to_be_visible()
    expect(tab.get_by_role("link", name="Privacy", exact=True)).to_be_visible()
