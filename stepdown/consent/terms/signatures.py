"""How somebody signs: by typing, by drawing, by a mark; for themselves or for a client; and who decides for a minor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.consent.terms.words import Signer

PAD = (600, 200)
"""Width and height of the sheet a signature is drawn on; a point lies within it."""
LONGEST_DRAWING = 24_000
"""Characters of a drawn signature: some three thousand points, many times a long name."""


class Capacity(StrEnum):
    """What whoever reads a paper to somebody noticed of whether they take it in."""

    SAID_BACK = "said_back"
    """They said in their own words what they agree to (teach-back)."""
    WITH_HELP = "with_help"
    """They took it in with help: plainer words, a break, somebody they trust beside them."""
    IN_DOUBT = "in_doubt"
    """Not now: intoxicated, in withdrawal, confused. Nothing is signed; a clinician is asked, and it is tried again."""


class Manner(StrEnum):
    """How a name came under a paper."""

    TYPED = "typed"
    DRAWN = "drawn"
    MARK = "mark"
    """Who can not write made a mark; a witness saw it."""
    SPOKEN = "spoken"
    """Said aloud before a witness. Enough for an agreement, never for a consent to tell: that is written (42 CFR 2.31)."""


class Authority(StrEnum):
    """What lets somebody sign for a client (42 CFR 2.14, 2.15; 45 CFR 164.502(g))."""

    PARENT = "parent"
    """Of a minor, or whoever stands in a parent's place."""
    GUARDIAN = "guardian"
    """A court said so."""
    HEALTH_CARE_AGENT = "health_care_agent"
    """The client said so beforehand, for the time they can not decide."""
    PERSONAL_REPRESENTATIVE = "personal_representative"
    """Of somebody who has died."""


class Decides(StrEnum):
    """Who decides about a client's care and about what is told."""

    CLIENT = "client"
    MINOR = "minor"
    """A minor who may ask for this care alone: nobody else signs for them, and no parent is told (42 CFR 2.14(b))."""
    MINOR_AND_PARENT = "minor_and_parent"
    """The law wants a parent's consent to the care: then both sign what is told (42 CFR 2.14(c))."""
    PARENT = "parent"
    UNKNOWN = "unknown"
    """No date of birth, or no row for this state: the client signs, and no parent is told."""


class CopyWay(StrEnum):
    """How the client had a copy of what they signed (42 CFR 2.31; 45 CFR 164.508(c)(4))."""

    PRINTED = "printed"
    EMAILED = "emailed"
    DECLINED = "declined"
    """It was offered, and they did not want one."""


@dataclass(frozen=True, slots=True)
class MinorLaw:
    """What a state says of minors in one kind of care: years of age; None where no row says.

    `of_age`: no longer a minor. `alone`: may ask for this care without a parent. `minor_releases`: whoever asked for it
    alone decides alone about what is told. `parents_told`: the law wants parents told or asked in, unless that harms.
    """

    of_age: int
    alone: int | None = None
    minor_releases: bool | None = None
    parents_told: bool | None = None


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides about one client today: where the care is Part 2, and where it is not."""

    part2: Decides = Decides.CLIENT
    other: Decides = Decides.CLIENT

    def of(self, *, part2: bool) -> Decides:
        """Who decides about care of this kind."""
        return self.part2 if part2 else self.other


@dataclass(frozen=True, slots=True)
class Hand:
    """How a paper is signed, beside whose name stands under it.

    `authority` and `evidence` (what shows it: an order, a power, a birth certificate) are for a representative, whether
    they sign instead of the client or beside them; then `second_name` is theirs. `authority_ends` is the first day it
    no longer holds. A drawing is a path on a sheet of `PAD`.
    """

    manner: Manner = Manner.TYPED
    drawing: str = ""
    authority: Authority | None = None
    evidence: str = ""
    authority_ends: date | None = None
    taken_in: Capacity | None = None
    second_name: str = ""
    second_drawing: str = ""


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signature under a paper, as a page shows it."""

    signer: Signer
    name: str
    manner: Manner
    drawing: str
    authority: Authority | None
    shown_by: str
    authority_ends: date | None
    taken_in: Capacity | None = None


@dataclass(frozen=True, slots=True)
class CopyRow:
    """That a copy was given, or offered. `digest` is the SHA-256 of the file that was made of it; empty: none was."""

    given_as: CopyWay
    given_at: datetime
    given_by: str
    digest: str
