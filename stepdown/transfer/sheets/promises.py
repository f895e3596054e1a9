"""Sheets of what was promised about a client: orders, authorizations and the talks about them, who must not meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from stepdown.coverage.actions import authorize, log_call
from stepdown.coverage.terms import NewAuthorization, NewCall, Outcome, UnitKind, UnitPeriod, Units
from stepdown.kernel.levels import LevelOfCare
from stepdown.plan.actions import end_prescription, prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.safety.actions import end_restriction, restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import (
    CLIENT,
    CLIENT_COLUMN,
    ENDS,
    LEVEL,
    STARTS,
    client,
    clocks_of_clients,
    day,
    ends_later,
    staff_in,
    wall_clock,
    waves,
)
from stepdown.transfer.sheets.sheet import Adding, Cell, Column, Ref, Row, Sheet, Unreadable, Values


def _orders(do: Adding, rows: Sequence[Row]) -> None:
    for go in waves(rows, client):
        alike: defaultdict[str, list[Row]] = defaultdict(list)
        for row in go:
            alike[row.values["below_minimum_reason"]].append(row)
        for reason, some in alike.items():
            made = prescribe(by=do.by, at=do.at, prescriptions=[_order(row) for row in some], override=reason)
            for order, row in zip(made, some, strict=True):
                if row.values["ends"]:
                    end_prescription(
                        by=do.by,
                        at=do.at,
                        prescription=order,
                        on=day(row, "ends"),
                        reason=row.values["ended_reason"],
                    )


def _order(row: Row) -> NewPrescription:
    return NewPrescription(
        client=client(row),
        starts=day(row, "starts"),
        modality=Modality(str(row.values["modality"])),
        minimum_week_minutes=row.values["minimum_week_minutes"],
        minimum_day_minutes=row.values["minimum_day_minutes"],
        lines=tuple(
            PrescribedLine(row.ids[f"service {code}"], times, minutes) for code, times, minutes in row.values["lines"]
        ),
        ordered_by=row.ids.get("ordered_by"),
        ordered_on=row.values["ordered_on"],
    )


def _order_check(values: Values) -> Iterator[tuple[str, str, str]]:
    yield from ends_later(values)
    yield from _ended_for_a_reason(values)


def _authorizations(do: Adding, rows: Sequence[Row]) -> None:
    new = [
        NewAuthorization(
            client=client(row),
            level=LevelOfCare(str(row.values["level"])),
            starts=day(row, "starts"),
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


def _calls(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks_of_clients(rows)
    for row in rows:
        occurred_at = moment(row, "occurred_at")
        assert occurred_at is not None  # the column is required
        call = NewCall(
            occurred_at=occurred_at,
            spoke_with=row.values["spoke_with"],
            outcome=Outcome(str(row.values["outcome"])),
            reference=row.values["reference"],
            told=row.values["told"],
            next_review=row.values["next_review"],
        )
        log_call(by=do.by, at=do.at, authorization=row.ids["authorization"], call=call)


def _restrictions(do: Adding, rows: Sequence[Row]) -> None:
    early = [row for row in rows if row.values["ended_reason"]]
    new = [
        NewRestriction(
            client(row),
            row.ids["other_client"],
            day(row, "starts"),
            None if row in early else row.values["ends"],
            str(row.values["reason"]),
        )
        for row in rows
    ]
    made = restrict_contact(by=do.by, at=do.at, restrictions=new)
    for restriction, row in zip(made, rows, strict=True):
        if row in early:
            end_restriction(
                by=do.by, at=do.at, restriction=restriction, on=day(row, "ends"), reason=row.values["ended_reason"]
            )


def _pair(values: Values) -> Iterator[tuple[str, str, str]]:
    yield from ends_later(values)
    yield from _ended_for_a_reason(values)
    if str(values["client"]) > str(values["other_client"]):
        yield "other_client", "The two record numbers are in the other order.", "Write the smaller one as client."


def _ended_for_a_reason(values: Values) -> Iterator[tuple[str, str, str]]:
    if values["ended_reason"] and not values["ends"]:
        yield "ends", "It ended for a reason, and no day is given.", "Give the first day after, or no reason."


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
        Column("below_minimum_reason", cells.text(500), "Why it is below the level's minimum, where it is.", ""),
        Column(
            "ends",
            cells.DAY,
            "First day it no longer holds; empty while it does, or where the next one ends it.",
            "",
            default=None,
            follows=True,
        ),
        Column("ended_reason", cells.text(500), "Why it ended, where no other followed.", ""),
    ),
    key=("client", "starts"),
    sql="SELECT c.record_number AS client, p.starts, p.modality, p.minimum_week_minutes, p.minimum_day_minutes,"
    " m.name AS ordered_by, p.ordered_on, p.below_minimum_reason, p.ends, p.ended_reason, ARRAY(SELECT ARRAY[k.code, l.sessions_a_week::text, l.minutes::text]"
    " FROM plan_prescribedservice l JOIN agency_servicekind k ON k.id = l.service_id"
    " WHERE l.prescription_id = p.id ORDER BY l.id) AS lines FROM plan_prescription p"
    " JOIN people_client c ON c.id = p.client_id LEFT JOIN agency_staffmember m ON m.id = p.ordered_by_id",
    add=_orders,
    refs=(
        CLIENT,
        staff_in("ordered_by"),
        Ref(
            "service",
            ("lines",),
            "SELECT id, code AS lines FROM agency_servicekind",
            "services",
            many=lambda lines: [code for code, _, _ in lines],
        ),
    ),
    check=_order_check,
    says="plan",
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
        Column("next_review", cells.DAY, "Day of the next review.", "2026-04-06", default=None, follows=True),
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
    says="coverage",
)
REVIEW_CALLS = Sheet(
    name="review_calls",
    title="Talks with payers",
    about="The log of calls about an authorization. A next review that was agreed on becomes the authorization's.",
    columns=(
        CLIENT_COLUMN,
        Column("level", LEVEL, "Level of the authorization.", "2.1", required=True),
        Column("starts", cells.DAY, "Its first day.", "2026-03-02", required=True),
        Column("number", cells.text(80), "The payer's number of it; empty where it has none.", "SYN-77"),
        Column("occurred_at", cells.WALL, "When it was, by the site's clock.", "2026-03-02 09:15", required=True),
        Column("spoke_with", cells.text(), "With whom.", "Bracken, intake", required=True),
        Column("outcome", cells.one_of(Outcome), "What came of it.", "authorized", required=True),
        Column("reference", cells.text(80), "Their reference.", "SYN-R-1"),
        Column("told", cells.text(2000), "What was said.", ""),
        Column("next_review", cells.DAY, "Next review that was agreed on.", "2026-03-30", default=None),
    ),
    key=("client", "level", "starts", "number", "occurred_at"),
    sql="SELECT c.record_number AS client, a.level, a.starts, a.number,"
    f" {wall_clock('r.occurred_at', 's')} AS occurred_at, r.spoke_with, r.outcome, r.reference, r.told, r.next_review"
    " FROM coverage_reviewcontact r JOIN coverage_authorization a ON a.id = r.authorization_id"
    " JOIN people_client c ON c.id = a.client_id JOIN agency_site s ON s.id = c.site_id",
    add=_calls,
    refs=(
        CLIENT,
        Ref(
            "authorization",
            ("client", "level", "starts", "number"),
            "SELECT min(a.id) AS id, c.record_number AS client, a.level, a.starts, a.number"
            " FROM coverage_authorization a JOIN people_client c ON c.id = a.client_id"
            " GROUP BY c.record_number, a.level, a.starts, a.number",
            "authorizations",
            types=("text", "text", "date", "text"),
            optional=frozenset({"number"}),
        ),
    ),
    says="coverage",
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
        Column("ended_reason", cells.text(500), "Why it was ended early, where it was.", ""),
    ),
    key=("client", "other_client", "starts"),
    sql="SELECT least(a.record_number, b.record_number) AS client,"
    " greatest(a.record_number, b.record_number) AS other_client, r.starts, r.ends, r.reason, r.ended_reason"
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
    says="safety",
)
