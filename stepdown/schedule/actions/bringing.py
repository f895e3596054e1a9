"""Writing a calendar down as it stood elsewhere: weekly meetings and sessions, past ones too.

What was decided elsewhere is not asked again (who may share a group, who works when). The walls stand: nobody and no
room is in two places at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, lock, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Noted, NotFound, Obstacle, refuse
from stepdown.kernel.week import zone_of
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of
from stepdown.safety.queries import must_not_meet
from stepdown.schedule.access import MAY_PUBLISH_WEEK, MAY_SET_UP_GROUPS
from stepdown.schedule.actions import steps, steps_series
from stepdown.schedule.models import (
    ActualStaff,
    Group,
    GroupPattern,
    GroupTopic,
    Participant,
    PlannedSession,
    SessionGuest,
    SessionStaff,
    WeekPlan,
)
from stepdown.schedule.queries.bringing import meetings_of
from stepdown.schedule.rules import bringing as rules
from stepdown.schedule.rules.series import monday_of
from stepdown.schedule.terms import Blocker, BroughtSession, DatedMeeting, Freed, MadeFor, SessionState, WeekState


@action
def bring_meetings(*, by: Actor, at: datetime, meetings: Sequence[DatedMeeting]) -> list[int]:
    """Write down when groups meet every week, and who leads; returns the ids in order. Sessions are `plan_ahead`'s.

    Refused: a meeting outside a day, without a leader, beside another of the group, or that ends before it starts.
    """
    groups = {row.pk: row for row in Group.objects.filter(pk__in={row.group for row in meetings})}
    demand(by, MAY_SET_UP_GROUPS, {row.site_id for row in groups.values()})
    if groups.keys() != {row.group for row in meetings}:
        raise NotFound
    agency.know(
        rooms={row.meeting.room for row in meetings if row.meeting.room is not None},
        staff={staff for row in meetings for staff, _ in row.meeting.staff},
    )
    lock((Lockable.GROUP, number) for number in groups)
    refuse(rules.dated_meeting_obstacles(meetings, meetings_of(groups)))
    made = []
    for row in meetings:
        pattern = steps_series.begin(groups[row.group], row.meeting, row.starts_on)
        if row.ends_on is not None:
            steps_series.end_patterns([pattern], row.ends_on)
        note(by=by, at=at, subject=("group", row.group), details={"from": row.starts_on.isoformat()})
        made.append(pattern.pk)
    return made


@action
def bring_sessions(*, by: Actor, at: datetime, sessions: Sequence[BroughtSession]) -> list[int]:
    """Write sessions down with who led, who had a seat and who else was there; returns the ids in order.

    Refused: more clients than seats, one person twice, a weekly meeting or topic the group does not have, clients who
    must not meet in a session to come, and, by the database, anybody or any room in two places at once.
    """
    demand(by, MAY_PUBLISH_WEEK, {row.site for row in sessions})
    _know(sessions)
    _lock_all(sessions)
    topics = {
        (group, place): number
        for group, place, number in GroupTopic.objects.filter(
            group__in={row.group for row in sessions if row.topic is not None}
        ).values_list("group", "place", "pk")
    }
    patterns = _patterns(sessions)
    zones = {site: agency.time_zone(site) for site in {row.site for row in sessions}}
    mondays = [monday_of(_day(row, zones)) for row in sessions]
    refuse(rules.brought_obstacles(sessions, patterns, topics, _apart(at, sessions, zones)))
    weeks = _weeks(at, list(zip(sessions, mondays, strict=True)), zones)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        made = PlannedSession.objects.bulk_create(
            [
                _row(row, weeks[row.site, row.week, monday], patterns, topics)
                for row, monday in zip(sessions, mondays, strict=True)
            ],
            batch_size=1000,
        )
        _fill(list(zip(made, sessions, strict=True)))
    _note(by, at, made)
    return [row.pk for row in made]


def _know(sessions: Sequence[BroughtSession]) -> None:
    """Raise NotFound unless everything and everybody the sessions name exists."""
    agency.know(
        services={row.service for row in sessions},
        sites={row.site for row in sessions},
        rooms={row.room for row in sessions if row.room is not None},
        staff={staff for row in sessions for staff, _ in (*row.team, *row.led_by)},
    )
    sites_of(_clients(sessions))
    groups = {row.group for row in sessions if row.group is not None}
    if Group.objects.filter(pk__in=groups).count() < len(groups):
        raise NotFound


def _clients(sessions: Iterable[BroughtSession]) -> set[int]:
    seated = {seat.client for row in sessions for seat in row.seats}
    return seated | {guest.client for row in sessions for guest in row.guests if guest.client is not None}


def _lock_all(sessions: Sequence[BroughtSession]) -> None:
    hold_records(
        _clients(sessions),
        *((Lockable.GROUP, row.group) for row in sessions if row.group is not None),
        *((Lockable.STAFF, staff) for row in sessions for staff, _ in row.team),
        *((Lockable.ROOM, row.room) for row in sessions if row.room is not None),
    )


def _patterns(sessions: Sequence[BroughtSession]) -> dict[tuple[int, MadeFor], int]:
    """The weekly meeting behind each (group, day it was made for) that has one. One query."""
    wanted = {(row.group, row.made_for) for row in sessions if row.group is not None and row.made_for is not None}
    known = {
        (row.group_id, row.weekday, row.starts_on, row.starts): row.pk
        for row in GroupPattern.objects.filter(group__in={group for group, _ in wanted})
    }
    found = {
        (group, made_for): known.get((group, made_for.day.weekday(), made_for.since, made_for.starts))
        for group, made_for in wanted
    }
    return {key: number for key, number in found.items() if number is not None}


def _apart(
    at: datetime, sessions: Sequence[BroughtSession], zones: Mapping[int, str]
) -> dict[int, Mapping[int, frozenset[int]]]:
    """Whom each client of a session that is still to come must not meet, by the session's place. A query each."""
    return {
        number: must_not_meet({seat.client for seat in row.seats}, _day(row, zones))
        for number, row in enumerate(sessions)
        if row.period.start > at and len(row.seats) > 1 and not row.cancelled
    }


