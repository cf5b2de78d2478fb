"""A notice for the widget's tests: the default texts, as a site called The Example has them."""

from __future__ import annotations

from typing import Any

from commentsvc.domain.notice import SiteFacts, default_manifest, manifest_bytes, notice_sha256, public_notice

FACTS = SiteFacts(
    site="example",
    name="The Example",
    controller_name="Example Publishing Ltd",
    controller_address="1 Example Street, Dublin",
    controller_contact="privacy@example.org",
    privacy_url="https://example.org/privacy",
    jurisdiction="IE",
    authority="",
    retention_months=12,
    languages=("en", "de", "es", "fr"),
)


def manifest(lang: str = "en", version: int = 1) -> dict[str, Any]:
    """The manifest of the notice in force."""
    return default_manifest(FACTS, lang, version)


def notice(manifest: dict[str, Any], token: str) -> dict[str, Any]:
    """What `GET notice` answers for `manifest`."""
    found = public_notice(manifest, notice_sha256(manifest_bytes(manifest)))
    return {**found, "token": token, "expires_at": "2099-01-01T00:00:00.000Z"}
