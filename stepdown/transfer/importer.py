"""Bringing a programme week in: a file in the format `iop-week/1` becomes an agency with a published week.

All or nothing. The same file for the same Monday is imported once; a second time changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db import connection

from stepdown.agency.access import SYSTEM, demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Obstacle, Refused
from stepdown.kernel.week import Week, zone_of
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.terms import NewSession, NewWeek
from stepdown.transfer.access import MAY_IMPORT
from stepdown.transfer.importer_agency import Import, import_agency
from stepdown.transfer.importer_clients import import_clients
from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.terms import IndividualSession, Mode, SectionRow, WeekFile
from stepdown.transfer.iop_week.write import canonical
from stepdown.transfer.models import ImportedFile, ImportedKey
from stepdown.transfer.terms import FORMAT, Blocker, ImportResult, Kind, Preview


def preview(data: bytes, *, monday: date, zone: str) -> Preview:
    """What importing `data` for the week of `monday` in `zone` would create; writes nothing.

    Raises BrokenWeekFile with every fault of the file; Refused with every reason why it can't be imported.
    """
    week = parse(data)
    already = _check(week, monday, zone)
    return Preview(week.name, monday, zone, already is not None, _counts(week))


@action
def import_week(*, by: Actor, at: datetime, data: bytes, monday: date, zone: str) -> ImportResult:
    """Make the agency of a week file, and publish its last week as the week of `monday`, wall clock in `zone`.

    Everything inside is done in the name of `by`, under the import's own reach. Raises as `preview`.
    """
    demand(by, MAY_IMPORT)
    with connection.cursor() as cursor:  # one import at a time: the second of two alike finds the first
        cursor.execute("LOCK TABLE transfer_importedfile IN SHARE ROW EXCLUSIVE MODE")
    week = parse(data)
    counts = _counts(week)
    already = _check(week, monday, zone)
    if already is not None:
        return ImportResult(already.week_id, created=False, counts=counts)
    inside = replace(by, roles=by.roles | SYSTEM, everywhere=True)
    job = Import(by=inside, at=at, week=week, monday=monday, zone=zone, number=ImportedFile.objects.count() + 1)
    import_agency(job)
    import_clients(job)
    plan = _publish(job)
    file = _remember(job, plan)
    note(by=by, at=at, subject=("imported_file", file), details={"week": plan, "clients": len(week.clients)})
    return ImportResult(plan, created=True, counts=counts)


def _check(week: WeekFile, monday: date, zone: str) -> ImportedFile | None:
    """The file, when it was imported for this Monday before; raises Refused with every reason against importing."""
    found = _misplaced(monday, zone)
    if not found:
        found += _skipped_starts(week, Week(monday, zone))
    digest = _digest(week)
    same = ImportedFile.objects.filter(digest=digest).first()
    named = ImportedFile.objects.filter(name=week.name, monday=monday).first()
    if same is not None and same.monday != monday:
        found.append(Obstacle(Blocker.IMPORTED_FOR_OTHER_MONDAY, {"monday": same.monday}))
    if named is not None and named.digest != digest:
        found.append(Obstacle(Blocker.NAME_TAKEN_BY_OTHER_CONTENT, {"monday": monday}))
    if found:
        raise Refused(*found)
    return same


def _misplaced(monday: date, zone: str) -> list[Obstacle]:
    found = []
    if monday.weekday() != 0:
        found.append(Obstacle(Blocker.NOT_A_MONDAY, {"date": monday}))
    try:
        zone_of(zone)
    except ValueError:
        found.append(Obstacle(Blocker.UNKNOWN_TIME_ZONE, {"zone": zone}))
    return found


def _skipped_starts(week: WeekFile, when: Week) -> list[Obstacle]:
    """Starts that the wall clock of that week never shows: a change of clocks skips them."""
    starts = {(row.previous.day, row.previous.start_minute) for row in week.sections if row.previous is not None}
    starts.update((row.day, row.start_minute) for row in week.last_week.individual)
    return [
        Obstacle(Blocker.CLOCK_SKIPS_A_START, {"day": day, "start": minute})
        for day, minute in sorted(starts)
        if when.place(when.at(day, minute)) != (day, minute)
    ]


def _counts(week: WeekFile) -> dict[str, int]:
    return {
        "sites": len(week.sites),
        "rooms": len(week.rooms),
        "services": len(week.services),
        "staff": len(week.clinicians),
        "groups": len(week.sections),
        "clients": len(week.clients),
        "contact_restrictions": len(week.must_not_meet),
        "group_sessions": sum(row.previous is not None for row in week.sections),
        "individual_sessions": len(week.last_week.individual),
        "attendances": sum(len(row.sections) for row in week.last_week.attendance),
    }


def _digest(week: WeekFile) -> str:
    return hashlib.sha256(canonical(week).encode()).hexdigest()


def _publish(job: Import) -> int:
    grid = job.week.grid
    opened = NewWeek(
        name=job.week.name,
        monday=job.monday,
        time_zone=job.zone,
        days=grid.days,
        opens=grid.open_minute,
        closes=grid.close_minute,
        step_minutes=grid.step_minutes,
    )
    plan = open_week(by=job.by, at=job.at, week=opened)
    publish_week(by=job.by, at=job.at, week=plan, sessions=[*_group_sessions(job), *_individual_sessions(job)])
    return plan


def _group_sessions(job: Import) -> Iterator[NewSession]:
    expected: defaultdict[str, list[int]] = defaultdict(list)
    for line in job.week.last_week.attendance:
        for section in line.sections:
            expected[section].append(job.ids[Kind.CLIENT][line.client])
    minutes = {row.id: row.minutes for row in job.week.services}
    capacity = {row.id: row.capacity for row in job.week.rooms}
    when = Week(job.monday, job.zone)
    for row in job.week.sections:
        if row.previous is not None:
            yield _group_session(job, row, when, minutes[row.service], capacity[row.previous.room], expected[row.id])


def _group_session(
    job: Import, row: SectionRow, when: Week, minutes: int, room_capacity: int, clients: list[int]
) -> NewSession:
    ran = row.previous
    assert ran is not None, "only sections that ran last week stand on the calendar"
    return NewSession(
        group=job.ids[Kind.GROUP][row.id],
        service=job.ids[Kind.SERVICE][row.service],
        site=job.ids[Kind.SITE][row.site],
        room=job.ids[Kind.ROOM][ran.room],
        period=when.span(ran.day, ran.start_minute, minutes),
        capacity=min(row.capacity, room_capacity),
        lead=job.ids[Kind.STAFF][ran.clinician],
        clients=tuple(clients),
    )


def _individual_sessions(job: Import) -> Iterator[NewSession]:
    minutes = {row.id: row.minutes for row in job.week.services}
    places = _Places(job.week)
    when = Week(job.monday, job.zone)
    for row in job.week.last_week.individual:
        yield NewSession(
            group=None,
            service=job.ids[Kind.SERVICE][row.service],
            site=job.ids[Kind.SITE][places.of(row)],
            room=None,
            period=when.span(row.day, row.start_minute, minutes[row.service]),
            capacity=1,
            lead=job.ids[Kind.STAFF][row.clinician],
            clients=(job.ids[Kind.CLIENT][row.client],),
        )


class _Places:
    """Where individual sessions met; the format does not say, its rule 3 does: the client's site, else by video."""

    def __init__(self, week: WeekFile) -> None:
        self.client = {row.id: (row.site, row.mode) for row in week.clients}
        self.staff_site = {row.id: row.site for row in week.clinicians}
        self.virtual = next((row.id for row in week.sites if row.virtual), None)

    def of(self, row: IndividualSession) -> str:
        """The id of the site."""
        site, mode = self.client[row.client]
        together = mode is not Mode.TELEHEALTH and self.staff_site[row.clinician] == site
        return site if together or self.virtual is None else self.virtual


def _remember(job: Import, plan: int) -> int:
    file = ImportedFile.objects.create(
        format=FORMAT,
        name=job.week.name,
        monday=job.monday,
        digest=_digest(job.week),
        week_id=plan,
        imported_at=job.at,
    )
    ImportedKey.objects.bulk_create(
        [
            ImportedKey(file=file, kind=kind, key=key, object_id=number)
            for kind, keys in job.ids.items()
            for key, number in keys.items()
        ],
        batch_size=5000,
    )
    return file.pk
