"""The OpenAPI document is valid, complete and true: a fuzzer finds no 5xx and no answer outside it."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from commentsvc.errors import Problem
from tests.support.choices import publish_cookie_notice

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
EXAMPLES = 25
BASE = "/api/v1/sites/{site}"
OPERATIONS = [
    ("GET", "/comments"),
    ("POST", "/comments"),
    ("GET", "/comments/{comment}"),
    ("PATCH", "/comments/{comment}"),
    ("DELETE", "/comments/{comment}"),
    ("GET", "/comments/{comment}/flags"),
    ("POST", "/comments/{comment}/flags"),
    ("GET", "/choices"),
    ("GET", "/bans"),
    ("POST", "/bans"),
    ("DELETE", "/bans/{ban}"),
    ("PUT", "/bans/settings"),
    ("GET", "/figures"),
    ("GET", "/audit"),
    ("GET", "/audit/export"),
    ("GET", "/consent-log"),
    ("POST", "/consents"),
    ("GET", "/consents/{record}"),
    ("POST", "/consents/{record}/events"),
    ("GET", "/consents/{record}/receipt"),
    ("GET", "/counts"),
    ("GET", "/log/checkpoint"),
    ("GET", "/log/consistency"),
    ("POST", "/log/cosignatures"),
    ("GET", "/log/inclusion"),
    ("GET", "/log/keys"),
    ("GET", "/log/tile/{tile}"),
    ("GET", "/log/timestamps"),
    ("GET", "/moderation/changes"),
    ("GET", "/moderation/comments"),
    ("GET", "/moderation/flags"),
    ("GET", "/moderation/comments/{comment}/context"),
    ("GET", "/moderation/comments/{comment}/flags"),
    ("DELETE", "/moderation/comments/{comment}/flags"),
    ("POST", "/moderation/decisions"),
    ("POST", "/moderation/replies"),
    ("PATCH", "/moderation/replies/{comment}"),
    ("GET", "/members"),
    ("DELETE", "/members/{account}"),
    ("PATCH", "/members/{account}"),
    ("GET", "/invitations"),
    ("POST", "/invitations"),
    ("DELETE", "/invitations/{invitation}"),
    ("GET", "/notice"),
    ("GET", "/notices/{sha256}"),
    ("GET", "/reports"),
    ("POST", "/reports"),
    ("GET", "/reports/{report}"),
    ("GET", "/rules"),
    ("PATCH", "/rules"),
    ("POST", "/rules"),
    ("POST", "/rules/dry-run"),
    ("PUT", "/rules/order"),
    ("DELETE", "/rules/{rule}"),
    ("GET", "/rules/{rule}"),
    ("PATCH", "/rules/{rule}"),
    ("GET", "/rules/{rule}/dry-run"),
    ("GET", "/sign-in"),
    ("PUT", "/sign-in"),
    ("GET", "/spam/layers"),
    ("PATCH", "/spam/layers"),
    ("GET", "/subject-requests"),
    ("POST", "/subject-requests"),
    ("POST", "/subject-requests/letters"),
    ("GET", "/subject-requests/{number}"),
    ("POST", "/subject-requests/{number}/acts"),
    ("POST", "/subjects/erase"),
    ("POST", "/subjects/export"),
    ("POST", "/subjects/find"),
    ("GET", "/spam/learning"),
    ("PATCH", "/spam/learning"),
    ("GET", "/spam/services"),
    ("PATCH", "/spam/services/{kind}"),
    ("GET", "/webhooks"),
    ("POST", "/webhooks"),
    ("GET", "/webhooks/{webhook}"),
    ("PATCH", "/webhooks/{webhook}"),
    ("DELETE", "/webhooks/{webhook}"),
    ("POST", "/webhooks/{webhook}/secret"),
    ("POST", "/webhooks/{webhook}/test"),
    ("GET", "/webhooks/{webhook}/deliveries"),
    ("POST", "/webhooks/{webhook}/replays"),
]
VERBS = {"get", "post", "patch", "put", "delete"}


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What the document says does not depend on the database."""
    return sqlite_database


@pytest.fixture(scope="module")
def schemas() -> dict[int, tuple[Any, Any]]:
    """What the fuzzer read of an application, beside it: reading it, and looking through our source for words that are
    worth trying, takes longer than the requests."""
    return {}


@pytest.fixture
def schema(app: Any, schemas: dict[int, tuple[Any, Any]]) -> Any:
    """The served document as the fuzzer understands it."""
    if id(app) not in schemas:
        schemas[id(app)] = app, schemathesis.openapi.from_wsgi("/openapi.json", app)
    return schemas[id(app)][1]


