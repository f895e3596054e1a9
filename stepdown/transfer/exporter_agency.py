"""The agency as it stands → rows of an `iop-week/1` file: services, rooms, clinicians, sections."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from stepdown.agency import queries as agency
from stepdown.agency.terms import Leader
from stepdown.kernel.week import Week
from stepdown.schedule.queries import setup
from stepdown.schedule.terms import CalendarSession, GroupRow, NewTrack, NewWeek
from stepdown.transfer.importer_agency import ANY_LEADER_TRACK, LEVELS
from stepdown.transfer.iop_week.terms import (
    ClinicianRow,
    Previous,
    RoomRow,
    SectionRow,
    Service,
    ServiceKind,
    Slot,
    Window,
)
from stepdown.transfer.keys import Keys
from stepdown.transfer.terms import Kind

NO_LIMIT = 10_080  # the minutes of a week: more than anybody works, leads or cares for
WORDS = {level: word for word, level in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class Export:
    """One running export: the week, its calendar, and the rows that belong to it with their ids in the file."""

    plan: NewWeek
    keys: Keys
    sites: Mapping[int, str]
    calendar: tuple[CalendarSession, ...]
    tracks: Mapping[int, NewTrack]

    @property
    def monday(self) -> date:
        """The day on which the agency is looked at."""
        return self.plan.monday

    def track(self, number: int) -> str:
        """The id of a track in the file: its code, unless it was imported."""
        return self.keys.of(Kind.TRACK, number, self.tracks[number].code)

    def place(self, session: CalendarSession) -> Slot:
        """Day and wall-clock minute at which a session starts."""
        return Slot(*Week(self.monday, self.plan.time_zone).place(session.period.start))

    def windows(self, hours: Iterable[tuple[int, int, int]]) -> tuple[Window, ...]:
        """Weekly hours (weekday, starts, ends) cut to the programme's days and hours and to its grid."""
        plan, step = self.plan, self.plan.step_minutes
        cut = (
            Window(day, max(-(-starts // step) * step, plan.opens), min(ends // step * step, plan.closes))
            for day, starts, ends in hours
            if day < plan.days
        )
        return tuple(window for window in cut if window.from_minute < window.to_minute)


def service_rows(export: Export, used: Collection[int]) -> tuple[Service, ...]:
    """The kinds of service that came with the file, or are `used`."""
    return tuple(
        Service(
            id=export.keys.of(Kind.SERVICE, row.id, row.code),
            kind=ServiceKind(row.delivery),
            minutes=row.minutes,
            credentials=tuple(row.credential_types),
        )
        for row in agency.service_records()
        if row.id in used or export.keys.knows(Kind.SERVICE, row.id)
    )


def room_rows(export: Export) -> dict[int, RoomRow]:
    """The rooms of the sites, by their id here."""
    return {
        row.id: RoomRow(export.keys.of(Kind.ROOM, row.id), export.sites[row.site], row.capacity)
        for row in agency.rooms_of(export.sites)
    }


def clinician_rows(export: Export, groups: Iterable[GroupRow]) -> dict[int, ClinicianRow]:
    """Everybody who works at the sites, by their id here; the format asks them for the track of each of `groups`."""
    people = agency.leaders_at(export.sites, export.monday)
    caseloads = agency.caseload_limits([person.id for person in people])
    tracks = setup.tracks_of_staff([person.id for person in people])
    anybody = {n for n in {row.track for row in groups} if _led_by_anybody(export.tracks[n])}
    return {
        person.id: _clinician(export, person, {*tracks.get(person.id, ()), *anybody}, caseloads[person.id])
        for person in people
    }


def _led_by_anybody(track: NewTrack) -> bool:
    """Whether whoever may lead the service may lead the track, which the format says of one track only."""
    return track.any_leader and track.code != ANY_LEADER_TRACK


def _clinician(export: Export, person: Leader, tracks: Iterable[int], caseload: int | None) -> ClinicianRow:
    return ClinicianRow(
        id=export.keys.of(Kind.STAFF, person.id),
        credentials=tuple(person.credentials),
        languages=tuple(person.languages),
        tracks=tuple(export.track(track) for track in tracks),
        site=export.sites[person.site],
        telehealth=person.telehealth,
        hours=export.windows(person.hours),
        max_groups_per_day=_limit(person.max_groups_a_day),
        max_individual_per_day=_limit(person.max_individual_a_day),
        max_week_minutes=_limit(person.max_minutes_a_week),
        max_run_minutes=_limit(person.max_run_minutes),
        caseload=_limit(caseload),
    )


def _limit(number: int | None) -> int:
    return NO_LIMIT if number is None else number


def section_rows(
    export: Export, groups: Iterable[GroupRow], clients: Mapping[int, str], ran: Mapping[int, Previous]
) -> tuple[SectionRow, ...]:
    """The groups; `clients` are the ids in the file of those in care, `ran` says when each group met, by group."""
    return tuple(
        SectionRow(
            id=export.keys.of(Kind.GROUP, row.id),
            service=export.keys.of(Kind.SERVICE, row.service),
            track=export.track(row.track),
            language=row.language,
            site=export.sites[row.site],
            capacity=row.capacity,
            minimum=row.minimum,
            levels=tuple(WORDS[level] for level in row.levels),
            members=None if row.roster is None else tuple(clients[c] for c in row.roster if c in clients),
            options=tuple(Slot(*option) for option in row.options),
            series=None if row.series is None else export.keys.of(Kind.SERIES, row.series),
            sequence=row.sequence,
            previous=ran.get(row.id),
        )
        for row in groups
    )
