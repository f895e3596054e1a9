"""In the group room: asked out and back, who in fact leads, the leader's close, and settling a disagreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepdown.agency import queries as agency
from stepdown.agency.access import SYSTEM
from stepdown.audit.actions import last_word, lock, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotAllowed, NotFound, Obstacle, Refused, refuse
from stepdown.kernel.period import Period
from stepdown.people import queries as people
from stepdown.people.actions.steps import hold_records
from stepdown.schedule.queries.one import OneSession, leads_elsewhere, one_session
from stepdown.session.access import MAY_CHECK_IN, MAY_LEAD, MAY_SETTLE
from stepdown.session.actions.steps import recount
from stepdown.session.models import Away, Leading, Said
from stepdown.session.queries import facts
from stepdown.session.rules import group as rules
from stepdown.session.terms import AwayReason, Blocker, DoorVisit, Joined, LeaderSays


@action
def ask_out(
    *, by: Actor, at: datetime, client: int, session: int, reason: AwayReason, left_at: datetime | None = None
) -> int:
    """The prescriber or the nurse asks somebody out of a group at `left_at` (default: now). Returns the row's id.

    The minutes come off the group until they are back. Raises NotAllowed, NotFound, Refused.
    """
    left_at = left_at or at
    one = _session(by, session, MAY_CHECK_IN)
    hold_records([client])
    day = facts.local_day(one.site, one.period.start)
    if client not in one.expected:
        raise Refused(Obstacle(Blocker.NOT_EXPECTED))
    here = next((v for v in facts.visits_on([client], day)[client] if v.departed_at is None), None)
    away = any(out.returned_at is None for out in facts.gone_on([client], day)[client])
    refuse(rules.asking_out(left_at=left_at, at=at, here_since=here.arrived_at if here else None, away=away))
    with last_word(Obstacle(Blocker.AWAY_ALREADY)):
        row = Away.objects.create(
            client_id=client, session_id=session, reason=reason, left_at=left_at, left_recorded_at=at
        )
    recount(site=one.site, clients=[client], day=day, at=at)
    note(by=by, at=left_at, subject=("away", row.pk), client=client, details={"session": session})
    return row.pk


@action
def come_back(*, by: Actor, at: datetime, away: int, returned_at: datetime | None = None) -> None:
    """They are back in the group since `returned_at` (default: now). Raises NotAllowed, NotFound, Refused."""
    returned_at = returned_at or at
    row, site = _away(by, away)
    day = facts.local_day(site, row.left_at)
    undone = row.undone_at is not None
    refuse(rules.coming_back(out=facts.gone_of(row), returned_at=returned_at, at=at, day=day, undone=undone))
    row.returned_at, row.returned_recorded_at = returned_at, at
    with last_word(Obstacle(Blocker.AWAY_ALREADY)):
        row.save(update_fields=["returned_at", "returned_recorded_at"])
    _after(by, at, row, site, day)


@action
def undo_ask_out(*, by: Actor, at: datetime, away: int) -> None:
    """It was a mistake: they were in the group all the time. Raises NotAllowed, NotFound, Refused."""
    row, site = _away(by, away)
    if row.undone_at is not None:
        raise Refused(Obstacle(Blocker.ALREADY_UNDONE))
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    _after(by, at, row, site, facts.local_day(site, row.left_at))


@action
def undo_come_back(*, by: Actor, at: datetime, away: int) -> None:
    """They are not back yet, or came back at another time. Raises NotAllowed, NotFound, Refused."""
    row, site = _away(by, away)
    if row.undone_at is not None or row.returned_at is None:
        raise Refused(Obstacle(Blocker.ALREADY_UNDONE))
    row.returned_at = row.returned_recorded_at = None
    with last_word(Obstacle(Blocker.AWAY_ALREADY)):
        row.save(update_fields=["returned_at", "returned_recorded_at"])
    _after(by, at, row, site, facts.local_day(site, row.left_at))


@action
def take_over(*, by: Actor, at: datetime, session: int, staff: int) -> int:
    """Somebody else in fact leads this session: `staff` sees its roster that day, signs and counts. Returns the id.

    Raises NotAllowed, NotFound, Refused.
    """
    one = _session(by, session, MAY_CHECK_IN)
    agency.sites_of_staff([staff])
    lock([(Lockable.STAFF, staff), (Lockable.SESSION, session)])
    before, day = facts.leading_of(session), facts.local_day(one.site, one.period.start)
    leads = before.staff_id == staff if before else staff in one.leads
    busy = leads_elsewhere(staff, one.period, but=session)
    found = rules.taking_over(leads_already=leads, busy=busy, session=one.period, at=at, day=day)
    refuse([*found, *([Obstacle(Blocker.CLOSED_ALREADY)] if before and before.ended_at else [])])
    if before:
        _undo(before, at)
    with last_word(Obstacle(Blocker.LEADS_ELSEWHERE, {"period": one.period})):
        row = _lead(one, staff, at)
    note(by=by, at=at, subject=("planned_session", session), details={"staff": staff})
    return row.pk


@action
def close_group(
    *,
    by: Actor,
    at: datetime,
    session: int,
    ended_at: datetime | None = None,
    says: Sequence[LeaderSays] = (),
    guests: int = 0,
    override: str = "",
) -> int:
    """The leader closes the group: it ended at `ended_at` (default: now), and who is in stayed to the end.

    `says` are the exceptions, and those the desk has not checked in. `override` is a supervisor's reason for closing
    a group they did not lead. Returns the row's id. Raises NotAllowed, NotFound, Refused.
    """
    ended_at = ended_at or at
    one = _session(by, session, MAY_LEAD)
    lock([(Lockable.SESSION, session), *((Lockable.CLIENT, client) for client in one.expected)])
    before, day = facts.leading_of(session), facts.local_day(one.site, one.period.start)
    actual = (before.staff_id,) if before and before.staff_id else one.leads
    leads = by.has_any(SYSTEM) or (by.staff is not None and by.staff in actual)
    closed = before is not None and before.ended_at is not None
    if any(word.client not in one.expected for word in says):
        raise Refused(Obstacle(Blocker.NOT_EXPECTED))
    found = rules.closing(session=one.period, ended_at=ended_at, at=at, leads=leads, closed=closed, says=says)
    if not override.strip() or not all(by.has_any(obstacle.override_by) for obstacle in found):
        refuse(found)
    row = before or _lead(one, by.staff if leads and by.staff else next(iter(one.leads), None), at)
    visits = facts.visits_on(one.expected, day)
    words = {word.client: word for word in says}
    there = {client for client in one.expected if _in_group(visits[client], words.get(client), one.period, ended_at)}
    in_room = sum(not any(v.joined is Joined.VIDEO for v in visits[client]) for client in there)
    row.ended_at, row.closed_at, row.in_room, row.guests = ended_at, at, in_room, guests
    row.save(update_fields=["ended_at", "closed_at", "in_room", "guests"])
    _say(row, one, words, there)
    recount(site=one.site, clients=one.expected, day=day, at=at)
    details: dict[str, object] = {"in_room": in_room} | ({"override": override.strip()} if found else {})
    note(by=by, at=ended_at, subject=("planned_session", session), details=details)
    return row.pk


@action
def reopen_group(*, by: Actor, at: datetime, session: int) -> None:
    """Take the close of a group back, to close it anew; what was said stays on record.

    Raises NotAllowed, NotFound, Refused.
    """
    one = _session(by, session, MAY_LEAD)
    lock([(Lockable.SESSION, session), *((Lockable.CLIENT, client) for client in one.expected)])
    before = facts.leading_of(session)
    if before is None or before.ended_at is None:
        raise Refused(Obstacle(Blocker.NOT_CLOSED))
    Said.objects.filter(leading=before, undone_at=None).update(undone_at=at)
    _undo(before, at)
    _lead(one, before.staff_id, at)
    recount(site=one.site, clients=one.expected, day=facts.local_day(one.site, one.period.start), at=at)
    note(by=by, at=at, subject=("planned_session", session))


@action
def settle(
    *,
    by: Actor,
    at: datetime,
    session: int,
    client: int,
    came_at: datetime | None,
    left_at: datetime | None,
    reason: str,
) -> None:
    """Decide, where desk and leader disagree, that somebody was in the group from `came_at` to `left_at`; or, with
    neither, not at all. Both words stay on record, with who decided and why. Raises NotAllowed, NotFound, Refused.
    """
    one = _session(by, session, MAY_SETTLE)
    hold_records([client])
    day = facts.local_day(one.site, one.period.start)
    said = next((row for row in facts.said_on([client], day) if row.session_id == session), None)
    there = Period(came_at, left_at) if came_at and left_at and came_at < left_at else None
    found = rules.settling(
        there=there,
        visits=facts.visits_on([client], day)[client],
        session=one.period,
        reason=reason,
        open_question=said is not None and said.desk_minutes is not None,
    )
    wrong_times = there is None and (came_at is not None or left_at is not None)
    refuse([*found, *([Obstacle(Blocker.OUTSIDE_THE_GROUP)] if wrong_times else [])])
    assert said is not None
    Said.objects.filter(pk=said.pk).update(undone_at=at)
    Said.objects.create(
        leading=said.leading,
        session_id=session,
        client_id=client,
        there=there is not None,
        came_at=came_at,
        left_at=left_at,
        settled_at=at,
        settled_by=by.label,
        reason=reason.strip(),
    )
    recount(site=one.site, clients=[client], day=day, at=at)
    details: dict[str, object] = {"reason": reason.strip()}
    note(by=by, at=at, subject=("planned_session", session), client=client, details=details)


def _in_group(visits: Sequence[DoorVisit], word: LeaderSays | None, session: Period, ended_at: datetime) -> bool:
    """Whether the leader has somebody in the group: said so, or in the building during it."""
    if word is not None:
        return word.there
    return any(v.arrived_at < ended_at and (v.departed_at is None or session.start < v.departed_at) for v in visits)


def _say(row: Leading, one: OneSession, words: Mapping[int, LeaderSays], there: set[int]) -> None:
    """Write down what the leader says of everybody expected."""
    Said.objects.bulk_create(
        Said(
            leading=row,
            session_id=one.id,
            client_id=client,
            there=client in there,
            came_at=words[client].came_at if client in words else None,
            left_at=words[client].left_at if client in words else None,
        )
        for client in one.expected
    )


def _lead(one: OneSession, staff: int | None, at: datetime) -> Leading:
    """A row that says who leads from now on."""
    return Leading.objects.create(
        session_id=one.id,
        site_id=one.site,
        staff_id=staff,
        period=DateTimeTZRange(one.period.start, one.period.end),
        since=at,
        recorded_at=at,
    )


def _undo(row: Leading, at: datetime) -> None:
    row.undone_at = at
    row.save(update_fields=["undone_at"])


def _session(by: Actor, session: int, roles: frozenset[str]) -> OneSession:
    """The session, when the actor holds one of `roles` and works at its site, or in fact leads it."""
    if not by.has_any(roles):
        raise NotAllowed
    one = one_session(session)
    if one is None or not (by.works_at(one.site) or _stands_in(by, session)):
        raise NotFound
    return one


def _stands_in(by: Actor, session: int) -> bool:
    leading = facts.leading_of(session)
    return by.staff is not None and leading is not None and leading.staff_id == by.staff


def _away(by: Actor, away: int) -> tuple[Away, int]:
    """The row, its client locked, and the client's site; within the actor's reach."""
    if not by.has_any(MAY_CHECK_IN):
        raise NotAllowed
    found = Away.objects.filter(pk=away).values_list("client", "session").first()
    if found is None:
        raise NotFound
    client, session = found
    site = people.site_of(client)
    if site is None or not (by.works_at(site) or _stands_in(by, session)):
        raise NotFound
    hold_records([client])
    return Away.objects.get(pk=away), site


def _after(by: Actor, at: datetime, row: Away, site: int, day: Period) -> None:
    """Count anew, and note."""
    recount(site=site, clients=[row.client_id], day=day, at=at)
    note(by=by, at=at, subject=("away", row.pk), client=row.client_id, details={"session": row.session_id})
