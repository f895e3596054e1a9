"""The form of a CSV file: separators, quotes, lines, what a spreadsheet adds, and what must not become a formula."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.kernel.invisible import without_invisible
from stepdown.transfer.sheets.catalogue import SHEETS
from stepdown.transfer.sheets.sheet import Fault
from stepdown.transfer.sheets.text import LONGEST_LINE, Record, guarded, records, unguarded, written

CLOSURES = SHEETS["closures"]
HEAD = "site,first_day,last_day,reason\n"
ROW = ("north", "2026-11-26", "2026-11-27", "Thanksgiving")
LINE = ",".join(ROW) + "\n"

READ: dict[str, tuple[bytes, list[tuple[int, tuple[str, ...]]]]] = {
    "as it should be": ((HEAD + LINE).encode(), [(2, ROW)]),
    "with a byte order mark": (b"\xef\xbb\xbf" + (HEAD + LINE).encode(), [(2, ROW)]),
    "with carriage returns": ((HEAD + LINE).replace("\n", "\r\n").encode(), [(2, ROW)]),
    "with semicolons": ((HEAD + LINE).replace(",", ";").encode(), [(2, ROW)]),
    "with tabs": ((HEAD + LINE).replace(",", "\t").encode(), [(2, ROW)]),
    "with its separator named first": (("sep=;\n" + (HEAD + LINE).replace(",", ";")).encode(), [(3, ROW)]),
    "without a last line end": ((HEAD + LINE).strip().encode(), [(2, ROW)]),
    "blanks around cells": ((HEAD + LINE.replace(",", " , ")).encode(), [(2, ROW)]),
    "capitals and blanks in the header": ((HEAD.title().replace("_", " ") + LINE).encode(), [(2, ROW)]),
    "columns in another order": (
        b"reason,last_day,site,first_day\nThanksgiving,2026-11-27,north,2026-11-26\n",
        [(2, ROW)],
    ),
    "empty lines and lines of commas": ((HEAD + "\n,,,\n" + LINE).encode(), [(4, ROW)]),
    "empty cells at the end": ((HEAD + LINE.strip() + ",,\n").encode(), [(2, ROW)]),
    "a quoted line end": (
        (HEAD + 'a,b,c,"two\nlines"\n' + LINE).encode(),
        [(2, ("a", "b", "c", "two\nlines")), (4, ROW)],
    ),
    "a quote in quotes": ((HEAD + 'a,b,c,"say ""no"""\n').encode(), [(2, ("a", "b", "c", 'say "no"'))]),
    "a header only": (HEAD.encode(), []),
    "a guarded formula": ((HEAD + "a,b,c,'=1+1\n").encode(), [(2, ("a", "b", "c", "=1+1"))]),
    "an apostrophe": ((HEAD + "a,b,c,'tis\n").encode(), [(2, ("a", "b", "c", "'tis"))]),
}
ANOTHER_SEPARATOR = [
    (1, "site~first_day~last_day~reason", "There is no column of this name."),
    *((1, name, "This column is missing.") for name in ("site", "first_day", "last_day", "reason")),
]
FAULTS: dict[str, tuple[bytes, list[tuple[int, str, str]]]] = {
    "nothing": (b"", [(1, "", "The file is empty.")]),
    "only a byte order mark": (b"\xef\xbb\xbf", [(1, "", "The file is empty.")]),
    "empty lines": (b"\n\r\n \n", [(1, "", "The file is empty.")]),
    "a column nobody knows": (
        (HEAD.strip() + ",reasn\n").encode(),
        [(1, "reasn", "There is no column of this name.")],
    ),
    "a column twice": ((HEAD.strip() + ",site\n").encode(), [(1, "site", "This column is there twice.")]),
    "columns missing": (
        b"site,reason\n",
        [(1, "first_day", "This column is missing."), (1, "last_day", "This column is missing.")],
    ),
    "too few cells": (
        (HEAD + "north,2026-11-26\n" + LINE).encode(),
        [(2, "", "This row has 2 cells; the header has 4.")],
    ),
    "too many cells": ((HEAD + "a,b,c,d,e\n").encode(), [(2, "", "This row has 5 cells; the header has 4.")]),
    "a quote in the middle": (
        (HEAD + 'a,b,c,"d"e\n' + LINE).encode(),
        [(2, "", "A quote is not closed, or stands in the middle of a cell.")],
    ),
    "a quote that is not closed": (
        (HEAD + LINE + 'a,b,c,"d\n' + LINE).encode(),
        [(3, "", "A quote is not closed, or stands in the middle of a cell.")],
    ),
    "a character lost, as where accents come from an old spreadsheet": (
        HEAD.encode() + b"north,2026-11-26,2026-11-27,F\xeate\n",
        [(2, "reason", "A character was lost: the file is not UTF-8.")],
    ),
    "NUL": (
        HEAD.encode() + b"north,2026-11-26,2026-11-27,F\0\n",
        [(2, "reason", "There is a character that can not be shown.")],
    ),
    "UTF-16": ((HEAD + LINE).encode("utf-16"), [(1, "", "The file is not UTF-8.")]),
    "UTF-16 without a byte order mark": ((HEAD + LINE).encode("utf-16-le"), [(1, "", "The file is not UTF-8.")]),
    "UTF-16, the other way round": ((HEAD + LINE).encode("utf-16-be"), [(1, "", "The file is not UTF-8.")]),
    "a header of an old spreadsheet": (
        "site,first_day,last_day,Begründung\n".encode("latin-1"),
        [(1, "", "The file is not UTF-8.")],
    ),
    "a spreadsheet": (b"PK\x03\x04\x14\0\x06\0" + bytes(99), [(1, "", "This is a spreadsheet, not a CSV file.")]),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1", [(1, "", "This is a spreadsheet, not a CSV file.")]),
    "a PDF": (b"%PDF-1.7\n", [(1, "", "This is a PDF, not a CSV file.")]),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", [(1, "", "The file is not UTF-8.")]),
    "another separator": (HEAD.replace(",", "~").encode(), ANOTHER_SEPARATOR),
    "another table": (
        b"code,name,time_zone\n",
        [
            *((1, name, "There is no column of this name.") for name in ("code", "name", "time_zone")),
            *((1, name, "This column is missing.") for name in ("site", "first_day", "last_day", "reason")),
        ],
    ),
    "an unknown column, one twice and one missing": (
        b"site,site,last_day,reason,x\n",
        [
            (1, "site", "This column is there twice."),
            (1, "x", "There is no column of this name."),
            (1, "first_day", "This column is missing."),
        ],
    ),
    "a cell without end": (
        (HEAD + 'a,b,c,"' + "x" * 200_000 + "\n").encode(),
        [(2, "", "A cell goes on for too long, perhaps because a quote is not closed.")],
    ),
    "two megabytes in one line": (
        (HEAD + "a,b,c," + "x" * 2_000_000 + "\n").encode(),
        [(2, "", "This line is too long for a CSV file.")],
    ),
    "a line without end": (b"x" * LONGEST_LINE, [(1, "", "This line is too long for a CSV file.")]),
    "a later line without end": (
        HEAD.encode() + LINE.encode() + b"x" * LONGEST_LINE,
        [(3, "", "This line is too long for a CSV file.")],
    ),
}


