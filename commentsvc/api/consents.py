"""Choices that belong to no comment, and receipts: what a record says now, and taking it back, for whoever holds its
secret.
"""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.api.bearer import bearer_secret
from commentsvc.api.comments import drawn_by, receipt_as_json, seen_signals
from commentsvc.api.documentation import Resource
from commentsvc.api.gpc import sends_gpc
from commentsvc.api.schemas.choice import ChoiceDraftSchema, GivenChoiceSchema
from commentsvc.api.schemas.notice import ChangedConsentSchema, ConsentChangeSchema, ConsentSchema
from commentsvc.api.schemas.receipt import ReceiptFileSchema
from commentsvc.clock import iso
from commentsvc.usecases.consent_receipt import ConsentChange, ConsentReceipt, change_consent, get_consent
from commentsvc.usecases.give_choice import ChoiceDraft, GivenChoice, give_choice
from commentsvc.usecases.receipt_file import receipt_file

blp = Resource(
    "consents", __name__, url_prefix="/api/v1/sites/<site:site>/consents", description="A reader's receipts."
)

NO_STORE = {"Cache-Control": "no-store"}


@blp.route("")
class Choices(MethodView):
    """Choices that belong to no comment."""

    @blp.arguments(ChoiceDraftSchema)
    @blp.response(201, GivenChoiceSchema)
    @blp.doc(security=[])
    def post(self, draft: dict[str, Any], site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Record what a reader turned on in the cookie notice. Sent again with the same token: the same receipt."""
        consent = draft["consent"]
        wanted = ChoiceDraft(
            notice=consent["notice"],
            token=consent["token"],
            purposes=consent["purposes"],
            widget=drawn_by(draft["widget"] or {}, "choices.js"),
            signals=seen_signals(draft["signals"], gpc=sends_gpc()),
        )
        return _given_as_json(give_choice(current_deps(), site, wanted, visitor())), 201, NO_STORE


@blp.route("/<uuid:record>")
class Consent(MethodView):
    """One receipt."""

    @blp.response(200, ConsentSchema)
    @blp.doc(security=[{"secret": []}])
    def get(self, site: str, record: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
        """What was agreed to, and what holds now. 404 without the receipt's secret."""
        return _as_json(site, get_consent(current_deps(), site, record, bearer_secret())), 200, NO_STORE


@blp.route("/<uuid:record>/receipt")
class ReceiptFile(MethodView):
    """The evidence of one record, for its holder."""

    @blp.response(200, ReceiptFileSchema)
    @blp.doc(security=[{"secret": []}])
    def get(self, site: str, record: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
        """The receipt as a file that is checked offline: records, salts, promises, proofs. 404 without the secret."""
        return receipt_file(current_deps(), site, record, bearer_secret()).as_json(), 200, NO_STORE


@blp.route("/<uuid:record>/events")
class ConsentEvents(MethodView):
    """What a reader does with a consent later."""

    @blp.arguments(ConsentChangeSchema)
    @blp.response(200, ChangedConsentSchema)
    @blp.doc(security=[{"secret": []}])
    def post(self, change: dict[str, Any], site: str, record: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Withdraw or give one purpose, or several; withdrawing `publish` erases the comment."""
        wanted = ConsentChange(**change)
        changed = change_consent(current_deps(), site, record, bearer_secret(), wanted, visitor())
        receipt = receipt_as_json(changed.last) if changed.last else None
        return _as_json(site, changed) | {"receipt": receipt}, 200, NO_STORE


def _given_as_json(given: GivenChoice) -> dict[str, Any]:
    return {
        "receipt": {
            "id": given.record_id,
            "secret": given.secret,
            "url": given.url,
            "promise": given.promise.as_json(),
        },
        "purposes": given.purposes,
        "valid_until": iso(given.valid_until),
    }


def _as_json(site: str, receipt: ConsentReceipt) -> dict[str, Any]:
    notice = receipt.notice
    base = current_deps().settings.public_url
    return {
        "consent": {
            "id": receipt.id,
            "kind": receipt.kind,
            "state": receipt.state,
            "notice": {
                "sha256": notice.sha256,
                "version": notice.version,
                "lang": notice.lang,
                "url": f"{base}/api/v1/sites/{site}/notices/{notice.sha256}",
            }
            if notice
            else None,
            "purposes": receipt.purposes,
            "events": [{"type": kind, "at": iso(at)} for kind, at in receipt.events],
            "comment": {"id": receipt.comment_id, "status": receipt.comment_status} if receipt.comment_id else None,
            "waiting": receipt.waiting,
        }
    }
