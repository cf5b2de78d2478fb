"""Keep what an admin typed of a notice on the server until it is published or given up. It reaches no reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commentsvc import clock
from commentsvc.errors import Conflict
from commentsvc.models.database import writing
from commentsvc.models.notice_draft import NoticeDraft, drafts_of, find_draft
from commentsvc.models.site import lock_site
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site


@dataclass(frozen=True)
class DraftText:
    """What stands in the editor: its fields, the purposes it offers, and the version in force it was begun on."""

    fields: Mapping[str, str]
    offered: Sequence[str]
    version: int


def notice_draft(deps: Deps, actor: Actor, site_id: str, lang: str) -> NoticeDraft | None:
    """The draft in this language, whoever wrote it, or None. Raises NotFound, Forbidden."""
    require(actor, site_id, "admin")
    return find_draft(deps.session, site_id, lang)


def notice_drafts(deps: Deps, actor: Actor, site_id: str) -> Sequence[NoticeDraft]:
    """Every draft of the site, by language. Raises NotFound, Forbidden."""
    require(actor, site_id, "admin")
    return drafts_of(deps.session, site_id)


def keep_notice_draft(deps: Deps, actor: Actor, site_id: str, lang: str, text: DraftText, seen: int) -> NoticeDraft:
    """Keep `text` as the draft in this language. `seen` is the revision it was typed over, 0 for none.

    Raises:
        Conflict: somebody else kept another draft meanwhile; theirs stays.
        NotFound, Forbidden: not this actor's to write.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    with writing(deps.session) as session:
        lock_site(session, site_id)  # of two first drafts the second finds the first
        draft = find_draft(session, site_id, lang, lock=True)
        if draft is None:
            draft = NoticeDraft(site_id=site_id, lang=lang, revision=0)
            session.add(draft)
        elif draft.revision != seen:
            if draft.actor == actor.ref and _same(draft, text):
                return draft  # the same page, sent twice
            raise Conflict("Another draft was kept meanwhile.")
        draft.fields, draft.offered, draft.version = dict(text.fields), list(text.offered), text.version
        draft.actor, draft.actor_name, draft.kept_at = actor.ref, actor.name, clock.now()
        draft.revision += 1
        session.flush()
    return draft


def discard_notice_draft(deps: Deps, actor: Actor, site_id: str, lang: str, seen: int) -> bool:
    """Delete the draft of revision `seen`; one that somebody kept meanwhile stays. Whether there is none any more.

    Raises:
        NotFound, Forbidden: not this actor's to delete.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        draft = find_draft(session, site_id, lang, lock=True)
        if draft is not None and draft.revision == seen:
            session.delete(draft)
            return True
        return draft is None


def _same(draft: NoticeDraft, text: DraftText) -> bool:
    return draft.fields == dict(text.fields) and draft.offered == list(text.offered)