def found(data: bytes) -> list[Record | Fault]:
    return list(records(CLOSURES, io.BytesIO(data)))


@pytest.mark.parametrize("name", READ)
def test_rows_are_found(name: str) -> None:
    data, rows = READ[name]
    assert found(data) == [Record(line, cells) for line, cells in rows]


@pytest.mark.parametrize("name", FAULTS)
def test_faults_of_form_are_found(name: str) -> None:
    data, faults = FAULTS[name]
    seen = [one for one in found(data) if isinstance(one, Fault)]
    assert [(fault.line, fault.column, fault.problem) for fault in seen] == faults
    assert all(fault.mend.endswith(".") for fault in seen)


def test_a_fault_of_form_does_not_hide_the_rows_after_it() -> None:
    data = (HEAD + "a\n" + LINE).encode()
    assert [one.line for one in found(data)] == [2, 3]


def test_a_near_miss_is_named() -> None:
    (fault,) = found((HEAD.strip() + ",reasn\n").encode())
    assert isinstance(fault, Fault)
    assert fault.mend == "Perhaps reason is meant."


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_faults(data: bytes) -> None:
    assert all(isinstance(one, Record | Fault) for one in found(HEAD.encode() + data))


GUARDED = {
    "=1+1": "'=1+1",
    "+1 202 555 0101": "'+1 202 555 0101",
    "-2": "'-2",
    "@SUM(A1)": "'@SUM(A1)",
    " =1+1": "' =1+1",
    "\t=1+1": "'\t'=1+1",
    "'=1+1": "''=1+1",
    "' =1+1": "'' =1+1",
    "\uff1d1+1": "'\uff1d1+1",
    "x;=1+1;y": "x;'=1+1;y",
    "x\t-1": "x\t'-1",
    "first\n=1+1": "first\n'=1+1",
    "x,=1+1": "x,=1+1",  # in quotes: a comma parts nothing there
    "a = b": "a = b",
    "1-2": "1-2",
    "'tis": "'tis",
    "it's; isn't it": "it's; isn't it",
    "": "",
}
"""Text, and how it is written where a spreadsheet may open it."""


@pytest.mark.parametrize("text", GUARDED)
def test_a_formula_is_guarded_wherever_a_program_begins_a_cell(text: str) -> None:
    assert guarded(text) == GUARDED[text]
    assert unguarded(guarded(text)) == text


MEANT = st.text(st.sampled_from("=+-@\uff1d' ;\t\r\n,a"), max_size=12) | st.text(max_size=40)
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


@given(MEANT)
def test_a_guard_is_undone_and_nothing_begins_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert [part for part in re.split(r"[;\t\r\n]", guarded(text)) if part.lstrip(" ").startswith(FORMULA)] == []


cell = st.text(max_size=20).map(
    lambda text: without_invisible(text).replace("\r", "").replace("\0", "").replace("\ufffd", "").strip()
)


@given(st.lists(st.tuples(cell, cell, cell, cell).filter(any), max_size=8), st.sampled_from(",;\t"))
def test_what_is_written_is_read_back(rows: list[tuple[str, ...]], separator: str) -> None:
    text = "".join(written([HEAD.strip().split(","), *rows]))
    other = io.StringIO()
    csv.writer(other, delimiter=separator).writerows(csv.reader(io.StringIO(text)))
    seen = found(other.getvalue().encode())
    assert [one.cells for one in seen if isinstance(one, Record)] == rows
