"""Week: every session of a site's week, by room, by clinician, or as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from stepdown.agency import queries as agency
from stepdown.agency.terms import ServiceRow
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.schedule.access import MAY_BOOK, MAY_SEE_WEEK
from stepdown.schedule.queries import week as schedule
from stepdown.schedule.queries.week import BoardSession, WeekHours
from stepdown.schedule.terms import Placement
from stepdown.web.desk.moves import code
from stepdown.web.desk.pages import DeskRequest, monday_of, number, page
from stepdown.web.desk.templatetags.wording import clock

ROOMS, CLINICIANS, LIST = "rooms", "clinicians", "list"
ORDINARY = WeekHours(days=6, opens=8 * 60, closes=20 * 60, step=30, published=True)
"""The hours an empty week shows."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the week is looked at: nothing in it is about a client, so it may stand in an address.

    `day` is None for the whole week; `service`, `track`, `clinician` are ids, None for all.
    """

    monday: date
    view: str = ROOMS
    day: int | None = None
    service: int | None = None
    track: int | None = None
    clinician: int | None = None
    level: LevelOfCare | None = None

    @classmethod
    def asked(cls, asked: QueryDict, today: date) -> Looking:
        """From an address; what makes no sense is left out. Any day chooses its week; without one, `today` does."""
        view, day = asked.get("view", ROOMS), number(asked.get("day", ""))
        return cls(
            monday=monday_of(asked.get("monday", ""), today),
            view=view if view in {ROOMS, CLINICIANS, LIST} else ROOMS,
            day=day if day is not None and day <= 6 else None,
            service=number(asked.get("service", "")),
            track=number(asked.get("track", "")),
            clinician=number(asked.get("clinician", "")),
            level=next((level for level in LevelOfCare if level.value == asked.get("level")), None),
        )

    def link(self, **change: object) -> str:
        """The address of the same look with something changed."""
        changed = replace(self, **change)  # type: ignore[arg-type]
        parts = {name: getattr(changed, name) for name in ("view", "day", "service", "track", "clinician", "level")}
        return "?" + urlencode(
            {"monday": changed.monday.isoformat()} | {k: v for k, v in parts.items() if v is not None}
        )

    def shows(self, session: BoardSession) -> bool:
        """Whether a session passes the filters."""
        return (
            self.service in (None, session.service)
            and self.track in (None, session.track)
            and self.clinician in (None, session.leader)
            and (self.level is None or self.level in session.levels)
            and self.day in (None, session.day)
        )


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
    """One day of a lane: 0 = Monday, and the sessions there in the order of time."""

    day: int
    blocks: tuple[Block, ...]


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


@page(allowed=MAY_SEE_WEEK)
def week(request: DeskRequest) -> HttpResponse:
    """The week at the site looked at. Two queries for the sessions; eleven in all with those of every page."""
    site = request.site
    today = Week.of(request.now, site.time_zone)
    looking = Looking.asked(request.GET, today.day_near(request.now))
    chosen = Week(looking.monday, site.time_zone)
    staff = agency.staff_names([site.id])
    hours = schedule.hours_of(site.id, chosen.monday)
    sessions = schedule.board(chosen, site=site.id, staff=[number for number, _ in staff])
    shown = [session for session in sessions if looking.shows(session)]
    here = [session for session in shown if session.site == site.id]
    days = [looking.day] if looking.day is not None else list(range((hours or ORDINARY).days))
    opens = [*request.actor.sites] if not request.actor.everywhere else [row.id for row in request.sites]
    may_move = request.actor.has_any(MAY_BOOK)
    blocks = lambda rows: [_block(row, row.site in opens, may_move, request.now) for row in rows]  # noqa: E731
    lanes: Sequence[Lane] = ()
    idle = 0
    if looking.view == ROOMS:
        lanes, idle = _room_lanes(site.id, site.virtual, blocks(s for s in here if s.group), days, sessions)
    elif looking.view == CLINICIANS:
        lanes = _clinician_lanes(staff, blocks(shown), days, looking.clinician)
    context = {
        "links": _links(looking, today.monday),
        "day_links": [(n, chosen.days[n], looking.link(day=n)) for n in range((hours or ORDINARY).days)],
        "looking": looking,
        "section": "week",
        "week": chosen,
        "last": chosen.days[(hours or ORDINARY).days - 1],
        "today_date": today.day_near(request.now) if today == chosen else None,
        "today": today.place(request.now)[0] if today == chosen else None,
        "hours": hours,
        "open": hours or ORDINARY,
        "by": "staff" if looking.view == CLINICIANS else "room",
        "shown_days": [(number, chosen.days[number]) for number in days],
        "lanes": lanes,
        "idle": idle,
        "by_day": _listed(blocks(here if looking.clinician is None else shown), chosen),
        "now": today.place(request.now)[1] if today == chosen and looking.day == today.place(request.now)[0] else None,
        "empty": not sessions,
        "nothing_matches": bool(sessions) and not shown,
        "groups": sum(s.group and not s.cancelled for s in sessions if s.site == site.id),
        "individual": sum(not s.group and not s.cancelled for s in sessions if s.site == site.id),
        "cancelled": sum(s.cancelled for s in sessions if s.site == site.id),
        "staff": staff,
        "services": _with_sessions(agency.services(), sessions),
        "tracks": schedule.tracks(),
        "levels": [level for level in LevelOfCare if any(level in session.levels for session in sessions)],
        "filtered": (looking.service, looking.track, looking.clinician, looking.level) != (None,) * 4,
        **_frame(hours or ORDINARY, shown),
    }
    return render(request, "desk/week.html", context)


def _block(row: BoardSession, opens: bool, may_move: bool, now: datetime) -> Block:
    """The session as a block; it can be taken hold of while it is ahead, stands, and somebody leads it."""
    if not (opens and may_move) or row.cancelled or row.leader is None or row.period.start <= now:
        return Block(row, opens)
    return Block(row, opens, code(Placement(row.day, row.starts, row.leader, row.room)))


def _links(looking: Looking, this_monday: date) -> dict[str, str]:
    week = timedelta(days=7)
    return {
        "previous": looking.link(monday=looking.monday - week),
        "now": looking.link(monday=this_monday),
        "next": looking.link(monday=looking.monday + week),
        "rooms": looking.link(view=ROOMS),
        "clinicians": looking.link(view=CLINICIANS),
        "list": looking.link(view=LIST),
        "whole": looking.link(day=None),
        "all": looking.link(service=None, track=None, clinician=None, level=None),
    }


def _room_lanes(
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


def _clinician_lanes(
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


def _listed(blocks: Iterable[Block], week: Week) -> list[tuple[date, list[Block]]]:
    """The sessions by day, for a list and for a phone; days with none are left out."""
    days: defaultdict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        days[block.session.day].append(block)
    return [(week.days[day], rows) for day, rows in sorted(days.items())]


def _frame(hours: WeekHours, shown: Iterable[BoardSession]) -> dict[str, object]:
    """From which full hour to which half hour a day's board runs, with its hours: within what board.css can draw."""
    starts, ends = zip(*[(s.starts, s.ends) for s in shown], strict=True) if shown else ((), ())
    begins = min(720, max(300, min([hours.opens, *starts]) // 60 * 60))
    till = min(1380, max(begins + 120, -(-max([hours.closes, *ends]) // 30) * 30))
    return {
        "begins": begins,
        "till": till,
        "marks": [(minute, clock(minute).replace(":00", "")) for minute in range(begins, till, 60)],
    }


def _with_sessions(services: Iterable[ServiceRow], sessions: Iterable[BoardSession]) -> list[ServiceRow]:
    there = {session.service for session in sessions}
    return [service for service in services if service.id in there]
