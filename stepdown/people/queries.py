"""Reading clients and those around them."""

from __future__ import annotations

from collections.abc import Collection

from stepdown.audit.terms import NotFound
from stepdown.people.models import Client


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
