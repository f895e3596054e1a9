"""A sheet as text: which lines are rows, which cells are columns, and what a spreadsheet must not take for a formula."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from stepdown.kernel.invisible import without_invisible
from stepdown.transfer.sheets.cells import LOST
from stepdown.transfer.sheets.sheet import Column, Fault, Sheet

SEPARATORS = ",;\t"
LONGEST_LINE = 1_000_000
NUL = "\0"
_BEGINS, _FORMULA = r"(?:^|(?<=[;\t\r\n]))", r"(?=[ ']*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])"
_TO_GUARD, _GUARD = re.compile(_BEGINS + _FORMULA), re.compile(f"{_BEGINS}'{_FORMULA}")
_NO_CSV = {b"PK\x03\x04": "a spreadsheet", b"\xd0\xcf\x11\xe0": "a spreadsheet", b"%PDF": "a PDF"}
"""What files begin with that are brought instead of the CSV file made of them."""


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
    """A cell that no spreadsheet takes for a formula; `unguarded` gives the text back.

    A formula begins with = + - @ (or their wide forms), after blanks perhaps; at the beginning of the cell, and after a
    line end, a semicolon or a tab in it, where a program set to another separator begins a cell of its own. An
    apostrophe goes before each.
    """
    return _TO_GUARD.sub("'", text)


def unguarded(text: str) -> str:
    """What a guarded cell says."""
    return _GUARD.sub("", text)


def template(sheet: Sheet) -> str:
    """An empty file of this kind: its header, and an example row to write over."""
    return "".join(written([[column.name for column in sheet.columns], [column.example for column in sheet.columns]]))


def written(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Lines of CSV, one after the other; text is guarded, numbers are as they are."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
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
    except _NoCsv as kind:
        yield Fault(1, "", "", f"This is {kind}, not a CSV file.", "Open it, and save it as “CSV UTF-8”.")
        return
    reader = csv.reader(_again(first, lines), delimiter=_separator(sheet, first), strict=True)
    rows = _rows(reader, skipped)
    header = next(rows, None)
    if not isinstance(header, _Raw):
        yield header or Fault(1, "", "", "The file is empty.", "Begin with the header of the template.")
        return
    if any(LOST in name or NUL in name for name in header.cells):
        yield Fault(1, "", "", "The file is not UTF-8.", "Save it as “CSV UTF-8”.")
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
        cells = [without_invisible(cell).strip() for cell in row.cells]
        while len(cells) > len(named) and not cells[-1]:
            cells.pop()  # a spreadsheet leaves empty cells at the end
        if not any(cells):
            continue
        if len(cells) != len(named):
            problem = f"This row has {len(cells)} cells; the header has {len(named)}."
            yield Fault(row.line, "", "", problem, "Put text that holds the separator or a quote into quotes.")
            continue
        unclear = list(_unclear(row.line, zip(named, cells, strict=True)))
        yield from unclear
        if not unclear:
            yield Record(row.line, tuple(unguarded(cells[place]) if place >= 0 else None for place in places))


def _unclear(line: int, cells: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Cells whose text is not what somebody wrote."""
    for name, cell in cells:
        if LOST in cell:
            yield Fault(line, name, cell, "A character was lost: the file is not UTF-8.", "Save it as “CSV UTF-8”.")
        elif NUL in cell:
            shown = cell.replace(NUL, LOST)
            yield Fault(line, name, shown, "There is a character that can not be shown.", "Type the cell again.")


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
        except csv.Error as error:
            mend = "Put the whole cell into quotes, and double each quote inside it."
            problem = "A quote is not closed, or stands in the middle of a cell."
            if "larger than field limit" in str(error):
                problem = "A cell goes on for too long, perhaps because a quote is not closed."
            yield Fault(line, "", "", problem, mend)
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


class _NoCsv(Exception):
    """A file of another kind: which."""


def _too_long(line: int) -> Fault:
    return Fault(line, "", "", "This line is too long for a CSV file.", "Save the file as “CSV UTF-8” and try again.")


def _lines(file: Lines) -> Iterator[str]:
    """The file line by line. Bytes that are no UTF-8 become the replacement character."""
    beginning = True
    while raw := file.readline(LONGEST_LINE):
        if beginning and (kind := _NO_CSV.get(raw[:4])):
            raise _NoCsv(kind)
        if len(raw) == LONGEST_LINE:
            raise _Long
        yield raw.decode("utf-8-sig" if beginning else "utf-8", errors="replace")
        beginning = False


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
