"""Steps that several actions of the schedule share; each is part of the action that calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, lock, notes
from stepdown.audit.terms import Actor, Lockable, NotAllowed, Noted, NotFound, Obstacle, Refused
from stepdown.people.queries import sites_of
from stepdown.plan.terms import Modality
from stepdown.schedule import rules
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
from stepdown.schedule.queries import client_facts, facts, stands
from stepdown.schedule.queries.seating import seating
from stepdown.schedule.rules.series import period_on, topics_for
from stepdown.schedule.terms import Blocker, Freed, Placement, SessionRole, SessionState, SetupBlocker, Told, WeekState


def session_within(by: Actor, session: int) -> PlannedSession:
    """The session, within the actor's reach and rights. Raises NotAllowed, NotFound."""
    if not by.has_any(MAY_BOOK):
        raise NotAllowed
    rows = PlannedSession.objects.select_related("group__track", "site", "service", "week", "pattern")
    row = rows.filter(pk=session).first()
    if row is None or not by.works_at(row.site_id):
        raise NotFound
    return row


def session_with(by: Actor, session: int, client: int | None) -> PlannedSession:
    """The session, held together with a client, both within reach. Raises NotAllowed, NotFound."""
    row = session_within(by, session)
    clients = [] if client is None else [client]
    demand(by, MAY_BOOK, sites_of(clients).values())
    lock([(Lockable.SESSION, row.pk), *((Lockable.CLIENT, number) for number in clients)])
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


def bring_back(*, by: Actor, at: datetime, row: PlannedSession, override: str = "") -> tuple[int, ...]:
    """Let a cancelled session stand again; returns the clients who are busy by now. Raises Refused."""
    lead = row.staff.filter(freed=Freed.CANCELLED, role=SessionRole.LEAD).values_list("staff", flat=True).first()
    others = tuple(row.staff.filter(freed=Freed.CANCELLED).exclude(role=SessionRole.LEAD).values_list("staff", "role"))
    gone = {one.client_id: one for one in row.participants.filter(active=False, freed=Freed.CANCELLED)}
    week = stands.week_of(row)
    weekday, starts = week.place(row.period.lower)
    to = Placement(weekday, starts, lead, row.room_id, stands.period_of(row).minutes)
    video = {client: one.modality == Modality.VIDEO for client, one in gone.items()}
    free = {client for client in gone if not _busy_then(client, row)}
    company = facts.Company({client: video[client] for client in free}, facts.company_of(row).guests, others)
    booking = facts.booking(row, to, now=at, company=company)
    ahead = rules.standing(cancelled=False, starts=row.period.lower, now=at)
    refuse_unless_overridden(by, ahead, rules.obstacles(booking), override)
    row.state = SessionState.PLANNED
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        row.save(update_fields=["state"])
        for staff, role in (*(((lead, SessionRole.LEAD),) if lead else ()), *others):
            give_place(row, staff, role)
        for client in sorted(free, key=lambda client: gone[client].seat):
            give_seat(row, client, gone[client].modality, client_present=gone[client].client_present)
    mark_changed(row)
    if row.group_id is not None:
        renew_topics(row.group_id, at)
    note_change(by=by, at=at, row=row, details={"override": override} if override else {})
    return tuple(sorted(gone.keys() - free))


def bring_back_for(*, by: Actor, at: datetime, row: PlannedSession, client: int) -> tuple[Obstacle, ...]:
    """Bring back an appointment that was cancelled when its client went on hold or left; what stands in the way, if not."""
    try:
        with transaction.atomic():
            row.participants.filter(client=client, freed__in=(Freed.HOLD, Freed.LEFT)).update(freed=Freed.CANCELLED)
            if client in bring_back(by=by, at=at, row=row):
                raise Refused(Obstacle(Blocker.CLIENT_BUSY, {"clients": [client]}))
    except Refused as refused:
        return refused.obstacles
    return ()


def _busy_then(client: int, row: PlannedSession) -> bool:
    taken = Participant.objects.filter(client=client, active=True, client_present=True, period__overlap=row.period)
    return taken.exclude(session=row).exists()


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


def give_seat(
    row: PlannedSession, client: int, modality: str = Modality.IN_PERSON, *, client_present: bool = True
) -> int:
    """Seat a client in the lowest free seat, counted from 1; who had one before gets a seat again."""
    return give_seats(row, {client: modality}, client_present=client_present)[client]


def give_seats(row: PlannedSession, ways: Mapping[int, str], *, client_present: bool = True) -> dict[int, int]:
    """Seat clients, by how each comes, one after the other; returns their seats. Two statements, and one for each
    who had a seat before.
    """
    there = {one.client_id: one for one in row.participants.all()}
    taken = {client: one.seat for client, one in there.items() if one.active}
    seats: dict[int, int] = {}
    new: list[Participant] = []
    for client, modality in ways.items():
        numbers = set(taken.values())
        seats[client] = taken[client] = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
        said = {
            "seat": seats[client],
            "period": row.period,
            "client_present": client_present,
            "modality": modality,
            "active": True,
            "freed": "",
        }
        if client in there:
            Participant.objects.filter(pk=there[client].pk).update(**said)
        else:
            new.append(Participant(session=row, client_id=client, **said))
    Participant.objects.bulk_create(new)
    return seats


def seat_in(
    *, by: Actor, at: datetime, sessions: Iterable[PlannedSession], client: int, modality: str
) -> tuple[tuple[int, ...], tuple[Told, ...]]:
    """Seat a client in each session in which nothing stands in the way: (sessions, those where something does)."""
    seated: list[int] = []
    missed: list[Told] = []
    for row in sessions:
        _, told = seat_many(by=by, at=at, row=row, clients={client: modality})
        missed += told
        if not told:
            seated.append(row.pk)
    return tuple(seated), tuple(missed)


def seat_many(
    *, by: Actor, at: datetime, row: PlannedSession, clients: Mapping[int, str], known: client_facts.Known | None = None
) -> tuple[tuple[int, ...], tuple[Told, ...]]:
    """Seat clients, by how each comes, in one session: (those seated now, those in whose way something stands).

    Who has a seat there already keeps it. The facts are loaded once, however many clients there are; `known` is handed
    from one session to the next.
    """
    booking, newcomers, taken = seating(row, clients, now=at, known=known)
    seated: dict[int, str] = {}
    missed: list[Told] = []
    for newcomer in newcomers:
        if found := rules.seating(booking, newcomer, taken + len(seated)):
            missed.append(Told(row.pk, booking.slot.day, found, newcomer.id, row.group_id))
            continue
        booking = replace(booking, clients=(*booking.clients, newcomer))
        seated[newcomer.id] = clients[newcomer.id]
    if seated:
        seats = give_seats(row, seated)
        note_changes(by=by, at=at, row=row, changes=[(client, {"seat": seat}) for client, seat in seats.items()])
    return tuple(seated), tuple(missed)


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
