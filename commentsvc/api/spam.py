"""What a site learnt from its decisions, and the spam services it asks, for programs with a bearer token."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.spam import (
    ChangedServiceSchema,
    LearningChangeSchema,
    LearningSchema,
    ServiceChangeSchema,
    ServicesSchema,
)
from commentsvc.clock import iso
from commentsvc.usecases.change_learning import change_learning
from commentsvc.usecases.change_spam_service import ServiceView, change_spam_service, read_spam_services
from commentsvc.usecases.read_learning import read_learning

blp = Resource(
    "spam",
    __name__,
    url_prefix="/api/v1/sites/<site:site>/spam",
    description="What the site learnt from its moderators' decisions, and which services it asks besides.",
)

PRIVATE = {"Cache-Control": "no-store"}


@blp.route("/learning")
class Learning(MethodView):
    """The site's own classifier."""

    decorators = [operator("moderate")]

    @blp.response(200, LearningSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str) -> Any:
        """Say what it knows and how good it is, measured on decisions it had not learnt."""
        return read_learning(current_deps(), current_operator(), site), PRIVATE

    @blp.arguments(LearningChangeSchema)
    @blp.response(200, LearningSchema)
    @blp.doc(security=SECURITY)
    def patch(self, changes: dict[str, Any], site: str) -> Any:
        """Switch it, or set its threshold; needs the scope `admin`."""
        change_learning(current_deps(), current_operator(), site, changes)
        return read_learning(current_deps(), current_operator(), site), PRIVATE


@blp.route("/services")
class Services(MethodView):
    """Spam services."""

    decorators = [operator("admin")]

    @blp.response(200, ServicesSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str) -> Any:
        """List both kinds; their keys are never told."""
        found = read_spam_services(current_deps(), current_operator(), site)
        return {"services": [_service(view) for view in found]}, PRIVATE


@blp.route("/services/<kind>")
class Service(MethodView):
    """One of them."""

    decorators = [operator("admin")]

    @blp.arguments(ServiceChangeSchema)
    @blp.response(200, ChangedServiceSchema)
    @blp.doc(security=SECURITY)
    def patch(self, changes: dict[str, Any], site: str, kind: str) -> Any:
        """Set it up, switch it on or off (`kind`: akismet or http). The notice follows in every language."""
        changed = change_spam_service(current_deps(), current_operator(), site, kind, changes)
        notices = [{"lang": one.lang, "version": one.version, "sha256": one.sha256} for one in changed.notices]
        return {"service": _service(changed.service), "notices": notices}, PRIVATE


def _service(view: ServiceView) -> dict[str, Any]:
    return asdict(view) | {"answered_at": iso(view.answered_at) if view.answered_at else None}
