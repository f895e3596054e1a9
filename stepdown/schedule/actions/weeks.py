"""Opening a programme week, and putting a whole week on the calendar at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotFound, Obstacle, refuse
from stepdown.kernel.week import Week
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_PUBLISH_WEEK
from stepdown.schedule.models import Group, Participant, PlannedSession, SessionStaff, WeekPlan
from stepdown.schedule.rules import setup as rules
from stepdown.schedule.terms import Blocker, NewSession, NewWeek, WeekState


@action
def open_week(*, by: Actor, at: datetime, week: NewWeek) -> int:
    """Open a draft week and return its id.

    Refused: not a Monday, unknown time zone, hours that make no day, a week of that name and Monday exists.
    """
    demand(by, MAY_PUBLISH_WEEK)
    lock_setup()
    exists = WeekPlan.objects.filter(name=week.name, monday=week.monday).exists()
    refuse(rules.week_obstacles(week, exists))
    made = WeekPlan.objects.create(
        name=week.name,
        monday=week.monday,
        time_zone=week.time_zone,
        days=week.days,
        opens=week.opens,
        closes=week.closes,
        step_minutes=week.step_minutes,
    )
    note(by=by, at=at, subject=("week", made.pk))
    return made.pk


@action
def publish_week(*, by: Actor, at: datetime, week: int, sessions: Sequence[NewSession]) -> list[int]:
    """Put `sessions` on the calendar of a draft week and publish it; returns their ids in order.

    What a week may hold was decided by whoever made it (the optimiser, last week's schedule); here stand only the
    walls. Refused: published already, more clients than seats, outside the week, and, by the database, anybody or
    any room in two places at once.
    """
    plan = WeekPlan.objects.select_for_update().filter(pk=week).first()
    demand(by, MAY_PUBLISH_WEEK, {row.site for row in sessions})
    if plan is None:
        raise NotFound
    _know(sessions)
    _lock_all(sessions)
    published = plan.state == WeekState.PUBLISHED
    refuse(rules.calendar_obstacles(Week(plan.monday, plan.time_zone), published, sessions))
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        made = _put(plan, sessions)
    plan.state, plan.published_at, plan.version = WeekState.PUBLISHED, at, plan.version + 1
    plan.published_version = plan.version
    plan.save(update_fields=["state", "published_at", "version", "published_version"])
    note(by=by, at=at, subject=("week", plan.pk), details={"sessions": len(made)})
    return [row.pk for row in made]


def _know(sessions: Sequence[NewSession]) -> None:
    """Raise NotFound unless everything and everybody the sessions name exists."""
    agency.know(
        services={row.service for row in sessions},
        sites={row.site for row in sessions},
        rooms={row.room for row in sessions if row.room is not None},
        staff={row.lead for row in sessions},
    )
    sites_of({client for row in sessions for client in row.clients})
    groups = {row.group for row in sessions if row.group is not None}
    if Group.objects.filter(pk__in=groups).count() < len(groups):
        raise NotFound


def _lock_all(sessions: Sequence[NewSession]) -> None:
    things: set[tuple[Lockable, int]] = set()
    for row in sessions:
        things.add((Lockable.STAFF, row.lead))
        if row.room is not None:
            things.add((Lockable.ROOM, row.room))
    hold_records((client for row in sessions for client in row.clients), *things)


def _put(plan: WeekPlan, sessions: Sequence[NewSession]) -> list[PlannedSession]:
    """Write the sessions, who leads them and who has which seat: three statements a thousand rows."""
    video = agency.meets_by_video(
        sites={row.site for row in sessions}, rooms={row.room for row in sessions if row.room is not None}
    )
    ways = [Modality.VIDEO if video(row.site, row.room) else Modality.IN_PERSON for row in sessions]
    made = PlannedSession.objects.bulk_create(
        [
            PlannedSession(
                week=plan,
                group_id=row.group,
                service_id=row.service,
                site_id=row.site,
                room_id=row.room,
                period=(row.period.start, row.period.end),
                capacity=row.capacity,
                modality=way,
            )
            for row, way in zip(sessions, ways, strict=True)
        ],
        batch_size=1000,
    )
    pairs = list(zip(made, sessions, strict=True))
    SessionStaff.objects.bulk_create(
        [SessionStaff(session=session, staff_id=row.lead, period=session.period) for session, row in pairs],
        batch_size=1000,
    )
    Participant.objects.bulk_create(
        [
            Participant(session=session, client_id=client, seat=seat, modality=session.modality, period=session.period)
            for session, row in pairs
            for seat, client in enumerate(row.clients, 1)
        ],
        batch_size=1000,
    )
    return made
