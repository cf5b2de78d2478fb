"""The hosted form drawn from a notice that nobody published: what an owner sees before readers do. It sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template
from markupsafe import Markup

from commentsvc.adapters.current import current_deps
from commentsvc.models.site import Site
from commentsvc.portal.base import portal
from commentsvc.portal.forms import CommentForm
from commentsvc.portal.place import Place
from commentsvc.portal.words import of_manifest
from commentsvc.portal.write import NEEDS_SCRIPT
from commentsvc.usecases.serve_notice import offered_notice


class _UnsentForm(CommentForm):
    """No token of ours stands in a page that nothing may be sent from."""

    class Meta:
        csrf = False


@portal.app_template_global("portal_form_preview")
def form_preview(site: Site, manifest: Mapping[str, Any]) -> Markup:
    """The whole page `/t/<site>/write` as it would be with `manifest`, for a frame without scripts and forms."""
    notice = offered_notice(current_deps(), manifest, "") | {"token": ""}
    return Markup(  # noqa: S704 - the template escaped every value
        render_template(
            "portal/write.html",
            place=Place(site, site.privacy_url, None, None),
            form=_UnsentForm(formdata=None),
            notice=notice,
            purposes=[purpose for purpose in notice["purposes"] if purpose["id"] not in NEEDS_SCRIPT],
            ticked=set(),
            words=of_manifest(manifest),
            attempt="",
            answers=None,
            said="",
            errors={},
            others=[],
            limit=10_000,
        )
    )
