"""How people come in to a site, for programs with a bearer token of scope `admin`."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.sign_in import SignInRuleSchema, SignInSchema
from commentsvc.usecases.require_second_factor import require_second_factor, site_sign_in

blp = Resource(
    "sign-in",
    __name__,
    url_prefix="/api/v1/sites/<site:site>/sign-in",
    description="Whether everybody who works on the site needs a second factor.",
)

PRIVATE = {"Cache-Control": "no-store"}


@blp.route("")
class SignIn(MethodView):
    """What the site asks."""

    decorators = [operator("admin")]

    @blp.response(200, SignInSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str) -> Any:
        """Whether the site asks for a second factor, and which members have none."""
        return site_sign_in(current_deps(), current_operator(), site), PRIVATE

    @blp.arguments(SignInRuleSchema)
    @blp.response(200, SignInSchema)
    @blp.doc(security=SECURITY)
    def put(self, rule: dict[str, bool], site: str) -> Any:
        """Ask for one, or no longer. It holds from the next page that anybody opens."""
        require_second_factor(current_deps(), current_operator(), site, rule["second_factor"])
        return site_sign_in(current_deps(), current_operator(), site), PRIVATE
