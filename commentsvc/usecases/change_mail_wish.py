"""Choose what one hears of a site's comments by mail; end it with one click from any of those mails."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass

from commentsvc.clock import now
from commentsvc.domain.derived import derive
from commentsvc.domain.mail_wish import ABOUT, EACH, RHYTHMS, WAITING, next_digest
from commentsvc.errors import ValidationFailed
from commentsvc.models.account import Account
from commentsvc.models.database import writing
from commentsvc.models.mail_wish import MailWish, find_wish, remove_wish
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


@dataclass(frozen=True)
class MailWishDraft:
    """What a member wants. `rhythm` is empty for nothing; `hour` is when the daily digest goes (UTC)."""

    rhythm: str = ""
    about: str = WAITING
    hour: int = 6


def read_mail_wish(deps: Deps, actor: Actor, site_id: str, account: Account) -> MailWishDraft:
    """What the member chose on this site. Raises `NotFound`, `Forbidden`: they are of another site, or do not
    moderate."""
    require(actor, site_id, "moderate")
    wish = find_wish(deps.session, site_id, account.id)
    return MailWishDraft(wish.rhythm, wish.about, wish.hour) if wish else MailWishDraft()


def change_mail_wish(deps: Deps, actor: Actor, site_id: str, account: Account, draft: MailWishDraft) -> None:
    """Keep it; comments from now on are mailed so. What was not told yet under another rhythm is told under this one.

    Raises:
        NotFound, Forbidden like `read_mail_wish`; ValidationFailed: by field.
    """
    require(actor, site_id, "moderate")
    if draft.rhythm not in ("", *RHYTHMS) or draft.about not in ABOUT or not 0 <= draft.hour <= 23:
        raise ValidationFailed(fields={"rhythm": [f"Nothing, or one of {', '.join(RHYTHMS)}."]})
    with writing(deps.session) as session:
        wish = find_wish(session, site_id, account.id, lock=True)
        if not draft.rhythm and wish is not None:
            remove_wish(session, wish)
        elif draft.rhythm:
            wish = wish or MailWish(site_id=site_id, account_id=account.id, sent=0)
            wish.rhythm, wish.about, wish.hour = draft.rhythm, draft.about, draft.hour
            wish.next_at = now() if draft.rhythm == EACH else next_digest(draft.rhythm, draft.hour, now())
            session.add(wish)
        told = {"rhythm": draft.rhythm or "nothing", "about": draft.about}
        record_act(deps, site_id, actor, "mail.wish", f"account:{account.id}", told)


def stop_url(deps: Deps, site_id: str, account_id: uuid.UUID) -> str:
    """The link that ends these mails. Its secret may reach the server: it can do nothing else (ADR 0044)."""
    of = f"{account_id}.{_secret(deps, site_id, account_id)}"
    return f"{deps.settings.public_url}/admin/{site_id}/by-mail/stop?of={of}"


def stop_mail_wish(deps: Deps, site_id: str, of: str) -> None:
    """End them for whom the link names. Nothing happens, and nobody is told, where it is not whole or nothing is left
    to end. Raises `NotFound` for an unknown site."""
    site = find_site(deps, site_id)
    number, _, secret = of.partition(".")
    try:
        account_id = uuid.UUID(number)
    except ValueError:
        return
    if not hmac.compare_digest(secret.encode(), _secret(deps, site.id, account_id).encode()):
        return
    with writing(deps.session) as session:
        wish = find_wish(session, site.id, account_id, lock=True)
        if wish is not None:
            told = {"rhythm": "nothing", "about": wish.about}
            remove_wish(session, wish)
            member = session.get_one(Account, account_id)
            actor = Actor(f"account:{account_id}", member.name, site.id, frozenset())
            record_act(deps, site.id, actor, "mail.wish", f"account:{account_id}", told)


def _secret(deps: Deps, site_id: str, account_id: uuid.UUID) -> str:
    return derive(deps.settings.secret, "stop-moderators-mail", site_id, str(account_id))
