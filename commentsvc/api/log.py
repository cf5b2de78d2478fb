"""The evidence, public: the site's signed checkpoint and proofs against it. It holds nothing personal (law 4)."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.views import MethodView

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.log import (
    CheckpointQuerySchema,
    ConsistencyQuerySchema,
    ConsistencySchema,
    CosignatureDraftSchema,
    CosignatureSchema,
    InclusionQuerySchema,
    InclusionSchema,
    LogKeysSchema,
)
from commentsvc.api.schemas.timestamp import TimestampedCheckpointSchema, TimestampQuerySchema
from commentsvc.ledger.encoding import to_base64
from commentsvc.usecases.add_cosignature import add_cosignature
from commentsvc.usecases.read_checkpoint import read_checkpoint
from commentsvc.usecases.read_consistency import read_consistency
from commentsvc.usecases.read_inclusion import read_inclusion
from commentsvc.usecases.read_key_changes import read_log_keys
from commentsvc.usecases.read_tile import read_tile
from commentsvc.usecases.read_timestamps import read_timestamps

blp = Resource("log", __name__, url_prefix="/api/v1/sites/<site:site>/log", description="The site's transparency log.")

FRESH = {"Cache-Control": "public, no-cache"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@blp.route("/checkpoint")
class LatestCheckpoint(MethodView):
    """The newest signed tree head."""

    @blp.arguments(CheckpointQuerySchema, location="query")
    @blp.response(200, {"type": "string"}, content_type="text/plain; charset=utf-8")
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> Response:
        """The newest checkpoint (C2SP tlog-checkpoint) with its cosignatures, or the one most witnesses cosigned."""
        text = read_checkpoint(current_deps(), site, query["cosigned"])
        return Response(text, content_type="text/plain; charset=utf-8", headers=FRESH)


@blp.route("/cosignatures")
class Cosignatures(MethodView):
    """What witnesses hand in."""

    @blp.arguments(CosignatureDraftSchema)
    @blp.response(200, CosignatureSchema)
    @blp.doc(security=[])
    def post(self, draft: dict[str, Any], site: str) -> dict[str, Any]:
        """Hand in a cosignature of a checkpoint. Only of the site's witnesses: the signature itself says who."""
        kept = add_cosignature(current_deps(), site, draft["size"], draft["cosignature"], visitor())
        return {"size": draft["size"], "kept": kept}


@blp.route("/tile/<tile:tile>")
class Tile(MethodView):
    """The hashes of the tree, where the site publishes them."""

    @blp.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
    @blp.doc(security=[])
    def get(self, site: str, tile: str) -> Response:
        """A hash tile (C2SP tlog-tiles), such as 0/x001/234 or 0/000.p/12; 404 unless the site publishes its tiles."""
        hashes, full = read_tile(current_deps(), site, tile)
        return Response(hashes, content_type="application/octet-stream", headers=FOR_EVER if full else FRESH)


@blp.route("/inclusion")
class Inclusion(MethodView):
    """That a leaf is in the log."""

    @blp.arguments(InclusionQuerySchema, location="query")
    @blp.response(200, InclusionSchema)
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Prove that a leaf is in the log. 404 until the newest checkpoint covers it, promised or not."""
        found = read_inclusion(current_deps(), site, query["leaf"])
        told = {
            "leaf": to_base64(found.leaf),
            "index": found.index,
            "size": found.size,
            "proof": [to_base64(value) for value in found.proof],
            "checkpoint": found.checkpoint,
        }
        return told, 200, FRESH


@blp.route("/consistency")
class Consistency(MethodView):
    """That the log only grew."""

    @blp.arguments(ConsistencyQuerySchema, location="query")
    @blp.response(200, ConsistencySchema)
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Prove that the log of one size begins with the whole log of an earlier size."""
        old, new = query["from_"], query["to"]
        proof = read_consistency(current_deps(), site, old, new)
        return {"from_": old, "to": new, "proof": [to_base64(value) for value in proof]}, 200, FRESH


@blp.route("/keys")
class Keys(MethodView):
    """Who signs the log, and who did before."""

    @blp.response(200, LogKeysSchema)
    @blp.doc(security=[])
    def get(self, site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Tell today's verifier key and every change of it, oldest first, each with what proves it."""
        return read_log_keys(current_deps(), site).as_json(), 200, FRESH


@blp.route("/timestamps")
class Timestamps(MethodView):
    """What timestamp authorities signed."""

    @blp.arguments(TimestampQuerySchema, location="query")
    @blp.response(200, TimestampedCheckpointSchema)
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Tell the newest checkpoint that has timestamps (RFC 3161), with them. 404 where there is none."""
        return read_timestamps(current_deps(), site, query["size"]).as_json(), 200, FRESH
