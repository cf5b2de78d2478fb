"""Every error this service raises on purpose.

CommentsvcError
├── SettingsError                 a setting is missing or makes no sense; the process refuses to start
├── LedgerError                   raised by `commentsvc.ledger`; never shown to a reader
│   ├── CanonicalError            a value has no canonical JSON form (RFC 8785)
│   ├── NoteError                 a signed note or checkpoint is malformed or its signature is wrong
│   ├── ProofError                a Merkle proof does not prove what it claims
│   ├── ReceiptError              a receipt's file is malformed
│   ├── ArchiveError              a zip is none of ours, or asks for more than it may
│   ├── EscrowError               a sealed proof or its key is none, or they do not belong together
│   ├── TimestampError            a timestamp does not say of these bytes what it should
│   │   └── UnknownAuthority      it is of an authority that nobody named
│   ├── KeyMissing                a site's signing key is not where the settings say
│   ├── WitnessStateBroken        what a witness saw before cannot be read; it signs nothing
│   └── LogRefused                a log is not the one a witness saw before
│       ├── LogRewritten          it lacks what it once showed, or cannot show that it grew from it
│       └── SplitView             two signed roots for one size
├── OutboundError                 raised by the one outbound client
│   ├── OutboundRefused           the address may not be asked; nothing was sent
│   └── OutboundFailed            nothing came back that could be used
├── IdentityRefused               what an organisation says about who signs in is not believed
├── BackupError                   a backup is none, is damaged, or may not be restored here; nothing was changed
├── MailError                     a message was not handed to the mail server
│   ├── MailDelayed               not now; trying again later may help
│   ├── MailRefused               never: the server refuses this recipient or this message for good
│   └── MailUnsure                it was handed over and the answer never came
└── Problem                       has a slug and a status, and becomes application/problem+json (RFC 9457)
    ├── ValidationFailed          422 validation
    ├── ConsentRequired           422 consent-required
    ├── ChallengeFailed           422 challenge-failed
    ├── IdempotencyMismatch       422 idempotency-mismatch
    ├── TokenInvalid              422 token-invalid
    ├── NoticeStale               409 notice-stale
    ├── TokenExpired              409 token-expired
    ├── TokenUsed                 409 token-used
    ├── Conflict                  409 conflict
    ├── NotFound                  404 not-found
    ├── Gone                      410 gone
    ├── OriginNotAllowed          403 origin-not-allowed
    ├── Forbidden                 403 forbidden
    ├── ThreadClosed              403 thread-closed
    ├── EditWindowClosed          403 edit-window-closed
    ├── NotAuthorised             401 not-authorised
    ├── RateLimited               429 rate-limited
    ├── TooLarge                  413 too-large
    ├── UnsupportedMediaType      415 unsupported-media-type
    ├── MethodNotAllowed          405 method-not-allowed
    └── Unavailable               503 unavailable
"""

from __future__ import annotations

from typing import Any


class CommentsvcError(Exception):
    """Root of the tree above."""


class SettingsError(CommentsvcError):
    """A setting is missing or makes no sense. The message names the variable and the remedy."""


class LedgerError(CommentsvcError):
    """Something is wrong with the evidence."""


class CanonicalError(LedgerError):
    """The value has no canonical JSON form (RFC 8785)."""


class NoteError(LedgerError):
    """The signed note or checkpoint is malformed, or a known key's signature is wrong (C2SP signed-note)."""


class ProofError(LedgerError):
    """The Merkle proof does not prove what it claims (RFC 9162 2.1)."""


class ReceiptError(LedgerError):
    """The file is not a receipt in the form of `ledger.receipt`."""


class ArchiveError(LedgerError):
    """The zip is not one that `commentsvc export` made, cannot be read, or asks for more than it may."""


class EscrowError(LedgerError):
    """A sealed proof cannot be opened with this key for this site, or a key of it is none."""


class TimestampError(LedgerError):
    """The TimeStampToken is malformed, of something else, or not signed as RFC 3161 wants it."""


class UnknownAuthority(TimestampError):
    """The token fits together, but no certificate that is trusted leads to the one that signed it."""


class KeyMissing(LedgerError):
    """A site's signing key is not where the settings say it is."""


class WitnessStateBroken(LedgerError):
    """What a witness saw of a log cannot be read. Nothing of that log is signed until it can."""


class LogRefused(LedgerError):
    """A log's signed checkpoint contradicts one that was seen before. Nothing is cosigned."""


class LogRewritten(LogRefused):
    """The log has shrunk, or a proof shows that it does not begin with what it once showed."""


class SplitView(LogRefused):
    """The log's key signed two roots for one size: whoever holds both notes can show it."""


class OutboundError(CommentsvcError):
    """Something outside could not be asked. The message names the host, never a path or a query."""


class OutboundRefused(OutboundError):
    """The address may not be asked (law 9); nothing was sent."""


