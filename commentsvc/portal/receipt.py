"""`/my/<site>/receipt`: one receipt, what it says, and taking back what was given, without an account.

The secret never stands in an address that reaches a server: the link carries it in the fragment, a small script or the
reader's own paste puts it into the body of a POST, and only a POST acts.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import orjson
from flask import Response

from commentsvc.adapters.current import current_deps
from commentsvc.domain.consent import CHOICE
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.request_texts import request_text
from commentsvc.errors import Conflict, Gone, NotFound
from commentsvc.portal.base import page, portal, reader
from commentsvc.portal.forms import ReceiptForm, WithdrawForm
from commentsvc.portal.my_texts import my_text
from commentsvc.portal.page_text import PageText
from commentsvc.portal.receipt_text import read_receipt
from commentsvc.portal.sealed import sealed_sentence
from commentsvc.portal.statement import statement_values
from commentsvc.portal.words import of_manifest, words_for_reader
from commentsvc.usecases.consent_receipt import ConsentChange, ConsentReceipt, change_consent, get_consent
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.receipt_file import receipt_file

ALL = "all"
"""What is said to have been withdrawn, where that is a whole choice."""


@portal.get("/my/<site:site>/receipt")
def receipt(site: str) -> Response:
    """Where a receipt is put in; with a link from a receipt, the script puts it in."""
    return _ask(current_deps(), site)


@portal.post("/my/<site:site>/receipt")
def show_receipt(site: str) -> Response:
    """What the receipt says. Reads only; nothing changes."""

    def show(deps: Deps, number: UUID, secret: str) -> Response:
        return _show(deps, site, f"{number}.{secret}", get_consent(deps, site, number, secret))

    return _opened(site, ReceiptForm(), show)


@portal.post("/my/<site:site>/receipt/file")
def save_receipt(site: str) -> Response:
    """The receipt with its proofs as a file (`ledger.receipt`). Without the secret, so that it may be handed on."""

    def save(deps: Deps, number: UUID, secret: str) -> Response:
        receipt = receipt_file(deps, site, number, secret)
        answer = Response(orjson.dumps(receipt.as_json(), option=orjson.OPT_INDENT_2), content_type="application/json")
        answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{site}-{receipt.record[:8]}.json"'
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return _opened(site, ReceiptForm(), save)


@portal.post("/my/<site:site>/receipt/withdraw")
def withdraw(site: str) -> Response:
    """Take one purpose back, or without a purpose all that is given of a choice; taking back `publish` erases the
    comment."""
    form = WithdrawForm()
    purpose, text = form.purpose.data or "", form.receipt.data or ""

    def take_back(deps: Deps, number: UUID, secret: str) -> Response:
        try:
            change = ConsentChange("withdrawn", purpose, keep_text=form.keep_text.data)
            if not purpose:
                change = ConsentChange("withdrawn", purposes=_given(get_consent(deps, site, number, secret)))
            now = change_consent(deps, site, number, secret, change, reader())
        except (Conflict, Gone) as problem:
            return _show(deps, site, text, get_consent(deps, site, number, secret), problem=problem)
        return _show(deps, site, text, now, withdrawn=purpose or ALL)

    return _opened(site, form, take_back)


def _given(found: ConsentReceipt) -> list[str]:
    """What is given of a choice that belongs to no comment. Raises `Conflict` where that is nothing."""
    given = [item.id for item in found.purposes if item.given and found.kind == CHOICE]
    if not given:
        raise Conflict("Nothing is given.")
    return given


def _opened(site: str, form: ReceiptForm | WithdrawForm, act: Callable[[Deps, UUID, str], Response]) -> Response:
    """What `act` answers for the receipt in the form, or the page that asks for one again, with what was typed."""
    deps, text = current_deps(), form.receipt.data or ""
    found = read_receipt(text)
    if found is None:
        return _ask(deps, site, "unreadable", text, 422)
    try:
        return act(deps, *found)
    except NotFound as problem:
        return _ask(deps, site, "unknown", text, problem.status)


def _ask(deps: Deps, site_id: str, said: str = "", text: str = "", status: int = 200) -> Response:
    """The page that asks for a receipt; `said` names the sentence of `PageText` that says why it asks again."""
    form, site = ReceiptForm(formdata=None, data={"receipt": text}), find_site(deps, site_id)
    return page("receipt_open.html", status, site=site, form=form, said=said, words=words_for_reader(site))


def _show(
    deps: Deps,
    site_id: str,
    secret: str,
    found: ConsentReceipt,
    *,
    withdrawn: str | None = None,
    problem: Conflict | Gone | None = None,
) -> Response:
    """The receipt in the language of the notice its reader saw; once that is erased, in the one they ask for now."""
    site = find_site(deps, site_id)
    notice = parse_manifest(found.notice.body) if found.notice else None
    words = of_manifest(notice) if notice else words_for_reader(site)
    own = words.own
    return page(
        "receipt.html",
        problem.status if problem else 200,
        site=site,
        words=words,
        my=my_text(words.lang),
        receipt=found,
        notice=notice,
        sealed=sealed_sentence(deps, site, words.lang, [found.notice.sha256] if found.notice else []),
        form=WithdrawForm(formdata=None, data={"receipt": secret}),
        events=[(own.events.get(type, type), at) for type, at in found.events],
        comment=_standing(found, own),
        withdrawn=withdrawn,
        kept=request_text(words.lang).kept.format(day=f"{found.held_until:%Y-%m-%d}") if found.held_until else "",
        **statement_values(deps, site, found.comment_id, words.lang),
        said=(own.already_erased if isinstance(problem, Gone) else own.already_withdrawn) if problem else "",
    )


def _standing(found: ConsentReceipt, own: PageText) -> str | None:
    """Where the comment stands, in words."""
    if found.state == "erased" and found.comment_status != "erased":
        return own.statuses["kept"]
    return own.statuses.get(found.comment_status or "", found.comment_status)
