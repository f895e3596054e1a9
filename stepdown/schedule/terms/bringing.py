"""A calendar as it stood elsewhere: weekly meetings and sessions to write down, past ones too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality
from stepdown.schedule.terms.series import Guest, Meeting
from stepdown.schedule.terms.words import SessionRole


@dataclass(frozen=True, slots=True)
class DatedMeeting:
    """A weekly meeting of a group, from `starts_on` up to, not including, `ends_on`; None: it goes on."""

    group: int
    meeting: Meeting
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class MadeFor:
    """The day of a weekly meeting that a session was made for: of the meeting of its group that began on `since`, at
    `starts` minutes after local midnight.
    """

    day: date
    since: date
    starts: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A client in a session, and how they come; `present` is false where a family meets without them."""

    client: int
    modality: Modality = Modality.IN_PERSON
    present: bool = True


@dataclass(frozen=True, slots=True)
class BroughtSession:
    """A session as it stood: of `group`, or individual; `seats` and `team` (staff, role) in their order.

    `week` names the programme week it is put into; empty for the one its site's sessions stand in. `topic` is a place
    in the group's curriculum. `led_by` is who really led it, where somebody said so. One that is `cancelled` keeps who
    was to come; one that was `changed` by hand is touched by no change of its series.
    """

    group: int | None
    service: int
    site: int
    room: int | None
    period: Period
    capacity: int
    team: tuple[tuple[int, SessionRole], ...] = ()
    seats: tuple[Seat, ...] = ()
    modality: Modality = Modality.IN_PERSON
    week: str = ""
    cancelled: bool = False
    changed: bool = False
    made_for: MadeFor | None = None
    topic: int | None = None
    guests: tuple[Guest, ...] = ()
    led_by: tuple[tuple[int, SessionRole], ...] = ()
