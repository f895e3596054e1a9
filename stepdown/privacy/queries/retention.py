"""Reading until when records must be kept, and what holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.db.models import QuerySet

from stepdown.audit.terms import Actor, NotFound
from stepdown.consent.queries import last_told
from stepdown.people import queries as people
from stepdown.policy import queries as policy
from stepdown.policy.terms import Scope
from stepdown.privacy import rules
from stepdown.privacy.models import LegalHold
from stepdown.privacy.terms import HoldRow, Keeping, Kept, KeptBy, Life

OF_AGE = "minors.of_age"


def past_of(stays: Mapping[int, tuple[date, date]], day: date) -> dict[int, Kept]:
    """Whose record need not be kept any more on `day`, and until when it had to be; the others are left out.

    `stays` gives the day of the first admission and the last day in care of who left. Four queries.
    """
    births, told = people.births_of(stays), last_told(stays)
    book = policy.book(["retention.", OF_AGE])
    found: dict[str, tuple[int | None, tuple[Keeping, ...]]] = {}
    for place in {one.jurisdiction for one in births.values()}:
        age = book.on(Scope(place), day).get(OF_AGE)
        found[place] = (int(age.value) if age else None, tuple(_rows(book, place, day)))
    kept = {
        client: rules.kept(Life(one.born, *stays[client], told.get(client)), *found[one.jurisdiction])
        for client, one in births.items()
    }
    return {client: one for client, one in kept.items() if one is not None and rules.past(one, day)}


def years_kept(place: str, day: date) -> tuple[Keeping, ...]:
    """How long what is kept in a state, by the rows that hold on `day`. One query."""
    kinds = list(KeptBy)
    return tuple(
        sorted(_rows(policy.book(["retention."]), place, day), key=lambda row: (kinds.index(row.kind), row.payer))
    )


def _rows(book: policy.Book, place: str, day: date) -> Iterator[Keeping]:
    """The rows that hold in a state, those for one payer beside those for everybody."""
    payers = {value.scope.payer for _, values in book.rows for value in values}
    named = {f"retention.{one}": one for one in KeptBy}
    for payer in sorted(payers | {""}):
        for key, value in book.on(Scope(place, payer), day).items():
            if key in named and value.scope.payer == payer:
                yield Keeping(named[key], int(value.value), value.scope.jurisdiction, payer, value.source)


def holds_of(clients: Collection[int]) -> dict[int, tuple[HoldRow, ...]]:
    """The holds on each of `clients` that were not lifted; who has none is left out. One query."""
    return _by_client(LegalHold.objects.filter(client__in=clients))


def holds_at(by: Actor, site: int) -> dict[int, tuple[HoldRow, ...]]:
    """The same for every client of a site. One query. Raises NotFound beyond reach."""
    if not by.works_at(site):
        raise NotFound
    return _by_client(LegalHold.objects.filter(client__site=site))


def _by_client(found: QuerySet[LegalHold]) -> dict[int, tuple[HoldRow, ...]]:
    rows: defaultdict[int, list[HoldRow]] = defaultdict(list)
    for one in found.filter(lifted_at=None).select_related("client"):
        rows[one.client_id].append(
            HoldRow(one.pk, one.client_id, one.client.used_name, one.words, one.placed_on, one.recorded_by)
        )
    return {client: tuple(holds) for client, holds in rows.items()}
