"""Every kind of cell: what it reads, the one way it is written, and what it does not take."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.agency.terms import Role
from stepdown.kernel.levels import LevelOfCare
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.people import UNITS
from stepdown.transfer.sheets.sheet import Cell, Unreadable

ROLE, LEVELS, SMALL = cells.one_of(Role), cells.many(cells.one_of(LevelOfCare)), cells.whole(1, 12)
IOP, PHP = LevelOfCare.INTENSIVE_OUTPATIENT, LevelOfCare.PARTIAL_HOSPITALIZATION

READ: list[tuple[Cell, str, object, str]] = [
    (cells.text(), "Nuñez", "Nuñez", "Nuñez"),
    (cells.text(), "two\r\nlines", "two\nlines", "two\nlines"),
    (SMALL, "7", 7, "7"),
    (SMALL, "007", 7, "7"),
    (cells.DAY, "2026-03-31", date(2026, 3, 31), "2026-03-31"),
    (cells.YES_NO, "Yes", True, "yes"),
    (cells.YES_NO, "0", False, "no"),
    (cells.TIME, "9:05", 545, "09:05"),
    (cells.TIME, "24:00", 1440, "24:00"),
    (cells.WEEKDAY, "wednesday", 2, "Wed"),
    (ROLE, "Front desk", Role.FRONT_DESK, "front_desk"),
    (ROLE, "front-desk", Role.FRONT_DESK, "front_desk"),
    (LEVELS, "2.1 | 2.5|", (IOP, PHP), "2.1|2.5"),
    (cells.HOURS, "Mon 9:00 - 12:15", (0, 540, 735), "Mon 09:00-12:15"),
    (cells.BLOCK, "Sunday 09:00-12:15", (6, 540, 735, None, None), "Sun 09:00-12:15"),
    (
        cells.BLOCK,
        "Mon 09:00-12:15 break 10:30-10:45",
        (0, 540, 735, 630, 645),
        "Mon 09:00-12:15 break 10:30-10:45",
    ),
    (cells.MEETING, "Tue  18:00", (1, 1080), "Tue 18:00"),
    (cells.LINE, "process 3x90", ("process", 3, 90), "process 3 x 90"),
    (UNITS, "3 day/week", (3, "day", "week"), "3 day/week"),
    (
        cells.MOMENT,
        "2026-03-31T09:00-05:00",
        datetime(2026, 3, 31, 9, tzinfo=timezone(timedelta(hours=-5))),
        "2026-03-31T09:00-05:00",
    ),
]
REFUSED: list[tuple[Cell, str, str]] = [
    (cells.text(3), "four", "This is longer than 3 characters."),
    (cells.text(), "bell \a", "There is a character that can not be shown."),
    (SMALL, "0", "This number is out of range."),
    (SMALL, "13", "This number is out of range."),
    (SMALL, "1" * 5000, "This number is out of range."),
    (SMALL, "-1", "This is no whole number."),
    (SMALL, "1.5", "This is no whole number."),
    (SMALL, "٣", "This is no whole number."),
    (cells.DAY, "03/31/2026", "This is no day of the calendar."),
    (cells.DAY, "2026-02-30", "This is no day of the calendar."),
    (cells.DAY, "20260331", "This is no day of the calendar."),
    (cells.DAY, "0026-03-31", "This is no day of the calendar."),
    (cells.YES_NO, "perhaps", "This is neither yes nor no."),
    (cells.TIME, "9", "This is no time of the day."),
    (cells.TIME, "09:60", "This is no time of the day."),
    (cells.TIME, "24:01", "This is no time of the day."),
    (cells.WEEKDAY, "Someday", "This is no day of the week."),
    (ROLE, "janitor", "This is not one of the words for this column."),
    (LEVELS, "2.1|4", "This is not one of the words for this column."),
    (cells.HOURS, "Mon 12:00-09:00", "The end does not come after the start."),
    (cells.HOURS, "Mon morning", "These are no hours of a week."),
    (cells.HOURS, "Mon 09:00-12:15 break 10:00-10:15", "These are no hours of a week."),
    (cells.BLOCK, "09:00-12:15", "This is no block of a week."),
    (cells.MEETING, "18:00", "This is no day of the week."),
    (cells.LINE, "process 3", "This is no line of an order."),
    (UNITS, "3 days a week", "These are no authorized units."),
    (cells.MOMENT, "2026-03-31T09:00", "This is no moment."),
    (cells.MOMENT, "yesterday", "This is no moment."),
]


@pytest.mark.parametrize(("cell", "text", "value", "canonical"), READ, ids=[text for _, text, _, _ in READ])
def test_read_and_written(cell: Cell, text: str, value: object, canonical: str) -> None:
    assert (cell.read(text), cell.write(cell.read(text)), cell.read(canonical)) == (value, canonical, value)


@pytest.mark.parametrize(("cell", "text", "problem"), REFUSED, ids=[text[:20] for _, text, _ in REFUSED])
def test_not_taken(cell: Cell, text: str, problem: str) -> None:
    with pytest.raises(Unreadable) as error:
        cell.read(text)
    assert (error.value.problem, error.value.mend[-1]) == (problem, ".")


minutes = st.integers(0, 1440)
spans = st.tuples(st.integers(0, 6), minutes, minutes).filter(lambda span: span[1] < span[2])
VALUES: dict[str, tuple[Cell, st.SearchStrategy[object]]] = {
    "day": (cells.DAY, st.dates(date(1901, 1, 1), date(2199, 12, 31))),
    "yes or no": (cells.YES_NO, st.booleans()),
    "number": (cells.whole(0, 10_080), st.integers(0, 10_080)),
    "time": (cells.TIME, minutes),
    "role": (ROLE, st.sampled_from(Role)),
    "levels": (LEVELS, st.lists(st.sampled_from(LevelOfCare)).map(tuple)),
    "hours": (cells.HOURS, spans),
    "block": (cells.BLOCK, spans.map(lambda span: (*span, span[1], span[2]))),
    "meeting": (cells.MEETING, st.tuples(st.integers(0, 6), minutes)),
    "line": (
        cells.LINE,
        st.tuples(st.from_regex(r"[a-z0-9-]{1,9}", fullmatch=True), st.integers(0, 999), st.integers(0, 9999)),
    ),
}


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_what_is_written_is_read_back(name: str, data: st.DataObject) -> None:
    cell, values = VALUES[name]
    value = data.draw(values)
    text = cell.write(value)
    assert (cell.read(text) if text else ()) == value


@pytest.mark.parametrize("name", VALUES)
@given(text=st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_mend(name: str, text: str) -> None:
    cell, _ = VALUES[name]
    try:
        value = cell.read(text.strip()) if text.strip() else None
    except Unreadable as wrong:
        assert (wrong.problem[-1], wrong.mend[-1]) == (".", ".")
    else:
        if value is not None:
            assert cell.read(cell.write(value)) == value if cell.write(value) else value == ()
