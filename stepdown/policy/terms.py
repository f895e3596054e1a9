"""The scope of a policy number, and the number with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a number is asked for. `jurisdiction` is "US" or "US-TX"; empty text means "not known or any"."""

    jurisdiction: str = "US"
    payer: str = ""
    level_of_care: str = ""
    edition: str = ""
    population: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One row: a number, its unit, where and when it holds, and where it comes from."""

    key: str
    value: Decimal
    unit: str
    scope: Scope
    effective_from: date
    effective_to: date | None
    source: str
    verified: bool
    note: str
