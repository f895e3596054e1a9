"""Reading who may be the same person, and what was made one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor, NotAllowed, NotFound
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.people.models import Client, Merge, Way
from stepdown.people.queries.clients import site_of
from stepdown.people.rules import alike as rules
from stepdown.people.terms import Known, Likeness, MergeRow, NewClient, WayKind


def duplicates_of(by: Actor, row: NewClient) -> tuple[Likeness, ...]:
    """Clients within reach who may be the person of `row`, with the reasons, the likeliest first. Two queries.

    Raises NotAllowed.
    """
    number = rules.way_key(WayKind.MOBILE, row.phone)
    return _alike(by, Known((row.used_name, row.legal_name), row.date_of_birth, frozenset(filter(None, [number]))))


def duplicates_on_record(by: Actor, client: int) -> tuple[Likeness, ...]:
    """Clients within reach who may be the same person as `client`. Four queries. Raises NotAllowed, NotFound."""
    row = Client.objects.filter(pk=client).first()
    demand(by, MAY_SEE_CLIENTS, [row.site_id if row else 0])
    if row is None:
        raise NotFound
    ways = Way.objects.filter(client=client, contact=None, ended_at=None).values_list("kind", "key")
    phones, emails = _sorted_out(ways)
    return _alike(by, Known((row.used_name, row.legal_name), row.date_of_birth, phones, emails), but=client)


def _alike(by: Actor, new: Known, *, but: int = 0, most: int = 5) -> tuple[Likeness, ...]:
    """Clients within reach but one who may be the person `new`, the likeliest first. Two queries.

    Only those are compared who can be alike: by a number or an address, a name's key, the day of birth, or the look of
    a name as PostgreSQL's trigrams see it. Each of these is an index, so that it takes no longer after many years. Of
    names in a script without capital letters of A to Z, PostgreSQL may not see the look; the keys are found all the same.
    """
    if not by.has_any(MAY_SEE_CLIENTS):
        raise NotAllowed
    reached = _reached_by(new.phones | new.emails)
    rows = Client.objects.filter(_may_be(new) | Q(pk__in=reached), merged_into=None).exclude(pk=but)
    if not by.everywhere:
        rows = rows.filter(site__in=by.sites)
    found = []
    for client, used, legal, born, number in rows.order_by("pk").values_list(
        "pk", "used_name", "legal_name", "date_of_birth", "record_number"
    ):
        if reasons := rules.alike(new, Known((used, legal), born, *_sorted_out(reached.get(client, ())))):
            found.append(Likeness(client, used, number, born, reasons))
    return tuple(sorted(found, key=lambda one: -rules.strength(one.reasons))[:most])


def _may_be(new: Known) -> Q:
    """A condition that everybody passes who may be `new` by name; a few more pass as well."""
    found = Q(name_keys__overlap=sorted(rules.name_keys(new.names)))
    for name in sorted({*map(rules.plain, new.names)} - {""}):
        for column in ("plain_used", "plain_legal"):
            nearly = GreaterThanOrEqual(TrigramSimilarity(column, name), rules.NEARLY)
            found |= Q(nearly, **{f"{column}__trigram_similar": name})
    return found | Q(date_of_birth=new.date_of_birth) if new.date_of_birth else found


def _reached_by(keys: Collection[str]) -> dict[int, list[tuple[str, str]]]:
    """(kind, key) of clients' own numbers and addresses that are among `keys`, by client id. One query."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    ways = Way.objects.filter(key__in=keys, contact=None, ended_at=None).exclude(key="")
    for client, kind, key in ways.values_list("client", "kind", "key"):
        found[client].append((kind, key))
    return found


def _sorted_out(ways: Iterable[tuple[str, str]]) -> tuple[frozenset[str], frozenset[str]]:
    """(phones, e-mail addresses) among ways as they are compared."""
    found = [(kind == WayKind.EMAIL, key) for kind, key in ways if key]
    return frozenset(key for email, key in found if not email), frozenset(key for email, key in found if email)


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
