"""Levels of care as payers and states number them. Hours and names live in policy rows, not here."""

from __future__ import annotations

from enum import StrEnum


class LevelOfCare(StrEnum):
    """The levels Stepdown schedules; the value is the level number both criteria editions use.

    Source: ASAM Criteria level numbers, used for identification only; see GLOSSARY.
    """

    OUTPATIENT = "1"
    INTENSIVE_OUTPATIENT = "2.1"
    PARTIAL_HOSPITALIZATION = "2.5"

    @property
    def intensity(self) -> int:
        """Place in the order of intensity: a higher number is more hours a week."""
        return list(LevelOfCare).index(self)
