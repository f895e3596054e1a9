"""Sheets of the agency itself: its sites, what they offer, rooms, services, days closed, licenses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stepdown.agency import actions
from stepdown.agency.terms import (
    HUES,
    Concern,
    CriteriaEdition,
    Delivery,
    LicenseKind,
    NewLicense,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    Population,
    ServiceCategory,
    WorkingTime,
)
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import LEVELS, SITE, SITE_COLUMN, days, week_hours
from stepdown.transfer.sheets.sheet import Adding, Column, Row, Sheet, Values


def _sites(do: Adding, rows: Sequence[Row]) -> None:
    actions.open_sites(by=do.by, at=do.at, sites=[NewSite(**row.values) for row in rows])


def _programs(do: Adding, rows: Sequence[Row]) -> None:
    new = [
        NewProgram(**{**_with_site(row), "hours": tuple(WorkingTime(*one) for one in row.values["hours"])})
        for row in rows
    ]
    actions.open_programs(by=do.by, at=do.at, programs=new)


def _rooms(do: Adding, rows: Sequence[Row]) -> None:
    made = actions.add_rooms(by=do.by, at=do.at, rooms=[NewRoom(**_but_active(_with_site(row))) for row in rows])
    for room, row in zip(made, rows, strict=True):
        if not row.values["active"]:
            actions.retire_room(by=do.by, at=do.at, room=room)


def _services(do: Adding, rows: Sequence[Row]) -> None:
    made = actions.offer_services(by=do.by, at=do.at, services=[NewService(**_but_active(row.values)) for row in rows])
    for service, row in zip(made, rows, strict=True):
        if not row.values["active"]:
            actions.retire_service(by=do.by, at=do.at, service=service)


def _closures(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        actions.close_site(by=do.by, at=do.at, **_with_site(row))


def _licenses(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        held = NewLicense(**{**row.values, "site": row.ids.get("site")})
        actions.add_license(by=do.by, at=do.at, held=held)


def _with_site(row: Row) -> dict[str, Any]:
    return {**row.values, "site": row.ids["site"]}


def _but_active(values: Values) -> Values:
    return {name: value for name, value in values.items() if name != "active"}


SITES = Sheet(
    name="sites",
    title="Sites",
    about="Buildings, and the virtual site where video groups meet.",
    columns=(
        Column("code", cells.text(80), "Short name that other files use.", "north", required=True),
        Column("name", cells.text(), "Name people read.", "North House", required=True),
        Column("time_zone", cells.text(80), "Name in the tz database.", "America/Chicago", required=True),
        Column("virtual", cells.YES_NO, "Whether its groups meet by video only.", "no", default=False),
        Column("jurisdiction", cells.text(20), "State whose rules hold, US where none.", "US-IL", default="US"),
        Column("address", cells.text(300), "Where it is.", "1 Synthetic Street, Springfield"),
        Column("phone", cells.text(40), "Its number.", "+1 202 555 0101"),
    ),
    key=("code",),
    sql="SELECT code, name, time_zone, virtual, jurisdiction, address, phone FROM agency_site",
    add=_sites,
)
PROGRAMS = Sheet(
    name="programs",
    title="Programs",
    about="What a site offers.",
    columns=(
        SITE_COLUMN,
        Column("name", cells.text(), "Name of the program.", "Evening IOP", required=True),
        Column("levels", LEVELS, "Levels of care offered.", "2.1|1", required=True),
        Column(
            "edition",
            cells.one_of(CriteriaEdition),
            "Edition of the level-of-care criteria in use.",
            "asam-4",
            default=CriteriaEdition.FOURTH,
        ),
        Column("population", cells.one_of(Population), "Whom it treats.", "adult", default=Population.ADULT),
        Column(
            "treats",
            cells.many(cells.one_of(Concern)),
            "What it treats.",
            "substance_use|mental_health",
            default=(Concern.SUBSTANCE_USE,),
        ),
        Column("part2", cells.YES_NO, "Whether 42 CFR Part 2 protects what it holds.", "yes", default=True),
        Column(
            "hours",
            cells.many(cells.HOURS),
            "When it runs in an ordinary week.",
            "Mon 09:00-15:00|Wed 09:00-15:00",
            default=(),
        ),
    ),
    key=("site", "name"),
    sql="SELECT s.code AS site, p.name, p.levels, p.edition, p.population, p.treats, p.part2,"
    f" {week_hours('agency_programhours', 'h.program_id = p.id')}"
    " FROM agency_program p JOIN agency_site s ON s.id = p.site_id",
    add=_programs,
    refs=(SITE,),
)
ROOMS = Sheet(
    name="rooms",
    title="Rooms",
    about="Where groups meet; a virtual room is a video meeting.",
    columns=(
        SITE_COLUMN,
        Column("code", cells.text(80), "Short name, once at a site.", "R1", required=True),
        Column("name", cells.text(), "Name people read.", "Garden room", required=True),
        Column("capacity", cells.whole(1, 1000), "How many clients fit in.", "12", required=True),
        Column("virtual", cells.YES_NO, "Whether it is a video meeting.", "no", default=False),
        Column("active", cells.YES_NO, "Whether it is still in use.", "yes", default=True),
    ),
    key=("site", "code"),
    sql="SELECT s.code AS site, r.code, r.name, r.capacity, r.virtual, r.active"
    " FROM agency_room r JOIN agency_site s ON s.id = r.site_id",
    add=_rooms,
    refs=(SITE,),
)
SERVICES = Sheet(
    name="services",
    title="Services",
    about="Kinds of service, and who may lead them.",
    columns=(
        Column("code", cells.text(80), "Short name that other files use; without blanks.", "process", required=True),
        Column("name", cells.text(), "Name people read.", "Process group", required=True),
        Column("delivery", cells.one_of(Delivery), "To a group, or to one client.", "group", required=True),
        Column("minutes", cells.whole(1, 1440), "How long one session is.", "90", required=True),
        Column(
            "credential_types",
            cells.many(cells.text(40)),
            "Credentials that may lead it, any one of them.",
            "LCSW|LPC",
            required=True,
        ),
        Column("hue", cells.whole(0, HUES - 1), "Its color on the week.", "3", default=0),
        Column(
            "category",
            cells.one_of(ServiceCategory),
            "What it is, whatever it is called; what counts hangs on it.",
            "process_group",
            default=ServiceCategory.OTHER,
        ),
        Column("discreet", cells.YES_NO, "Whether it reads “Nurse” outside clinical screens.", "no", default=False),
        Column(
            "room_needed", cells.YES_NO, "Whether it needs a room; no for what happens off site.", "yes", default=True
        ),
        Column(
            "clients_per_staff",
            cells.whole(1, 1000),
            "Most clients for each member of staff present; empty where none is agreed.",
            "",
            default=None,
        ),
        Column("active", cells.YES_NO, "Whether it is still in use.", "yes", default=True),
    ),
    key=("code",),
    sql="SELECT code, name, delivery, minutes, credential_types, hue, category, discreet, room_needed,"
    " clients_per_staff, active FROM agency_servicekind",
    add=_services,
)
CLOSURES = Sheet(
    name="closures",
    title="Closures",
    about="Whole days a site is closed, both included.",
    columns=(
        SITE_COLUMN,
        Column("first_day", cells.DAY, "First day closed.", "2026-11-26", required=True),
        Column("last_day", cells.DAY, "Last day closed.", "2026-11-27", required=True),
        Column("reason", cells.text(), "What people read.", "Thanksgiving", required=True),
    ),
    key=("site", "first_day", "last_day"),
    sql="SELECT s.code AS site, c.first_day, c.last_day, c.reason"
    " FROM agency_closure c JOIN agency_site s ON s.id = c.site_id",
    add=_closures,
    refs=(SITE,),
    check=days,
)
LICENSES = Sheet(
    name="licenses",
    title="Licenses",
    about="What the agency itself, or one of its sites, holds. A renewal is a row of its own.",
    columns=(
        Column("kind", cells.one_of(LicenseKind), "What it is.", "license", required=True),
        Column("name", cells.text(), "Its name.", "Outpatient treatment license", required=True),
        Column("issuer", cells.text(), "Who gave it.", "Synthetic State", required=True),
        Column("number", cells.text(80), "Its number.", "SYN-L-1"),
        Column("valid_from", cells.DAY, "First day it holds.", "2026-01-01", required=True),
        Column("valid_until", cells.DAY, "Last day it holds; empty for no end.", "2027-12-31", default=None),
        Column("site", cells.text(80), "Code of its site; empty for the whole agency.", "north"),
    ),
    key=("kind", "name", "number", "valid_from", "site"),
    sql="SELECT l.kind, l.name, l.issuer, l.number, l.valid_from, l.valid_until, coalesce(s.code, '') AS site"
    " FROM agency_ownlicense l LEFT JOIN agency_site s ON s.id = l.site_id",
    add=_licenses,
    refs=(SITE,),
    check=lambda values: days(values, "valid_from", "valid_until"),
)
