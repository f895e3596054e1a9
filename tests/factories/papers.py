"""Agreements of an admission, signed by the real action."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from stepdown.consent.actions import sign_papers
from stepdown.consent.terms import Capacity, PaperKind, Sitting
from tests.factories.agency import BY


def sitting(client: int, program: int, *kinds: PaperKind, **more: Any) -> Sitting:
    """A client who signs `kinds` in English, and says back what they agree to."""
    first: dict[str, Any] = {"signer_name": "Synthetic Client", "taken_in": Capacity.SAID_BACK}
    return Sitting(client, program, frozenset(kinds), **first | more)


def agreed(client: int, program: int, at: datetime, *kinds: PaperKind) -> list[int]:
    """They have agreed to be treated, and to `kinds` besides; returns the papers' ids in order."""
    return sign_papers(by=BY, at=at, sitting=sitting(client, program, PaperKind.TREATMENT, *kinds))
