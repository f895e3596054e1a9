"""A day at the door: who is expected, here, missing and gone; what is forgotten, and where two say different things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import FilteredRelation, Q

from stepdown.agency.access import demand
from stepdown.agency.terms import SiteRow, public_name
from stepdown.audit.terms import Actor
from stepdown.episode import queries as episode
from stepdown.episode.terms import CLEARANCE_KEY
from stepdown.kernel.period import Period, minutes_covered
from stepdown.kernel.week import zone_of
from stepdown.people import queries as people
from stepdown.people.terms import DoorRow
from stepdown.schedule.queries.day import SessionOnDay, sessions_on
from stepdown.session import rules
from stepdown.session.access import MAY_SEE_TODAY
from stepdown.session.models import Away, Leading, Missed, Segment, Visit
from stepdown.session.queries import facts
from stepdown.session.rules.group import most_in_room
from stepdown.session.terms import (
    ApartRow,
    AtDoor,
    DayAtDoor,
    DoorVisit,
    Gone,
    InBuilding,
    Joined,
    MissedReason,
    MissingRow,
    RosterRow,
    SessionCard,
    StandIn,
    Told,
)


@dataclass(frozen=True, slots=True)
class _Day:
    """What was read of a day, by whom it is about."""

    day: Period
    now: datetime
    visits: Mapping[int, Sequence[DoorVisit]]
    faces: Mapping[int, DoorRow]
    minutes: Mapping[tuple[int, int], int]
    gone: Mapping[tuple[int, int], Gone]
    told: Mapping[int, Told]
    leading: Mapping[int, tuple[str, datetime | None]]
    caps: Mapping[str, int]
    uncleared: Collection[int]


def day_at_door(by: Actor, *, site: SiteRow, day: Period, now: datetime) -> DayAtDoor:
    """The sessions of a local day at a site with who is expected, here, missing and gone, as it stands at `now`.

    Eleven queries, however many sessions and clients. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_SEE_TODAY, [site.id])
    sessions = sessions_on(site.id, day)
    expected = {client for session in sessions for client in session.expected}
    visits = _visits(site.id, expected, day)
    led = _leading([session.id for session in sessions], by, site.id, day)
    faces = people.at_the_door(by, expected | visits.keys() | {row.client for row in led.apart})
    read = _read(sessions, expected, visits, faces, led.leading, site, day, now)
    cards = tuple(_card(session, read) for session in sessions)
    still_in = [InBuilding(v, faces[v.client].name) for rows in visits.values() for v in rows if v.departed_at is None]
    rows = [row for card in cards for row in card.roster]
    here = {row.client for row in rows if row.is_here}
    return DayAtDoor(
        groups=tuple(card for card in cards if card.group),
        individual=tuple(card for card in cards if not card.group),
        missing=_first_of_each(cards, lambda row: row.is_missing and row.client not in here),
        excused=_first_of_each(cards, lambda row: row.is_excused),
        in_building=_by_name(one for one in still_in if rules.in_building(one.visit, day)),
        forgotten=tuple(one for one in still_in if one.visit.arrived_at < day.start),
        apart=tuple(_named(row, faces) for row in led.apart),
        out=_first_of_each([card for card in cards if card.over], lambda row: row.is_out),
        expected=len({row.client for row in rows}),
        here=len(here),
        left=len({row.client for row in rows if row.has_left} - here),
        elsewhere=led.elsewhere,
    )


def one_card(by: Actor, *, site: SiteRow, session: int, day: Period, now: datetime) -> SessionCard | None:
    """One session as its card; None when it does not stand at that site on that day. Ten queries.

    The caller has made sure that `by` may see it.
    """
    sessions = tuple(one for one in sessions_on(site.id, day) if one.id == session)
    expected = {client for one in sessions for client in one.expected}
    visits = _visits(site.id, expected, day)
    leading = _leading([session]).leading
    faces = people.at_the_door(by, expected | visits.keys())
    read = _read(sessions, expected, visits, faces, leading, site, day, now)
    return next((_card(one, read) for one in sessions), None)


