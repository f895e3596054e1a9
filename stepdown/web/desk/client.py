"""Overview of one client: their week in minutes and by the day, what was ordered and authorized."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse

from stepdown.coverage import queries as coverage
from stepdown.kernel.period import Period, minutes_covered
from stepdown.kernel.week import Week, day_of
from stepdown.ledger import queries as ledger
from stepdown.people.access import MAY_CHANGE_CLIENTS, MAY_MERGE, MAY_SEE_CLIENTS
from stepdown.plan import queries as plan
from stepdown.schedule.queries import day as schedule
from stepdown.schedule.queries.day import ClientSession
from stepdown.session import queries as session
from stepdown.session.terms import VisitRow
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, day_typed, page


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the client's week: what is planned, and who came when."""

    day: date
    is_today: bool
    sessions: tuple[tuple[ClientSession, int], ...]
    """Each with the minutes attended of it."""
    visits: tuple[VisitRow, ...]

    @property
    def attended(self) -> int:
        """Attended minutes."""
        return minutes_covered(part.period for visit in self.visits for part in visit.attended)


@page(allowed=MAY_SEE_CLIENTS)
def client(request: DeskRequest, client: int) -> HttpResponse:
    """The client's page for a week: `?week=2026-11-23` is another one. Opening it is recorded."""
    week, this_week = _week(request)
    today = week.day_near(request.now)
    chart = open_chart(request, client, today)
    orders = plan.prescriptions_of(client)
    authorized = coverage.authorizations_on(client, today)
    span = ledger.span_of(week)
    sessions = schedule.sessions_of(client, span)
    visits = session.visits_in(client, span)
    seen = ledger.Seen(
        expected={client: [(one.id, one.period) for one in sessions]},
        attended={client: [(part.session, part.period) for visit in visits for part in visit.attended]},
        here=_here_since(client, visits, day_of(request.now, week.zone)),
        orders={client: [one.in_force for one in orders]},
        payers={client: authorized[-1].payer if authorized else ""},
    )
    minutes = ledger.weeks_of([client], week, now=request.now, seen=seen)[client]
    context = {
        "prescription": next((one for one in orders if one.holds(today)), None),
        "minutes": minutes,
        "week": week,
        "this_week": this_week,
        "days": _days(week, sessions, visits, request),
        "may_merge": request.actor.has_any(MAY_MERGE),
        "may_change": request.actor.has_any(MAY_CHANGE_CLIENTS),
        "tracks": schedule.tracks_of(client, today),
    }
    return chart.page("desk/client.html", context, minutes=minutes, authorized=authorized)


def _here_since(client: int, visits: tuple[VisitRow, ...], day: Period) -> dict[int, datetime]:
    """When they came in on the local day `day`, if they are here."""
    came = [v.arrived_at for v in visits if v.departed_at is None and day.start <= v.arrived_at < day.end]
    return {client: came[0]} if came else {}


def _week(request: DeskRequest) -> tuple[Week, bool]:
    """The week asked for (any day in it), else the one of now; and whether it is the one of now."""
    present = Week.of(request.now, request.site.time_zone)
    asked = day_typed(request.GET.get("week", ""))
    week = Week(asked - timedelta(days=asked.weekday()), present.zone) if asked else present
    return week, week == present


def _days(
    week: Week, sessions: tuple[ClientSession, ...], visits: tuple[VisitRow, ...], request: DeskRequest
) -> list[Day]:
    """The week day by day; Saturday and Sunday only when something is on."""
    attended: dict[int, int] = {}
    for visit in visits:
        for part in visit.attended:
            attended[part.session] = attended.get(part.session, 0) + part.period.minutes
    today = Week.of(request.now, week.zone).day_near(request.now)
    days = []
    for number, day in enumerate(week.days):
        planned = tuple((s, attended.get(s.id, 0)) for s in sessions if week.place(s.period.start)[0] == number)
        came = tuple(v for v in visits if week.place(v.arrived_at)[0] == number)
        if number < 5 or planned or came:
            days.append(Day(day, day == today, planned, came))
    return days
