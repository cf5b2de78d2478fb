"""`/my/<site>/…`: what readers do with everything of theirs: take it along, erase it, move it, ask for something."""

from __future__ import annotations

import uuid

from flask import Response, request

from commentsvc.adapters.current import current_deps
from commentsvc.domain.request import Kind
from commentsvc.errors import Conflict, NotFound, RateLimited, ValidationFailed
from commentsvc.portal.base import portal, reader
from commentsvc.portal.forms import ReceiptForm
from commentsvc.portal.my import MINUTES
from commentsvc.portal.my_data import done, held_words
from commentsvc.portal.my_gate import close_door, for_reader, own_page, refuse_other_pages, text_of
from commentsvc.portal.proof import kept, of_event, of_fact
from commentsvc.portal.receipt_text import read_receipt
from commentsvc.portal.sealed import sealed_sentence
from commentsvc.portal.thread import comment_id
from commentsvc.portal.words import words_for_reader
from commentsvc.usecases.change_address import ask_new_address, take_new_address
from commentsvc.usecases.erase_mine import erase_mine
from commentsvc.usecases.export_person import export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_mine import list_mine, notices_erased_with_mine
from commentsvc.usecases.person import Person
from commentsvc.usecases.post_comment import limit_writes
from commentsvc.usecases.reader_session import Visit
from commentsvc.usecases.request_mine import ask_for, list_my_requests, withdraw_request


@portal.post("/my/<site:site>/bundle")
@for_reader
def take_along(visit: Visit) -> Response:
    """Everything in one archive. It streams. Each is an entry of the log, so it counts like a write."""
    mine = visit.mine
    limit_writes(current_deps(), visit.site, reader())
    person = Person(
        visit.site.id, "mailbox" if visit.by_mailbox else "receipts", mine.subject_id, tuple(sorted(mine.records))
    )
    export = export_person(current_deps(), visit.site.id, person, lang=words_for_reader(visit.site).lang)
    answer = Response(export.chunks, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{export.filename}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@portal.get("/my/<site:site>/erase")
@for_reader
def before_erasing(visit: Visit) -> Response:
    """What will be gone, and what stays. Nothing happens yet."""
    deps, lang = current_deps(), words_for_reader(visit.site).lang
    sealed = sealed_sentence(deps, visit.site, lang, notices_erased_with_mine(deps, visit))
    return own_page("my_erase.html", visit.site, visit=visit, data=list_mine(deps, visit), sealed=sealed)


@portal.post("/my/<site:site>/erase")
@for_reader
def erase_all(visit: Visit) -> Response:
    """Erase everything; the visit ends."""
    erased = erase_mine(current_deps(), visit, reader(), keep_text=bool(request.form.get("keep_text")))
    words = words_for_reader(visit.site)
    my = text_of(words)
    sentence = my.erased_all if erased.finished else my.erased_soon
    if erased.held_until:
        sentence = f"{words.own.withdrawn} {held_words(visit, erased.held_until)}"
    return close_door(done(visit, sentence, [of_event(one) for one in erased.receipts], inside=False), visit.site)


@portal.get("/my/<site:site>/requests")
@for_reader
def my_requests(visit: Visit) -> Response:
    """Their requests, and a form for another."""
    return _requests(visit)


@portal.post("/my/<site:site>/requests")
@for_reader
def send_request(visit: Visit) -> Response:
    """Ask for something that has no button."""
    form = request.form
    words = words_for_reader(visit.site)
    try:
        opened = ask_for(
            current_deps(),
            visit,
            form.get("kind", ""),
            form.get("words", ""),
            reader(),
            lang=words.lang,
            address=form.get("address"),
            comment_id=comment_id(form.get("comment")),
        )
    except ValidationFailed as problem:
        return _requests(visit, problem.status, errors=problem.fields)
    except RateLimited as problem:
        return _requests(visit, problem.status, said=text_of(words).too_many)
    date = f"{opened.due_at:%Y-%m-%d}"
    return done(visit, text_of(words).asked.format(number=opened.reference, date=date), [])


@portal.post("/my/<site:site>/requests/<uuid:number>/withdraw")
@for_reader
def take_back_request(visit: Visit, number: uuid.UUID) -> Response:
    """Take a request back."""
    my = text_of(words_for_reader(visit.site))
    try:
        promise = withdraw_request(current_deps(), visit, number, reader())
    except Conflict as problem:
        return _requests(visit, problem.status, said=my.request_closed)
    return done(visit, my.request_withdrawn, [of_fact("withdrawn_request", promise)])


@portal.post("/my/<site:site>/new-address")
@for_reader
def ask_address(visit: Visit) -> Response:
    """Have a link mailed to another address, under which everything shall stand."""
    words = words_for_reader(visit.site)
    my = text_of(words)
    try:
        ask_new_address(current_deps(), visit, request.form.get("address", ""), words.lang, reader())
    except ValidationFailed as problem:
        return done(visit, my.not_address, [], status=problem.status)
    except RateLimited as problem:
        return done(visit, my.too_many, [], status=problem.status)
    return done(visit, my.address_sent.format(minutes=MINUTES), [], title=my.sent_title)


@portal.get("/my/<site:site>/address")
def before_moving(site: str) -> Response:
    """Where the link to a new address leads: a page with a button. Nothing happens yet."""
    return own_page("my_address.html", find_site(current_deps(), site), kept="", said="")


@portal.post("/my/<site:site>/address")
def move(site: str) -> Response:
    """The owner of the new address pressed the button."""
    refuse_other_pages()
    deps, typed = current_deps(), ReceiptForm().receipt.data or ""
    found = find_site(deps, site)
    words, named = words_for_reader(found), read_receipt(typed)
    my = text_of(words)
    if named is None:
        return own_page("my_address.html", found, 422, kept=typed, said=words.own.unreadable)
    try:
        fact = take_new_address(deps, site, *named, reader())
    except NotFound as problem:
        said = my.link_dead.format(minutes=MINUTES)
        return own_page("my_address.html", found, problem.status, kept=typed, said=said)
    proof = kept(found, words, my, [of_fact("moved", fact)])
    return own_page("my_done.html", found, title=my.done, said=my.moved, proof=proof, visit=None, inside=False)


def _requests(
    visit: Visit, status: int = 200, *, said: str = "", errors: dict[str, list[str]] | None = None
) -> Response:
    about = request.values.get("comment", "")
    return own_page(
        "my_requests.html",
        visit.site,
        status,
        visit=visit,
        requests=list_my_requests(current_deps(), visit),
        kinds=[kind.value for kind in Kind],
        kind=request.values.get("kind", ""),
        about=about if comment_id(about) else "",
        typed=request.form if status != 200 else {},
        errors=errors or {},
        said=said,
    )
