"""Which row holds: the most specific one in force."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from stepdown.policy.rules import holding
from stepdown.policy.terms import Scope, Value


def row(number: int, scope: Scope, start: str = "2020-01-01", end: str | None = None) -> Value:
    return Value(
        key="group.capacity", value=Decimal(number), unit="people", scope=scope,
        effective_from=date.fromisoformat(start), effective_to=date.fromisoformat(end) if end else None,
        source="synthetic", verified=False, note="",
    )  # fmt: skip


ROWS = [
    row(12, Scope("US")),
    row(14, Scope("US", level_of_care="2.1")),
    row(16, Scope("US-TX"), "2024-01-01"),
    row(15, Scope("US-TX"), "2020-01-01", "2024-01-01"),
    row(10, Scope("US", payer="Acme Health")),
    row(8, Scope("US-TX", payer="Acme Health", level_of_care="2.5")),
]


@pytest.mark.parametrize(
    ("where", "day", "number", "why"),
    [
        (Scope("US"), "2026-03-02", 12, "the country's row"),
        (Scope("US-CA"), "2026-03-02", 12, "a state without a row of its own"),
        (Scope("US-TX"), "2026-03-02", 16, "the state's row"),
        (Scope("US-TX"), "2023-12-31", 15, "the state's row of that day"),
        (Scope("US-TX"), "2024-01-01", 16, "the first day of the new row"),
        (Scope("US-CA", level_of_care="2.1"), "2026-03-02", 14, "the level's row"),
        (Scope("US-TX", level_of_care="2.1"), "2026-03-02", 16, "the state goes before the level"),
        (Scope("US-TX", payer="Acme Health"), "2026-03-02", 10, "the payer goes before the state"),
        (Scope("US-TX", payer="Acme Health", level_of_care="2.5"), "2026-03-02", 8, "payer, state and level"),
        (Scope("US-TX", payer="Other"), "2026-03-02", 16, "another payer's row does not hold"),
        (Scope("US"), "2019-12-31", None, "before any row"),
    ],
)
def test_which_value_holds(where: Scope, day: str, number: int | None, why: str) -> None:
    found = holding(ROWS, where, date.fromisoformat(day))
    assert (found and int(found.value)) == number, why


def test_a_state_is_not_a_prefix_of_another_word() -> None:
    assert holding([row(1, Scope("US-T"))], Scope("US-TX"), date(2026, 3, 2)) is None
