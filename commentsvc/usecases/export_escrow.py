"""Export a site's sealed proofs, for whoever has the key that opens them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_escrow import escrow_months
from commentsvc.errors import NotFound
from commentsvc.exchange.escrow_file import escrow_header, notice_line, sealed_line
from commentsvc.models.database import new_id, writing
from commentsvc.models.escrow import count_sealed, sealed_proofs
from commentsvc.models.notice import all_notices
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


@dataclass
class EscrowExport:
    """An export while it is read: `chunks` are the file's lines, to be taken once; `count` those sealed so far."""

    chunks: Iterator[bytes] = iter(())
    count: int = 0


def export_escrow(deps: Deps, actor: Actor, site_id: str) -> EscrowExport:
    """The file (`exchange.escrow_file`) of every proof that is still kept, written into the audit log now, made while
    it is taken. It opens nothing.

    Raises:
        NotFound: the actor is of another site, or nothing is sealed. Forbidden: lacks `admin`.
    """
    require(actor, site_id, "admin")
    site = find_site(deps, site_id)
    count = count_sealed(deps.session, site_id)
    if not count:
        raise NotFound("This site has no sealed proof: nothing was exported.")
    origin = site.log_origin
    with writing(deps.session):
        record_act(deps, site_id, actor, "export.escrow", str(new_id()), {"sealed": count})
    export = EscrowExport()
    export.chunks = _stream(deps.replica.up_to_date(deps.session.get_bind()), site_id, origin, export)
    return export


def _stream(bind: Any, site_id: str, origin: str, export: EscrowExport) -> Iterator[bytes]:
    """`bind` is found beforehand: an edge may stream after its own session has ended."""
    with snapshot(bind) as session:
        yield escrow_header(origin, iso(clock.now()))
        yield from _notices(session, site_id)
        for proof in sealed_proofs(session, site_id):
            export.count += 1
            yield sealed_line(proof.sealed, iso(proof.expires_at))


def _notices(session: Session, site_id: str) -> Iterator[bytes]:
    """Those that announced it; no other can be named by a sealed proof."""
    for notice in all_notices(session, site_id):
        if escrow_months(parse_manifest(notice.body)):
            yield notice_line(notice.sha256, notice.body.decode())
