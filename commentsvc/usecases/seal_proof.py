"""Seal the bare proof of a record that is about to be erased, where its notice said so (Art. 17(3)(e) GDPR)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from commentsvc import clock
from commentsvc.domain.deadline import months_after
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_escrow import escrow_months
from commentsvc.ledger.escrow import seal
from commentsvc.models.consent import newest_body
from commentsvc.models.database import random_id
from commentsvc.models.escrow import SealedProof
from commentsvc.models.notice import find_notice
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.make_receipts import Receipts


def sealed_months(deps: Deps, site: Site, notices: Iterable[str | None]) -> int:
    """For how many months a proof of a record under one of these notices (SHA-256) would be kept, if it were erased
    now; 0: not at all. Never longer than the notice said, nor than the site keeps them today."""
    if not site.escrow_months or site.escrow_key is None:
        return 0
    found = [find_notice(deps.session, site.id, sha256) for sha256 in notices if sha256]
    told = [escrow_months(parse_manifest(notice.body)) for notice in found if notice]
    return min(max(told, default=0), site.escrow_months)


def seal_proof(deps: Deps, site: Site, record_id: uuid.UUID) -> datetime | None:
    """Inside the caller's write transaction, before the record is erased: keep its receipt sealed, if that is the
    site's wish and its reader was told in the notice of the record. Until when; None: nothing is kept.

    What is sealed are the record's snapshots, salts, promises and proofs: page, times, what was shown and chosen, the
    random references; no name, text, website or address is in any of them. The notices are left to their archive.
    """
    body = newest_body(deps.session, site.id, record_id)
    months = sealed_months(deps, site, [body.notice_sha256]) if body else 0
    if not months or site.escrow_key is None:
        return None
    receipt = replace(Receipts(deps, site).of(record_id), notices={})
    proof = json.dumps(receipt.as_json(), ensure_ascii=False, separators=(",", ":")).encode()
    ends = months_after(clock.now(), months).replace(hour=0, minute=0, second=0, microsecond=0)
    sealed = seal(proof, site.escrow_key, site.log_origin)
    deps.session.add(SealedProof(site_id=site.id, id=random_id(), sealed=sealed, expires_at=ends))
    return ends
