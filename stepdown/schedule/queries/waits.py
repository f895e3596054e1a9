"""Holes in clients' days: who waits between two groups, who would if sessions were gone, whom a change leaves waiting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.agency import queries as agency
from stepdown.agency.terms import SiteRow
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, zone_of
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope
from stepdown.schedule.models import Group, Participant, PlannedSession, TrackBlock
from stepdown.schedule.queries import series, stands
from stepdown.schedule.rules import holes as rules
from stepdown.schedule.rules.series import latest, monday_of, period_on
from stepdown.schedule.terms import Gap, SessionState

LONGEST_WAIT = "schedule.longest_wait"
"""Policy key: minutes between two groups of a client's day that are no hole yet."""
Days = dict[tuple[int, date], dict[int, Period]]
"""(client, local day) → the groups they are expected in, by session."""


def longest_wait(jurisdiction: str, day: date) -> timedelta | None:
    """The longest wait between two groups that is no hole; None where policy says nothing. One query."""
    row = value_on(LONGEST_WAIT, Scope(jurisdiction), day)
    return None if row is None else timedelta(minutes=int(row.value))


def waits_of(client: int, period: Period, site: SiteRow) -> tuple[Gap, ...]:
    """Where a client waits within `period`, by the local days of `site`, in the order of time. Three queries."""
    return _gaps({}, _days([client], period, site.time_zone), site)


def gaps_without(sessions: Collection[int], clients: Collection[int] = ()) -> tuple[Gap, ...]:
    """Where `clients` (everybody expected) would wait if `sessions`, of one site, were gone for them. Six queries."""
    rows = list(stands.with_all(PlannedSession.objects.filter(pk__in=sessions, state=SessionState.PLANNED)))
    if not rows:
        return ()
    seats = Participant.objects.filter(session__in=rows, active=True, client_present=True)
    expected = set(seats.values_list("client", flat=True))
    site = agency.site_row(rows[0].site_id)
    days = sorted(stands.day_of(row) for row in rows)
    before = _days(expected & set(clients or expected), _span(days[0], days[-1], site.time_zone), site.time_zone)
    gone = {row.pk for row in rows}
    after = {key: {n: one for n, one in groups.items() if n not in gone} for key, groups in before.items()}
    return _gaps(before, after, site)


def planned_in(site: SiteRow, first: date, last: date, *, after: datetime) -> tuple[int, ...]:
    """The sessions of a site that stand on its local days from `first` to `last` and begin after `after`. One query."""
    span = _span(first, last, site.time_zone)
    rows = PlannedSession.objects.filter(
        site=site.id,
        state=SessionState.PLANNED,
        period__startswith__gt=after,
        period__overlap=(span.start, span.end),
    )
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Before:
    """The days of everybody expected in a group's sessions to come, from a day on, as they stood before a change."""

    group: int
    site: SiteRow
    span: Period
    days: Days


def before_change(group: Group, starts: date, at: datetime) -> Before | None:
    """What to compare with once a group's sessions from `starts` on have changed; None when none is planned. Four
    queries.
    """
    first, last = latest(starts, series.today_at(group, at)), series.planned_until(group)
    if last is None or last < first:
        return None
    site = agency.site_row(group.site_id)
    span = _span(first, monday_of(last) + timedelta(days=6), site.time_zone)
    return Before(group.pk, site, span, _days(_expected(group.pk, span), span, site.time_zone))


def gaps_since(before: Before | None) -> tuple[Gap, ...]:
    """The gaps that were not there before the change, for everybody expected then or now. Four queries."""
    if before is None:
        return ()
    clients = {client for client, _ in before.days} | _expected(before.group, before.span)
    return _gaps(before.days, _days(clients, before.span, before.site.time_zone), before.site)


def _expected(group: int, span: Period) -> set[int]:
    rows = Participant.objects.filter(
        session__group=group, active=True, client_present=True, period__overlap=(span.start, span.end)
    )
    return set(rows.values_list("client", flat=True))


def _span(first: date, last: date, zone: str) -> Period:
    """From the beginning of the local day `first` to the end of `last`."""
    begins, ends = (Week(monday_of(day), zone).day_period(day.weekday()) for day in (first, last))
    return Period(begins.start, ends.end)


def _days(clients: Collection[int], period: Period, zone: str) -> Days:
    """The groups in which `clients` are expected within `period`, by local day. One query."""
    rows = Participant.objects.filter(
        client__in=clients,
        active=True,
        client_present=True,
        session__group__isnull=False,
        session__state=SessionState.PLANNED,
        period__overlap=(period.start, period.end),
    )
    found: defaultdict[tuple[int, date], dict[int, Period]] = defaultdict(dict)
    for client, session, span in rows.values_list("client", "session", "period"):
        found[client, span.lower.astimezone(zone_of(zone)).date()][session] = Period(span.lower, span.upper)
    return dict(found)


def _gaps(before: Days, after: Days, site: SiteRow) -> tuple[Gap, ...]:
    """The gaps of `after` that are new. Two queries."""
    longest = longest_wait(site.jurisdiction, min(day for _, day in after)) if after else None
    if longest is None:
        return ()
    return rules.gaps(_periods(before), _periods(after), _pauses(after, site.time_zone), longest)


def _periods(days: Days) -> Mapping[tuple[int, date], list[Period]]:
    return {key: list(groups.values()) for key, groups in days.items()}


def _pauses(days: Collection[tuple[int, date]], zone: str) -> dict[tuple[int, date], list[Period]]:
    """The breaks of each client's tracks on each of these days. One query."""
    weekly: defaultdict[int, list[tuple[int, int, int, date, date | None]]] = defaultdict(list)
    clients = {client for client, _ in days}
    rows = TrackBlock.objects.filter(break_starts__isnull=False, track__clients__client__in=clients)
    columns = ("weekday", "break_starts", "break_ends", "track__clients__starts", "track__clients__ends")
    for client, *rest in rows.values_list("track__clients__client", *columns):
        weekly[client].append(tuple(rest))
    return {
        (client, day): [
            period_on(day, starts, ends - starts, zone)
            for weekday, starts, ends, since, until in weekly[client]
            if weekday == day.weekday() and since <= day and (until is None or day < until)
        ]
        for client, day in days
    }
