"""Forming care teams: one person per place at a time, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from stepdown.agency.access import demand
from stepdown.agency.queries import sites_of_staff
from stepdown.audit.actions import note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, Obstacle, Refused, refuse
from stepdown.people.access import MAY_ASSIGN_CARE_TEAM
from stepdown.people.actions.steps import hold_records, hold_within
from stepdown.people.models import CareTeamMember
from stepdown.people.queries.clients import sites_of
from stepdown.people.rules import setup as rules
from stepdown.people.terms import Blocker, CarePlace, CareRole


@action
def assign_care_team(*, by: Actor, at: datetime, places: Sequence[CarePlace]) -> None:
    """Give places on care teams; who held a place before holds it up to the day the new one starts.

    Refused: the place was given for that day or a later one, one place named twice.
    """
    clients = {row.client for row in places}
    demand(by, MAY_ASSIGN_CARE_TEAM, sites_of(clients).values())
    sites_of_staff({row.staff for row in places})  # raises NotFound; who works elsewhere may care by video
    hold_records(clients)
    open_places = CareTeamMember.objects.filter(client__in=clients, ends=None)
    latest = {(place.client_id, CareRole(place.role)): place for place in open_places}
    refuse(rules.care_team_obstacles(places, {key: place.starts for key, place in latest.items()}))
    for row in places:
        if (row.client, row.role) in latest:
            CareTeamMember.objects.filter(pk=latest[row.client, row.role].pk).update(ends=row.starts)
    CareTeamMember.objects.bulk_create(
        CareTeamMember(client_id=row.client, staff_id=row.staff, role=row.role, starts=row.starts) for row in places
    )
    notes(by=by, at=at, rows=[_place(row) for row in places])


def _place(row: CarePlace) -> Noted:
    details: dict[str, object] = {"staff": row.staff, "role": row.role, "from": row.starts.isoformat()}
    return Noted(("care_team", row.client), row.client, details)


@action
def end_care_place(*, by: Actor, at: datetime, client: int, role: CareRole, ends: date) -> None:
    """Nobody holds the place from `ends` on, until somebody is given it.

    Refused: nobody holds it on the day before.
    """
    hold_within(by, MAY_ASSIGN_CARE_TEAM, [client])
    holding = CareTeamMember.objects.filter(
        Q(ends=None) | Q(ends__gt=ends), client=client, role=role, starts__lt=ends
    ).first()
    if holding is None:
        raise Refused(Obstacle(Blocker.NOT_ON_TEAM))
    CareTeamMember.objects.filter(pk=holding.pk).update(ends=ends)
    details: dict[str, object] = {"staff": holding.staff_id, "role": role, "until": ends.isoformat()}
    note(by=by, at=at, subject=("care_team", client), client=client, details=details)
