"""Bans, for programs with a bearer token of scope `moderate`."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.ban import (
    BanDraftSchema,
    BannedSchema,
    BanQuerySchema,
    BanSettingsSchema,
    BansPageSchema,
    LiftedSchema,
    LiftSchema,
)
from commentsvc.clock import iso
from commentsvc.models.ban import Ban
from commentsvc.usecases.ban_author import BanDraft, ban_author
from commentsvc.usecases.change_ban_settings import change_ban_settings
from commentsvc.usecases.lift_ban import lift_ban
from commentsvc.usecases.list_bans import list_bans

blp = Resource("bans", __name__, url_prefix="/api/v1/sites/<site:site>/bans", description="Who may not comment.")

PRIVATE = {"Cache-Control": "no-store"}


@blp.route("")
class Bans(MethodView):
    """Bans of a site."""

    decorators = [operator("moderate")]

    @blp.arguments(BanQuerySchema, location="query")
    @blp.response(200, BansPageSchema)
    @blp.doc(security=SECURITY)
    def get(self, query: dict[str, Any], site: str) -> Any:
        """List the bans that hold, newest first."""
        cursor = query.get("cursor")
        found = list_bans(current_deps(), current_operator(), site, str(cursor) if cursor else None)
        return {"bans": [ban_json(ban) for ban, _ in found.bans], "next": found.next}, PRIVATE

    @blp.arguments(BanDraftSchema)
    @blp.response(201, BannedSchema)
    @blp.doc(security=SECURITY)
    def post(self, body: dict[str, Any], site: str) -> Any:
        """Ban whoever wrote a comment. One ban for each of `by`; 409 where nothing is left to ban by."""
        made = ban_author(current_deps(), current_operator(), site, BanDraft(**body))
        return {"bans": [ban_json(ban) for ban in made.bans], "purged": made.purged}, 201, PRIVATE


@blp.route("/<uuid:ban>")
class OneBan(MethodView):
    """One ban."""

    decorators = [operator("moderate")]

    @blp.arguments(LiftSchema, location="query")
    @blp.response(200, LiftedSchema)
    @blp.doc(security=SECURITY)
    def delete(self, query: dict[str, Any], site: str, ban: Any) -> Any:
        """Lift the ban."""
        lifted = lift_ban(current_deps(), current_operator(), site, ban, restore=query["restore"])
        return {"restored": lifted.restored, "kept": lifted.kept}, PRIVATE


@blp.route("/settings")
class BanSettings(MethodView):
    """What bans by network rest on."""

    decorators = [operator("admin")]

    @blp.arguments(BanSettingsSchema)
    @blp.response(200, BanSettingsSchema)
    @blp.doc(security=SECURITY)
    def put(self, body: dict[str, Any], site: str) -> Any:
        """Keep codes of the networks that comments come from for so many days; 0, as it begins: not at all."""
        change_ban_settings(current_deps(), current_operator(), site, body["network_days"])
        return body, PRIVATE


def ban_json(ban: Ban) -> dict[str, Any]:
    """The ban as `BanSchema` writes it."""
    return {
        "id": ban.id,
        "kind": ban.kind,
        "comment": ban.comment_id,
        "told": ban.told,
        "confirmed": ban.sure,
        "note": ban.note,
        "set_at": iso(ban.set_at),
        "set_by": ban.set_by_name,
        "until": iso(ban.expires_at) if ban.expires_at else None,
    }
