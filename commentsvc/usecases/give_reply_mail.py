"""Turn mail about replies on later, with the receipt: at once where the address is confirmed and stored, else by asking
its owner first."""

from __future__ import annotations

from commentsvc.domain.contact import clean_email
from commentsvc.domain.notice import REPLY_MAIL
from commentsvc.errors import RateLimited, ValidationFailed
from commentsvc.models.comment import Comment
from commentsvc.models.contact import find_contact
from commentsvc.models.site import Site
from commentsvc.usecases.ask_address import ask_address, may_ask
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.serve_notice import not_carried_out


def address_to_ask(deps: Deps, site: Site, typed: str | None) -> str | None:
    """Before the write transaction: the address that a receipt's holder typed, cleaned, and counted as one that is
    asked. Raises `ValidationFailed` on `email`, `RateLimited`."""
    try:
        address = clean_email(typed)
    except ValidationFailed as bad:
        raise ValidationFailed(fields={"email": bad.fields["author.email"]}) from bad
    if address is not None and not may_ask(deps, site, address):
        raise RateLimited("Enough mails of this kind went there. Please try again tomorrow.", retry_after=86_400)
    return address


def is_given_at_once(deps: Deps, comment: Comment) -> bool:
    """Whether the owner of the address said that this comment is theirs, and the address is still stored."""
    if comment.confirmed_at is None or comment.subject_id is None:
        return False
    return find_contact(deps.session, comment.site_id, comment.subject_id) is not None


def ask_first(deps: Deps, site: Site, comment: Comment, address: str | None, shown: str | None) -> None:
    """Inside the caller's write transaction, the comment locked: have the owner of `address` asked; nothing is given
    before they confirm. `shown` is `choose_again.words_shown`'s. Raises `ValidationFailed`, which says how, where that
    cannot be."""
    if REPLY_MAIL in not_carried_out(deps):
        raise ValidationFailed(fields={"purpose": ["This service sends no mail, so there is none about replies."]})
    if address is None:
        how = "Send an address as `email`: its owner is asked by mail, and mail about replies begins once they confirm."
        raise ValidationFailed(fields={"email": [how]})
    ask_address(deps, site, comment, address, [REPLY_MAIL], shown)
