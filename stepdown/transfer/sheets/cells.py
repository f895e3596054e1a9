"""The kinds of cells: how each is read, and the one way it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from stepdown.kernel.week import YEARS
from stepdown.transfer.sheets.sheet import Cell, Unreadable

LIST = "|"
"""Between the items of a list in one cell; it needs no quoting with either separator of columns. `\\|` is the sign itself."""
LOST = "\N{REPLACEMENT CHARACTER}"
"""What stands where a byte was no UTF-8."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
_HOURS = re.compile(r"(\w+) +(\d?\d:\d\d) *- *(\d?\d:\d\d)(?: +break +(\d?\d:\d\d) *- *(\d?\d:\d\d))?")
_PARTED = re.compile(r"(?<!\\)\|")
_WALL = re.compile(r"(\d{4}-\d\d-\d\d)[ T] *(\d\d?:\d\d(?::\d\d(?:\.\d{1,6})?)?)", re.ASCII)
_SPAN = tuple[int, int, int]


def text(most: int = 200) -> Cell:
    """Free text on any number of lines, up to `most` characters."""

    def read(given: str) -> str:
        if len(given) > most:
            raise Unreadable(f"This is longer than {most} characters.", "Shorten it.")
        if any(letter < " " and letter not in "\n\r\t" for letter in given):
            raise Unreadable("There is a character that can not be shown.", "Type the cell again.")
        return given.replace("\r\n", "\n").replace("\r", "\n")

    return Cell(f"text of up to {most} characters", read, str)


def whole(least: int, most: int) -> Cell:
    """A whole number."""

    def read(given: str) -> int:
        if not (given.isascii() and given.isdigit()):
            raise Unreadable("This is no whole number.", f"Write a whole number from {least} to {most}.")
        if not least <= (number := int(given[:9])) <= most or len(given) > 9:
            raise Unreadable("This number is out of range.", f"Write a whole number from {least} to {most}.")
        return number

    return Cell(f"a whole number from {least} to {most}", read, str, "int")


def one_of(enum: type[StrEnum]) -> Cell:
    """One word of a list; capitals, blanks, hyphens and underscores are alike."""
    known = {_plain(member.value): member for member in enum}
    said = ", ".join(enum)

    def read(given: str) -> StrEnum:
        try:
            return known[_plain(given)]
        except KeyError:
            raise Unreadable("This is not one of the words for this column.", f"Write one of: {said}.") from None

    return Cell(f"one of: {said}", read, lambda value: str(enum(str(value)).value))


def many(item: Cell, *, sort: bool = False) -> Cell:
    """A list in one cell, its items parted by `|`; the order is kept, or with `sort` means nothing."""

    def read(given: str) -> tuple[object, ...]:
        parts = (part.replace(rf"\{LIST}", LIST).strip() for part in _PARTED.split(given))
        found = tuple(item.read(part) for part in parts if part)
        return tuple(sorted(found)) if sort else found

    def write(value: Sequence[Any]) -> str:
        return LIST.join(item.write(one).replace(LIST, rf"\{LIST}") for one in value)

    return Cell(f"a list parted by | of {item.what}", read, write)


def _read_day(given: str) -> date:
    try:
        found = date.fromisoformat(given)
    except ValueError:
        raise Unreadable("This is no day of the calendar.", "Write year-month-day, as 2026-03-31.") from None
    if found.year not in YEARS or len(given) != 10:
        raise Unreadable("This is no day of the calendar.", "Write year-month-day, as 2026-03-31.")
    return found


def _read_yes(given: str) -> bool:
    if given.lower() not in _YES | _NO:
        raise Unreadable("This is neither yes nor no.", "Write yes or no.")
    return given.lower() in _YES


def _read_time(given: str) -> int:
    hours, _, minutes = given.partition(":")
    if not (re.fullmatch(r"\d?\d:\d\d", given, re.ASCII) and int(minutes) < 60 and int(hours + minutes) <= 2400):
        raise Unreadable("This is no time of the day.", "Write hours and minutes, as 09:00 or 13:30.")
    return int(hours) * 60 + int(minutes)


def _read_weekday(given: str) -> int:
    begins = given[:3].capitalize()
    if begins not in WEEKDAYS or not given.isalpha():
        raise Unreadable("This is no day of the week.", f"Write one of: {', '.join(WEEKDAYS)}.")
    return WEEKDAYS.index(begins)


