"""The table of settings: name, type, default, help. `commentsvc.settings` reads, checks and hands out the values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PREFIX = "COMMENTSVC_"


@dataclass(frozen=True)
class Setting:
    """One row: `kind` is str, int, bool or path; `minimum`/`maximum` bound integers (inclusive)."""

    name: str
    kind: str
    default: Any
    help: str
    secret: bool = False
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable's name."""
        return PREFIX + self.name.upper()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "public_url",
        "str",
        "http://127.0.0.1:8420",
        "The address readers reach the service at. Every link is built from it, never from a request's Host header.",
    ),
    Setting(
        "data_dir",
        "path",
        "instance",
        "Folder for the embedded database, the instance secret and the sites' signing keys.",
    ),
    Setting(
        "database_url",
        "str",
        "",
        "SQLAlchemy URL, for example postgresql://user:password@host/name. Empty: SQLite (WAL, durable) in the data"
        " folder.",
        secret=True,
    ),
    Setting(
        "replica_url",
        "str",
        "",
        "SQLAlchemy URL of a streaming replica of that PostgreSQL, which takes over exports and figures once it has "
        "caught up with the moment they are asked for. Empty: the database itself.",
        secret=True,
    ),
    Setting(
        "redis_url",
        "str",
        "",
        "Redis or Valkey URL for rate limits shared between machines. Empty: through the database, or in the process "
        "where one process on SQLite is all there is.",
        secret=True,
    ),
    Setting(
        "secret_key",
        "str",
        "",
        "At least 32 characters. Tokens and receipt secrets are derived from it, so keep it. Empty: made once and "
        "kept in the data folder.",
        secret=True,
    ),
    Setting(
        "erasure_list",
        "str",
        "",
        "File that every erasure is noted in, by numbers only, so that a restored backup can be told of those after it."
        " Best on another disk than the database. Empty: `erasures.jsonl` in the data folder.",
    ),
    Setting("workers", "int", 1, "Server processes.", minimum=1, maximum=256),
    Setting("threads", "int", 4, "Threads in each server process.", minimum=1, maximum=256),
    Setting(
        "kept_megabytes",
        "int",
        64,
        "Room in each server process for public answers that are given again until something changes. 0: every read "
        "asks the database.",
        minimum=0,
        maximum=100_000,
    ),
    Setting(
        "trusted_proxies",
        "int",
        0,
        "How many reverse proxies stand in front and append to X-Forwarded-For. 0: the header is ignored.",
        minimum=0,
        maximum=10,
    ),
    Setting(
        "run_worker",
        "bool",
        True,
        "Run the background worker inside the server. Off: run `commentsvc worker` beside it.",
    ),
    Setting(
        "checkpoint_seconds",
        "int",
        10,
        "How often new log entries are integrated and a checkpoint is signed, if there is anything new.",
        minimum=1,
        maximum=86400,
    ),
    Setting(
        "promise_seconds",
        "int",
        86400,
        "How long a promise gives the log to include an entry. A promise that passed without inclusion is evidence "
        "against the operator.",
        minimum=60,
        maximum=30 * 86400,
    ),
    Setting(
        "notice_token_minutes",
        "int",
        120,
        "How long an opened form may be sent.",
        minimum=1,
        maximum=7 * 1440,
    ),
    Setting("body_limit", "int", 10_000, "Longest comment, in characters.", minimum=100, maximum=100_000),
    Setting("request_limit", "int", 131_072, "Largest request body, in bytes.", minimum=8192, maximum=10_000_000),
    Setting("link_limit", "int", 10, "A comment with more links than this is refused.", minimum=0, maximum=1000),
    Setting(
        "posts_per_minute",
        "int",
        20,
        "Comments, edits and deletions from one address in a minute. 0: no limit.",
        minimum=0,
        maximum=1_000_000,
    ),
    Setting(
        "posts_per_minute_site",
        "int",
        600,
        "Comments on one site in a minute. 0: no limit.",
        minimum=0,
        maximum=10_000_000,
    ),
    Setting(
        "notices_per_minute",
        "int",
        120,
        "Opened forms (served-notice tokens) from one address in a minute. 0: no limit.",
        minimum=0,
        maximum=1_000_000,
    ),
    Setting(
        "signin_failures",
        "int",
        10,
        "Failed sign-ins for one account, or from one address, before both wait.",
        minimum=3,
        maximum=1000,
    ),
    Setting("signin_lock_minutes", "int", 15, "How long they wait.", minimum=1, maximum=1440),
    Setting("session_hours", "int", 12, "A console session ends after this time.", minimum=1, maximum=720),
    Setting(
        "password_sign_in",
        "bool",
        True,
        "Whether people may sign in to the console with a password. Off: with a passkey, or with the organisation that "
        "`COMMENTSVC_OIDC_ISSUER` names.",
    ),
    Setting(
        "oidc_issuer",
        "str",
        "",
        "Issuer of the organisation that signs people in (OpenID Connect), exactly as its discovery document names it; "
        "see [Sign in with your organisation](../how-to/sign-in-with-your-organisation.md). Empty: none.",
    ),
    Setting("oidc_client_id", "str", "", "The client id it gave this installation."),
    Setting("oidc_client_secret", "str", "", "The client secret that goes with it.", secret=True),
    Setting("oidc_name", "str", "your organisation", "What people call it: “Sign in with …”."),
    Setting(
        "metrics_token",
        "str",
        "",
        "Bearer token for /metrics. Empty: /metrics answers to loopback only.",
        secret=True,
    ),
    Setting(
        "outbound_exceptions",
        "str",
        "",
        "Hosts and ports, as in `10.0.0.7:8420, witness.lan:443`, that may be asked although they are not on the public"
        " internet or have no TLS. Empty: none.",
    ),
    Setting(
        "tsa_url",
        "str",
        "",
        "Address of a timestamp authority (RFC 3161) that timestamps checkpoints of every site's log. It is sent "
        "hashes and nothing else. Empty: nobody is asked.",
    ),
    Setting(
        "tsa_roots",
        "str",
        "",
        "PEM file with the root certificates of that authority: an answer that leads to none of them is refused. "
        "Needed with `COMMENTSVC_TSA_URL`.",
    ),
    Setting(
        "tsa_minutes",
        "int",
        60,
        "How often a site's log is timestamped at most; only if something is new.",
        minimum=1,
        maximum=30 * 1440,
    ),
    Setting(
        "mail_host",
        "str",
        "",
        "The mail server (SMTP) that mail is handed to. Empty: no mail is sent, and what needs mail is not offered.",
    ),
    Setting("mail_port", "int", 587, "Its port: usually 587 for starttls, 465 for tls.", minimum=1, maximum=65_535),
    Setting(
        "mail_security",
        "str",
        "starttls",
        "How the connection is protected; the server's certificate is always checked. `none` is for a server on this "
        "machine only.",
        choices=("starttls", "tls", "none"),
    ),
    Setting("mail_user", "str", "", "Name to sign in to the mail server with. Empty: no sign-in."),
    Setting("mail_password", "str", "", "Password that goes with it.", secret=True),
    Setting("mail_from", "str", "", "Address that mail comes from. Needed with `COMMENTSVC_MAIL_HOST`."),
    Setting("mail_from_name", "str", "Comments", "Name beside that address."),
    Setting(
        "mail_bounces_to",
        "str",
        "",
        "Address that takes back what cannot be delivered, with `+` and a token before the @; see "
        "[Set up mail](../how-to/set-up-mail.md). Empty: the address that mail comes from.",
    ),
    Setting(
        "mail_timeout",
        "int",
        30,
        "Seconds that handing over one mail may take in all.",
        minimum=2,
        maximum=240,
    ),
    Setting("operator_name", "str", "", "Who runs this service for the sites: name, for the papers."),
    Setting("operator_address", "str", "", "Their postal address."),
    Setting("operator_contact", "str", "", "How to reach them about data protection."),
    Setting("operator_subprocessors", "str", "", "Who works for them: name, place and task, semicolons between."),
    Setting("report_months", "int", 6, "How long a report about content is kept, once decided.", minimum=1, maximum=36),
    Setting("spam_layers", "bool", True, "Judge comments by how their form was sent, and by what repeats on a site."),
    Setting(
        "proof_cost", "int", 20_000, "What one try of a proof of work costs: iterations.", minimum=1, maximum=1_000_000
    ),
    Setting(
        "log_level",
        "str",
        "info",
        "Least severe log line that is written.",
        choices=("debug", "info", "warning", "error"),
    ),
    Setting("log_format", "str", "json", "One JSON object a line, or text for people.", choices=("json", "text")),
    Setting("demo", "bool", False, "Set by `commentsvc demo`; `serve` refuses a demo's data folder."),
)
