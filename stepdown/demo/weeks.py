"""The demo's calendar: weeks that are over as they stood, then sessions planned ahead from the groups' patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from stepdown.audit.terms import Actor, Refused
from stepdown.demo.agency import Ids, closed_day
from stepdown.demo.lives import WEEKS
from stepdown.demo.people import DemoClient
from stepdown.demo.plan import CLOSED, OP, ROOMS, SERVICES, TRACKS, ZONE
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.schedule.actions.appointments import book_appointment
from stepdown.schedule.actions.series import plan_ahead
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.queries import setup as schedule
from stepdown.schedule.terms import NewAppointment, NewSession, NewWeek

NAME = "Cedar Commons"
OPENS, CLOSES, STEP = 8 * 60, 21 * 60, 15
AHEAD = 2
"""Sessions are made for so many weeks, this one included."""
A_DAY = 2
"""Individual sessions a therapist has on one day at most."""


@dataclass
class Taken:
    """Who is where, as (start, end) by (person, day): what individual sessions are fitted around."""

    spans: defaultdict[tuple[str, int, int], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def free(self, who: Sequence[tuple[str, int]], day: int, start: int, end: int) -> bool:
        """Whether everybody is free then."""
        return all(end <= s or e <= start for kind, n in who for s, e in self.spans[kind, n, day])

    def take(self, who: Sequence[tuple[str, int]], day: int, start: int, end: int) -> None:
        """Keep the time for everybody."""
        for kind, number in who:
            self.spans[kind, number, day].append((start, end))


def publish_history(*, by: Actor, week: Week, today: date, ids: Ids, clients: Sequence[DemoClient]) -> None:
    """Publish the weeks before `week`, the present one, and of this one the days before `today`."""
    for back in range(WEEKS, -1, -1):
        one = Week(week.monday - timedelta(weeks=back), ZONE)
        taken = Taken()
        sessions = [*_groups(one, ids, clients, taken, week), *_individual(one, ids, clients, taken)]
        over = [row for row in sessions if one.monday + timedelta(days=one.place(row.period.start)[0]) < today]
        if over:
            at = one.at(0, 0) - timedelta(days=3)
            plan = open_week(by=by, at=at, week=NewWeek(NAME, one.monday, ZONE, 7, OPENS, CLOSES, STEP))
            publish_week(by=by, at=at, week=plan, sessions=over)


def book_individual(
    *, by: Actor, at: datetime, week: Week, today: date, ids: Ids, clients: Sequence[DemoClient]
) -> None:
    """Book the individual sessions to come: once a week at the same time, in this week and the next."""
    until, taken = week.monday + timedelta(weeks=AHEAD), Taken()
    _ = list(_groups(week, ids, clients, taken, week))
    for row in _individual(week, ids, clients, taken):
        day, start = week.place(row.period.start)
        later = week if week.monday + timedelta(days=day) >= today else week.next
        begins = later.span(day, start, row.period.minutes)
        if begins.start > at:
            _book(by, at, row.service, row.site, begins, row.lead, row.clients, until)


def repeat_individual(*, by: Actor, at: datetime, before: Week, until: date) -> None:
    """Book the individual sessions of the week `before` again, for every week up to, not including, `until`."""
    number = schedule.weeks_called(NAME).get(before.monday)
    for row in schedule.calendar(number) if number is not None else ():
        if row.group is None and row.lead is not None and row.clients and before.next.monday < until:
            begins = before.next.span(*before.place(row.period.start), row.period.minutes)
            if begins.start > at:
                _book(by, at, row.service, row.site, begins, row.lead, row.clients, until)


def _book(
    by: Actor, at: datetime, service: int, site: int, period: Period, lead: int, clients: tuple[int, ...], until: date
) -> None:
    new = NewAppointment(service=service, site=site, room=None, period=period, lead=lead, clients=clients, until=until)
    with suppress(Refused):  # somebody is away, or has left: then there is none
        book_appointment(by=by, at=at, new=new)


def plan_from(*, by: Actor, at: datetime, first: date, week: Week) -> None:
    """Make every session from `first` on that is not there yet, up to the end of the week after `week`."""
    for monday in _mondays(first, week.monday + timedelta(weeks=AHEAD)):
        begins = max(first, monday)
        midnight = Week(monday, ZONE).at((begins - monday).days, 0)
        plan_ahead(by=by, at=min(at, midnight), until=monday + timedelta(days=7))


def _mondays(first: date, until: date) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    while monday < until:
        yield monday
        monday += timedelta(days=7)


def planned_until() -> date | None:
    """The Monday of the last week there is, or None."""
    return max(schedule.weeks_called(NAME), default=None)


def _groups(week: Week, ids: Ids, clients: Sequence[DemoClient], taken: Taken, present: Week) -> Iterator[NewSession]:
    closed = (CLOSED[0], closed_day(present))
    for code, track in TRACKS.items():
        for day in track.days:
            this_day = week.monday + timedelta(days=day)
            if (track.site, this_day) == closed:
                continue
            coming = [one.id for one in clients if one.life.track_on(this_day) == code and one.life.comes_on(this_day)]
            for start, service, leader in track.groups:
                minutes = SERVICES[service].minutes
                who = [("staff", ids.staff[leader]), *(("client", client) for client in coming)]
                taken.take(who, day, start, start + minutes)
                yield NewSession(
                    group=ids.groups[code, start],
                    service=ids.services[service],
                    site=ids.sites[track.site],
                    room=ids.rooms[track.room],
                    period=week.span(day, start, minutes),
                    capacity=min(12, ROOMS[track.room][1]),
                    lead=ids.staff[leader],
                    clients=tuple(coming),
                )


def _individual(week: Week, ids: Ids, clients: Sequence[DemoClient], taken: Taken) -> Iterator[NewSession]:
    """An individual session for everybody who is in care all week and has one ordered."""
    a_day: defaultdict[tuple[str, int], int] = defaultdict(int)
    for client in clients:
        code = client.life.track_on(week.monday)
        whole = all(client.life.comes_on(day) and client.life.track_on(day) == code for day in week.days)
        if not code or not whole or TRACKS[code].level is OP or client.life.open_hours:
            continue
        for day, start in _slots(code):
            if slot_is_free(ids, client.id, code, day, start, taken, a_day):
                yield NewSession(
                    group=None,
                    service=ids.services["individual"],
                    site=ids.sites[TRACKS[code].site],
                    room=None,
                    period=week.span(day, start, SERVICES["individual"].minutes),
                    capacity=1,
                    lead=ids.staff[TRACKS[code].therapist],
                    clients=(client.id,),
                )
                break


def _slots(code: str) -> Iterator[tuple[int, int]]:
    track, minutes = TRACKS[code], SERVICES["individual"].minutes
    first, last = track.individual
    return ((day, start) for start in range(first, last - minutes + 1, 30) for day in track.individual_days)


def slot_is_free(
    ids: Ids, client: int, code: str, day: int, start: int, taken: Taken, a_day: defaultdict[tuple[str, int], int]
) -> bool:
    """Take a slot for an individual session when client and therapist are both free; whether it was."""
    therapist, end = TRACKS[code].therapist, start + SERVICES["individual"].minutes
    who = [("staff", ids.staff[therapist]), ("client", client)]
    if a_day[therapist, day] >= A_DAY or not taken.free(who, day, start, end):
        return False
    taken.take(who, day, start, end)
    a_day[therapist, day] += 1
    return True
