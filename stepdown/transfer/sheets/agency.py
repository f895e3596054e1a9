"""Sheets of the agency itself: places, services, and the people who work here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stepdown.agency import actions
from stepdown.agency.terms import (
    HUES,
    CriteriaEdition,
    Delivery,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    NewStaff,
    Population,
    Role,
    ServiceCategory,
)
from stepdown.kernel.levels import LevelOfCare
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.sheet import Adding, Column, Ref, Row, Sheet, Values

LEVELS = cells.many(cells.one_of(LevelOfCare))
LANGUAGES = Column(
    "languages",
    cells.many(cells.text(20)),
    "Languages as codes, the best first.",
    "en|es",
    required=True,
)
SITE = Ref("site", ("site",), "SELECT id, code AS site FROM agency_site", "sites")
STAFF = Ref(
    "staff",
    ("staff",),
    "SELECT min(id) AS id, name AS staff FROM agency_staffmember GROUP BY name HAVING count(*) = 1",
    "staff",
)
SITE_COLUMN = Column("site", cells.text(80), "Code of the site.", "north", required=True)
STAFF_COLUMN = Column("staff", cells.text(), "Name of the member of staff.", "Meadow Oxbow, LCSW", required=True)


def days(values: Values, first: str = "first_day", last: str = "last_day") -> Iterator[tuple[str, str, str]]:
    """The last day does not come before the first."""
    if values[last] is not None and str(values[last]) < str(values[first]):
        yield last, "The last day comes before the first.", "Give a later day."


def _sites(do: Adding, rows: Sequence[Row]) -> None:
    actions.open_sites(by=do.by, at=do.at, sites=[NewSite(**row.values) for row in rows])


def _programs(do: Adding, rows: Sequence[Row]) -> None:
    new = [NewProgram(**_with_site(row)) for row in rows]
    actions.open_programs(by=do.by, at=do.at, programs=new)


def _rooms(do: Adding, rows: Sequence[Row]) -> None:
    actions.add_rooms(by=do.by, at=do.at, rooms=[NewRoom(**_with_site(row)) for row in rows])


def _services(do: Adding, rows: Sequence[Row]) -> None:
    new = [NewService(**row.values) for row in rows]
    actions.offer_services(by=do.by, at=do.at, services=new)


def _staff(do: Adding, rows: Sequence[Row]) -> None:
    actions.hire(by=do.by, at=do.at, staff=[NewStaff(roles=(), **_with_site(row)) for row in rows])


def _roles(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        actions.grant_role(by=do.by, at=do.at, staff=row.ids["staff"], role=Role(str(row.values["role"])))


def _time_off(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        actions.add_time_off(by=do.by, at=do.at, **_with_ids(row))


def _closures(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        actions.close_site(by=do.by, at=do.at, **_with_ids(row))


def _with_site(row: Row) -> dict[str, Any]:
    return {**row.values, "site": row.ids["site"]}


def _with_ids(row: Row) -> dict[str, Any]:
    return {**row.values, **row.ids}


def _limit(name: str, what: str, example: str) -> Column:
    return Column(name, cells.whole(0, 10_080), f"{what}; empty where none is agreed.", example, default=None)


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
    ),
    key=("code",),
    sql="SELECT code, name, time_zone, virtual, jurisdiction FROM agency_site",
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
    ),
    key=("site", "name"),
    sql="SELECT s.code AS site, p.name, p.levels, p.edition, p.population"
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
    ),
    key=("site", "code"),
    sql="SELECT s.code AS site, r.code, r.name, r.capacity, r.virtual"
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
    ),
    key=("code",),
    sql="SELECT code, name, delivery, minutes, credential_types, hue, category, discreet, room_needed, clients_per_staff"
    " FROM agency_servicekind",
    add=_services,
)
STAFF_SHEET = Sheet(
    name="staff",
    title="Staff",
    about="People who work here. Their roles, time off and tracks are files of their own.",
    columns=(
        Column("name", cells.text(), "Name people read; other files use it.", "Meadow Oxbow, LCSW", required=True),
        SITE_COLUMN,
        LANGUAGES,
        Column("telehealth", cells.YES_NO, "Whether they lead by video.", "no", default=False),
        _limit("max_groups_a_day", "Most groups a day", "3"),
        _limit("max_individual_a_day", "Most individual sessions a day", "5"),
        _limit("max_minutes_a_week", "Most minutes of sessions a week", "1500"),
        _limit("max_run_minutes", "Most minutes without a break", "240"),
        _limit("caseload_limit", "Most clients as primary clinician", "18"),
    ),
    key=("name",),
    sql="SELECT m.name, s.code AS site, m.languages, m.telehealth, m.max_groups_a_day, m.max_individual_a_day,"
    " m.max_minutes_a_week, m.max_run_minutes, m.caseload_limit"
    " FROM agency_staffmember m JOIN agency_site s ON s.id = m.site_id",
    add=_staff,
    refs=(SITE,),
)
ROLES = Sheet(
    name="roles",
    title="Roles",
    about="What each member of staff does; it decides what they see. A sign-in is not made by a file.",
    columns=(STAFF_COLUMN, Column("role", cells.one_of(Role), "One role.", "clinician", required=True)),
    key=("staff", "role"),
    sql="SELECT m.name AS staff, g.role FROM agency_rolegrant g JOIN agency_staffmember m ON m.id = g.staff_id",
    add=_roles,
    refs=(STAFF,),
)
TIME_OFF = Sheet(
    name="time_off",
    title="Time off",
    about="Whole days somebody is away, both included.",
    columns=(
        STAFF_COLUMN,
        Column("first_day", cells.DAY, "First day away.", "2026-07-06", required=True),
        Column("last_day", cells.DAY, "Last day away.", "2026-07-17", required=True),
        Column("reason", cells.text(), "Reason, where one is given.", "Vacation"),
    ),
    key=("staff", "first_day", "last_day"),
    sql="SELECT m.name AS staff, t.first_day, t.last_day, t.reason"
    " FROM agency_timeoff t JOIN agency_staffmember m ON m.id = t.staff_id",
    add=_time_off,
    refs=(STAFF,),
    check=days,
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
