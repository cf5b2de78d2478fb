"""Tables that hold nothing about readers: their columns, and what each is about instead. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_WORKERS = "those who work here, not readers"
_SITE = "the site"
_LOG = "the log as a whole"

ABOUT_NO_READER: Mapping[str, tuple[str, str]] = {
    "notice": ("site_id sha256 kind lang version body effective_from", "what the site says to all; in the copy whole"),
    "rate_window": (
        "key count expires_at",
        "counts under keyed hashes of addresses that nothing else leads to, for a day at most",
    ),
    "notice_draft": ("site_id lang fields offered version revision actor actor_name kept_at", _WORKERS),
    "used_notice_token": ("site_id nonce expires_at", "random numbers of forms"),
    "log_checkpoint": ("site_id size root note created_at", _LOG),
    "log_cosignature": ("site_id size key_id line received_at", _LOG),
    "log_key_change": ("site_id number entry size old_vkey new_vkey reason at snapshot salt", _LOG),
    "consent_wording": ("site_id id rows", "what many records say alike, of notices; of nobody's record"),
    "consent_line_state": ("site_id visited", _LOG),
    "log_state": ("site_id size root", _LOG),
    "log_tile": ("site_id level tile_index hashes", _LOG),
    "log_timestamp": ("site_id size authority token stamped_at", _LOG),
    "retention_policy": (
        "site_id spam_days rejected_days removed_days pending_days published_months consent_months trail_months"
        " old_notices done_at run",
        _SITE,
    ),
    "rule_list": ("site_id version time_zone", _SITE),
    "rule": ("site_id id position name kind effect settings enabled version changed_at", _SITE),
    "spam_service": ("site_id kind enabled name url sealed_key reports wait_minutes answered_at trouble", _SITE),
    "spam_settings": ("site_id trap timing proof repeats flood_limit link_limit", _SITE),
    "proof_count": ("site_id day asked solved", _SITE),
    "site_version": ("site_id version", _SITE),
    "learning_policy": ("site_id enabled hold_at discards", _SITE),
    "learned_model": (
        "site_id version weights bias spam honest next_place holds_at discards_at",
        "what all examples together made; built anew when one of them is erased",
    ),
    "site": (
        "id name controller_name controller_address controller_contact privacy_url jurisdiction authority"
        " retention_months default_language origins moderation trust_after close_after_days max_depth edit_minutes"
        " log_origin log_vkey witnesses publish_tiles answer_at_once age_of_consent escrow_months"
        " escrow_key created_at",
        _SITE,
    ),
    "ban_settings": ("site_id network_days", _SITE),
    "account": ("id email name password_hash instance_admin created_at disabled_at", _WORKERS),
    "membership": ("site_id account_id role owns seen_at", _WORKERS),
    "invitation": ("site_id id email role invited_by invited_by_name created_at expires_at", _WORKERS),
    "console_session": (
        "token_hash account_id created_at expires_at used_at proved_at how second_factor browser seen_from",
        _WORKERS,
    ),
    "authenticator": ("account_id sealed last_step created_at", _WORKERS),
    "passkey": ("id account_id credential_id public_key sign_count name transports created_at used_at", _WORKERS),
    "recovery_code": ("account_id code_hash", _WORKERS),
    "identity": ("issuer subject account_id created_at", _WORKERS),
    "sign_in_step": ("token_hash purpose account_id how nonce tries came_for created_at expires_at", _WORKERS),
    "account_event": ("id account_id at what how actor actor_name browser seen_from expires_at", _WORKERS),
    "sign_in_rule": ("site_id second_factor", _SITE),
    "api_token": ("site_id id name token_hash scopes created_at expires_at revoked_at", _WORKERS),
    "audit_event": ("site_id id at actor actor_name action kind target detail entry seen_from", _WORKERS),
    "mail_wish": ("site_id account_id rhythm about hour next_at window_at sent", _WORKERS),
    "used_mail_link": ("site_id digest expires_at", "hashes of links that were mailed to moderators"),
    "webhook_endpoint": (
        "site_id id name url events contents generation rotated_until failures failing_since rests_until succeeded_at"
        " disabled_at disabled_why created_at",
        _SITE,
    ),
    "heartbeat": ("name at", "the worker"),
    "schema_support": ("id oldest_code", "the service's own versions"),
}
"""By table: its columns, and what it is about."""
