"""Calls to make: who is to be called today, why, and how it is safe. Each call is written down, and can be taken back.

Nothing is done by itself: a number of days without contact brings somebody onto this list, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency.access import demand
from stepdown.audit.terms import NotFound
from stepdown.episode import queries as episode
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, day_of, zone_of
from stepdown.people import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_CALL
from stepdown.people.terms import CallOutcome, CallReason, CallRow, DoorRow, NewCall, Way
from stepdown.policy import queries as policy
from stepdown.policy.terms import Scope, Value
from stepdown.schedule import queries as schedule
from stepdown.session import queries as session
from stepdown.web.desk.pages import DeskRequest, number, opened_chart, page

LOOK_BACK = timedelta(days=60)
"""How far back calls and visits are read."""

LATER = (("2", "In two hours"), ("24", "Tomorrow at this time"), ("48", "The day after tomorrow"))
"""(hours, words): when to try again."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person to call: every reason, the most pressing first, since when, the numbers, and today's calls."""

    client: int
    face: DoorRow
    reasons: tuple[tuple[CallReason, datetime | None], ...]
    ways: tuple[Way, ...]
    has_numbers: bool
    calls: tuple[CallRow, ...]

    @property
    def reason(self) -> CallReason:
        """The most pressing one."""
        return self.reasons[0][0]

    @property
    def may_leave_message(self) -> bool:
        """Whether a message may be left on any of the numbers."""
        return any(way.may_leave_message for way in self.ways)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read of everybody in care at a site."""

    today: Period
    expected: Mapping[int, datetime]
    """When the first session of today that has begun began."""
    came: Mapping[int, datetime]
    """When they last came in."""
    held: frozenset[int]
    calls: Mapping[int, tuple[CallRow, ...]]
    since: Mapping[int, datetime]
    """From when on somebody should have heard of them: admission."""


@page(allowed=MAY_CALL)
def calls(request: DeskRequest) -> HttpResponse:
    """Everybody to call, the most pressing first, and whom somebody reached today."""
    rows = _rows(request)
    open_, done = [row for row in rows if row.reasons], [row for row in rows if not row.reasons and row.calls]
    context = {"rows": open_, "done": done, "later": LATER, "outcomes": list(CallOutcome), "section": "calls"}
    return render(request, "desk/calls.html", context)


@page(allowed=MAY_CALL, writes=True)
def record_call(request: DeskRequest, client: int) -> HttpResponse:
    """Write a call down: its outcome, the number, and when to try again."""
    people.face(request.actor, client)
    asked = request.POST
    reason, outcome = asked.get("reason", ""), asked.get("outcome", "")
    if reason not in set(CallReason) or outcome not in set(CallOutcome):
        raise NotFound
    hours = number(asked.get("later", ""))
    call = NewCall(
        client=client,
        reason=CallReason(reason),
        outcome=CallOutcome(outcome),
        way=number(asked.get("way", "")),
        try_again_at=request.now + timedelta(hours=hours) if hours else None,
    )
    actions.record_call(by=request.actor, at=request.now, call=call)
    opened_chart(request, client)
    messages.success(request, "Written down.")
    return redirect(reverse("desk:calls") + f"#client-{client}")


@page(allowed=MAY_CALL, writes=True)
def undo_call(request: DeskRequest, call: int) -> HttpResponse:
    """Take a call back that was written down by mistake."""
    actions.undo_call(by=request.actor, at=request.now, call=call)
    messages.success(request, "Taken back.")
    return redirect("desk:calls")


def _rows(request: DeskRequest) -> list[Row]:
    """Everybody in care at the site looked at, with why to call them; nine queries."""
    demand(request.actor, MAY_CALL, [request.site.id])
    zone = request.site.time_zone
    today = day_of(request.now, zone)
    day = Week.of(request.now, zone).day_near(request.now)
    clients = sorted(episode.levels_at(request.site.id, day, day))
    facts = _facts(request, clients, today, day)
    limits = _limits(request.site.jurisdiction, day)
    ways, faces = people.ways_to_call(request.actor, clients), people.at_the_door(request.actor, clients)
    rows = [
        Row(
            client=client,
            face=faces[client],
            reasons=_reasons(client, facts, limits, request.now),
            ways=ways.get(client, ()),
            has_numbers=client in ways,
            calls=tuple(call for call in facts.calls.get(client, ()) if today.start <= call.at < today.end),
        )
        for client in clients
    ]
    order = list(CallReason)
    return sorted(rows, key=lambda row: (order.index(row.reason) if row.reasons else 9, row.face.name, row.client))


def _facts(request: DeskRequest, clients: list[int], today: Period, day: date) -> Facts:
    """Six queries."""
    since = request.now - LOOK_BACK
    begun = Period(today.start, max(request.now, today.start + timedelta(minutes=1)))
    calls: dict[int, tuple[CallRow, ...]] = {}
    for call in people.calls_since(clients, since):
        calls[call.client] = (*calls.get(call.client, ()), call)
    zone = zone_of(request.site.time_zone)
    admitted = episode.admitted_on(clients, day)
    return Facts(
        today=today,
        expected={client: found[0].period.start for client, found in schedule.expected_in(clients, begun).items()},
        came=session.last_visits(clients, before=today.end),
        held=episode.on_hold(clients, day),
        calls=calls,
        since={client: datetime(on.year, on.month, on.day, tzinfo=zone) for client, on in admitted.items()},
    )


def _limits(jurisdiction: str, day: date) -> dict[CallReason, Value | None]:
    """Days without contact after which a person is asked to call. Two queries."""
    scope = Scope(jurisdiction=jurisdiction)
    return {
        CallReason.NO_CONTACT_ON_HOLD: policy.value_on("hold.no_contact_after", scope, day),
        CallReason.NO_CONTACT: policy.value_on("contact.no_contact_after", scope, day),
    }


def _reasons(
    client: int, facts: Facts, limits: Mapping[CallReason, Value | None], now: datetime
) -> tuple[tuple[CallReason, datetime | None], ...]:
    """Why to call somebody, and since when it is so; a call that reached them today answers all but "try again"."""
    calls = facts.calls.get(client, ())
    latest = calls[0] if calls else None
    if latest is not None and latest.try_again_at is not None:
        due = latest.try_again_at <= now
        return ((CallReason.TRY_AGAIN, latest.try_again_at),) if due else ()
    reached = max((call.at for call in calls if call.outcome is CallOutcome.REACHED), default=None)
    if reached is not None and reached >= facts.today.start:
        return ()
    heard = max((at for at in (reached, facts.came.get(client), facts.since.get(client)) if at), default=None)
    found: list[tuple[CallReason, datetime | None]] = []
    held = client in facts.held
    if not held and client in facts.expected and not _came_today(client, facts):
        found.append((CallReason.MISSING_TODAY, facts.expected[client]))
    reason = CallReason.NO_CONTACT_ON_HOLD if held else CallReason.NO_CONTACT
    limit = limits[reason]
    if limit is not None and (heard is None or now - heard >= timedelta(days=int(limit.value))):
        found.append((reason, heard))
    return tuple(found)


def _came_today(client: int, facts: Facts) -> bool:
    came = facts.came.get(client)
    return came is not None and came >= facts.today.start
