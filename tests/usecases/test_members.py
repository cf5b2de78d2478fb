"""Roles, ownership and invitations, on both databases."""

from __future__ import annotations

import threading
import uuid
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.domain.permissions import ROLES
from commentsvc.errors import Forbidden, NotAuthorised, NotFound, RateLimited, ValidationFailed
from commentsvc.models.account import Account, find_account, owners_of, role_of
from commentsvc.models.audit import AuditEvent
from commentsvc.models.invitation import Invitation
from commentsvc.usecases.accept_invitation import InvitationLink, NewcomerDraft, accept_invitation, look_at_invitation
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.add_token import add_token
from commentsvc.usecases.deps import Actor, Visitor
from commentsvc.usecases.disable_account import disable_account
from commentsvc.usecases.find_session import actor_of
from commentsvc.usecases.find_token import find_token
from commentsvc.usecases.invite_member import PER_DAY, PER_DAY_AND_ADDRESS, invite_member, revoke_invitation
from commentsvc.usecases.list_members import list_members
from commentsvc.usecases.set_membership import change_member, set_membership, transfer_ownership

from .log_entries import fresh

PASSWORD = "a long enough password"
HERE = Visitor(address="203.0.113.7")
NEWCOMER = NewcomerDraft("Nina", PASSWORD)


def member(deps: Any, site: Any, role: str, email: str = "") -> tuple[Account, Actor]:
    """A new member of the site, and what they are as an actor."""
    draft = AccountDraft(email or f"{role}@example.org", password=PASSWORD, site_id=site.id, role=role)
    account = add_account(deps, CLI, draft).account
    return account, actor_of(deps, account, site.id)


def invited(deps: Any, actor: Actor, site: Any, email: str = "nina@example.org", role: str = "moderator") -> Any:
    """The link of a new invitation; no mail is set up, so it is told."""
    link = InvitationLink.read(invite_member(deps, actor, site.id, email, role).link or "")
    assert link is not None
    return link


def acts(deps: Any, action: str) -> list[AuditEvent]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)))


def test_each_role_holds_what_the_table_says(deps: Any, site: Any) -> None:
    for role, scopes in ROLES.items():
        account, actor = member(deps, site, role)
        assert (actor.scopes, role_of(deps.session, account.id, site.id)) == (scopes, role)


def test_nobody_but_an_owner_touches_ownership(deps: Any, site: Any) -> None:
    owner, by_owner = member(deps, site, "owner")
    admin, by_admin = member(deps, site, "admin")
    for grab in (
        lambda: change_member(deps, by_admin, site.id, admin.id, "owner"),
        lambda: change_member(deps, by_admin, site.id, owner.id, None),
        lambda: set_membership(deps, by_admin, site.id, "admin@example.org", "owner"),
        lambda: invite_member(deps, by_admin, site.id, "second@example.org", "owner"),
        lambda: transfer_ownership(deps, by_admin, site.id, admin.id),
        lambda: add_account(deps, by_admin, AccountDraft("third@example.org", site_id=site.id, role="owner")),
    ):
        with pytest.raises(Forbidden):
            grab()
    change_member(deps, by_owner, site.id, admin.id, "owner")
    assert len(owners_of(deps.session, site.id)) == 2


def test_the_last_owner_is_neither_removed_nor_demoted_not_even_by_the_command_line(deps: Any, site: Any) -> None:
    owner, by_owner = member(deps, site, "owner")
    for role in (None, "admin"):
        for by in (by_owner, CLI):
            with pytest.raises(ValidationFailed):
                change_member(deps, by, site.id, owner.id, role)
    heir, _ = member(deps, site, "moderator")
    transfer_ownership(deps, by_owner, site.id, heir.id)
    assert [role_of(deps.session, one.id, site.id) for one in (owner, heir)] == ["admin", "owner"]
    second, _ = member(deps, site, "owner", "second@example.org")
    disable_account(deps, "second@example.org")
    with pytest.raises(ValidationFailed):
        change_member(deps, CLI, site.id, heir.id, None)  # the other owner can no longer sign in


