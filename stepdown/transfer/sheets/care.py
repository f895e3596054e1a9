"""Sheets of what a client's way came to: stays at a level of care, and holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stepdown.episode import actions as episode
from stepdown.episode.queries import in_care
from stepdown.episode.terms import Discharge, DischargeReason, HoldReason, NewHold, NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import (
    CLIENT,
    CLIENT_COLUMN,
    LEVEL,
    PROGRAM,
    SITE,
    SITE_COLUMN,
    STARTS,
    client,
    day,
    ends_later,
    waves,
)
from stepdown.transfer.sheets.sheet import Adding, Column, Row, Sheet, Values


def _stays(do: Adding, rows: Sequence[Row]) -> None:
    """A client in care changes level; anybody else is admitted. A row with a discharge ends the episode."""
    for go in waves(rows, client):
        now = in_care([client(row) for row in go])
        stays = {
            row.line: NewStay(
                client(row), row.ids["program"], LevelOfCare(str(row.values["level"])), day(row, "starts")
            )
            for row in go
        }
        coming = [stays[row.line] for row in go if client(row) not in now]
        changing = [stays[row.line] for row in go if client(row) in now]
        leaving = [
            Discharge(client(row), day(row, "discharged_on"), DischargeReason(str(row.values["discharge_reason"])))
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
            client=client(row),
            reason=HoldReason(str(row.values["reason"])),
            starts=day(row, "starts"),
            ends=row.values["ends"],
            seat_kept_until=row.values["seat_kept_until"],
            due_back=row.values["due_back"],
        )
        for row in rows
    ]
    episode.hold(by=do.by, at=do.at, holds=new)


STAYS = Sheet(
    name="stays",
    title="Stays",
    about="Time at one level of care: what the steps came to. A client's first row admits them, the next one changes their level; the row of"
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
        PROGRAM,
    ),
    check=_stay_check,
    says="plan progress discharge",
)
HOLDS = Sheet(
    name="holds",
    title="Holds",
    about="Days on which no hours are expected of a client who is in care.",
    columns=(
        CLIENT_COLUMN,
        STARTS,
        Column("ends", cells.DAY, "First day back; empty while they are away.", "2026-03-16", default=None),
        Column("due_back", cells.DAY, "Day they are expected back.", "2026-03-16", default=None),
        Column("reason", cells.one_of(HoldReason), "Why.", "hospital", required=True),
        Column("seat_kept_until", cells.DAY, "Until when the seat is kept.", "2026-03-30", default=None),
    ),
    key=("client", "starts"),
    sql="SELECT c.record_number AS client, h.starts, h.ends, h.due_back, h.reason, h.seat_kept_until"
    " FROM episode_hold h"
    " JOIN episode_episode e ON e.id = h.episode_id JOIN people_client c ON c.id = e.client_id",
    add=_holds,
    refs=(CLIENT,),
    check=ends_later,
    says="attendance",
)
