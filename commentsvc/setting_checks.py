"""Settings that belong together and must fit each other. Part of `settings`, which is the only reader of values."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from commentsvc.errors import SettingsError

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45}")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


def parse_exceptions(text: str) -> frozenset[tuple[str, int]]:
    """`host:port` pairs between commas or spaces; an IPv6 address in brackets. Raises `SettingsError`."""
    found = set()
    for item in text.lower().replace(",", " ").split():
        try:
            parts = urlsplit(f"//{item}")
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or not port or parts.netloc != item or "@" in item or "*" in item or parts.path:
            raise SettingsError(
                f"COMMENTSVC_OUTBOUND_EXCEPTIONS: {item!r} is not a host and a port, as in lan.host:8420."
            )
        found.add((host, port))
    return frozenset(found)


def check_tsa(values: Mapping[str, Any]) -> None:
    """A timestamp authority has an address and roots, or there is none. Raises `SettingsError`."""
    url, roots = values["tsa_url"], values["tsa_roots"]
    if not url and not roots:
        return
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and not parts.fragment and "@" not in parts.netloc
    except ValueError:
        sound = False
    if not sound or len(url) > 300:
        raise SettingsError("COMMENTSVC_TSA_URL must be an address such as https://tsa.example.net/tsr.")
    if not roots:
        raise SettingsError(
            "COMMENTSVC_TSA_ROOTS must name a PEM file with the authority's root certificate: without it anybody's "
            "answer would do."
        )


def check_urls(values: Mapping[str, Any]) -> None:
    """A server's address can be taken apart. Raises `SettingsError`, which shows nothing of it: it holds a password."""
    for name in ("database_url", "replica_url", "redis_url"):
        try:
            parts = urlsplit(values[name])
            sound = parts.netloc.count("@") < 2 and parts.port != 0
        except ValueError:
            sound = False
        if not sound:
            raise SettingsError(
                f"COMMENTSVC_{name.upper()} cannot be read as an address. Within a password @ is written %40, : %3A, "
                "/ %2F, # %23, ? %3F and % %25."
            )


def check_replica(values: Mapping[str, Any]) -> None:
    """A replica is PostgreSQL's, and follows one. Raises `SettingsError`."""
    if not values["replica_url"]:
        return
    for name in ("replica_url", "database_url"):
        if not values[name].startswith(("postgres://", "postgresql")):
            raise SettingsError(
                f"COMMENTSVC_{name.upper()} must be of PostgreSQL, as in postgresql://user:password@host/name, where "
                "COMMENTSVC_REPLICA_URL is set."
            )
    hosts = parse_qs(urlsplit(values["replica_url"]).query).get("host", [])
    if len(hosts) > 1 or any("," in host for host in hosts):
        raise SettingsError(
            "COMMENTSVC_REPLICA_URL must name one host: with several the copy that is read may be another than the one "
            "that has caught up."
        )


def check_mail(values: Mapping[str, Any]) -> None:
    """A mail server comes with an address and protection, or there is none. Raises `SettingsError`."""
    host = values["mail_host"]
    if not host:
        for name in ("mail_from", "mail_user", "mail_password", "mail_bounces_to"):
            if values[name]:
                raise SettingsError(f"COMMENTSVC_{name.upper()} is set, but no mail server: set COMMENTSVC_MAIL_HOST.")
        return
    if not _HOST.fullmatch(host):
        raise SettingsError(
            "COMMENTSVC_MAIL_HOST must be a host's name or address, without port, such as mail.host.org."
        )
    if not _ADDRESS.fullmatch(values["mail_from"]):
        raise SettingsError("COMMENTSVC_MAIL_FROM must be an address, such as comments@example.org.")
    if values["mail_bounces_to"] and not _ADDRESS.fullmatch(values["mail_bounces_to"]):
        raise SettingsError("COMMENTSVC_MAIL_BOUNCES_TO must be an address, such as bounces@example.org.")
    if not values["mail_from_name"].isprintable():
        raise SettingsError("COMMENTSVC_MAIL_FROM_NAME must be one line of text.")
    if bool(values["mail_user"]) != bool(values["mail_password"]):
        raise SettingsError("COMMENTSVC_MAIL_USER and COMMENTSVC_MAIL_PASSWORD go together: set both, or neither.")
    if values["mail_security"] == "none" and not _is_this_machine(host):
        raise SettingsError(
            f"COMMENTSVC_MAIL_SECURITY is none, but {host} is another machine: anybody between could read the mail. "
            "Use starttls or tls."
        )


def check_oidc(values: Mapping[str, Any], exceptions: frozenset[tuple[str, int]]) -> None:
    """An organisation has an issuer, a client id and a secret, or there is none. Raises `SettingsError`."""
    issuer, given = values["oidc_issuer"], [values[f"oidc_{name}"] for name in ("client_id", "client_secret")]
    if not issuer:
        if any(given):
            raise SettingsError("A client of an organisation is set, but no organisation: set COMMENTSVC_OIDC_ISSUER.")
        if not values["password_sign_in"]:
            raise SettingsError(
                "COMMENTSVC_PASSWORD_SIGN_IN is off, but no organisation signs people in: set COMMENTSVC_OIDC_ISSUER."
            )
        return
    if not all(given):
        raise SettingsError(
            "COMMENTSVC_OIDC_ISSUER needs COMMENTSVC_OIDC_CLIENT_ID and COMMENTSVC_OIDC_CLIENT_SECRET beside it."
        )
    if not all(one.isascii() and one.isprintable() for one in given):
        raise SettingsError("COMMENTSVC_OIDC_CLIENT_ID and COMMENTSVC_OIDC_CLIENT_SECRET are one line of ASCII each.")
    try:
        parts = urlsplit(issuer)
        excepted = (parts.hostname, parts.port) in exceptions
        sound = parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and excepted))
        sound = sound and not parts.query and not parts.fragment and "@" not in parts.netloc
    except ValueError:
        sound = False
    if not sound or len(issuer) > 300:
        raise SettingsError("COMMENTSVC_OIDC_ISSUER must be an https address such as https://id.example.org/realm.")
    if not values["oidc_name"].strip() or not values["oidc_name"].isprintable() or len(values["oidc_name"]) > 60:
        raise SettingsError("COMMENTSVC_OIDC_NAME must be a name of one line, at most 60 characters.")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