class OutboundFailed(OutboundError):
    """There was no answer, or none that is taken: too slow, too large, packed, a redirect."""


class IdentityRefused(CommentsvcError):
    """The organisation's answer is malformed, not signed as it should be, or meant for somebody else."""


class BackupError(CommentsvcError):
    """A backup is none, is cut off or changed, or does not go into this database. Nothing was changed."""


class MailError(CommentsvcError):
    """A message could not be sent. The text may quote the mail server; it never holds the recipient's address."""


class MailDelayed(MailError):
    """Not now: the server is away, busy, or refuses us. Nothing was delivered; trying again later may help."""


class MailRefused(MailError):
    """The server refuses this recipient or this message for good (RFC 5321 4.2.1, a reply of 5yz). `status` is the
    enhanced code (RFC 3463) where the server gave one, else empty."""

    def __init__(self, message: str, status: str = "") -> None:
        super().__init__(message)
        self.status = status


class MailUnsure(MailError):
    """The whole message was sent, and the connection ended before the server said whether it took it (RFC 1047)."""


class Problem(CommentsvcError):
    """An answer in the one error shape (RFC 9457): `slug`, HTTP `status`, `title`, and what the caller can do.

    `detail` is one sentence for people that names the remedy. `fields` maps a field's dotted path to a list of
    messages. Any other keyword becomes an extension member of the problem document.
    """

    slug = "unavailable"
    status = 503
    title = "Something went wrong"

    def __init__(self, detail: str = "", *, fields: dict[str, list[str]] | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.fields = fields or {}
        self.extra = extra


class ValidationFailed(Problem):
    """The body or a parameter is not acceptable; `fields` says which and why."""

    slug, status, title = "validation", 422, "Please check the marked fields"


class ConsentRequired(Problem):
    """A required purpose was not agreed to; nothing was stored."""

    slug, status, title = "consent-required", 422, "Your agreement is needed to publish this comment"


class ChallengeFailed(Problem):
    """The proof-of-work or honeypot challenge was not passed."""

    slug, status, title = "challenge-failed", 422, "The challenge was not passed"


class IdempotencyMismatch(Problem):
    """The Idempotency-Key was used before with another body."""

    slug, status, title = "idempotency-mismatch", 422, "This Idempotency-Key belongs to another request"


class TokenInvalid(Problem):
    """The served-notice token is forged, or belongs to another site, page, language or notice."""

    slug, status, title = "token-invalid", 422, "This form's token is not valid"


class NoticeStale(Problem):
    """The notice named by the consent is no longer in force; the one in force comes with the answer."""

    slug, status, title = "notice-stale", 409, "The privacy notice has changed"


class TokenExpired(Problem):
    """The served-notice token expired; a fresh one comes with the answer."""

    slug, status, title = "token-expired", 409, "This form was open for too long"


class TokenUsed(Problem):
    """The served-notice token was already used for a comment."""

    slug, status, title = "token-used", 409, "This form was already sent"


class Conflict(Problem):
    """Somebody else changed the same thing first."""

    slug, status, title = "conflict", 409, "Somebody else was faster"


class NotFound(Problem):
    """There is no such thing, or the caller may not know of it."""

    slug, status, title = "not-found", 404, "Not found"


class Gone(Problem):
    """It was here and was erased."""

    slug, status, title = "gone", 410, "No longer here"


class OriginNotAllowed(Problem):
    """The request's Origin is not one of the site's."""

    slug, status, title = "origin-not-allowed", 403, "This page may not post here"


class Forbidden(Problem):
    """The caller is known but may not do this."""

    slug, status, title = "forbidden", 403, "Not allowed"


class ThreadClosed(Problem):
    """The thread takes no more comments."""

    slug, status, title = "thread-closed", 403, "This discussion is closed"


class EditWindowClosed(Problem):
    """The time in which an author may edit or delete with the edit token is over."""

    slug, status, title = "edit-window-closed", 403, "This comment can no longer be changed here"


class NotAuthorised(Problem):
    """No valid credentials came with the request."""

    slug, status, title = "not-authorised", 401, "Please sign in or send a valid token"


class RateLimited(Problem):
    """Too many requests. `retry_after` (whole seconds) becomes the Retry-After header."""

    slug, status, title = "rate-limited", 429, "Too many requests, please wait a little"

    def __init__(self, detail: str = "", *, retry_after: int, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.retry_after = retry_after


class TooLarge(Problem):
    """The request's body is larger than the limit."""

    slug, status, title = "too-large", 413, "The request is too large"


class UnsupportedMediaType(Problem):
    """The request's Content-Type is not one this call reads."""

    slug, status, title = "unsupported-media-type", 415, "This call takes JSON"


class MethodNotAllowed(Problem):
    """The path exists, the method does not."""

    slug, status, title = "method-not-allowed", 405, "Method not allowed"


class Unavailable(Problem):
    """A part the service needs is down; trying again later may help."""

    slug, status, title = "unavailable", 503, "Temporarily unavailable"
