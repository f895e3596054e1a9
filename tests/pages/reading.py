"""A page as somebody reads it: texts without markup, spaces run together."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse


def plain(part: str) -> str:
    """The text of a piece of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", part))).strip()


def said(response: HttpResponse, tag: str) -> list[str]:
    """The texts of every `tag` in a page."""
    return [plain(part) for part in re.findall(rf"<{tag}[ >].*?</{tag}>", response.content.decode(), re.DOTALL)]


def words(response: HttpResponse) -> str:
    """All that the main part of a page says."""
    return " ".join(said(response, "main"))
