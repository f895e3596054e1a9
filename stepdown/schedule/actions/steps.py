"""Steps that several actions of the schedule share; each is part of the action that calls it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, QuerySet

from stepdown.audit.actions import last_word, lock, notes
from stepdown.audit.terms import Actor, Lockable, NotAllowed, Noted, NotFound, Obstacle, Refused
from stepdown.people.actions.steps import hold_within
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.models import (
    Enrollment,
    Group,
    GroupPattern,
    GroupTopic,
    Participant,
    PlannedSession,
    SessionStaff,
    TrackEnrollment,
    WeekPlan,
)
from stepdown.schedule.queries import facts, stands
from stepdown.schedule.rules.series import period_on, topics_for
from stepdown.schedule.terms import Blocker, Freed, Placement, SessionRole, SessionState, SetupBlocker, WeekState


def session_to_hold(by: Actor, session: int) -> PlannedSession:
    """The session before it is held, to know what to hold with it. Raises NotAllowed, NotFound."""
    return _within(by, session, PlannedSession.objects.all())


def session_within(by: Actor, session: int) -> PlannedSession:
    """The session with what it belongs to, within the actor's reach and rights. Raises NotAllowed, NotFound."""
    return _within(
        by, session, PlannedSession.objects.select_related("group__track", "site", "service", "week", "pattern")
    )


def _within(by: Actor, session: int, rows: QuerySet[PlannedSession]) -> PlannedSession:
    if not by.has_any(MAY_BOOK):
        raise NotAllowed
    row = rows.filter(pk=session).first()
    if row is None or not by.works_at(row.site_id):
        raise NotFound
    return row


def session_with(by: Actor, session: int, client: int | None) -> PlannedSession:
    """The session, held together with a client, both within reach. Raises NotAllowed, NotFound."""
    session_to_hold(by, session)
    clients = [] if client is None else [client]
    hold_within(by, MAY_BOOK, clients, (Lockable.SESSION, session))
    return session_within(by, session)


def ways(modality: Modality) -> tuple[Obstacle, ...]:
    """A person takes part in person or by video, never both."""
    return (Obstacle(SetupBlocker.NOT_A_MODALITY),) if modality == Modality.HYBRID else ()


def group_within(by: Actor, group: int, roles: frozenset[str]) -> Group:
    """The group, within the actor's reach and `roles`. Raises NotAllowed, NotFound."""
    if not by.has_any(roles):
        raise NotAllowed
    row = Group.objects.select_related("track", "site", "service").filter(pk=group).first()
    if row is None or not by.works_at(row.site_id):
        raise NotFound
    return row


FIRST_WEEK = {"days": 7, "opens": 7 * 60, "closes": 22 * 60, "step_minutes": 15}
"""The hours of a site's first week, before anybody opened one with its own: wide, so that little is refused."""


def week_plan(of: Group | PlannedSession, monday: date, at: datetime) -> tuple[WeekPlan, bool]:
    """The programme week a session at the site of a group or session is put into, and whether it was opened just now.

    It is one of that Monday with sessions of the site; else the one of the name the site's sessions stood in last, with
    the same hours. A week opened so stands as published: it holds what was agreed already.
    """
    site = of.site
    here = WeekPlan.objects.filter(monday=monday, sessions__site=site.pk).order_by("pk").first()
    if here is not None:
        return here, False
    like = WeekPlan.objects.filter(sessions__site=site.pk).order_by("-monday", "pk").first()
    hours = {name: getattr(like, name) for name in FIRST_WEEK} if like else FIRST_WEEK
    return WeekPlan.objects.get_or_create(
        name=like.name if like else site.name,
        monday=monday,
        defaults={
            **hours,
            "time_zone": site.time_zone,
            "state": WeekState.PUBLISHED,
            "published_at": at,
            "published_version": 1,
        },
    )


def lock_sessions(
    rows: Iterable[PlannedSession],
    *,
    staff: Iterable[int | None] = (),
    rooms: Iterable[int | None] = (),
    clients: Iterable[int] = (),
) -> None:
    """Hold sessions, and every clinician, room and client they touch or will touch."""
    found = {row.pk: row for row in rows}
    leaders = PlannedSession.objects.filter(pk__in=found, staff__active=True).values_list("staff__staff", flat=True)
    there = Participant.objects.filter(session__in=found, active=True).values_list("client", flat=True)
    lock(
        [
            *((Lockable.SESSION, number) for number in found),
            *((Lockable.STAFF, number) for number in {*leaders, *staff} if number is not None),
            *((Lockable.ROOM, n) for n in {*(row.room_id for row in found.values()), *rooms} if n is not None),
            *((Lockable.CLIENT, number) for number in {*there, *clients}),
        ]
    )


