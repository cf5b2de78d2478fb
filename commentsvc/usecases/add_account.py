"""Add a person who may sign in to the console: the first administrator, or a member of a site."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.domain.permissions import ROLES
from commentsvc.domain.plain_text import clean_name
from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.models import account as accounts
from commentsvc.models import site as sites
from commentsvc.models.account import Account, Membership
from commentsvc.models.database import new_id, writing
from commentsvc.usecases.access import require, require_installation, require_to_give
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.passwords import check_password, generate_password, hash_password
from commentsvc.usecases.record_act import record_act


@dataclass(frozen=True)
class AccountDraft:
    """Who is added. `password` None has one generated; `site_id` and `role` come together or not at all."""

    email: str
    name: str = ""
    password: str | None = None
    instance_admin: bool = False
    site_id: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class NewAccount:
    """The account, and its password where it was generated (shown once, never stored)."""

    account: Account
    password: str | None


def add_account(deps: Deps, actor: Actor, draft: AccountDraft) -> NewAccount:
    """Add the account and, with `site_id`, its membership.

    Raises:
        Forbidden: the actor may not make an instance administrator, an owner, or an account without a site.
        NotFound: there is no such site, or the actor does not belong to it.
        ValidationFailed: `email`, `password`, `role`.
    """
    if draft.site_id is None or draft.instance_admin:
        require_installation(actor)
    else:
        require(actor, draft.site_id, "admin")
        require_to_give(actor, None, draft.role)
    email = parse_email(draft.email)
    role = _role(draft)
    if draft.password is not None:
        check_password(draft.password, email)
    password = draft.password if draft.password is not None else generate_password()
    hashed = hash_password(password)  # slow on purpose: before the write lock, not inside
    with writing(deps.session) as session:
        if draft.site_id is not None and sites.find_site(session, draft.site_id) is None:
            raise NotFound("There is no site with this key.")
        account = new_account(session, email, draft.name, hashed, instance_admin=draft.instance_admin)
        if draft.site_id is not None and role is not None:
            session.add(Membership(site_id=draft.site_id, account_id=account.id, role=role))
            told = {"name": account.name, "role": role}
            record_act(deps, draft.site_id, actor, "member.add", f"account:{account.id}", told)
    return NewAccount(account, None if draft.password is not None else password)


def new_account(
    session: Session, email: str, name: str, password_hash: str, *, instance_admin: bool = False
) -> Account:
    """Inside the caller's write transaction: the account of this address, as `parse_email` gave it, which has none yet.
    Raises `ValidationFailed` (`email`) where it has."""
    if accounts.find_account(session, email) is not None:
        raise _taken()
    account = Account(
        id=new_id(),
        email=email,
        name=clean_name(name)[:200] or email.split("@")[0],
        password_hash=password_hash,
        instance_admin=instance_admin,
        created_at=now(),
        disabled_at=None,
    )
    session.add(account)
    try:
        session.flush()
    except IntegrityError:  # PostgreSQL: somebody else added the address since we looked
        raise _taken() from None
    return account


def parse_email(text: str) -> str:
    """The address in the one form accounts are stored and found by (lower case). Raises `ValidationFailed`."""
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(
            text.strip(), check_deliverability=False, globally_deliverable=False, test_environment=True
        )
    except EmailNotValidError as error:
        raise ValidationFailed(fields={"email": [str(error)]}) from error
    return checked.normalized.lower()


def _taken() -> ValidationFailed:
    return ValidationFailed(fields={"email": ["There is an account with this address already."]})


def _role(draft: AccountDraft) -> str | None:
    if draft.site_id is None:
        return None
    if draft.role not in ROLES:
        raise ValidationFailed(fields={"role": [f"Please choose one of {', '.join(ROLES)}."]})
    return draft.role
