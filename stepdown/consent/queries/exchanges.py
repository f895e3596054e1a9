"""Reading who is a member of which exchange, and which clients asked one for its list of disclosures."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from stepdown.audit.terms import NotFound
from stepdown.consent.models import Consent, ListAsked, Member
from stepdown.consent.queries.restrictions import who
from stepdown.consent.terms import ListRow, MemberRow, RecipientKind
from stepdown.consent.terms import Recipient as To


def members(exchange: int | None = None, day: date | None = None) -> tuple[MemberRow, ...]:
    """Members of an exchange, or of all; who they are and were, or those of a `day`. One query."""
    rows = Member.objects.select_related("exchange", "organization")
    if exchange is not None:
        rows = rows.filter(exchange=exchange)
    if day is not None:
        rows = rows.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day, exchange__ended_at=None)
    return tuple(_row(row) for row in rows)


def members_on(day: date) -> frozenset[tuple[str, str]]:
    """(exchange, member) of everybody who is one on a day, as the gate calls them. One query."""
    return frozenset((who(row.exchange), row.who) for row in members(day=day))


def through(member: int) -> tuple[To, str]:
    """A member as the gate is asked about it, and whom the exchange is told for, by name. One query. Raises NotFound."""
    found = Member.objects.select_related("exchange", "organization").filter(pk=member).first()
    if found is None:
        raise NotFound
    row = _row(found)
    return To(row.kind, row.who, who(row.exchange)), f"{row.exchange_name}, for {row.name}"


def lists_of(client: int) -> tuple[ListRow, ...]:
    """Every exchange that a consent of the client names or named, by name, and its list where they asked for it. Two queries at most."""
    named = Consent.objects.filter(client=client, recipient__kind=RecipientKind.INTERMEDIARY)
    rows: dict[int, ListRow] = {
        number: ListRow(number, name)
        for number, name in named.order_by("recipient__name").values_list("recipient", "recipient__name")
    }
    asked = ListAsked.objects.filter(client=client, exchange__in=rows).order_by("asked_on", "pk") if rows else ()
    for row in asked:
        waits = row.pk if row.answered_on is None else None
        rows[row.exchange_id] = ListRow(
            row.exchange_id, rows[row.exchange_id].name, waits, row.asked_on, row.answered_on
        )
    return tuple(rows.values())


def _row(row: Member) -> MemberRow:
    known = row.organization
    return MemberRow(
        id=row.pk,
        exchange=row.exchange_id,
        exchange_name=row.exchange.name,
        who=who(known.pk) if known else f"member:{row.pk}",
        name=known.name if known else row.name,
        kind=RecipientKind(known.kind if known else row.kind),
        starts=row.starts,
        ends=row.ends,
    )