def refuse_unless_overridden(by: Actor, firm: tuple[Obstacle, ...], found: tuple[Obstacle, ...], override: str) -> None:
    """Raise Refused with every obstacle, unless each may be overridden by this actor and a reason is given."""
    overridden = bool(override.strip()) and all(by.has_any(obstacle.override_by) for obstacle in found)
    if firm or (found and not overridden):
        raise Refused(*firm, *found)


def place(row: PlannedSession, to: Placement) -> None:
    """Let a session stand at `to`: its time, room and lead. Refused by the database's last word."""
    slot = facts.slot_at(stands.week_of(row), to.weekday, to.starts, to.minutes or stands.period_of(row).minutes)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        row.staff.filter(active=True, role=SessionRole.LEAD).exclude(staff=to.staff).update(
            active=False, freed=Freed.REMOVED
        )
        row.room_id = to.room
        row.period = DateTimeTZRange(slot.period.start, slot.period.end)
        row.save(update_fields=["room", "period"])
        if to.staff is not None and not row.staff.filter(staff=to.staff, active=True, role=SessionRole.LEAD).exists():
            give_place(row, to.staff, SessionRole.LEAD)


def give_place(row: PlannedSession, staff: int, role: str) -> None:
    """Give a member of staff a place in a session, in this role."""
    SessionStaff.objects.update_or_create(
        session=row, staff_id=staff, defaults={"role": role, "period": row.period, "active": True, "freed": ""}
    )


def note_change(
    *, by: Actor, at: datetime, row: PlannedSession, client: int | None = None, details: dict[str, object] | None = None
) -> None:
    """Count one more change of the session's week, and write down what it was, with the version it made."""
    note_changes(by=by, at=at, row=row, changes=[(client, details or {})])


def note_changes(
    *, by: Actor, at: datetime, row: PlannedSession, changes: Sequence[tuple[int | None, dict[str, object]]]
) -> None:
    """Count and write down several changes of one session, as (client, details), in this order. Three statements."""
    WeekPlan.objects.filter(pk=row.week_id).update(version=F("version") + len(changes))
    version = WeekPlan.objects.values_list("version", flat=True).get(pk=row.week_id) - len(changes)
    subject = ("planned_session", row.pk)
    rows = [
        Noted(subject, client, {**details, "version": version + place})
        for place, (client, details) in enumerate(changes, 1)
    ]
    notes(by=by, at=at, rows=rows)


def end_dated(row: Enrollment | TrackEnrollment, on: date) -> None:
    """End a dated row; one that would end before it began is taken away, and stays in history."""
    if row.starts >= on:
        row.delete()
        return
    row.ends = on
    row.save(update_fields=["ends"])


def free_everybody(row: PlannedSession, freed: Freed) -> None:
    """Take the staff and the clients off a session that no longer stands; bringing it back finds them by `freed`."""
    row.staff.filter(active=True).update(active=False, freed=freed)
    row.participants.filter(active=True).update(active=False, freed=freed)
    row.state = SessionState.CANCELLED
    row.topic = None
    row.save(update_fields=["state", "topic"])


def mark_changed(row: PlannedSession) -> None:
    """Remember whether this session of a series is other than its pattern says: then no change of the series touches it
    any more. One that was moved and moved back is as it was.
    """
    if row.pattern is None:
        return
    changed = not _as_the_pattern_says(row, row.pattern)
    if row.changed != changed:
        row.changed = changed
        row.save(update_fields=["changed"])


def _as_the_pattern_says(row: PlannedSession, one: GroupPattern) -> bool:
    if row.state == SessionState.CANCELLED or row.pattern_day is None or row.group is None:
        return False
    wanted = period_on(row.pattern_day, one.starts, one.minutes, row.site.time_zone)
    here = (row.period.lower, row.period.upper, row.room_id, row.modality)
    staff = set(row.staff.filter(active=True).values_list("staff", "role"))
    return here == (wanted.start, wanted.end, one.room_id, row.group.modality) and staff == set(
        one.staff.values_list("staff", "role")
    )


def renew_topics(group: int, now: datetime) -> None:
    """Give the sessions of a group still to come the topics that come next, in order. Two queries and its changes."""
    topics = list(GroupTopic.objects.filter(group=group).values_list("pk", flat=True))
    if not topics:
        return
    stands = PlannedSession.objects.filter(group=group, state=SessionState.PLANNED)
    carried = stands.filter(period__startswith__lte=now, topic__isnull=False).order_by("-period").first()
    coming = list(stands.filter(period__startswith__gt=now).order_by("period"))
    wanted = topics_for(topics, carried.topic_id if carried else None, len(coming))
    for row, topic in zip(coming, wanted, strict=True):
        if row.topic_id != topic:
            PlannedSession.objects.filter(pk=row.pk).update(topic=topic)


def as_details(placement: Placement) -> dict[str, object]:
    """A placement as a note keeps it."""
    return {
        "weekday": placement.weekday,
        "starts": placement.starts,
        "staff": placement.staff,
        "room": placement.room,
        "minutes": placement.minutes,
    }
