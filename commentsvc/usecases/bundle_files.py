"""The files of a person's copy that grow side by side while their comments are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import orjson

from commentsvc.exchange.archive import ArchiveWriter
from commentsvc.exchange.comments_csv import csv_head, csv_line
from commentsvc.exchange.consent_entry import ConsentEntry
from commentsvc.exchange.consent_jsonld import DOCUMENT_END, document_start, record_node
from commentsvc.exchange.person_document import Rows, write_document
from commentsvc.exchange.person_page import PersonPage, page_name
from commentsvc.ledger import archive

PER_FILE = 200
"""Comments on a page, and receipts in a file."""

Row = dict[str, Any]


class BundleFiles:
    """What is not finished yet. Large files wait in temporary ones; pages and receipts leave as soon as a file of them
    is full, so that whoever downloads gets bytes all the time."""

    def __init__(self, writer: ArchiveWriter, page: PersonPage, comments: int) -> None:
        self._writer, self._page = writer, page
        self._pages = max(1, -(-comments // PER_FILE))
        self._here = self._on_page = self._receipt_files = self._nodes = 0
        self._articles: list[str] = []
        self._receipts: list[bytes] = []
        self._index, self._csv, self._jsonld = writer.scratch(), writer.scratch(), writer.scratch()
        self._csv.write(csv_head())
        self._jsonld.write(document_start())
        self.arrays: dict[str, Rows] = {}
        self.comments, self.consents = self.array("comments"), self.array("consents")

    def array(self, name: str) -> Rows:
        """A new array of `export.json`."""
        return self.arrays.setdefault(name, Rows(self._writer.scratch()))

    def write(self, html: str) -> None:
        """Go on with `index.html`."""
        self._index.write(html.encode())

    def add_comment(self, row: Row, consent: Row) -> Iterator[bytes]:
        """A comment for the table, the document and the page."""
        self.comments.add(row)
        self._csv.write(csv_line(row))
        self._articles.append(self._page.comment(row, consent))
        if len(self._articles) == PER_FILE:
            yield from self.end_page()

    def end_page(self) -> Iterator[bytes]:
        """Finish a page of comments; the first of them is part of `index.html`."""
        self._here += 1
        body = "".join([self._page.pages(self._pages, self._here), *self._articles])
        self._articles.clear()
        if self._here == 1:
            self.write(body)
        elif self._here <= self._pages:
            title = f"{self._page.text.comments}: {self._page.text.page.format(n=self._here)}"
            yield self._writer.add(page_name(self._here), (self._page.start(title) + body + self._page.end()).encode())

    def add_record(self, entry: ConsentEntry, row: Row) -> None:
        """A record for the documents."""
        self.consents.add(row)
        self._jsonld.write((b",\n" if self.consents.count > 1 else b"") + orjson.dumps(record_node(entry)))

    def add_receipt(self, receipt: dict[str, Any]) -> Iterator[bytes]:
        """A receipt, one line; the notices that it names are files of their own."""
        self._receipts.append(json.dumps({**receipt, "notices": {}}, ensure_ascii=False).encode() + b"\n")
        if len(self._receipts) == PER_FILE:
            yield from self.end_receipts()

    def end_receipts(self) -> Iterator[bytes]:
        """Finish a file of receipts."""
        if self._receipts:
            self._receipt_files += 1
            name = f"{archive.RECEIPTS_FOLDER}{self._receipt_files:05}.jsonl"
            yield self._writer.add(name, b"".join(self._receipts))
            self._receipts.clear()

    def finish(self, head: dict[str, Any]) -> Iterator[bytes]:
        """The files that waited; `head` is what `export.json` begins with."""
        self._jsonld.write(DOCUMENT_END)
        document = self._writer.scratch()
        write_document(document, head, self.arrays)
        for name, scratch in (
            ("index.html", self._index),
            ("comments.csv", self._csv),
            ("consents.jsonld", self._jsonld),
            ("export.json", document),
        ):
            yield from self._writer.add_scratch(name, scratch)
