"""The technical and organisational measures that are really there (Art. 32 GDPR), and those only the owner knows of."""

from __future__ import annotations

from commentsvc.domain.paper import Section, blank, told
from commentsvc.domain.paper_facts import Installation


def measures(installation: Installation) -> Section:
    """What the service does itself, as it is set up now. What it cannot see of itself is a blank."""
    return Section(
        "Technical and organisational measures",
        (
            told("In transit", *_in_transit(installation)),
            told(
                "Secrets",
                "Passwords are kept as argon2id hashes; sessions and access tokens as SHA-256; what readers hold "
                "(receipts, edit tokens) is not stored at all but derived when it is needed.",
                "The instance secret and the signing keys are kept outside the database.",
            ),
            told(
                "Less data",
                "An e-mail address is optional and is stored only while a purpose needs it. Network addresses are not "
                "stored, neither whole nor in part. No cookie is set for reading or writing comments with the widget, "
                "and no other host is asked for anything.",
            ),
            told(
                "Access",
                "Roles for each site: moderators decide about comments, admins do the rest. Access tokens name what "
                "they may do, expire, and can be revoked. The data of two sites is kept apart by the keys of every "
                "table.",
                *_slowed_down(installation),
            ),
            told(
                "Accountability",
                "Every consent, withdrawal and erasure is an entry in an append-only log of salted hashes, which can "
                "be checked without trusting this service. Decisions and acts of operators are recorded with name and "
                "time.",
            ),
            told(
                "Erasure",
                "Erasing deletes text, name, record and salt at once; the database's files are cleaned afterwards. "
                "Periods are carried out every day by themselves.",
            ),
            told(
                "Integrity",
                "What readers write is cleaned by one filter before it is shown; pages forbid foreign scripts. The "
                "service asks other hosts only where it was told to, and never private addresses.",
            ),
            blank("Encryption at rest", f"The disks under the {installation.database} database and its backups."),
            blank("Backups", "How often, where, how long they are kept, and when restoring was last tried."),
            blank("Who has access to the machines", "By role, and how it is granted and taken away."),
            blank("Review", "How often these measures are looked at (Art. 32(1)(d))."),
        ),
    )


def _in_transit(installation: Installation) -> list[str]:
    found = []
    if installation.public_url.startswith("https://"):
        found.append(f"The public address is {installation.public_url}; TLS is ended by the web server before it.")
    else:
        found.append(f"NOT protected: the public address is {installation.public_url}, without TLS.")
    if installation.mail_host:
        how = {"starttls": "STARTTLS", "tls": "TLS"}.get(installation.mail_security)
        found.append(
            f"Mail is handed over by {how}; the server's certificate is checked."
            if how
            else "Mail is handed to a server on the same machine, without TLS."
        )
    return found


def _slowed_down(installation: Installation) -> list[str]:
    found = [
        f"After {installation.signin_failures} failed attempts a sign-in waits for "
        f"{installation.signin_lock_minutes} minutes."
    ]
    if installation.posts_per_minute:
        found.append(f"One address may send {installation.posts_per_minute} comments a minute.")
    return found
