"""Reading last week's schedule: it ran, so nobody was in two places at once and no group was overfull.

What has changed since is no fault: a client's level, roster, availability or prescription, a clinician's hours, a group
smaller than its minimum.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from stepdown.transfer.iop_week.faults import Fault
from stepdown.transfer.iop_week.fields import Field, shown
from stepdown.transfer.iop_week.rows import NOWHERE, Known, Placed, read_service_id
from stepdown.transfer.iop_week.terms import (
    Attendance,
    IndividualSession,
    LastWeek,
    RoomRow,
    SectionRow,
    ServiceKind,
    Slot,
)
from stepdown.transfer.iop_week.times import read_start

_UNREADABLE = IndividualSession("", "", "", 0, 0)  # stands in for a row with a fault

Item = TypeVar("Item")
Sections = Mapping[str, Placed[SectionRow]]
Rooms = Mapping[str, Placed[RoomRow]]


@dataclass(frozen=True)
class _Stay:
    """A client, clinician or room (`kind`) taken for a stretch of one day by what stands at `place`."""

    kind: str
    id: str
    start: Slot
    end_minute: int
    place: str


def read_last_week(field: Field, known: Known, sections: Sections, rooms: Rooms) -> LastWeek:
    """Read `last_week`."""
    row = field.keys("attend", "individual")
    attend, individual = row["attend"], row["individual"]
    attendance = [_attendance(client, listed, known, sections) for client, listed in attend.entries()]
    sessions = individual.set_of(lambda item: _individual(item, known))
    ran = {name: placed for name, placed in sections.items() if placed.row.previous not in (None, NOWHERE)}
    stays = [
        *_led(ran.values(), known),
        *_attended(attend.place, attendance, ran, known),
        *_met(individual.place, sessions, known),
    ]
    field.faults.extend(_in_two_places(stays))
    field.faults.extend(_overfull(attendance, ran, rooms))
    return LastWeek(tuple(attendance), sessions)


def _attendance(client: Field, listed: Field, known: Known, sections: Sections) -> Attendance:
    def section(item: Field) -> str:
        name = item.reference(known.sections, "section")
        if name in sections and sections[name].row.previous is None:
            problem = f"section {shown(name)} did not run last week: its prev is null"
            item.fault(problem, "delete it here, or write when it ran as its prev")
        return name

    return Attendance(client.reference(known.clients, "client"), listed.set_of(section))


def _individual(field: Field, known: Known) -> IndividualSession:
    before = len(field.faults)
    client, service, clinician, day, start = field.cells("client", "service", "clinician", "day", "start")
    who = client.reference(known.clients, "client")
    what = read_service_id(service, known, ServiceKind.INDIVIDUAL)
    leader = clinician.reference(known.clinicians, "clinician")
    minutes = known.services[what].minutes if what in known.services else known.grid.step_minutes
    slot = read_start(day, start, known.grid, minutes)
    session = IndividualSession(who, what, leader, slot.day, slot.start_minute)
    return session if len(field.faults) == before else _UNREADABLE


def _led(ran: Iterable[Placed[SectionRow]], known: Known) -> Iterator[_Stay]:
    for placed in ran:
        previous, service = placed.row.previous, known.services.get(placed.row.service)
        if previous and service:
            start = Slot(previous.day, previous.start_minute)
            end = start.start_minute + service.minutes
            yield _Stay("clinician", previous.clinician, start, end, f"{placed.place}.prev.clinician")
            yield _Stay("room", previous.room, start, end, f"{placed.place}.prev.room")


def _attended(place: str, attendance: list[Attendance], ran: Sections, known: Known) -> Iterator[_Stay]:
    for line in attendance:
        for section, n in _first_positions(line.sections).items() if line.client else ():
            previous = ran[section].row.previous if section in ran else None
            service = known.services.get(ran[section].row.service) if section in ran else None
            if previous and service:
                start, end = Slot(previous.day, previous.start_minute), previous.start_minute + service.minutes
                yield _Stay("client", line.client, start, end, f"{place}.{shown(line.client)}[{n}]")


def _met(place: str, sessions: tuple[IndividualSession, ...], known: Known) -> Iterator[_Stay]:
    for row, n in _first_positions(sessions).items():
        service = known.services.get(row.service)
        if service:
            start, end = Slot(row.day, row.start_minute), row.start_minute + service.minutes
            yield _Stay("client", row.client, start, end, f"{place}[{n}][0]")
            yield _Stay("clinician", row.clinician, start, end, f"{place}[{n}][2]")


def _first_positions(listed: Sequence[Item]) -> dict[Item, int]:
    """Return each item with its first position: one that stands twice was told already, and is nowhere twice."""
    first: dict[Item, int] = {}
    for n, item in enumerate(listed):
        first.setdefault(item, n)
    return first


def _in_two_places(stays: list[_Stay]) -> Iterator[Fault]:
    """Yield a fault for each stay that begins before an earlier one of the same person or room has ended."""
    last: dict[tuple[str, str, int], _Stay] = {}
    for stay in sorted(stays, key=lambda stay: stay.start):
        key = (stay.kind, stay.id, stay.start.day)
        other = last.get(key)
        if other and stay.start.start_minute < other.end_minute:
            when = f"on day {stay.start.day} at {stay.start.start_minute}"
            problem = f"{stay.kind} {shown(stay.id)} is in two places {when}: here and at {other.place}"
            yield Fault(stay.place, problem, "move or delete one of the two")
        if not other or stay.end_minute > other.end_minute:
            last[key] = stay


def _overfull(attendance: list[Attendance], ran: Sections, rooms: Rooms) -> Iterator[Fault]:
    attended = Counter(section for line in attendance for section in set(line.sections))
    for name, placed in ran.items():
        here, previous = attended[name], placed.row.previous
        problem = f"{here} clients attended section {shown(name)} last week, room for"
        if placed.sound and here > placed.row.capacity:
            yield Fault(
                f"{placed.place}.cap", f"{problem} {placed.row.capacity}", "raise cap or correct last_week.attend"
            )
        room = rooms.get(previous.room) if previous else None
        if room and room.sound and here > room.row.capacity:
            mend = "name a larger room or correct last_week.attend"
            yield Fault(f"{placed.place}.prev.room", f"{problem} {room.row.capacity} in {shown(room.row.id)}", mend)
