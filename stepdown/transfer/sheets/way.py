"""The sheet of a client's way: everything that happened on it, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from stepdown.episode import actions as episode
from stepdown.episode.terms import (
    DECISIONS,
    ClearanceBasis,
    CloseReason,
    ContactOutcome,
    Discharge,
    DischargeReason,
    Event,
    HoldReason,
    NewHold,
    NewStay,
    NewStep,
    Step,
    WaitReason,
)
from stepdown.kernel.levels import LevelOfCare
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import (
    CLIENT,
    CLIENT_COLUMN,
    LEVEL,
    PROGRAM,
    SITE,
    client,
    clocks_of_clients,
    day,
    staff_in,
    wall_clock,
    waves,
)
from stepdown.transfer.sheets.sheet import Adding, Column, Row, Sheet, Values

REASONS: Mapping[Event, type[StrEnum]] = {
    Event.WAIT: WaitReason,
    Event.CLOSE: CloseReason,
    Event.CONTACT: ContactOutcome,
    Event.CLEAR: ClearanceBasis,
    Event.HOLD: HoldReason,
    Event.DISCHARGE: DischargeReason,
}
"""The words that may stand as the reason of an event."""
_STAY = ("site", "program", "level", "text")
_DECIDED = ("site", "program", "level", "reason", "where", "owner", "due", "text")
SAYS: Mapping[Event, tuple[str, ...]] = {
    Event.FIRST_CONTACT: ("site", "program", "level", "where", "owner", "due", "text"),
    Event.BOOK_ASSESSMENT: ("when", "owner", "text"),
    **dict.fromkeys(DECISIONS, _DECIDED),
    Event.CONTACT: ("reason", "owner", "due", "text"),
    Event.ADMIT: _STAY,
    Event.CLEAR: ("reason", "text"),
    Event.WITHDRAW_CLEARANCE: ("text",),
    Event.TRANSFER: _STAY,
    Event.HOLD: ("reason", "owner", "due", "seat_kept_until", "text"),
    Event.RETURN: ("text",),
    Event.DISCHARGE: ("reason", "where", "text"),
}
"""What a row may say besides the client, the day and the event."""
_EXTRA = ("site", "program", "level", "reason", "where", "when", "owner", "due", "seat_kept_until", "text")

Moment = Callable[[Row, str], datetime | None]


def _steps(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks_of_clients(rows)
    for go in waves(rows, client):
        together: defaultdict[Event, list[Row]] = defaultdict(list)
        for row in go:
            together[row.values["event"]].append(row)
        for event, some in together.items():
            _happened(do, event, some, moment)


def _happened(do: Adding, event: Event, rows: Sequence[Row], moment: Moment) -> None:
    """Record what happened to several clients, each once."""
    match event:
        case Event.FIRST_CONTACT:
            contacts = [NewStep(client(row), _step(row)) for row in rows]
            episode.take_first_contact(by=do.by, at=do.at, contacts=contacts)
        case Event.ADMIT:
            episode.admit(by=do.by, at=do.at, stays=[_stay(row) for row in rows])
        case Event.TRANSFER:
            episode.change_level(by=do.by, at=do.at, stays=[_stay(row) for row in rows])
        case Event.HOLD:
            episode.hold(by=do.by, at=do.at, holds=[_held(row) for row in rows])
        case Event.DISCHARGE:
            episode.discharge(by=do.by, at=do.at, discharges=[_discharge(row) for row in rows])
        case _:
            for row in rows:
                _one(do, event, row, moment)


def _one(do: Adding, event: Event, row: Row, moment: Moment) -> None:
    """Record what is recorded of one client at a time."""
    step, who = _step(row), client(row)
    match event:
        case Event.BOOK_ASSESSMENT:
            when = moment(row, "when")
            assert when is not None  # `_step_check` asks for it
            episode.book_assessment(
                by=do.by, at=do.at, client=who, when=when, on=step.on, assessor=step.owner, text=step.text
            )
        case Event.CONTACT:
            episode.record_contact(
                by=do.by,
                at=do.at,
                client=who,
                on=step.on,
                outcome=ContactOutcome(step.reason),
                owner=step.owner,
                due=step.due,
                text=step.text,
            )
        case Event.CLEAR:
            episode.clear_for_group(by=do.by, at=do.at, client=who, on=step.on, rests_on=step.reason, text=step.text)
        case Event.WITHDRAW_CLEARANCE:
            episode.withdraw_clearance(by=do.by, at=do.at, client=who, on=step.on, text=step.text)
        case Event.RETURN:
            episode.come_back(by=do.by, at=do.at, client=who, on=step.on, text=step.text)
        case _:
            episode.decide(by=do.by, at=do.at, client=who, decision=step)


def _step(row: Row) -> Step:
    values = row.values
    return Step(
        values["event"],
        day(row, "on"),
        program=row.ids.get("program"),
        level=values["level"],
        reason=values["reason"],
        where=values["where"],
        owner=row.ids.get("owner"),
        due=values["due"],
        text=values["text"],
    )


def _stay(row: Row) -> NewStay:
    level = LevelOfCare(str(row.values["level"]))
    return NewStay(client(row), row.ids["program"], level, day(row, "on"), row.values["text"])


def _held(row: Row) -> NewHold:
    return NewHold(
        client=client(row),
        reason=HoldReason(row.values["reason"]),
        starts=day(row, "on"),
        seat_kept_until=row.values["seat_kept_until"],
        due_back=row.values["due"],
        owner=row.ids.get("owner"),
        text=row.values["text"],
    )


def _discharge(row: Row) -> Discharge:
    values = row.values
    reason = DischargeReason(values["reason"])
    return Discharge(client(row), day(row, "on"), reason, values["where"], values["text"])


def _step_check(values: Values) -> Iterator[tuple[str, str, str]]:
    """A step says what belongs to its event, and all that it must."""
    event = values["event"]
    for column in _EXTRA:
        if column not in SAYS[event] and values[column] not in {None, ""}:
            yield (
                column,
                "This does not belong to that event.",
                f"Leave it empty; {event} takes {', '.join(SAYS[event])}.",
            )
    words = REASONS.get(event)
    if words is not None and values["reason"] not in set(words):
        yield "reason", "This is no reason for that event.", f"Write one of: {', '.join(words)}."
    elif words is None and "reason" in SAYS[event] and values["reason"]:
        yield "reason", "That event has no reason.", "Leave it empty, and use text."
    needed = {Event.BOOK_ASSESSMENT: ("when",), Event.ADMIT: _STAY[:3], Event.TRANSFER: _STAY[:3]}.get(event, ())
    for column in needed:
        if not values[column]:
            yield column, "This cell is empty.", f"{event} needs it."


STEPS = Sheet(
    name="steps",
    title="Steps",
    about="A client's whole way, one row for each thing that happened: first contact, assessment, decision, clearance,"
    " admission, transfer, hold, return, discharge. Rows of a client stand in the order of their days. Who keeps less"
    " brings in `stays` and `holds` instead.",
    columns=(
        CLIENT_COLUMN,
        Column("on", cells.DAY, "Day it holds from.", "2026-03-02", required=True),
        Column("number", cells.whole(1, 99), "Which one of that day, where there are several.", "1", default=1),
        Column("event", cells.one_of(Event), "What happened.", "admit", required=True),
        Column("site", cells.text(80), "Code of the program's site.", "north"),
        Column("program", cells.text(), "Name of the program.", "Evening IOP"),
        Column("level", LEVEL, "Level of care.", "2.1", default=None),
        Column("reason", cells.text(80), "Why, in the word that belongs to the event.", ""),
        Column("where", cells.text(), "Where the client was referred, or went.", ""),
        Column("when", cells.WALL, "When the assessment is, by the site's clock.", "", default=None),
        Column("owner", cells.text(), "Name of the member of staff who does what comes next.", ""),
        Column("due", cells.DAY, "Until when; for a hold, the day they are expected back.", "", default=None),
        Column("seat_kept_until", cells.DAY, "Until when the seat is kept during a hold.", "", default=None),
        Column("text", cells.text(2000), "A few words.", ""),
    ),
    key=("client", "on", "number"),
    sql="SELECT c.record_number AS client, t.on, row_number() OVER (PARTITION BY t.client_id, t.on ORDER BY t.id)"
    " AS number, t.event, coalesce(s.code, '') AS site, coalesce(p.name, '') AS program, t.level, t.reason, t.where,"
    f' {wall_clock("t.at", "h")} AS "when", m.name AS owner, t.due, t.seat_until AS seat_kept_until, t.text'
    " FROM episode_step t JOIN people_client c ON c.id = t.client_id JOIN agency_site h ON h.id = c.site_id"
    " LEFT JOIN agency_program p ON p.id = t.program_id LEFT JOIN agency_site s ON s.id = p.site_id"
    " LEFT JOIN agency_staffmember m ON m.id = t.owner_id"
    " WHERE NOT EXISTS (SELECT FROM episode_takenback b WHERE b.step_id = t.id)",
    add=_steps,
    refs=(CLIENT, SITE, PROGRAM, staff_in("owner")),
    check=_step_check,
    says="progress",
)
