"""Two people who administer at the same moment, on both databases: one wins, the other is told, nothing breaks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.errors import ValidationFailed
from commentsvc.models.account import Account, Membership
from commentsvc.models.database import new_id, writing
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.set_membership import set_membership

from .log_entries import fresh

PASSWORD = "a long enough password"


def while_another_writes(deps: Any, row: Any, work: Callable[[Any], Any]) -> BaseException | None:
    """What `work` raises when it begins while somebody else's transaction, which adds `row`, is not yet committed."""
    raised: list[BaseException] = []

    def run() -> None:
        its = fresh(deps)
        with its.session:
            try:
                work(its)
            except BaseException as error:
                raised.append(error)

    worker = threading.Thread(target=run)
    with fresh(deps).session as other:
        with writing(other):
            other.add(row)
            other.flush()
            worker.start()
            time.sleep(1)  # long enough to be waiting for the row, or on SQLite for the database
        worker.join(180)
    assert not worker.is_alive()
    return raised[0] if raised else None


def ada() -> Account:
    return Account(
        id=new_id(),
        email="ada@example.org",
        name="Ada",
        password_hash="",
        instance_admin=False,
        created_at=now(),
        disabled_at=None,
    )


def test_an_address_that_two_people_add_at_once_has_one_account(deps: Any, site: Any) -> None:
    draft = AccountDraft("ada@example.org", password=PASSWORD, site_id=site.id, role="moderator")

    raised = while_another_writes(deps, ada(), lambda its: add_account(its, CLI, draft))

    assert isinstance(raised, ValidationFailed) and "email" in raised.fields
    with fresh(deps).session as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Membership)) == 0


def test_a_role_that_two_people_give_at_once_is_the_later_one(deps: Any, site: Any) -> None:
    account = add_account(deps, CLI, AccountDraft("ada@example.org", password=PASSWORD, instance_admin=True)).account
    theirs = Membership(site_id=site.id, account_id=account.id, role="moderator")

    raised = while_another_writes(
        deps, theirs, lambda its: set_membership(its, CLI, site.id, "ada@example.org", "admin")
    )

    assert raised is None, raised
    with fresh(deps).session as session:
        assert session.scalars(sa.select(Membership.role)).all() == ["admin"]