@pytest.fixture
def document(client: Any) -> dict[str, Any]:
    """The served document."""
    response = client.get("/openapi.json")
    assert response.status_code == 200 and response.mimetype == "application/json"
    found: dict[str, Any] = response.get_json()
    return found


def test_the_document_says_it_is_openapi_3_1_of_the_public_address(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": "http://comments.test"}]
    assert document["info"]["title"] and document["info"]["version"]


def test_every_schema_in_it_is_a_schema(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        jsonschema_rs.meta.validate(schema | {"$schema": "https://json-schema.org/draft/2020-12/schema"})
        assert name.isidentifier()


def test_every_call_under_the_api_stands_in_it(app: Any, document: dict[str, Any]) -> None:
    served = {
        (rule.rule.replace("<site:site>", "{site}"), verb.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for verb in rule.methods or ()
        if verb.lower() in VERBS
    }
    described = {(path, verb) for path, item in document["paths"].items() for verb in item if verb in VERBS}

    assert len(described) == len(served) >= 13
    assert {verb for _, verb in described} == {verb for _, verb in served}


def test_every_operation_says_what_it_does_who_may_and_how_it_fails(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for verb, operation in item.items():
            if verb not in VERBS:
                continue
            where = f"{verb} {path}"
            assert operation["summary"].strip(), where
            assert "security" in operation, where
            assert any(code.startswith(("2", "3")) for code in operation["responses"]), where
            assert "application/problem+json" in operation["responses"]["default"]["content"], where


def test_every_body_that_is_read_refuses_members_it_does_not_know(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name in [name for name in schemas if name.endswith(("Draft", "Change", "Decisions"))]:
        assert schemas[name]["additionalProperties"] is False, name


def test_every_slug_stands_in_it(document: dict[str, Any]) -> None:
    slugs = document["components"]["schemas"]["Problem"]["properties"]["slug"]["enum"]

    assert set(slugs) == {kind.slug for kind in Problem.__subclasses__()}


def test_the_page_that_draws_it_loads_nothing_from_elsewhere(client: Any) -> None:
    page = client.get("/docs")

    assert page.status_code == 200
    assert "http://" not in page.get_data(as_text=True).replace("http://comments.test", "")
    assert "https://" not in page.get_data(as_text=True)


def test_this_file_tries_every_operation(document: dict[str, Any]) -> None:
    described = [f"{verb.upper()} {path}" for path, item in document["paths"].items() for verb in item if verb in VERBS]

    assert sorted(described) == sorted(f"{verb} {BASE}{path}" for verb, path in OPERATIONS)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("verb", "path"), OPERATIONS, ids=lambda part: part.strip("/"))
def test_a_fuzzer_finds_no_5xx_and_nothing_outside_the_document(
    app: Any, schema: Any, deps: Any, site: Any, post: Any, publish: Any, verb: str, path: str, mode: GenerationMode
) -> None:
    """Half of the cases ask for what is really there: noise alone never comes past the first door."""
    operation = schema[BASE + path][verb]
    published, pending = publish(), post()
    publish_cookie_notice(deps, site)
    notice = app.test_client().get(f"{site.url}/notice").get_json()["sha256"]
    real: list[dict[str, str]] = [
        {"site": site.id, "comment": found["comment"]["id"], "record": found["receipt"]["id"]}
        | {"sha256": notice, "tile": "0/000.p/1"}
        for found in (published, pending)
    ]
    secrets = (site.token, published["edit_token"], published["receipt"]["secret"], pending["edit_token"])

    def cases(known: dict[str, str]) -> st.SearchStrategy[schemathesis.Case]:
        where = {name: known[name] for name in known if "{" + name + "}" in BASE + path}
        return operation.as_strategy(mode, path_parameters=where)

    # What conforms to a tile's name has slashes, which the fuzzer puts into no part of a path: it would seek in vain.
    tile = {"tile": real[0]["tile"]} if mode is GenerationMode.POSITIVE else {}
    of_what_is_there, of_anything = [cases(known) for known in real], cases(tile)  # making one is dear

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(of_what_is_there))
        case = data.draw(known if data.draw(st.booleans()) else of_anything)
        secret = data.draw(st.sampled_from(secrets))
        response = case.call(headers=site.headers() | {"Authorization": f"Bearer {secret}"})
        case.validate_response(response, checks=CHECKS)

    run()
