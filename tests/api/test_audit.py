"""The trail by API: searched page by page, downloaded, and shut to others."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from commentsvc.exchange.trail_row import COLUMNS
from tests.support.problems import assert_problem
from tests.support.sites import bearer


def test_the_trail_is_read_page_by_page_and_searched(client: Any, site: Any, publish: Any, decide: Any) -> None:
    comment = publish()["comment"]["id"]
    decide(comment, "remove")

    def read(**query: Any) -> Any:
        return client.get(f"{site.url}/audit", query_string=query, headers=site.operator())

    whole = read().get_json()["acts"]
    assert [act["action"] for act in whole[:2]] == ["comment.remove", "comment.publish"]
    assert (whole[0]["target"], whole[0]["committed"]) == (comment, True)
    assert whole[0]["seen_from"] == "127.0.0.0/24"
    paged, cursor = [], None
    while True:
        page = read(limit=1, **({"cursor": cursor} if cursor else {})).get_json()
        paged, cursor = [*paged, *page["acts"]], page["next"]
        if cursor is None:
            break
    assert paged == whole
    assert {act["kind"] for act in read(kind="decision").get_json()["acts"]} == {"decision"}
    assert read().headers["Cache-Control"] == "no-store"
    for wrong in ({"kind": "x"}, {"from": "soon"}, {"cursor": "x"}, {"limit": 0}, {"colour": "red"}):
        assert_problem(read(**wrong), 422, "validation")


def test_the_file_has_a_line_an_act_in_both_formats(client: Any, site: Any, publish: Any) -> None:
    publish()

    def export(**query: Any) -> Any:
        return client.get(f"{site.url}/audit/export", query_string=query, headers=site.operator())

    table = export(to="2999-12-31")
    rows = list(csv.DictReader(io.StringIO(table.get_data(as_text=True), newline="")))
    assert table.mimetype == "text/csv"
    assert table.headers["Content-Disposition"].startswith('attachment; filename="audit-example-2')
    assert tuple(rows[0]) == COLUMNS
    lines = [json.loads(line) for line in export(format="jsonl").get_data(as_text=True).splitlines()]
    assert [line["id"] for line in lines[: len(rows)]] == [row["id"] for row in rows]
    assert [line["action"] for line in lines[-3:]] == ["export.audit", "export.audit-complete", "export.audit"]
    assert_problem(export(format="xlsx"), 422, "validation")


@pytest.mark.parametrize("call", ["audit", "audit/export"])
def test_a_stranger_another_sites_token_and_one_without_the_scope_get_nothing(
    call: str, client: Any, site: Any, other_site: Any, operator_token: Any
) -> None:
    assert_problem(client.get(f"{site.url}/{call}"), 401, "not-authorised")
    assert_problem(client.get(f"{site.url}/{call}", headers=other_site.operator()), 404, "not-found")
    for scope in ("export", "subjects"):
        assert_problem(client.get(f"{site.url}/{call}", headers=bearer(operator_token(scope))), 403, "forbidden")
    moderator = client.get(f"{site.url}/{call}", headers=bearer(operator_token("moderate")))
    assert moderator.status_code == (200 if call == "audit" else 403)
