"""`/my/<site>/comment/…`: what readers do with one comment: take back, give, correct, erase, part with it."""

from __future__ import annotations

import uuid

import orjson
from flask import Response, request

from commentsvc.adapters.current import current_deps
from commentsvc.domain.consent import REQUIRED
from commentsvc.errors import Conflict, Gone, NoticeStale, ValidationFailed
from commentsvc.models.visibility import told_status
from commentsvc.portal.base import portal, reader
from commentsvc.portal.my_data import done, held_words, show_comment
from commentsvc.portal.my_gate import for_reader, text_of
from commentsvc.portal.proof import of_event, of_fact
from commentsvc.portal.words import words_for_reader
from commentsvc.usecases.change_mine import (
    ask_for_mail,
    change_purpose,
    correct_comment,
    part_with_comment,
    rename_everywhere,
)
from commentsvc.usecases.consent_receipt import ConsentChange
from commentsvc.usecases.list_mine import read_mine
from commentsvc.usecases.make_receipts import Receipts
from commentsvc.usecases.own_comment import CommentChange
from commentsvc.usecases.reader_session import Visit

FIELDS = {"author.name": "name", "author.website": "website", "body": "body"}


@portal.post("/my/<site:site>/comment/<uuid:comment>/purpose")
@for_reader
def set_purpose(visit: Visit, comment: uuid.UUID) -> Response:
    """Take one purpose back or give it; taking back the required one erases the comment."""
    given, keep = request.form.get("type") == "given", bool(request.form.get("keep_text"))
    purpose = request.form.get("purpose", "")
    change = ConsentChange(
        "given" if given else "withdrawn", purpose, keep_text=keep, notice=request.form.get("notice") or None
    )
    words = words_for_reader(visit.site)
    try:
        now = change_purpose(current_deps(), visit, comment, change, reader())
    except NoticeStale as stale:
        said = str(words.messages["notice_changed"])
        return show_comment(visit, comment, stale.status, said=said, asked_anew=stale.extra.get("notice"))
    except Gone as gone:
        return show_comment(visit, comment, gone.status, said=words.own.already_erased)
    except (Conflict, ValidationFailed) as problem:
        return show_comment(visit, comment, problem.status, said=text_of(words).not_changed)
    own, my = words.own, text_of(words)
    sentence = my.turned_on if given else own.withdrawn
    if purpose == REQUIRED and not given:
        sentence = own.withdrawn_and_erased if now.comment_status == "erased" else own.withdrawn_text_stays
        if now.held_until:
            sentence = f"{own.withdrawn} {held_words(visit, now.held_until)}"
    return done(visit, sentence, [of_event(now.last)] if now.last else [])


@portal.post("/my/<site:site>/comment/<uuid:comment>/mail")
@for_reader
def ask_for_it(visit: Visit, comment: uuid.UUID) -> Response:
    """Turn on a purpose that the owner of an address has to confirm."""
    form, my = request.form, text_of(words_for_reader(visit.site))
    try:
        ask_for_mail(current_deps(), visit, comment, form.get("purpose", ""), form.get("address", ""), reader())
    except ValidationFailed as problem:
        return show_comment(visit, comment, problem.status, said=my.not_address)
    except Conflict as problem:
        return show_comment(visit, comment, problem.status, said=my.not_changed)
    return done(visit, my.mail_asked, [], title=my.sent_title)


@portal.post("/my/<site:site>/comment/<uuid:comment>/correct")
@for_reader
def correct(visit: Visit, comment: uuid.UUID) -> Response:
    """Change name, website or text; name and website in all of their comments, if they want."""
    form, my = request.form, text_of(words_for_reader(visit.site))
    change = CommentChange(
        body=form["body"].replace("\r\n", "\n") if "body" in form else None,
        author_name=form.get("name"),
        author_website=form.get("website"),
    )
    try:
        receipt, changed = correct_comment(current_deps(), visit, comment, change, reader())
        receipts = [receipt] if receipt else []
        if form.get("everywhere"):
            receipts += rename_everywhere(current_deps(), visit, changed.author_name, changed.author_website, reader())
    except ValidationFailed as problem:
        errors = {FIELDS.get(name, name): messages for name, messages in problem.fields.items()}
        return show_comment(visit, comment, problem.status, typed=form, errors=errors)
    except Conflict as problem:
        return show_comment(visit, comment, problem.status, said=my.text_fixed)
    if not receipts:
        return show_comment(visit, comment, said=my.not_changed)
    sentence = my.corrected_waits if told_status(changed) == "pending" else my.corrected
    return done(visit, sentence, [of_event(one) for one in receipts])


@portal.post("/my/<site:site>/comment/<uuid:comment>/detach")
@for_reader
def detach(visit: Visit, comment: uuid.UUID) -> Response:
    """Take the mailbox's address off a comment that somebody else sent."""
    promise = part_with_comment(current_deps(), visit, comment, reader())
    return done(visit, text_of(words_for_reader(visit.site)).detached, [of_fact("detached", promise)])


@portal.post("/my/<site:site>/comment/<uuid:comment>/receipt")
@for_reader
def save_proofs(visit: Visit, comment: uuid.UUID) -> Response:
    """The comment's receipt with its proofs as a file (`ledger.receipt`)."""
    deps = current_deps()
    found, _ = read_mine(deps, visit, comment)
    receipt = Receipts(deps, visit.site).of(found.record_id)
    answer = Response(orjson.dumps(receipt.as_json(), option=orjson.OPT_INDENT_2), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{visit.site.id}-{receipt.record[:8]}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
