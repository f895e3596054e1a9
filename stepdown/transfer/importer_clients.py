"""An `iop-week/1` file → clients with their stays, prescriptions, authorizations and restrictions, through actions."""

from __future__ import annotations

from datetime import date, timedelta

from stepdown.coverage.actions import authorize
from stepdown.coverage.terms import NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.demo.names import client_names
from stepdown.episode.actions import admit, change_level, discharge, hold
from stepdown.episode.terms import Discharge, DischargeReason, HoldReason, NewHold, NewStay
from stepdown.people.actions import assign_care_team, register_clients
from stepdown.people.terms import CarePlace, CareRole, NewClient
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.safety.actions import restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.schedule.actions import rosters, setup
from stepdown.schedule.terms import Hours, Joining
from stepdown.transfer.importer_agency import LEVELS, Import
from stepdown.transfer.iop_week.terms import ClientRow, Level, Mode
from stepdown.transfer.terms import Kind

MODALITIES = {Mode.SITE: Modality.IN_PERSON, Mode.TELEHEALTH: Modality.VIDEO, Mode.HYBRID: Modality.HYBRID}


def import_clients(job: Import) -> None:
    """Create the clients and all that hangs on each; the agency is there already. Fills `job.ids`."""
    names = client_names(job.week.name, len(job.week.clients))
    rows = [
        NewClient(
            site=job.ids[Kind.SITE][row.site],
            record_number=f"SYN-{job.number}-{row.id}",
            legal_name=name,
            used_name=name,
            languages=row.languages,
            synthetic=True,
        )
        for row, name in zip(job.week.clients, names, strict=True)
    ]
    made = register_clients(by=job.by, at=job.at, clients=rows)
    job.ids[Kind.CLIENT].update(zip((row.id for row in job.week.clients), made, strict=True))
    _stays(job)
    _weeks_of_care(job)
    _places(job)


def _stays(job: Import) -> None:
    """Whoever is new is admitted on the Monday; whoever had another level last week changed it that day.

    New with a level last week: an earlier episode ended on the Monday. Neither new nor at a level last week: on hold
    that week. Both are odd, both are kept.
    """
    clients, monday = job.week.clients, job.monday
    earlier = [row for row in clients if not row.new or row.previous_level is not None]
    admit(by=job.by, at=job.at, stays=[_stay(job, row, row.previous_level, _admitted(job, row)) for row in earlier])
    returned = [row for row in clients if row.new and row.previous_level is not None]
    discharge(
        by=job.by,
        at=job.at,
        discharges=[Discharge(client=_id(job, row), on=monday, reason=DischargeReason.TRANSFERRED) for row in returned],
    )
    admit(by=job.by, at=job.at, stays=[_stay(job, row, row.level, monday) for row in clients if row.new])
    moved = [row for row in clients if not row.new and row.previous_level not in (None, row.level)]
    change_level(by=job.by, at=job.at, stays=[_stay(job, row, row.level, monday) for row in moved])
    away = [row for row in clients if not row.new and row.previous_level is None]
    hold(
        by=job.by,
        at=job.at,
        holds=[
            NewHold(_id(job, row), HoldReason.OTHER, starts=monday - timedelta(days=7), ends=monday) for row in away
        ],
    )


def _stay(job: Import, row: ClientRow, level: Level | None, starts: date) -> NewStay:
    at_level = LEVELS[level or row.level]
    return NewStay(client=_id(job, row), program=job.programs[row.site, at_level], level=at_level, starts=starts)


def _weeks_of_care(job: Import) -> None:
    """What is prescribed and authorized from the Monday on."""
    minutes = {row.id: row.minutes for row in job.week.services}
    prescribe(
        by=job.by,
        at=job.at,
        prescriptions=[
            NewPrescription(
                client=_id(job, row),
                starts=job.monday,
                modality=MODALITIES[row.mode],
                minimum_week_minutes=row.min_week_minutes,
                minimum_day_minutes=row.min_day_minutes,
                lines=tuple(
                    PrescribedLine(job.ids[Kind.SERVICE][line.service], line.sessions, minutes[line.service])
                    for line in row.prescription
                ),
            )
            for row in job.week.clients
        ],
    )
    authorize(by=job.by, at=job.at, authorizations=[_authorization(job, row) for row in job.week.clients])


def _authorization(job: Import, row: ClientRow) -> NewAuthorization:
    return NewAuthorization(
        client=_id(job, row),
        level=LEVELS[row.level],
        starts=job.monday,
        ends=job.monday + timedelta(days=row.authorization.last_day + 1),
        units=(
            Units(UnitKind.DAY, UnitPeriod.WEEK, row.authorization.days),
            Units(UnitKind.MINUTE, UnitPeriod.WEEK, row.authorization.minutes),
        ),
    )


def _places(job: Import) -> None:
    """Care team, tracks, rosters, when each can come, and who must not meet."""
    clients = job.week.clients
    since = {row.id: _admitted(job, row) for row in clients}
    team = [
        CarePlace(_id(job, row), job.ids[Kind.STAFF][row.therapist], CareRole.PRIMARY_CLINICIAN, since[row.id])
        for row in clients
        if row.therapist is not None
    ]
    assign_care_team(by=job.by, at=job.at, places=team)
    tracks = [
        Joining(_id(job, row), job.ids[Kind.TRACK][track], since[row.id]) for row in clients for track in row.tracks
    ]
    rosters.join_tracks(by=job.by, at=job.at, joinings=tracks)
    seats = [
        Joining(job.ids[Kind.CLIENT][client], job.ids[Kind.GROUP][row.id], since[client])
        for row in job.week.sections
        for client in row.members or ()
    ]
    rosters.enroll(by=job.by, at=job.at, joinings=seats)
    hours = {
        _id(job, row): [Hours(window.day, window.from_minute, window.to_minute) for window in row.availability]
        for row in clients
    }
    setup.set_availability(by=job.by, at=job.at, hours=hours)
    apart = [
        NewRestriction(job.ids[Kind.CLIENT][pair.one], job.ids[Kind.CLIENT][pair.other], starts=job.monday)
        for pair in job.week.must_not_meet
    ]
    restrict_contact(by=job.by, at=job.at, restrictions=apart)


def _admitted(job: Import, row: ClientRow) -> date:
    """The Monday for whoever is new without a past; else plainly made up: that Monday two to nine weeks before."""
    if row.new and row.previous_level is None:
        return job.monday
    weeks = 2 + sum(row.id.encode()) % 8
    return job.monday - timedelta(weeks=weeks)


def _id(job: Import, row: ClientRow) -> int:
    return job.ids[Kind.CLIENT][row.id]
