"""Signs that nobody sees: they come along when text is copied, or are sent on purpose."""

from __future__ import annotations

import re

_INVISIBLE = re.compile("[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""What turns the text around that stands beside it, and blanks and hyphens without width. Not what languages are written
with: the joiners of Persian and Hindi, the marks of direction of Arabic and Hebrew."""


def without_invisible(text: str) -> str:
    """The text as everybody sees it: two names that look alike are alike, and no name turns a sentence around."""
    return _INVISIBLE.sub("", text)
