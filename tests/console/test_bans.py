"""The pages of bans: made from a comment, listed, lifted; and for whom networks are not for them to say."""

from __future__ import annotations

from typing import Any

from tests.support.pages import submit

EVE = {"name": "Eve <b>", "email": "eve@example.org"}


def test_a_moderator_bans_from_a_comment_and_lifts_again(moderator: Any, site: Any, post: Any) -> None:
    comment = post(author=EVE, body="<img src=x onerror=alert(1)> once more")["comment"]["id"]
    where = f"/admin/{site.id}/comments/{comment}/ban"
    shown = moderator.get(where).get_data(as_text=True)
    assert "Nobody confirmed that it is theirs" in shown
    assert "Eve &lt;b&gt;" in shown and "<img" not in shown

    wrong = submit(moderator, where, {"by": [], "days": "7", "told": "yes"}, form=1)
    assert wrong.status_code == 422 and "One or several of" in wrong.get_data(as_text=True)
    made = submit(
        moderator, where, {"by": "author", "days": "7", "told": "yes", "purge": "y", "note": "<i>note</i>"}, form=1
    )
    assert made.status_code == 303, made.get_data(as_text=True)
    page = moderator.get(made.headers["Location"]).get_data(as_text=True)
    assert "1 comment went to spam" in page and "&lt;i&gt;note&lt;/i&gt;" in page
    assert "not confirmed: what comes waits" in page

    ban = page.split("/bans/")[1].split('"')[0]
    lifted = submit(moderator, f"/admin/{site.id}/bans", {"restore": "y"}, to=ban)
    assert lifted.status_code == 303
    assert "Nobody is banned" in moderator.get(f"/admin/{site.id}/bans").get_data(as_text=True)


def test_only_admins_say_whether_codes_of_networks_are_kept(owner: Any, moderator: Any, site: Any) -> None:
    page, where = f"/admin/{site.id}/bans", f"/admin/{site.id}/bans/settings"
    assert "cannot ban by network" in moderator.get(page).get_data(as_text=True)
    assert where not in moderator.get(page).get_data(as_text=True)
    assert submit(owner, page, {"network_days": "400"}, to=where).status_code == 422
    assert submit(owner, page, {"network_days": "7"}, to=where).status_code == 303
    assert "keeps, for 7 days, a code" in owner.get(page).get_data(as_text=True)
