"""Recording what payers authorized. One authorization is one row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import lock, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Noted, refuse
from stepdown.coverage import rules
from stepdown.coverage.access import MAY_AUTHORIZE
from stepdown.coverage.models import Authorization, AuthorizedUnits
from stepdown.coverage.terms import NewAuthorization
from stepdown.people.queries import sites_of


@action
def authorize(*, by: Actor, at: datetime, authorizations: Sequence[NewAuthorization]) -> list[int]:
    """Record authorizations with their units; returns ids in order.

    Refused: ends before it starts, one kind of unit twice, units below nothing.
    """
    clients = {row.client for row in authorizations}
    demand(by, MAY_AUTHORIZE, sites_of(clients).values())
    lock((Lockable.CLIENT, client) for client in clients)
    refuse(rules.authorization_obstacles(authorizations))
    made = Authorization.objects.bulk_create(
        Authorization(
            client_id=row.client,
            level=row.level,
            number=row.number,
            starts=row.starts,
            ends=row.ends,
            next_review=row.next_review,
        )
        for row in authorizations
    )
    AuthorizedUnits.objects.bulk_create(
        AuthorizedUnits(authorization=authorization, kind=units.kind, period=units.period, units=units.units)
        for authorization, row in zip(made, authorizations, strict=True)
        for units in row.units
    )
    rows = [Noted(("authorization", row.pk), row.client_id, {"level": row.level}) for row in made]
    notes(by=by, at=at, rows=rows)
    return [row.pk for row in made]
