"""Words of papers of an admission: ours until the agency writes its own, in versions, each with the day it holds from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.consent.terms.papers import NOTICES, PaperKind
from stepdown.kernel.dates import ES


class Place(StrEnum):
    """What stands in braces in the words of a paper until somebody reads it."""

    CLIENT = "client"
    PROGRAM = "program"
    SINCE = "since"
    """The day these words hold from, which a notice has to say (42 CFR 2.22(b)(1)(vii); 45 CFR 164.520(b)(1)(viii))."""


def places(kind: PaperKind) -> frozenset[Place]:
    """What the words of a paper must name: a notice is for everybody; whoever agrees is named."""
    return frozenset({Place.PROGRAM, Place.SINCE if kind in NOTICES else Place.CLIENT})


@dataclass(frozen=True, slots=True)
class NewWording:
    """Words to hold from the day `starts`. `material`: who signed or was given earlier ones goes through these again.

    `change` says in a line what is different.
    """

    kind: PaperKind
    starts: date
    english: str
    spanish: str
    material: bool
    change: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of the words of a paper, in each language; `recorded_by` is empty for ours."""

    kind: PaperKind
    version: int
    starts: date
    english: str
    spanish: str
    material: bool = True
    change: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""

    def text(self, language: str) -> str:
        """Its words in a language of PAPER_LANGUAGES, places still open."""
        return self.spanish if language == ES else self.english


Wordings = Mapping[PaperKind, tuple[Wording, ...]]
"""Every version of the words of each paper, the first one first."""


@dataclass(frozen=True, slots=True)
class WordingRow:
    """How the words of one kind of paper stand: those that hold, those to come, and all there ever were, latest first."""

    kind: PaperKind
    present: Wording
    coming: Wording | None
    versions: tuple[Wording, ...]
    signed: Mapping[int, int]
    """How many people signed or were given each version."""
