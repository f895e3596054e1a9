"""Admission, change of level, hold, discharge. One client is one row; the decision is the named person's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from stepdown.agency.access import demand
from stepdown.agency.queries import levels_offered
from stepdown.audit.actions import lock, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Noted, refuse
from stepdown.episode import rules
from stepdown.episode.access import MAY_ADMIT, MAY_DECIDE, MAY_HOLD
from stepdown.episode.models import Episode, Hold, LevelOfCareStay
from stepdown.episode.queries import standings
from stepdown.episode.terms import Discharge, NewHold, NewStay
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.queries import sites_of
from stepdown.people.terms import MergeBlocker, Moved, Moving


@action
def admit(*, by: Actor, at: datetime, stays: Sequence[NewStay]) -> list[int]:
    """Begin an episode and its first stay for each client; returns the episodes' ids in order.

    Refused: in care on that day, the programme does not offer the level.
    """
    clients = _reach(by, MAY_ADMIT, (row.client for row in stays))
    offered = levels_offered({row.program for row in stays})
    refuse(rules.admission_obstacles(stays, standings(clients), offered))
    episodes = Episode.objects.bulk_create(Episode(client_id=row.client, admitted_on=row.starts) for row in stays)
    _begin(stays, {episode.client_id: episode.pk for episode in episodes})
    notes(by=by, at=at, rows=[_noted(row, episode.pk) for row, episode in zip(stays, episodes, strict=True)])
    return [episode.pk for episode in episodes]


@action
def change_level(*, by: Actor, at: datetime, stays: Sequence[NewStay]) -> None:
    """End each client's stay on the day the new one starts: a step up, a step down, or another programme.

    Refused: not in care, not after the present stay began, no change, level not offered.
    """
    clients = _reach(by, MAY_DECIDE, (row.client for row in stays))
    offered = levels_offered({row.program for row in stays})
    refuse(rules.level_obstacles(stays, standings(clients), offered))
    current = _open_episodes(clients)
    for row in stays:
        LevelOfCareStay.objects.filter(episode=current[row.client], ends=None).update(ends=row.starts)
    _begin(stays, current)
    notes(by=by, at=at, rows=[_noted(row, current[row.client]) for row in stays])


@action
def discharge(*, by: Actor, at: datetime, discharges: Sequence[Discharge]) -> None:
    """End episodes, with their stays and holds, on each one's first day out.

    Refused: not in care, not after the present stay began.
    """
    clients = _reach(by, MAY_DECIDE, (row.client for row in discharges))
    refuse(rules.discharge_obstacles(discharges, standings(clients)))
    current = _open_episodes(clients)
    for row in discharges:
        episode = current[row.client]
        LevelOfCareStay.objects.filter(episode=episode, ends=None).update(ends=row.on)
        Hold.objects.filter(Q(ends=None) | Q(ends__gt=row.on), episode=episode, starts__lt=row.on).update(ends=row.on)
        Hold.objects.filter(episode=episode, starts__gte=row.on).delete()
        Episode.objects.filter(pk=episode).update(discharged_on=row.on, discharge_reason=row.reason)
        details: dict[str, object] = {"on": row.on.isoformat(), "reason": row.reason}
        note(by=by, at=at, subject=("episode", episode), client=row.client, details=details)


@action
def hold(*, by: Actor, at: datetime, holds: Sequence[NewHold]) -> None:
    """Expect no hours of these clients for a while. Refused: not in care, ends before it starts."""
    clients = _reach(by, MAY_HOLD, (row.client for row in holds))
    refuse(rules.hold_obstacles(holds, standings(clients)))
    current = _open_episodes(clients)
    for row in holds:
        made = Hold.objects.create(
            episode_id=current[row.client],
            reason=row.reason,
            starts=row.starts,
            ends=row.ends,
            seat_kept_until=row.seat_kept_until,
        )
        details: dict[str, object] = {"from": row.starts.isoformat(), "reason": row.reason}
        note(by=by, at=at, subject=("hold", made.pk), client=row.client, details=details)


def _reach(by: Actor, roles: frozenset[str], wanted: Iterable[int]) -> set[int]:
    clients = set(wanted)
    demand(by, roles, sites_of(clients).values())
    lock((Lockable.CLIENT, client) for client in clients)
    return clients


def _open_episodes(clients: set[int]) -> dict[int, int]:
    return dict(Episode.objects.filter(client__in=clients, discharged_on=None).values_list("client", "pk"))


def _begin(stays: Sequence[NewStay], episodes: dict[int, int]) -> None:
    LevelOfCareStay.objects.bulk_create(
        LevelOfCareStay(episode_id=episodes[row.client], program_id=row.program, level=row.level, starts=row.starts)
        for row in stays
    )


def _noted(row: NewStay, episode: int) -> Noted:
    details: dict[str, object] = {"program": row.program, "level": row.level, "from": row.starts.isoformat()}
    return Noted(("episode", episode), row.client, details)


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, [Link(Episode, blocker=MergeBlocker.BOTH_IN_CARE)], moving)
