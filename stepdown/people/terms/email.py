"""E-mail addresses: what is one, wherever one is written down or written to."""

from __future__ import annotations

import re

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+")
"""The dot-atom of RFC 5322, 3.4.1, at a named host; in letters every mail server takes (RFC 5321)."""


def is_address(text: str) -> bool:
    """Whether `text` is one address, and nothing beside it that mail would read as a second one or a header.

    >>> is_address("Fern.O'Dell+iop@mail.example.org"), is_address("fern@example.org, moss@example.org")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None
