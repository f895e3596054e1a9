"""Who may open which page: one row per address of the desk. A page without a row fails a test.

`allowed` are the roles that may open it (the program itself never signs in); every other role is refused, a visitor is
sent to sign in. `here` makes the address's arguments for a record of one's own site, `there` for a record of a site one
does not work at, which must be told as "no such page". `post` is what is sent to an address that writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stepdown.agency.terms import Role
from tests.factories.agency import Agency

Arguments = Callable[[Agency], list[int]]


@dataclass(frozen=True)
class Page:
    """One row; see above."""

    name: str
    allowed: frozenset[Role]
    arguments: Arguments | None = None
    post: Callable[[Agency], Mapping[str, object]] | None = None
    answers: frozenset[int] = field(default=frozenset({200}))
    """Statuses that mean "you were let in"."""


EVERYONE = frozenset(Role)
R = Role

PAGES: list[Page] = []
