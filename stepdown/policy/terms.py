"""The scope of a policy number, the number with its source, and what stands in the way of a new one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a number is asked for. `jurisdiction` is "US" or "US-TX"; empty text means "not known or any"."""

    jurisdiction: str = "US"
    payer: str = ""
    level_of_care: str = ""
    edition: str = ""
    population: str = ""

    @property
    def parts(self) -> tuple[str, str, str, str, str]:
        """Jurisdiction, payer, edition, level of care, population: in the order of the table's columns."""
        return self.jurisdiction, self.payer, self.edition, self.level_of_care, self.population


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
    row: int = field(default=0, compare=False)
    """Its number in the table, by which its history is found."""


class Blocker(StrEnum):
    """What stands in the way of a new policy row. Doors word each one."""

    NO_SOURCE = "no_source"
    ENDS_BEFORE_START = "ends_before_start"
    LATER_VALUE_EXISTS = "later_value_exists"


@dataclass(frozen=True, slots=True)
class NewValue:
    """A number to hold for a scope from a day on, up to, not including, `effective_to`."""

    key: str
    value: Decimal
    unit: str
    scope: Scope
    effective_from: date
    source: str
    effective_to: date | None = None
    verified: bool = False
    note: str = ""


def payer_code(name: str) -> str:
    """The name of a payer as policy rows spell it: "Medi-Cal" → "medi-cal", "Blue Shield of X" → "blue-shield-of-x"."""
    letters = "".join(letter if letter.isalnum() else " " for letter in name.lower())
    return "-".join(letters.split())
