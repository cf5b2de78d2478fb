"""A reader is told of the sealed proof before they erase, where one will stay, and nowhere else."""

from __future__ import annotations

from typing import Any

from commentsvc.domain.escrow_text import escrow_sentence
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.make_escrow_key import make_escrow_key
from commentsvc.usecases.publish_notice import publish_notice
from tests.support.pages import Page, submit
from tests.support.visits import come_in

SAID = escrow_sentence("en", 6)


def test_the_receipt_and_my_data_say_it_before_erasing_only_where_something_will_stay(
    client: Any, site: Any, post: Any, deps: Any
) -> None:
    under_older = post(author={"name": "Ada Byron"})
    make_escrow_key(deps, CLI, site.id)
    change_site(deps, CLI, site.id, {"escrow_months": 6})
    publish_notice(deps, CLI, site.id, "en", {})
    told = post(author={"name": "Ada Byron"})

    def receipt(posted: Any) -> str:
        return Page(submit(client, f"/my/{site.id}/receipt", {"receipt": posted["receipt"]["url"]}).text).text

    assert SAID in receipt(told) and SAID not in receipt(under_older).split("Read the whole notice")[0]
    come_in(client, site, under_older["receipt"]["url"])
    assert SAID not in Page(client.get(f"/my/{site.id}/erase").text).text
    come_in(client, site, told["receipt"]["url"])
    assert SAID in Page(client.get(f"/my/{site.id}/erase").text).text
    one = Page(client.get(f"/my/{site.id}/comment/{told['comment']['id']}").text).text
    other = Page(client.get(f"/my/{site.id}/comment/{under_older['comment']['id']}").text).text
    assert one.count(SAID) > other.count(SAID)

    change_site(deps, CLI, site.id, {"escrow_months": 0})
    assert SAID not in Page(client.get(f"/my/{site.id}/erase").text).text
