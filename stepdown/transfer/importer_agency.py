"""An `iop-week/1` file → sites, programmes, rooms, services, staff, tracks and groups, through their actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from stepdown.agency import actions as agency
from stepdown.agency import queries as agency_now
from stepdown.agency.terms import (
    HUES,
    Delivery,
    NewCredential,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    NewStaff,
    Role,
    WorkingTime,
)
from stepdown.audit.terms import Actor
from stepdown.demo.names import staff_names
from stepdown.kernel.levels import LevelOfCare
from stepdown.schedule.actions import setup
from stepdown.schedule.queries import setup as setup_now
from stepdown.schedule.terms import NewGroup, NewTrack
from stepdown.transfer.iop_week.terms import ClinicianRow, Level, SectionRow, Service, WeekFile
from stepdown.transfer.terms import Kind

LEVELS = {
    Level.PHP: LevelOfCare.PARTIAL_HOSPITALIZATION,
    Level.IOP: LevelOfCare.INTENSIVE_OUTPATIENT,
    Level.OP: LevelOfCare.OUTPATIENT,
}
PROGRAM_NAMES = {
    LevelOfCare.PARTIAL_HOSPITALIZATION: "Partial hospitalization",
    LevelOfCare.INTENSIVE_OUTPATIENT: "Intensive outpatient",
    LevelOfCare.OUTPATIENT: "Outpatient",
}
SERVICE_NAMES = {
    "process": "Process group",
    "psychoed": "Psychoeducation",
    "dbt": "DBT skills",
    "cbt": "CBT skills",
    "relapse": "Relapse prevention",
    "vocational": "Vocational skills",
    "individual": "Individual therapy",
    "family": "Family therapy",
    "psych": "Psychiatric visit",
}
ANY_LEADER_TRACK = "general"  # the format's rule 1: whoever may lead the service may lead it
_ROLES = {"MD": Role.PRESCRIBER, "PMHNP": Role.PRESCRIBER, "RN": Role.NURSE}


@dataclass(frozen=True, slots=True)
class Import:
    """One running import: who, when, the file, its place in time, and the ids its rows received."""

    by: Actor
    at: datetime
    week: WeekFile
    monday: date
    zone: str
    number: int
    ids: dict[Kind, dict[str, int]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    programs: dict[tuple[str, LevelOfCare], int] = field(default_factory=dict)

    @property
    def long_ago(self) -> date:
        """A plainly made-up day before which nothing here has a history."""
        return self.monday.replace(year=self.monday.year - 3, month=1, day=1)


def import_agency(job: Import) -> None:
    """Create everything but clients and the calendar; fills `job.ids` and `job.programs`."""
    _sites(job)
    _programs(job)
    _rooms(job)
    _services(job)
    _tracks(job)
    _staff(job)
    _groups(job)


def _sites(job: Import) -> None:
    free = _free(site.code for site in agency_now.site_records())
    rows = [
        NewSite(
            code=free(row.id),
            name="Video" if row.virtual else f"Synthetic site {row.id}",
            time_zone=job.zone,
            virtual=row.virtual,
        )
        for row in job.week.sites
    ]
    _keep(job, Kind.SITE, (row.id for row in job.week.sites), agency.open_sites(by=job.by, at=job.at, sites=rows))


def _programs(job: Import) -> None:
    """One programme for each level that a site's clients are, or were last week, in."""
    wanted = {
        (row.site, LEVELS[level])
        for row in job.week.clients
        for level in (row.level, row.previous_level)
        if level is not None
    }
    pairs = sorted(wanted)
    rows = [
        NewProgram(site=job.ids[Kind.SITE][site], name=PROGRAM_NAMES[level], levels=(level,)) for site, level in pairs
    ]
    made = agency.open_programs(by=job.by, at=job.at, programs=rows)
    job.programs.update(zip(pairs, made, strict=True))


def _rooms(job: Import) -> None:
    virtual = {row.id for row in job.week.sites if row.virtual}
    rows = [
        NewRoom(
            site=job.ids[Kind.SITE][row.site],
            code=row.id,
            name=f"Video room {row.id}" if row.site in virtual else f"Room {row.id}",
            capacity=row.capacity,
            virtual=row.site in virtual,
        )
        for row in job.week.rooms
    ]
    _keep(job, Kind.ROOM, (row.id for row in job.week.rooms), agency.add_rooms(by=job.by, at=job.at, rooms=rows))


def _services(job: Import) -> None:
    """Kinds of service are the agency's: one that is offered alike is used again, another gets a code of its own."""
    offered = agency_now.service_records()
    alike = {(row.code, row.delivery, row.minutes, row.credential_types): row.id for row in offered}
    free = _free(row.code for row in offered)
    new: list[NewService] = []
    keys: list[str] = []
    for number, row in enumerate(job.week.services):
        known = alike.get((row.id, Delivery(row.kind), row.minutes, frozenset(row.credentials)))
        if known is not None:
            job.ids[Kind.SERVICE][row.id] = known
            continue
        new.append(_service(row, free(row.id), number))
        keys.append(row.id)
    _keep(job, Kind.SERVICE, keys, agency.offer_services(by=job.by, at=job.at, services=new))


