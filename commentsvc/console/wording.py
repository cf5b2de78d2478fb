"""How the console words times, statuses and acts. Pure functions, offered to the templates as filters."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from markupsafe import Markup

from commentsvc.clock import iso, now
from commentsvc.domain.languages import direction, own_name
from commentsvc.domain.permissions import ROLE_NAMES
from commentsvc.domain.sign_in_words import HAPPENED, HOW
from commentsvc.usecases.list_activity import Act

DONE = {
    "publish": "published",
    "reject": "rejected",
    "spam": "marked as spam",
    "remove": "removed",
    "restore": "restored",
    "undo": "taken back",
}
"""What a decision made of a comment, as a participle."""

BUTTONS = {
    "publish": "Publish",
    "reject": "Reject",
    "spam": "Spam",
    "remove": "Remove",
    "restore": "Restore",
    "undo": "Undo",
}

STATUSES = {
    "pending": "Pending",
    "published": "Published",
    "spam": "Spam",
    "rejected": "Rejected",
    "removed": "Removed",
    "erased": "Erased",
}

BASES = {
    "eu-gdpr:A6-1-a": "Consent (Art. 6(1)(a) GDPR)",
    "eu-gdpr:A6-1-b": "Contract (Art. 6(1)(b) GDPR)",
    "eu-gdpr:A6-1-f": "Legitimate interest (Art. 6(1)(f) GDPR)",
}

_ACTS = {
    "comment.reply": "answered a comment in the site’s name",
    "comment.reply-edit": "changed an answer of the site",
    "comment.publish": "published",
    "comment.reject": "rejected",
    "comment.spam": "marked as spam",
    "comment.remove": "removed",
    "comment.restore": "restored",
    "comment.undo": "took back a decision on",
    "thread.close": "closed a thread",
    "thread.reopen": "reopened a thread",
    "token.add": "made the token",
    "token.revoke": "revoked the token",
    "notice.publish": "published the notice",
    "notice.asked-again": "ended what was agreed to before the notice",
    "site.add": "added the site",
    "site.change": "changed the settings",
    "member.add": "added a member",
    "member.set": "changed a member’s role",
    "member.remove": "removed a member",
    "learning.change": "changed how the site learns what spam is",
    "spam-service.change": "changed the spam service",
    "webhook.add": "added the webhook",
    "webhook.change": "changed the webhook",
    "webhook.secret": "gave a new secret to the webhook",
    "webhook.test": "tested the webhook",
    "webhook.replay": "had dead letters sent again to the webhook",
    "webhook.remove": "removed the webhook",
    "webhook.off": "switched off the webhook",
    "member.invite": "invited somebody",
    "member.uninvite": "took back an invitation",
    "member.join": "took up an invitation",
    "mail.test": "tested mail",
    "mail.wish": "chose what to hear by mail",
    "mail.retry": "had a mail tried again",
    "mail.stop": "gave up a mail",
    "export.consent-log": "exported the consent log",
    "export.consent-log-complete": "got the whole consent log",
    "export.evidence": "exported evidence",
    "export.evidence-complete": "got all the evidence",
    "export.person": "exported one person’s data",
    "export.person-complete": "got all of one person’s data",
    "export.backup": "backed up everything",
    "export.log": "exported the log’s hashes",
    "export.audit": "exported the activity",
    "export.audit-complete": "got the whole activity",
    "request.letter": "put a letter on file as request",
    "request.note": "noted something on request",
    "request.extend": "extended request",
    "request.refuse": "refused request",
    "request.withdraw": "closed as withdrawn request",
    "request.copy": "answered with a copy request",
    "request.erase": "erased on request",
    "request.restrict": "restricted what is meant by request",
    "request.lift": "announced the end of the restriction of request",
    "request.object": "followed the objection of request",
    "request.done": "closed as done request",
    "hold.set": "set a legal hold",
    "hold.end": "ended a legal hold",
    "subject.find": "looked up a person",
    "subject.erase": "erased a person",
    "retention.change": "changed how long things are kept",
    "retention.run": "let go what was kept long enough",
    "breach.assess": "counted who a breach affected",
    "breach.export": "downloaded who a breach affected",
    "report.receive": "reported a comment",
    "report.decide": "decided about a report",
    "spam.change": "changed what is used against spam",
    "flags.clear": "cleared the flags of a comment",
    "comment.hold": "held a comment back because of flags",
    "ban.set": "banned somebody",
    "ban.lift": "lifted a ban",
    "ban.settings": "changed how networks are banned",
    "rule.add": "added the rule",
    "rule.change": "changed the rule",
    "rule.on": "switched on the rule",
    "rule.off": "switched off the rule",
    "rule.delete": "deleted the rule",
    "rule.order": "changed the order of the rules",
    "rule.clock": "set the clock of the rules",
    "key.rotated": "changed the signing key",
    "key.lost": "replaced a lost signing key",
    "key.export": "took a copy of the signing key",
    "escrow.key": "made a key that proofs of what was erased are sealed to",
    "export.escrow": "exported the sealed proofs",
    "witness.add": "added a witness",
    "witness.remove": "removed a witness",
    "sign-in.change": "changed how people sign in to the site",
    **{f"account.{what}": words[0].lower() + words[1:] for what, words in HAPPENED.items()},
}


MAIL_STATES = {
    "waiting": "Waiting",
    "sending": "On its way",
    "sent": "Sent",
    "failed": "Failed",
    "refused": "Refused",
    "unsure": "Unsure",
    "bounced": "Came back",
    "stopped": "Given up",
}
MAIL_KINDS = {
    "trial": "Test",
    "invitation": "An invitation to work here",
    "renewal": "Asking to choose again",
    "confirm-address": "Asking an address’s owner to confirm",
    "moderate-one": "A comment, to a moderator",
    "moderate-digest": "Comments, to a moderator",
    "webhook-off": "News of a webhook that is switched off",
    "reply": "News of a reply",
    "request-confirm": "Confirming a request",
    "request-reader": "About a request",
    "request-opened": "A request came in",
    "request-due": "A request is due",
    "statement": "Reasons for an author",
    "report-received": "A report arrived",
    "report-decided": "A report was decided",
}
GROUNDS = {
    "illegal": "Against the law",
    "rules": "Against the site’s rules",
    "spam": "Advertising or spam",
    "other": "Another reason",
}


RULES = {
    "old-notice": ("Comments under an old notice", "comment under an old notice", "comments under an old notice"),
    "spam": ("Spam", "spam comment", "spam comments"),
    "rejected": ("Rejected comments", "rejected comment", "rejected comments"),
    "removed": ("Removed comments", "removed comment", "removed comments"),
    "pending": ("Comments nobody decided about", "undecided comment", "undecided comments"),
    "published": ("Published comments", "published comment", "published comments"),
    "consent": ("Optional consents", "optional consent", "optional consents"),
    "choice": ("Choices in the cookie notice whose time is over", "choice", "choices"),
    "record": ("Records that outlived their comment", "record", "records"),
    "code": ("People of whom nothing is left", "code of an address", "codes of addresses"),
    "trail": ("Who decided and did what", "line of the activity", "lines of the activity"),
}
"""The rules of `domain.retention`: as a heading, for one, for more."""


def gone_words(gone: dict[str, Any]) -> str:
    """`3 spam comments, 1 record`; what a run let go, by rule."""
    told = [plural(int(count), *RULES.get(rule, ("", rule, rule))[1:]) for rule, count in gone.items()]
    return ", ".join(told) or "nothing"


def act_words(act: Act) -> str:
    """What somebody did, to be read after their name."""
    return _ACTS.get(act.action, act.action)


def act_detail(act: Act) -> str:
    """What the act's detail adds, in a few words; empty when there is nothing to add."""
    detail = act.detail
    if act.action in ("token.add", "token.revoke"):
        return str(detail.get("name", ""))
    if act.action == "notice.publish":
        asked = ", ".join(str(name) for name in detail.get("asks_again", []))
        told = f"{detail.get('lang', '')}, version {detail.get('version', '')}"
        return f"{told}; earlier choices about {asked} are no longer relied on" if asked else told
    if act.action == "notice.asked-again":
        return plural(int(detail.get("ended", 0)), "earlier choice", "earlier choices")
    if act.action.startswith("request."):
        return act.target
    if act.action == "site.change":
        return ", ".join(str(name).replace("_", " ") for name in detail.get("changed", []))
    if act.action == "retention.run":
        return gone_words(detail)
    if act.action in ("retention.change", "learning.change", "spam.change"):
        return ", ".join(_change_words(name, change) for name, change in detail.items())
    if act.action.startswith("mail."):
        return MAIL_KINDS.get(str(detail.get("kind", "")), str(detail.get("kind", "")))
    if act.action.startswith("member."):
        whose, role = detail.get("name") or detail.get("address"), str(detail.get("role", ""))
        return ", ".join(str(word) for word in (whose, ROLE_NAMES.get(role, role)) if word)
    if act.comment is not None:
        return str(detail.get("reason", ""))
    return ", ".join(f"{name}: {_plain(value)}" for name, value in detail.items() if value not in (None, "", [], {}))


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _change_words(name: str, change: Any) -> str:
    """One changed setting; a list of notices is told by its length."""
    before, after = (len(value) if isinstance(value, list) else value for value in change)
    return f"{name.replace('_', ' ')} from {before} to {after}"


