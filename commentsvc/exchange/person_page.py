"""The page in a person's copy of their data that they read: complete in itself, loads nothing, runs nothing.

Everything that anybody typed is escaped text; addresses become links only where they are http(s), and are asked for
only when somebody follows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from commentsvc.domain.bundle_text import BundleText, SectionText
from commentsvc.domain.languages import direction, own_name

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PersonPage:
    """Draws in one language. `labels` and `any_authority` are the notice's words: names of fields and of lawful
    bases, and whom to complain to where the site names nobody."""

    lang: str
    text: BundleText
    labels: Mapping[str, str]
    any_authority: str

    def start(self, title: str, lead: Iterable[str] = ()) -> str:
        """Everything before the first section."""
        paragraphs = "".join(f"<p>{escape(part)}</p>\n" for part in lead)
        return _HEAD.format(
            lang=escape(self.lang), dir=direction(self.lang), title=escape(title), style=_STYLE, lead=paragraphs
        )

    def end(self) -> str:
        """Everything behind the last section."""
        return "</main>\n</html>\n"

    def heading(self, heading: str, *paragraphs: str) -> str:
        """A section's heading, with what is said before it."""
        return f"<h2>{escape(heading)}</h2>\n" + "".join(f"<p>{escape(part)}</p>\n" for part in paragraphs if part)

    def comment(self, row: Row, consent: Row | None) -> str:
        """One comment with what was chosen for it; both as in `export.json`."""
        text, page = self.text, row["page"]
        facts = [
            (text.where, _link(page["url"], page["title"] or page["url"])),
            (text.sent, _time(row["created_at"])),
            (text.status, escape(text.statuses.get(row["status"], row["status"]))),
            (text.changed, _time(row["edited_at"])),
            (text.confirmed, _time(row["confirmed_at"])),
            (self.labels["name"], _typed(row["author"]["name"])),
            (self.labels["website"], _link(row["author"]["website"], row["author"]["website"])),
        ]
        parts = [_list(facts)]
        if row["answers"]:
            parts.append(f"<p>{escape(text.answers)} {_link(row['answers'], text.show)}</p>\n")
        body = f'<div class="typed" dir="auto">{escape(row["text"])}</div>\n' if row["text"] else ""
        parts.append(body or f"<p>{escape(text.no_text)}</p>\n")
        if row["held_for"]:
            parts.append(f"<p>{escape(text.held)} {escape(', '.join(row['held_for']))}</p>\n")
        if row["restricted"]:
            parts.append(f"<p>{escape(text.restricted)}</p>\n")
        if row["decisions"]:
            steps = ((_time(one["at"]), self._decision(one)) for one in row["decisions"])
            parts.append(f"<h4>{escape(text.decided)}</h4>\n{_steps(steps)}")
        if consent:
            parts.append(self._consent(consent))
        return f'<article id="comment-{escape(row["id"])}">\n{"".join(parts)}</article>\n'

    def _decision(self, row: Row) -> str:
        """What became of the comment, with the reasons that its author was given."""
        told = row["statement"] or {}
        said = "".join(f"<br>{_typed(told.get(part))}" for part in ("rule", "facts") if told.get(part))
        return escape(self.text.statuses.get(row["to"], row["to"])) + said

    def record(self, row: Row) -> str:
        """A choice that belongs to no comment here."""
        return f"<article>\n{self._consent(row)}</article>\n"

    def _consent(self, row: Row) -> str:
        text, parts = self.text, [f"<h4>{escape(self.text.chosen)}</h4>\n"]
        for purpose in row["purposes"]:
            given = text.given if purpose["given"] else text.not_given
            basis = self.labels.get(f"basis_{purpose['lawful_basis'][-1:]}", purpose["lawful_basis"])
            said = f"<strong>{escape(given)}</strong>: {_typed(purpose['label'])} ({escape(basis)})"
            parts.append(f"<p>{said}</p>\n")
        if notice := row["notice"]:
            shown = text.shown.format(version=notice["version"], language=own_name(notice["lang"]))
            parts.append(f'<p><a href="notices/{escape(notice["sha256"])}">{escape(shown)}</a></p>\n')
        steps = ((_time(one["at"]), escape(text.events.get(one["type"], one["type"]))) for one in row["events"])
        return "".join(parts) + f"<h4>{escape(text.happened)}</h4>\n{_steps(steps)}"

    def section(self, told: SectionText, rows: Sequence[Row]) -> str:
        """A kind of data with all its rows, or that there is none."""
        head = self.heading(told.heading, told.intro if rows else told.none)
        return head + "".join(self.section_row(told, row) for row in rows)

    def section_row(self, told: SectionText, row: Row) -> str:
        """One row of a section."""
        return _list([(name, self._value(member, row.get(member))) for member, name in told.members.items()])

    def _value(self, member: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if member.endswith("_at"):
            return _time(value)
        if member in ("page", "link"):
            return _link(value, value)
        if isinstance(value, list):
            return _typed(", ".join(map(str, value)))
        return _typed(self.text.words.get(value, value) if isinstance(value, str) else str(value))

    def facts(self, facts: Row, contact: str) -> str:
        """What Article 15(1) asks for."""
        text, controller = self.text, facts["controller"]
        who = "<br>".join(
            escape(line)
            for line in (controller["name"], *controller["address"].splitlines(), controller["contact"])
            if line
        )
        parts = [self.heading(text.facts), _list([(text.responsible, who)])]
        parts.append(f"<h3>{escape(text.why)}</h3>\n")
        for purpose in facts["purposes"]:
            parts.append(
                f"<p><strong>{_typed(purpose['label'])}</strong><br>{_typed(purpose['description'])}</p>\n"
                + _list(
                    [
                        (text.which_data, _typed("; ".join(purpose["personal_data"]))),
                        (text.recipients, _typed("; ".join(purpose["recipients"]))),
                        (text.retention, _typed(purpose["retention"])),
                    ]
                )
            )
        told = [
            (text.source, text.source_text),
            (text.rights, text.rights_text.format(contact=contact)),
            (text.complain, facts["authority"] or self.any_authority),
            (text.decisions, text.decisions_text),
            (text.abroad, text.abroad_text.format(contact=contact)),
        ]
        parts += [f"<h3>{escape(heading)}</h3>\n<p>{escape(said)}</p>\n" for heading, said in told]
        return "".join(parts)

    def withheld(self, contact: str) -> str:
        """What is left out, with the reason."""
        text = self.text
        items = "".join(f"<li>{escape(reason)}</li>\n" for reason in text.reasons.values())
        return (
            self.heading(text.withheld)
            + f"<ul>\n{items}</ul>\n<p>{escape(text.withheld_intro.format(contact=contact))}</p>\n"
        )

    def files(self) -> str:
        """The other files, and how to check them."""
        text = self.text
        rows = [(name, escape(meaning)) for name, meaning in text.file_texts.items()]
        return self.heading(text.files) + _list(rows) + self.heading(text.checking, text.checking_text)

    def pages(self, count: int, here: int) -> str:
        """Links to the pages of comments, where there is more than one; `here` is 1 on `index.html`."""
        if count < 2:
            return ""
        up = "" if here == 1 else "../"
        links = []
        for n in range(1, count + 1):
            name = escape(self.text.page.format(n=n))
            target = f"{up}index.html#comments" if n == 1 else f"{up}{page_name(n)}"
            links.append(f"<strong>{name}</strong>" if n == here else f'<a href="{target}">{name}</a>')
        return f"<nav>{' '.join(links)}</nav>\n"


def page_name(n: int) -> str:
    """The file of the `n`th page of comments, from 2 on."""
    return f"comments/{n:05}.html"


def _typed(text: str | None) -> str:
    """What somebody else wrote, in whatever direction it runs."""
    return f"<bdi>{escape(text)}</bdi>" if text else ""


def _link(url: str | None, words: str | None) -> str:
    if not url:
        return ""
    if not url.startswith(("https://", "http://")):
        return _typed(words)
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{_typed(words)}</a>'


def _time(moment: str | None) -> str:
    if not moment:
        return ""
    return f'<time datetime="{escape(moment)}">{escape(moment[:10])} {escape(moment[11:16])} UTC</time>'


def _list(rows: Sequence[tuple[str, str]]) -> str:
    """Names and what they are, as HTML; what is empty is left out."""
    items = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>\n" for name, value in rows if value)
    return f"<dl>\n{items}</dl>\n" if items else ""


def _steps(steps: Iterable[tuple[str, str]]) -> str:
    items = "".join(f"<li>{at} {what}</li>\n" for at, what in steps)
    return f"<ol>\n{items}</ol>\n"


_HEAD = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<title>{title}</title>
<style>
{style}</style>
<main>
<h1>{title}</h1>
{lead}"""  # noqa: E501 - a policy is one line

_STYLE = """\
:root { color-scheme: light dark; --rule: color-mix(in srgb, currentcolor 22%, transparent); }
body { font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; margin: 0; overflow-wrap: anywhere; }
main { max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 3rem 0 .6rem; }
h3 { font-size: 1.1rem; margin: 1.8rem 0 .3rem; }
h4 { font-size: 1rem; margin: 1rem 0 .2rem; }
p { margin: .6rem 0; }
article { border-block-start: 1px solid var(--rule); padding: 1.2rem 0 .8rem; }
.typed { white-space: pre-wrap; margin: .9rem 0; }
.typed { padding-inline-start: .9rem; border-inline-start: 3px solid var(--rule); }
dl { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .1rem 1rem; margin: .6rem 0; }
dt { color: color-mix(in srgb, currentcolor 72%, transparent); }
dd { margin: 0; min-width: 0; }
ol, ul { margin: .3rem 0; padding-inline-start: 1.4rem; }
nav { display: flex; flex-wrap: wrap; gap: .2rem .9rem; margin: 1.2rem 0; }
a { color: inherit; }
a:focus-visible { outline: 2px solid; outline-offset: 2px; }
@media (max-width: 30rem) {
  dl { grid-template-columns: 6.25rem 1fr; column-gap: .75rem; }
  dt { font-size: .9375rem; }
  main { margin-block: 1.5rem; }
}
@media print {
  main { max-width: none; margin: 0; padding: 0; }
  article { break-inside: avoid-page; }
  nav { display: none; }
}
"""
