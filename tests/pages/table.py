"""What a row of the permissions table says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stepdown.agency.terms import Role
from tests.factories.agency import Agency

Arguments = Callable[[Agency], list[int] | list[str]]


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
TREATS = frozenset(
    {
        Role.PROGRAM_DIRECTOR,
        Role.MEDICAL_DIRECTOR,
        Role.PRESCRIBER,
        Role.NURSE,
        Role.CLINICIAN,
        Role.INTERN,
        Role.CLINICAL_SUPERVISOR,
        Role.CASE_MANAGER,
    }
)
"""Who treats clients or answers for their treatment."""