def _day(row: BroughtSession, zones: Mapping[int, str]) -> date:
    return row.period.start.astimezone(zone_of(zones[row.site])).date()


def _weeks(
    at: datetime, sessions: Iterable[tuple[BroughtSession, date]], zones: Mapping[int, str]
) -> dict[tuple[int, str, date], int]:
    """The programme week of each (site, name, Monday); one that is not there is opened, and stands as published."""
    found: dict[tuple[int, str, date], int] = {}
    for row, monday in sessions:
        if (row.site, row.week, monday) in found:
            continue
        if row.week:
            agreed = {"state": WeekState.PUBLISHED, "published_at": at, "published_version": 1}
            week, _ = WeekPlan.objects.get_or_create(
                name=row.week,
                monday=monday,
                defaults={**steps.FIRST_WEEK, "time_zone": zones[row.site], **agreed},
            )
        else:
            week, _ = steps.week_plan(PlannedSession(site_id=row.site), monday, at)
        found[row.site, row.week, monday] = week.pk
    return found


def _row(
    row: BroughtSession,
    week: int,
    patterns: Mapping[tuple[int, MadeFor], int],
    topics: Mapping[tuple[int, int], int],
) -> PlannedSession:
    return PlannedSession(
        week_id=week,
        group_id=row.group,
        pattern_id=patterns[row.group, row.made_for] if row.group and row.made_for else None,
        pattern_day=row.made_for.day if row.made_for else None,
        changed=row.changed,
        topic_id=topics[row.group, row.topic] if row.group and row.topic else None,
        service_id=row.service,
        site_id=row.site,
        room_id=row.room,
        period=DateTimeTZRange(row.period.start, row.period.end),
        capacity=row.capacity,
        modality=row.modality,
        state=SessionState.CANCELLED if row.cancelled else SessionState.PLANNED,
    )


def _fill(pairs: Sequence[tuple[PlannedSession, BroughtSession]]) -> None:
    """Who leads, who has a seat, who else comes, who really led. Four statements a thousand rows."""

    def stands(row: BroughtSession) -> dict[str, object]:
        return {"active": not row.cancelled, "freed": Freed.CANCELLED if row.cancelled else ""}

    SessionStaff.objects.bulk_create(
        [
            SessionStaff(session=made, staff_id=staff, role=role, period=made.period, **stands(row))
            for made, row in pairs
            for staff, role in row.team
        ],
        batch_size=1000,
    )
    Participant.objects.bulk_create(
        [
            Participant(
                session=made,
                client_id=one.client,
                seat=seat,
                client_present=one.present,
                modality=one.modality,
                period=made.period,
                **stands(row),
            )
            for made, row in pairs
            for seat, one in enumerate(row.seats, 1)
        ],
        batch_size=1000,
    )
    SessionGuest.objects.bulk_create(
        SessionGuest(session=made, kind=one.kind, name=one.name, client_id=one.client, modality=one.modality)
        for made, row in pairs
        for one in row.guests
    )
    ActualStaff.objects.bulk_create(
        ActualStaff(session=made, staff_id=staff, role=role) for made, row in pairs for staff, role in row.led_by
    )


def _note(by: Actor, at: datetime, made: Sequence[PlannedSession]) -> None:
    """One more change of each week, and what it was for each session."""
    WeekPlan.objects.filter(pk__in={row.week_id for row in made}).update(version=F("version") + 1)
    versions = dict(WeekPlan.objects.filter(pk__in={row.week_id for row in made}).values_list("pk", "version"))
    rows = [
        Noted(
            ("planned_session", row.pk),
            details={"made": row.period.lower.date().isoformat(), "version": versions[row.week_id]},
        )
        for row in made
    ]
    notes(by=by, at=at, rows=rows)
