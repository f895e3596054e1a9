"""Where is this client now? Whom to keep in touch with?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepdown.agency.access import demand
from stepdown.agency.queries import on_call_now, site_row, time_zone
from stepdown.agency.terms import SiteRow
from stepdown.audit.terms import Actor
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_KEEP_WORDING
from stepdown.consent.terms import PaperKind, Papers
from stepdown.episode import queries as episode
from stepdown.episode.terms import ASKING, ClientState, CurrentHold, CurrentStay, Event, FollowUp, State
from stepdown.journey.access import ADMITS, entry
from stepdown.journey.rules import CARE_TEAM, whys
from stepdown.journey.terms import Answer, CallFacts, ChartFacts, Entry, Grounds, Patience, Why
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, day_of, zone_of
from stepdown.people import queries as people
from stepdown.people.access import MAY_CALL
from stepdown.people.terms import CallOutcome, CallRow, Near
from stepdown.policy.queries import value_on, values_on
from stepdown.policy.terms import Scope
from stepdown.schedule.queries import expected_in
from stepdown.schedule.queries.day import ClientSession, sessions_of
from stepdown.schedule.queries.one import on_staff_with, seated_in
from stepdown.session import queries as session

AHEAD = timedelta(days=84)
"""How far the calendar is looked at: weeks are made twelve ahead."""
CONTACT_EVERY = "hold.no_contact_after"
"""Policy key: days from one contact with somebody on hold to the next."""
QUIET_AFTER = "contact.no_contact_after"
"""Policy key: days without a word from somebody in care after which a person calls them."""
FIRST_SERVICE = "admission.first_service_within"
"""Policy key: days from first contact to first group that a program aims at."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a client is now: on their way, in care or on hold, here (or by video) since when, where expected next."""

    state: ClientState
    stay: CurrentStay | None
    hold: CurrentHold | None
    here_since: datetime | None
    next_session: ClientSession | None


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody at a site: where they stand, every reason to call them, and today's calls, the latest first."""

    client: int
    stands: ClientState
    whys: tuple[Why, ...]
    calls: tuple[CallRow, ...]


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


def papers(client: int, day: date, zone: str, *, beside: bool = False) -> Papers:
    """Where the papers of a client's admission stand on `day`, at a site in `zone`; with the signatures and copies `beside`
    them, or without. Two queries, or four.
    """
    return papers_of([client], day, zone, beside=beside)[client]


def papers_of(clients: Collection[int], day: date, zone: str, *, beside: bool = False) -> dict[int, Papers]:
    """The same for several, by client id. Two queries, or four.

    What was signed before the last discharge was for an earlier admission.
    """
    steps = episode.steps_of(clients)
    left = {
        client: max(
            (step.on for step in steps[client] if step.event is Event.DISCHARGE and step.on <= day), default=None
        )
        for client in clients
    }
    since = {client: datetime.combine(on, time(), zone_of(zone)) if on else None for client, on in left.items()}
    return consent.papers_of_many(since, day, beside=beside)


def papers_missing(by: Actor, site: SiteRow, kind: PaperKind, day: date) -> tuple[tuple[int, str], ...]:
    """(client, name used) of everybody in care at a site who has yet to sign one kind of paper, or to be given it; by
    name. Six queries. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_KEEP_WORDING, [site.id])
    here = episode.in_care_at(site.id, day)
    found = papers_of(here, day, site.time_zone)
    names = people.names_of([client for client in here if kind in found[client].open])
    return tuple(sorted(names.items(), key=lambda one: (one[1], one[0])))


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


LOOK_BACK = timedelta(days=60)
"""How far back calls are read to say when somebody was last heard of."""
LATELY = timedelta(days=7)
"""How far back a missed day is asked about."""


def calls_at(by: Actor, *, site: SiteRow, now: datetime) -> tuple[ToCall, ...]:
    """Everybody of a site whom there is a reason to call, or who was called today, by client id. Eight queries.

    In care, on hold or on their way in; `rules.whys` decides. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_CALL, [site.id])
    today, week = day_of(now, site.time_zone), Week.of(now, site.time_zone)
    day = week.day_near(now)
    stands = episode.here_and_asking(site.id, day)
    calls: dict[int, list[CallRow]] = {client: [] for client in stands}
    for call in people.calls_since(stands, now - LOOK_BACK):
        calls[call.client].append(call)
    facts = _call_facts(stands, calls, today, zone_of(site.time_zone), now)
    patience = _patience(site.jurisdiction, day)
    rows = [
        ToCall(
            client=client,
            stands=stands[client],
            whys=whys(facts[client], patience, now=now, midnight=today.start, day=day),
            calls=tuple(call for call in calls[client] if call.at >= today.start),
        )
        for client in sorted(stands)
    ]
    return tuple(row for row in rows if row.whys or row.calls)


