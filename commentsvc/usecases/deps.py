"""What `app.py` hands every use-case. Each field names only the methods the use-cases call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from commentsvc.domain.letter import Mail, Sender
from commentsvc.ledger.note import NoteSigner
from commentsvc.models.prepared import Asked
from commentsvc.models.shared_commits import Together
from commentsvc.settings import Settings

T = TypeVar("T")


class SiteKeys(Protocol):
    """The sites' signing keys, kept outside the database."""

    def create(self, site_id: str, origin: str) -> str:
        """Make and keep a new key for the site's log of this origin; returns its verifier key. Refuses to overwrite."""

    def signer(self, site_id: str, vkey: str | None = None) -> NoteSigner:
        """The site's signer with this verifier key; without one, the one in today's place. Raises `KeyMissing`."""

    def prepare(self, site_id: str, origin: str, used: Collection[str]) -> NoteSigner:
        """A key that is none of `used` and shall follow today's, kept durably before it is returned."""

    def adopt(self, site_id: str, vkey: str, retired: Collection[str]) -> None:
        """Put the prepared key in today's place and give up those that are `retired`. Harmless twice."""

    def copies(self) -> dict[str, str]:
        """Every key there is, by the name of its file: secret, for a backup."""

    def put_back(self, files: Mapping[str, str]) -> None:
        """Keep copies again, durably. Harmless twice; raises `Conflict`, and keeps none, where another key is in the
        place of one."""

    def keep_newest(self, site_id: str, note: str) -> None:
        """Keep the newest checkpoint that was signed here, in the place of the one before. Raises `OSError`."""

    def newest(self, site_id: str) -> str:
        """The checkpoint that was kept last, or empty."""


class ErasureList(Protocol):
    """What was erased, noted outside the database, so that a restored backup can be told."""

    def add(self, erased: Sequence[Mapping[str, Any]]) -> None:
        """Note `{"site", "record", "by", "text_kept", "at"}` of each, durably. Twice is harmless."""


class Window(NamedTuple):
    """What `Limits` count: at most `per` under this name and key in so many seconds; 0 means no limit."""

    name: str
    key: str
    per: int
    seconds: int


class Limits(Protocol):
    """Counted windows. Keys never hold an address in clear."""

    @property
    def joins(self) -> bool:
        """Whether counting may be part of a write transaction, by `hit_in`: as its last act, since others of the site
        may wait for its end."""

    def hit_in(self, session: Asked, windows: Sequence[Window]) -> int | None:
        """Like `hit` of each of these until one is full, inside the write transaction of `session`."""

    def all_fit_in(self, connection: Connection, counts: Mapping[Window, int]) -> bool:
        """Count so many of each of these inside a write transaction; False if one is fuller than it may be."""

    def blocked_in(self, session: Asked, windows: Sequence[Window]) -> int | None:
        """Like `blocked` of each of these, in the transaction of `session`."""

    def hit(self, name: str, key: str, per: int, seconds: int) -> int | None:
        """Count one; None while at most `per` fell into the window, else the whole seconds to wait."""

    def blocked(self, name: str, key: str, per: int, seconds: int) -> int | None:
        """Like `hit`, without counting: the seconds to wait once `per` is reached."""

    def hit_apart(self, windows: Sequence[Window]) -> None:
        """Count one of each where the shared storage has just failed: in this process alone, for which it counts then,
        until that is asked again. It asks nobody and waits for nothing."""

    def clear(self, name: str, key: str, per: int, seconds: int) -> None:
        """Forget what was counted under the key."""


class Commits(Protocol):
    """Who commits what several requests write at the same moment."""

    def write(self, work: Callable[[Session], T], together: Together | None = None) -> T:
        """What `work` returns, given a session in a write transaction, once that is committed. What it raises is raised
        here, and nothing of it kept. It may run in another thread. `together` is how the same is done with others."""

    def write_all(self, store: Callable[[Connection, Sequence[Any]], Sequence[Any]], items: Sequence[Any]) -> list[Any]:
        """What came of each of these, done together as `Together` says, once it is committed: what was told of it, or
        the error with which it was not committed."""


class TimestampAuthority(Protocol):
    """Who timestamps checkpoints (RFC 3161), or the twin that asks nobody."""

    @property
    def url(self) -> str:
        """The address that is asked; empty where nobody is."""

    def stamp(self, message: bytes) -> Stamped:
        """A token over `message` that leads to a certificate the operator trusts. Raises `OutboundError` or
        `TimestampError`."""


class Replica(Protocol):
    """A copy of the database that takes over what is long to read, or the twin of an installation without one."""

    def up_to_date(self, primary: Any) -> Any:
        """What to open a `snapshot` on, the copy or `primary`: it holds at least all that was committed before."""

    def trouble(self, primary: Any) -> str | None:
        """What is wrong with the copy, with the remedy; None where all is well or there is none."""


