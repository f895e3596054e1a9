"""Reading how clients and the people around them can be reached, and what helpers need in an emergency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from django.db.models import FilteredRelation, Q

from stepdown.audit.terms import Actor, NotAllowed
from stepdown.people import models
from stepdown.people.access import MAY_CALL, MAY_SEE_EMERGENCY
from stepdown.people.models import Client, Contact
from stepdown.people.rules.reach import to_call
from stepdown.people.terms import CirclePerson, EmergencyFact, EmergencyKind, EmergencySheet, Way, WayKind


def ways_of(by: Actor, clients: Collection[int]) -> dict[tuple[int, int | None], tuple[Way, ...]]:
    """How each of `clients` (contact None) and of their circle can be reached, by (client, contact). One query.

    Numbers and addresses are empty for who may not call.
    """
    calls = by.has_any(MAY_CALL)
    found: defaultdict[tuple[int, int | None], list[Way]] = defaultdict(list)
    for row in models.Way.objects.filter(client__in=clients, ended_at=None):
        found[row.client_id, row.contact_id].append(_way(row, calls=calls))
    return {key: tuple(ways) for key, ways in found.items()}


def ways_to_call(by: Actor, clients: Collection[int]) -> dict[int, tuple[Way, ...]]:
    """The numbers of their own that each of `clients` may be called on, the best first, by client id. One query.

    A client who is not to be called has an entry without numbers; one without any number on record has none.
    """
    return {
        client: to_call(ways)
        for (client, contact), ways in ways_of(by, clients).items()
        if contact is None and any(way.is_phone for way in ways)
    }


def circle_of(by: Actor, client: int) -> tuple[tuple[Way, ...], tuple[CirclePerson, ...]]:
    """A client's own ways, and the people around them, emergency contacts first. Two queries.

    For a client whose chart is open: reach was checked there.
    """
    ways = ways_of(by, [client])
    people = tuple(replace(one, ways=ways.get((client, one.id), ())) for one in people_around(client))
    return ways.get((client, None), ()), people


def people_around(client: int) -> tuple[CirclePerson, ...]:
    """The people around a client, without how they can be reached; emergency contacts first. One query."""
    return tuple(
        CirclePerson(row.pk, row.name, row.relationship, row.emergency, row.lives_with, ())
        for row in Contact.objects.filter(client=client, ended_at=None).order_by("-emergency", "name", "pk")
    )


def emergency_sheets(by: Actor, clients: Collection[int]) -> tuple[EmergencySheet, ...]:
    """The emergency sheet of each of `clients` at the actor's sites, by name. Three queries. Raises NotAllowed."""
    if not by.has_any(MAY_SEE_EMERGENCY):
        raise NotAllowed
    rows = Client.objects.filter(pk__in=clients)
    if not by.everywhere:
        rows = rows.filter(site__in=by.sites)
    found = list(rows)
    numbers = [row.pk for row in found]
    contacts = _to_be_told(by, numbers)
    facts: defaultdict[int, list[EmergencyFact]] = defaultdict(list)
    for fact in models.EmergencyFact.objects.filter(client__in=numbers, withdrawn_at=None):
        facts[fact.client_id].append(fact_row(fact))
    return tuple(
        EmergencySheet(
            client=row.pk,
            name=row.used_name,
            legal_name=row.legal_name,
            pronouns=row.pronouns,
            record_number=row.record_number,
            date_of_birth=row.date_of_birth,
            languages=tuple(row.languages),
            interpreter=row.interpreter,
            contacts=contacts.get(row.pk, ()),
            facts=tuple(facts[row.pk]),
        )
        for row in found
    )


def _to_be_told(by: Actor, clients: Collection[int]) -> dict[int, tuple[CirclePerson, ...]]:
    """Emergency contacts of each of `clients` and how they are reached, by client id. One query."""
    calls = by.has_any(MAY_CALL)
    reached = FilteredRelation("ways", condition=Q(ways__ended_at=None))
    rows = (
        Contact.objects.filter(client__in=clients, ended_at=None, emergency=True)
        .annotate(way=reached)
        .order_by("name", "pk", "way__id")
        .values_list(
            "client", "pk", "name", "relationship", "lives_with", "way__id", "way__kind", "way__value",
            "way__may_use", "way__may_leave_message", "way__may_say_who", "way__best_times",
        )
    )  # fmt: skip
    found: defaultdict[int, dict[int, CirclePerson]] = defaultdict(dict)
    for client, number, name, relationship, lives_with, way, kind, value, *safe in rows:
        person = found[client].get(number) or CirclePerson(number, name, relationship, True, lives_with, ())
        more = (Way(way, WayKind(kind), value if calls else "", *safe),) if way else ()
        found[client][number] = replace(person, ways=(*person.ways, *more))
    return {client: tuple(people.values()) for client, people in found.items()}


def fact_row(row: models.EmergencyFact) -> EmergencyFact:
    """The line as a page shows it."""
    return EmergencyFact(row.pk, EmergencyKind(row.kind), row.what, row.detail, row.recorded_at, row.recorded_by)


def _way(row: models.Way, *, calls: bool) -> Way:
    return Way(
        id=row.pk,
        kind=WayKind(row.kind),
        value=row.value if calls else "",
        may_use=row.may_use,
        may_leave_message=row.may_leave_message,
        may_say_who=row.may_say_who,
        best_times=row.best_times,
    )
