"""Staff: who works here, what they may lead, how full their week is; and one person's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.agency import queries as agency
from stepdown.agency.access import (
    MAY_ADD_TIME_OFF,
    MAY_CHANGE_AGENCY,
    MAY_KEEP_CREDENTIALS,
    MAY_MANAGE_SIGN_INS,
    MAY_SEE_STAFF,
)
from stepdown.agency.terms import CredentialRow, Role, StaffRow
from stepdown.audit.terms import NotFound
from stepdown.kernel.week import Week
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_HISTORY
from stepdown.schedule.access import MAY_SEE_WEEK
from stepdown.schedule.queries import week as schedule
from stepdown.schedule.queries.week import StaffWeek
from stepdown.web.desk.pages import DeskRequest, page, typed

SOON = timedelta(days=30)
"""A credential that runs out within this time is pointed out: a reminder on a page, no rule."""
NOTHING = StaffWeek(minutes=0, groups=0, individual=0)


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential with how it stands on the day looked at."""

    row: CredentialRow
    days_left: int | None
    not_yet: bool

    @classmethod
    def on(cls, row: CredentialRow, day: date) -> Credential:
        left = None if row.valid_until is None else (row.valid_until - day).days
        return cls(row=row, days_left=left, not_yet=row.valid_from > day)

    @property
    def ended(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= SOON.days


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the staff list: the person, their credentials today, caseload and week."""

    row: StaffRow
    credentials: tuple[Credential, ...]
    caseload: int
    week: StaffWeek

    @property
    def full(self) -> bool:
        return self.row.caseload_limit is not None and self.caseload >= self.row.caseload_limit

    @property
    def over(self) -> bool:
        most = self.row.max_minutes_a_week
        return most is not None and self.week.minutes > most


@page(allowed=MAY_SEE_STAFF)
def staff(request: DeskRequest) -> HttpResponse:
    """Everybody at the site looked at. Five queries for the list, however many lines."""
    wanted, role = typed(request.GET.get("q", "")), request.GET.get("role", "")
    left = "left" in request.GET
    known = role if role in set(Role) else ""
    rows = agency.staff_rows([request.site.id], search=wanted, role=known, active=not left)
    context = {
        "people": _people(request, rows),
        "typed": wanted,
        "role": role,
        "left": left,
        "may_hire": request.actor.has_any(MAY_CHANGE_AGENCY),
        "roles": list(Role),
        "week": Week.of(request.now, request.site.time_zone),
        "soon": SOON.days,
    }
    return render(request, "desk/staff.html", context)


@page(allowed=MAY_SEE_STAFF)
def staff_member(request: DeskRequest, staff: int) -> HttpResponse:
    """One person: hours, credentials, tracks, this week's sessions, days away. Eleven queries."""
    rows = agency.staff_rows([site.id for site in request.sites], staff=staff)
    if not rows:
        raise NotFound
    (person,) = _people(request, rows)
    week = Week.of(request.now, request.site.time_zone)
    sessions = schedule.board(week, staff=[staff]) if request.actor.has_any(MAY_SEE_WEEK) else ()
    hours = agency.working_hours(staff)
    context = {
        "section": "staff",
        "person": person,
        "week": week,
        "hours": [
            (day, [row for row in hours if row.weekday == day]) for day in sorted({row.weekday for row in hours})
        ],
        "tracks": schedule.tracks_of_staff(staff),
        "away": agency.time_off(staff, week.day_near(request.now)),
        "today": week.day_near(request.now),
        "may": {
            "change": request.actor.has_any(MAY_CHANGE_AGENCY),
            "hours": request.actor.has_any(MAY_ADD_TIME_OFF),
            "credentials": request.actor.has_any(MAY_KEEP_CREDENTIALS),
            "sign_ins": request.actor.has_any(MAY_MANAGE_SIGN_INS),
            "history": request.actor.has_any(MAY_SEE_HISTORY),
        },
        "days": [
            (day, week.days[day], held)
            for day in range(7)
            if (held := [s for s in sessions if s.day == day and s.leader == staff])
        ],
    }
    return render(request, "desk/staff_member.html", context)


def _people(request: DeskRequest, rows: tuple[StaffRow, ...]) -> list[Person]:
    """Two queries."""
    week = Week.of(request.now, request.site.time_zone)
    today = week.day_near(request.now)
    numbers = [row.id for row in rows]
    caseloads, weeks = people.caseloads(numbers, today), schedule.staff_weeks(numbers, week.period)
    return [
        Person(
            row=row,
            credentials=tuple(Credential.on(held, today) for held in row.credentials),
            caseload=caseloads.get(row.id, 0),
            week=weeks.get(row.id, NOTHING),
        )
        for row in rows
    ]