def ago(moment: datetime, at: datetime | None = None) -> str:
    """How long ago, in the words of a person; the date (UTC) from a week on."""
    past = (at or now()) - moment
    if past < timedelta(minutes=1):
        return "just now"
    for unit, seconds, limit in (("minute", 60, 60), ("hour", 3600, 24), ("day", 86400, 7)):
        count = int(past.total_seconds() // seconds)
        if count < limit:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return f"{moment.day} {moment:%b %Y}"


def exact(moment: datetime) -> str:
    """The time to the second, in UTC."""
    return f"{moment.day} {moment:%b %Y, %H:%M:%S} UTC"


def day(moment: datetime, at: datetime | None = None) -> Markup:
    """A `time` element that reads the day (UTC): today, yesterday, or its date."""
    past = ((at or now()).date() - moment.date()).days
    words = {0: "today", 1: "yesterday"}.get(past, f"{moment.day} {moment:%b %Y}")
    return Markup('<time datetime="{}">{}</time>').format(f"{moment:%Y-%m-%d}", words)


def time_ago(moment: datetime) -> Markup:
    """A `time` element that reads `ago` and holds the exact time."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(iso(moment), exact(moment), ago(moment))


def time_exact(moment: datetime) -> Markup:
    """A `time` element that reads the exact time."""
    return Markup('<time datetime="{}">{}</time>').format(iso(moment), exact(moment))


def page_name(item: Any) -> str:
    """What to call a page: its title, else its address without the scheme."""
    title = getattr(item, "thread_title", None) or getattr(item, "title", None)
    url = str(getattr(item, "thread_url", None) or getattr(item, "url", ""))
    return str(title or url.split("://", 1)[-1])


def plural(count: int, one: str, many: str | None = None) -> str:
    """`3 comments`; `many` where adding an s is not enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}".replace(",", " ")


