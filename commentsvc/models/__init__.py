"""Tables and named queries. Nothing here commits: a use-case owns the transaction (`database.writing`)."""

from commentsvc.models import account, audit, comment, consent, cosignature, log, notice, passing, site, thread
from commentsvc.models.database import db

__all__ = ["account", "audit", "comment", "consent", "cosignature", "db", "log", "notice", "passing", "site", "thread"]
