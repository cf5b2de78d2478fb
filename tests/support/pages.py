"""Reading and filling in our own HTML pages without a browser."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """What a page holds: elements as (tag, attributes), forms with their fields, and the visible text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.forms: list[dict[str, Any]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element; a field belongs to the form that is open."""
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "form":
            self.forms.append({"action": attributes.get("action", ""), "fields": {}})
        elif tag == "input" and self.forms and "name" in attributes:
            ticked = attributes.get("type") not in ("checkbox", "radio") or "checked" in attributes
            if ticked and attributes.get("type") != "submit":
                self.forms[-1]["fields"][attributes["name"]] = attributes.get("value", "")

    def handle_data(self, data: str) -> None:
        """Collect the text."""
        self.text += data

    def named(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element with this tag."""
        return [attributes for name, attributes in self.elements if name == tag]


def submit(client: Any, url: str, values: dict[str, Any], *, form: int = 0, to: str | None = None) -> Any:
    """Open `url`, fill in its form number `form`, or the one whose action ends with `to`, and send it, with the hidden
    fields (CSRF) it came with."""
    opened = client.get(url)
    assert opened.status_code == 200, opened.get_data(as_text=True)[:1000]
    forms = Page(opened.get_data(as_text=True)).forms
    found = forms[form] if to is None else next(one for one in forms if one["action"].endswith(to))
    return client.post(found["action"] or url, data=found["fields"] | values)