def test_of_two_owners_who_demote_each_other_at_once_one_stays(deps: Any, site: Any) -> None:
    pair = [member(deps, site, "owner", f"{name}@example.org") for name in ("ada", "ben")]
    start = threading.Barrier(2)

    def demote(by: Actor, whom: uuid.UUID) -> None:
        its = fresh(deps)
        with its.session:
            start.wait()
            with suppress(ValidationFailed):
                change_member(its, by, site.id, whom, "moderator")

    both = [threading.Thread(target=demote, args=(pair[i][1], pair[1 - i][0].id)) for i in (0, 1)]
    for one in both:
        one.start()
    for one in both:
        one.join(180)
    deps.session.rollback()
    assert len(owners_of(deps.session, site.id)) == 1


def test_who_is_invited_gets_an_account_once_and_the_act_is_written_down(deps: Any, site: Any) -> None:
    _, admin = member(deps, site, "admin")
    link = invited(deps, admin, site, "Nina@Example.org")
    shown = look_at_invitation(deps, link, HERE)
    assert (shown.email, shown.role, shown.known, shown.site.id) == ("nina@example.org", "moderator", False, site.id)
    accept_invitation(deps, link, None, NEWCOMER, HERE, "203.0.113.0/24")
    account = find_account(deps.session, "nina@example.org")
    assert account is not None and account.name == "Nina" and not account.instance_admin
    assert role_of(deps.session, account.id, site.id) == "moderator"
    [made], [joined] = acts(deps, "member.invite"), acts(deps, "member.join")
    assert "nina@example.org" not in str(made.detail)
    assert (joined.actor, joined.seen_from) == (f"account:{account.id}", "203.0.113.0/24")
    assert made.entry is not None and joined.entry is not None
    for again in (
        lambda: look_at_invitation(deps, link, HERE),
        lambda: accept_invitation(deps, link, None, NEWCOMER, HERE),
    ):
        with pytest.raises(NotFound):
            again()


def test_an_account_that_exists_has_to_be_signed_in_and_be_the_one_that_was_invited(
    deps: Any, site: Any, other_site: Any
) -> None:
    _, admin = member(deps, site, "admin")
    nina, _ = member(deps, other_site, "moderator", "nina@example.org")
    eve, _ = member(deps, other_site, "moderator", "eve@example.org")
    link = invited(deps, admin, site, role="dpo")
    assert look_at_invitation(deps, link, HERE).known
    with pytest.raises(NotAuthorised):
        accept_invitation(deps, link, None, NEWCOMER, HERE)
    with pytest.raises(Forbidden):
        accept_invitation(deps, link, eve, NEWCOMER, HERE)
    accept_invitation(deps, link, nina, NEWCOMER, HERE)
    assert role_of(deps.session, nina.id, site.id) == "dpo"
    assert role_of(deps.session, nina.id, other_site.id) == "moderator"
    assert role_of(deps.session, eve.id, site.id) is None


def test_a_link_that_was_changed_used_revoked_replaced_or_kept_too_long_leads_nowhere(
    deps: Any, site: Any, other_site: Any, later: Any
) -> None:
    _, admin = member(deps, site, "admin")
    link = invited(deps, admin, site)
    foreign = replace(link, site_id=other_site.id)
    for wrong in (replace(link, secret="x" * 43), replace(link, id=uuid.uuid4()), foreign):
        with pytest.raises(NotFound):
            look_at_invitation(deps, wrong, HERE)
    newer = invited(deps, admin, site)
    assert deps.session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 1
    with pytest.raises(NotFound):
        look_at_invitation(deps, link, HERE)
    revoke_invitation(deps, admin, site.id, newer.id)
    with pytest.raises(NotFound):
        accept_invitation(deps, newer, None, NEWCOMER, HERE)
    with pytest.raises(NotFound):
        revoke_invitation(deps, admin, site.id, newer.id)
    late = invited(deps, admin, site)
    later(days=7, minutes=1)
    with pytest.raises(NotFound):
        accept_invitation(deps, late, None, NEWCOMER, HERE)
    assert find_account(deps.session, "nina@example.org") is None


