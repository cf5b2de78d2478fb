"""Add a passkey to one's own account."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from commentsvc.clock import now
from commentsvc.errors import NotAuthorised
from commentsvc.models.account import Account
from commentsvc.models.database import new_id, writing
from commentsvc.models.factor import Passkey, factors_of
from commentsvc.usecases.answer_passkey import offer_new_passkey, read_new_passkey, transports_in
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.factor_added import factor_added
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.prove_again import require_proof
from commentsvc.usecases.sign_in_step import OpenStep, Purpose, begin_step, take_step

MOST = 20
REFUSED = "This passkey could not be added. Please try again."


def offer_adding(deps: Deps, who: SignedIn) -> tuple[OpenStep, str]:
    """A step, and what the browser shall make (JSON). Raises `Forbidden` without a fresh proof, `NotAuthorised`."""
    require_proof(who)
    with writing(deps.session):
        opened = begin_step(deps, Purpose.ADD_PASSKEY, who.account.id)
        step = take_step(deps, opened.token, Purpose.ADD_PASSKEY)
        known = factors_of(deps.session, who.account.id).passkeys
        return opened, offer_new_passkey(deps, step, opened.token, who.account, known)


def add_passkey(
    deps: Deps, visitor: Visitor, who: SignedIn, token: str | None, credential: str, name: str
) -> list[str]:
    """Keep the passkey that was made. Returns new recovery codes where the account had none.

    Raises:
        NotAuthorised: the answer is not right, the passkey is known, or there are too many.
        TokenInvalid: nothing was asked of this account. Forbidden: no fresh proof.
    """
    require_proof(who)
    made, codes = None, []
    try:
        with writing(deps.session) as session:
            step = take_step(deps, token, Purpose.ADD_PASSKEY)
            if step.account_id == who.account.id and len(factors_of(session, who.account.id).passkeys) < MOST:
                made = read_new_passkey(deps, step, token or "", credential)
            session.delete(step)
            if made is not None:
                account = session.get(Account, who.account.id)
                session.add(
                    Passkey(
                        id=new_id(),
                        account_id=account.id,
                        credential_id=made.credential_id,
                        public_key=made.credential_public_key,
                        sign_count=made.sign_count,
                        name=name.strip()[:100] or visitor.browser or "Passkey",
                        transports=transports_in(credential),
                        created_at=now(),
                        used_at=None,
                    )
                )
                session.flush()
                codes = factor_added(deps, visitor, who, account, "passkey.add", "passkey")
    except IntegrityError:  # the same passkey, sent a second time
        made = None
    if made is None:
        raise NotAuthorised(REFUSED)
    return codes
