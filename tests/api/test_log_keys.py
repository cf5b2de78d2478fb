"""The keys of a site's log: public, complete, and opened so that nobody needs to believe them."""

from __future__ import annotations

import json
from typing import Any

from commentsvc.ledger.key_change import open_log_keys, parse_log_keys
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.export_key import export_key
from commentsvc.usecases.rotate_key import prepare_key, rotate_key
from tests.support.problems import assert_problem


def test_a_log_whose_key_never_changed_tells_its_key(client: Any, deps: Any, site: Any) -> None:
    answer = client.get(f"{site.url}/log/keys")

    row = deps.session.get(Site, site.id)
    assert answer.status_code == 200
    assert answer.get_json() == {"origin": row.log_origin, "key": row.log_vkey, "key_changes": []}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_every_change_is_told_opened_and_in_order(client: Any, deps: Any, site: Any) -> None:
    changed = [rotate_key(deps, CLI, site.id) for _ in range(3)]

    answer = client.get(f"{site.url}/log/keys")

    opened = open_log_keys(answer.data)
    assert [(change.old.vkey, change.new.vkey, change.size) for change in opened] == [
        (one.old, one.new, one.size) for one in changed
    ]
    assert parse_log_keys(answer.data).key == changed[-1].new
    assert parse_log_keys(answer.data).as_json() == answer.get_json()


def test_no_secret_and_nothing_of_another_site_is_told(client: Any, deps: Any, site: Any, other_site: Any) -> None:
    rotate_key(deps, CLI, other_site.id)
    prepared = prepare_key(deps, CLI, site.id)
    secret = export_key(deps, CLI, site.id).seed()

    text = client.get(f"{site.url}/log/keys").text

    assert "PRIVATE" not in text and secret.hex() not in text
    assert prepared not in text, "a key that signs nothing yet is nobody's business"
    assert json.loads(text)["key_changes"] == []
    assert json.loads(text)["key"] not in client.get(f"{other_site.url}/log/keys").text


def test_a_site_that_is_not_there_has_no_keys(client: Any, site: Any) -> None:
    assert_problem(client.get("/api/v1/sites/nobody/log/keys"), 404, "not-found")
    assert_problem(client.post(f"{site.url}/log/keys", json={}), 405, "method-not-allowed")
