"""What actions must know before they decide: the client's day, as the door and the leaders have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from stepdown.agency import queries as agency
from stepdown.agency.terms import ServiceCategory, SiteRow
from stepdown.episode.terms import CLEARANCE_KEY
from stepdown.kernel.period import Period
from stepdown.kernel.week import day_of, zone_of
from stepdown.policy import queries as policy
from stepdown.policy.terms import Scope
from stepdown.schedule import queries as schedule
from stepdown.schedule.queries.one import Seats, expected_at, seats_of
from stepdown.session.models import Away, Leading, Said, Visit
from stepdown.session.rules.group import most_in_room
from stepdown.session.terms import CAP_KEYS, TOLERANCE_KEY, AwayReason, DoorVisit, Gone, Joined, PlannedForClient, Word


def local_day(site: int, moment: datetime) -> Period:
    """The local day of `moment` at a site. One query."""
    return day_of(moment, agency.time_zone(site))


def planned_on(clients: Collection[int], day: Period) -> dict[int, list[PlannedForClient]]:
    """What each of `clients` was expected in on a local day. One query."""
    expected = schedule.expected_in(clients, day)
    return {
        client: [PlannedForClient(one.session, one.period) for one in expected.get(client, ())] for client in clients
    }


def visits_on(clients: Collection[int], day: Period) -> defaultdict[int, list[DoorVisit]]:
    """The visits of each of `clients` that began on a local day and were not taken back. One query."""
    rows = Visit.objects.filter(
        client__in=clients, undone_at=None, arrived_at__gte=day.start, arrived_at__lt=day.end
    ).order_by("arrived_at")
    found: defaultdict[int, list[DoorVisit]] = defaultdict(list)
    for row in rows:
        found[row.client_id].append(
            DoorVisit(row.pk, row.client_id, row.arrived_at, row.departed_at, Joined(row.joined))
        )
    return found


def gone_on(clients: Collection[int], day: Period) -> defaultdict[int, list[Gone]]:
    """When each of `clients` was asked out of a group on a local day. One query."""
    rows = Away.objects.filter(client__in=clients, undone_at=None, left_at__gte=day.start, left_at__lt=day.end)
    found: defaultdict[int, list[Gone]] = defaultdict(list)
    for row in rows:
        found[row.client_id].append(gone_of(row))
    return found


def gone_of(row: Away) -> Gone:
    """A row of the table as rules see it."""
    return Gone(row.pk, row.client_id, row.left_at, row.returned_at, AwayReason(row.reason))


def said_on(clients: Collection[int], day: Period) -> list[Said]:
    """What leaders say of `clients` in the sessions of a local day. One query."""
    rows = Said.objects.filter(
        client__in=clients, undone_at=None, leading__period__overlap=(day.start, day.end)
    ).select_related("leading")
    return list(rows)


def word_of(row: Said) -> Word:
    """What the leader says of one client, as rules see it."""
    assert row.leading.ended_at is not None
    return Word(row.there, row.leading.ended_at, row.came_at, row.left_at, settled=row.settled_at is not None)


def leading_of(session: int) -> Leading | None:
    """Who in fact leads a session, when somebody took over or closed it. One query."""
    return Leading.objects.filter(session=session, undone_at=None).first()


def stood_in_for(staff: int, day: Period) -> tuple[int, ...]:
    """The sessions in `day` that somebody in fact leads, or led. One query."""
    rows = Leading.objects.filter(staff=staff, undone_at=None, period__overlap=(day.start, day.end))
    return tuple(rows.values_list("session", flat=True))


def tolerance(site: int, day: Period) -> int:
    """By how many minutes desk and leader may differ before somebody is asked. Two queries."""
    here = agency.site_row(site)
    found = policy.value_on(
        TOLERANCE_KEY, Scope(here.jurisdiction), day.start.astimezone(zone_of(here.time_zone)).date()
    )
    return 0 if found is None else int(found.value)


def caps_on(site: SiteRow, day: Period) -> dict[str, int]:
    """Policy key → how many may be in a group at most, of the keys in CAP_KEYS; and 1 under CLEARANCE_KEY where a group
    takes only whom somebody cleared. One query.
    """
    found = policy.values_on(Scope(site.jurisdiction), day.start.astimezone(zone_of(site.time_zone)).date())
    asked = {*CAP_KEYS.values(), CLEARANCE_KEY}
    return {value.key: int(value.value) for value in found if value.key in asked}


def cap_of(category: ServiceCategory, caps: Mapping[str, int]) -> int | None:
    """How many policy lets into a group of a category, of `caps_on`; None when it says nothing."""
    return caps.get(CAP_KEYS[category]) if category in CAP_KEYS else None


def too_full(site: int, planned: Collection[PlannedForClient], day: Period, at: datetime) -> tuple[int, int] | None:
    """(how many would be in a room, guests too, how many may) with one more in the sessions of `planned` not yet over.

    None when everybody fits. One query when the seats planned fit already, which they nearly always do; else three
    and two a session.
    """
    seats = [one for one in seats_of([one.session for one in planned]) if one.period.end > at]
    if not any(one.heads > one.capacity or one.category in CAP_KEYS for one in seats):
        return None
    caps = caps_on(agency.site_row(site), day)
    for one in seats:
        most = most_in_room(one.capacity, cap_of(one.category, caps))
        if one.heads > most and (would_be := _in_room(one) + 1) > most:
            return would_be, most
    return None


def _in_room(session: Seats) -> int:
    """How many of those expected in a session are in the building, and its guests: their places are kept."""
    rows = Visit.objects.filter(client__in=expected_at(session.session), joined=Joined.IN_PERSON, departed_at=None)
    return rows.filter(undone_at=None).count() + session.guests
