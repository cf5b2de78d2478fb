"""What a reader's page that shows one of their comments says of why it is not public: `portal/_statement.html`."""

from __future__ import annotations

import uuid
from typing import Any

from commentsvc.domain.content_texts import content_text
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.give_statement import statement_of


def statement_values(deps: Deps, site: Site, comment_id: uuid.UUID | None, lang: str) -> dict[str, Any]:
    """The template's values: `statement` is None where its author was given no reasons. Only for its author."""
    return {"statement": statement_of(deps, site.id, comment_id), "reasons": content_text(lang)}
