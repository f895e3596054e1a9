"""Who decides about a client's care and about what is told: by their age, and by the rows of the state they are in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from stepdown.agency import queries as agency
from stepdown.consent import rules
from stepdown.consent.terms import Decides, Deciding, MinorLaw
from stepdown.kernel.week import zone_of
from stepdown.people import queries as people
from stepdown.policy import queries as policy
from stepdown.policy.queries import Book
from stepdown.policy.terms import Scope, Value

ALONE = {True: "minors.alone_substance_use", False: "minors.alone_mental_health"}


def deciding_of(clients: Collection[int], day: date) -> dict[int, Deciding]:
    """Who decides about each of `clients` on a day. Two queries, however many."""
    births, book = people.births_of(clients), policy.book(["minors."])
    return {client: _deciding(book, one.born, one.jurisdiction, day) for client, one in births.items()}


def who_decides(client: int, program: int, at: datetime) -> tuple[Decides, date, MinorLaw | None]:
    """Who decides at `at` about this client's care by a programme, the local day it is, and the law.

    Two queries; three where it makes a difference whether the programme is a Part 2 programme.
    """
    one = people.births_of([client])[client]
    day = at.astimezone(zone_of(one.zone)).date()
    book = policy.book(["minors."])
    found = _deciding(book, one.born, one.jurisdiction, day)
    part2 = found.part2 == found.other or agency.is_part2(program)
    return found.of(part2=part2), day, _law(book.on(Scope(one.jurisdiction), day), part2=part2)


def today(client: int, at: datetime) -> date:
    """The local day it is at `at` where a client is in care. One query."""
    return at.astimezone(zone_of(people.births_of([client])[client].zone)).date()


def _deciding(book: Book, born: date | None, jurisdiction: str, day: date) -> Deciding:
    found = book.on(Scope(jurisdiction), day)
    who = {part2: rules.decides(born, day, _law(found, part2=part2), part2=part2) for part2 in (True, False)}
    return Deciding(part2=who[True], other=who[False])


def _law(found: Mapping[str, Value], *, part2: bool) -> MinorLaw | None:
    """What the rows of a state say of minors; None where not even the age of majority stands."""

    def said(key: str) -> int | None:
        return int(found[key].value) if key in found else None

    def yes(key: str) -> bool | None:
        return bool(found[key].value) if key in found else None

    of_age = said("minors.of_age")
    if of_age is None:
        return None
    return MinorLaw(of_age, said(ALONE[part2]), yes("minors.releases"), yes("minors.parents_told"))
