"""Reading who may be the same person, and what was made one."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, QuerySet

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor, NotAllowed, NotFound
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.people.models import Client, Merge, Way
from stepdown.people.queries.clients import site_of
from stepdown.people.rules import alike as rules
from stepdown.people.terms import PHONES, Known, Likeness, MergeRow, NewClient, WayKind, phone


def duplicates_of(by: Actor, row: NewClient, *, but: int | None = None, most: int = 5) -> tuple[Likeness, ...]:
    """Clients within reach who may be the person of `row`, with the reasons, the likeliest first. Two queries.

    Every client within reach is compared: a few thousand names are a matter of milliseconds. `but` leaves one out.
    """
    if not by.has_any(MAY_SEE_CLIENTS):
        raise NotAllowed
    new = Known((row.used_name, row.legal_name), row.date_of_birth, _keys([row.phone]))
    rows = Client.objects.filter(merged_into=None)
    if but is not None:
        rows = rows.exclude(pk=but)
    if not by.everywhere:
        rows = rows.filter(site__in=by.sites)
    phones, emails = _reached(rows)
    found = []
    for client, used, legal, born, number in rows.order_by("pk").values_list(
        "pk", "used_name", "legal_name", "date_of_birth", "record_number"
    ):
        known = Known((used, legal), born, frozenset(phones[client]), frozenset(emails[client]))
        if reasons := rules.alike(new, known):
            found.append(Likeness(client, used, number, born, reasons))
    return tuple(sorted(found, key=lambda one: -rules.strength(one.reasons))[:most])


def duplicates_on_record(by: Actor, client: int) -> tuple[Likeness, ...]:
    """Clients within reach who may be the same person as `client`. Four queries. Raises NotAllowed, NotFound."""
    row = Client.objects.filter(pk=client).first()
    demand(by, MAY_SEE_CLIENTS, [row.site_id if row else 0])
    if row is None:
        raise NotFound
    number = Way.objects.filter(client=client, contact=None, ended_at=None, kind__in=PHONES).values_list("value")
    phone = number.first()
    new = NewClient(
        site=row.site_id,
        record_number="",
        legal_name=row.legal_name,
        used_name=row.used_name,
        languages=(),
        date_of_birth=row.date_of_birth,
        phone=phone[0] if phone else "",
    )
    return duplicates_of(by, new, but=client)


def merges_of(by: Actor, client: int) -> tuple[MergeRow, ...]:
    """What was merged into a client, or a client into, and still is; the latest first. Two queries."""
    site = site_of(client)
    demand(by, MAY_SEE_CLIENTS, [site or 0])
    rows = Merge.objects.filter(Q(kept_client=client) | Q(duplicate=client), undone_at=None)
    return tuple(
        MergeRow(
            row.pk, row.kept_client_id, row.duplicate_id, row.duplicate.record_number, row.merged_at, row.merged_by
        )
        for row in rows.select_related("duplicate")
    )


def merge_of(merge: int) -> tuple[int, int, dict[str, list[int]]]:
    """(kept, duplicate, rows moved by table) of a merge. One query. Raises NotFound."""
    row = Merge.objects.filter(pk=merge).first()
    if row is None:
        raise NotFound
    return row.kept_client_id, row.duplicate_id, row.moved


def _keys(numbers: list[str]) -> frozenset[str]:
    return frozenset(key for number in numbers if (key := phone.significant(number)))


def _reached(clients: QuerySet[Client]) -> tuple[defaultdict[int, set[str]], defaultdict[int, set[str]]]:
    """The phones and e-mail addresses of clients themselves, by client id, as they are compared."""
    phones: defaultdict[int, set[str]] = defaultdict(set)
    emails: defaultdict[int, set[str]] = defaultdict(set)
    ways = Way.objects.filter(client__in=clients, contact=None, ended_at=None).exclude(kind=WayKind.ADDRESS)
    for client, kind, value in ways.values_list("client", "kind", "value"):
        if kind == WayKind.EMAIL:
            emails[client].add(rules.email_key(value))
        elif key := phone.significant(value):
            phones[client].add(key)
    return phones, emails
