"""The record to read: what the template `paper/record.typ` is filled with, grouped as the tabs of the chart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from zoneinfo import ZoneInfo

from stepdown.kernel.dates import EN, ES
from stepdown.transfer.paper.typesetting import pdf
from stepdown.transfer.whole_record import spanish
from stepdown.transfer.whole_record.reading import Read, in_words, value_in_words
from stepdown.transfer.whole_record.table import Chapter

MOST_COLUMNS = 6
LONGEST_CELL = 60
"""A table with more columns, or with longer cells, is easier to read row by row."""
LINE = 96
"""Letters across the page; a table whose longest words need more is read row by row."""
SAID_ONCE = 4
"""Rows from which a column that says the same in each is said once, above them."""
TITLE = "Whole record"
HEAD = "{name}, record number {number}"
EVERY_LINE = "In every line: "
FOOTS = {
    (EN, True): "All data in this record is synthetic.",
    (EN, False): "Only for whom it was given to.",
    (ES, True): spanish.SYNTHETIC,
    (ES, False): spanish.FOOT,
}
"""By language, and whether the person is synthetic."""


def record_pdf(read: Iterable[Read], *, zone: ZoneInfo, lead: tuple[str, ...], language: str = EN) -> bytes:
    """PDF/UA of everything that was read; `lead` are the sentences at its beginning, `language` that of its headings."""
    data = filled(read, zone=zone, lead=lead, language=language)
    return pdf("record", data, title=str(data["heading"]), language=EN)


def filled(read: Iterable[Read], *, zone: ZoneInfo, lead: tuple[str, ...], language: str = EN) -> dict[str, object]:
    """What the template is filled with: chapters in the order of the chart's tabs, without what is empty."""
    in_spanish = language == ES
    parts = tuple(read)
    order = list(Chapter)
    holding = sorted((one for one in parts if one.rows), key=lambda one: order.index(one.table.chapter))
    name, number, synthetic = _who(parts)
    return {
        "language": language,
        "heading": spanish.TITLE if in_spanish else TITLE,
        "head": (spanish.HEAD if in_spanish else HEAD).format(name=name, number=number),
        "foot": FOOTS[language, synthetic],
        "every_line": spanish.EVERY_LINE if in_spanish else EVERY_LINE,
        "own": list(spanish.LEAD) if in_spanish else [],
        "lead": list(lead),
        "chapters": [
            {
                "title": spanish.CHAPTERS[chapter] if in_spanish else chapter.value,
                "parts": [_part(one, zone, language) for one in some],
            }
            for chapter, some in groupby(holding, key=lambda one: one.table.chapter)
        ],
    }


def _who(parts: tuple[Read, ...]) -> tuple[str, str, bool]:
    row = next(row for part in parts if part.table.label == "people.Client" for row in part.rows)
    return row["used_name"], row["record_number"], row["synthetic"]


def _widths(columns: list[list[str]]) -> list[int]:
    """Shares of a line, in letters: each column its longest word, so that none runs into the next; the rest goes to those
    that would like more. Empty where the longest words need more than a line.
    """
    least = [max(len(word) for text in column for word in text.split()) + 2 for column in columns]
    spare = LINE - sum(least)
    if spare < 0:
        return []
    more = [max(map(len, column)) + 2 - word for column, word in zip(columns, least, strict=True)]
    return [word + spare * some // max(1, sum(more)) for word, some in zip(least, more, strict=True)]


def _part(read: Read, zone: ZoneInfo, language: str) -> dict[str, object]:
    """As a table where its rows fit into one, with what is the same in every line said once; else row by row."""
    table = read.table
    cells = [
        {name: value_in_words(table.label, place, row[place], zone) for name, place in table.columns.items()}
        for row in read.rows
    ]
    holding = [name for name in table.columns if any(row[name] for row in cells)]
    same = [name for name in holding if len(cells) >= SAID_ONCE and len({row[name] for row in cells}) == 1]
    names = [name for name in holding if name not in same]
    few = 1 < len(names) <= MOST_COLUMNS or (len(names) == 1 and bool(same))
    widths = _widths([[name, *(row[name] for row in cells)] for name in names])
    short = all(len(row[name]) <= LONGEST_CELL for row in cells for name in names)
    fits = few and short and bool(widths)
    return {
        "title": spanish.TABLES[table.label] if language == ES else table.title,
        "same": "; ".join(f"{name}: {cells[0][name]}" for name in same) if fits else "",
        "names": names,
        "widths": widths,
        "rows": [[row[name] for name in names] for row in cells] if fits else [],
        "blocks": [] if fits else [[list(pair) for pair in in_words(table, row, zone)] for row in read.rows],
    }
