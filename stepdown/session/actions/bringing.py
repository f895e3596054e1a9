"""Writing down afterwards what was said in group rooms elsewhere: asked out, led and closed, settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, NotFound, Obstacle, refuse
from stepdown.kernel.period import Period
from stepdown.kernel.week import day_of
from stepdown.people import queries as people
from stepdown.people.actions.steps import hold_records
from stepdown.schedule.queries.one import Standing, standing
from stepdown.session.access import MAY_BRING
from stepdown.session.actions.steps import recount_days
from stepdown.session.models import Away, Leading, Said
from stepdown.session.rules import bringing as rules
from stepdown.session.terms import Blocker, BroughtLeading, BroughtOut, BroughtSettlement


@action
def bring_outs(*, by: Actor, at: datetime, outs: Sequence[BroughtOut]) -> list[int]:
    """Write down who was asked out of which session, and when they were back; returns the ids in order.

    Refused: no seat in it, not on its day, back before leaving, still to come, out already. Raises NotAllowed, NotFound.
    """
    room = _room(by, {row.session for row in outs}, {row.client for row in outs})
    refuse(
        obstacle
        for row in outs
        for obstacle in rules.out_obstacles(
            row,
            expected=row.client in room.sessions[row.session].expected,
            day=room.day(row.client, row.session),
            at=at,
        )
    )
    with last_word(Obstacle(Blocker.AWAY_ALREADY)):
        made = Away.objects.bulk_create(
            Away(
                client_id=row.client,
                session_id=row.session,
                reason=row.reason,
                left_at=row.left_at,
                left_recorded_at=at,
                returned_at=row.returned_at,
                returned_recorded_at=row.returned_at and at,
            )
            for row in outs
        )
    room.recount([(row.client, row.session) for row in outs], at)
    told = [Noted(("away", row.pk), row.client_id, {"session": row.session_id}, at=row.left_at) for row in made]
    notes(by=by, at=at, rows=told)
    return [row.pk for row in made]


@action
def bring_leading(*, by: Actor, at: datetime, led: Sequence[BroughtLeading]) -> list[int]:
    """Write down who in fact led sessions and, of those closed, what the leader said; returns the ids in order.

    Refused: on record already, no seat for whom a word is about, times outside the session, still to come; somebody in
    two rooms at once. Raises NotAllowed, NotFound.
    """
    words = [(row, word) for row in led for word in row.says]
    room = _room(by, {row.session for row in led}, {word.client for _, word in words})
    agency.know(staff={row.staff for row in led if row.staff is not None})
    before = set(Leading.objects.filter(session__in=room.sessions, undone_at=None).values_list("session", flat=True))
    refuse(
        obstacle
        for row in led
        for obstacle in rules.leading_obstacles(
            row,
            session=room.sessions[row.session].period,
            expected=room.sessions[row.session].expected,
            led=row.session in before,
            at=at,
        )
    )
    with last_word(Obstacle(Blocker.LEADS_ELSEWHERE)):
        made = Leading.objects.bulk_create(_leading(row, room.sessions[row.session], at) for row in led)
    by_session = {row.session_id: row for row in made}
    Said.objects.bulk_create(
        Said(
            leading=by_session[row.session],
            session_id=row.session,
            client_id=word.client,
            there=word.there,
            came_at=word.came_at,
            left_at=word.left_at,
        )
        for row, word in words
    )
    room.recount([(word.client, row.session) for row, word in words], at)
    notes(
        by=by, at=at, rows=[Noted(("planned_session", row.session_id), None, {"staff": row.staff_id}) for row in made]
    )
    return [row.pk for row in made]


@action
def bring_settlements(*, by: Actor, at: datetime, settled: Sequence[BroughtSettlement]) -> list[int]:
    """Write down what was decided where desk and leader disagreed; the leader's word stays on record. Returns the ids.

    Refused: no word of the leader's about the client, no reason, times outside the session, still to come. Raises
    NotAllowed, NotFound.
    """
    clients = {row.client for row in settled}
    room = _room(by, {row.session for row in settled}, clients)
    rows = Said.objects.filter(session__in=room.sessions, client__in=clients, undone_at=None, settled_at=None)
    said = {(row.client_id, row.session_id): row for row in rows}
    refuse(
        obstacle
        for row in settled
        for obstacle in rules.settlement_obstacles(
            row, session=room.sessions[row.session].period, said=(row.client, row.session) in said, at=at
        )
    )
    Said.objects.filter(pk__in=[said[row.client, row.session].pk for row in settled]).update(undone_at=at)
    made = Said.objects.bulk_create(
        Said(
            leading_id=said[row.client, row.session].leading_id,
            session_id=row.session,
            client_id=row.client,
            there=row.there is not None,
            came_at=row.came_at,
            left_at=row.left_at,
            settled_at=row.settled_at,
            settled_by=row.settled_by.strip(),
            reason=row.reason.strip(),
        )
        for row in settled
    )
    room.recount([(row.client, row.session) for row in settled], at)
    told = [Noted(("planned_session", row.session), row.client, at=row.settled_at) for row in settled]
    notes(by=by, at=at, rows=told)
    return [row.pk for row in made]


@dataclass(frozen=True, slots=True)
class _Room:
    """The sessions something is said about, and where their clients are at home."""

    sessions: Mapping[int, Standing]
    sites: Mapping[int, int]
    zones: Mapping[int, str]

    def day(self, client: int, session: int) -> Period:
        """The local day of a session, by the clock of a client's site."""
        return day_of(self.sessions[session].period.start, self.zones[self.sites[client]])

    def recount(self, about: Iterable[tuple[int, int]], at: datetime) -> None:
        """Count the days of (client, session) anew."""
        recount_days(sites=self.sites, days=[(client, self.day(client, session)) for client, session in about], at=at)


def _room(by: Actor, sessions: Collection[int], clients: Collection[int]) -> _Room:
    """What is known of sessions and clients within the actor's reach, all of them held. A query a site, and five."""
    demand(by, MAY_BRING)
    found, sites = standing(sessions), people.sites_of(clients)
    if found.keys() != set(sessions):
        raise NotFound
    demand(by, MAY_BRING, {*(one.site for one in found.values()), *sites.values()})
    hold_records(clients)  # of two who close one session, the database lets one
    return _Room(found, sites, {site: agency.time_zone(site) for site in set(sites.values())})


def _leading(row: BroughtLeading, session: Standing, at: datetime) -> Leading:
    closed = row.ended_at is not None
    return Leading(
        session_id=row.session,
        site_id=session.site,
        staff_id=row.staff,
        period=DateTimeTZRange(session.period.start, session.period.end),
        since=session.period.start,
        recorded_at=at,
        ended_at=row.ended_at,
        closed_at=at if closed else None,
        in_room=(row.in_room or 0) if closed else None,
        guests=row.guests if closed else None,
    )
