"""Lanes of the week board: a row or column for each room or clinician, its sessions, and the days nobody can meet there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from stepdown.agency import queries as agency
from stepdown.kernel.week import Week
from stepdown.schedule.queries.week import BoardSession
from stepdown.web.desk.templatetags.wording import clock


@dataclass(frozen=True, slots=True)
class Block:
    """A session on the board, and whether the reader may open it; grid places are multiples of 15 minutes.

    `seen` is where it stands, as `moves.code` writes it, when the reader may move it; else empty.
    """

    session: BoardSession
    opens: bool
    seen: str = ""

    @property
    def at(self) -> int:
        return self.session.starts // 15 * 15

    @property
    def time(self) -> str:
        """When it starts, as short as it can be said: "9 am", "1:30 pm"."""
        return clock(self.session.starts).replace(":00", "")

    @property
    def minutes(self) -> int:
        return self.session.period.minutes

    @property
    def lasts(self) -> int:
        return max(15, -(-(self.session.ends - self.at) // 15) * 15)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a lane: 0 = Monday, and the sessions there in the order of time.

    `shut` says why nobody can meet there that day: "Closed: Thanksgiving", "Away"; empty on an ordinary day.
    """

    day: int
    blocks: tuple[Block, ...]
    shut: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A room or a clinician with a cell for each day shown; `id` is 0 for no room, None where nothing may be put."""

    id: int | None
    name: str
    note: str
    cells: tuple[Cell, ...]

    @property
    def standing(self) -> tuple[Block, ...]:
        """The day's sessions without a cancelled one whose time was given to another."""
        kept = [b for b in self.cells[0].blocks if not b.session.cancelled]
        gone = [b for b in self.cells[0].blocks if b.session.cancelled]
        free = [b for b in gone if not any(b.at < k.at + k.lasts and k.at < b.at + b.lasts for k in kept)]
        return tuple(sorted(kept + free[:1], key=lambda b: b.at))


def shut_days(site: int, staff: Sequence[int], week: Week) -> tuple[dict[int, str], dict[int, set[int]]]:
    """Why the site is closed, by day (0 = Monday), and the days on which each of `staff` is away. Two queries."""
    first, last = week.days[0], week.days[6]
    closed = {
        day: row.reason
        for row in agency.closures(site, first)
        for day, date in enumerate(week.days)
        if row.first_day <= date <= row.last_day
    }
    spans = agency.away_between(staff, first, last)
    away = {
        person: {day for begins, ends in rows for day, date in enumerate(week.days) if begins <= date <= ends}
        for person, rows in spans.items()
    }
    return closed, away


def marked(lane: Lane, closed: dict[int, str], away: dict[int, set[int]]) -> Lane:
    """The lane with the days on which nobody can meet there marked, and said why."""
    off = away.get(lane.id or 0, set())
    cells = tuple(
        replace(cell, shut=f"Closed: {closed[cell.day]}" if cell.day in closed else "Away" if cell.day in off else "")
        for cell in lane.cells
    )
    return replace(lane, cells=cells)


def spans(off: set[int], week: Week, days: Sequence[int]) -> str:
    """ "Mon, Tue": the days of those shown on which somebody is away."""
    return ", ".join(f"{week.days[day]:%a}" for day in days if day in off)


def room_lanes(
    site: int, virtual: bool, blocks: Iterable[Block], days: Sequence[int], sessions: Iterable[BoardSession]
) -> tuple[list[Lane], int]:
    """A lane for each room, and how many virtual rooms nothing meets in; sessions without a room come last."""
    used = {session.room for session in sessions}
    rooms = agency.rooms_at(site)
    shown = [room for room in rooms if not virtual or room.id in used]
    by_lane = _by_lane(blocks, lambda session: session.room)
    lanes = [Lane(room.id, room.name, f"{room.capacity} seats", _by_day(by_lane[room.id], days)) for room in shown]
    if by_lane[None]:
        lanes.append(Lane(0, "No room", "", _by_day(by_lane[None], days)))
    return lanes, len(rooms) - len(shown)


def clinician_lanes(
    staff: Iterable[tuple[int, str]], blocks: Iterable[Block], days: Sequence[int], only: int | None
) -> list[Lane]:
    """A lane for each clinician of the site who leads something, or only for the one asked for."""
    by_lane = _by_lane(blocks, lambda session: session.leader)
    wanted = [(number, name) for number, name in staff if number == only or (only is None and by_lane[number])]
    lanes = [
        Lane(number, name, _count(by_lane[number], days), _by_day(by_lane[number], days)) for number, name in wanted
    ]
    known = {number for number, _ in staff}
    others = [block for number, rows in by_lane.items() if number not in known for block in rows]
    if others:
        lanes.append(Lane(None, "From other sites", "", _by_day(others, days)))
    return lanes


def _count(blocks: Sequence[Block], days: Sequence[int]) -> str:
    standing = [b.session for b in blocks if not b.session.cancelled and b.session.day in days]
    groups = sum(session.group for session in standing)
    alone = len(standing) - groups
    said = [f"{groups} group{'s' * (groups != 1)}"] if groups else []
    return ", ".join(said + ([f"{alone} individual"] if alone else []))


def _by_lane(
    blocks: Iterable[Block], lane: Callable[[BoardSession], int | None]
) -> defaultdict[int | None, list[Block]]:
    found: defaultdict[int | None, list[Block]] = defaultdict(list)
    for block in blocks:
        found[lane(block.session)].append(block)
    return found


def _by_day(blocks: Iterable[Block], days: Sequence[int]) -> tuple[Cell, ...]:
    rows = list(blocks)
    return tuple(Cell(day, tuple(block for block in rows if block.session.day == day)) for day in days)
