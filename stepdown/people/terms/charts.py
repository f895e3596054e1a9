"""Words of charts opened with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.people.terms.facts import ClientHeader


class OpeningReason(StrEnum):
    """Why somebody opens a chart that is not among theirs."""

    COVERING = "covering"
    CLIENT_ASKED = "client_asked"
    ON_DUTY = "on_duty"
    TEAM_MEETING = "team_meeting"
    UNFINISHED = "unfinished"
    QUALITY_REVIEW = "quality_review"
    EMERGENCY = "emergency"
    OTHER = "other"


NEEDS_WORDS = frozenset({OpeningReason.EMERGENCY, OpeningReason.OTHER})
"""Reasons that say nothing without a sentence."""


class Found(StrEnum):
    """What a reviewer found about a chart opened with a reason."""

    IN_ORDER = "in_order"
    LOOK_INTO = "look_into"
    NOT_IN_ORDER = "not_in_order"


SETTLED = frozenset({Found.IN_ORDER, Found.NOT_IN_ORDER})


@dataclass(frozen=True, slots=True)
class Near:
    """What joins somebody to a client: the client's site, whether they are on the care team, whether they gave a reason
    or broke the glass and its hours are not over. `header` is None for who may not see clients.
    """

    site: int
    on_team: bool
    reason: bool
    glass: bool
    header: ClientHeader | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """A client somebody asks for in an emergency: by record number, or by whole name and date of birth."""

    record_number: str = ""
    name: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class PassRow:
    """A chart opened with a reason: by whom, why, until when, and what a reviewer found."""

    id: int
    client: int
    name: str
    opened_by: str
    reason: OpeningReason
    words: str
    glass: bool
    opened_at: datetime
    ends_at: datetime
    found: Found | None
    note: str
    reviewed_by: str
    reviewed_at: datetime | None
