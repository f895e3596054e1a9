"""Sheets of who is in what, and when they can come: tracks, regular seats, availability."""

from __future__ import annotations

from collections.abc import Sequence

from stepdown.schedule.actions import rosters, setup
from stepdown.schedule.terms import Hours, Joining
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.groups import GROUP, GROUP_COLUMN, MODALITY, TRACK, TRACK_COLUMN
from stepdown.transfer.sheets.named import CLIENT, CLIENT_COLUMN, HOURS, STARTS, client, day, week_hours
from stepdown.transfer.sheets.sheet import Adding, Column, Row, Sheet

ENDS = Column("ends", cells.DAY, "First day out; empty while there is none.", "2026-06-01", default=None)


def _in_tracks(do: Adding, rows: Sequence[Row]) -> None:
    rosters.join_tracks(by=do.by, at=do.at, joinings=[_joining(row, "track") for row in rows])
    _keep_seats(do, rows)


def _enrolled(do: Adding, rows: Sequence[Row]) -> None:
    rosters.enroll(by=do.by, at=do.at, joinings=[_joining(row, "group") for row in rows])
    _keep_seats(do, rows)


def _keep_seats(do: Adding, rows: Sequence[Row]) -> None:
    """Who is on hold now has their seat kept until a day."""
    today = do.at.date()
    for row in rows:
        if row.values["kept_until"]:
            since = max(day(row, "starts"), today)
            rosters.release_seats(
                by=do.by, at=do.at, client=client(row), starts=since, keep_until=day(row, "kept_until")
            )


def _joining(row: Row, to: str) -> Joining:
    values = {name: row.values[name] for name in ("starts", "ends", "modality") if name in row.values}
    return Joining(client=client(row), to=row.ids[to], **values)


def _availability(do: Adding, rows: Sequence[Row]) -> None:
    hours = {client(row): [Hours(*one) for one in row.values["hours"]] for row in rows}
    setup.set_availability(by=do.by, at=do.at, hours=hours)


TRACK_CLIENTS = Sheet(
    name="track_clients",
    title="Clients in tracks",
    about="Who joined which track, from a day on.",
    columns=(
        CLIENT_COLUMN,
        TRACK_COLUMN,
        STARTS,
        ENDS,
        Column("kept_until", cells.DAY, "During a hold, until when their place is kept.", "", default=None),
    ),
    key=("client", "track", "starts"),
    sql="SELECT c.record_number AS client, t.code AS track, e.starts, e.ends, e.kept_until FROM schedule_trackenrollment e"
    " JOIN people_client c ON c.id = e.client_id JOIN schedule_track t ON t.id = e.track_id",
    add=_in_tracks,
    refs=(CLIENT, TRACK),
    says="schedule",
)
ENROLLMENTS = Sheet(
    name="enrollments",
    title="Enrollments",
    about="Who has a regular seat in which group, from a day on.",
    columns=(
        CLIENT_COLUMN,
        GROUP_COLUMN,
        STARTS,
        ENDS,
        MODALITY,
        Column("kept_until", cells.DAY, "During a hold, until when their place is kept.", "", default=None),
    ),
    key=("client", "group", "starts"),
    sql='SELECT c.record_number AS client, g.code AS "group", e.starts, e.ends, e.modality, e.kept_until'
    " FROM schedule_enrollment e"
    " JOIN people_client c ON c.id = e.client_id JOIN schedule_group g ON g.id = e.group_id",
    add=_enrolled,
    refs=(CLIENT, GROUP),
    says="schedule",
)
AVAILABILITY = Sheet(
    name="availability",
    title="Availability",
    about="When a client can come in an ordinary week: all of it in one row.",
    columns=(CLIENT_COLUMN, HOURS),
    key=("client",),
    sql=f"SELECT c.record_number AS client, {week_hours('schedule_clientavailability', 'h.client_id = c.id')}"
    " FROM people_client c WHERE EXISTS (SELECT FROM schedule_clientavailability a WHERE a.client_id = c.id)",
    add=_availability,
    refs=(CLIENT,),
    says="schedule",
)
