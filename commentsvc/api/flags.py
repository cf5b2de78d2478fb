"""Flags: a reader's, and what moderators see of them."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.views import MethodView

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.comments import IDEMPOTENCY
from commentsvc.api.documentation import Resource
from commentsvc.api.moderation import comment_json
from commentsvc.api.schemas.flag import (
    ClearedFlagsSchema,
    FlagDraftSchema,
    FlaggedCommentsSchema,
    FlaggedQuerySchema,
    FlagsSchema,
)
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.flag_comment import FlagDraft, flag_comment
from commentsvc.usecases.review_flags import Flags as CountedFlags
from commentsvc.usecases.review_flags import clear_flags, list_flagged, review_flags

blp = Resource("flags", __name__, url_prefix="/api/v1/sites/<site:site>", description="Readers point moderators to it.")

NO_STORE = {"Cache-Control": "no-store"}


@blp.route("/comments/<uuid:comment>/flags")
class Flags(MethodView):
    """Flags of readers."""

    @blp.doc(security=[], responses={"303": {"description": "The page on which a reader flags the comment."}})
    def get(self, site: str, comment: Any) -> Response:
        """Lead a reader to the page on which they flag the comment, for links that need no script."""
        found = find_site(current_deps(), site)
        return Response(status=303, headers=NO_STORE | {"Location": f"/t/{found.id}/flag?comment={comment}"})

    @blp.arguments(FlagDraftSchema)
    @blp.response(204)
    @blp.doc(security=[], parameters=[IDEMPOTENCY])
    def post(self, draft: dict[str, Any], site: str, comment: Any) -> tuple[str, int, dict[str, str]]:
        """Flag a public comment. The answer is the same whether the flag counts, or came before. 404 for any other
        comment, whether there is one or not."""
        key = request.headers.get("Idempotency-Key")
        flag_comment(current_deps(), site, FlagDraft(comment, draft["why"]), visitor(), key)
        return "", 204, NO_STORE


@blp.route("/moderation/flags")
class FlaggedComments(MethodView):
    """What readers point to."""

    decorators = [operator("moderate")]

    @blp.arguments(FlaggedQuerySchema, location="query")
    @blp.response(200, FlaggedCommentsSchema)
    @blp.doc(security=SECURITY)
    def get(self, query: dict[str, Any], site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """The comments with flags that count, those with the most first."""
        found = list_flagged(current_deps(), current_operator(), site, limit=query["limit"])
        return (
            {"flagged": [{"comment": comment_json(one.item), "flags": _as_json(one.flags)} for one in found]},
            200,
            NO_STORE,
        )


@blp.route("/moderation/comments/<uuid:comment>/flags")
class ReviewedFlags(MethodView):
    """Flags, for moderators."""

    decorators = [operator("moderate")]

    @blp.response(200, FlagsSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str, comment: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
        """How many readers flagged the comment, and why."""
        return _as_json(review_flags(current_deps(), current_operator(), site, comment)), 200, NO_STORE

    @blp.response(200, ClearedFlagsSchema)
    @blp.doc(security=SECURITY)
    def delete(self, site: str, comment: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Have its flags count no more. Where the comment stands does not change."""
        return {"cleared": clear_flags(current_deps(), current_operator(), site, comment)}, 200, NO_STORE


def _as_json(flags: CountedFlags) -> dict[str, Any]:
    return {"count": flags.count, "by_why": dict(flags.by_why)}