class Mailer(Protocol):
    """Hands mail to the mail server, or the twin of an installation without one."""

    @property
    def sender(self) -> Sender | None:
        """Whom mail comes from; None where no mail can be sent."""

    def send(self, mail: Mail) -> None:
        """Hand one mail over. Raises `MailDelayed`, `MailRefused` or `MailUnsure`."""

    def check(self) -> None:
        """Connect and sign in as `send` does, and send nothing. Raises `MailDelayed`."""


class OutboundAnswer(Protocol):
    """What came back from another machine."""

    @property
    def status(self) -> int: ...

    @property
    def body(self) -> bytes: ...


class Outbound(Protocol):
    """The one way out: public addresses only, no redirects, and only so much for so long."""

    def post(self, url: str, body: bytes, media_type: str, headers: Mapping[str, str]) -> OutboundAnswer:
        """Send `body`. Raises `OutboundError`."""


class Organisation(Protocol):
    """The organisation that signs its people in (OpenID Connect), or the twin of an installation without one."""

    @property
    def name(self) -> str:
        """What people call it; empty where there is none."""

    @property
    def issuer(self) -> str:
        """Its issuer identifier, which with a subject names a person for good."""

    def address(self, *, state: str, nonce: str, verifier: str, again: bool) -> str:
        """Where the browser goes to sign in; with `again` also who is signed in there must prove it. Raises
        `OutboundError`, `IdentityRefused`."""

    def redeem(self, *, code: str, nonce: str, verifier: str, again: bool) -> OrganisationPerson:
        """Who it was that came back with this code. Raises as `address` does."""


@dataclass(frozen=True)
class OrganisationPerson:
    """What the organisation's signed answer says: `email` is empty unless it says that it is verified; `several` is
    true where the person showed more than one factor there (`amr`)."""

    subject: str
    email: str
    several: bool


class SpamServices(Protocol):
    """Who is asked whether a comment is spam, where a site turned that on."""

    def ask(self, service: AskedService, facts: SpamFacts) -> SpamAnswer:
        """What the service thinks. Raises `OutboundError`."""

    def tell(self, service: AskedService, facts: SpamFacts, *, spam: bool) -> None:
        """Say what moderators decided. Raises `OutboundError`."""

    def forget(self, service: AskedService, ref: str) -> None:
        """Say that the comment was erased, where the service has a word for it. Raises `OutboundError`."""


@dataclass(frozen=True)
class AskedService:
    """A spam service and what it knows us by: `kind` is `akismet` or `http`, `url` is empty for Akismet, `site` is the
    site's key here and `site_url` its address."""

    kind: str
    url: str
    key: str
    site: str
    site_url: str


@dataclass(frozen=True)
class SpamFacts:
    """All that a spam service is told of a comment; `ref` is a random id that nothing else has."""

    ref: str
    text: str
    website: str | None
    page: str
    lang: str
    reply: bool
    written_at: datetime


@dataclass(frozen=True)
class SpamAnswer:
    """A plain verdict (`spam`), or a `score` from 0 to 100."""

    spam: bool | None
    score: int | None


@dataclass(frozen=True)
class Stamped:
    """`token` is the DER of a TimeStampToken, checked; `at` its time."""

    token: bytes
    at: datetime


@dataclass(frozen=True)
class Visitor:
    """Who is calling, as far as the edge may tell a use-case.

    `address` is the peer's (or what trusted proxies say), an IPv6 one cut to its /64, and is only ever counted under a
    keyed hash; `origin` is the Origin header; `hosted` is true for the service's own pages. `browser` (its family and
    system) and `seen_from` (as in `Actor`) are there where somebody signs in, and may be kept.
    """

    address: str
    origin: str | None = None
    hosted: bool = False
    browser: str = ""
    seen_from: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts as an operator: an account (`account:<id>`), a token (`token:<id>`) or the command line (`cli`).

    `scopes` hold on `site_id` only; None there means every site (instance administrators and the command line).
    `seen_from` is the address they act from, cut to its /24 or /48; empty where there is none.
    """

    ref: str
    name: str
    site_id: str | None
    scopes: frozenset[str]
    seen_from: str = ""


@dataclass(frozen=True)
class Deps:
    """The database session, whom to hand a write that may share its commit, the settings, the signing keys, the limits,
    who timestamps the logs, who takes mail, the way out, which organisation signs people in, who is asked about spam,
    where erasures are noted, what takes over long reads."""

    session: Session | Any
    commits: Commits
    settings: Settings
    keys: SiteKeys
    limits: Limits
    timestamps: TimestampAuthority
    mailer: Mailer
    outbound: Outbound
    organisation: Organisation
    spam: SpamServices
    erasures: ErasureList
    replica: Replica
