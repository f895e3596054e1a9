"""How much a file says for a purpose, as a table: `x` at most this, `.` never. And the statement by its day."""

from __future__ import annotations

from datetime import date

import pytest

from stepdown.consent.rules import NEEDED, notice_on, told_of
from stepdown.consent.terms import Basis, Category, Decision, Grant, Item, Purpose

MOST = """
                        iden cont sche atte diag asse plan prog test medi safe cove disc coun
treatment               x    x    x    x    x    x    x    x    x    x    x    x    x    x
payment                 x    x    x    x    x    x    x    x    x    x    .    x    x    .
operations              x    x    x    x    x    x    x    x    x    x    x    x    x    .
support                 x    x    x    x    x    .    x    x    .    x    x    .    x    .
housing                 x    x    x    x    .    .    .    x    x    .    .    .    x    .
work_or_school          x    .    x    x    .    .    .    .    .    .    .    .    x    .
benefits                x    x    x    x    x    x    x    x    .    x    .    x    x    .
justice_supervision     x    .    x    x    .    .    x    x    x    .    .    .    x    .
proceedings             x    x    x    x    x    x    x    x    x    x    x    x    x    x
research                x    .    x    x    x    x    x    x    x    x    .    x    x    .
audit                   x    x    x    x    x    x    x    x    x    x    x    x    x    .
public_health           x    .    .    .    x    .    .    .    x    .    .    .    .    .
fundraising             x    x    .    .    .    .    .    .    .    .    .    .    .    .
report_required_by_law  x    x    .    .    x    .    .    .    x    x    .    .    .    .
own_request             x    x    x    x    x    x    x    x    x    x    x    x    x    .
"""
LINES = {name: marks for name, *marks in map(str.split, MOST.strip().splitlines()[1:])}


@pytest.mark.parametrize("purpose", Purpose)
def test_the_most_that_a_purpose_needs(purpose: Purpose) -> None:
    """42 CFR 2.13(a); 45 CFR 164.502(b)."""
    marks = ["x" if category in NEEDED[purpose] else "." for category in Category]
    assert marks == LINES[purpose]


def test_the_head_of_the_table_is_in_order() -> None:
    assert MOST.split("\n")[1].split() == [category[:4] for category in Category]


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2024, 4, 16), date(2026, 6, 10)])
def test_the_statement_of_a_day(day: date) -> None:
    assert notice_on(day).name == "2024"


@pytest.mark.parametrize(
    ("granted", "told"),
    [
        ({Category.IDENTITY, Category.SCHEDULE}, {Category.IDENTITY, Category.SCHEDULE}),
        ({Category.SCHEDULE}, set()),
        (set(), set()),
    ],
)
def test_every_line_says_that_somebody_is_a_client(granted: set[Category], told: set[Category]) -> None:
    decision = Decision(tuple(Grant(Item(one), Basis.CONSENT) for one in granted))
    assert told_of(decision) == told
