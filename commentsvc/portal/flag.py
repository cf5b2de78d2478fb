"""`/t/<site>/flag?comment=…`: point the moderators to a comment, without JavaScript."""

from __future__ import annotations

from flask import Response, request
from markupsafe import Markup

from commentsvc.adapters.current import current_deps
from commentsvc.domain.flags import WHYS
from commentsvc.errors import NotFound, RateLimited
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.portal.base import page, portal, reader
from commentsvc.portal.flag_text import FlagText
from commentsvc.portal.flag_texts import flag_text
from commentsvc.portal.forms import FlagForm
from commentsvc.portal.place import place_of
from commentsvc.portal.thread import comment_id
from commentsvc.portal.words import PageWords, words_for_reader
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.flag_comment import FlagDraft, flag_comment, flaggable


@portal.get("/t/<site:site>/flag")
def flag(site: str) -> Response:
    """The form."""
    return _form(current_deps(), site, FlagForm(formdata=None))


@portal.post("/t/<site:site>/flag")
def send_flag(site: str) -> Response:
    """Count the flag. The answer is the same whether it counts, or came before."""
    deps, form, which = current_deps(), FlagForm(), comment_id(request.args.get("comment"))
    words = words_for_reader(find_site(deps, site))
    if not form.validate():
        return _form(deps, site, form, said=words.own.form_unchecked, status=400)
    why = form.why.data if form.why.data in WHYS else "other"
    try:
        found, comment, thread = flaggable(deps, site, which)
        flag_comment(deps, site, FlagDraft(comment.id, why), reader())
    except RateLimited as problem:
        answer = _form(deps, site, form, said=words.messages["rate_limited"], status=problem.status)
        answer.headers["Retry-After"] = str(problem.retry_after)
        return answer
    except NotFound:
        return _nowhere(deps, site)
    return page("flagged.html", site=found, words=words, text=flag_text(words.lang), back=_back(found, thread, words))


def _form(deps: Deps, site_id: str, form: FlagForm, *, said: str = "", status: int = 200) -> Response:
    try:
        site, comment, thread = flaggable(deps, site_id, comment_id(request.args.get("comment")))
    except NotFound:
        return _nowhere(deps, site_id)
    words, text = _words(site)
    return page(
        "flag.html",
        status,
        site=site,
        words=words,
        text=text,
        form=form,
        said=said,
        whys=WHYS,
        comment=comment,
        html=Markup(comment.html),  # noqa: S704 - the output of domain.markup, the one sanitiser
        back=_back(site, thread, words, comment=str(comment.id)),
    )


def _back(site: Site, thread: Thread, words: PageWords, comment: str | None = None) -> str:
    place = place_of(site, thread, words.lang)
    return place.path(anchor=f"comment-{comment}", comment=comment) if comment else place.path()


def _words(site: Site) -> tuple[PageWords, FlagText]:
    words = words_for_reader(site)
    return words, flag_text(words.lang)


def _nowhere(deps: Deps, site_id: str) -> Response:
    """The same for a comment that is hidden, that was erased, and that never was."""
    site = find_site(deps, site_id)
    words, text = _words(site)
    return page("flag_nothing.html", 404, site=site, words=words, text=text)
