"""Tables and named queries. Nothing here commits: a use-case owns the transaction (`database.writing`)."""

from commentsvc.models import (
    account,
    audit,
    comment,
    consent,
    contact,
    cosignature,
    fact,
    key_change,
    log,
    mail,
    notice,
    passing,
    retention,
    site,
    thread,
    timestamp,
)
from commentsvc.models.database import db

__all__ = [
    "account",
    "audit",
    "comment",
    "consent",
    "contact",
    "cosignature",
    "db",
    "fact",
    "key_change",
    "log",
    "mail",
    "notice",
    "passing",
    "retention",
    "site",
    "thread",
    "timestamp",
]
