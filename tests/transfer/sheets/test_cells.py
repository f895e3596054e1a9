"""Every kind of cell: what it reads, the one way it is written, and what it does not take."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.agency.terms import Role
from stepdown.kernel.levels import LevelOfCare
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.groups import STEP
from stepdown.transfer.sheets.places import GUEST, PLACE, SEAT, WORD
from stepdown.transfer.sheets.promises import UNITS
from stepdown.transfer.sheets.sheet import Cell, Unreadable

wall = datetime.fromisoformat
WORDS = cells.many(cells.text())
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
    (cells.WALL, "2026-03-31 09:00", wall("2026-03-31 09:00"), "2026-03-31 09:00"),
    (cells.WALL, "2026-03-31T9:00", wall("2026-03-31 09:00"), "2026-03-31 09:00"),
    (cells.WALL, "2026-03-31 19:00:05", wall("2026-03-31 19:00:05"), "2026-03-31 19:00:05"),
    (cells.WALL, "2026-03-31 09:00:00.25", wall("2026-03-31 09:00:00.250"), "2026-03-31 09:00:00.250000"),
    (WORDS, r"one | two \| three", ("one", "two | three"), r"one|two \| three"),
    (STEP, "Topic x 2: One idea", ("Topic", 2, "One idea"), "Topic x 2: One idea"),
    (STEP, "Topic x2", ("Topic", 2, ""), "Topic x 2"),
    (PLACE, "Alder Brook, MD as lead", ("Alder Brook, MD", "lead"), "Alder Brook, MD as lead"),
    (WORD, "SYN-1", ("SYN-1", "yes", "", ""), "SYN-1"),
    (WORD, "SYN-1 not there", ("SYN-1", "no", "", ""), "SYN-1 not there"),
    (WORD, "SYN-1 from 9:05", ("SYN-1", "yes", "09:05", ""), "SYN-1 from 09:05"),
    (WORD, "SYN-1 to 19:00:30", ("SYN-1", "yes", "", "19:00:30"), "SYN-1 to 19:00:30"),
    (WORD, "SYN-1 from 18:10:00 to 19:00", ("SYN-1", "yes", "18:10", "19:00"), "SYN-1 from 18:10 to 19:00"),
    (cells.many(WORD, sort=True), "B|A", (("A", "yes", "", ""), ("B", "yes", "", "")), "A|B"),
    (SEAT, "SYN-1", ("SYN-1", "in_person", "yes"), "SYN-1"),
    (SEAT, "SYN-1 by video", ("SYN-1", "video", "yes"), "SYN-1 by video"),
    (SEAT, "SYN-1 by video not present", ("SYN-1", "video", "no"), "SYN-1 by video not present"),
    (GUEST, "interpreter", ("interpreter", "", "in_person", ""), "interpreter"),
    (GUEST, "relative of SYN-1: Al: D", ("relative", "SYN-1", "in_person", "Al: D"), "relative of SYN-1: Al: D"),
    (GUEST, "speaker by video: Bo", ("speaker", "", "video", "Bo"), "speaker by video: Bo"),
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
    (cells.WALL, "2026-03-31T09:00-05:00", "This is no day with a time."),
    (cells.WALL, "2026-03-31", "This is no day with a time."),
    (cells.WALL, "2026-03-31 24:00", "This is no day with a time."),
    (cells.WALL, "2026-02-30 09:00", "This is no day of the calendar."),
    (STEP, "Topic", "This is no step of a run-sheet."),
    (STEP, "Topic x 0", "This is no step of a run-sheet."),
    (PLACE, "Alder Brook, MD", "This is nobody with a role."),
    (PLACE, "Alder Brook, MD as boss", "This is nobody with a role."),
    (GUEST, "cousin of SYN-1", "This is no guest."),
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
    "wall": (cells.WALL, st.datetimes(wall("1901-01-01"), wall("2199-12-31"))),
    "words": (WORDS, st.lists(st.from_regex(r"[a-z|][a-z |]{0,5}[a-z|]", fullmatch=True)).map(tuple)),
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
