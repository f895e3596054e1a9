"""Words about messages that remind somebody of an appointment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.audit.terms import Obstacle
from stepdown.people.terms import Way

MAIL = "mail"
"""The kind of outbox message that goes out by e-mail."""


class State(StrEnum):
    """How a reminder stands. `PERHAPS`: the program or the line ended while it was handed over; it is not sent again."""

    WAITING = "waiting"
    SENT = "sent"
    PERHAPS = "perhaps"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


class Blocker(StrEnum):
    """What stands in the way of a reminder."""

    CHANNEL_OFF = "channel_off"
    SENDER_NOT_NEUTRAL = "sender_not_neutral"
    ADDRESS_UNREADABLE = "address_unreadable"
    NOT_TO_BE_USED = "not_to_be_used"
    MESSAGE_NOT_ALLOWED = "message_not_allowed"
    NO_CONSENT = "no_consent"
    HOURS_UNKNOWN = "hours_unknown"
    NO_NUMBER = "no_number"
    """Whoever gets it could not call to change it, or to get no more."""
    NOTHING_PLANNED = "nothing_planned"
    TOO_LATE = "too_late"
    REMINDED_ALREADY = "reminded_already"
    WAY_GONE = "way_gone"
    RECORD_MERGED = "record_merged"
    SERVER_REFUSED = "server_refused"
    NOT_WAITING = "not_waiting"
    AGREED_ALREADY = "agreed_already"
    AGREED_IN_THE_FUTURE = "agreed_in_the_future"


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom messages come: an address that says nothing, and a name for those who may be told one."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Between which minutes after local midnight a message may go out: [earliest, latest)."""

    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that decides whether a reminder goes out at `at`, on this way, about this arrival.

    `told` is whether the gate lets whose way it is know; `reminded` whether a reminder of it waits there or went.
    `sender` is None while the channel is off; `neutral` is whether its name and address give nothing away; `number`
    whether there is one to call.
    """

    way: Way
    told: bool
    arrival: datetime | None
    at: datetime
    zone: str
    hours: Hours | None
    sender: Sender | None
    neutral: bool = True
    reminded: bool = False
    number: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, exactly as it is sent: plain text and nothing else. `name` is empty where nobody may be named."""

    to: str
    sender: str
    name: str
    subject: str
    body: str


def masked(address: str) -> str:
    """An address as a page shows it: "r…@example.org"; nothing stays nothing."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}…{at}{domain}" if address else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reminder on one way would be now: of which arrival, when it would go, its words, and all that is in the way.

    `person` is whose way it is; empty: the client's own.
    """

    way: Way
    person: str
    contact: int | None
    arrival: datetime | None
    when: datetime | None
    letter: Letter | None
    obstacles: tuple[Obstacle, ...]

    @property
    def address(self) -> str:
        """The address as a page shows it."""
        return masked(self.way.value)


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A reminder on record. `dropped_for` is why it was not sent."""

    id: int
    address: str
    about: datetime
    state: State
    queued_at: datetime
    queued_by: str
    send_after: datetime
    ended_at: datetime | None
    dropped_for: Blocker | None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """That somebody wants to be reminded the day before, on which way, agreed on which day and written down by whom."""

    id: int
    client: int
    way: int
    agreed_on: date
    recorded_by: str
