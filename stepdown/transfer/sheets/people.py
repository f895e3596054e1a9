"""Sheets of clients, and of what is said about one client: care team, stays, holds, orders, authorizations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from typing import Any

from stepdown.coverage.actions import authorize
from stepdown.coverage.terms import NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.episode import actions as episode
from stepdown.episode.queries import in_care
from stepdown.episode.terms import Discharge, DischargeReason, HoldReason, NewHold, NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.people import actions as people
from stepdown.people.terms import CarePlace, CareRole, NewClient
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.safety.actions import restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.agency import LANGUAGES, SITE, SITE_COLUMN, STAFF, STAFF_COLUMN
from stepdown.transfer.sheets.sheet import Adding, Cell, Column, Ref, Row, Sheet, Unreadable, Values

CLIENT = Ref("client", ("client",), "SELECT id, record_number AS client FROM people_client", "clients")
CLIENT_COLUMN = Column("client", cells.text(80), "Record number of the client.", "SYN-0001", required=True)
LEVEL = cells.one_of(LevelOfCare)


def waves(rows: Sequence[Row], of: Callable[[Row], Hashable]) -> Iterator[list[Row]]:
    """The rows in as few goes as need be, so that each go names nothing twice and the order of each stays."""
    goes: defaultdict[int, list[Row]] = defaultdict(list)
    seen: defaultdict[Hashable, int] = defaultdict(int)
    for row in rows:
        goes[seen[of(row)]].append(row)
        seen[of(row)] += 1
    yield from goes.values()


def ends_later(values: Values, starts: str = "starts", ends: str = "ends") -> Iterator[tuple[str, str, str]]:
    """The end, which is the first day after, comes after the start."""
    end, start = values[ends], values[starts]
    if isinstance(end, date) and isinstance(start, date) and end <= start:
        yield ends, "The end does not come after the start.", "Give the first day after, or leave it empty."


def _client(row: Row) -> int:
    return row.ids["client"]


def _clients(do: Adding, rows: Sequence[Row]) -> None:
    new = [NewClient(**{**row.values, "site": row.ids["site"]}) for row in rows]
    people.register_clients(by=do.by, at=do.at, clients=new)


def _care_team(do: Adding, rows: Sequence[Row]) -> None:
    for go in waves(rows, lambda row: (row.ids["client"], row.values["role"])):
        places = [
            CarePlace(row.ids["client"], row.ids["staff"], CareRole(str(row.values["role"])), _day(row, "starts"))
            for row in go
        ]
        people.assign_care_team(by=do.by, at=do.at, places=places)


def _stays(do: Adding, rows: Sequence[Row]) -> None:
    """A client in care changes level; anybody else is admitted. A row with a discharge ends the episode."""
    for go in waves(rows, _client):
        now = in_care([_client(row) for row in go])
        stays = {
            row.line: NewStay(
                _client(row), row.ids["program"], LevelOfCare(str(row.values["level"])), _day(row, "starts")
            )
            for row in go
        }
        coming = [stays[row.line] for row in go if _client(row) not in now]
        changing = [stays[row.line] for row in go if _client(row) in now]
        leaving = [
            Discharge(_client(row), _day(row, "discharged_on"), DischargeReason(str(row.values["discharge_reason"])))
            for row in go
            if row.values["discharged_on"]
        ]
        if coming:
            episode.admit(by=do.by, at=do.at, stays=coming)
        if changing:
            episode.change_level(by=do.by, at=do.at, stays=changing)
        if leaving:
            episode.discharge(by=do.by, at=do.at, discharges=leaving)


def _stay_check(values: Values) -> Iterator[tuple[str, str, str]]:
    yield from ends_later(values, "starts", "discharged_on")
    if bool(values["discharged_on"]) != bool(values["discharge_reason"]):
        column = "discharge_reason" if values["discharged_on"] else "discharged_on"
        yield column, "A discharge has a day and a reason.", "Give both, or leave both empty."


def _holds(do: Adding, rows: Sequence[Row]) -> None:
    new = [
        NewHold(
            client=_client(row),
            reason=HoldReason(str(row.values["reason"])),
            starts=_day(row, "starts"),
            ends=row.values["ends"],
            seat_kept_until=row.values["seat_kept_until"],
        )
        for row in rows
    ]
    episode.hold(by=do.by, at=do.at, holds=new)


def _orders(do: Adding, rows: Sequence[Row]) -> None:
    for go in waves(rows, _client):
        new = [
            NewPrescription(
                client=_client(row),
                starts=_day(row, "starts"),
                modality=Modality(str(row.values["modality"])),
                minimum_week_minutes=row.values["minimum_week_minutes"],
                minimum_day_minutes=row.values["minimum_day_minutes"],
                lines=tuple(
                    PrescribedLine(row.ids[f"service {code}"], times, minutes)
                    for code, times, minutes in row.values["lines"]
                ),
                ordered_by=row.ids.get("ordered_by"),
                ordered_on=row.values["ordered_on"],
            )
            for row in go
        ]
        prescribe(by=do.by, at=do.at, prescriptions=new)


def _authorizations(do: Adding, rows: Sequence[Row]) -> None:
    new = [
        NewAuthorization(
            client=_client(row),
            level=LevelOfCare(str(row.values["level"])),
            starts=_day(row, "starts"),
            ends=row.values["ends"],
            units=tuple(
                Units(UnitKind(kind), UnitPeriod(period), units) for units, kind, period in row.values["units"]
            ),
            number=row.values["number"],
            payer=row.values["payer"],
            next_review=row.values["next_review"],
        )
        for row in rows
    ]
    authorize(by=do.by, at=do.at, authorizations=new)


def _restrictions(do: Adding, rows: Sequence[Row]) -> None:
    new = [
        NewRestriction(
            row.ids["client"],
            row.ids["other_client"],
            _day(row, "starts"),
            row.values["ends"],
            str(row.values["reason"]),
        )
        for row in rows
    ]
    restrict_contact(by=do.by, at=do.at, restrictions=new)


def _pair(values: Values) -> Iterator[tuple[str, str, str]]:
    yield from ends_later(values)
    if str(values["client"]) > str(values["other_client"]):
        yield "other_client", "The two record numbers are in the other order.", "Write the smaller one as client."


def _day(row: Row, column: str) -> date:
    return row.values[column]


def _read_units(given: str) -> tuple[int, str, str]:
    number, _, rest = given.partition(" ")
    kind, _, period = rest.strip().partition("/")
    if not number.isdigit() or len(number) > 8 or kind not in set(UnitKind) or period not in set(UnitPeriod):
        said = ", ".join(UnitKind), " or ".join(UnitPeriod)
        mend = f"Write a number, one of {said[0]}, and {said[1]}, as 3 day/week."
        raise Unreadable("These are no authorized units.", mend)
    return int(number), kind, period


def _write_units(value: Sequence[Any]) -> str:
    number, kind, period = value
    return f"{number} {kind}/{period}"


UNITS = Cell("how many units of a kind a week or as a whole, as 3 day/week", _read_units, _write_units)
STARTS = Column("starts", cells.DAY, "First day it holds.", "2026-03-02", required=True)
ENDS = Column("ends", cells.DAY, "First day it no longer holds; empty while it does.", "2026-04-13", default=None)

CLIENTS = Sheet(
    name="clients",
    title="Clients",
    about="People served here, whether or not they are in care now.",
    columns=(
        Column(
            "record_number", cells.text(80), "Number other files use, once in the agency.", "SYN-0001", required=True
        ),
        SITE_COLUMN,
        Column("legal_name", cells.text(), "Name in documents.", "Meadow Valley", required=True),
        Column("used_name", cells.text(), "Name they are called by.", "Mea Valley", required=True),
        Column("pronouns", cells.text(40), "Pronouns, where they were given.", "they/them"),
        LANGUAGES,
        Column("interpreter", cells.YES_NO, "Whether an interpreter is needed.", "no", default=False),
        Column("date_of_birth", cells.DAY, "Date of birth.", "1990-01-31", default=None),
        Column("synthetic", cells.YES_NO, "Whether this person is invented.", "yes", default=False),
    ),
    key=("record_number",),
    sql="SELECT c.record_number, s.code AS site, c.legal_name, c.used_name, c.pronouns, c.languages, c.interpreter,"
    " c.date_of_birth, c.synthetic FROM people_client c JOIN agency_site s ON s.id = c.site_id",
    add=_clients,
    refs=(SITE,),
    clients=True,
)
CARE_TEAM = Sheet(
    name="care_team",
    title="Care team",
    about="Who holds which place for a client, from a day on. Whoever holds it next ends it.",
    columns=(
        CLIENT_COLUMN,
        Column("role", cells.one_of(CareRole), "The place.", "primary_clinician", required=True),
        STARTS,
        STAFF_COLUMN,
    ),
    key=("client", "role", "starts"),
    sql="SELECT c.record_number AS client, t.role, t.starts, m.name AS staff FROM people_careteammember t"
    " JOIN people_client c ON c.id = t.client_id JOIN agency_staffmember m ON m.id = t.staff_id",
    add=_care_team,
    refs=(CLIENT, STAFF),
    clients=True,
)
STAYS = Sheet(
    name="stays",
    title="Stays",
    about="Time at one level of care. A client's first row admits them, the next one changes their level; the row of"
    " their last stay may carry the discharge. Rows of a client stand in the order of their days.",
    columns=(
        CLIENT_COLUMN,
        STARTS,
        SITE_COLUMN,
        Column("program", cells.text(), "Name of the program at that site.", "Evening IOP", required=True),
        Column("level", LEVEL, "Level of care.", "2.1", required=True),
        Column("discharged_on", cells.DAY, "First day out of care.", "", default=None),
        Column("discharge_reason", cells.one_of(DischargeReason), "Why the episode ended.", ""),
    ),
    key=("client", "starts"),
    sql="SELECT c.record_number AS client, t.starts, s.code AS site, p.name AS program, t.level,"
    " CASE WHEN t.ends = e.discharged_on THEN e.discharged_on END AS discharged_on,"
    " CASE WHEN t.ends = e.discharged_on THEN e.discharge_reason ELSE '' END AS discharge_reason"
    " FROM episode_levelofcarestay t JOIN episode_episode e ON e.id = t.episode_id"
    " JOIN people_client c ON c.id = e.client_id JOIN agency_program p ON p.id = t.program_id"
    " JOIN agency_site s ON s.id = p.site_id",
    add=_stays,
    refs=(
        CLIENT,
        SITE,
        Ref(
            "program",
            ("site", "program"),
            "SELECT p.id, s.code AS site, p.name AS program"
            " FROM agency_program p JOIN agency_site s ON s.id = p.site_id",
            "programs",
        ),
    ),
    check=_stay_check,
    clients=True,
)
HOLDS = Sheet(
    name="holds",
    title="Holds",
    about="Days on which no hours are expected of a client who is in care.",
    columns=(
        CLIENT_COLUMN,
        STARTS,
        Column("ends", cells.DAY, "First day back, where it is known.", "2026-03-16", default=None),
        Column("reason", cells.one_of(HoldReason), "Why.", "hospital", required=True),
        Column("seat_kept_until", cells.DAY, "Until when the seat is kept.", "2026-03-30", default=None),
    ),
    key=("client", "starts"),
    sql="SELECT c.record_number AS client, h.starts, h.ends, h.reason, h.seat_kept_until FROM episode_hold h"
    " JOIN episode_episode e ON e.id = h.episode_id JOIN people_client c ON c.id = e.client_id",
    add=_holds,
    refs=(CLIENT,),
    check=ends_later,
    clients=True,
)
ORDERS = Sheet(
    name="orders",
    title="Orders",
    about="The week a client is promised, from a day on: its lines, and the minimum of the level. The next one ends it.",
    columns=(
        CLIENT_COLUMN,
        STARTS,
        Column("modality", cells.one_of(Modality), "At the site, by video, or both.", "in_person", required=True),
        Column("minimum_week_minutes", cells.whole(0, 10_080), "Least minutes a week.", "540", required=True),
        Column("minimum_day_minutes", cells.whole(0, 1440), "Minutes that make a day count.", "180", required=True),
        Column("ordered_by", cells.text(), "Name of the member of staff who ordered it.", "Alder Brook, MD"),
        Column("ordered_on", cells.DAY, "Day it was ordered, where a physician did.", "2026-03-02", default=None),
        Column(
            "lines",
            cells.many(cells.LINE),
            "Services with how many a week and their minutes.",
            "process 3 x 160|individual 1 x 60",
            default=(),
        ),
    ),
    key=("client", "starts"),
    sql="SELECT c.record_number AS client, p.starts, p.modality, p.minimum_week_minutes, p.minimum_day_minutes,"
    " m.name AS ordered_by, p.ordered_on, ARRAY(SELECT ARRAY[k.code, l.sessions_a_week::text, l.minutes::text]"
    " FROM plan_prescribedservice l JOIN agency_servicekind k ON k.id = l.service_id"
    " WHERE l.prescription_id = p.id ORDER BY l.id) AS lines FROM plan_prescription p"
    " JOIN people_client c ON c.id = p.client_id LEFT JOIN agency_staffmember m ON m.id = p.ordered_by_id",
    add=_orders,
    refs=(
        CLIENT,
        Ref(
            "ordered_by",
            ("ordered_by",),
            "SELECT min(id) AS id, name AS ordered_by FROM agency_staffmember GROUP BY name HAVING count(*) = 1",
            "staff",
        ),
        Ref(
            "service",
            ("lines",),
            "SELECT id, code AS lines FROM agency_servicekind",
            "services",
            many=lambda lines: [code for code, _, _ in lines],
        ),
    ),
    clients=True,
)
AUTHORIZATIONS = Sheet(
    name="authorizations",
    title="Authorizations",
    about="A payer's yes for one level.",
    columns=(
        CLIENT_COLUMN,
        Column("level", LEVEL, "Level of care.", "2.1", required=True),
        STARTS,
        Column("number", cells.text(80), "The payer's number.", "SYN-77"),
        Column("payer", cells.text(80), "Who pays.", "Synthetic Health"),
        ENDS,
        Column("next_review", cells.DAY, "Day of the next review.", "2026-04-06", default=None),
        Column("units", cells.many(UNITS), "What is covered.", "3 day/week", default=()),
    ),
    key=("client", "level", "starts", "number"),
    sql="SELECT c.record_number AS client, a.level, a.starts, a.number, a.payer, a.ends, a.next_review,"
    " ARRAY(SELECT ARRAY[u.units::text, u.kind, u.period] FROM coverage_authorizedunits u"
    " WHERE u.authorization_id = a.id ORDER BY u.id) AS units"
    " FROM coverage_authorization a JOIN people_client c ON c.id = a.client_id",
    add=_authorizations,
    refs=(CLIENT,),
    check=ends_later,
    clients=True,
)
CONTACT_RESTRICTIONS = Sheet(
    name="contact_restrictions",
    title="Contact restrictions",
    about="Pairs of clients who must not be in one room or call. Never shown to either.",
    columns=(
        CLIENT_COLUMN,
        Column("other_client", cells.text(80), "Record number of the other client.", "SYN-0002", required=True),
        STARTS,
        ENDS,
        Column("reason", cells.text(500), "Why, in a few words.", "They were a couple"),
    ),
    key=("client", "other_client", "starts"),
    sql="SELECT least(a.record_number, b.record_number) AS client,"
    " greatest(a.record_number, b.record_number) AS other_client, r.starts, r.ends, r.reason"
    " FROM safety_contactrestriction r JOIN people_client a ON a.id = r.first_id"
    " JOIN people_client b ON b.id = r.second_id",
    add=_restrictions,
    refs=(
        CLIENT,
        Ref(
            "other_client", ("other_client",), "SELECT id, record_number AS other_client FROM people_client", "clients"
        ),
    ),
    check=_pair,
    clients=True,
)