def _read(
    sessions: Sequence[SessionOnDay],
    expected: Collection[int],
    visits: Mapping[int, Sequence[DoorVisit]],
    faces: Mapping[int, DoorRow],
    leading: Mapping[int, tuple[str, datetime | None]],
    site: SiteRow,
    day: Period,
    now: datetime,
) -> _Day:
    """The rest of what a day's cards need. Five queries."""
    ids = [session.id for session in sessions]
    local = day.start.astimezone(zone_of(site.time_zone)).date()
    told = Missed.objects.filter(client__in=expected, day=local, undone_at=None)
    caps = facts.caps_on(site, day)
    return _Day(
        day=day,
        now=now,
        visits=visits,
        faces=faces,
        minutes=_minutes(ids),
        gone=_gone(ids),
        told={row.client_id: Told(row.pk, MissedReason(row.reason), row.told_at) for row in told},
        leading=leading,
        caps=caps,
        uncleared=set(expected) - episode.cleared(expected, local) if caps.get(CLEARANCE_KEY) else frozenset(),
    )


def _visits(site: int, clients: Collection[int], day: Period) -> defaultdict[int, list[DoorVisit]]:
    """Visits of the day of `clients` or to `site`, and those from before that were never ended, by client. One query."""
    near = Visit.objects.filter(Q(site=site) | Q(client__in=clients), undone_at=None).order_by()
    of_day = near.filter(arrived_at__gte=day.start, arrived_at__lt=day.end)
    forgotten = near.filter(departed_at=None, arrived_at__lt=day.start)
    columns = ("pk", "client", "arrived_at", "departed_at", "joined")
    found: defaultdict[int, list[DoorVisit]] = defaultdict(list)
    for number, client, arrived, departed, joined in forgotten.values_list(*columns).union(
        of_day.values_list(*columns)
    ):
        found[client].append(DoorVisit(number, client, arrived, departed, Joined(joined)))
    for rows in found.values():
        rows.sort(key=lambda visit: visit.arrived_at)
    return found


def _minutes(sessions: Sequence[int]) -> dict[tuple[int, int], int]:
    """Attended minutes by (session, client). One query."""
    found: defaultdict[tuple[int, int], list[Period]] = defaultdict(list)
    rows = Segment.objects.filter(session__in=sessions, undone_at=None)
    for session, client, span in rows.values_list("session", "client", "period"):
        found[session, client].append(Period(span.lower, span.upper))
    return {key: minutes_covered(parts) for key, parts in found.items()}


def _gone(sessions: Sequence[int]) -> dict[tuple[int, int], Gone]:
    """The latest time each was asked out, by (session, client). One query."""
    rows = Away.objects.filter(session__in=sessions, undone_at=None).order_by("left_at")
    return {(row.session_id, row.client_id): facts.gone_of(row) for row in rows}


@dataclass(frozen=True, slots=True)
class _Led:
    """Who in fact leads each session, and when it ended; where desk and leader disagree; what the reader took over
    elsewhere.
    """

    leading: Mapping[int, tuple[str, datetime | None]]
    apart: tuple[ApartRow, ...] = ()
    elsewhere: tuple[StandIn, ...] = ()


_LED = (
    "session", "staff__name", "ended_at", "period", "session__group__name", "session__service__name",
    "session__service__discreet", "session__site", "session__site__name",
    "word__client", "word__desk_minutes", "word__leader_minutes",
)  # fmt: skip


