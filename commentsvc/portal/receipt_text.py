"""A receipt in the two forms a reader keeps: text to copy, and a file."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Mapping
from typing import Any

import orjson

from commentsvc.clock import iso
from commentsvc.models.site import Site
from commentsvc.portal.words import PageWords
from commentsvc.usecases.post_comment import PostedComment

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_TOGETHER = re.compile(rf"({_UUID})\.([A-Za-z0-9_-]{{20,200}})", re.IGNORECASE)
_ALONE = r"(?<![A-Za-z0-9_-])([A-Za-z0-9_-]{40,200})(?![A-Za-z0-9_-])"
_APART = re.compile(rf"({_UUID})[\s\S]{{0,400}}?{_ALONE}", re.IGNORECASE)


def receipt_text(site: Site, posted: PostedComment, manifest: Mapping[str, Any], words: PageWords) -> str:
    """Everything needed to take the consent back, in `words`; `manifest` is the notice the reader saw."""
    own, labels = words.own, words.labels
    notice = own.copy_notice.format(version=manifest.get("version", ""), lang=manifest.get("lang", ""))
    # A date or a number behind letters that run from right to left would be drawn in another order: a line of its own.
    then = ":\n" if words.dir == "rtl" else ": "
    return "\n".join(
        (
            own.copy_title.format(site=site.name),
            f"{own.copy_page}{then}{posted.thread.url}",
            f"{own.copy_sent}{then}{iso(posted.comment.created_at)}",
            notice,
            f"{labels['receipt_id']}{then}{posted.comment.record_id}",
            f"{labels['receipt_secret']}{then}{posted.receipt_secret}",
            f"{own.copy_link}{then}{posted.receipt_url}",
            f"{labels['controller']}: {site.controller_name}, {site.controller_contact}",
        )
    )


def receipt_file(site: Site, posted: PostedComment, notice_sha256: str) -> str:
    """The same as JSON in a `data:` address, with the log's promise, so that it can be saved without a script."""
    content = {
        "site": site.id,
        "page": posted.thread.url,
        "sent_at": iso(posted.comment.created_at),
        "notice": notice_sha256,
        "receipt": {
            "id": str(posted.comment.record_id),
            "secret": posted.receipt_secret,
            "url": posted.receipt_url,
            "promise": posted.promise.as_json(),
        },
    }
    encoded = base64.b64encode(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    return f"data:application/json;base64,{encoded.decode()}"


def read_receipt(text: str) -> tuple[uuid.UUID, str] | None:
    """Number and secret out of whatever a reader kept: the link, `number.secret`, the text, the file. None: neither."""
    found = _TOGETHER.search(text[:20_000]) or _APART.search(text[:20_000])
    return (uuid.UUID(found[1]), found[2]) if found else None
