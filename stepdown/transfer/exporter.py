"""Taking a programme week out as `iop-week/1`: the agency as it stands on the Monday, its calendar as last week.

What was imported keeps its ids; what was made here since gets fresh ones. A session moved here is exported where it
stands now. What the format has no place for is left out: sessions without a room or a leader of these sites, and
cancelled ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Obstacle, Refused
from stepdown.consent.actions import release
from stepdown.consent.terms import Category, Leaving, Purpose, Whom
from stepdown.schedule.queries import setup
from stepdown.schedule.terms import NewWeek
from stepdown.transfer.access import MAY_EXPORT
from stepdown.transfer.exporter_agency import Export, clinician_rows, room_rows, section_rows, service_rows
from stepdown.transfer.exporter_clients import client_rows, clients_in_care, restrictions
from stepdown.transfer.iop_week.faults import BrokenWeekFile
from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.terms import (
    Attendance,
    Grid,
    IndividualSession,
    LastWeek,
    Previous,
    SiteRow,
    WeekFile,
)
from stepdown.transfer.iop_week.write import canonical
from stepdown.transfer.keys import Keys
from stepdown.transfer.terms import FORMAT, Blocker, Kind

HOLDS = frozenset(
    {
        Category.IDENTITY,
        Category.SCHEDULE,
        Category.ATTENDANCE,
        Category.PLAN,
        Category.COVERAGE,
        Category.SAFETY,
    }
)
"""What a week says of clients: levels, orders, hours, who was expected where, authorizations, who must not meet."""


@action
def export_week(*, by: Actor, at: datetime, monday: date, name: str | None = None) -> str:
    """Return the week of `monday` (called `name`, where several begin then) as canonical JSON.

    Its ids name nobody, but levels and attendance are client data: the export is noted. Raises NotAllowed; Refused
    for no such week, several, or a week that the format can't tell (times off its half-hour grid).
    """
    demand(by, MAY_EXPORT)
    number, plan = _chosen(monday, name)
    export = _export(number, plan)
    week = _week_file(export)
    text = canonical(week)
    try:
        parse(text.encode())
    except BrokenWeekFile as error:
        faults = [(fault.place, fault.problem) for fault in error.faults]
        raise Refused(Obstacle(Blocker.NOT_IN_THE_FORMAT, {"faults": faults})) from None
    people = dict.fromkeys(clients_in_care(export).ids)
    release(by=by, at=at, day=at.date(), leaving=Leaving("week", Whom(Purpose.OPERATIONS), HOLDS, people))
    note(by=by, at=at, subject=("week", number), details={"format": FORMAT, "clients": len(week.clients)})
    return text


def _chosen(monday: date, name: str | None) -> tuple[int, NewWeek]:
    weeks = [(number, week) for number, week in setup.weeks_on(monday).items() if name in (None, week.name)]
    if not weeks:
        raise Refused(Obstacle(Blocker.NO_SUCH_WEEK, {"monday": monday}))
    if len(weeks) > 1:
        raise Refused(Obstacle(Blocker.SEVERAL_WEEKS, {"names": sorted(week.name for _, week in weeks)}))
    return weeks[0]


def _export(number: int, plan: NewWeek) -> Export:
    keys = Keys(plan.name)
    return Export(
        plan=plan,
        keys=keys,
        sites={row.id: keys.site(row.id, virtual=row.virtual) for row in agency.site_records() if keys.covers(row.id)},
        calendar=tuple(setup.calendar(number)),
        tracks=setup.tracks(),
    )


def _week_file(export: Export) -> WeekFile:
    plan = export.plan
    care = clients_in_care(export)
    groups = setup.groups_of(export.sites, export.monday)
    rooms, clinicians = room_rows(export), clinician_rows(export, groups)
    staff = {number: row.id for number, row in clinicians.items()}
    ran = _ran(export, {number: row.id for number, row in rooms.items()}, staff)
    used = care.services | {row.service for row in groups} | {row.service for row in export.calendar}
    return WeekFile(
        name=plan.name,
        grid=Grid(plan.days, plan.opens, plan.closes, plan.step_minutes),
        services=service_rows(export, used),
        sites=tuple(
            SiteRow(export.sites[row.id], row.virtual) for row in agency.site_records() if row.id in export.sites
        ),
        rooms=tuple(rooms.values()),
        clinicians=tuple(clinicians.values()),
        sections=section_rows(export, groups, care.ids, ran),
        clients=client_rows(export, care, staff),
        must_not_meet=restrictions(export, care.ids),
        last_week=_last_week(export, ran, care.ids, staff),
    )


def _ran(export: Export, rooms: Mapping[int, str], staff: Mapping[int, str]) -> dict[int, Previous]:
    """When, with whom and where each group met, by group."""
    ran = {}
    for session in export.calendar:
        room, lead = rooms.get(session.room or 0), staff.get(session.lead or 0)
        if session.group is not None and room is not None and lead is not None:
            slot = export.place(session)
            ran[session.group] = Previous(slot.day, slot.start_minute, lead, room)
    return ran


def _last_week(
    export: Export, ran: Mapping[int, Previous], clients: Mapping[int, str], staff: Mapping[int, str]
) -> LastWeek:
    """Who was expected where: the groups that ran, and individual sessions."""
    attended: defaultdict[str, list[str]] = defaultdict(list)
    individual = []
    for session in export.calendar:
        here = [clients[client] for client in session.clients if client in clients]
        lead = staff.get(session.lead or 0)
        if session.group is not None and session.group in ran:
            for client in here:
                attended[client].append(export.keys.of(Kind.GROUP, session.group))
        elif session.group is None and lead is not None:
            slot, service = export.place(session), export.keys.of(Kind.SERVICE, session.service)
            individual += [IndividualSession(client, service, lead, slot.day, slot.start_minute) for client in here]
    return LastWeek(
        tuple(Attendance(client, tuple(sections)) for client, sections in attended.items()), tuple(individual)
    )
