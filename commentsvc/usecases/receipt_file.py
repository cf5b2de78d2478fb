"""The receipt file of one record, for whoever holds its secret."""

from __future__ import annotations

import uuid

from commentsvc.ledger.receipt import Receipt
from commentsvc.usecases.consent_receipt import open_record
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.make_receipts import Receipts


def receipt_file(deps: Deps, site_id: str, record_id: uuid.UUID, secret: str | None) -> Receipt:
    """The receipt of a record, for whoever holds its secret. After erasure it opens the `erased` event only.

    Raises:
        NotFound: no such record, or not its secret (the two are not told apart).
    """
    site = find_site(deps, site_id)
    return Receipts(deps, site).of(open_record(deps, site, record_id, secret).id)
