"""How an app gives one client's rows to another: each app lists its links to clients, this moves them.

Every app with a link to a client offers `move_client`, which calls `move_rows` with its own `Link`s;
`journey.merge_clients` calls them all. The database's constraints say what can't be moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor, Obstacle
from stepdown.people.access import MAY_MERGE
from stepdown.people.queries.clients import sites_of
from stepdown.people.terms import MergeBlocker, Moved, Moving


@dataclass(frozen=True)
class Link:
    """A column of a table that names a client. `blocker` is told when the kept client's rows leave no room.

    `stays_if_there`: a row the kept client has likewise stays with the duplicate, and nothing is lost.
    """

    model: type[Model]
    field: str = "client"
    blocker: MergeBlocker = MergeBlocker.BOTH_SAID
    stays_if_there: bool = False

    @property
    def key(self) -> str:
        """How a merge remembers it: "episode.Episode.client"."""
        return f"{self.model._meta.label}.{self.field}"


def move_rows(by: Actor, links: Iterable[Link], moving: Moving) -> Moved:
    """Move the rows of every link; what a constraint refuses is told, the rest is moved. Inside an action."""
    demand(by, MAY_MERGE, sites_of([moving.source, moving.target]).values())
    moved: dict[str, list[int]] = {}
    obstacles = []
    for link in links:
        rows = link.model._base_manager.filter(**{link.field: moving.source}).order_by("pk")
        if moving.rows is not None:
            rows = rows.filter(pk__in=moving.rows.get(link.key, ()))
        numbers = list(rows.values_list("pk", flat=True))
        if link.stays_if_there:
            gone = [number for number in numbers if _given(link, [number], moving.target)]
        elif _given(link, numbers, moving.target):
            gone = numbers
        else:
            gone = []
            obstacles.append(Obstacle(link.blocker))
        if gone:
            moved[link.key] = gone
    return Moved(moved, tuple(obstacles))


def _given(link: Link, numbers: Sequence[int], target: int) -> bool:
    """Whether these rows became the target's, all of them; else none did."""
    if not numbers:
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            link.model._base_manager.filter(pk__in=numbers).update(**{link.field: target})
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        return False
    return True
