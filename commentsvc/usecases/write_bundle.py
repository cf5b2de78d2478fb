"""Write a person's copy from one look at the database: what is theirs, what the law adds, and what proves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain.bundle_texts import bundle_text
from commentsvc.domain.notice_texts import LANGUAGES, words
from commentsvc.errors import NotFound
from commentsvc.exchange.archive import ArchiveFacts, ArchiveWriter
from commentsvc.exchange.archive_pages import person_readme
from commentsvc.exchange.consent_entry import ConsentEntry
from commentsvc.exchange.person_document import SCHEMA_FILE
from commentsvc.exchange.person_page import PersonPage
from commentsvc.ledger import archive
from commentsvc.ledger.checkpoint import parse_checkpoint
from commentsvc.ledger.manifest_note import ManifestNote
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.receipt import Receipt
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.models import consent_log, personal
from commentsvc.models.log import latest_checkpoint
from commentsvc.models.notice import Notice, find_notice
from commentsvc.usecases.bundle_files import BundleFiles
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_consent_log import entry_of
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.make_receipts import Receipts
from commentsvc.usecases.person import Person
from commentsvc.usecases.person_facts import person_facts
from commentsvc.usecases.person_rows import Row, comment_row, consent_row
from commentsvc.usecases.person_sections import SECTIONS
from commentsvc.usecases.read_key_changes import read_log_keys
from commentsvc.usecases.serve_notice import best_notice
from commentsvc.usecases.witnessed_checkpoint import shown_note


@dataclass
class Counts:
    """What is in the archive by now."""

    comments: int = 0
    records: int = 0
    receipts: int = 0


class Bundle:
    """One copy. The session of `deps` sees one moment of the database; nothing is written to it here."""

    def __init__(self, deps: Deps, site_id: str, person: Person, lang: str | None, counts: Counts) -> None:
        self._deps, self._person, self._counts = deps, person, counts
        self._site = find_site(deps, site_id)
        self._signer = deps.keys.signer(site_id, self._site.log_vkey)
        self._made_at = iso(clock.now())
        self._page = _page_in(lang, self._site.default_language)
        self._receipts = Receipts(deps, self._site)
        self._notices: dict[str, Notice] = {}
        self._checkpoints: dict[int, str] = {}

    def chunks(self) -> Iterator[bytes]:
        """The archive's bytes."""
        site, session = self._site, self._deps.session
        with ArchiveWriter(ArchiveFacts(archive.PERSON_SCHEMA, self._made_at, site.log_origin)) as writer:
            yield from writer.start(person_readme(site.name, site.controller_name, self._made_at), html=False)
            yield writer.add("export.schema.json", SCHEMA_FILE.read_bytes())
            files = BundleFiles(writer, self._page, personal.count_comments(session, site.id, self._person))
            yield from self._comments(files)
            yield from self._other_records(files)
            self._sections(files)
            yield from files.finish(self._facts(files))
            yield from self._evidence(writer)
            yield from writer.finish(self._sign)

    def _comments(self, files: BundleFiles) -> Iterator[bytes]:
        session, site_id, text = self._deps.session, self._site.id, self._page.text
        files.write(self._page.start(text.title.format(site=self._site.name), self._lead()))
        files.write('<section id="comments">\n' + self._page.heading(text.comments))
        for batch in personal.comments_of(session, site_id, self._person):
            ids = [theirs.comment.id for theirs in batch]
            decisions = personal.decisions_about(session, site_id, ids)
            statements = personal.statements_about(session, site_id, ids)
            records = [theirs.comment.record_id for theirs in batch]
            events = consent_log.events_of_records(session, site_id, records)
            for theirs, receipt in zip(batch, self._receipts.of_all(records), strict=True):
                comment = theirs.comment
                entry = entry_of(comment.record_id, theirs.kind, events[comment.record_id])
                consent = consent_row(entry, events[comment.record_id], str(comment.id))
                yield from self._record(files, entry, consent, receipt)
                row = comment_row(
                    theirs,
                    decisions.get(comment.id, ()),
                    statements,
                    at_once=self._person.identified_by != "letter",
                )
                yield from files.add_comment(row, consent)
                self._counts.comments += 1
        yield from files.end_page()
        files.write("" if self._counts.comments else f"<p>{text.no_comments}</p>\n")
        files.write("</section>\n")

    def _other_records(self, files: BundleFiles) -> Iterator[bytes]:
        session, site_id, told = self._deps.session, self._site.id, self._page.text.records
        found = 0
        for batch in personal.other_records_of(session, site_id, self._person):
            files.write("" if found else self._page.heading(told.heading, told.intro))
            records = [record.record_id for record in batch]
            events = consent_log.events_of_records(session, site_id, records)
            for record, receipt in zip(batch, self._receipts.of_all(records), strict=True):
                entry = entry_of(record.record_id, record.kind, events[record.record_id])
                row = consent_row(entry, events[record.record_id], None)
                yield from self._record(files, entry, row, receipt)
                files.write(self._page.record(row))
                found += 1
        files.write("" if found else self._page.heading(told.heading, told.none))
        yield from files.end_receipts()

    def _record(self, files: BundleFiles, entry: ConsentEntry, row: Row, receipt: Receipt) -> Iterator[bytes]:
        """Everything of one record."""
        files.add_record(entry, row)
        self._counts.records += 1
        if receipt.events:
            yield from files.add_receipt(receipt.as_json())
            self._note(receipt)

    def _note(self, receipt: Receipt) -> None:
        """Remember what goes with this receipt: notices and checkpoints, of which there are few."""
        self._counts.receipts += 1
        for name in receipt.notices:
            if name not in self._notices and (notice := find_notice(self._deps.session, self._site.id, name)):
                self._notices[name] = notice
        for event in receipt.events:
            if event.proof is not None:
                proven = parse_tlog_proof(event.proof).checkpoint
                self._checkpoints[parse_checkpoint(parse_note(proven).text).size] = proven

    def _sections(self, files: BundleFiles) -> None:
        for section in SECTIONS:
            told, array = getattr(self._page.text, section.name), files.array(section.name)
            for row in section.rows(self._deps, self._person):
                files.write("" if array.count else self._page.heading(told.heading, told.intro))
                array.add(row)
                files.write(self._page.section_row(told, row))
            files.write("" if array.count else self._page.heading(told.heading, told.none))

    def _facts(self, files: BundleFiles) -> Row:
        """What `export.json` begins with; the end of `index.html` says the same in words."""
        site, text = self._site, self._page.text
        contact = site.controller_contact or site.controller_name
        facts = person_facts(self._deps, site, self._told_notices(), text)
        files.write(self._page.facts(facts, contact) + self._page.withheld(contact))
        files.write(self._page.files() + self._page.end())
        return {
            "made_at": self._made_at,
            "language": self._page.lang,
            "site": {"id": site.id, "name": site.name, "log": site.log_origin},
            "identified_by": self._person.identified_by,
            "subject": str(self._person.subject_id) if self._person.subject_id else None,
            "facts": facts,
            "withheld": [{"what": name, "why": reason} for name, reason in text.reasons.items()],
        }

    def _told_notices(self) -> list[Notice]:
        """The notices that their records name; the one in force where there is none."""
        if self._notices:
            return [notice for _, notice in sorted(self._notices.items())]
        try:
            return [best_notice(self._deps, self._site, self._page.lang)]
        except NotFound:
            return []

    def _evidence(self, writer: ArchiveWriter) -> Iterator[bytes]:
        yield writer.add(archive.KEYS_NAME, _json(read_log_keys(self._deps, self._site.id).as_json()))
        if newest := latest_checkpoint(self._deps.session, self._site.id):
            yield writer.add(archive.NEWEST_NAME, shown_note(self._deps, self._site, newest).encode())
        for notice in self._told_notices():
            yield writer.add(archive.NOTICES_FOLDER + notice.sha256, notice.body)
        for size, note in sorted(self._checkpoints.items()):
            yield writer.add(f"{archive.CHECKPOINTS_FOLDER}{size}", note.encode())

    def _lead(self) -> list[str]:
        text, time = self._page.text, f"{self._made_at[:10]} {self._made_at[11:16]} UTC"
        made = text.made.format(controller=self._site.controller_name, site=self._site.name, time=time)
        return [made, text.identified[self._person.identified_by], text.keep_safe]

    def _sign(self, manifest_sha256: str) -> str:
        return ManifestNote(self._site.log_origin, manifest_sha256, self._made_at).sign(self._signer)


def _page_in(*wanted: str | None) -> PersonPage:
    """The page in the first language that there are words in."""
    asked = [tag for one in wanted if one for tag in (one, one.split("-")[0])]
    lang = next((tag for tag in asked if tag in LANGUAGES), "en")
    return PersonPage(lang, bundle_text(lang), words(lang).labels, words(lang).any_authority)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
