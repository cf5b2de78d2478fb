"""Export what is one person's: a copy they can read (Art. 15 GDPR), take along (Art. 20), and hold against us.

It streams: nothing is stored for a download later, so there is nothing to erase afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from commentsvc import clock
from commentsvc.errors import NotFound
from commentsvc.models.database import new_id, writing
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.access import require
from commentsvc.usecases.append_fact import Fact, append_fact
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.person import Person
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.write_bundle import Bundle, Counts

READER = Actor(ref="reader", name="a reader", site_id=None, scopes=frozenset())
"""Who took it, where a person takes their own: the audit log does not say who that is."""


@dataclass(frozen=True)
class PersonExport:
    """A copy while it is made. `chunks` are the archive's bytes, to be taken once, in any process state: no session and
    no application context of the caller is needed. `counts` grows meanwhile. `filename` is what to call it; `fact` the
    log's promise that it was handed out."""

    chunks: Iterator[bytes]
    counts: Counts
    filename: str
    fact: Fact


def export_person(
    deps: Deps, site_id: str, person: Person, by: Actor | None = None, lang: str | None = None
) -> PersonExport:
    """Everything of `person` (`usecases.person`) in one archive that checks itself (`ledger.verify_person`).

    `by` is the operator who hands it out; None where persons take their own, whom the caller has let in as `person`
    says. `lang` is the language of the page in it (BCP 47), where there are words in it; else the site's own.

    That it is made is written into the audit log and, as the fact `export.person`, into the site's log, before its
    first byte; neither says whose it is. A second audit event says that it was taken whole. It shows one moment, on a
    connection of its own; memory does not grow with the number of comments. It holds no secret that acts, and what is
    left out, and why, is said in it.

    Raises:
        NotFound: no such site; the person is of another one, or `by` is. Forbidden: `by` lacks `subjects`.
        KeyMissing: the site's signing key is gone, so that nothing can be signed.
    """
    site = find_site(deps, site_id)
    if person.site_id != site.id:
        raise NotFound("There is no site with this key.")
    if by is not None:
        require(by, site.id, "subjects")
    export_id, actor = str(new_id()), by or READER
    told = {"identified_by": person.identified_by, "unconfirmed": person.unconfirmed}
    with writing(deps.session):
        fact = append_fact(deps, site, "export.person", {"export": export_id, **told})
        record_act(deps, site.id, actor, "export.person", export_id, told)
    counts = Counts()
    chunks = _stream(deps, deps.session.get_bind(), site.id, person, lang, counts, (actor, export_id))
    return PersonExport(chunks, counts, f"my-data-{site.id}-{clock.now():%Y-%m-%d}.zip", fact)


def _stream(
    deps: Deps,
    bind: Any,
    site_id: str,
    person: Person,
    lang: str | None,
    counts: Counts,
    noted: tuple[Actor, str],
) -> Iterator[bytes]:
    """`bind` is found beforehand: an edge may stream after its own session has ended."""
    with snapshot(deps.replica.up_to_date(bind)) as session:
        yield from Bundle(replace(deps, session=session), site_id, person, lang, counts).chunks()
    actor, export_id = noted
    told = {"comments": counts.comments, "records": counts.records}
    # The export was logged before its first byte; a database that is busy now must not spoil a complete file.
    with suppress(OperationalError), Session(bind=bind) as session, writing(session):
        record_act(replace(deps, session=session), site_id, actor, "export.person-complete", export_id, told)
