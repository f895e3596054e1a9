"""Setting up sites, programmes, rooms and services, and changing them.

Actions that make things take rows and return their ids in the same order; one thing is one row. What changes a thing
takes the whole of what it shall be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db.models import Model

from stepdown.agency.access import MAY_CHANGE_AGENCY, demand
from stepdown.agency.models import Program, ProgramHours, Room, ServiceKind, Site
from stepdown.agency.queries.found import found, within
from stepdown.agency.rules import setup as rules
from stepdown.agency.rules.catalogue import missing_services
from stepdown.agency.terms import NewProgram, NewRoom, NewService, NewSite, WorkingTime
from stepdown.audit.actions import lock_setup, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, NotFound, refuse
from stepdown.policy import queries as policy
from stepdown.policy.terms import Scope


@action
def open_sites(*, by: Actor, at: datetime, sites: Sequence[NewSite]) -> list[int]:
    """Open sites. Refused: code taken, unknown time zone, unknown jurisdiction."""
    demand(by, MAY_CHANGE_AGENCY)
    lock_setup()
    refuse(rules.site_obstacles(sites, Site.objects.values_list("code", flat=True)))
    return _noted(by, at, "site", Site.objects.bulk_create(Site(**asdict(row)) for row in sites))


@action
def change_site(*, by: Actor, at: datetime, site: int, to: NewSite) -> None:
    """Make a site what `to` says. Refused as opening one is.

    A new time zone moves no session that is planned: what stands in the calendar stays at its moment.
    """
    demand(by, MAY_CHANGE_AGENCY, {site})
    row = found(Site, site)
    lock_setup()
    refuse(rules.site_obstacles([to], Site.objects.exclude(pk=site).values_list("code", flat=True)))
    _become(by, at, "site", row, asdict(to))


@action
def open_programs(*, by: Actor, at: datetime, programs: Sequence[NewProgram]) -> list[int]:
    """Open programmes at sites. Refused: name taken at the site, no level of care, nothing treated, hours that clash."""
    _reach(by, {row.site for row in programs})
    lock_setup()
    refuse(rules.program_obstacles(programs, Program.objects.values_list("site_id", "name")))
    made = Program.objects.bulk_create(Program(**_program(row)) for row in programs)
    for program, row in zip(made, programs, strict=True):
        _run_at(program, row.hours)
    return _noted(by, at, "program", made)


@action
def change_program(*, by: Actor, at: datetime, program: int, to: NewProgram) -> None:
    """Make a programme what `to` says, its hours too. It stays at its site. Refused as opening one is."""
    row = within(by, MAY_CHANGE_AGENCY, Program, program)
    lock_setup()
    taken = Program.objects.exclude(pk=program).values_list("site_id", "name")
    refuse(rules.program_obstacles([to], taken))
    before = set(row.hours.values_list("weekday", "starts", "ends"))
    hours = {(time.weekday, time.starts, time.ends) for time in to.hours}
    if before != hours:
        row.hours.all().delete()
        _run_at(row, to.hours)
    _become(by, at, "program", row, {**_program(to), "site_id": row.site_id}, *(["hours"] if before != hours else []))


def _program(row: NewProgram) -> dict[str, object]:
    return {
        "site_id": row.site,
        "name": row.name,
        "levels": list(row.levels),
        "edition": row.edition,
        "population": row.population,
        "treats": list(row.treats),
        "part2": row.part2,
    }


def _run_at(program: Program, hours: Sequence[WorkingTime]) -> None:
    ProgramHours.objects.bulk_create(ProgramHours(program=program, **asdict(time)) for time in hours)


@action
def add_rooms(*, by: Actor, at: datetime, rooms: Sequence[NewRoom]) -> list[int]:
    """Add rooms to sites. Refused: code taken at the site, no capacity."""
    _reach(by, {row.site for row in rooms})
    lock_setup()
    refuse(rules.room_obstacles(rooms, Room.objects.values_list("site_id", "code")))
    return _noted(by, at, "room", Room.objects.bulk_create(Room(**_room(row)) for row in rooms))


@action
def change_room(*, by: Actor, at: datetime, room: int, to: NewRoom) -> None:
    """Make a room what `to` says. It stays at its site. Refused as adding one is.

    A smaller capacity moves nobody: sessions that are too full for it show what stands in their way when changed.
    """
    row = within(by, MAY_CHANGE_AGENCY, Room, room)
    lock_setup()
    refuse(rules.room_obstacles([to], Room.objects.exclude(pk=room).values_list("site_id", "code")))
    _become(by, at, "room", row, {**_room(to), "site_id": row.site_id})


@action
def retire_room(*, by: Actor, at: datetime, room: int) -> None:
    """Take a room off every form. What is planned in it stays there until somebody moves it."""
    _become(by, at, "room", within(by, MAY_CHANGE_AGENCY, Room, room), {"active": False})


@action
def restore_room(*, by: Actor, at: datetime, room: int) -> None:
    """Put a retired room back into use."""
    _become(by, at, "room", within(by, MAY_CHANGE_AGENCY, Room, room), {"active": True})


def _room(row: NewRoom) -> dict[str, object]:
    return {
        "site_id": row.site,
        "code": row.code,
        "name": row.name,
        "capacity": row.capacity,
        "virtual": row.virtual,
    }


@action
def offer_services(*, by: Actor, at: datetime, services: Sequence[NewService]) -> list[int]:
    """Offer kinds of service. Refused: code taken, no minutes, nobody may lead, no client for a member of staff."""
    demand(by, MAY_CHANGE_AGENCY)
    lock_setup()
    refuse(rules.service_obstacles(services, ServiceKind.objects.values_list("code", flat=True)))
    return _offered(by, at, services)


@action
def add_standard_services(*, by: Actor, at: datetime) -> list[int]:
    """Offer the standard kinds of service (`rules.catalogue`) the agency does not have yet, by code.

    One the agency renamed or retired is had already. Returns the ids of the new ones.
    """
    demand(by, MAY_CHANGE_AGENCY)
    lock_setup()
    ratio = policy.value_on("group.members_per_clinician", Scope(), at.date())
    had = set(ServiceKind.objects.values_list("code", flat=True))
    return _offered(by, at, missing_services(had, int(ratio.value) if ratio else None))


def _offered(by: Actor, at: datetime, services: Sequence[NewService]) -> list[int]:
    made = ServiceKind.objects.bulk_create(
        ServiceKind(**{**asdict(row), "credential_types": list(row.credential_types)}) for row in services
    )
    return _noted(by, at, "service", made)


@action
def change_service(*, by: Actor, at: datetime, service: int, to: NewService) -> None:
    """Make a kind of service what `to` says. What was given under it reads by its new name. Refused as offering is."""
    demand(by, MAY_CHANGE_AGENCY)
    row = found(ServiceKind, service)
    lock_setup()
    refuse(rules.service_obstacles([to], ServiceKind.objects.exclude(pk=service).values_list("code", flat=True)))
    _become(by, at, "service", row, {**asdict(to), "credential_types": list(to.credential_types)})


@action
def retire_service(*, by: Actor, at: datetime, service: int) -> None:
    """Offer a kind of service no longer. What is planned and prescribed of it stays."""
    demand(by, MAY_CHANGE_AGENCY)
    _become(by, at, "service", found(ServiceKind, service), {"active": False})


@action
def restore_service(*, by: Actor, at: datetime, service: int) -> None:
    """Offer a retired kind of service again."""
    demand(by, MAY_CHANGE_AGENCY)
    _become(by, at, "service", found(ServiceKind, service), {"active": True})


def _reach(by: Actor, sites: set[int]) -> None:
    demand(by, MAY_CHANGE_AGENCY, sites)
    if Site.objects.filter(id__in=sites).count() < len(sites):
        raise NotFound


def _become(by: Actor, at: datetime, kind: str, row: Model, to: Mapping[str, object], *also: str) -> None:
    """Save what differs and note its names; without a difference nothing is written."""
    changed = [name for name, value in to.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, to[name])
    if changed:
        row.save(update_fields=changed)
    if changed or also:
        note(by=by, at=at, subject=(kind, row.pk), details={"changed": sorted([*changed, *also])})


def _noted(by: Actor, at: datetime, kind: str, made: Sequence[Model]) -> list[int]:
    notes(by=by, at=at, rows=[Noted((kind, row.pk)) for row in made])
    return [row.pk for row in made]
