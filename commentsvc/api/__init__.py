"""The JSON edge: one blueprint a resource, schemas in `schemas/`, one error shape in `problems`."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from commentsvc.api import (
    assets,
    audit,
    bans,
    comments,
    consent_log,
    consents,
    converters,
    documentation,
    figures,
    flags,
    gpc,
    health,
    log,
    members,
    moderation,
    notices,
    post_shortcut,
    posts_at_desk,
    problems,
    reports,
    rules,
    sign_in,
    spam,
    spam_layers,
    subject_requests,
    subjects,
    webhooks,
)


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Add every route of the JSON edge to `app`; none of them reads a cookie, so none needs a form token."""
    converters.register(app)
    problems.register(app)
    api = documentation.build(app)
    modules = (
        comments,
        audit,
        bans,
        figures,
        flags,
        notices,
        consents,
        moderation,
        reports,
        rules,
        spam,
        spam_layers,
        consent_log,
        log,
        members,
        subject_requests,
        subjects,
        sign_in,
        webhooks,
    )
    for module in modules:
        api.register_blueprint(module.blp)
        csrf.exempt(module.blp)
    assets.register(app)
    health.register(app)
    gpc.register(app)
    posts_at_desk.register(app, post_shortcut.register(app))
