"""Write the consent log in a format, byte for byte as `export_consent_log` tells it, from the lines that are ready.

The database hands over one short row a record, and its rows are written by filling in the form of its wording
(`exchange.consent_line`). Records whose lines the worker has not made yet are opened instead, each at its place; so are
all of them where whole records are wanted, or those of one person, or while far too many wait.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from commentsvc.exchange.consent_line import Form
from commentsvc.exchange.consent_log import ROWS, Format
from commentsvc.models import consent_line
from commentsvc.models.consent_log import LoggedRecord
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.export_consent_log import (
    BATCH,
    BegunExport,
    ConsentLogFilter,
    begin_export,
    export_consent_log,
    open_records,
    opened_rows,
)

MOST_WAITING = 10_000
"""With so many records that have no line, all are opened."""
LINES_AT_ONCE = 500
"""Read at once."""
LINES_A_CHUNK = 100
"""Put together at once: what is larger than some hundred kilobytes costs more to have room made for than to write."""
MOST_FORMS = 1_000
"""Wordings that an export remembers; all that it holds beside one batch."""

Told = Callable[[int], object]


def write_consent_log(
    deps: Deps, actor: Actor, site_id: str, filters: ConsentLogFilter, format: Format, told: Told = int
) -> Generator[bytes, None, None]:
    """The file in chunks; `told` hears now and then how many rows (of a format of records: records) there are so far.
    Otherwise, and in what is raised, like `export_consent_log`."""
    if format.unit != ROWS or filters.subject is not None:
        return _opened(export_consent_log(deps, actor, site_id, filters, format=format.name), format, told)
    begun = begin_export(deps, actor, site_id, filters, format.name)
    return _file(begun, deps.session.get_bind(), filters, format, told)


def _opened(rows: Iterator[Any], format: Format, told: Told) -> Generator[bytes, None, None]:
    def counted() -> Iterator[Any]:
        for count, row in enumerate(rows, start=1):
            told(count)
            yield row

    yield from format.write(counted())


def _file(
    begun: BegunExport, bind: Any, filters: ConsentLogFilter, format: Format, told: Told
) -> Generator[bytes, None, None]:
    count, before = 0, format.start()
    with snapshot(begun.deps.replica.up_to_date(bind)) as session:
        for written, rows in _Written(session, begun.site_id, filters, format).chunks():
            count += rows
            told(count)
            yield before + written
            before = b""
    if before:
        yield before
    begun.complete(bind, count)


@dataclass
class _Written:
    """What one export writes, in chunks of so many rows: the same whether lines are ready or not."""

    session: Session
    site_id: str
    filters: ConsentLogFilter
    format: Format
    forms: dict[str, Form | None] = field(default_factory=dict)

    def chunks(self) -> Iterator[tuple[bytes, int]]:
        """Everything, in the order of the log."""
        waiting = consent_line.waiting_records(self.session, self.site_id, MOST_WAITING)
        if waiting is None:
            rows = opened_rows(self.session, self.site_id, self.filters)
            while some := list(islice(rows, LINES_AT_ONCE)):
                yield self.format.lines(some), len(some)
            return
        waiting = [record for record in waiting if self._is_in_time(record)]
        last = consent_line.last_place(self.session, self.site_id)
        amid = [record for record in waiting if last and (record.at, record.event_id) < last]
        after = None
        for record in amid:
            yield from self._ready(after, record)
            yield from self._opened([record])
            after = record
        yield from self._ready(after, None)
        for first in range(len(amid), len(waiting), BATCH):
            yield from self._opened(waiting[first : first + BATCH])

    def _is_in_time(self, record: LoggedRecord) -> bool:
        begin, end = self.filters.from_, self.filters.to
        return (begin is None or record.at >= begin) and (end is None or record.at < end)

    def _opened(self, records: Sequence[LoggedRecord]) -> Iterator[tuple[bytes, int]]:
        opened = open_records(self.session, self.site_id, self.filters, records)
        if rows := [row for _, _, found in opened for row in found]:
            yield self.format.lines(rows), len(rows)

    def _ready(self, after: LoggedRecord | None, before: LoggedRecord | None) -> Iterator[tuple[bytes, int]]:
        limits: dict[str, Any] = {"begin": self.filters.from_, "end": self.filters.to, "after": after, "before": before}
        for lines in consent_line.lines_between(self.session, self.site_id, **limits, batch=LINES_AT_ONCE):
            for first in range(0, len(lines), LINES_A_CHUNK):
                written, count = [], 0
                for wording, said, status in lines[first : first + LINES_A_CHUNK]:
                    form = self.forms[wording] if wording in self.forms else self._form(wording)
                    if form is not None:
                        written.append(form.fill(said, status))
                        count += form.count
                if written:
                    yield "".join(written).encode(), count

    def _form(self, wording: str) -> Form | None:
        """The form of those of the wording's rows that pass; None: none does."""
        if len(self.forms) >= MOST_FORMS:
            self.forms.clear()
        rows = consent_line.find_wording(self.session, self.site_id, wording)
        passing = [row for row in rows if self.filters.names(row["purpose"], row["state"])]
        form = self.forms[wording] = Form(self.format, passing) if passing else None
        return form
