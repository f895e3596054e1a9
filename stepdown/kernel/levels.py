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

    def number_in(self, edition: str) -> str:
        """The number policy rows use in an edition: the 4th ("asam-4") counts outpatient therapy as 1.5.

        Its 1.7, medically managed outpatient, has the same hours and is not told apart here.
        """
        return "1.5" if self is LevelOfCare.OUTPATIENT and edition == "asam-4" else self.value

    @property
    def intensity(self) -> int:
        """Place in the order of intensity: a higher number is more hours a week."""
        return list(LevelOfCare).index(self)
