"""Week: every session of a site's week, by room, by clinician, or as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
from stepdown.schedule.queries.day import tracks_at
from stepdown.schedule.queries.week import BoardSession, WeekHours
from stepdown.schedule.terms import Placement
from stepdown.web.desk.moves import code
from stepdown.web.desk.pages import DeskRequest, monday_of, number, page
from stepdown.web.desk.templatetags.wording import clock
from stepdown.web.desk.week_lanes import Block, Lane, clinician_lanes, marked, room_lanes, shut_days, spans

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


@page(allowed=MAY_SEE_WEEK)
def week(request: DeskRequest) -> HttpResponse:
    """The week at the site looked at. Two queries for the sessions; thirteen in all with those of every page."""
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
    closed, away = shut_days(site.id, [number for number, _ in staff], chosen)
    lanes: Sequence[Lane] = ()
    idle = 0
    if looking.view == ROOMS:
        lanes, idle = room_lanes(site.id, site.virtual, blocks(s for s in here if s.group), days, sessions)
    elif looking.view == CLINICIANS:
        lanes = clinician_lanes(staff, blocks(shown), days, looking.clinician)
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
        "lanes": [marked(lane, closed, away if looking.view == CLINICIANS else {}) for lane in lanes],
        "idle": idle,
        "uncovered": [
            (block, "the site is closed" if block.session.day in closed else "")
            for block in blocks(schedule.uncovered(here, closed, away, request.now))
        ],
        "shut": [(chosen.days[day], why) for day, why in sorted(closed.items()) if day in days],
        "away": [
            (name, spans(away[number], chosen, days)) for number, name in staff if away.get(number, set()) & {*days}
        ],
        "by_day": _listed(blocks(here if looking.clinician is None else shown), chosen),
        "now": today.place(request.now)[1] if today == chosen and looking.day == today.place(request.now)[0] else None,
        "empty": not sessions,
        "nothing_matches": bool(sessions) and not shown,
        "groups": sum(s.group and not s.cancelled for s in sessions if s.site == site.id),
        "individual": sum(not s.group and not s.cancelled for s in sessions if s.site == site.id),
        "cancelled": sum(s.cancelled for s in sessions if s.site == site.id),
        "staff": staff,
        "services": _with_sessions(agency.services(), sessions),
        "tracks": tracks_at(site.id, chosen.monday),
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
