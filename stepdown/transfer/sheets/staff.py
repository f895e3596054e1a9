"""Sheets of the people who work here: roles, credentials, hours, days away, who is on call, who has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from stepdown.agency import actions
from stepdown.agency.terms import NewCredential, NewDuty, NewStaff, Role, WorkingTime
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import (
    HOURS,
    LANGUAGES,
    SITE,
    SITE_COLUMN,
    STAFF,
    STAFF_COLUMN,
    clocks,
    day,
    days,
    wall_clock,
    week_hours,
)
from stepdown.transfer.sheets.sheet import Adding, Column, Row, Sheet, Values


def _staff(do: Adding, rows: Sequence[Row]) -> None:
    new = [NewStaff(roles=(), **{**row.values, "site": row.ids["site"]}) for row in rows]
    actions.hire(by=do.by, at=do.at, staff=new)


def _roles(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        actions.grant_role(by=do.by, at=do.at, staff=row.ids["staff"], role=Role(str(row.values["role"])))


def _credentials(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        values = {name: value for name, value in row.values.items() if name != "staff"}
        held = NewCredential(**values)
        actions.add_credential(by=do.by, at=do.at, staff=row.ids["staff"], credential=held)


def _working_hours(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        hours = [WorkingTime(*one) for one in row.values["hours"]]
        actions.set_working_hours(by=do.by, at=do.at, staff=row.ids["staff"], hours=hours)


def _time_off(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        actions.add_time_off(by=do.by, at=do.at, **{**row.values, **row.ids})


def _on_call(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks([row.ids["site"] for row in rows])
    duties = [
        NewDuty(
            site=row.ids["site"],
            staff=row.ids["staff"],
            starts=moment(row.ids["site"], row.values["starts"]),
            ends=moment(row.ids["site"], row.values["ends"]),
            reach=str(row.values["reach"]),
            rank=row.values["rank"],
        )
        for row in rows
    ]
    actions.plan_on_call(by=do.by, at=do.at, duties=duties)


def _left(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        actions.end_employment(by=do.by, at=do.at, staff=row.ids["staff"], last_day=day(row, "last_day"))


def _duty_check(values: Values) -> Iterator[tuple[str, str, str]]:
    starts, ends = values["starts"], values["ends"]
    if isinstance(starts, datetime) and isinstance(ends, datetime) and ends <= starts:
        yield "ends", "The end does not come after the start.", "Give a later end."


def _limit(name: str, what: str, example: str) -> Column:
    return Column(name, cells.whole(0, 10_080), f"{what}; empty where none is agreed.", example, default=None)


STAFF_SHEET = Sheet(
    name="staff",
    title="Staff",
    about="People who work here. Roles, credentials, hours, time off and tracks are files of their own.",
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
CREDENTIALS = Sheet(
    name="credentials",
    title="Credentials",
    about="Licenses and certificates of the staff: they decide who may lead which service. A renewal is a row of its own.",
    columns=(
        STAFF_COLUMN,
        Column("type", cells.text(40), "As the services name it.", "LCSW", required=True),
        Column("state", cells.text(20), "State that gave it.", "US-IL"),
        Column("number", cells.text(80), "Its number.", "SYN-1001"),
        Column("valid_from", cells.DAY, "First day it holds.", "2024-01-01", required=True),
        Column("valid_until", cells.DAY, "Last day it holds; empty for no end.", "2027-12-31", default=None),
        Column(
            "supervision_required", cells.YES_NO, "Whether its holder works under supervision.", "no", default=False
        ),
    ),
    key=("staff", "type", "state", "number", "valid_from"),
    sql="SELECT m.name AS staff, c.type, c.state, c.number, c.valid_from, c.valid_until, c.supervision_required"
    " FROM agency_credential c JOIN agency_staffmember m ON m.id = c.staff_id",
    add=_credentials,
    refs=(STAFF,),
    check=lambda values: days(values, "valid_from", "valid_until"),
)
WORKING_HOURS = Sheet(
    name="working_hours",
    title="Working hours",
    about="When a member of staff works in an ordinary week: all of it in one row.",
    columns=(STAFF_COLUMN, HOURS),
    key=("staff",),
    sql=f"SELECT m.name AS staff, {week_hours('agency_workinghours', 'h.staff_id = m.id')}"
    " FROM agency_staffmember m WHERE EXISTS (SELECT FROM agency_workinghours h WHERE h.staff_id = m.id)",
    add=_working_hours,
    refs=(STAFF,),
)
ON_CALL = Sheet(
    name="on_call",
    title="On call",
    about="Who answers for a site outside its hours: from when to when, at which number, first or after.",
    columns=(
        SITE_COLUMN,
        Column("starts", cells.WALL, "When it begins, by the site's clock.", "2026-07-06 17:00", required=True),
        Column("ends", cells.WALL, "When it is over, by the site's clock.", "2026-07-07 08:00", required=True),
        Column("rank", cells.whole(1, 9), "Who is called first (1) and who after.", "1", default=1),
        STAFF_COLUMN,
        Column("reach", cells.text(80), "The number to call.", "+1 202 555 0102", required=True),
    ),
    key=("site", "starts", "rank"),
    sql=f"SELECT s.code AS site, {wall_clock('lower(d.period)', 's')} AS starts,"
    f" {wall_clock('upper(d.period)', 's')} AS ends, d.rank, m.name AS staff, d.reach FROM agency_oncallduty d"
    " JOIN agency_site s ON s.id = d.site_id JOIN agency_staffmember m ON m.id = d.staff_id",
    add=_on_call,
    refs=(SITE, STAFF),
    check=_duty_check,
)
FORMER_STAFF = Sheet(
    name="former_staff",
    title="Former staff",
    about="Who works here no longer, or leaves on a day: their sign-in is closed after it. It comes last, so that what they did can be named before.",
    columns=(STAFF_COLUMN, Column("last_day", cells.DAY, "Their last day here.", "2026-02-27", required=True)),
    key=("staff",),
    sql="SELECT name AS staff, last_day FROM agency_staffmember WHERE last_day IS NOT NULL",
    add=_left,
    refs=(STAFF,),
)
