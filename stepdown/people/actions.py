"""Registering clients and forming their care teams. One client is one row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.agency.queries import sites_of_staff
from stepdown.audit.actions import last_word, lock, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Noted, Obstacle, refuse
from stepdown.people import rules
from stepdown.people.access import MAY_ASSIGN_CARE_TEAM, MAY_REGISTER
from stepdown.people.models import CareTeamMember, Client
from stepdown.people.queries import sites_of
from stepdown.people.terms import Blocker, CarePlace, CareRole, NewClient


@action
def register_clients(*, by: Actor, at: datetime, clients: Sequence[NewClient]) -> list[int]:
    """Open a record for each client; returns their ids in the order given.

    Refused: record number taken, no name, no language.
    """
    demand(by, MAY_REGISTER, {row.site for row in clients})
    numbers = [row.record_number for row in clients]
    taken = Client.objects.filter(record_number__in=numbers).values_list("record_number", flat=True)
    refuse(rules.client_obstacles(clients, taken))
    with last_word(Obstacle(Blocker.RECORD_NUMBER_TAKEN)):
        made = Client.objects.bulk_create([_client(row, at) for row in clients], batch_size=1000)
    notes(by=by, at=at, rows=[Noted(("client", client.pk), client.pk) for client in made])
    return [client.pk for client in made]


def _client(row: NewClient, at: datetime) -> Client:
    return Client(
        record_number=row.record_number,
        legal_name=row.legal_name,
        used_name=row.used_name,
        pronouns=row.pronouns,
        languages=list(row.languages),
        interpreter=row.interpreter,
        date_of_birth=row.date_of_birth,
        phone=row.phone,
        site_id=row.site,
        synthetic=row.synthetic,
        created_at=at,
    )


@action
def assign_care_team(*, by: Actor, at: datetime, places: Sequence[CarePlace]) -> None:
    """Give places on care teams; who held a place before holds it up to the day the new one starts.

    Refused: the place was given for that day or a later one, one place named twice.
    """
    clients = {row.client for row in places}
    demand(by, MAY_ASSIGN_CARE_TEAM, sites_of(clients).values())
    sites_of_staff({row.staff for row in places})  # raises NotFound; who works elsewhere may care by video
    lock((Lockable.CLIENT, client) for client in clients)
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
