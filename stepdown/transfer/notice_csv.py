"""A list that names clients, as a CSV file: it leaves under 42 CFR Part 2, and its first line says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stepdown.transfer.sheets.text import written

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The short statement that accompanies what is disclosed: 42 CFR 2.32(a)(2)."""


def notice_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The notice, the header, the rows."""
    return "".join(written([[NOTICE], head, *rows]))
