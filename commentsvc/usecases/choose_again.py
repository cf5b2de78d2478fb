"""Under which words a reader gives a purpose later: after a notice asked again, only under those in force (law 2)."""

from __future__ import annotations

from commentsvc.domain.asking_again import asked_again, optional_purposes
from commentsvc.domain.notice import parse_manifest, public_notice
from commentsvc.errors import NoticeStale, ValidationFailed
from commentsvc.models.notice import COMMENTS, find_notice, notice_in_force, versions_of
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps


def words_shown(deps: Deps, site: Site, own: str, purpose: str, shown: str | None) -> str | None:
    """The notice (by hash) under whose words `purpose` is given now, for the event to name; None: the record's `own`.

    Raises:
        NoticeStale: the words are those of neither, or a later notice asked again about the purpose.
        ValidationFailed: the notice in force does not offer it any more.
    """
    if shown in (None, own) and purpose not in asked_since(deps, site, own):
        return None
    named = find_notice(deps.session, site.id, shown or own)
    current = notice_in_force(deps.session, site.id, named.lang) if named else None
    if named is None or current is None:
        raise NoticeStale("There is no such notice.")
    if named.sha256 != current.sha256:
        raise NoticeStale(
            "Please read the notice now in force and choose again.",
            notice=public_notice(parse_manifest(current.body), current.sha256),
        )
    if purpose not in optional_purposes([parse_manifest(current.body)]):
        raise ValidationFailed(fields={"purpose": ["The notice in force does not offer this."]})
    return current.sha256


def asked_since(deps: Deps, site: Site, notice_sha256: str | None) -> frozenset[str]:
    """The purposes about which a version later than this notice asked again, in its language."""
    own = find_notice(deps.session, site.id, notice_sha256) if notice_sha256 else None
    if own is None or own.kind != COMMENTS:
        return frozenset()
    later = (one for one in versions_of(deps.session, site.id, own.lang) if one.version > own.version)
    return frozenset(name for one in later for name in asked_again(parse_manifest(one.body)))
