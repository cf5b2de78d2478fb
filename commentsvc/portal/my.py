"""`/my/<site>/`: where readers come in to what is stored of them, by a mailed link or by receipts, and go out again."""

from __future__ import annotations

from flask import Response, redirect, request, url_for

from commentsvc.adapters.current import current_deps
from commentsvc.errors import Gone, NotFound, RateLimited, ValidationFailed
from commentsvc.portal import my_data
from commentsvc.portal.base import portal, reader
from commentsvc.portal.forms import LinkForm, ReceiptForm
from commentsvc.portal.my_gate import (
    FORM_KEY,
    close_door,
    for_reader,
    open_door,
    own_page,
    refuse_other_pages,
    text_of,
    token,
)
from commentsvc.portal.receipt_text import read_receipt
from commentsvc.portal.words import words_for_reader
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.mail_reader_link import GOOD_FOR, mail_reader_link
from commentsvc.usecases.reader_session import Visit, enter, find_visit, leave

MINUTES = int(GOOD_FOR.total_seconds()) // 60


@portal.get("/my/<site:site>/")
def mine(site: str) -> Response:
    """The door; inside, everything that is theirs."""
    visit = find_visit(current_deps(), site, token())
    if visit is not None:
        return my_data.overview(visit)
    said = next((name for name in ("ended", "left") if request.args.get(name)), "")
    answer = _door(site, said=said)
    return close_door(answer, find_site(current_deps(), site)) if token() else answer


@portal.post("/my/<site:site>/link")
def send_link(site: str) -> Response:
    """Have the link mailed. The answer is the same whatever is stored."""
    refuse_other_pages()
    form, found = LinkForm(), find_site(current_deps(), site)
    words = words_for_reader(found)
    try:
        mail_reader_link(current_deps(), site, form.address.data or "", words.lang, reader())
    except ValidationFailed as problem:
        return _door(site, wrong="address", status=problem.status)
    except RateLimited as problem:
        answer = _door(site, said="too_many", status=problem.status)
        answer.headers["Retry-After"] = str(problem.retry_after)
        return answer
    return own_page("my_sent.html", found, minutes=MINUTES)


@portal.get("/my/<site:site>/enter")
def entrance(site: str) -> Response:
    """Where the link leads: a page with a button. The link's secret is in the fragment; nothing happens yet."""
    return own_page("my_enter.html", find_site(current_deps(), site), kept="", said="", minutes=MINUTES)


@portal.post("/my/<site:site>/enter")
def come_in(site: str) -> Response:
    """Begin a visit with a link, or with a receipt, which also joins the visit that goes on."""
    refuse_other_pages()
    deps, form = current_deps(), ReceiptForm()
    kept, found = form.receipt.data or "", find_site(deps, site)
    words = words_for_reader(found)
    named = read_receipt(kept)
    if named is None:
        return _enter_again(site, kept, words.own.unreadable, 422)
    try:
        opened = enter(deps, site, *named, reader(), token(), request.form.get(FORM_KEY, ""))
    except NotFound as problem:
        return _enter_again(site, kept, text_of(words).link_dead.format(minutes=MINUTES), problem.status)
    except Gone as problem:
        return _enter_again(site, kept, words.own.already_erased, problem.status)
    inside = redirect(url_for("portal.mine", site=found.id, lang=words.lang), 303)
    return open_door(inside, found, opened)  # type: ignore[arg-type]


@portal.post("/my/<site:site>/leave")
@for_reader
def go(visit: Visit) -> Response:
    """Sign out."""
    leave(current_deps(), visit.site.id, token())
    outside = redirect(url_for("portal.mine", site=visit.site.id, left=1, lang=words_for_reader(visit.site).lang), 303)
    return close_door(outside, visit.site)  # type: ignore[arg-type]


def _door(site_id: str, *, said: str = "", wrong: str = "", status: int = 200) -> Response:
    """The two ways in; `said` names the sentence of `MyText` above them, `wrong` one beside a field."""
    deps = current_deps()
    mails = deps.mailer.sender is not None
    typed = request.form.get("address", "") if wrong else ""
    return own_page("my.html", find_site(deps, site_id), status, mails=mails, said=said, wrong=wrong, typed=typed)


def _enter_again(site_id: str, kept: str, said: str, status: int) -> Response:
    found = find_site(current_deps(), site_id)
    return own_page("my_enter.html", found, status, kept=kept, said=said, minutes=MINUTES)
