"""The evidence, public: the site's signed checkpoint. It holds nothing personal (law 4)."""

from __future__ import annotations

from flask import Response
from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.documentation import Resource
from commentsvc.usecases.read_checkpoint import read_checkpoint

blp = Resource("log", __name__, url_prefix="/api/v1/sites/<site:site>/log", description="The site's transparency log.")


@blp.route("/checkpoint")
class LatestCheckpoint(MethodView):
    """The newest signed tree head."""

    @blp.response(200, {"type": "string"}, content_type="text/plain; charset=utf-8")
    @blp.doc(security=[])
    def get(self, site: str) -> Response:
        """The latest checkpoint (C2SP tlog-checkpoint, signed with Ed25519). 404 before the first."""
        response = Response(read_checkpoint(current_deps(), site), content_type="text/plain; charset=utf-8")
        response.headers["Cache-Control"] = "public, no-cache"
        return response
