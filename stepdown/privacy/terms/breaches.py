"""Words of a breach: what is weighed, how it is decided, who is told by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.audit.terms import Category


class Factor(StrEnum):
    """What is weighed before anybody says that it need not be told (45 CFR 164.402(2)(i)-(iv))."""

    NATURE = "nature"
    """What kind of information, and how likely somebody is recognized by it."""
    WHO_HAS_IT = "who_has_it"
    SEEN = "seen"
    """Whether it was in fact acquired or looked at."""
    MENDED = "mended"
    """How far the risk has been lessened."""


class Rating(StrEnum):
    """How much one factor says that the information is compromised."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class BreachOutcome(StrEnum):
    """What a named person decided."""

    NOTIFY = "notify"
    LOW_PROBABILITY = "low_probability"
    """A low probability that it is compromised, shown by the factors (45 CFR 164.402(2))."""
    GOOD_FAITH = "good_faith"
    """Somebody of ours looked at it in good faith, within their work, and it went no further (164.402(1)(i))."""
    AMONG_US = "among_us"
    """From one person here who may see such records to another, and no further (164.402(1)(ii))."""
    NOT_KEPT = "not_kept"
    """Who had it could not have kept it (164.402(1)(iii))."""


class BreachNotice(StrEnum):
    """Whom a breach is told to (45 CFR 164.404, 164.408, 164.406; 42 CFR 2.16(b))."""

    PEOPLE = "people"
    HHS = "hhs"
    MEDIA = "media"


class BreachStanding(StrEnum):
    """Where a breach stands."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    CLOSED = "closed"


class BreachBlocker(StrEnum):
    """What stands in the way. Doors word each one."""

    NOT_SAID = "not_said"
    NO_PART = "no_part"
    NOBODY_TOUCHED = "nobody_touched"
    DISCOVERED_LATER = "discovered_later"
    """Discovered on a day that is still to come."""
    HAPPENED_LATER = "happened_later"
    """It happened after it was discovered."""
    FACTOR_NOT_WEIGHED = "factor_not_weighed"
    NOTHING_LOW = "nothing_low"
    """No factor is rated low, so none shows a low probability (45 CFR 164.414(b): the burden is ours)."""
    NOT_DECIDED = "not_decided"
    NOT_OWED = "not_owed"
    TOLD_ALREADY = "told_already"
    DAY_CAN_NOT_BE = "day_can_not_be"
    PEOPLE_NOT_TOLD = "people_not_told"
    HHS_NOT_TOLD = "hhs_not_told"
    MEDIA_NOT_TOLD = "media_not_told"
    CLOSED_ALREADY = "closed_already"
    TAKEN_BACK_ALREADY = "taken_back_already"


@dataclass(frozen=True, slots=True)
class NewBreach:
    """What was found. `people` is how many records it touched, as far as known; nobody is named."""

    site: int
    discovered_on: date
    what: str
    parts: frozenset[Category]
    people: int
    happened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """One factor, how it was rated, and why."""

    factor: Factor
    rating: Rating
    why: str


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """The factors, the decision with its reason, and how many people it touched as known by then."""

    weighed: tuple[Weighed, ...]
    outcome: BreachOutcome
    people: int
    words: str


@dataclass(frozen=True, slots=True)
class BreachFacts:
    """What decides about a breach. `people` and `outcome` are of the latest assessment."""

    discovered_on: date
    people: int
    outcome: BreachOutcome | None = None
    notified: frozenset[BreachNotice] = frozenset()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class BreachDays:
    """Policy numbers (rows `breach.*`): days, and `many` people. None: no row holds, so no clock runs."""

    within: int | None = None
    many: int | None = None
    after_year: int | None = None
    soon: int | None = None


@dataclass(frozen=True, slots=True)
class BreachDue:
    """Who is still to be told, and the last day for it: the outer limit, for it is done without unreasonable delay."""

    notice: BreachNotice
    on: date
    late: bool


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """How it was weighed and decided."""

    weighed: tuple[Weighed, ...]
    outcome: BreachOutcome
    people: int
    words: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class ToldRow:
    """Who was told, when and how; `late`: after the last day. With `back` it was taken back: it was written by mistake."""

    id: int
    notice: BreachNotice
    on: date
    words: str
    who: str
    late: bool
    back: TakenBack | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Why something written down does not count, who said so and when."""

    words: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """What keeps it from happening again."""

    words: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class BreachRow:
    """A breach as its page shows it. The latest assessment comes first; `due` is what is still to be told, the next first."""

    id: int
    site: str
    discovered_on: date
    happened_on: date | None
    people: int
    what: str
    parts: tuple[Category, ...]
    at: datetime
    who: str
    assessments: tuple[AssessmentRow, ...]
    notices: tuple[ToldRow, ...]
    closing: ClosingRow | None
    due: tuple[BreachDue, ...]
    standing: BreachStanding
