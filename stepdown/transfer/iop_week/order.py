"""One order for everything whose order means nothing: two files that mean the same become the same rows."""

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

from stepdown.transfer.iop_week.terms import (
    Attendance,
    ClientRow,
    ClinicianRow,
    LastWeek,
    Level,
    MustNotMeet,
    SectionRow,
    Service,
    WeekFile,
)

_by_id = attrgetter("id")


def in_order(week: WeekFile) -> WeekFile:
    """Return the same week with rows by id and sets sorted (levels from PHP to OP).

    Every list of the format is a set: a section runs at any of its options, none preferred. What says nothing is
    dropped: a `sequence` outside a series, a service prescribed 0 times, attendance of no section.
    """
    return replace(
        week,
        services=tuple(_service(row) for row in sorted(week.services, key=_by_id)),
        sites=tuple(sorted(week.sites, key=_by_id)),
        rooms=tuple(sorted(week.rooms, key=_by_id)),
        clinicians=tuple(_clinician(row) for row in sorted(week.clinicians, key=_by_id)),
        sections=tuple(_section(row) for row in sorted(week.sections, key=_by_id)),
        clients=tuple(_client(row) for row in sorted(week.clients, key=_by_id)),
        must_not_meet=tuple(sorted(MustNotMeet(*sorted((pair.one, pair.other))) for pair in week.must_not_meet)),
        last_week=_last_week(week.last_week),
    )


def _service(row: Service) -> Service:
    return replace(row, credentials=tuple(sorted(row.credentials)))


def _clinician(row: ClinicianRow) -> ClinicianRow:
    return replace(
        row,
        credentials=tuple(sorted(row.credentials)),
        languages=tuple(sorted(row.languages)),
        tracks=tuple(sorted(row.tracks)),
        hours=tuple(sorted(row.hours)),
    )


def _section(row: SectionRow) -> SectionRow:
    return replace(
        row,
        levels=_levels(row.levels),
        members=None if row.members is None else tuple(sorted(row.members)),
        options=tuple(sorted(row.options)),
        sequence=0 if row.series is None else row.sequence,
    )


def _levels(levels: Iterable[Level]) -> tuple[Level, ...]:
    listed = set(levels)
    return tuple(level for level in Level if level in listed)


def _client(row: ClientRow) -> ClientRow:
    return replace(
        row,
        languages=tuple(sorted(row.languages)),
        tracks=tuple(sorted(row.tracks)),
        availability=tuple(sorted(row.availability)),
        prescription=tuple(sorted(line for line in row.prescription if line.sessions)),
    )


def _last_week(last_week: LastWeek) -> LastWeek:
    attended = (line for line in last_week.attendance if line.sections)
    return LastWeek(
        attendance=tuple(sorted(Attendance(line.client, tuple(sorted(line.sections))) for line in attended)),
        individual=tuple(sorted(last_week.individual)),
    )
