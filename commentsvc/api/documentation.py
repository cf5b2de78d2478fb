"""OpenAPI 3.1 from the schemas, at /openapi.json, and its page, which loads nothing from elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from apispec import APISpec
from flask import Blueprint, Flask, Response, render_template
from flask_smorest import Api
from flask_smorest import Blueprint as SmorestBlueprint

from commentsvc import __version__
from commentsvc.adapters.current import current_deps
from commentsvc.api.converters import Sha256Converter, SiteConverter, TileConverter
from commentsvc.api.json_body import parser
from commentsvc.errors import NotFound, Problem

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. Some slugs bring members of their own, such as `notice` or `retry_after`.",
    "required": ["type", "slug", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "slug": {"type": "string", "enum": sorted({kind.slug for kind in Problem.__subclasses__()})},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}


class Resource(SmorestBlueprint):
    """A blueprint whose bodies are read strictly."""

    ARGUMENTS_PARSER = parser

    def arguments(self, schema: Any, **options: Any) -> Callable[..., Any]:
        """Like flask-smorest's; but one instance of the schema reads all requests, which would otherwise each make one,
        and one of every schema within it."""
        read_by: Callable[..., Any] = super().arguments(schema() if isinstance(schema, type) else schema, **options)
        return read_by


def build(app: Flask) -> _Api:
    """The object that collects the resources; its own error handlers give way to `problems`."""
    app.config.update(
        API_TITLE="commentsvc",
        API_VERSION=f"v{__version__}",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=None,
        API_SPEC_OPTIONS={
            "info": {
                "description": "Comments for any page, and consent you can prove. Errors are problem documents "
                "(RFC 9457) with a `slug`."
            },
            "components": {
                "securitySchemes": {
                    "operator": {"type": "http", "scheme": "bearer", "description": "A site's token, with scopes."},
                    "secret": {"type": "http", "scheme": "bearer", "description": "An edit token or receipt secret."},
                }
            },
        },
    )
    api = _Api(app)
    api.register_converter(SiteConverter, lambda _: {"type": "string", "pattern": f"^{SiteConverter.regex}$"})
    api.register_converter(Sha256Converter, lambda _: {"type": "string", "pattern": f"^{Sha256Converter.regex}$"})
    api.register_converter(TileConverter, lambda _: {"type": "string", "pattern": f"^{TileConverter.regex}$"})
    pages = Blueprint("documentation", __name__, template_folder="templates")

    @pages.get("/openapi.json")
    def openapi() -> Response:
        spec = with_problems(api.described().to_dict())
        spec["servers"] = [{"url": current_deps().settings.public_url}]
        response = Response(app.json.dumps(spec), content_type="application/json")
        response.headers["Cache-Control"] = "no-cache"
        return response

    @pages.get("/docs")
    def docs() -> str:
        return render_template("api/docs.html")

    @pages.get("/problems/<slug>")
    def problem(slug: str) -> str:
        kind = {known.slug: known for known in Problem.__subclasses__()}.get(slug)
        if kind is None:
            raise NotFound("There is no problem with this slug.")
        return render_template("api/problem.html", slug=slug, kind=kind)

    app.register_blueprint(pages)
    return api


def with_problems(spec: dict[str, Any]) -> dict[str, Any]:
    """The document with the one error shape as every operation's default answer."""
    spec["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    spec["components"].get("responses", {}).clear()
    shape = {
        "description": "A problem document",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for operations in spec["paths"].values():
        for verb, operation in operations.items():
            if verb != "parameters":
                kept = {code: answer for code, answer in operation["responses"].items() if code.startswith(("2", "3"))}
                operation["responses"] = kept | {"default": shape}
    return spec


class _Api(Api):
    """flask-smorest without its error handlers (its 405 drops Allow) and without its documentation routes. Resources
    are described when somebody asks for it, which few do, and which takes as long as all else that an application is
    made of."""

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[SmorestBlueprint] = []
        self._describing = threading.Lock()
        super().__init__(app)

    def register_blueprint(self, blp: SmorestBlueprint, **options: Any) -> None:
        """Register the routes of a resource."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)
        self._undescribed.append(blp)

    def described(self) -> APISpec:
        """The description of all resources. Safe to ask from any thread."""
        with self._describing:
            for blp in self._undescribed:
                blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
                self.spec.tag({"name": blp.name, "description": blp.description})
            self._undescribed.clear()
            return self.spec

    def _register_error_handlers(self) -> None:
        """`problems` answers every error."""
