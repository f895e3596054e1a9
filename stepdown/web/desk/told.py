"""What stands in the way, as a page tells it: each obstacle with whom it is about and who may override it."""

from __future__ import annotations

from collections.abc import Iterable

from stepdown.agency.terms import Role
from stepdown.audit.terms import Obstacle
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.pages import DeskRequest
from stepdown.web.desk.templatetags.wording import words


def told(request: DeskRequest, obstacles: Iterable[Obstacle]) -> dict[str, object]:
    """Obstacles with the names of the clients they are about, for those who may see clients, and who may override."""
    found = list(obstacles)
    about = [clients if isinstance(clients := o.about.get("clients"), list) else [] for o in found]
    known = people.names_of([c for clients in about for c in clients]) if request.actor.has_any(MAY_SEE_CLIENTS) else {}
    rows = [
        (o, sorted(known[c] for c in clients if c in known), _who_may(o.override_by))
        for o, clients in zip(found, about, strict=True)
    ]
    able = bool(found) and all(request.actor.has_any(o.override_by) for o in found)
    return {"obstacles": rows, "may_override": able}


def _who_may(roles: frozenset[str]) -> str:
    """{program director, clinical supervisor} → "A clinical supervisor or program director may override this."."""
    named = [words(role).lower() for role in Role if role in roles]
    return f"A {' or '.join(named)} may override this." if named else ""