def test_who_was_shut_out_lets_nobody_in(deps: Any, site: Any) -> None:
    admin, by_admin = member(deps, site, "admin")
    kept = invited(deps, by_admin, site)
    disable_account(deps, admin.email)
    with pytest.raises(NotFound):
        accept_invitation(deps, kept, None, NEWCOMER, HERE)
    disable_account(deps, admin.email, disabled=False)
    change_member(deps, CLI, site.id, admin.id, "moderator")
    change_member(deps, CLI, site.id, admin.id, "admin")
    with pytest.raises(NotFound):
        look_at_invitation(deps, kept, HERE)  # it ended with the role, and does not come back with it


def test_inviting_has_its_limits(deps: Any, site: Any, other_site: Any) -> None:
    _, admin = member(deps, site, "admin")
    _, moderator = member(deps, site, "moderator")
    for email, role in (("no address", "admin"), ("a@example.org", "king"), ("moderator@example.org", "admin")):
        with pytest.raises(ValidationFailed):
            invite_member(deps, admin, site.id, email, role)
    with pytest.raises(Forbidden):
        invite_member(deps, moderator, site.id, "a@example.org", "moderator")
    with pytest.raises(NotFound):
        invite_member(deps, admin, other_site.id, "a@example.org", "moderator")
    invitation = invite_member(deps, CLI, other_site.id, "a@example.org", "moderator").invitation
    with pytest.raises(NotFound):
        revoke_invitation(deps, admin, site.id, invitation.id)
    while deps.limits.hit("invite", site.id, PER_DAY, 86_400) is None:
        pass
    with pytest.raises(RateLimited):
        invite_member(deps, admin, site.id, "b@example.org", "moderator")


def test_the_list_offers_only_what_the_asker_may_do(deps: Any, site: Any) -> None:
    owner, by_owner = member(deps, site, "owner")
    _, by_admin = member(deps, site, "admin")
    member(deps, site, "dpo")
    seen = {one.role: one for one in list_members(deps, by_admin, site.id).members}
    assert (seen["owner"].can_become, seen["owner"].can_go) == ((), False)
    assert seen["dpo"].can_become == ("admin", "moderator")
    assert seen["admin"].you
    found = list_members(deps, by_owner, site.id)
    assert next(one for one in found.members if one.id == owner.id).can_go is False  # the last one
    assert found.can_invite == tuple(ROLES)
    with pytest.raises(Forbidden):
        list_members(deps, replace(by_admin, scopes=frozenset({"moderate"})), site.id)


def test_what_a_token_invited_ends_with_the_token(deps: Any, site: Any, later: Any) -> None:
    made = add_token(deps, CLI, site.id, name="desk", scopes=["admin"], days=1)
    link = invited(deps, find_token(deps, made.secret), site)
    assert look_at_invitation(deps, link, HERE).email == "nina@example.org"
    later(days=1)
    with pytest.raises(NotFound):
        accept_invitation(deps, link, None, NEWCOMER, HERE)


def test_one_address_is_not_invited_over_and_over(deps: Any, site: Any, later: Any) -> None:
    for _ in range(PER_DAY_AND_ADDRESS):
        invite_member(deps, CLI, site.id, "Nina@example.org", "moderator")
    with pytest.raises(RateLimited):
        invite_member(deps, CLI, site.id, "nina@example.org", "moderator")
    invite_member(deps, CLI, site.id, "mia@example.org", "moderator")
    later(days=1)
    invite_member(deps, CLI, site.id, "nina@example.org", "moderator")
