"""The page of a breach: numbers, the clock of 72 hours, the list; for those who may see people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from commentsvc.clock import now
from tests.console.browsing import form_of, press, send, text

URL = "/admin/example/breach"


def test_an_owner_counts_sees_the_clock_and_takes_the_list_along(owner: Any, post: Any) -> None:
    post(author={"name": "Ada Byron", "email": "ada@example.org"})
    at = now()
    times = {
        "from": f"{at - timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "to": f"{at + timedelta(minutes=2):%Y-%m-%dT%H:%M}",
        "noticed_at": f"{at - timedelta(hours=2):%Y-%m-%dT%H:%M}",
    }
    assert URL in text(owner.get("/admin/example/papers"))
    counted = press(owner, URL, times, action="/breach")
    assert "has to be told by" in text(counted)
    assert "from now" in text(counted)
    assert "Ada Byron" not in text(counted) and "ada@example.org" not in text(counted)
    late = press(owner, URL, times | {"noticed_at": "2026-01-01T00:00"}, action="/breach")
    assert "The 72 hours ended" in text(late)
    assert "The end lies before" in text(press(owner, URL, times | {"to": "2020-01-01T00:00"}, action="/breach"))

    form = form_of(owner, URL, "/breach")
    listed = send(owner, f"{URL}/people", [(n, v) for n, v in form.fields if n == "csrf_token"] + list(times.items()))

    assert listed.mimetype == "text/csv"
    assert text(listed).count("\r\n") == 2
    assert "counted who a breach affected" in text(owner.get("/admin/example/activity"))


def test_it_is_nobody_elses(moderator: Any, foreigner: Any, client: Any) -> None:
    assert moderator.get(URL).status_code == 403
    assert foreigner.get(URL).status_code == 404
    assert client.get(URL).status_code == 302
