"""Where is this client now? What would follow from a decision? Whom to keep in touch with?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.agency.queries import time_zone
from stepdown.episode import queries as episode
from stepdown.episode.terms import ClientState, CurrentHold, CurrentStay, FollowUp
from stepdown.journey.rules import CARE_TEAM
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, day_of
from stepdown.people import queries as people
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope
from stepdown.schedule.queries.day import ClientSession, sessions_of, tracks_of
from stepdown.session import queries as session

AHEAD = timedelta(days=84)
"""How far the calendar is looked at: weeks are made twelve ahead."""
CONTACT_EVERY = "hold.no_contact_after"
"""Policy key: days from one contact with somebody on hold to the next."""
FIRST_SERVICE = "admission.first_service_within"
"""Policy key: days from first contact to first group that a program aims at."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What would follow from a hold or a discharge: the seats given back, the tracks that end or keep a place."""

    seats: tuple[ClientSession, ...]
    tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a client is now: on their way, in care or on hold, here (or by video) since when, where expected next."""

    state: ClientState
    stay: CurrentStay | None
    hold: CurrentHold | None
    here_since: datetime | None
    next_session: ClientSession | None


def where_now(client: int, *, now: datetime) -> Whereabouts:
    """Where a client is at `now`: what they are to us, whether here, where expected next. Six queries.

    For one client within reach: the caller has opened the chart.
    """
    site = people.site_of(client)
    zone = time_zone(site) if site is not None else "UTC"
    today = Week.of(now, zone).day_near(now)
    standing = episode.standing_on(client, today)
    ahead = sessions_of(client, Period(now, now + AHEAD))
    return Whereabouts(
        state=episode.states([client], today)[client],
        stay=standing.stay,
        hold=standing.hold,
        here_since=session.here_since([client], day_of(now, zone)).get(client),
        next_session=next((one for one in ahead if one.period.start >= now), None),
    )


def what_would_happen(client: int, on: date, *, now: datetime, until: date | None = None) -> Consequence:
    """The seats a client would give back from the local day `on` up to `until`, and their tracks. Three queries."""
    return Consequence(seats=seats_from(client, on, now=now, until=until), tracks=tracks_of(client, on))


def seats_from(client: int, on: date, *, now: datetime, until: date | None = None) -> tuple[ClientSession, ...]:
    """The seats of a client in sessions to come, from the local day `on` up to, not including, `until`. Two queries."""
    site = people.site_of(client)
    zone = time_zone(site) if site is not None else "UTC"
    week = Week(on - timedelta(days=on.weekday()), zone)
    first = max(now, week.at(on.weekday(), 0))
    return tuple(
        one
        for one in sessions_of(client, Period(first, max(first, now) + AHEAD))
        if one.period.start >= first
        and (until is None or Week.of(one.period.start, zone).day_near(one.period.start) < until)
    )


def who_follows_up(client: int, day: date) -> int | None:
    """Who keeps in touch with a client on hold when nobody is named: their case manager, else their clinician.

    Two queries.
    """
    for role in CARE_TEAM:
        if staff := people.care_team_on([client], role, day).get(client):
            return staff
    return None


def contact_every(jurisdiction: str, day: date) -> int | None:
    """Days from one contact with somebody on hold to the next, as policy says there; None where it says nothing."""
    return _days(CONTACT_EVERY, jurisdiction, day)


def first_service_within(jurisdiction: str, day: date) -> int | None:
    """Days from first contact to first group that the program aims at; None where policy says nothing. One query."""
    return _days(FIRST_SERVICE, jurisdiction, day)


def _days(key: str, jurisdiction: str, day: date) -> int | None:
    row = value_on(key, Scope(jurisdiction=jurisdiction), day)
    return None if row is None else int(row.value)


def follow_ups(sites: Collection[int], day: date, every: int) -> tuple[FollowUp, ...]:
    """Everybody of `sites` on hold, with who is to call them, and by when; the longest overdue first."""
    return episode.follow_ups(sites, day, every)


def first_groups(clients: Collection[int], period: Period) -> dict[int, datetime]:
    """When each of `clients` was first in a session during `period`, by client id: where the clock stops. One query."""
    attended = session.attended_in(clients, period)
    return {client: min(part.period.start for part in parts) for client, parts in attended.items() if parts}