def _leading(sessions: Sequence[int], by: Actor | None = None, site: int = 0, day: Period | None = None) -> _Led:
    """Who in fact leads `sessions`; for a reader also the disagreements at `site`, on whatever day, and what they took
    over elsewhere on `day`. One query.
    """
    standing = Leading.objects.filter(undone_at=None).order_by()
    apart_only = FilteredRelation("words", condition=Q(words__undone_at=None, words__desk_minutes__isnull=False))
    rows = standing.annotate(word=apart_only)
    found = rows.filter(session__in=sessions).values_list(*_LED)
    if by is not None and day is not None:
        others = Q(site=site, word__isnull=False)
        if by.staff is not None and not by.everywhere:
            others |= Q(staff=by.staff, period__overlap=(day.start, day.end)) & ~Q(session__site__in=by.sites)
        found = found.union(rows.filter(others).exclude(session__in=sessions).values_list(*_LED))
    leading: dict[int, tuple[str, datetime | None]] = {}
    apart, elsewhere = [], {}
    for session, staff, ended, span, group, service, discreet, at_site, site_name, client, desk, leader in found:
        period = Period(span.lower, span.upper)
        if by is not None and not by.works_at(at_site):
            title = public_name(group or service, discreet=discreet)
            elsewhere[session] = StandIn(session, title, site_name, period)
            continue
        leading[session] = (staff or "", ended)
        if client is not None and by is not None:
            apart.append(ApartRow(session, client, "", group or service, period, desk, leader))
    return _Led(
        leading,
        tuple(sorted(apart, key=lambda row: (row.period, row.session, row.client))),
        tuple(sorted(elsewhere.values(), key=lambda one: one.period)),
    )


def _card(session: SessionOnDay, read: _Day) -> SessionCard:
    roster = [_row(client, session, read) for client in session.expected]
    stand_in, ended_at = read.leading.get(session.id, ("", None))
    return SessionCard(
        id=session.id,
        title=session.title,
        group=session.group,
        service=session.service,
        hue=session.hue,
        period=session.period,
        room=session.room,
        virtual=session.virtual,
        leader=session.leader,
        capacity=session.capacity,
        expected=len(session.expected),
        over=session.period.end <= read.now or ended_at is not None,
        roster=tuple(sorted(roster, key=lambda row: (row.name.casefold(), row.client))),
        most=most_in_room(session.capacity, facts.cap_of(session.category, read.caps)),
        guests=session.guests,
        topic=session.topic,
        stand_in=stand_in if stand_in != session.leader else "",
        ended_at=ended_at,
    )


def _row(client: int, session: SessionOnDay, read: _Day) -> RosterRow:
    visits, face, told = read.visits.get(client, ()), read.faces[client], read.told.get(client)
    today = [visit for visit in visits if _in_day(visit, read.day)]
    state, visit = rules.at_door(session.period, today, read.now, told=told is not None)
    came = state in {AtDoor.HERE, AtDoor.LEFT} and visit is not None and read.now >= session.period.start
    late = _whole(visit.arrived_at, session.period.start) if came and visit else 0
    gone = visit.departed_at if came and visit else None
    ends = min(session.period.end, read.leading.get(session.id, ("", None))[1] or session.period.end)
    return RosterRow(
        client=client,
        name=face.name,
        pronouns=face.pronouns,
        phone=face.phone,
        at_door=state,
        visit=visit,
        forgotten=next((v for v in visits if v.departed_at is None and not _in_day(v, read.day)), None),
        minutes=read.minutes.get((session.id, client), 0),
        out=read.gone.get((session.id, client)),
        told=told,
        late=late if visit and visit.arrived_at < session.period.end else 0,
        early=_whole(ends, gone) if gone else 0,
        booked_by_video=client in session.by_video,
        not_cleared=session.group and client in read.uncleared,
    )


def _whole(later: datetime, earlier: datetime) -> int:
    """Whole minutes from `earlier` to `later`; none when it is the other way round."""
    return Period(earlier, later).minutes if earlier < later else 0


def _first_of_each(cards: Sequence[SessionCard], wanted: Callable[[RosterRow], bool]) -> tuple[MissingRow, ...]:
    """Each person once, with the first session of the day in which they are wanted, in the order of time."""
    found: dict[int, MissingRow] = {}
    for card in cards:
        for row in card.roster:
            if wanted(row):
                found.setdefault(row.client, MissingRow(row, card))
    return tuple(found.values())


def _by_name(rows: Iterable[InBuilding]) -> tuple[InBuilding, ...]:
    return tuple(sorted(rows, key=lambda one: one.name.casefold()))


def _named(row: ApartRow, faces: Mapping[int, DoorRow]) -> ApartRow:
    return replace(row, name=faces[row.client].name)


def _in_day(visit: DoorVisit, day: Period) -> bool:
    return day.start <= visit.arrived_at < day.end
