"""Telephone numbers: one number in many spellings, shown and dialled."""

from __future__ import annotations

import pytest

from stepdown.people.terms.phone import link, shown, significant


@pytest.mark.parametrize(
    ("typed", "same", "reads", "dials"),
    [
        ("+1 202 555 0142", "2025550142", "(202) 555-0142", "tel:+1-202-555-0142"),
        ("(202) 555-0142", "2025550142", "(202) 555-0142", "tel:+1-202-555-0142"),
        ("1-202-555-0142", "2025550142", "(202) 555-0142", "tel:+1-202-555-0142"),
        ("202.555.0142 ext. 12", "2025550142", "(202) 555-0142 ext. 12", "tel:+1-202-555-0142;ext=12"),
        ("555 0142", "5550142", "555-0142", "tel:+1-5550142"),
        ("+49 30 901820", "30901820", "+49 30 901820", "tel:+49-30-901820"),
        ("988", "", "988", "tel:988"),
        ("the front desk", "", "the front desk", "tel:thefrontdesk"),
        ("ext 12", "", "ext 12", "tel:ext12"),
        ("", "", "", "tel:"),
    ],
)
def test_one_number(typed: str, same: str, reads: str, dials: str) -> None:
    assert (significant(typed), shown(typed), link(typed)) == (same, reads, dials)