def add_filters(app: Flask) -> None:
    """Offer the above to the console's templates."""
    filters: dict[str, Callable[..., object]] = {
        "act_words": act_words,
        "act_detail": act_detail,
        "day": day,
        "time_ago": time_ago,
        "time_exact": time_exact,
        "page_name": page_name,
        "direction": direction,
        "language": own_name,
        "plural": plural,
        "iso": iso,
        "json": lambda told: json.dumps(told, indent=2, ensure_ascii=False),
    }
    for name, function in filters.items():
        app.add_template_filter(function, f"c_{name}")
    app.add_template_filter(lambda role: ROLE_NAMES.get(role, role), "c_role")
    app.add_template_filter(lambda how: HOW.get(how, how), "c_how")
    app.add_template_filter(lambda what: HAPPENED.get(what, what), "c_happened")
    app.add_template_filter(lambda status: STATUSES.get(status, status), "c_status")
    app.add_template_filter(lambda action: BUTTONS.get(action, action), "c_button")
    app.add_template_filter(lambda action: DONE.get(action, action), "c_done")
    app.add_template_filter(lambda state: MAIL_STATES.get(state, state), "c_mail_state")
    app.add_template_filter(gone_words, "c_gone")
    app.add_template_filter(lambda rule: RULES.get(rule, (rule,))[0], "c_rule")
    app.add_template_filter(lambda ground: GROUNDS.get(ground, ground), "c_ground")
    app.add_template_filter(lambda kind: MAIL_KINDS.get(kind, kind), "c_mail_kind")
    app.add_template_filter(lambda basis: BASES.get(basis, basis), "c_basis")
