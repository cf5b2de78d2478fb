"""The consent log of a site where everything happened, as a JSON-LD processor of somebody else reads it."""

from __future__ import annotations

import json

import pytest
from pyld import jsonld

from commentsvc.domain.notice import default_manifest
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_site import site_facts
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.widget import manifest
from tests.support.sites import bearer

DPV = "https://w3id.org/dpv#"
TYPE = "@type"
NULL = {"widget", "version", "sha256", "replaces"}


def refuse(url, options):
    raise AssertionError(f"the export asked for {url}")


@pytest.fixture
def change(client, site):
    def send(answer, type, purpose):
        url = f"{site.url}/consents/{answer['receipt']['id']}/events"
        headers = site.headers() | bearer(answer["receipt"]["secret"])
        response = client.post(url, json={"type": type, "purpose": purpose}, headers=headers)
        assert response.status_code == 200, response.get_data(as_text=True)

    return send


@pytest.fixture
def exported(client, site):
    def read():
        query = {"format": "jsonld"}
        return client.get(f"{site.url}/consent-log", query_string=query, headers=site.operator()).get_json(force=True)

    return read


def expand(document):
    dropped = []
    made = jsonld.expand(document, {"documentLoader": refuse}, on_property_dropped=dropped.append)
    assert dropped == []
    return made


def values(node, name):
    return [value.get("@id", value.get("@value")) for value in node[DPV + name]]


def test_an_export_of_all_that_can_happen_expands_without_losing_anything(client, deps, site, post, change, exported):
    version = manifest()["version"]
    kept = post(widget={"version": version}, purposes={"publish": True, "remember-me": True})
    change(kept, "withdrawn", "remember-me")
    corrected = post(widget={"version": "0.0.1+of-another-build"})
    url = f"{site.comments_url}/{corrected['comment']['id']}"
    edited = client.patch(url, json={"body": "Other."}, headers=site.headers() | bearer(corrected["edit_token"]))
    assert edited.status_code == 200
    change(post(), "withdrawn", "publish")
    other_basis = default_manifest(site_facts(deps.session.get(Site, site.id)), "en", 2, "eu-gdpr:A6-1-f")
    publish_notice(deps, CLI, site.id, "en", other_basis)
    post()

    document = exported()
    nodes = expand(document)

    assert [node[TYPE] for node in nodes] == [
        [f"{DPV}ConsentRecord"],
        [f"{DPV}ConsentRecord"],
        [f"{DPV}ConsentRecord"],
        ["urn:commentsvc:record:1#AcknowledgementRecord"],
    ]
    assert [node.get(f"{DPV}hasConsentStatus") and values(node, "hasConsentStatus") for node in nodes] == [
        [f"{DPV}ConsentGiven"],
        [f"{DPV}ConsentGiven"],
        None,
        None,
    ]
    built = {"version": version, "sha256": manifest()["files"]["embed.js"]["sha256"]}
    assert [node.get("widget") for node in document["@graph"]][:2] == [
        built,
        {"version": "0.0.1+of-another-build", "sha256": None},
    ]
    back = jsonld.compact(nodes, document["@context"], {"documentLoader": refuse, "graph": True})
    assert {
        name for made, given in zip(back["@graph"], document["@graph"], strict=True) for name in lost(made, given)
    } <= NULL


def lost(made, given):
    """Names of members that did not survive; all of them must have been null."""
    for name, value in given.items():
        if value is None and name not in made:
            yield name
        elif isinstance(value, dict) and isinstance(made.get(name), dict):
            yield from lost(made[name], value)
        else:
            assert made[name] == value, name


def test_a_record_says_where_it_is_taken_back_and_the_page_is_there(client, site, post, exported):
    post()
    [record] = exported()["@graph"]

    way_back = record["withdrawal_method"]
    assert way_back["url"].endswith(f"/my/{site.id}/receipt")
    assert "#" not in way_back["url"]
    assert client.get(f"/my/{site.id}/receipt").status_code == 200
    assert way_back["description"].startswith("With the receipt")


def test_what_the_log_committed_to_is_what_the_export_says(client, site, post, exported):
    answer = post()
    [exporting] = exported()["@graph"]
    url = f"{site.url}/consents/{answer['receipt']['id']}/receipt"
    file = client.get(url, headers=site.headers() | bearer(answer["receipt"]["secret"]))
    assert file.status_code == 200, file.get_data(as_text=True)
    opened = json.loads(json.loads(file.get_data(as_text=True))["events"][0]["snapshot"])

    shown = {name: value for name, value in exporting["events"][0].items() if name in opened["event"]}
    assert shown == {name: value for name, value in opened["event"].items() if name in shown}
    for name, value in opened["record"].items():
        if not isinstance(value, dict | list):
            assert exporting[name] == value
    assert exporting["events"][0]["state"] == "given"
    assert opened["event"]["valid_until"] is None
