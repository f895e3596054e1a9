"""Sheets of the people around a client: who they are, how each is reached and what is safe, what a helper must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stepdown.people import actions
from stepdown.people.terms import (
    NONE_OF,
    BroughtCall,
    CallOutcome,
    CallReason,
    EmergencyKind,
    NewCall,
    NewContact,
    NewEmergencyFact,
    NewWay,
    WayKind,
)
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import CLIENT, CLIENT_COLUMN, client, clocks_of_clients, wall_clock
from stepdown.transfer.sheets.sheet import Adding, Column, Ref, Row, Sheet, Values


def _contacts(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        values = {name: value for name, value in row.values.items() if name != "client"}
        actions.add_contact(by=do.by, at=do.at, client=row.ids["client"], contact=NewContact(**values))


def _ways(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        values = {name: value for name, value in row.values.items() if name != "client"}
        way = NewWay(**{**values, "contact": row.ids.get("contact")})
        actions.add_way(by=do.by, at=do.at, client=row.ids["client"], way=way)


def _facts(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        fact = NewEmergencyFact(row.values["kind"], row.values["what"], row.values["detail"])
        actions.record_fact(by=do.by, at=do.at, client=row.ids["client"], fact=fact)


def _said(values: Values) -> Iterator[tuple[str, str, str]]:
    if values["kind"] in NONE_OF and (values["what"] or values["detail"]):
        yield "what", "“None” says nothing more.", "Leave what and detail empty."


def _calls(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks_of_clients(rows)
    calls = []
    for row in rows:
        called_at, again = moment(row, "called_at"), moment(row, "try_again_at")
        assert called_at is not None  # the column is required
        reason, outcome = CallReason(row.values["reason"]), CallOutcome(row.values["outcome"])
        call = NewCall(client(row), reason, outcome, row.ids.get("way"), again)
        calls.append(BroughtCall(call, called_at, row.values["called_by"]))
    actions.bring_calls(by=do.by, at=do.at, calls=calls)


def _number_whole(values: Values) -> Iterator[tuple[str, str, str]]:
    """Kind and value name a number together; whose it is says nothing alone."""
    given = {name for name in ("contact", "kind", "value") if values[name]}
    for name in ("kind", "value"):
        if given and name not in given:
            yield name, "Which number it was is not whole.", "Give kind and value as in the table ways, or neither."


CONTACTS = Sheet(
    name="contacts",
    title="Circle",
    about="Somebody in a client's circle.",
    columns=(
        CLIENT_COLUMN,
        Column("name", cells.text(), "Their name.", "Alder Valley", required=True),
        Column("relationship", cells.text(80), "Who they are to the client.", "sister", required=True),
        Column("emergency", cells.YES_NO, "Whether to call them in an emergency.", "yes", default=False),
        Column("lives_with", cells.YES_NO, "Whether they live together.", "no", default=False),
    ),
    key=("client", "name"),
    sql="SELECT c.record_number AS client, k.name, k.relationship, k.emergency, k.lives_with FROM people_contact k"
    " JOIN people_client c ON c.id = k.client_id WHERE k.ended_at IS NULL",
    add=_contacts,
    refs=(CLIENT,),
    says="contact",
)
WAYS = Sheet(
    name="ways",
    title="Numbers and addresses",
    about="How a client, or somebody in their circle, is reached, and what is safe on it.",
    columns=(
        CLIENT_COLUMN,
        Column("contact", cells.text(), "Name in the circle; empty for the client's own.", "Alder Valley"),
        Column("kind", cells.one_of(WayKind), "What it is.", "mobile", required=True),
        Column("value", cells.text(300), "The number or address.", "+1 202 555 0100", required=True),
        Column("may_use", cells.YES_NO, "Whether it may be used at all.", "yes", default=True),
        Column("may_leave_message", cells.YES_NO, "Whether a message may be left.", "no", default=False),
        Column("may_say_who", cells.YES_NO, "Whether to say who calls.", "no", default=False),
        Column("best_times", cells.text(), "When, in the person's own words.", "after 5 pm"),
    ),
    key=("client", "contact", "kind", "value"),
    sql="SELECT c.record_number AS client, coalesce(k.name, '') AS contact, w.kind, w.value, w.may_use,"
    " w.may_leave_message, w.may_say_who, w.best_times FROM people_way w JOIN people_client c ON c.id = w.client_id"
    " LEFT JOIN people_contact k ON k.id = w.contact_id WHERE w.ended_at IS NULL",
    add=_ways,
    refs=(
        CLIENT,
        Ref(
            "contact",
            ("client", "contact"),
            "SELECT k.id, c.record_number AS client, k.name AS contact FROM people_contact k"
            " JOIN people_client c ON c.id = k.client_id WHERE k.ended_at IS NULL",
            "contacts",
        ),
    ),
    says="contact",
)
EMERGENCY = Sheet(
    name="emergency",
    title="Emergency sheet",
    about="What somebody who helps in an emergency must know: allergies, medications, conditions, needs.",
    columns=(
        CLIENT_COLUMN,
        Column("kind", cells.one_of(EmergencyKind), "What it is.", "allergy", required=True),
        Column("what", cells.text(), "Its name.", "Penicillin"),
        Column("detail", cells.text(500), "The reaction, the dose.", "Rash"),
    ),
    key=("client", "kind", "what"),
    sql="SELECT c.record_number AS client, f.kind, f.what, f.detail FROM people_emergencyfact f"
    " JOIN people_client c ON c.id = f.client_id WHERE f.withdrawn_at IS NULL",
    add=_facts,
    refs=(CLIENT,),
    check=_said,
    says="medication safety",
)
CALLS = Sheet(
    name="calls",
    title="Calls",
    about="Calls that were made to a client or somebody in their circle, by whom, and what came of each. What is noted on"
    " a client's way is in `steps`.",
    columns=(
        CLIENT_COLUMN,
        Column("called_at", cells.WALL, "When it was, by the site's clock.", "2026-03-02 09:20", required=True),
        Column("contact", cells.text(), "Whose number in the circle; empty for the client's own.", ""),
        Column("kind", cells.one_of(WayKind), "Which number: its kind, as in `ways`.", "mobile"),
        Column("value", cells.text(300), "And the number; both empty where it is not known.", "+1 202 555 0100"),
        Column("reason", cells.one_of(CallReason), "Why.", "missing_today", required=True),
        Column("outcome", cells.one_of(CallOutcome), "What came of it.", "reached", required=True),
        Column("called_by", cells.text(), "Who called, in words.", "Meadow Oxbow, LCSW", required=True),
        Column("try_again_at", cells.WALL, "When to call once more.", "2026-03-02 14:00", default=None),
    ),
    key=("client", "called_at", "contact", "kind", "value"),
    sql=f"SELECT c.record_number AS client, {wall_clock('a.called_at', 's')} AS called_at,"
    " coalesce(k.name, '') AS contact, coalesce(w.kind, '') AS kind, coalesce(w.value, '') AS value, a.reason,"
    f" a.outcome, a.called_by, {wall_clock('a.try_again_at', 's')} AS try_again_at FROM people_contactattempt a"
    " JOIN people_client c ON c.id = a.client_id JOIN agency_site s ON s.id = c.site_id"
    " LEFT JOIN people_way w ON w.id = a.way_id AND w.ended_at IS NULL LEFT JOIN people_contact k ON k.id = w.contact_id"
    " WHERE a.undone_at IS NULL",
    add=_calls,
    refs=(
        CLIENT,
        Ref(
            "way",
            ("client", "contact", "kind", "value"),
            "SELECT min(w.id) AS id, c.record_number AS client, coalesce(k.name, '') AS contact, w.kind, w.value"
            " FROM people_way w JOIN people_client c ON c.id = w.client_id LEFT JOIN people_contact k"
            " ON k.id = w.contact_id WHERE w.ended_at IS NULL GROUP BY c.record_number, k.name, w.kind, w.value",
            "ways",
            optional=frozenset({"contact"}),
        ),
    ),
    check=_number_whole,
    says="contact",
)
