"""Keeping clients apart who must not meet. One pair is one row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from stepdown.agency.access import demand
from stepdown.audit.actions import notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, Noted, NotFound, Obstacle, refuse
from stepdown.people.access import MAY_MERGE
from stepdown.people.actions.steps import hold_within
from stepdown.people.queries import sites_of
from stepdown.people.terms import MergeBlocker, Moved, Moving
from stepdown.safety import rules
from stepdown.safety.access import MAY_RESTRICT_CONTACT
from stepdown.safety.models import ContactRestriction
from stepdown.safety.terms import NewRestriction


@action
def restrict_contact(*, by: Actor, at: datetime, restrictions: Sequence[NewRestriction]) -> list[int]:
    """Keep pairs of clients apart from now on; sessions planned before are not changed. Returns ids in order.

    Refused: one client twice, ends before it starts, the pair is kept apart already. The entry in the history of
    each client names that client only.
    """
    if not restrictions:
        return []
    clients = {client for row in restrictions for client in (row.one, row.other)}
    hold_within(by, MAY_RESTRICT_CONTACT, clients)
    rows = ContactRestriction.objects.filter(first__in=clients, second__in=clients)
    standing = [NewRestriction(*row) for row in rows.values_list("first", "second", "starts", "ends")]
    refuse(rules.restriction_obstacles(restrictions, standing))
    made = ContactRestriction.objects.bulk_create(
        ContactRestriction(
            first_id=row.pair[0], second_id=row.pair[1], reason=row.reason, starts=row.starts, ends=row.ends
        )
        for row in restrictions
    )
    noted = [Noted(("contact_restriction", row.pk), client) for row in made for client in (row.first_id, row.second_id)]
    notes(by=by, at=at, rows=noted)
    return [restriction.pk for restriction in made]


@action
def end_restriction(*, by: Actor, at: datetime, restriction: int, on: date, reason: str) -> None:
    """Let two clients meet again from `on`; why is kept. The history of each names that client only.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused: it has ended, ends before it starts, no reason.
    """
    if not by.has_any(MAY_RESTRICT_CONTACT):
        raise NotAllowed
    row = ContactRestriction.objects.filter(pk=restriction).first()
    if row is None:
        raise NotFound
    pair = (row.first_id, row.second_id)
    hold_within(by, MAY_RESTRICT_CONTACT, pair)
    row.refresh_from_db()
    refuse(rules.ending_obstacles(starts=row.starts, ends=row.ends, on=on, reason=reason))
    row.ends, row.ended_reason = on, reason.strip()
    row.save(update_fields=["ends", "ended_reason"])
    notes(by=by, at=at, rows=[Noted(("contact_restriction", row.pk), client) for client in pair])


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`.

    A pair keeps its lower id first. Two who must not meet are two people.
    """
    demand(by, MAY_MERGE, sites_of([moving.source, moving.target]).values())
    key = f"{ContactRestriction._meta.label}.pair"
    rows = ContactRestriction.objects.filter(Q(first=moving.source) | Q(second=moving.source)).order_by("pk")
    if moving.rows is not None:
        rows = rows.filter(pk__in=moving.rows.get(key, ()))
    moved, obstacles = [], []
    for row in rows:
        other = row.second_id if row.first_id == moving.source else row.first_id
        if other == moving.target:
            obstacles.append(Obstacle(MergeBlocker.KEPT_APART))
            continue
        row.first_id, row.second_id = sorted((other, moving.target))
        try:
            with transaction.atomic():
                row.save(update_fields=["first", "second"])
        except IntegrityError:
            obstacles.append(Obstacle(MergeBlocker.BOTH_SAID))
        else:
            moved.append(row.pk)
    return Moved({key: moved} if moved else {}, tuple(obstacles))
