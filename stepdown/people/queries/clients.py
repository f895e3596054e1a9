"""Reading clients and those around them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import (
    Case,
    CharField,
    Exists,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Greatest

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor, NotAllowed, NotFound
from stepdown.people.access import MAY_CALL, MAY_SEE_CLIENTS
from stepdown.people.models import Client, Way
from stepdown.people.terms import PHONES, Birth, CareRole, ClientDetails, ClientHeader, DoorRow, Helper, ListedClient

_HEADER = (
    "used_name", "legal_name", "pronouns", "record_number", "languages", "interpreter", "site_id", "merged_into",
)  # fmt: skip
ELSEWHERE = "A client of another site"
"""Instead of the name of somebody whom a list at this site names and whose record is not within reach."""
_PHONE = Subquery(
    Way.objects.filter(client=OuterRef("pk"), contact=None, ended_at=None, kind__in=PHONES, may_use=True)
    .order_by("-may_leave_message", "-may_say_who", "id")
    .values("value")[:1]
)
"""The number to call a client on: one that may be called, the one on which most is allowed."""


def born(client: int) -> date | None:
    """A client's date of birth, where it is known. One query."""
    return Client.objects.filter(pk=client).values_list("date_of_birth", flat=True).first()


def births_of(clients: Collection[int]) -> dict[int, Birth]:
    """When each of `clients` was born, and the state and time zone they are served in, by client id. One query."""
    rows = Client.objects.filter(pk__in=clients)
    found = rows.values_list("pk", "date_of_birth", "site__jurisdiction", "site__time_zone")
    return {client: Birth(born, jurisdiction, zone) for client, born, jurisdiction, zone in found}


def languages_of(clients: Collection[int]) -> dict[int, frozenset[str]]:
    """The languages each of `clients` speaks, by client id. One query."""
    rows = Client.objects.filter(pk__in=clients).values_list("pk", "languages")
    return {client: frozenset(languages) for client, languages in rows}


def site_of(client: int) -> int | None:
    """The site that serves this client now, or None when there is no such client. One query."""
    return Client.objects.filter(pk=client).values_list("site", flat=True).first()


def sites_of(clients: Collection[int]) -> dict[int, int]:
    """The site that serves each of `clients`, by client id; raises NotFound when one does not exist. One query."""
    found = dict(Client.objects.filter(pk__in=set(clients)).values_list("pk", "site"))
    if len(found) != len(set(clients)):
        raise NotFound
    return found


def everybody() -> list[int]:
    """Every client on record, by id. One query."""
    return list(Client.objects.values_list("pk", flat=True))


def merged_into(clients: Collection[int]) -> dict[int, int]:
    """Each record that was merged into one of `clients`, and into which. One query."""
    rows = Client.objects.filter(merged_into__in=clients).order_by().values_list("pk", "merged_into")
    return {client: into for client, into in rows if into is not None}


def records_of(client: int) -> QuerySet[Client, int]:
    """A client's record, and every one that was merged into it; as part of another query, none of its own."""
    return Client.objects.filter(Q(pk=client) | Q(merged_into=client)).order_by().values_list("pk", flat=True)


