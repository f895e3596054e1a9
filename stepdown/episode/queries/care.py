"""Who is in care on a day, at which level, and who is on hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.db.models import FilteredRelation, Q, QuerySet

from stepdown.agency.terms import CriteriaEdition
from stepdown.episode.models import Episode, Hold, LevelOfCareStay
from stepdown.episode.terms import (
    CurrentHold,
    CurrentStay,
    HoldReason,
    InCare,
    StandingOn,
)
from stepdown.kernel.levels import LevelOfCare

T = TypeVar("T")


def levels_on(clients: Collection[int], day: date) -> dict[int, str]:
    """The level of care of each client who is in a stay on `day`, by client id. One query."""
    stays = LevelOfCareStay.objects.filter(holding(day), episode__client__in=clients)
    return dict(stays.values_list("episode__client", "level"))


def on_hold(clients: Collection[int], day: date) -> frozenset[int]:
    """Those of `clients` of whom no hours are expected on `day`. One query."""
    holds = Hold.objects.filter(holding(day), episode__client__in=clients)
    return frozenset(holds.values_list("episode__client", flat=True))


def holding(day: date) -> Q:
    return Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))


def in_care(clients: Collection[int]) -> frozenset[int]:
    """Those of `clients` with an episode that has not ended. One query."""
    return frozenset(Episode.objects.filter(client__in=clients, discharged_on=None).values_list("client", flat=True))


def in_care_at(site: int, day: date) -> frozenset[int]:
    """The clients of `site` who are in a stay on `day`, wherever that is. One query."""
    stays = LevelOfCareStay.objects.filter(holding(day), episode__client__site=site)
    return frozenset(stays.values_list("episode__client", flat=True))


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
    rows = LevelOfCareStay.objects.filter(holding(day), episode__client__in=clients).values_list(
        "episode__client", "level", "program", "program__name", "program__edition", "starts"
    )
    return {
        client: CurrentStay(LevelOfCare(level), program, name, CriteriaEdition(edition), since)
        for client, level, program, name, edition, since in rows
    }


def holds_on(clients: Collection[int], day: date) -> dict[int, CurrentHold]:
    """The hold of each of `clients` who is on one on `day`, by client id. One query."""
    rows = Hold.objects.filter(holding(day), episode__client__in=clients)
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


def admitted_since(site: int, first: date, last: date) -> dict[int, date]:
    """Who is in an episode at `site` that began from `first` to `last`: the day of admission, by client id. One query."""
    rows = Episode.objects.filter(
        Q(discharged_on=None) | Q(discharged_on__gt=last),
        client__site=site,
        admitted_on__gte=first,
        admitted_on__lte=last,
    )
    return dict(rows.values_list("client", "admitted_on"))
