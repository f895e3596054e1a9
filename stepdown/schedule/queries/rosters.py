"""Rows → facts about regular seats: who has one, from when to when, and what a newcomer would meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from stepdown.kernel.week import Week
from stepdown.plan.terms import Modality
from stepdown.schedule.models import (
    Enrollment,
    Group,
    GroupPattern,
    Participant,
    PlannedSession,
    TrackEnrollment,
)
from stepdown.schedule.queries import client_facts, facts, stands
from stepdown.schedule.rules.series import earliest, latest, monday_of
from stepdown.schedule.terms import Booking, ClientFacts, Joining, SessionState, Slot

Taken = list[tuple[date, date | None]]
Spans = defaultdict[int, Taken]


def track_spans(tracks: Collection[int]) -> Spans:
    """When places in each of `tracks` are taken, as [starts, ends) by track id. One query."""
    return _spans(TrackEnrollment.objects.filter(track__in=tracks).values_list("track", "starts", "ends", "kept_until"))


def seat_spans(groups: Collection[int], *, but: int | None = None) -> Spans:
    """When regular seats in each of `groups` are taken, as [starts, ends) by group id; `but` leaves one out. One query.

    A seat that is kept for somebody on hold is taken until the day it is kept.
    """
    rows = Enrollment.objects.filter(group__in=groups).exclude(pk=but)  # type: ignore[misc]  # None leaves nothing out
    return _spans(rows.values_list("group", "starts", "ends", "kept_until"))


def _spans(rows: Iterable[tuple[int, date, date | None, date | None]]) -> Spans:
    found: Spans = defaultdict(list)
    for to, starts, ends, kept_until in rows:
        last = earliest(ends, kept_until)
        if last is None or last > starts:
            found[to].append((starts, last))
    return found


def meets_by_pattern(groups: Iterable[int]) -> frozenset[int]:
    """Those of `groups` that meet by patterns, now, before or to come. One query."""
    rows = GroupPattern.objects.filter(group__in=list(groups))
    return frozenset(rows.values_list("group", flat=True).distinct())


def enrolling_facts(
    group: Group, row: Joining, at: datetime, known: client_facts.Known
) -> tuple[Booking, ClientFacts, tuple[Slot, ...]]:
    """What a rule asks before somebody takes a regular seat: the group with who has one, the newcomer, its meetings.

    `known` is handed from one joining to the next.
    """
    today = Week.of(at, group.site.time_zone).day_near(at)
    day = latest(row.starts, today)
    week = Week(monday_of(day), group.site.time_zone)
    others = Enrollment.objects.filter(stands.in_force(day), group=group).exclude(client=row.client)
    ways = {client: way == Modality.VIDEO for client, way in others.values_list("client", "modality")}
    ways_in = {**ways, row.client: row.modality == Modality.VIDEO}
    people = {one.id: one for one in client_facts.client_facts(ways_in, week, day, but=None, known=known)}
    slots = tuple(
        facts.slot_at(week, meeting.weekday, meeting.starts, meeting.minutes)
        for meeting in group.patterns.all()
        if meeting.ends_on is None or meeting.ends_on > day
    )
    session = PlannedSession(group=group, service=group.service, site=group.site, capacity=group.capacity)
    booking = Booking(
        session=facts.session_facts(session, day, facts.Company({}, 0, ())),
        slot=facts.slot_at(week, day.weekday(), 0, 1),
        staff=None,
        room=None,
        clients=tuple(people[client] for client in sorted(ways)),
        closed=False,
        opens=0,
        closes=0,
        now=at,
    )
    return booking, people[row.client], slots


def sessions_to_come(group: int, at: datetime, starts: date, ends: date | None) -> list[PlannedSession]:
    """The sessions of a group that stand, begin after `at`, and lie on a local day in [starts, ends). One query."""
    rows = PlannedSession.objects.filter(
        group=group,
        state=SessionState.PLANNED,
        period__startswith__gt=at,
        period__endswith__gt=_around(starts),
    )
    found = stands.with_all(rows).order_by("period")
    return [row for row in found if starts <= stands.day_of(row) and (ends is None or stands.day_of(row) < ends)]


def sessions_of_day(sites: Collection[int], day: date, at: datetime) -> list[PlannedSession]:
    """The sessions of `sites` that stand on a local day and have not begun. One query."""
    rows = PlannedSession.objects.filter(
        site__in=sites,
        state=SessionState.PLANNED,
        period__startswith__gt=at,
        period__overlap=(_around(day), _around(day + timedelta(days=4))),
    )
    return [row for row in stands.with_all(rows).order_by("period") if stands.day_of(row) == day]


def expected_clients(sessions: Collection[int]) -> frozenset[int]:
    """Everybody with a seat in any of `sessions`. One query."""
    rows = Participant.objects.filter(session__in=sessions, active=True)
    return frozenset(rows.values_list("client", flat=True))


def _around(day: date) -> datetime:
    """A moment that is before `day` in every time zone: for a first, coarse question to the index."""
    return Week(monday_of(day - timedelta(days=1)), "UTC").at((day - timedelta(days=1)).weekday(), 0)
