"""The words of mail about replies and of the pages its links open, in the shape every language fills in, so that a
missing sentence is a type error. One module a language in `reply_texts`: `xx.py` with `TEXT`, found by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from commentsvc.domain import reply_texts

_MODULES = frozenset(module.name for module in iter_modules(reply_texts.__path__))


@dataclass(frozen=True)
class ReplyText:
    """One language. Names in braces are filled in, each only where it is said here."""

    lang: str

    confirm_subject: str  # site; this and the next seven are the mail that asks
    confirm_intro: str  # site; what was written follows
    confirm_then: str  # date
    confirm_action: str
    confirm_otherwise: str
    confirm_footer: str  # site, controller

    reply_subject: str  # name, site; this and the next five are the mail about a reply
    reply_intro: str  # name, page; what was answered follows
    reply_action: str
    reply_stop: str
    reply_footer: str  # site, controller

    ask_title: str  # the page that the first mail opens
    ask_field: str
    ask_hint: str
    ask_show: str
    unknown: str
    mine_title: str
    mine_intro: str  # site
    confirm_text: str  # address
    confirm_button: str
    not_me_title: str
    not_me_text: str  # contact
    not_me_button: str
    confirmed: str
    recorded: str
    save_event: str
    detached: str

    end_title: str  # the page that ends mail about replies
    end_text: str  # site
    end_button: str
    ended: str
    ended_more: str


@cache
def reply_text(lang: str) -> ReplyText:
    """The words in `lang` (BCP 47), else in its primary language, else in English."""
    for tag in (lang, lang.split("-")[0]):
        module = tag.lower().replace("-", "_")
        if module in _MODULES:
            found: ReplyText = import_module(f"{reply_texts.__name__}.{module}").TEXT
            return found
    return reply_text("en")
