"""The steps of a client's way, and the state they lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor
from stepdown.episode.access import MAY_SEE_WAY
from stepdown.episode.models import Episode, Hold
from stepdown.episode.models import Step as Recorded
from stepdown.episode.queries.care import holding, levels_at
from stepdown.episode.rules import lifecycle
from stepdown.episode.rules.steps import what_may_follow
from stepdown.episode.terms import (
    ASKING,
    CLEARANCE_KEY,
    ClientState,
    Event,
    FollowUp,
    State,
    Step,
    StepRow,
    Way,
)
from stepdown.kernel.levels import LevelOfCare
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope

_STEP = (
    "event", "on", "id", "program", "level", "reason", "where", "at", "owner", "due", "seat_until", "text"
)  # fmt: skip


def steps_of(clients: Collection[int]) -> dict[int, list[Step]]:
    """What happened on the way of each of `clients`, in order, without what was taken back. One query."""
    found: dict[int, list[Step]] = {client: [] for client in clients}
    rows = Recorded.objects.filter(client__in=found, taken_back=None).order_by("on", "id")
    for client, *values in rows.values_list("client", *_STEP):
        found[client].append(_step(values))
    return found


def _step(values: list[Any]) -> Step:
    event, on, number, program, level, *rest = values
    return Step(Event(event), on, number, program, LevelOfCare(level) if level else None, *rest)


def states(clients: Collection[int], day: date) -> dict[int, ClientState]:
    """Where each of `clients` stands on `day`, worked out from what happened. One query."""
    return {client: lifecycle.state(steps, day) for client, steps in steps_of(clients).items()}


def cleared(clients: Collection[int], day: date) -> frozenset[int]:
    """Those of `clients` who may be in a group on `day`: somebody cleared them, for this episode. One query.

    Whoever has no step at all (a roster from a file) is not among them; ask `states` to tell the two apart.
    """
    return frozenset(client for client, stands in states(clients, day).items() if stands.cleared is not None)


def left_for_good(site: int, day: date) -> dict[int, tuple[date, date]]:
    """(first admitted, last day out of care) of everybody `site` served who left, by client id. Two queries.

    Who asks for care again is not among them; who asked and did not come counts from that. What is to come counts too.
    """
    stays = Episode.objects.filter(client__site=site).order_by().values("client")
    ended = stays.annotate(
        came=Min("admitted_on"), left=Max("discharged_on"), open=Count("pk", filter=Q(discharged_on=None))
    ).filter(open=0)
    found = {client: (came, left) for client, came, left in ended.values_list("client", "came", "left")}
    later = {client: steps for client, steps in steps_of(found).items() if steps}
    for client, steps in later.items():
        came, left = found[client]
        if lifecycle.state(steps, day).state in ASKING:
            del found[client]
        else:
            found[client] = (came, max(left, steps[-1].on))
    return found


def clearance_needed(jurisdiction: str, day: date) -> bool:
    """Whether a group takes only whom somebody cleared, as policy says there; not where it says nothing. One query."""
    row = value_on(CLEARANCE_KEY, Scope(jurisdiction), day)
    return row is not None and bool(row.value)


def asking(site: int, day: date) -> dict[int, ClientState]:
    """Everybody of `site` on their way in on `day`, by client id: asked, to be assessed, accepted or waiting.

    One query to find them, one for what happened.
    """
    found = states(_may_ask(site, day), day)
    return {client: stands for client, stands in found.items() if stands.state in ASKING}


def here_and_asking(site: int, day: date) -> dict[int, ClientState]:
    """Everybody in care at `site` on `day`, or on their way in there, by client id: where they stand. Three queries."""
    here, asked = levels_at(site, day, day).keys(), _may_ask(site, day)
    found = states({*here, *asked}, day)
    return {client: stands for client, stands in found.items() if client in here or stands.state in ASKING}


def _may_ask(site: int, day: date) -> list[int]:
    """The clients of `site` who asked for care and neither came nor were referred on since, as far as one row says."""
    latest = Recorded.objects.filter(client=OuterRef("client"), taken_back=None, on__lte=day).order_by("-on", "-id")
    ended = (Event.ADMIT, Event.TRANSFER, Event.HOLD, Event.RETURN, Event.DISCHARGE, Event.REFER_ON, Event.CLOSE)
    return list(
        Recorded.objects.filter(client__site=site, event=Event.FIRST_CONTACT, taken_back=None, on__lte=day)
        .annotate(latest=Subquery(latest.values("event")[:1]))
        .exclude(latest__in=ended)
        .values_list("client", flat=True)
        .distinct()
    )


def places_in_line(waiting: Mapping[int, ClientState]) -> dict[int, int]:
    """The place in line of each who waits, from 1: who has waited longest for a level comes first."""
    lines: defaultdict[LevelOfCare | None, list[tuple[date, int]]] = defaultdict(list)
    for client, stands in waiting.items():
        if stands.state is State.WAITING and stands.since is not None:
            lines[stands.level].append((stands.since, client))
    return {client: place for line in lines.values() for place, (_, client) in enumerate(sorted(line), 1)}


def first_asked(clients: Collection[int]) -> dict[int, date]:
    """When each of `clients` who is in care first asked for it, for this episode, by client id. One query."""
    found = {}
    for client, steps in steps_of(clients).items():
        for number, step in enumerate(steps):
            if step.event is Event.ADMIT:
                before = lifecycle.state(steps[:number])
                found[client] = before.asked_on or step.on
    return found


def follow_ups(sites: Collection[int], day: date, every: int) -> tuple[FollowUp, ...]:
    """Everybody of `sites` on hold on `day`, with when the next contact is due, the longest overdue first.

    `every`: days from one contact to the next, as policy says. Two queries.
    """
    held = Hold.objects.filter(holding(day), episode__client__site__in=sites)
    found = [
        FollowUp(client, stands, (stands.reached or stands.since or day) + timedelta(days=every), stands.owner)
        for client, stands in states(list(held.values_list("episode__client", flat=True)), day).items()
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.client)))


def way_of(by: Actor, client: int, day: date) -> Way:
    """All that was recorded on a client's way, what was taken back included, and where they stand on `day`. One query.

    Raises NotAllowed; the caller has opened the chart.
    """
    demand(by, MAY_SEE_WAY)
    rows = Recorded.objects.filter(client=client).order_by("-on", "-id")
    names = ("program__name", "owner__name", "recorded_by", "recorded_at")
    back = ("taken_back__by", "taken_back__at", "taken_back__why")
    found = tuple(_row(list(values)) for values in rows.values_list(*_STEP, *names, *back))
    standing = [row.step for row in found if row.taken_back_at is None]
    return Way(found, lifecycle.state(standing, day), what_may_follow(standing))


def _row(values: list[Any]) -> StepRow:
    program, owner, recorded_by, recorded_at, back_by, back_at, why = values[len(_STEP) :]
    step = _step(values[: len(_STEP)])
    return StepRow(step, program or "", owner or "", recorded_by, recorded_at, back_by or "", back_at, why or "")


def client_of_step(step: int) -> int | None:
    """Whose way a step is on, or None when there is no such step. One query."""
    return Recorded.objects.filter(pk=step).values_list("client", flat=True).first()


def contact_of(call: int) -> int | None:
    """The contact on somebody's way that a call was, while it stands, or None. One query."""
    return Recorded.objects.filter(call=call, taken_back=None).values_list("pk", flat=True).first()
