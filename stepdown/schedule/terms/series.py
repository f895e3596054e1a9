"""Groups that meet by a pattern, and what becomes of their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepdown.audit.terms import Obstacle
from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality
from stepdown.schedule.terms.words import GuestKind, SessionRole


@dataclass(frozen=True, slots=True)
class Meeting:
    """One weekly meeting of a group: weekday 0 = Monday, minutes after local midnight, who leads, who else takes part.

    `others` are (staff, role). `replaces` is the pattern it takes over from, when a series is changed.
    """

    weekday: int
    starts: int
    minutes: int
    lead: int | None
    room: int | None = None
    others: tuple[tuple[int, SessionRole], ...] = ()
    replaces: int | None = None

    @property
    def staff(self) -> tuple[tuple[int, SessionRole], ...]:
        """Everybody of the staff, as (staff, role), the lead first."""
        lead = () if self.lead is None else ((self.lead, SessionRole.LEAD),)
        return lead + self.others


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What changes about a series from `starts` on; None leaves a thing as it is.

    `meetings` are all its weekly meetings from then on: one that `replaces` a pattern takes its sessions over, a
    pattern nobody replaces ends.
    """

    group: int
    starts: date
    meetings: tuple[Meeting, ...] | None = None
    capacity: int | None = None
    minimum: int | None = None
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One session, or one day of a series, and why something was not done there. `session` is None where none was made."""

    session: int | None
    day: date
    obstacles: tuple[Obstacle, ...] = ()
    client: int | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Clients wait between two groups on a local day, longer than policy allows and in no break of their tracks."""

    day: date
    period: Period
    clients: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning ahead did: `made` sessions by id; `skipped` days of closures; `lacking` sessions that were made
    without their leader or room; `unseated` clients who got no seat in one of them.
    """

    made: tuple[int, ...] = ()
    skipped: tuple[Told, ...] = ()
    lacking: tuple[Told, ...] = ()
    unseated: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What changing a series did to its future sessions: moved, made, given up, and kept because somebody had changed
    them by hand (or, where asked, because they could not move); and the `gaps` it leaves in days of clients.
    """

    moved: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    kept: tuple[Told, ...] = ()
    planned: Planned = Planned()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Seated:
    """A client with a regular seat in a group: the sessions they are expected in now, and those they are not, and why."""

    client: int
    group: int
    sessions: tuple[int, ...] = ()
    missed: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who takes part and is no client of the session; `client` is whose relative or interpreter they are."""

    kind: GuestKind
    name: str = ""
    client: int | None = None
    modality: Modality = Modality.IN_PERSON


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """An individual or family session to book; the same again every week up to, not including, `until`.

    `client_present` is false where the family meets without the client.
    """

    service: int
    site: int
    room: int | None
    period: Period
    lead: int
    clients: tuple[int, ...]
    guests: tuple[Guest, ...] = ()
    client_present: bool = True
    modality: Modality = Modality.IN_PERSON
    until: date | None = None
    others: tuple[tuple[int, SessionRole], ...] = ()


@dataclass(frozen=True, slots=True)
class Appointments:
    """Sessions that were booked, by id, and the days on which one could not be."""

    booked: tuple[int, ...]
    missed: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A pattern as it stands: `weekday` 0 = Monday, minutes after local midnight, names for pages."""

    id: int
    weekday: int
    starts: int
    minutes: int
    room: int | None
    room_name: str
    starts_on: date
    ends_on: date | None
    team: tuple[tuple[int, str, SessionRole], ...]

    @property
    def leader(self) -> str:
        """The name of who leads, or nothing."""
        return next((name for _, name, role in self.team if role == SessionRole.LEAD), "")
