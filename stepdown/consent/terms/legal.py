"""Words of legal requests: what came from outside, what was done about it, and what keeps it from being done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class LegalKind(StrEnum):
    """What came."""

    SUBPOENA = "subpoena"
    COURT_ORDER = "court_order"
    SEARCH_WARRANT = "search_warrant"
    VISIT = "visit"
    """Law enforcement at the door."""
    ATTORNEY_LETTER = "attorney_letter"
    RECORDS_REQUEST = "records_request"
    """Anybody else who wants records: an insurer, an agency, a relative."""


class LegalWay(StrEnum):
    """How it came."""

    IN_PERSON = "in_person"
    MAIL = "mail"
    FAX = "fax"
    EMAIL = "email"
    PHONE = "phone"


class LegalPaper(StrEnum):
    """What somebody here saw of it on paper."""

    ORDER = "order"
    """Signed by a judge, and about confidential records (42 CFR 2.61 to 2.67)."""
    SUBPOENA = "subpoena"
    WARRANT = "warrant"
    CONSENT = "consent"
    """Signed by the person, as far as one can see."""


class LegalStep(StrEnum):
    """What compliance did about a request."""

    COUNSEL_ASKED = "counsel_asked"
    MORE_ASKED = "more_asked"
    """The sender was told that a subpoena alone is not enough, and of whom nothing was said."""
    OBJECTED = "objected"
    MOVED_TO_QUASH = "moved_to_quash"
    ORDER_OBTAINED = "order_obtained"
    NOTED = "noted"


class LegalOutcome(StrEnum):
    """How a request ended."""

    NOTHING_SAID = "nothing_said"
    """Answered: that nothing can be said."""
    DISCLOSED = "disclosed"
    """The gate carried a disclosure; it stands in the accounting."""
    WITHDRAWN = "withdrawn"


class LegalClock(StrEnum):
    """What has a last day."""

    LOOK = "look"
    """Compliance looks at it for the first time."""
    OBJECT = "object"
    """A subpoena may be objected to (Federal Rules of Civil Procedure 45(d)(2)(B))."""
    ANSWER = "answer"
    """The day the paper itself names."""


class LegalStanding(StrEnum):
    """Where a request stands."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    DECIDED = "decided"


class LegalBlocker(StrEnum):
    """What stands in the way of writing a request down, or of deciding it. Doors word each one."""

    NO_SENDER = "no_sender"
    NOTHING_ASKED = "nothing_asked"
    NOT_RECEIVED_YET = "not_received_yet"
    DUE_BEFORE_RECEIVED = "due_before_received"
    NO_WORDS = "no_words"
    NO_CLIENT = "no_client"
    NOT_BY_THE_GATE = "not_by_the_gate"
    """"Disclosed" is what the gate says, never what somebody ticks."""
    DECIDED_ALREADY = "decided_already"
    ON_HOLD = "on_hold"
    """A legal request about the client is open, or a hold is on the record: it stays as it is."""


@dataclass(frozen=True, slots=True)
class NewLegalRequest:
    """Something that came. `name_written` is whom it is about as the paper says it: nobody is looked up."""

    site: int
    kind: LegalKind
    sender: str
    asks: str
    received_on: date
    came_by: LegalWay = LegalWay.IN_PERSON
    reply_to: str = ""
    due_on: date | None = None
    name_written: str = ""
    papers: frozenset[LegalPaper] = frozenset()


@dataclass(frozen=True, slots=True)
class LegalFacts:
    """What the clocks of a request are worked out from."""

    kind: LegalKind
    received_on: date
    due_on: date | None = None
    steps: frozenset[LegalStep] = frozenset()
    linked: bool = False
    decided: bool = False


@dataclass(frozen=True, slots=True)
class LegalDays:
    """Policy numbers: `look` and `soon` in business days, `objection` in days (policy rows `legal.*`).

    None: no row holds, so that clock does not run.
    """

    look: int | None
    objection: int | None
    soon: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of something."""

    clock: LegalClock
    on: date


@dataclass(frozen=True, slots=True)
class LegalStepRow:
    """One thing compliance did."""

    legal_step: LegalStep
    words: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class LegalDecisionRow:
    """How it ended; `disclosure` is the row of the accounting."""

    outcome: LegalOutcome
    words: str
    at: datetime
    who: str
    disclosure: int | None


@dataclass(frozen=True, slots=True)
class LegalRow:
    """A legal request as compliance sees it. `carries`: its papers are of a kind that can carry a disclosure at all.

    `due` are its clocks, the next first.
    """

    id: int
    site: int
    kind: LegalKind
    sender: str
    reply_to: str
    came_by: LegalWay
    received_on: date
    due_on: date | None
    name_written: str
    asks: str
    papers: tuple[LegalPaper, ...]
    at: datetime
    who: str
    client: int | None
    steps: tuple[LegalStepRow, ...]
    decision: LegalDecisionRow | None
    carries: bool
    due: tuple[Due, ...]
    standing: LegalStanding
