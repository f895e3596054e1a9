"""Steps of the actions on groups and their series: write groups, begin a pattern, plan its sessions, let it take over those of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepdown.agency import queries as agency
from stepdown.audit.actions import last_word, lock
from stepdown.audit.terms import Actor, Lockable, NotFound, Obstacle
from stepdown.kernel.period import Period
from stepdown.schedule import rules
from stepdown.schedule.actions import steps, steps_giving
from stepdown.schedule.models import (
    Group,
    GroupPattern,
    GroupPatternStaff,
    PlannedSession,
    SessionStaff,
    WeekPlan,
)
from stepdown.schedule.queries import client_facts, facts, stands
from stepdown.schedule.queries import series as queries
from stepdown.schedule.rules.series import days_of, earliest, latest, monday_of, period_on
from stepdown.schedule.terms import (
    Blocker,
    Freed,
    Meeting,
    Placement,
    Planned,
    SessionRole,
    SessionState,
    SetupBlocker,
    Told,
)


def begin(group: Group, meeting: Meeting, starts: date) -> GroupPattern:
    """Let a group meet by `meeting` from `starts` on."""
    pattern = GroupPattern.objects.create(
        group=group,
        weekday=meeting.weekday,
        starts=meeting.starts,
        minutes=meeting.minutes,
        room_id=meeting.room,
        starts_on=starts,
    )
    GroupPatternStaff.objects.bulk_create(
        GroupPatternStaff(pattern=pattern, staff_id=staff, role=role) for staff, role in meeting.staff
    )
    return pattern


@dataclass
class _Plan:
    """What planning has done so far."""

    by: Actor
    at: datetime
    opened: list[int] = field(default_factory=list)
    made: list[PlannedSession] = field(default_factory=list)
    skipped: list[Told] = field(default_factory=list)
    lacking: list[Told] = field(default_factory=list)
    unseated: list[Told] = field(default_factory=list)
    known: client_facts.Known = field(default_factory=dict)

    def result(self) -> Planned:
        return Planned(
            tuple(row.pk for row in self.made), tuple(self.skipped), tuple(self.lacking), tuple(self.unseated)
        )


def plan(*, by: Actor, at: datetime, groups: Sequence[Group], until: date) -> Planned:
    """Make what is missing of the sessions of `groups`, which are held already, up to, not including, `until`."""
    patterns = queries.patterns_of(groups)
    seats = queries.seats_of(groups)
    lock(
        [
            *((Lockable.STAFF, row.staff_id) for one in patterns for row in one.staff.all()),
            *((Lockable.ROOM, one.room_id) for one in patterns if one.room_id is not None),
            *((Lockable.CLIENT, seat.client_id) for seat in seats),
        ]
    )
    sofar = _Plan(by, at)
    for one in patterns:
        _plan_pattern(sofar, one, until)
    for group in groups:
        _seat_regulars(sofar, group, until)
        steps.renew_topics(group.pk, at)
    for week in WeekPlan.objects.filter(pk__in=sofar.opened):
        week.published_version = week.version
        week.save(update_fields=["published_version"])
    return sofar.result()


def _plan_pattern(sofar: _Plan, one: GroupPattern, until: date) -> None:
    group = one.group
    zone = group.site.time_zone
    first = latest(queries.today_at(group, sofar.at), one.starts_on, group.starts_on)
    there = frozenset(one.sessions.filter(pattern_day__gte=first).values_list("pattern_day", flat=True))
    for day in days_of(one.weekday, first, earliest(until, one.ends_on, group.ends_on) or until):
        period = period_on(day, one.starts, one.minutes, zone)
        if day in there or period.start <= sofar.at:
            continue
        if agency.closed_on(group.site_id, day):
            sofar.skipped.append(Told(None, day, (Obstacle(Blocker.SITE_CLOSED),), group=group.pk))
            continue
        _make(sofar, one, day, period)


def _make(sofar: _Plan, one: GroupPattern, day: date, period: Period) -> None:
    """One session of a pattern: first without anybody, then whoever and whatever is free that day."""
    group = one.group
    row = PlannedSession.objects.create(
        week=_week_of(sofar, group, monday_of(day)),
        group=group,
        pattern=one,
        pattern_day=day,
        service=group.service,
        site=group.site,
        period=DateTimeTZRange(period.start, period.end),
        capacity=group.capacity,
        modality=group.modality,
    )
    lead = next((place.staff_id for place in one.staff.all() if place.role == SessionRole.LEAD), None)
    to = Placement(day.weekday(), one.starts, lead, one.room_id, one.minutes)
    found = _against(row, to, sofar.at)
    busy = set(SessionStaff.objects.filter(active=True, period__overlap=row.period).values_list("staff", flat=True))
    taken = PlannedSession.objects.filter(room=one.room_id, state=SessionState.PLANNED, period__overlap=row.period)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        if one.room_id is not None and not taken.exclude(pk=row.pk).exists():
            row.room_id = one.room_id
            row.save(update_fields=["room"])
        for place in one.staff.all():
            if place.staff_id not in busy and place.staff.active:
                steps.give_place(row, place.staff_id, place.role)
    if found:
        sofar.lacking.append(Told(row.pk, day, found, group=group.pk))
    sofar.made.append(row)
    steps.note_change(by=sofar.by, at=sofar.at, row=row, details={"made": day.isoformat()})


def _against(row: PlannedSession, to: Placement, at: datetime) -> tuple[Obstacle, ...]:
    """What stands in the way of a session just made, nobody expected in it yet."""
    nobody = facts.Company({}, 0, ())
    try:
        return rules.obstacles(facts.booking(row, to, now=at, company=nobody))
    except NotFound:  # its leader works here no more
        alone = facts.booking(row, replace(to, staff=None), now=at, company=nobody)
        return (Obstacle(SetupBlocker.NO_LEADER), *rules.obstacles(alone))


def _week_of(sofar: _Plan, group: Group, monday: date) -> WeekPlan:
    """The programme week a session is put into; a new one is remembered, to say at the end how it was published."""
    week, new = steps.week_plan(group, monday, sofar.at)
    if new:
        sofar.opened.append(week.pk)
    return week


def _seat_regulars(sofar: _Plan, group: Group, until: date) -> None:
    """Seat everybody with a regular seat in the sessions made from patterns that they never had a seat in."""
    regulars = queries.seats_of([group])
    sessions = queries.without_regulars(group, sofar.at, until) if regulars else []
    for row in sessions:
        day = stands.day_of(row)
        known = {place.client_id for place in row.participants.all()}
        coming = {
            seat.client_id: seat.modality
            for seat in regulars
            if seat.client_id not in known and seat.starts <= day and (seat.ends is None or day < seat.ends)
        }
        if coming:
            _, missed = steps_giving.seat_many(by=sofar.by, at=sofar.at, row=row, clients=coming, known=sofar.known)
            sofar.unseated += missed


def take_over(*, by: Actor, at: datetime, row: PlannedSession, to: GroupPattern, day: date) -> tuple[Obstacle, ...]:
    """Let an unchanged session follow the pattern that took its own over, on `day`; or say what stands in the way."""
    before = stands.placement_of(row)
    lead = next((place.staff_id for place in to.staff.all() if place.role == SessionRole.LEAD), None)
    others = tuple((place.staff_id, place.role) for place in to.staff.all() if place.role != SessionRole.LEAD)
    goal = Placement(to.weekday, to.starts, lead, to.room_id, to.minutes)
    company = replace(facts.company_of(row), others=others)
    if found := rules.obstacles(facts.booking(row, goal, now=at, company=company)):
        return found
    keep = {staff for staff, _ in others}
    row.staff.filter(active=True).exclude(role=SessionRole.LEAD).exclude(staff__in=keep).update(
        active=False, freed=Freed.REMOVED
    )
    row.pattern, row.pattern_day = to, day
    row.save(update_fields=["pattern", "pattern_day"])
    steps.place(row, goal)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        for staff, role in others:
            steps.give_place(row, staff, role)
    details: dict[str, object] = {"from": steps.as_details(before), "to": steps.as_details(goal)}
    steps.note_change(by=by, at=at, row=row, details=details)
    return ()


def drop(*, by: Actor, at: datetime, row: PlannedSession) -> None:
    """Cancel a session whose series does not meet then any more."""
    steps.free_everybody(row, Freed.CANCELLED)
    steps.note_change(by=by, at=at, row=row, details={"dropped": True})


def link(row: PlannedSession, to: GroupPattern, day: date, *, changed: bool) -> None:
    """Let a session that stays as it is stand for `day` of a pattern, so that no other is made for that day."""
    row.pattern, row.pattern_day, row.changed = to, day, row.changed or changed
    row.save(update_fields=["pattern", "pattern_day", "changed"])


def end_patterns(patterns: Iterable[GroupPattern], on: date) -> None:
    """Let patterns end; `on` is the first day without them."""
    for one in patterns:
        one.ends_on = max(on, one.starts_on)
        one.save(update_fields=["ends_on"])
