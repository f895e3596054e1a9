"""Placing a legal hold on a client's record, and lifting it: compliance alone."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, refuse
from stepdown.people.actions.steps import hold_records, hold_within
from stepdown.privacy import rules
from stepdown.privacy.access import MAY_HOLD
from stepdown.privacy.models import LegalHold


@action
def place_hold(*, by: Actor, at: datetime, day: date, client: int, words: str, placed_on: date) -> int:
    """Hold a record beyond every last day, since `placed_on`, for the reason in `words`; `day` is today there. Its id.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused: no reason, or a day to come.
    """
    hold_within(by, MAY_HOLD, [client])
    refuse(rules.hold_obstacles(words, placed_on, day))
    row = LegalHold.objects.create(
        client_id=client, words=words.strip(), placed_on=placed_on, recorded_at=at, recorded_by=by.label
    )
    note(by=by, at=at, subject=("legal_hold", row.pk), client=client)
    return row.pk


@action
def lift_hold(*, by: Actor, at: datetime, hold: int, words: str) -> None:
    """Lift a hold, once, for the reason in `words`. Raises NotAllowed; NotFound; Refused: lifted already, no reason."""
    row = LegalHold.objects.select_related("client").filter(pk=hold).first()
    demand(by, MAY_HOLD, [row.client.site_id] if row else [])
    if row is None:
        raise NotFound
    hold_records([row.client_id])
    row.refresh_from_db()
    refuse(rules.lifting_obstacles(words, lifted=row.lifted_at is not None))
    row.lifted_at, row.lifted_by, row.lifted_words = at, by.label, words.strip()
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_words"])
    note(by=by, at=at, subject=("legal_hold", row.pk), client=row.client_id)
