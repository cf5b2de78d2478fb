"""What a moderator's browser does with a page of the console: find a form, press one of its buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Form:
    """A form: where it goes, what it would send untouched, and its buttons as (name, value)."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page, in order."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Form] = []
        self._open: tuple[str, str] | None = None
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, what is filled in, and buttons."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(values.get("action", "")))
        if not self.found:
            return
        name, value = values.get("name", ""), values.get("value", "")
        if tag == "input" and (values.get("type") not in ("checkbox", "radio") or "checked" in values):
            self.found[-1].fields.append((name, value))
        elif tag == "button":
            self.found[-1].buttons.append((name, value))
        elif tag == "textarea":
            self._open = (name, "")
        elif tag == "select":
            self.found[-1].fields.append((name, ""))
        elif tag == "option" and ("selected" in values or not self.found[-1].fields[-1][1]):  # the first one, else
            self.found[-1].fields[-1] = (self.found[-1].fields[-1][0], value)

    def handle_data(self, data: str) -> None:
        """Collect what stands in a text area."""
        if self._open:
            self._open = (self._open[0], self._open[1] + data)

    def handle_endtag(self, tag: str) -> None:
        """Close a text area; its first line break is not part of it (HTML 13.2.6.4.7)."""
        if tag == "textarea" and self._open:
            name, text = self._open
            self.found[-1].fields.append((name, text.removeprefix("\r\n").removeprefix("\n")))
            self._open = None


def press(
    browser: Any, url: str, changes: dict[str, Any] | None = None, *, action: str | None = None, **button: str
) -> Any:
    """Open `url`, fill `changes` into its last form (or the one whose address ends with `action`), press a button.

    A button is named by one keyword (`verb="publish:…"`) and must be on the page. Redirects are followed.
    """
    form = form_of(browser, url, action)
    for pair in button.items():
        assert pair in form.buttons, f"{pair} is not among {form.buttons}"
    data = [(name, value) for name, value in form.fields if name not in (changes or {})]
    for name, value in (changes or {}).items():
        data += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return send(browser, form.action or url, [*data, *button.items()])


def form_of(browser: Any, url: str, action: str | None = None) -> Form:
    """The last form of the page at `url`, or the last whose address ends with `action`."""
    opened = browser.get(url)
    assert opened.status_code == 200, opened.get_data(as_text=True)
    forms = [form for form in Forms(opened.get_data(as_text=True)).found if form.action.endswith(action or "")]
    assert forms, f"no form for {action} on {url}"
    return forms[-1]


def send(browser: Any, url: str, data: list[tuple[str, str]]) -> Any:
    """Post these fields, repeated names included, and follow redirects."""
    fields: dict[str, list[str]] = {}
    for name, value in data:
        fields.setdefault(name, []).append(value)
    return browser.post(url, data=fields, follow_redirects=True)


def text(response: Any) -> str:
    """The answer's body."""
    return str(response.get_data(as_text=True))
