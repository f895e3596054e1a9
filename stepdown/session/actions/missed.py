"""Why somebody does not come: told beforehand, or asked afterwards."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.audit.actions import last_word, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle, Refused
from stepdown.people import queries as people
from stepdown.people.actions.steps import hold_records
from stepdown.session.access import MAY_CHECK_IN
from stepdown.session.models import Missed
from stepdown.session.rules.door import CLOCK_DRIFT
from stepdown.session.terms import Blocker, MissedReason


@action
def tell_missed(
    *, by: Actor, at: datetime, client: int, day: date, reason: MissedReason, told_at: datetime | None = None
) -> int:
    """The client does not come on `day` (a local day), and why; `told_at` is when they said so (default: now).

    Another reason takes the place of the one before, which stays on record. Returns the row's id. Raises NotAllowed,
    NotFound, Refused.
    """
    told_at = told_at or at
    if not by.has_any(MAY_CHECK_IN):
        raise NotAllowed
    site = people.site_of(client)
    if site is None or not by.works_at(site):
        raise NotFound
    hold_records([client])
    if told_at > at + CLOCK_DRIFT:
        raise Refused(Obstacle(Blocker.IN_THE_FUTURE))
    Missed.objects.filter(client=client, day=day, undone_at=None).update(undone_at=at)
    with last_word(Obstacle(Blocker.NAMED_TWICE)):
        row = Missed.objects.create(
            client_id=client, site_id=site, day=day, reason=reason, told_at=told_at, recorded_at=at
        )
    note(by=by, at=told_at, subject=("missed", row.pk), client=client)
    return row.pk


@action
def undo_missed(*, by: Actor, at: datetime, missed: int) -> None:
    """It was somebody else, or they come after all. Raises NotAllowed, NotFound, Refused."""
    if not by.has_any(MAY_CHECK_IN):
        raise NotAllowed
    client = Missed.objects.filter(pk=missed).values_list("client", flat=True).first()
    if client is None:
        raise NotFound
    hold_records([client])
    row = Missed.objects.get(pk=missed)
    if not by.works_at(row.site_id):
        raise NotFound
    if row.undone_at is not None:
        raise Refused(Obstacle(Blocker.ALREADY_UNDONE))
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    note(by=by, at=at, subject=("missed", row.pk), client=client)
