"""What an author may say about how to reach them: a website that is shown, an e-mail address that never is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commentsvc.domain.web_address import BadAddress, parse_address
from commentsvc.errors import ValidationFailed

if TYPE_CHECKING:  # it takes a while to import, and most comments come without an address
    from email_validator import ValidatedEmail

WEBSITE_MAX = 300  # characters of the stored address
EMAIL_MAX = 254  # RFC 5321 4.5.3.1.3, less the angle brackets
_BARE_HOST = re.compile(r"[\w.-]+\.[^\W\d_]{2,}(?:[:/?#]|\Z)")


def clean_website(text: str | None) -> str | None:
    """An http(s) address in one form, without credentials and fragment, or None when nothing was given.

    `example.org` is read as `https://example.org/`. Quotes come out percent-encoded, so that the value is inert in any
    HTML attribute. Raises `ValidationFailed` on the field `author.website`.
    """
    text = (text or "").strip()
    if not text:
        return None
    if _BARE_HOST.match(text):
        text = f"https://{text}"
    try:
        address = parse_address(text)
    except BadAddress as problem:
        raise _bad("author.website", str(problem)) from None
    if "." not in address.host and ":" not in address.host:
        raise _bad("author.website", "This is not a full web address, such as https://example.org.")
    website = str(address).replace("'", "%27")
    if len(website) > WEBSITE_MAX:
        raise _bad("author.website", f"This address is longer than {WEBSITE_MAX} characters.")
    return website


def clean_email(text: str | None) -> str | None:
    """An e-mail address in its normal form (RFC 5321 syntax, international ones too), or None when nothing was given.
    Only the syntax is checked; no name is looked up. Raises `ValidationFailed` on the field `author.email`.
    """
    text = (text or "").strip(" \t")
    if not text:
        return None
    if len(text) > EMAIL_MAX:
        raise _bad("author.email", f"This address is longer than {EMAIL_MAX} characters.")
    try:
        checked = _checked(text)
    except ValueError:
        raise _bad("author.email", "This does not look like an e-mail address.") from None
    if "." not in checked.ascii_domain:
        raise _bad("author.email", "This does not look like an e-mail address.")
    return checked.normalized


def normalise_email(email: str) -> str:
    """The form of an address by which a person is found again; never the form mail is sent to.

    Both parts are case-folded: the domain because DNS is (RFC 4343), the part before the @ because no large provider
    tells case apart and telephone keyboards begin it with a capital, so that a request for erasure would miss
    comments. Dots and `+tags` stay: to remove them would join different people.
    """
    try:
        checked = _checked(email.strip())
    except ValueError:
        return email.strip().casefold()
    return f"{checked.local_part.casefold()}@{checked.ascii_domain or checked.domain}".lower()


def is_as_found(email: str) -> bool:
    """Whether mail to `email` reaches the mailbox it is found by (`normalise_email`). Case-folding makes one of letters
    that mail servers tell apart (`ſ` and `s`, `ß` and `ss`): who owns the one mailbox must not get the other's mail.
    """
    local = email.rpartition("@")[0]
    return local.lower() == local.casefold()


def _checked(text: str) -> ValidatedEmail:
    """Raises `ValueError`, of which `EmailNotValidError` and `UnicodeError` are kinds."""
    from email_validator import validate_email

    # No name is asked for; reserved domains pass, since nothing is sent on the strength of this check.
    return validate_email(text, check_deliverability=False, globally_deliverable=False, test_environment=True)


def _bad(field: str, message: str) -> ValidationFailed:
    return ValidationFailed(fields={field: [message]})
