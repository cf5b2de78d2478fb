"""Who may do what: the one table. Scopes, the roles and tokens that hold them, and the doors that each of them opens.

`usecases/access.py` decides by it, the console offers what it allows, a reference page is made from it, and a test
tries every door with everybody. The test finds the doors by itself, and a door without a row fails it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

SCOPES: dict[str, str] = {
    "moderate": "read comments, decide about them, answer reports, ban",
    "export": "read the consent log, the evidence and the papers",
    "subjects": "answer requests; find, export and erase one person",
    "audit": "read and export who did what",
    "admin": "all of the above, and change the site: its settings, rules, notices, people and tokens",
    "owner": "name owners, and take ownership away",
}
"""What can be held on a site. `admin` includes every other one but `owner`, which no token can hold."""

TOKEN_SCOPES: tuple[str, ...] = tuple(scope for scope in SCOPES if scope != "owner")
"""What a program's token can be given."""

ROLES: dict[str, frozenset[str]] = {
    "owner": frozenset(SCOPES),
    "admin": frozenset(SCOPES) - {"owner"},
    "moderator": frozenset({"moderate"}),
    "dpo": frozenset({"export", "subjects", "audit"}),
}
"""The scopes of each role a member can have. An administrator of the installation holds all of them on every site."""

ROLE_NAMES: dict[str, str] = {
    "owner": "Owner",
    "admin": "Admin",
    "moderator": "Moderator",
    "dpo": "Data-protection officer",
}
"""The roles in plain words, from the one that may most."""

ANYBODY, READER, SIGNED_IN, INSTALLATION = "anybody", "reader", "signed in", "installation"
"""Doors that ask for no scope: open to all; to whoever holds the secret of the comment, record or request; to every
account; to administrators of the installation."""

