"""Enum values in a finished page. Page tests assert `raw_values(html) == []`."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VALUE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
"""Every value of more than one word has an underscore; no English word has."""
READ_OUT = {"alt", "aria-description", "aria-label", "placeholder", "title"}


class _Reader(HTMLParser):
    """Collects what a person sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        self.seen += [value for name, value in attrs if name in READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.seen.append(data)


def raw_values(html: str) -> list[str]:
    """Words such as `front_desk` in what a person sees of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    return VALUE.findall(" ".join(reader.seen))