def clients_of(sites: Collection[int]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """(site, languages) of every client of `sites`, by client id. One query."""
    rows = Client.objects.filter(site__in=sites).values_list("pk", "site", "languages")
    return {client: (site, tuple(languages)) for client, site, languages in rows}


def names_of(clients: Collection[int]) -> dict[int, str]:
    """The names each of `clients` uses, by client id. For those who may see clients. One query."""
    return dict(Client.objects.filter(pk__in=clients).values_list("pk", "used_name"))


def legal_name(client: int) -> str:
    """The name a paper is signed under. For those who may see clients. One query. Raises NotFound."""
    found = Client.objects.filter(pk=client).values_list("legal_name", flat=True).first()
    if found is None:
        raise NotFound
    return found


def at_the_door(by: Actor, clients: Collection[int]) -> dict[int, DoorRow]:
    """What `by` may see of each of `clients` at the front desk, by client id. One query.

    A client of another site who came long ago has no name here any more (docs/adr/0020).
    """
    sees, calls = by.has_any(MAY_SEE_CLIENTS), by.has_any(MAY_CALL)
    rows = Client.objects.filter(pk__in=clients).values_list("pk", "used_name", "pronouns", _PHONE)
    return dict.fromkeys(clients, DoorRow("", "", "")) | {
        client: DoorRow(name if sees else "", pronouns if sees else "", (phone or "") if calls else "")
        for client, name, pronouns, phone in rows
    }


def face(by: Actor, client: int) -> DoorRow:
    """What `by` may see of a client at the front desk. Raises NotFound beyond their reach. Two queries."""
    site = site_of(client)
    if site is None or not by.works_at(site):
        raise NotFound
    return at_the_door(by, [client])[client]


def find(by: Actor, typed: str, *, site: int | None = None, most: int = 8) -> tuple[tuple[int, str, str], ...]:
    """(id, name used, record number) of clients within reach whose names or number hold what was typed, by name.

    `site` keeps to the clients of one site. One query. Raises NotAllowed.
    """
    if not by.has_any(MAY_SEE_CLIENTS):
        raise NotAllowed
    rows = Client.objects.filter(
        Q(used_name__icontains=typed) | Q(legal_name__icontains=typed) | Q(record_number__icontains=typed),
        merged_into=None,
    )
    if not by.everywhere:
        rows = rows.filter(site__in=by.sites)
    if site is not None:
        rows = rows.filter(site=site)
    return tuple(rows.values_list("pk", "used_name", "record_number")[:most])


class _WithoutAccents(Func):
    """ "Núñez" as "Nunez": in the database, as `without_accents` does it here."""

    template = r"regexp_replace(normalize(%(expressions)s, NFD), '[\u0300-\u036f]', '', 'g')"
    output_field = CharField()


def without_accents(text: str) -> str:
    """ "Núñez" → "Nunez": names are found whether or not the keyboard has the letter."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not "\u0300" <= letter <= "\u036f")


def clients_at(
    by: Actor, site: int, typed: str = "", *, among: Collection[int] | None = None
) -> tuple[ListedClient, ...]:
    """The clients `site` serves or served, by name; of those whose name or number begins with or resembles what was
    typed (with or without accents), the nearest first. `among` asks for these alone: a list that stays as short when
    years have passed. One query. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_SEE_CLIENTS, [site])
    rows = Client.objects.filter(site=site, merged_into=None)
    if among is not None:
        rows = rows.filter(pk__in=among)
    if typed:
        typed = without_accents(typed)
        rows = rows.annotate(used=_WithoutAccents("used_name"), legal=_WithoutAccents("legal_name"))
        likeness = Greatest(TrigramWordSimilarity(typed, "used"), TrigramWordSimilarity(typed, "legal"))
        within = Q(used__icontains=typed) | Q(legal__icontains=typed) | Q(record_number__icontains=typed)
        begins = Case(When(Q(used__istartswith=typed) | Q(record_number__istartswith=typed), then=0), default=1)
        resembles = within | Q(used__trigram_word_similar=Value(typed)) | Q(legal__trigram_word_similar=Value(typed))
        rows = rows.filter(resembles).annotate(begins=begins, likeness=likeness)
        rows = rows.order_by("begins", "-likeness", "used_name", "pk")
    return tuple(
        ListedClient(client, name, record, tuple(languages))
        for client, name, record, languages in rows.values_list("pk", "used_name", "record_number", "languages")
    )


def header_of(by: Actor, client: int, day: date) -> ClientHeader:
    """The top of a client's chart on `day`. One query. Raises NotAllowed, and NotFound beyond the actor's reach."""
    if not by.has_any(MAY_SEE_CLIENTS):
        raise NotAllowed
    rows = header_rows(client, day)
    if not rows or not by.works_at(rows[0]["site_id"]):
        raise NotFound
    return header(by, rows)


def header_rows(client: int, day: date, **more: Exists) -> list[dict[str, Any]]:
    """What `header` is made of, a row for each place on the care team on `day`; with `more` of one's own. One query."""
    now_in_place = FilteredRelation(
        "care_team", condition=Q(care_team__starts__lte=day) & (Q(care_team__ends=None) | Q(care_team__ends__gt=day))
    )
    rows = Client.objects.filter(pk=client).annotate(place=now_in_place, phone=_PHONE, **more)
    team = ("place__role", "place__staff", "place__staff__name")
    return list(rows.values("pk", "site__name", "phone", *team, *_HEADER, *more))


def header(by: Actor, rows: Sequence[Mapping[str, Any]]) -> ClientHeader:
    """The top of a chart, of what `header_rows` found: at least one row."""
    row = rows[0]
    team = [Helper(CareRole(one["place__role"]), one["place__staff__name"]) for one in rows if one["place__role"]]
    order = list(CareRole)
    return ClientHeader(
        id=row["pk"],
        name=row["used_name"],
        legal_name=row["legal_name"],
        pronouns=row["pronouns"],
        record_number=row["record_number"],
        languages=tuple(row["languages"]),
        interpreter=row["interpreter"],
        phone=(row["phone"] or "") if by.has_any(MAY_CALL) else "",
        site=row["site_id"],
        site_name=row["site__name"],
        team=tuple(sorted(team, key=lambda one: order.index(one.role))),
        merged_into=row["merged_into"],
    )


def details_of(by: Actor, client: int) -> ClientDetails:
    """What may be changed of a client, as it stands. One query. Raises NotAllowed, NotFound."""
    row = Client.objects.filter(pk=client).first()
    demand(by, MAY_SEE_CLIENTS, [row.site_id if row else 0])
    if row is None:
        raise NotFound
    return ClientDetails(
        legal_name=row.legal_name,
        used_name=row.used_name,
        languages=tuple(row.languages),
        pronouns=row.pronouns,
        interpreter=row.interpreter,
        date_of_birth=row.date_of_birth,
        version=row.version,
    )
