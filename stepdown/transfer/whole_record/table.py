"""What a part of the whole record is: one table, how it leads to a client, and which of its columns are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Chapter(StrEnum):
    """Where a table stands in the record, as the tabs of the chart do."""

    PERSON = "About you"
    CIRCLE = "People around you and how to reach you"
    JOURNEY = "Your way here"
    PLAN = "What was ordered, and who is on your care team"
    SCHEDULE = "Your schedule"
    ATTENDANCE = "When you were here"
    SAFETY = "Safety"
    COVERAGE = "Coverage"
    CONSENTS = "What you signed, and what was told to whom"
    REQUESTS = "What you asked about your record"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the record.

    `label` names the model, `path` leads from it to its client (several ways, with blanks between, where it
    belongs to one of several), `columns` give what a reader calls a value and where it
    is found from the row. `left_out` are fields that are no part of it, each with the reason.
    """

    label: str
    title: str
    chapter: Chapter
    columns: Mapping[str, str]
    path: str = "client"
    order: str = "id"
    left_out: Mapping[str, str] = field(default_factory=dict)


def table(
    label: str,
    title: str,
    chapter: Chapter,
    path: str = "client",
    order: str = "id",
    left_out: Mapping[str, str] | None = None,
    **columns: str,
) -> Table:
    """A table with its columns by name, `_` for a blank: `table(…, name_used="used_name")`."""
    named = {name.replace("_", " ").capitalize(): found for name, found in columns.items()}
    return Table(label, title, chapter, named, path, order, left_out or {})