def _read_hours(given: str) -> _SPAN:
    found = _HOURS.fullmatch(given)
    if not found or found[4]:
        raise Unreadable("These are no hours of a week.", "Write a day and two times, as Mon 09:00-12:15.")
    return _span(found[1], found[2], found[3])


def _read_block(given: str) -> tuple[int, int, int, int | None, int | None]:
    found = _HOURS.fullmatch(given)
    if not found:
        mend = "Write a day and two times, as Mon 09:00-12:15, and a break if there is one: break 10:30-10:45."
        raise Unreadable("This is no block of a week.", mend)
    pause = (_read_time(found[4]), _read_time(found[5])) if found[4] else (None, None)
    return *_span(found[1], found[2], found[3]), *pause


def _span(day: str, starts: str, ends: str) -> _SPAN:
    found = (_read_weekday(day), _read_time(starts), _read_time(ends))
    if found[1] >= found[2]:
        raise Unreadable("The end does not come after the start.", "Write the earlier time first.")
    return found


def _read_meeting(given: str) -> tuple[int, int]:
    day, _, clock = given.partition(" ")
    return _read_weekday(day), _read_time(clock.strip())


def _read_wall(given: str) -> datetime:
    mend = "Write a day and a time, as 2026-03-31 09:00."
    found = _WALL.fullmatch(given)
    if found is None:
        raise Unreadable("This is no day with a time.", mend)
    clock = found[2] if found[2][2:3] == ":" else f"0{found[2]}"
    try:
        return datetime.combine(_read_day(found[1]), time.fromisoformat(clock))
    except ValueError:
        raise Unreadable("This is no day with a time.", mend) from None


def _counted(given: str, pattern: str, problem: str, mend: str) -> re.Match[str]:
    found = re.fullmatch(pattern, given, re.ASCII)
    if found is None:
        raise Unreadable(problem, mend)
    return found


def _read_line(given: str) -> tuple[str, int, int]:
    found = _counted(
        given,
        r"(\S+) +(\d{1,3}) *x *(\d{1,4})",
        "This is no line of an order.",
        "Write the code of a service, how many a week and their minutes, as process 3 x 90.",
    )
    return found[1], int(found[2]), int(found[3])


def _plain(given: str) -> str:
    return given.lower().replace(" ", "_").replace("-", "_")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _written(write: Callable[..., str]) -> Callable[[Any], str]:
    """Writes a value that is a tuple (or, out of the database, a list) of parts."""
    return lambda value: write(*value)


def _write_hours(weekday: int, starts: int, ends: int) -> str:
    return f"{WEEKDAYS[weekday]} {_clock(starts)}-{_clock(ends)}"


def _write_block(weekday: int, starts: int, ends: int, pause: int | None, resumes: int | None) -> str:
    rest = "" if pause is None or resumes is None else f" break {_clock(pause)}-{_clock(resumes)}"
    return _write_hours(weekday, starts, ends) + rest


def _write_wall(value: datetime) -> str:
    return value.isoformat(" ", timespec="auto" if value.second or value.microsecond else "minutes")


DAY = Cell("a day as 2026-03-31", _read_day, str, "date")
YES_NO = Cell("yes or no", _read_yes, lambda value: "yes" if value else "no", "boolean")
TIME = Cell("a time as 09:00 (24:00 ends a day)", _read_time, _clock, "int")
WEEKDAY = Cell("a day of the week as Mon", _read_weekday, lambda value: WEEKDAYS[value], "int")
HOURS = Cell("a day of the week and two times, as Mon 09:00-12:15", _read_hours, _written(_write_hours))
BLOCK = Cell(
    "a day of the week, two times, and a break if there is one, as Mon 09:00-12:15 break 10:30-10:45",
    _read_block,
    _written(_write_block),
)
MEETING = Cell(
    "a day of the week and a time, as Mon 09:00",
    _read_meeting,
    _written(lambda weekday, starts: f"{WEEKDAYS[weekday]} {_clock(starts)}"),
)
WALL = Cell("a day and a time there, as 2026-03-31 09:00", _read_wall, _write_wall, "timestamp")
"""What the clock on the wall of the site shows: no zone, no offset. The hour that comes twice in autumn is the first."""
LINE = Cell(
    "a service's code, how many a week, minutes each, as process 3 x 90",
    _read_line,
    _written(lambda code, times, minutes: f"{code} {times} x {minutes}"),
)
