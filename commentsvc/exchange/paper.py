"""The formats a paper can be written in: HTML to print, Markdown to edit, JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from commentsvc.domain.paper import Line, Paper

BLANK = "_" * 24
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_STARTS = re.compile(r"^(\s*)(\d+)?([.)+=-])", re.MULTILINE)


@dataclass(frozen=True)
class Format:
    """`write` turns a paper into the whole text of a file; `ending` is the file's."""

    name: str
    ending: str
    media_type: str
    write: Callable[[Paper], str]


def as_html(paper: Paper) -> str:
    """A page that is complete in itself, loads nothing, and prints."""
    parts = [f"<h1>{escape(paper.title)}</h1>", f"<p>{escape(paper.law)}. {_made(paper)}</p>"]
    parts.append(f"<p>{escape(paper.lead)}</p>")
    for section in paper.sections:
        parts.append(f"<h2>{escape(section.title)}</h2>")
        parts += [f"<p>{escape(text)}</p>" for text in section.paragraphs]
        if section.lines:
            lines = (f"<div><dt>{escape(line.label)}</dt><dd>{_html_values(line)}</dd></div>" for line in section.lines)
            parts.append("<dl>\n" + "\n".join(lines) + "\n</dl>")
    return _SHELL.format(title=escape(paper.title), body="\n".join(parts))


def as_markdown(paper: Paper) -> str:
    """The same as Markdown. What people wrote is shown as words: it makes no link, no markup and no HTML."""
    parts = [f"# {_md(paper.title)}", f"{_md(paper.law)}. {_md(_made(paper))}", _md(paper.lead)]
    for section in paper.sections:
        parts += [f"## {_md(section.title)}", *(_md(text) for text in section.paragraphs)]
        lines = []
        for line in section.lines:
            values = "; ".join(_md(value) for value in line.values) or f"{_md(BLANK)} ({_md(line.hint)})"
            lines.append(f"- **{_md(line.label)}:** {values}")
        parts += ["\n".join(lines)] if lines else []
    return "\n\n".join(parts) + "\n"


def as_json(paper: Paper) -> str:
    """The same for programs: a blank line has `values` empty and a `hint`."""
    told: dict[str, Any] = {
        "paper": paper.name,
        "title": paper.title,
        "law": paper.law,
        "made_at": paper.at,
        "lead": paper.lead,
        "sections": [
            {
                "title": section.title,
                "paragraphs": list(section.paragraphs),
                "lines": [{"label": line.label, "values": list(line.values), "hint": line.hint or None}
                          for line in section.lines],
            }
            for section in paper.sections
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Format] = {
    "html": Format("html", "html", "text/html; charset=utf-8", as_html),
    "md": Format("md", "md", "text/markdown; charset=utf-8", as_markdown),
    "json": Format("json", "json", "application/json", as_json),
}


def _made(paper: Paper) -> str:
    return f"Made {paper.at[:10]}, {sum(1 for _ in paper.blanks())} lines are blank."


def _html_values(line: Line) -> str:
    if line.blank:
        return f'<span class="blank"></span><small>{escape(line.hint)}</small>'
    return "".join(f"<p>{escape(value)}</p>" for value in line.values)


def _md(text: str) -> str:
    """`text` on one line, as words only."""
    line = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _STARTS.sub(r"\1\2\\\3", line)


_SHELL = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.55 Georgia, serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem; }}
body {{ overflow-wrap: anywhere; }}
h1 {{ font-size: 1.8rem; line-height: 1.2; margin: 0 0 1rem; }}
h2 {{ font-size: 1.15rem; margin: 2.2rem 0 .6rem; break-after: avoid; }}
dl {{ margin: 0; border-top: 1px solid; }}
dl > div {{ display: grid; grid-template-columns: 12rem 1fr; gap: 0 1.5rem; padding: .5rem 0; border-bottom: 1px solid;
  break-inside: avoid; }}
dt {{ font-weight: bold; }}
dd {{ margin: 0; }}
dd p {{ margin: 0 0 .2rem; }}
.blank {{ display: block; min-height: 1.6em; border-bottom: 1px dashed; }}
@media (max-width: 34rem) {{ dl > div {{ grid-template-columns: 1fr; }} }}
@media print {{ body {{ margin: 0; max-width: none; font-size: 10.5pt; }} }}
</style>
{body}
</html>
"""
