"""Reading what clients asked us not to tell, and what of it the gate keeps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from stepdown.audit.terms import Actor, Obstacle
from stepdown.consent import rules
from stepdown.consent.models import Recipient, RestrictionAnswer, RestrictionRequest
from stepdown.consent.terms import (
    KEPT,
    Category,
    NewRestriction,
    Purpose,
    RecipientKind,
    Restriction,
    RestrictionAnswerRow,
    RestrictionOutcome,
    RestrictionRow,
    RestrictionStanding,
)
from stepdown.people import queries as people


def who(recipient: int | None = None, contact: int | None = None) -> str:
    """How the gate calls an organisation or somebody of a circle; empty for nobody on record."""
    if recipient is not None:
        return f"recipient:{recipient}"
    return "" if contact is None else f"contact:{contact}"


def kept_of(clients: Collection[int]) -> dict[int, tuple[Restriction, ...]]:
    """The restrictions the gate keeps for each of `clients` that has any. One query, however many."""
    found: dict[int, tuple[Restriction, ...]] = {}
    for row in _asked().filter(client__in=clients):
        if (standing := _standing(row)) in KEPT:
            found[row.client_id] = (*found.get(row.client_id, ()), _fact(row, standing))
    return found


def restrictions_of(client: int) -> tuple[RestrictionRow, ...]:
    """Every restriction a client asked for, the latest first. One query."""
    return tuple(_row(row) for row in _asked().filter(client=client).select_related("recipient", "contact"))


def answers_to(request: int) -> tuple[RestrictionAnswerRow, ...]:
    """What was answered to a request, the first answer first. One query."""
    return tuple(
        RestrictionAnswerRow(RestrictionOutcome(row.outcome), row.words, row.answered_at, row.recorded_by)
        for row in RestrictionAnswer.objects.filter(request=request)
    )


def standing_of(request: int) -> RestrictionStanding:
    """Whether a restriction is kept. One query."""
    return _standing(_asked().get(pk=request))


def recipient_kind(by: Actor, new: NewRestriction) -> tuple[RecipientKind | None, bool]:
    """(what the recipient is, whether a contact that is named is the client's). Two queries at most."""
    if new.recipient is not None:
        kind = Recipient.objects.filter(pk=new.recipient).values_list("kind", flat=True).first()
        return (RecipientKind(kind) if kind else None), True
    around = {one.id for one in people.people_around(new.client)}
    return (RecipientKind.FAMILY if new.contact is not None else new.kind), new.contact in around


def unaskable(by: Actor, new: NewRestriction) -> tuple[Obstacle, ...]:
    """Everything that keeps a request from being written down. Two queries at most."""
    kind, in_circle = recipient_kind(by, new)
    return tuple(rules.restriction_obstacles(new, kind, in_circle=in_circle))


def _asked() -> QuerySet[RestrictionRequest]:
    """Requests with the outcome and the day of their latest answer."""
    latest = RestrictionAnswer.objects.filter(request=OuterRef("pk")).order_by("-pk")
    return RestrictionRequest.objects.annotate(
        outcome=Subquery(latest.values("outcome")[:1]), answered_on=Subquery(latest.values("answered_on")[:1])
    )


def _standing(row: Any) -> RestrictionStanding:
    outcome = RestrictionOutcome(row.outcome) if row.outcome else None
    return rules.restriction_standing(outcome, paid_in_full=row.paid_in_full)


def _fact(row: Any, standing: RestrictionStanding) -> Restriction:
    """What the gate keeps. After a notice it is kept for care of before that day."""
    told = row.answered_on if standing == RestrictionStanding.ENDED_FROM_A_DAY else None
    named = who(row.recipient_id, row.contact_id)
    return Restriction(
        kinds=frozenset({RecipientKind(row.kind)}),
        categories=frozenset(map(Category, row.categories)) or frozenset(Category),
        recipients=frozenset({named} - {""}),
        purposes=frozenset(map(Purpose, row.purposes)),
        first=row.first,
        until=min(filter(None, (row.until, told)), default=None),
    )


def _row(row: Any) -> RestrictionRow:
    named = row.recipient or row.contact
    return RestrictionRow(
        id=row.pk,
        to=named.name if named else "",
        kind=RecipientKind(row.kind),
        purposes=tuple(map(Purpose, row.purposes)),
        categories=tuple(map(Category, row.categories)),
        first=row.first,
        until=row.until,
        paid_in_full=row.paid_in_full,
        words=row.words,
        asked_at=row.asked_at,
        recorded_by=row.recorded_by,
        standing=_standing(row),
    )