def _service(row: Service, code: str, number: int) -> NewService:
    return NewService(
        code=code,
        name=SERVICE_NAMES.get(row.id, row.id),
        delivery=Delivery(row.kind),
        minutes=row.minutes,
        credential_types=row.credentials,
        hue=number % HUES,
    )


def _tracks(job: Import) -> None:
    """Tracks are the agency's too: one of the same code without limits of its own is used again."""
    now = setup_now.tracks()
    free = _free(row.code for row in now.values())
    named = {row.track for row in job.week.sections}
    named.update(track for clinician in job.week.clinicians for track in clinician.tracks)
    named.update(track for client in job.week.clients for track in client.tracks)
    known = {_track(key, key): key for key in named}
    job.ids[Kind.TRACK].update({known[row]: number for number, row in now.items() if row in known})
    new = sorted(named - job.ids[Kind.TRACK].keys())
    made = setup.create_tracks(by=job.by, at=job.at, tracks=[_track(key, free(key)) for key in new])
    _keep(job, Kind.TRACK, new, made)


def _track(key: str, code: str) -> NewTrack:
    return NewTrack(code=code, name=key.replace("_", " ").capitalize(), any_leader=key == ANY_LEADER_TRACK)


def _staff(job: Import) -> None:
    names = staff_names(job.week.name, len(job.week.clinicians))
    rows = [_member(job, row, name) for row, name in zip(job.week.clinicians, names, strict=True)]
    made = agency.hire(by=job.by, at=job.at, staff=rows)
    _keep(job, Kind.STAFF, (row.id for row in job.week.clinicians), made)
    allowed = [
        (job.ids[Kind.STAFF][row.id], job.ids[Kind.TRACK][track]) for row in job.week.clinicians for track in row.tracks
    ]
    setup.allow_tracks(by=job.by, at=job.at, allowed=allowed)


def _member(job: Import, row: ClinicianRow, name: str) -> NewStaff:
    return NewStaff(
        name=name,
        site=job.ids[Kind.SITE][row.site],
        languages=row.languages,
        roles=tuple(sorted({_ROLES.get(type_, Role.CLINICIAN) for type_ in row.credentials})),
        telehealth=row.telehealth,
        credentials=tuple(NewCredential(type=type_, valid_from=job.long_ago) for type_ in row.credentials),
        hours=tuple(WorkingTime(hours.day, hours.from_minute, hours.to_minute) for hours in row.hours),
        max_groups_a_day=row.max_groups_per_day,
        max_individual_a_day=row.max_individual_per_day,
        max_minutes_a_week=row.max_week_minutes,
        max_run_minutes=row.max_run_minutes,
        caseload_limit=row.caseload,
    )


def _groups(job: Import) -> None:
    free_series = _free(setup_now.series().values())
    named = sorted({row.series for row in job.week.sections if row.series is not None})
    series = [(free_series(key), f"Series {key}") for key in named]
    _keep(job, Kind.SERIES, named, setup.create_series(by=job.by, at=job.at, series=series))
    free = _free(setup_now.group_codes())
    rows = [_group(job, row, free(row.id)) for row in job.week.sections]
    made = setup.create_groups(by=job.by, at=job.at, groups=rows)
    _keep(job, Kind.GROUP, (row.id for row in job.week.sections), made)


def _group(job: Import, row: SectionRow, code: str) -> NewGroup:
    service = SERVICE_NAMES.get(row.service, row.service)
    track = "" if row.track == ANY_LEADER_TRACK else f", {row.track}"
    return NewGroup(
        code=code,
        name=f"{service}{track} ({row.id})",
        service=job.ids[Kind.SERVICE][row.service],
        track=job.ids[Kind.TRACK][row.track],
        language=row.language,
        site=job.ids[Kind.SITE][row.site],
        capacity=row.capacity,
        minimum=row.minimum,
        levels=tuple(LEVELS[level] for level in row.levels),
        closed=row.members is not None,
        series=None if row.series is None else job.ids[Kind.SERIES][row.series],
        sequence=row.sequence,
        options=tuple((slot.day, slot.start_minute) for slot in row.options),
    )


def _keep(job: Import, kind: Kind, keys: Iterable[str], made: list[int]) -> None:
    job.ids[kind].update(zip(keys, made, strict=True))


def _free(taken: Iterable[str]) -> Callable[[str], str]:
    """A function that gives a wanted code back, or the first of code-2, code-3, … that nobody has."""
    used = set(taken)

    def free(wanted: str) -> str:
        code, number = wanted, 2
        while code in used:
            code, number = f"{wanted}-{number}", number + 1
        used.add(code)
        return code

    return free
