"""Cells that say who is in a session: staff with a role, clients with a seat, guests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time

from stepdown.plan.terms import Modality
from stepdown.schedule.terms import GuestKind, SessionRole
from stepdown.transfer.sheets.sheet import Cell, Unreadable

VIDEO, ABSENT = " by video", " not present"
_SEAT = re.compile(rf"(.+?)({VIDEO})?({ABSENT})?")
_GUEST = re.compile(rf"(\w+)(?: of (.+?))?({VIDEO})?(?:: *(.+))?", re.DOTALL)
NOT_THERE = " not there"
_AT = r"(\d\d?:\d\d(?::\d\d(?:\.\d{1,6})?)?)"
_WORD = re.compile(rf"(.+?)(?:({NOT_THERE})|(?: from {_AT})?(?: to {_AT})?)", re.ASCII)
_ROLES = "|".join(SessionRole)
_PLACE = re.compile(rf"(.+) as ({_ROLES})")


def _read_place(given: str) -> tuple[str, str]:
    found = _PLACE.fullmatch(given)
    if found is None:
        said = ", ".join(SessionRole)
        raise Unreadable(
            "This is nobody with a role.", f"Write a name and one of {said}, as Alder Brook, MD as co_lead."
        )
    return found[1], found[2]


def _read_seat(given: str) -> tuple[str, str, str]:
    found = _SEAT.fullmatch(given)
    if found is None:
        raise Unreadable("This is no client's record number.", "Write it, and after it by video or not present.")
    return found[1], "video" if found[2] else "in_person", "no" if found[3] else "yes"


def _write_seat(value: Sequence[str]) -> str:
    number, modality, present = value
    return f"{number}{VIDEO if modality == Modality.VIDEO else ''}{ABSENT if present == 'no' else ''}"


def _read_guest(given: str) -> tuple[str, str, str, str]:
    found = _GUEST.fullmatch(given)
    if found is None or found[1] not in set(GuestKind):
        mend = f"Write one of {', '.join(GuestKind)}, of whom, and a name, as relative of SYN-0001: Alder Valley."
        raise Unreadable("This is no guest.", mend)
    return found[1], found[2] or "", "video" if found[3] else "in_person", found[4] or ""


def _write_guest(value: Sequence[str]) -> str:
    kind, number, modality, name = value
    whose, way = f" of {number}" if number else "", VIDEO if modality == Modality.VIDEO else ""
    return f"{kind}{whose}{way}" + (f": {name}" if name else "")


def _read_word(given: str) -> tuple[str, str, str, str]:
    found = _WORD.fullmatch(given)
    try:
        if found:
            return found[1], "no" if found[2] else "yes", _clock(found[3]), _clock(found[4])
    except ValueError:
        pass
    mend = "Write a record number, and after it nothing, not there, from 18:10, to 19:00, or from 18:10 to 19:00."
    raise Unreadable("This is no word about a client.", mend)


def _write_word(value: Sequence[str]) -> str:
    number, there, came, left = value
    since, until = (f" {word} {_clock(clock)}" if clock else "" for word, clock in (("from", came), ("to", left)))
    return f"{number}{'' if there == 'yes' else NOT_THERE}{since}{until}"


def _clock(given: str | None) -> str:
    """A time of the day as short as it can be written; raises ValueError."""
    if not given:
        return ""
    found = time.fromisoformat(given.rjust(len(given) + (given[1] == ":"), "0"))
    return found.isoformat("auto" if found.second or found.microsecond else "minutes")


PLACE = Cell("a name and a role, as Alder Brook, MD as co_lead", _read_place, lambda value: f"{value[0]} as {value[1]}")
SEAT = Cell("a record number, and after it by video or not present", _read_seat, _write_seat)
GUEST = Cell("who it is, of whom, and a name, as relative of SYN-0001: Alder Valley", _read_guest, _write_guest)
WORD = Cell(
    "a record number, and after it not there, or from and to when, as SYN-0002 from 18:10 to 19:00",
    _read_word,
    _write_word,
)
