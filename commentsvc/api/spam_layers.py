"""A site's layers against spam, for programs with a bearer token of scope `admin`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.spam_layers import SpamChangeSchema, SpamSchema
from commentsvc.usecases.change_spam_settings import SpamReview, change_spam_settings, review_spam

blp = Resource(
    "spam layers", __name__, url_prefix="/api/v1/sites/<site:site>/spam/layers", description="Layers against spam."
)

PRIVATE = {"Cache-Control": "no-store"}


@blp.route("")
class Layers(MethodView):
    """Which layers a site uses, and what they did."""

    decorators = [operator("admin")]

    @blp.response(200, SpamSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str) -> Any:
        """The settings, and what each layer found in thirty days."""
        return _as_json(review_spam(current_deps(), current_operator(), site)), PRIVATE

    @blp.arguments(SpamChangeSchema)
    @blp.response(200, SpamSchema)
    @blp.doc(security=SECURITY)
    def patch(self, changes: dict[str, Any], site: str) -> Any:
        """Change some settings; all or none."""
        change_spam_settings(current_deps(), current_operator(), site, changes)
        return _as_json(review_spam(current_deps(), current_operator(), site)), PRIVATE


def _as_json(review: SpamReview) -> dict[str, Any]:
    return {
        "settings": asdict(review.policy),
        "found": review.found,
        "proofs": {"asked": review.asked, "solved": review.solved},
        "working": review.working,
    }
