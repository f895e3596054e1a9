"""Rows → the facts of a client's week: which seven days, what was ordered, planned, attended, and what counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from stepdown.coverage import queries as coverage
from stepdown.coverage.terms import AuthorizedWeek
from stepdown.episode import queries as episode
from stepdown.episode.terms import InCare
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, day_of, local_days
from stepdown.ledger import rules
from stepdown.ledger.terms import DayFacts, WeekFacts, WeekMinutes
from stepdown.plan import queries as plan
from stepdown.plan.terms import Counting, OrderInForce, Part
from stepdown.policy import queries as policy
from stepdown.schedule import queries as schedule
from stepdown.schedule.queries.counted import counted
from stepdown.session import queries as session

FAMILIES = (*plan.COUNTING, "authorization.review_ahead")
REVIEW_AHEAD = 7
"""Days, where no policy row says how early a review is work."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A client's week with what was authorized for it; `ahead`: days before an end or a review that it is work."""

    facts: WeekFacts
    authorized: AuthorizedWeek | None
    ahead: int


def around(week: Week) -> tuple[date, date]:
    """The days that a client's week may touch when it is shown with this programme week, whenever it begins."""
    return week.days[0] - timedelta(days=6), week.days[6] + timedelta(days=6)


def near(week: Week, now: datetime) -> date:
    """The day whose client's week is shown with `week`: today, or a Thursday, with which it shares most days."""
    today = Week.of(now, week.zone)
    return week.day_near(now) if today == week else week.days[3]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page has read already of everybody it shows, for all days of `span_of`, by client.

    Sessions are (id, period); `payers` are names, and orders those that hold on one of the days.
    """

    expected: Mapping[int, Sequence[tuple[int, Period]]]
    attended: Mapping[int, Sequence[tuple[int, Period]]]
    here: Mapping[int, datetime]
    orders: Mapping[int, Sequence[OrderInForce]] = field(default_factory=dict)
    payers: Mapping[int, str] = field(default_factory=dict)


def span_of(week: Week) -> Period:
    """The time in which a client's week may lie that is shown with `week`, whatever day the payer's week begins on."""
    first, last = around(week)
    return Period(local_days(first, week.zone)[0].start, local_days(last, week.zone)[0].end)


def weeks_of(
    clients: Collection[int], week: Week, *, now: datetime, seen: Seen | None = None
) -> dict[int, WeekMinutes]:
    """One line per client, by client id, as the week stands at `now`; those not in care included.

    Eight queries; three when a page has read the rest.
    """
    care = episode.care_of(clients, *around(week))
    lines = line_facts(clients, care, week, now=now, seen=seen)
    return {client: rules.week_minutes(line.facts, now=now) for client, line in lines.items()}


def line_facts(
    clients: Collection[int], care: Mapping[int, InCare], week: Week, *, now: datetime, seen: Seen | None = None
) -> dict[int, LineFacts]:
    """The facts of each of `clients`, whose stays are `care`. Seven queries."""
    today = near(week, now)
    authorized = {} if seen else coverage.authorized_weeks(clients, today)
    payers = seen.payers if seen else {client: one.payer for client, one in authorized.items()}
    book = policy.book(FAMILIES)
    scopes = {client: plan.scope_of(stay, payers.get(client, "")) for client, stay in care.items()}
    counting = plan.counting_on(book, scopes, today)
    firsts = {
        client: rules.first_day(
            counting.get(client, Counting()).week_starts, today, care[client].admitted_on if client in care else None
        )
        for client in clients
    }
    days = {first: local_days(first, week.zone) for first in {*firsts.values()}}
    last = max(days, default=today) + timedelta(days=6)
    orders = seen.orders if seen else plan.orders_between(clients, min(days, default=today), last)
    seen = seen or _seen(clients, _span(days.values()) or week.period, day_of(now, week.zone))
    sessions = {number for rows in (*seen.expected.values(), *seen.attended.values()) for number, _ in rows}
    known = counted(sessions, week.zone)
    scheduled, attended = _as_parts(seen.expected, known), _as_parts(seen.attended, known)
    held = {scope: book.on(scope, today) for scope in set(scopes.values())}
    found = {}
    for client in clients:
        stay, first = care.get(client), firsts[client]
        periods = days[first]
        rows = tuple(
            _day(first + timedelta(days=n), period, stay, orders.get(client, ())) for n, period in enumerate(periods)
        )
        facts = WeekFacts(
            client=client,
            days=rows,
            scheduled=_within(scheduled.get(client, ()), periods),
            attended=_within(attended.get(client, ()), periods),
            counting=counting.get(client, Counting()),
            on_hold=stay is not None and any(f <= today and (t is None or today < t) for f, t in stay.holds),
            here_since=seen.here.get(client),
        )
        ahead = held[scopes[client]].get("authorization.review_ahead") if client in scopes else None
        found[client] = LineFacts(facts, authorized.get(client), int(ahead.value) if ahead else REVIEW_AHEAD)
    return found


def parts_of(clients: Collection[int], period: Period, zone: str) -> dict[int, tuple[Part, ...]]:
    """What each of `clients` attended during `period`, with what the rules of counting ask. Two queries."""
    attended = {
        client: [(one.session, one.period) for one in rows]
        for client, rows in session.attended_in(clients, period).items()
    }
    return _as_parts(attended, counted({number for rows in attended.values() for number, _ in rows}, zone))


def _seen(clients: Collection[int], period: Period, today: Period) -> Seen:
    """What each client is expected in and attended, and since when they are here. Three queries."""
    expected, attended = schedule.expected_in(clients, period), session.attended_in(clients, period)
    return Seen(
        {client: [(one.session, one.period) for one in rows] for client, rows in expected.items()},
        {client: [(one.session, one.period) for one in rows] for client, rows in attended.items()},
        session.here_since(clients, today),
    )


def _as_parts(
    rows: Mapping[int, Sequence[tuple[int, Period]]], known: Mapping[int, tuple[str, tuple[Period, ...]]]
) -> dict[int, tuple[Part, ...]]:
    return {
        client: tuple(Part(period, number, *known[number]) for number, period in those)
        for client, those in rows.items()
    }


def _day(day: date, period: Period, stay: InCare | None, orders: Iterable[OrderInForce]) -> DayFacts:
    order = next((order for order in orders if order.holds(day)), None)
    here = rules.day_of_care(
        day,
        admitted_on=stay.admitted_on if stay else None,
        discharged_on=stay.discharged_on if stay else None,
        holds=stay.holds if stay else (),
        closed=stay is not None and any(first <= day <= last for first, last in stay.closed),
    )
    if order is None:
        return DayFacts(day, period, here, 0, 0, 0)
    return DayFacts(day, period, here, order.minutes, order.minimum_week, order.minimum_day)


def _within(parts: Iterable[Part], days: tuple[Period, ...]) -> tuple[Part, ...]:
    return tuple(part for part in parts if days[0].start <= part.period.start < days[-1].end)


def _span(weeks: Iterable[tuple[Period, ...]]) -> Period | None:
    """From the first day of the earliest week to the last of the latest."""
    found = list(weeks)
    return Period(min(w[0].start for w in found), max(w[-1].end for w in found)) if found else None
