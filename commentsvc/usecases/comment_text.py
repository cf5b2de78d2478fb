"""Clean and render what a stranger typed; the same for a new comment and an edit."""

from __future__ import annotations

from dataclasses import dataclass

from commentsvc.domain.contact import clean_email, clean_website
from commentsvc.domain.markup import render
from commentsvc.domain.plain_text import clean_body, clean_name
from commentsvc.errors import ValidationFailed
from commentsvc.settings import Settings

NAME_LIMIT = 80


@dataclass(frozen=True)
class CommentText:
    """Everything shown of a comment, cleaned; `html` is sanitised. `email` is only looked at, never stored."""

    body: str
    html: str
    name: str
    website: str | None
    email: str | None


def write_text(settings: Settings, body: str, name: str, website: str | None, email: str | None = None) -> CommentText:
    """Clean every field and render the body once.

    Raises:
        ValidationFailed: with every bad field at once, by dotted path.
    """
    fields: dict[str, list[str]] = {}
    clean: dict[str, str | None] = {}
    for path, function, value in (("author.website", clean_website, website), ("author.email", clean_email, email)):
        try:
            clean[path] = function(value) if value else None
        except ValidationFailed as error:
            fields |= error.fields
    shown_name = clean_name(name)
    if not shown_name:
        fields["author.name"] = ["Please give a name. It may be a pen name."]
    elif len(shown_name) > NAME_LIMIT:
        fields["author.name"] = [f"At most {NAME_LIMIT} characters."]
    body = clean_body(body)
    rendered = render(body[: settings.body_limit])
    if len(body) > settings.body_limit:
        fields["body"] = [f"At most {settings.body_limit} characters; these are {len(body)}."]
    elif not rendered.text.strip():
        fields["body"] = ["Please write something."]
    elif rendered.links > settings.link_limit:
        fields["body"] = [f"At most {settings.link_limit} links; these are {rendered.links}."]
    if fields:
        raise ValidationFailed("Nothing was stored. Your text is kept.", fields=fields)
    return CommentText(body, rendered.html, shown_name, clean["author.website"], clean["author.email"])
