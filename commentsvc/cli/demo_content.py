"""Fills a demo: the site, who signs in, a token, and a short thread that went the way every comment goes."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace

from commentsvc.cli.demo_state import DemoState
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.domain.permissions import TOKEN_SCOPES
from commentsvc.domain.request import Channel
from commentsvc.errors import Conflict, NotFound
from commentsvc.models.account import find_account
from commentsvc.models.comment import Comment
from commentsvc.models.site import find_site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.add_rule import add_rule
from commentsvc.usecases.add_site import SiteDraft, add_site
from commentsvc.usecases.add_token import add_token
from commentsvc.usecases.change_rule import RuleChange, change_rule
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.check_draft import CommentDraft
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_rule import RuleDraft
from commentsvc.usecases.flag_comment import FlagDraft, flag_comment
from commentsvc.usecases.list_rules import list_rules
from commentsvc.usecases.open_request import RequestDraft, open_request
from commentsvc.usecases.post_comment import post_comment
from commentsvc.usecases.publish_choices import publish_choices
from commentsvc.usecases.reply_as_staff import StaffReply, reply_as_staff
from commentsvc.usecases.serve_notice import serve_notice

SITE = "demo"
EMAIL = "admin@example.org"


@dataclass(frozen=True)
class _Voice:
    """One example comment; `answers` is the place in `_THREAD` of the one it replies to."""

    name: str
    body: str
    answers: int | None = None


_THREAD = (
    _Voice(
        "Wilhelmina Sørby",
        "I counted from the allotments on Ropewalk, ring and all. Three in March, **thirteen** last month. "
        "My grandson says I cheat. I do not cheat.",
    ),
    _Voice(
        "Dafydd",
        "I drive the early van and was against this. What changed my mind was not the sky but the glare: "
        "the few lamps that are left no longer shine into the windscreen.\n\n"
        "Could we have the downward ones on Tanner Street as well?",
    ),
    _Voice(
        "Noor Benali",
        "I clean at the infirmary and finish at two. The steps are lit again, yes. The *lane before* the steps is not, "
        "and “no rise in reported crime” does not help me there.\n\n"
        "> Reported crime is not all crime, and a year is short.\n\nExactly that. Please ask us before the vote.",
    ),
    _Voice(
        "Piet Lindqvist",
        "We would gladly lend the meter: how bright the lane is can be measured, and then nobody has to be believed. "
        "The club meets on Thursdays at seven.",
        answers=2,
    ),
)

_HELD = (
    _Voice(
        "Gus Merrow",
        "AND WHO PAYS FOR ALL THIS? WE HAD LAMPS FOR A HUNDRED YEARS AND NOBODY TRIPPED OVER A STAR. PUT THEM BACK ON!",
    ),
    _Voice(
        "Best Lamps Direct",
        "Still in the dark? Lanterns at half price, today only: https://lamps.example/sale and "
        "https://lamps.example/vouchers",
    ),
    _Voice(
        "Inês Cabral",
        "I teach at the school on Tanner Street. The children drew the sky over their own houses this winter; "
        "half of them found Orion. Would the Courier like to print some?",
        answers=0,
    ),
)
"""What waits for whoever opens the queue: the first two are held by `_RULES`, the third because everything is."""

_RULES = (
    RuleDraft("More than one link", "links", "hold", {"more_than": 1}),
    RuleDraft("Shouting", "length", "hold", {"capitals": 80}),
)
_ANSWER = (
    "We asked. The lane before the steps is to be measured in February, and the committee that votes on it meets in "
    "public. We shall be there, and we shall ask about the nights, not the crime figures."
)

_PURPOSES = (
    {"id": "statistics", "recipients": ["The Courier’s own counter, and nobody else"]},
    {"id": "external-media", "recipients": ["Harbour Maps, Aldermouth"]},
)
_PLEA = (
    "I married on Saturday and am called Wilhelmina Achterberg now. Please change it here, and in the archive of the "
    "printed paper as well."
)


def prepare(deps: Deps, state: DemoState, paper: str, article_url: str, title: str) -> None:
    """Make whatever is still missing and remember it in `state`; a demo killed half-way is finished here.

    `paper` is the origin the articles are served from now; the site's origins follow it.
    """
    state.setdefault("site", SITE)
    state.setdefault("admin", {"email": EMAIL, "password": secrets.token_urlsafe(12)})
    state.save()
    _site(deps, state, paper)
    if find_account(deps.session, EMAIL) is None:
        draft = AccountDraft(EMAIL, "Demo admin", state["admin"]["password"], True, SITE, "owner")
        add_account(deps, CLI, draft)
    if "token" not in state:
        state["token"] = add_token(deps, CLI, SITE, name="demo", scopes=TOKEN_SCOPES, days=None).secret
        state.save()
    _thread(deps, state, paper, article_url, title)
    _desk(deps, state, paper, article_url, title)
    _rights(deps, state)


def _site(deps: Deps, state: DemoState, paper: str) -> None:
    site = find_site(deps.session, SITE)
    if site is None:
        with suppress(FileNotFoundError):  # a demo killed between key and site left a key that signed nothing
            (deps.settings.key_dir / f"{SITE}.key").unlink()
        add_site(
            deps,
            CLI,
            SiteDraft(
                key=SITE,
                name="The Aldermouth Courier",
                origins=[paper],
                controller_name="Aldermouth Courier Ltd",
                controller_address="3 Ropewalk, Aldermouth",
                controller_contact="privacy@courier.example",
                privacy_url="https://courier.example/privacy",
                languages=("en", *(lang for lang in LANGUAGES if lang != "en")),  # the first is the site's own
            ),
        )
    else:
        others = [origin for origin in site.origins if origin not in (paper, state.get("paper"))]
        change_site(deps, CLI, SITE, {"origins": [paper, *others]})
    state["paper"] = paper
    state.save()


def _thread(deps: Deps, state: DemoState, paper: str, article_url: str, title: str) -> None:
    posted: list[str] = state.setdefault("thread", [])
    for voice in _THREAD[len(posted) :]:
        comment = _post(deps, voice, posted, paper, article_url, title)
        decide_comments(deps, CLI, SITE, [DecisionDraft(comment.id, "publish", "an example of the demo")])
        posted.append(str(comment.id))
        state.save()


def _desk(deps: Deps, state: DemoState, paper: str, article_url: str, title: str) -> None:
    """Rules, comments that wait, an answer in the site's name, and a reader's flag: what moderators find."""
    there = {rule.name for rule in list_rules(deps, CLI, SITE).rules}
    for draft in _RULES if "held" not in state else ():
        if draft.name not in there:
            rule = add_rule(deps, CLI, SITE, draft)
            change_rule(deps, CLI, SITE, rule.id, RuleChange(enabled=True), seen=rule.version)
    held: list[str] = state.setdefault("held", [])
    for voice in _HELD[len(held) :]:
        held.append(str(_post(deps, voice, state["thread"], paper, article_url, title).id))
        state.save()
    if "answer" not in state:
        with suppress(NotFound, Conflict):  # whoever tried the demo may have taken down what is answered and flagged
            state["answer"] = reply_as_staff(deps, CLI, SITE, StaffReply(uuid.UUID(state["thread"][2]), _ANSWER)).id
            flag_comment(deps, SITE, FlagDraft(uuid.UUID(state["thread"][1]), "off-topic"), Visitor("127.0.0.1", paper))
        state.setdefault("answer", "")
        state.save()


def _rights(deps: Deps, state: DemoState) -> None:
    """A cookie notice in force, and a reader's request that waits for the owner."""
    if "cookie_notice" not in state:
        purposes = [dict(purpose) for purpose in _PURPOSES]
        state["cookie_notice"] = publish_choices(deps, CLI, SITE, "en", {"purposes": purposes}).sha256
        state.save()
    if "request" not in state:
        first = deps.session.get(Comment, (SITE, uuid.UUID(state["thread"][0])))
        if first is not None:  # its author may have erased it before the demo could come to this
            draft = RequestDraft("rectification", words=_PLEA, lang="en", record_id=first.record_id)
            state["request"] = open_request(deps, SITE, draft, Channel.RECEIPT).reference
            state.save()


def _post(deps: Deps, voice: _Voice, posted: list[str], paper: str, article_url: str, title: str) -> Comment:
    """The way every reader goes: the form is served, each purpose is chosen, and the record is written."""
    reader = Visitor(address="127.0.0.1", origin=paper)
    unhurried = replace(deps.settings, values={**deps.settings.values, "spam_layers": False})
    deps = replace(deps, settings=unhurried)  # no voice of the demo is a program
    notice = serve_notice(deps, SITE, "en", article_url, reader)
    draft = CommentDraft(
        page_url=article_url,
        page_title=title,
        parent=uuid.UUID(posted[voice.answers]) if voice.answers is not None else None,
        body=voice.body,
        author_name=voice.name,
        notice=notice["sha256"],
        token=notice["token"],
        purposes={purpose["id"]: purpose["required"] for purpose in notice["purposes"]},
        digest=hashlib.sha256(voice.body.encode()).hexdigest(),
    )
    return post_comment(deps, SITE, draft, reader).comment
