"""Who is in the building of a site now, and where: the list for a fire drill, and for who asks at the desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.agency.queries import on_duty
from stepdown.agency.terms import SiteRow
from stepdown.audit.terms import Actor
from stepdown.kernel.week import Week, day_of
from stepdown.schedule.queries.day import SessionOnDay, sessions_on, staff_in
from stepdown.session import rules
from stepdown.session.access import MAY_SEE_TODAY
from stepdown.session.models import Visit
from stepdown.session.queries import facts
from stepdown.session.terms import DoorVisit, Gone, Joined


@dataclass(frozen=True, slots=True)
class Here:
    """A client who is in the building: since when, in which session now (None: in none), and whether asked out of it.

    `coming` is their next session of the day.
    """

    client: int
    since: datetime
    session: SessionOnDay | None
    out: Gone | None
    coming: SessionOnDay | None


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody of the staff who should be in the building, and the session they are in now, if any."""

    name: str
    session: SessionOnDay | None


@dataclass(frozen=True, slots=True)
class Building:
    """Everybody to look for. Clients are checked in at the door; staff and guests are taken from the plan.

    `unsure`: visits of an earlier day that nobody ended. Those clients have most likely left.
    """

    clients: tuple[Here, ...]
    staff: tuple[OnDuty, ...]
    guests: tuple[SessionOnDay, ...]
    unsure: tuple[DoorVisit, ...]

    @property
    def guest_count(self) -> int:
        """Guests expected in the sessions under way."""
        return sum(session.guests for session in self.guests)


def building_now(by: Actor, *, site: SiteRow, now: datetime) -> Building:
    """Who is in the building of a site at `now`; nobody by video. At most seven queries. Raises NotAllowed, NotFound.

    In the building is who came in person today and has not left: `rules.in_building` decides, here and on Today.
    """
    demand(by, MAY_SEE_TODAY, [site.id])
    day = day_of(now, site.time_zone)
    open_ = _open_visits(site.id)
    here = [visit for visit in open_ if rules.in_building(visit, day)]
    sessions = sessions_on(site.id, day)
    gone = facts.gone_on([visit.client for visit in here], day)
    return Building(
        clients=tuple(_here(visit, sessions, gone[visit.client], now) for visit in here),
        staff=_staff(site, sessions, now),
        guests=tuple(one for one in _under_way(sessions, now) if one.guests),
        unsure=tuple(visit for visit in open_ if visit.joined is Joined.IN_PERSON and visit not in here),
    )


def _open_visits(site: int) -> list[DoorVisit]:
    """Visits to a site that have not ended. One query."""
    rows = Visit.objects.filter(site=site, undone_at=None, departed_at=None).order_by("arrived_at", "pk")
    return [
        DoorVisit(number, client, arrived, None, Joined(joined))
        for number, client, arrived, joined in rows.values_list("pk", "client", "arrived_at", "joined")
    ]


def _here(visit: DoorVisit, sessions: Sequence[SessionOnDay], gone: Sequence[Gone], now: datetime) -> Here:
    mine = [one for one in sessions if visit.client in one.expected]
    return Here(
        client=visit.client,
        since=visit.arrived_at,
        session=next(iter(_under_way(mine, now)), None),
        out=next((one for one in gone if one.returned_at is None), None),
        coming=next((one for one in mine if one.period.start > now), None),
    )


def _staff(site: SiteRow, sessions: Sequence[SessionOnDay], now: datetime) -> tuple[OnDuty, ...]:
    """Who works now by their hours, and whoever leads or helps in a session under way, by name."""
    week = Week.of(now, site.time_zone)
    weekday, minute = week.place(now)
    found: dict[int, OnDuty] = {
        number: OnDuty(name, None) for number, name in on_duty(site.id, week.days[weekday], minute)
    }
    under_way = {one.id: one for one in _under_way(sessions, now) if not one.virtual}
    for session, staff in staff_in(under_way).items():
        for number, name in staff:
            found[number] = OnDuty(name, under_way[session])
    return tuple(sorted(found.values(), key=lambda one: one.name.casefold()))


def _under_way(sessions: Collection[SessionOnDay], now: datetime) -> list[SessionOnDay]:
    return [one for one in sessions if one.period.start <= now < one.period.end]
