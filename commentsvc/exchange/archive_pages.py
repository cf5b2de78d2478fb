"""The page in an archive for a person who has never heard of us: as plain text, and as HTML that loads nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from commentsvc.ledger.verdict import Outcome

_WIDTH = 88
_TITLES = {Outcome.OPERATORS_WORD: "operator's word only", Outcome.SELF_ATTESTED: "self-attested"}


@dataclass(frozen=True)
class Page:
    """A title, what is said before all, and sections of a heading, paragraphs, a command (or ""), and rows of name and
    meaning."""

    title: str
    lead: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Section:
    """See `Page`; `rows` come behind the paragraphs and the command."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    command: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def evidence_page(site: str, controller: str, origin: str, made_at: str) -> Page:
    """What an archive of evidence about a site's records holds, and how to check it."""
    lead = (
        f"Evidence about what readers of {site} agreed to when they commented, and what became of it. The controller "
        f"is {controller}. Made at {made_at} from the log {origin}. It holds personal data."
    )
    return Page(
        "Evidence of consent",
        lead,
        (
            Section(
                "What is here",
                rows=(
                    ("receipts/", "one file for each record: what was recorded, exactly, and what proves it"),
                    ("notices/", "every text that was shown, under the name that is its SHA-256"),
                    ("log/", "what the site's log signed: its newest checkpoint, those the receipts need, its keys"),
                    ("manifest.json", "the SHA-256 of every file here"),
                    ("verify_receipt.py", "the program that checks all this; one file, meant to be read"),
                ),
            ),
            *_checking(),
            Section(
                "What it does not show",
                (
                    "That a person acted, and who the person was: that is the controller's word. That no other record "
                    "exists: whoever makes an archive chooses what goes into it. What was recorded before somebody "
                    "other than the controller saw the log could have been written later than it says.",
                ),
            ),
        ),
    )


def log_page(site: str, controller: str, origin: str, made_at: str) -> Page:
    """What an archive of a whole log holds, and how to check it."""
    lead = (
        f"The log {origin} of {site}, as it was at {made_at}. The controller is {controller}. It holds hashes and "
        "signatures only: nothing here says who commented, or when."
    )
    return Page(
        "A consent log",
        lead,
        (
            Section(
                "What is here",
                rows=(
                    ("tile/", "the hashes of the log's tree (C2SP tlog-tiles)"),
                    ("log/checkpoint", "the newest size and root that the log signed, with what witnesses signed"),
                    ("log/checkpoints.jsonl", "every checkpoint the log ever signed, one a line"),
                    ("log/keys.json", "the log's key, and the keys before it"),
                    ("manifest.json", "the SHA-256 of every file here"),
                    ("verify_receipt.py", "the program that checks all this; one file, meant to be read"),
                ),
            ),
            *_checking("--checkpoint kept.checkpoint "),
            Section(
                "What it does not show",
                ("What the entries say: each is a hash that only its receipt can open.",),
            ),
        ),
    )


def person_readme(site: str, controller: str, made_at: str) -> Page:
    """What a person's copy of their data holds, for those who want to check or to read it by program."""
    lead = (
        f"A copy of what {controller} keeps about one person for the comments on {site}, made at {made_at}. Open "
        "index.html to read it. It holds personal data."
    )
    return Page(
        "A copy of personal data",
        lead,
        (
            Section(
                "What is here",
                rows=(
                    ("index.html, comments/", "all of it for reading"),
                    ("export.json", "all of it for programs; export.schema.json is its JSON Schema (draft 2020-12)"),
                    ("comments.csv", "the comments as a table"),
                    ("consents.jsonld", "what was chosen, in the terms of ISO/IEC TS 27560 and the DPV"),
                    ("notices/", "every text that was shown, under the name that is its SHA-256"),
                    ("receipts/", "what proves the records: one receipt a line, which is a file that verifies alone"),
                    ("log/", "what the site's log signed: its newest checkpoint, those the receipts need, its keys"),
                    ("manifest.json", "the SHA-256 of every file here"),
                    ("manifest.note", "the signature of the site's log key under the manifest"),
                    ("verify_receipt.py", "the program that checks all this; one file, meant to be read"),
                ),
            ),
            *_checking(),
            Section(
                "What it does not show",
                (
                    "That it is everything: that is the controller's word, which the signature makes binding. Other "
                    "people's data is left out; index.html says what else is, and why.",
                ),
            ),
        ),
    )


def _checking(more: str = "") -> Sequence[Section]:
    kept = " kept.checkpoint is a checkpoint that you kept earlier." if more else ""
    return (
        Section(
            "How to check it",
            (
                "You need Python 3.11 or newer with the package cryptography. Nothing is sent anywhere. KEY is the "
                "log's verifier key: have it from the controller on another way than this file, or from somewhere it "
                "was published long ago. ARCHIVE.zip is the file in which you found this page; take the program out "
                f"of it, and better still, take the same program from a source you trust.{kept}",
                "Without --key the check can say no more than self-attested, because whoever makes an archive can make "
                "keys for it.",
            ),
            f"python3 verify_receipt.py ARCHIVE.zip {more}--key KEY",
        ),
        Section(
            "What the answer means",
            rows=tuple(
                (f"{_TITLES.get(outcome, outcome.slug.replace('-', ' '))} ({outcome.exit_code})", outcome.value[2])
                for outcome in Outcome
            ),
        ),
    )


def as_text(page: Page) -> str:
    """The page as a text file."""
    parts = [page.title, "=" * len(page.title), "", textwrap.fill(page.lead, _WIDTH), ""]
    for section in page.sections:
        parts += [section.heading, "-" * len(section.heading), ""]
        for paragraph in section.paragraphs:
            parts += [textwrap.fill(paragraph, _WIDTH), ""]
        if section.command:
            parts += [f"    {section.command}", ""]
        for name, meaning in section.rows:
            parts.append(
                textwrap.fill(f"{name:<25} {meaning}", _WIDTH, subsequent_indent=" " * 26, break_on_hyphens=False)
            )
        parts += [""] if section.rows else []
    return "\n".join(parts)


def as_html(page: Page) -> str:
    """The page as HTML, complete in itself."""
    parts = [f"<h1>{escape(page.title)}</h1>", f"<p>{escape(page.lead)}</p>"]
    for section in page.sections:
        parts.append(f"<h2>{escape(section.heading)}</h2>")
        parts += [f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs]
        if section.command:
            parts.append(f"<pre>{escape(section.command)}</pre>")
        if section.rows:
            rows = (f"<dt>{escape(name)}</dt><dd>{escape(meaning)}</dd>" for name, meaning in section.rows)
            parts.append("<dl>\n" + "\n".join(rows) + "\n</dl>")
    return _SHELL.format(title=escape(page.title), body="\n".join(parts))


_SHELL = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.0625rem/1.6 Georgia, serif; max-width: 40rem; margin: 3rem auto; padding: 0 1.25rem; }}
h1 {{ font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }}
h2 {{ font-size: 1.2rem; margin: 2.4rem 0 .6rem; }}
pre {{ font: .9rem/1.5 ui-monospace, monospace; padding: .8rem 0; border-block: 1px solid; white-space: pre-wrap; }}
dt {{ font: .9rem/1.6 ui-monospace, monospace; margin-top: .7rem; }}
dd {{ margin: 0; }}
</style>
{body}
</html>
"""