def _call_facts(
    stands: Mapping[int, ClientState],
    calls: Mapping[int, Sequence[CallRow]],
    today: Period,
    zone: ZoneInfo,
    now: datetime,
) -> dict[int, CallFacts]:
    """What decides about each. Three queries."""
    lately = Period(today.start - LATELY, today.end)
    came = session.arrivals(stands, lately)
    expected = expected_in(stands, lately)
    day = today.start.astimezone(zone).date()
    excused = session.told_missed(stands, day - LATELY, day)
    found = {}
    for client, state in stands.items():
        begun = [one.period.start for one in expected.get(client, ()) if today.start <= one.period.start <= now]
        planned = {one.period.start.astimezone(zone).date() for one in expected.get(client, ())}
        there = {moment.astimezone(zone).date() for moment in came.get(client, ())}
        missed = [one for one in planned - there - excused.get(client, frozenset()) if one < day]
        mine = calls[client]
        found[client] = CallFacts(
            stands=state,
            expected=min(begun, default=None),
            excused=day in excused.get(client, ()),
            missed=max(missed, default=None),
            came=max(came.get(client, ()), default=None),
            reached=max((call.at for call in mine if call.outcome is CallOutcome.REACHED), default=None),
            try_again=mine[0].try_again_at if mine else None,
        )
    return found


def _patience(jurisdiction: str, day: date) -> Patience:
    """What policy says there. One query."""
    keys = {CONTACT_EVERY, QUIET_AFTER}
    said = {row.key: int(row.value) for row in values_on(Scope(jurisdiction=jurisdiction), day) if row.key in keys}
    return Patience(said.get(CONTACT_EVERY), said.get(QUIET_AFTER))


NEWLY_ADMITTED = "access.newly_admitted"
"""Policy key: days from admission on which a chart stays open to those who admit."""


def chart_entry(by: Actor, client: int, *, now: datetime, zone: str) -> tuple[Entry, Near]:
    """Whether a client's chart opens to `by` at `now`, and for what (`access.entry`); with what joins them.

    `zone` says which local day it is. One query for the care team, a role whose work is with everybody, and what was
    given; two for the staff of a session that day; up to eight before it asks. Raises NotFound for a client who is not
    there.
    """
    today = day_of(now, zone)
    near = people.near(by, client, day=today.start.astimezone(zone_of(zone)).date(), now=now)
    held = {Grounds.CARE_TEAM: near.on_team, Grounds.REASON: near.reason, Grounds.EMERGENCY: near.glass}
    facts = ChartFacts(by.roles, by.works_at(near.site), frozenset(tie for tie, holds in held.items() if holds))
    for tie, holds in _ties(by, client, near.site, now, today):
        if entry(facts).answer is Answer.OPENS:
            break
        if holds():
            facts = replace(facts, ties=facts.ties | {tie})
    return entry(facts), near


def _ties(
    by: Actor, client: int, site: int, now: datetime, today: Period
) -> Iterator[tuple[Grounds, Callable[[], bool]]]:
    """What else may join somebody to a client, the most usual first, each to be looked up only when it is needed."""
    if (me := by.staff) is None:
        return
    yield Grounds.SESSION, lambda: on_staff_with(me, client, today)
    yield Grounds.SESSION, lambda: seated_in(session.stood_in_for(me, today), client)
    if by.works_at(site):
        yield Grounds.ON_CALL, lambda: any(duty.staff == me for duty in on_call_now(site, now))
        if by.has_any(ADMITS):
            yield Grounds.WAY_IN, lambda: _on_their_way(client, site, now)


def _on_their_way(client: int, site: int, now: datetime) -> bool:
    """Whether a client is on their way in, or was admitted a few days ago. Three queries."""
    place = site_row(site)
    day = now.astimezone(zone_of(place.time_zone)).date()
    stands = episode.states([client], day)[client]
    if stands.state in ASKING or stands.state is State.UNKNOWN:
        return True
    days = _days(NEWLY_ADMITTED, place.jurisdiction, day)
    since = stands.admitted_on
    return since is not None and days is not None and day < since + timedelta(days=days)
