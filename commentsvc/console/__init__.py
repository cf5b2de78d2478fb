"""The HTML edge for moderators and admins: a view file a page; works wholly without JavaScript."""

from __future__ import annotations

from flask import Flask

from commentsvc.console import (  # each adds its pages to the blueprint
    account,
    account_factors,
    account_prove,
    accounts,
    activity,
    bans,
    breach,
    by_mail,
    choose_site,
    comment,
    consent_log,
    context,
    cookie_notice,
    evidence,
    figures,
    flagged,
    gate,
    invitation,
    mail,
    my_mail,
    new_site,
    notice,
    papers,
    people,
    queue,
    reply,
    reports,
    request_words,
    requests,
    retention,
    rules,
    sign_in,
    sign_in_organisation,
    sign_in_passkey,
    site_settings,
    site_sign_in,
    spam,
    spam_learning,
    threads,
    tokens,
    webhooks,
    wording,
)
from commentsvc.console.base import console

__all__ = ["register"]

_PAGES = (
    sign_in,
    sign_in_passkey,
    sign_in_organisation,
    choose_site,
    new_site,
    account,
    account_prove,
    account_factors,
    accounts,
    site_sign_in,
    queue,
    reports,
    flagged,
    rules,
    spam_learning,
    bans,
    figures,
    threads,
    comment,
    context,
    reply,
    activity,
    consent_log,
    cookie_notice,
    evidence,
    notice,
    requests,
    retention,
    papers,
    breach,
    site_settings,
    people,
    invitation,
    spam,
    mail,
    tokens,
    webhooks,
    my_mail,
    by_mail,
)


def register(app: Flask) -> None:
    """Put the console under `/admin`. CSRF protection must be on for the whole application.

    The notice editor checks its token itself, so that a form without a good one is shown again and not lost.
    """
    app.extensions["csrf"].exempt(notice.notice)
    by_mail.register(app)
    wording.add_filters(app)
    request_words.add_filters(app)
    app.register_blueprint(console)


assert gate and _PAGES  # noqa: S101 - importing them is what adds their pages
