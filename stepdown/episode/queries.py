"""Reading a client's way: which programme and level, on this date? Who is waiting, who is on hold, what was recorded?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from stepdown.agency.access import demand
from stepdown.agency.terms import CriteriaEdition
from stepdown.audit.terms import Actor
from stepdown.episode.access import MAY_SEE_WAY
from stepdown.episode.models import AdmissionData, Episode, Hold, LevelOfCareStay
from stepdown.episode.models import Step as Recorded
from stepdown.episode.rules import dataset, lifecycle
from stepdown.episode.rules.steps import what_may_follow
from stepdown.episode.terms import (
    ASKING,
    CLEARANCE_KEY,
    CODES,
    Admission,
    AdmissionRow,
    ClientState,
    CurrentHold,
    CurrentStay,
    Event,
    FollowUp,
    HoldReason,
    InCare,
    StandingOn,
    State,
    Step,
    StepRow,
    Use,
    Way,
)
from stepdown.kernel import teds
from stepdown.kernel.levels import LevelOfCare
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope

T = TypeVar("T")
_STEP = (
    "event", "on", "id", "program", "level", "reason", "where", "at", "owner", "due", "seat_until", "text"
)  # fmt: skip


def levels_on(clients: Collection[int], day: date) -> dict[int, str]:
    """The level of care of each client who is in a stay on `day`, by client id. One query."""
    stays = LevelOfCareStay.objects.filter(_holding(day), episode__client__in=clients)
    return dict(stays.values_list("episode__client", "level"))


def on_hold(clients: Collection[int], day: date) -> frozenset[int]:
    """Those of `clients` of whom no hours are expected on `day`. One query."""
    holds = Hold.objects.filter(_holding(day), episode__client__in=clients)
    return frozenset(holds.values_list("episode__client", flat=True))


def _holding(day: date) -> Q:
    return Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))


def in_care(clients: Collection[int]) -> frozenset[int]:
    """Those of `clients` with an episode that has not ended. One query."""
    return frozenset(Episode.objects.filter(client__in=clients, discharged_on=None).values_list("client", flat=True))


def admitted_on(clients: Collection[int], day: date) -> dict[int, date]:
    """The day of admission of each of `clients` who is in an episode on `day`, by client id. One query."""
    episodes = Episode.objects.filter(
        Q(discharged_on=None) | Q(discharged_on__gt=day), client__in=clients, admitted_on__lte=day
    )
    return dict(episodes.values_list("client", "admitted_on"))


def levels_at(site: int, first: date, last: date, *, program: int | None = None) -> dict[int, str]:
    """Everybody in a stay at `site` (or in one `program` there) on any day from `first` to `last`, both included:
    the level of their latest stay then, by client id. One query.
    """
    stays = LevelOfCareStay.objects.filter(
        Q(ends=None) | Q(ends__gt=first), starts__lte=last, program__site=site
    ).order_by("starts")
    if program is not None:
        stays = stays.filter(program=program)
    return dict(stays.values_list("episode__client", "level"))


def care_at(site: int, first: date, last: date, *, program: int | None = None) -> dict[int, InCare]:
    """Everybody in a stay at `site` (or in one `program` there) on any day from `first` to `last`, both included:
    their latest stay then, with the days of the episode and its holds, by client id. One query.
    """
    stays = LevelOfCareStay.objects.filter(program__site=site)
    return _in_care_at(stays if program is None else stays.filter(program=program), first, last)


def care_of(clients: Collection[int], first: date, last: date) -> dict[int, InCare]:
    """The same for each of `clients`, wherever they are in care. One query."""
    return _in_care_at(LevelOfCareStay.objects.filter(episode__client__in=clients), first, last)


def _in_care_at(stays: QuerySet[LevelOfCareStay], first: date, last: date) -> dict[int, InCare]:
    then = Q(episode__holds__starts__lte=last) & (Q(episode__holds__ends=None) | Q(episode__holds__ends__gt=first))
    shut = Q(program__site__closures__first_day__lte=last, program__site__closures__last_day__gte=first)
    rows = (
        stays.filter(Q(ends=None) | Q(ends__gt=first), starts__lte=last)
        .annotate(held=FilteredRelation("episode__holds", condition=then))
        .annotate(shut=FilteredRelation("program__site__closures", condition=shut))
        .order_by("starts", "held__starts", "shut__first_day")
        .values_list(
            "episode__client", "held__starts", "held__ends", "shut__first_day", "shut__last_day", "level", "program", "program__site",
            "program__site__jurisdiction", "program__edition", "program__population",
            "episode__admitted_on", "episode__discharged_on", "episode__client__used_name",
        )
    )  # fmt: skip
    found: dict[int, InCare] = {}
    for client, held_from, held_to, shut_from, shut_to, level, *rest in rows:
        before = found.get(client)
        holds = _with_one(before.holds if before else (), held_from, held_to)
        closed = _with_one(before.closed if before else (), shut_from, shut_to)
        found[client] = replace(InCare(LevelOfCare(level), *rest), holds=holds, closed=closed)  # type: ignore[arg-type]
    return found


def _with_one(spans: tuple[tuple[date, T], ...], starts: date | None, ends: T) -> tuple[tuple[date, T], ...]:
    """`spans` with one more, unless it is none or there already."""
    return spans if starts is None or (starts, ends) in spans else (*spans, (starts, ends))


def stays_on(clients: Collection[int], day: date) -> dict[int, CurrentStay]:
    """The stay of each of `clients` who is in one on `day`, by client id. One query."""
    rows = LevelOfCareStay.objects.filter(_holding(day), episode__client__in=clients).values_list(
        "episode__client", "level", "program", "program__name", "program__edition", "starts"
    )
    return {
        client: CurrentStay(LevelOfCare(level), program, name, CriteriaEdition(edition), since)
        for client, level, program, name, edition, since in rows
    }


def holds_on(clients: Collection[int], day: date) -> dict[int, CurrentHold]:
    """The hold of each of `clients` who is on one on `day`, by client id. One query."""
    rows = Hold.objects.filter(_holding(day), episode__client__in=clients)
    return {
        client: CurrentHold(HoldReason(reason), since, ends, due, kept)
        for client, reason, since, ends, due, kept in rows.values_list(
            "episode__client", "reason", "starts", "ends", "due_back", "seat_kept_until"
        )
    }


def hold_on(client: int, day: date) -> CurrentHold | None:
    """The hold of a client on `day`, or None. One query."""
    return holds_on([client], day).get(client)


def standing_on(client: int, day: date) -> StandingOn:
    """The stay and the hold of a client on `day`. One query."""
    stay = FilteredRelation(
        "stays", condition=Q(stays__starts__lte=day) & (Q(stays__ends=None) | Q(stays__ends__gt=day))
    )
    hold = FilteredRelation(
        "holds", condition=Q(holds__starts__lte=day) & (Q(holds__ends=None) | Q(holds__ends__gt=day))
    )
    row = (
        Episode.objects.filter(
            Q(discharged_on=None) | Q(discharged_on__gt=day), client=client, admitted_on__lte=day
        )
        .annotate(stay=stay, hold=hold)
        .order_by("-hold__starts")
        .values_list(
            "stay__level", "stay__program", "stay__program__name", "stay__program__edition", "stay__starts",
            "hold__reason", "hold__starts", "hold__ends", "hold__due_back", "hold__seat_kept_until",
        )
        .first()
    )  # fmt: skip
    if row is None:
        return StandingOn(None, None)
    level, program, name, edition, since, reason, *held = row
    return StandingOn(
        CurrentStay(LevelOfCare(level), program, name, CriteriaEdition(edition), since) if level else None,
        CurrentHold(HoldReason(reason), *held) if reason else None,
    )


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


def clearance_needed(jurisdiction: str, day: date) -> bool:
    """Whether a group takes only whom somebody cleared, as policy says there; not where it says nothing. One query."""
    row = value_on(CLEARANCE_KEY, Scope(jurisdiction), day)
    return row is not None and bool(row.value)


def asking(site: int, day: date) -> dict[int, ClientState]:
    """Everybody of `site` on their way in on `day`, by client id: asked, to be assessed, accepted or waiting.

    One query to find them, one for what happened.
    """
    latest = Recorded.objects.filter(client=OuterRef("client"), taken_back=None, on__lte=day).order_by("-on", "-id")
    ended = (Event.ADMIT, Event.TRANSFER, Event.HOLD, Event.RETURN, Event.DISCHARGE, Event.REFER_ON, Event.CLOSE)
    clients = (
        Recorded.objects.filter(client__site=site, event=Event.FIRST_CONTACT, taken_back=None, on__lte=day)
        .annotate(latest=Subquery(latest.values("event")[:1]))
        .exclude(latest__in=ended)
        .values_list("client", flat=True)
        .distinct()
    )
    return {client: stands for client, stands in states(list(clients), day).items() if stands.state in ASKING}


def places_in_line(waiting: Mapping[int, ClientState]) -> dict[int, int]:
    """The place in line of each who waits, from 1: who has waited longest for a level comes first."""
    lines: defaultdict[LevelOfCare | None, list[tuple[date, int]]] = defaultdict(list)
    for client, stands in waiting.items():
        if stands.state is State.WAITING and stands.since is not None:
            lines[stands.level].append((stands.since, client))
    return {client: place for line in lines.values() for place, (_, client) in enumerate(sorted(line), 1)}


def admitted_since(site: int, first: date, last: date) -> dict[int, date]:
    """Who is in an episode at `site` that began from `first` to `last`: the day of admission, by client id. One query."""
    rows = Episode.objects.filter(
        Q(discharged_on=None) | Q(discharged_on__gt=last),
        client__site=site,
        admitted_on__gte=first,
        admitted_on__lte=last,
    )
    return dict(rows.values_list("client", "admitted_on"))


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
    held = Hold.objects.filter(_holding(day), episode__client__site__in=sites)
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


def missing(given: Admission) -> tuple[str, ...]:
    """The names of the questions of the data set still to be asked, in order."""
    return dataset.missing(given)


def admission_data(client: int) -> AdmissionRow | None:
    """The admission data of a client: the draft if there is one, else those of the latest episode. Two queries."""
    row = (
        AdmissionData.objects.filter(client=client)
        .order_by(F("episode__admitted_on").desc(nulls_first=True))
        .prefetch_related("uses")
        .first()
    )
    return None if row is None else _admission_row(row)


def admission_data_missing(clients: Collection[int]) -> dict[int, int]:
    """How many questions of the data set each of `clients` in care leaves open, by client id. Three queries."""
    rows = AdmissionData.objects.filter(client__in=clients, episode__discharged_on=None).prefetch_related("uses")
    open_questions = dict.fromkeys(clients, len(dataset.missing(Admission())))
    for row in rows:
        open_questions[row.client_id] = len(_admission_row(row).missing)
    return open_questions


def _admission_row(row: AdmissionData) -> AdmissionRow:
    given = answers_of(row)
    return AdmissionRow(row.pk, row.client_id, row.episode_id, given, row.version, dataset.missing(given))


def answers_of(row: AdmissionData) -> Admission:
    """A row's answers; its substances must have been fetched."""
    values = {name: _answer(codes, getattr(row, name)) for name, codes in CODES.items()}
    uses = {use.place: use for use in row.uses.all()}
    return Admission(
        **values,
        arrests=row.arrests,
        prior_episodes=row.prior_episodes,
        uses=tuple(_use(uses.get(place)) for place in (1, 2, 3)),  # type: ignore[arg-type]  # three of them
    )


def _answer(codes: type[StrEnum], value: str) -> Any:
    return codes(value) if value else None


def _use(row: Any) -> Use:
    if row is None:
        return Use()
    return Use(
        _answer(teds.Substance, row.substance),
        _answer(teds.Route, row.route),
        _answer(teds.Frequency, row.frequency),
        row.first_use_age,
    )
