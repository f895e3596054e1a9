"""Registering clients, and changing what is known of them. One client is one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models.functions import Length

from stepdown.agency.access import demand
from stepdown.agency.queries import sites_within
from stepdown.audit.actions import last_word, lock, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Noted, NotFound, Obstacle, refuse
from stepdown.audit.wall import whole_agency
from stepdown.people.access import MAY_CHANGE_CLIENTS, MAY_REGISTER
from stepdown.people.models import Client, Way
from stepdown.people.queries.clients import sites_of
from stepdown.people.rules import setup as rules
from stepdown.people.rules.alike import name_keys, plain, way_key
from stepdown.people.terms import Blocker, ClientDetails, NewClient, WayKind

NUMBERS = (Lockable.SETUP, 1)
"""Held while record numbers are given, so that nobody is given the same."""


@action
def register_clients(*, by: Actor, at: datetime, clients: Sequence[NewClient]) -> list[int]:
    """Open a record for each client; returns their ids in the order given. Who has no record number is given one.

    Refused: record number taken, no name, no language, no phone number, born after today. Raises NotFound for a site that is not there.
    """
    sites = {row.site for row in clients}
    demand(by, MAY_REGISTER, sites)
    if not sites <= {site.id for site in sites_within(by)}:
        raise NotFound
    with whole_agency():
        rows = _numbered(clients)
        taken = Client.objects.filter(record_number__in=[row.record_number for row in rows])
        refuse(rules.client_obstacles(rows, taken.values_list("record_number", flat=True), at.date()))
    with last_word(Obstacle(Blocker.RECORD_NUMBER_TAKEN)):
        made = Client.objects.bulk_create([_client(row, at) for row in rows], batch_size=1000)
    Way.objects.bulk_create(
        (
            Way(client=client, kind=WayKind.MOBILE, value=row.phone.strip(), key=way_key(WayKind.MOBILE, row.phone))
            for client, row in zip(made, rows, strict=True)
            if row.phone.strip()
        ),
        batch_size=1000,
    )
    notes(by=by, at=at, rows=[Noted(("client", client.pk), client.pk) for client in made])
    return [client.pk for client in made]


@action
def change_client(*, by: Actor, at: datetime, client: int, details: ClientDetails) -> None:
    """Change what is known of a client; `details.version` is the one the person saw.

    Refused: changed meanwhile by somebody else, merged into another record, no name, no language, born after today.
    """
    demand(by, MAY_CHANGE_CLIENTS, sites_of([client]).values())
    lock([(Lockable.CLIENT, client)])
    row = Client.objects.get(pk=client)
    merged = row.merged_into_id is not None
    refuse(rules.details_obstacles(details, version=row.version, merged=merged, today=at.date()))
    Client.objects.filter(pk=client).update(
        **_names(details.legal_name.strip(), details.used_name.strip()),
        languages=list(details.languages),
        pronouns=details.pronouns.strip(),
        interpreter=details.interpreter,
        date_of_birth=details.date_of_birth,
        version=row.version + 1,
    )
    note(by=by, at=at, subject=("client", client), client=client)


def _numbered(clients: Sequence[NewClient]) -> list[NewClient]:
    """Each with a record number: its own, or the next of ours."""
    if all(row.record_number.strip() for row in clients):
        return list(clients)
    lock([NUMBERS])
    ours = Client.objects.filter(record_number__regex=r"^S\d{6,}$").order_by(-Length("record_number"), "-record_number")
    latest = ours.values_list("record_number", flat=True).first()
    given = []
    for row in clients:
        if not row.record_number.strip():
            latest = rules.next_number(latest)
            row = replace(row, record_number=latest)  # noqa: PLW2901, the same row with its number
        given.append(row)
    return given


def _names(legal: str, used: str) -> dict[str, Any]:
    """The names, and what other records are compared with."""
    return {
        "legal_name": legal,
        "used_name": used,
        "plain_legal": plain(legal),
        "plain_used": plain(used),
        "name_keys": sorted(name_keys([legal, used])),
    }


def _client(row: NewClient, at: datetime) -> Client:
    return Client(
        record_number=row.record_number,
        **_names(row.legal_name, row.used_name),
        pronouns=row.pronouns,
        languages=list(row.languages),
        interpreter=row.interpreter,
        date_of_birth=row.date_of_birth,
        site_id=row.site,
        synthetic=row.synthetic,
        created_at=at,
    )