DOORS: dict[str, str] = {
    # The console, outside of any site
    "console.sign_in": ANYBODY,
    "console.second_step": ANYBODY,
    "console.second_passkey": ANYBODY,
    "console.second_passkey_options": ANYBODY,
    "console.passkey_sign_in": ANYBODY,
    "console.passkey_options": ANYBODY,
    "console.organisation": ANYBODY,
    "console.organisation_back": ANYBODY,
    "console.sign_out": ANYBODY,
    "console.nowhere": ANYBODY,
    "console.form_preview_script": ANYBODY,
    "console.invitation": ANYBODY,
    "console.invitation_accepted": ANYBODY,
    "console.choose_site": SIGNED_IN,
    "console.account": SIGNED_IN,
    "console.end_other_sessions": SIGNED_IN,
    "console.prove": SIGNED_IN,
    "console.prove_passkey": SIGNED_IN,
    "console.prove_options": SIGNED_IN,
    "console.authenticator": SIGNED_IN,
    "console.authenticator_shown": SIGNED_IN,
    "console.authenticator_removed": SIGNED_IN,
    "console.passkey": SIGNED_IN,
    "console.passkey_made": SIGNED_IN,
    "console.new_passkey_options": SIGNED_IN,
    "console.passkey_removed": SIGNED_IN,
    "console.recovery_codes": SIGNED_IN,
    "console.accounts": INSTALLATION,
    "console.factors_reset": INSTALLATION,
    "console.new_site": INSTALLATION,
    # The console: comments
    "console.site_home": "moderate|export|subjects|audit",
    "console.queue": "moderate",
    "console.comment": "moderate",
    "console.reports": "moderate",
    "console.report_decided": "moderate",
    "console.queue_rows": "moderate",
    "console.queue_news": "moderate",
    "console.context": "moderate",
    "console.spam_learning": "moderate",
    "console.spam_learning_change": "admin",
    "console.spam_service": "admin",
    "console.bans": "moderate",
    "console.ban": "moderate",
    "console.ban_lifted": "moderate",
    "console.ban_settings": "admin",
    "console.reply": "moderate",
    "console.threads": "moderate",
    "console.thread": "moderate",
    "console.close": "moderate",
    "console.my_mail": "moderate",
    "console.by_mail": ANYBODY,
    "console.by_mail_shown": ANYBODY,
    "console.by_mail_done": ANYBODY,
    "console.mail_stopping": ANYBODY,
    "console.mail_stopped": ANYBODY,
    "console.rules": "moderate",
    "console.rules_changed": "admin",
    "console.new_rule": "admin",
    "console.rule": "admin",
    "console.rule_tried": "moderate",
    "console.flagged": "moderate",
    "console.clear_comment_flags": "moderate",
    "console.activity": "moderate|audit",
    "console.activity_export": "audit",
    "console.figures": "moderate|audit|export|subjects",
    # The console: privacy
    "console.requests": "subjects",
    "console.new_request": "subjects",
    "console.subject_request": "subjects",
    "console.request_copy": "subjects",
    "console.request_hold": "subjects",
    "console.hold_lifted": "subjects",
    "console.notices": "admin",
    "console.notice": "admin",
    "console.notice_text": "moderate|export",
    "console.cookie_notice": "admin",
    "console.edit_cookie_notice": "admin",
    "console.retention": "admin",
    "console.retention_run": "admin",
    # The console: proof
    "console.consent_log": "export",
    "console.evidence": "export",
    "console.evidence_log": "export",
    "console.evidence_record": "subjects",
    "console.evidence_witness": "admin",
    "console.evidence_witness_removed": "admin",
    "console.evidence_tiles": "admin",
    "console.papers": "export",
    "console.paper": "export",
    "console.paper_file": "export",
    "console.breach": "subjects",
    "console.breach_people": "subjects",
    # The console: the site
    "console.site_settings": "admin",
    "console.site_sign_in": "admin",
    "console.people": "admin",
    "console.member_role": "admin",
    "console.member_removed": "admin",
    "console.ownership": "owner",
    "console.invitation_revoked": "admin",
    "console.spam": "admin",
    "console.mail": "admin",
    "console.mail_retry": "admin",
    "console.mail_stop": "admin",
    "console.tokens": "admin",
    "console.revoke": "admin",
    "console.webhooks": "admin",
    "console.webhook": "admin",
    "console.webhook_act": "admin",
    # The API: operators
    "moderation.Queue": "moderate",
    "moderation.Changes": "moderate",
    "moderation.Context": "moderate",
    "moderation.Decisions": "moderate",
    "GET spam.Learning": "moderate",
    "PATCH spam.Learning": "admin",
    "spam.Services": "admin",
    "spam.Service": "admin",
    "flags.FlaggedComments": "moderate",
    "moderation.StaffReplies": "moderate",
    "moderation.StaffReplyText": "moderate",
    "flags.ReviewedFlags": "moderate",
    "GET rules.Rules": "moderate",
    "rules.Rules": "admin",
    "rules.RuleOrder": "admin",
    "rules.DraftDryRun": "moderate",
    "GET rules.OneRule": "moderate",
    "rules.OneRule": "admin",
    "rules.RuleDryRun": "moderate",
    "spam layers.Layers": "admin",
    "bans.Bans": "moderate",
    "figures.Figures": "moderate|audit|export|subjects",
    "bans.OneBan": "moderate",
    "bans.BanSettings": "admin",
    "consent log.ConsentLog": "export",
    "audit.Audit": "moderate|audit",
    "audit.AuditExport": "audit",
    "webhooks.Webhooks": "admin",
    "webhooks.Webhook": "admin",
    "webhooks.WebhookSecret": "admin",
    "webhooks.WebhookTest": "admin",
    "webhooks.Deliveries": "admin",
    "webhooks.Replays": "admin",
    "sign-in.SignIn": "admin",
    "subjects.FindSubject": "subjects",
    "subjects.ExportSubject": "subjects",
    "subjects.EraseSubject": "subjects",
    "GET subject requests.SubjectRequests": "subjects",
    "subject requests.Letters": "subjects",
    "subject requests.SubjectRequest": "subjects",
    "subject requests.RequestActs": "subjects",
    "members.Members": "admin",
    "members.OneMember": "admin",
    "members.Invitations": "admin",
    "members.OneInvitation": "admin",
    # The API: readers
    "comments.Comments": ANYBODY,
    "comments.Counts": ANYBODY,
    "comments.OneComment": READER,
    "notices.NoticeInForce": ANYBODY,
    "notices.NoticeBytes": ANYBODY,
    "notices.CookieNotice": ANYBODY,
    "consents.Choices": ANYBODY,
    "consents.Consent": READER,
    "consents.ConsentEvents": READER,
    "consents.ReceiptFile": READER,
    "POST subject requests.SubjectRequests": ANYBODY,
    "flags.Flags": ANYBODY,
    "reports.Reports": ANYBODY,
    "reports.OneReport": READER,
    # The API: the log
    "log.LatestCheckpoint": ANYBODY,
    "log.Cosignatures": ANYBODY,
    "log.Tile": ANYBODY,
    "log.Inclusion": ANYBODY,
    "log.Consistency": ANYBODY,
    "log.Keys": ANYBODY,
    "log.Timestamps": ANYBODY,
}
"""What each page of the console and each call of the API asks for, by endpoint, or by method and endpoint where they
differ. `a|b`: either of two scopes will do."""


def needed(endpoint: str, method: str, doors: Mapping[str, str] = DOORS) -> tuple[str, ...]:
    """What this door asks for: one or several scopes of which one is enough, or one of the words above. Raises
    `KeyError` for a door without a row."""
    row = doors.get(f"{method} {endpoint}")
    return tuple((row if row is not None else doors[endpoint]).split("|"))


def holds(scopes: Collection[str], wanted: str) -> bool:
    """Whether somebody with these scopes holds the one that is wanted: by name, or because `admin` includes it."""
    return wanted in scopes or (wanted != "owner" and "admin" in scopes)


def roles_with(scope: str) -> frozenset[str]:
    """The roles that hold this scope."""
    return frozenset(role for role, scopes in ROLES.items() if scope in scopes)


def may_give(scopes: Collection[str], before: str | None, after: str | None) -> bool:
    """Whether somebody with these scopes may make a member with the role `before` one with the role `after`; None is no
    member. Only owners touch ownership, so that an admin can neither take nor give it, to themselves least of all."""
    return holds(scopes, "owner" if "owner" in (before, after) else "admin")
