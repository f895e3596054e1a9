"""A sheet as text: which lines are rows, which cells are columns, and what a spreadsheet must not take for a formula."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from stepdown.transfer.sheets.cells import LOST
from stepdown.transfer.sheets.sheet import Column, Fault, Sheet

SEPARATORS = ",;\t"
LONGEST_LINE = 1_000_000
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class _Raw:
    """One row of the file as it stands there."""

    line: int
    cells: list[str]


class Lines(Protocol):
    """What an open binary file can do."""

    def readline(self, most: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file, its cells in the order of the sheet's columns; None where the file has no such column."""

    line: int
    cells: tuple[str | None, ...]


def guarded(text: str) -> str:
    """A cell that a spreadsheet can not take for a formula; `unguarded` gives the text back."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What a guarded cell says."""
    return text[1:] if _GUARDED.match(text) else text


def template(sheet: Sheet) -> str:
    """An empty file of this kind: its header, and an example row to write over."""
    return "".join(
        written([[column.name for column in sheet.columns], [guarded(column.example) for column in sheet.columns]])
    )


def written(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of CSV, one after the other; cells are written as they are."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def records(sheet: Sheet, file: Lines) -> Iterator[Record | Fault]:
    """Each row of the file and each fault of its form, in the file's order. Holds one row at a time.

    A fault of the header ends it: without the header no cell has a column.
    """
    lines = _lines(file)
    try:
        skipped, first = _first_line(lines)
    except _Long:
        yield _too_long(1)
        return
    if first.startswith(LOST * 2):
        yield Fault(1, "", "", "The file is not UTF-8.", "Save it as “CSV UTF-8”.")
        return
    reader = csv.reader(_again(first, lines), delimiter=_separator(sheet, first), strict=True)
    rows = _rows(reader, skipped)
    header = next(rows, None)
    if not isinstance(header, _Raw):
        yield header or Fault(1, "", "", "The file is empty.", "Begin with the header of the template.")
        return
    named = [re.sub(r"[\s_]+", "_", name.strip().lower()) for name in header.cells]
    found = list(_header_faults(sheet, named))
    yield from found
    if not found:
        places = [named.index(column.name) if column.name in named else -1 for column in sheet.columns]
        yield from _in_order(rows, places, named)


def _in_order(rows: Iterator[_Raw | Fault], places: list[int], named: list[str]) -> Iterator[Record | Fault]:
    for row in rows:
        if isinstance(row, Fault):
            yield row
            continue
        cells = [cell.strip() for cell in row.cells]
        while len(cells) > len(named) and not cells[-1]:
            cells.pop()  # a spreadsheet leaves empty cells at the end
        if not any(cells):
            continue
        if len(cells) != len(named):
            problem = f"This row has {len(cells)} cells; the header has {len(named)}."
            yield Fault(row.line, "", "", problem, "Put text that holds the separator or a quote into quotes.")
            continue
        lost = [(name, cell) for name, cell in zip(named, cells, strict=True) if LOST in cell]
        yield from (
            Fault(row.line, name, cell, "A character was lost: the file is not UTF-8.", "Save it as “CSV UTF-8”.")
            for name, cell in lost
        )
        if not lost:
            yield Record(row.line, tuple(unguarded(cells[place]) if place >= 0 else None for place in places))


def _header_faults(sheet: Sheet, named: list[str]) -> Iterator[Fault]:
    known = [column.name for column in sheet.columns]
    for name in dict.fromkeys(named):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            mend = f"Perhaps {near[0]} is meant." if near else f"The columns are: {', '.join(known)}."
            yield Fault(1, name, name, "There is no column of this name.", mend)
        elif named.count(name) > 1:
            yield Fault(1, name, name, "This column is there twice.", "Keep one of them.")
    for column in sheet.columns:
        if column.required and column.name not in named:
            yield Fault(1, column.name, "", "This column is missing.", f"Add it: {_lower(column)}")


def _lower(column: Column) -> str:
    return column.help[:1].lower() + column.help[1:]


def _first_line(lines: Iterator[str]) -> tuple[int, str]:
    """How many lines come before the header, and its first line. A spreadsheet may name its separator before it."""
    for skipped, line in enumerate(lines):
        if line.strip("\r\n ") and not line.lower().startswith("sep="):
            return skipped, line
    return 0, ""


def _rows(reader: _Reader, skipped: int) -> Iterator[_Raw | Fault]:
    """Rows as the csv module sees them, with the line each begins at; empty lines are none."""
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _Long:
            yield _too_long(line)
            return
        except csv.Error:
            mend = "Put the whole cell into quotes, and double each quote inside it."
            yield Fault(line, "", "", "A quote is not closed, or stands in the middle of a cell.", mend)
            continue
        if cells:
            yield _Raw(line, cells)


def _separator(sheet: Sheet, header: str) -> str:
    """The separator that parts the header into the most names of columns."""
    names = {column.name for column in sheet.columns}

    def known(separator: str) -> int:
        return len({part.strip(' "\r\n').lower().replace(" ", "_") for part in header.split(separator)} & names)

    return max(SEPARATORS, key=lambda one: (known(one), header.count(one)))


class _Reader(Protocol):
    """What `csv.reader` makes."""

    line_num: int

    def __next__(self) -> list[str]: ...


class _Long(Exception):
    """A line that no CSV file has."""


def _too_long(line: int) -> Fault:
    return Fault(line, "", "", "This line is too long for a CSV file.", "Save the file as “CSV UTF-8” and try again.")


def _lines(file: Lines) -> Iterator[str]:
    """The file line by line. Bytes that are no UTF-8 become the replacement character; so does NUL."""
    beginning = True
    while raw := file.readline(LONGEST_LINE):
        if len(raw) == LONGEST_LINE:
            raise _Long
        line = raw.decode("utf-8-sig" if beginning else "utf-8", errors="replace")
        beginning = False
        yield line.replace("\0", LOST)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
