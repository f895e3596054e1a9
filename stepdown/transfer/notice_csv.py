"""A list that names clients, as a CSV file: what the gate let pass, under the statement of 42 CFR 2.32."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stepdown.consent.terms import Category, Passed
from stepdown.transfer.sheets.text import written

Columns = Mapping[str, frozenset[Category]]
"""What a list says of each person: the heading of a column, and everything one must be allowed to know to read it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file as text, and what the gate said of it. Nothing may leave when nobody is `passed.may_leave`."""

    text: str
    passed: Passed


def columns(**named: str) -> dict[str, frozenset[Category]]:
    """Columns by name, with `_` for a blank: `columns(next_session="schedule", open_minutes="plan attendance")`."""
    return {
        name.replace("_", " "): frozenset(Category(one) for one in said.split()) | {Category.IDENTITY}
        for name, said in named.items()
    }


def everything(columns: Columns) -> frozenset[Category]:
    """Everything a list says of somebody."""
    return frozenset(one for said in columns.values() for one in said)


def released_text(columns: Columns, rows: Iterable[tuple[int, Sequence[object]]], passed: Passed) -> str:
    """The statement, for whom and what for, the header, and a line for each (client, cells) that passed.

    A column that nobody's answer reaches is left out; a cell beyond somebody's own answer is empty.
    """
    shown = [
        place for place, said in enumerate(columns.values()) if any(said <= told for told in passed.may_leave.values())
    ]
    head = list(columns)
    said = list(columns.values())
    lines: list[Sequence[object]] = [[passed.notice.statement]]
    if passed.to:
        lines.append([_scope(passed)])
    lines.append([head[place] for place in shown])
    for client, cells in rows:
        if (told := passed.may_leave.get(client)) is not None:
            lines.append([cells[place] if said[place] <= told else "" for place in shown])
    return "".join(written(lines))


def _scope(passed: Passed) -> str:
    """What the consents cover, as must go along with what they carry (42 CFR 2.32(a))."""
    told = ", ".join(one.replace("_", " ") for one in Category if one in passed.categories)
    return (
        f"For {passed.to}, for {passed.purpose.replace('_', ' ')}. Each line holds what that client's consent, or the law,"
        f" lets them be told for this: {told}. It allows no other use, and nobody else to be told."
    )
