"""What a page says before an erasure of the sealed proof that will stay."""

from __future__ import annotations

from collections.abc import Iterable

from commentsvc.domain.escrow_text import escrow_sentence
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.seal_proof import sealed_months


def sealed_sentence(deps: Deps, site: Site, lang: str, notices: Iterable[str]) -> str:
    """The sentence in `lang`; empty where nothing under these notices (SHA-256) would be kept sealed."""
    months = sealed_months(deps, site, notices)
    return escrow_sentence(lang, months) if months else ""
