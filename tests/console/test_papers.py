"""The page Papers: read, printed, taken along; the record that names every controller only for the whole service."""

from __future__ import annotations

from typing import Any

from tests.console.browsing import text

URL = "/admin/example/papers"


def test_an_owner_reads_the_papers_and_takes_them_along(owner: Any) -> None:
    listed = text(owner.get(URL))
    assert "Art. 30(1) GDPR" in listed
    assert "Art. 28(3) GDPR" in listed
    assert "Art. 30(2) GDPR" not in listed

    shown = text(owner.get(f"{URL}/record"))
    assert "yours to fill in" in shown
    for ending, kind in (("html", "text/html"), ("md", "text/markdown"), ("json", "application/json")):
        answer = owner.get(f"{URL}/terms.{ending}")
        assert answer.status_code == 200
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="terms-example-')
    for nothing in ("/processor-record", "/processor-record.md", "/record.pdf", "/anything"):
        assert owner.get(f"{URL}{nothing}").status_code == 404, nothing


def test_only_who_runs_the_service_sees_all_controllers(admin: Any, site: Any, other_site: Any) -> None:
    assert "Art. 30(2) GDPR" in text(admin.get(URL))
    assert "other" in text(admin.get(f"{URL}/processor-record"))


def test_nobody_else_sees_them(moderator: Any, foreigner: Any, client: Any) -> None:
    for path in ("", "/record", "/record.md"):
        assert moderator.get(URL + path).status_code == 403
        assert foreigner.get(URL + path).status_code == 404
        assert client.get(URL + path).status_code == 302
