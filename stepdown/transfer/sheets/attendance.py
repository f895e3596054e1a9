"""Sheets of what happened: days on paper, door in and door out; and why somebody did not come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from stepdown.session.actions import record_day, tell_missed
from stepdown.session.terms import Joined, MissedReason, PaperVisit, VideoPlace
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import CLIENT, CLIENT_COLUMN, client, clocks_of_clients, day, wall_clock
from stepdown.transfer.sheets.sheet import Adding, Column, Row, Sheet, Values

WHERE = ("state", "address", "callback")


def _visits(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks_of_clients(rows)
    visits = []
    for row in rows:
        came, left = moment(row, "arrived_at"), moment(row, "departed_at")
        assert came is not None  # both columns are required
        assert left is not None
        visits.append(PaperVisit(client(row), came, left, Joined(str(row.values["joined"])), _place(row.values)))
    record_day(by=do.by, at=do.at, visits=visits)


def _place(values: Values) -> VideoPlace | None:
    if not values["state"]:
        return None
    return VideoPlace(values["state"], values["address"], values["callback"], private=True)


def _line(values: Values) -> Iterator[tuple[str, str, str]]:
    came, left = values["arrived_at"], values["departed_at"]
    if isinstance(came, datetime) and isinstance(left, datetime) and left <= came:
        yield "departed_at", "They left before they arrived.", "Give a later time."
    given = [name for name in WHERE if values[name]]
    if given and values["joined"] is not Joined.VIDEO:
        yield given[0], "Only who joined by video says where they were.", "Leave it empty, or write video under joined."
    elif given and len(given) < len(WHERE):
        missing = next(name for name in WHERE if name not in given)
        yield missing, "Where they were is not whole.", "Give state, address and callback, or none of them."


def _missed(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks_of_clients(rows)
    for row in rows:
        tell_missed(
            by=do.by,
            at=do.at,
            client=client(row),
            day=day(row, "day"),
            reason=MissedReason(str(row.values["reason"])),
            told_at=moment(row, "told_at"),
        )


VISITS = Sheet(
    name="visits",
    title="Visits",
    about="Attendance, as a sign-in sheet has it: in at the door, out at the door, or joined and left by video, on a day"
    " with something planned. The minutes of each session follow. Who was out of the building for a while has two rows. A"
    " visit that nobody has ended yet is no row.",
    columns=(
        CLIENT_COLUMN,
        Column("arrived_at", cells.WALL, "When they came, by the site's clock.", "2026-03-02 08:55", required=True),
        Column("departed_at", cells.WALL, "When they left, by the site's clock.", "2026-03-02 12:10", required=True),
        Column("joined", cells.one_of(Joined), "At the site, or by video.", "video", default=Joined.IN_PERSON),
        Column("state", cells.text(20), "By video: the state they were in, where they said it.", "IL"),
        Column("address", cells.text(300), "By video: where they were.", "1 Synthetic Street, Springfield"),
        Column("callback", cells.text(40), "By video: the number to call back.", "+1 202 555 0100"),
    ),
    key=("client", "arrived_at"),
    sql=f"SELECT c.record_number AS client, {wall_clock('v.arrived_at', 's')} AS arrived_at,"
    f" {wall_clock('v.departed_at', 's')} AS departed_at, v.joined, w.state, w.address, w.callback FROM session_visit v"
    " LEFT JOIN session_videojoining w ON w.visit_id = v.id JOIN people_client c ON c.id = v.client_id JOIN agency_site s ON s.id = c.site_id"
    " WHERE v.undone_at IS NULL AND v.departed_at IS NOT NULL",
    add=_visits,
    refs=(CLIENT,),
    check=_line,
    says="attendance contact",
)
MISSED = Sheet(
    name="missed",
    title="Missed visits",
    about="Why somebody does not come, or did not come, on a day.",
    columns=(
        CLIENT_COLUMN,
        Column("day", cells.DAY, "The day.", "2026-03-03", required=True),
        Column("reason", cells.one_of(MissedReason), "Why.", "needs_ride", required=True),
        Column(
            "told_at",
            cells.WALL,
            "When they said so; empty for the moment of the import.",
            "2026-03-02 16:00",
            default=None,
            follows=True,
        ),
    ),
    key=("client", "day"),
    sql=f"SELECT c.record_number AS client, m.day, m.reason, {wall_clock('m.told_at', 's')} AS told_at"
    " FROM session_missed m JOIN people_client c ON c.id = m.client_id JOIN agency_site s ON s.id = c.site_id"
    " WHERE m.undone_at IS NULL",
    add=_missed,
    refs=(CLIENT,),
    says="attendance",
)
