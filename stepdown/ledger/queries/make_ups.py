"""One client's line, and the sessions left this week that mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor, NotFound
from stepdown.episode import queries as episode
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.ledger import rules
from stepdown.ledger.access import MAY_SEE_LEDGER
from stepdown.ledger.queries.board import Line
from stepdown.ledger.queries.facts import LineFacts, around, line_facts
from stepdown.ledger.terms import Adds, MakeUp
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.plan.terms import Part
from stepdown.schedule.queries.counted import counted
from stepdown.schedule.queries.openings import openings

ORDER = list(Adds)
"""A session that adds a countable day comes first, one that adds nothing last."""


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client's line with the sessions still to come in their week that they can join."""

    line: Line
    make_ups: tuple[MakeUp, ...]


def client_line(by: Actor, client: int, week: Week, *, now: datetime) -> ClientLine:
    """The line of one client in care that week and its make-ups. Raises NotAllowed; NotFound beyond their reach."""
    site = people.site_of(client)
    if site is None:
        raise NotFound
    demand(by, MAY_SEE_LEDGER, [site])
    care = episode.care_of([client], *around(week))
    if client not in care:
        raise NotFound
    found = line_facts([client], care, week, now=now)[client]
    minutes = rules.week_minutes(found.facts, now=now)
    items = rules.work_of(minutes, found.authorized, today=week.day_near(now), ahead=found.ahead)
    name = care[client].name if by.has_any(MAY_SEE_CLIENTS) else ""
    line = Line(client, name, care[client].level, minutes, found.authorized, care[client].program, items)
    return ClientLine(line, make_ups(found, week.zone, now=now))


def make_ups(found: LineFacts, zone: str, *, now: datetime) -> tuple[MakeUp, ...]:
    """The sessions left in the client's week that they may join, those that add a countable day first.

    Nobody on hold is offered any. Each says what it adds to the week as it is planned now.
    """
    facts = found.facts
    if facts.on_hold:
        return ()
    days = facts.days
    open_ = openings(facts.client, Period(days[0].period.start, days[-1].period.end), now=now)
    known = counted({one.session for one in open_}, zone)
    made = [
        MakeUp(
            one.session,
            one.title,
            one.hue,
            one.period,
            one.room,
            one.leader,
            one.seats_left,
            rules.adds(facts, Part(one.period, one.session, *known[one.session]), now=now),
        )
        for one in open_
    ]
    return tuple(sorted(made, key=lambda one: (ORDER.index(one.added.adds), one.period, one.session)))
