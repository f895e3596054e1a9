"""What a client asks us not to tell: written down as asked, answered, ended (45 CFR 164.522(a); 42 CFR 2.26)."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, refuse
from stepdown.consent import rules
from stepdown.consent.access import MAY_ANSWER_RESTRICTION, MAY_ASK_RESTRICTION
from stepdown.consent.models import Recipient, RestrictionAnswer, RestrictionRequest
from stepdown.consent.queries import restrictions as queries
from stepdown.consent.terms import NewRestriction, RestrictionOutcome
from stepdown.people.actions.steps import hold_records, hold_within
from stepdown.people.queries import sites_of


@action
def ask_restriction(*, by: Actor, at: datetime, restriction: NewRestriction) -> int:
    """Write down that a client asks us not to tell somebody; returns its id. It is kept from now on, until it is answered.

    Raises NotAllowed; NotFound beyond the actor's reach and for an organisation that is not on record; Refused with all
    that is missing.
    """
    demand(by, MAY_ASK_RESTRICTION, sites_of([restriction.client]).values())
    if restriction.recipient is not None and not Recipient.objects.filter(pk=restriction.recipient).exists():
        raise NotFound
    hold_records([restriction.client])
    refuse(queries.unaskable(by, restriction))
    kind, _ = queries.recipient_kind(by, restriction)
    assert kind is not None
    row = RestrictionRequest.objects.create(
        client_id=restriction.client,
        kind=kind,
        recipient_id=restriction.recipient,
        contact_id=restriction.contact,
        purposes=sorted(restriction.purposes),
        categories=sorted(restriction.categories),
        first=restriction.first,
        until=restriction.until,
        paid_in_full=restriction.paid_in_full,
        words=restriction.words.strip(),
        asked_at=at,
        recorded_by=by.label,
    )
    details: dict[str, object] = {"paid_in_full": row.paid_in_full}
    note(by=by, at=at, subject=("restriction", row.pk), client=row.client_id, details=details)
    return row.pk


@action
def answer_restriction(
    *, by: Actor, at: datetime, day: date, request: int, outcome: RestrictionOutcome, words: str
) -> None:
    """Agree to a restriction, decline it, or end it; `day` is today at the site, `words` say why, or who agreed and how.

    One that was paid for in full ends only as the client wishes. Raises NotAllowed; NotFound beyond the actor's reach;
    Refused when it can not be answered so.
    """
    demand(by, MAY_ANSWER_RESTRICTION)
    row = RestrictionRequest.objects.filter(pk=request).first()
    if row is None:
        raise NotFound
    hold_within(by, MAY_ANSWER_RESTRICTION, [row.client_id])
    standing = queries.standing_of(request)
    refuse(rules.answer_obstacles(standing, outcome, words=words, paid_in_full=row.paid_in_full))
    RestrictionAnswer.objects.create(
        request=row, outcome=outcome, words=words.strip(), answered_at=at, answered_on=day, recorded_by=by.label
    )
    note(by=by, at=at, subject=("restriction", row.pk), client=row.client_id, details={"outcome": outcome})
