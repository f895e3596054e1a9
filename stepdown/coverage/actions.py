"""Recording what payers authorized, and every talk with them about it. One authorization is one row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from stepdown.audit.actions import note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, Noted, NotFound, refuse
from stepdown.coverage import rules
from stepdown.coverage.access import MAY_AUTHORIZE
from stepdown.coverage.models import Authorization, AuthorizedUnits, ReviewContact
from stepdown.coverage.terms import NewAuthorization, NewCall
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.actions.steps import hold_within
from stepdown.people.terms import Moved, Moving


@action
def authorize(*, by: Actor, at: datetime, authorizations: Sequence[NewAuthorization]) -> list[int]:
    """Record authorizations with their units; returns ids in order.

    Refused: ends before it starts, one kind of unit twice, units below nothing.
    """
    clients = {row.client for row in authorizations}
    hold_within(by, MAY_AUTHORIZE, clients)
    refuse(rules.authorization_obstacles(authorizations))
    made = Authorization.objects.bulk_create(
        Authorization(
            client_id=row.client,
            payer=row.payer.strip(),
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


@action
def log_call(*, by: Actor, at: datetime, authorization: int, call: NewCall) -> int:
    """Write down a talk with a payer; the next review it agreed on is the authorization's. Returns its id.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused: nobody named, still to come, review in the past.
    """
    row = _authorization(by, authorization)
    refuse(rules.call_obstacles(call, at))
    made = ReviewContact.objects.create(
        authorization=row,
        occurred_at=call.occurred_at,
        recorded_by_id=by.staff,
        spoke_with=call.spoke_with.strip(),
        reference=call.reference.strip(),
        outcome=call.outcome,
        told=call.told.strip(),
        next_review=call.next_review,
    )
    if call.next_review is not None:
        row.next_review = call.next_review
        row.save(update_fields=["next_review"])
    details: dict[str, object] = {"outcome": call.outcome}
    note(by=by, at=at, subject=("review_contact", made.pk), client=row.client_id, details=details)
    return made.pk


@action
def end_authorization(*, by: Actor, at: datetime, authorization: int, on: date) -> None:
    """End an authorization early: another replaces it, or it was recorded wrongly. `on`: the first day not covered.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused when it has ended, or ends before it starts.
    """
    row = _authorization(by, authorization)
    refuse(rules.ending_obstacles(starts=row.starts, ends=row.ends, on=on))
    row.ends = on
    row.save(update_fields=["ends"])
    note(by=by, at=at, subject=("authorization", row.pk), client=row.client_id, details={"ends": on.isoformat()})


def _authorization(by: Actor, authorization: int) -> Authorization:
    """The authorization, its client held, within the actor's rights and reach."""
    if not by.has_any(MAY_AUTHORIZE):
        raise NotAllowed
    row = Authorization.objects.filter(pk=authorization).first()
    if row is None:
        raise NotFound
    hold_within(by, MAY_AUTHORIZE, [row.client_id])
    row.refresh_from_db()
    return row


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, [Link(Authorization)], moving)
