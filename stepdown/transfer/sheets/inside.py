"""Sheets of what was said inside a session: who was asked out, who in fact led, the close, and what was settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta

from stepdown.session.actions import bring_leading, bring_outs, bring_settlements
from stepdown.session.terms import AwayReason, BroughtLeading, BroughtOut, BroughtSettlement, LeaderSays
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.calendar import NAME, NAMED, SESSION, SESSION_COLUMNS, clients_in
from stepdown.transfer.sheets.named import (
    CLIENT,
    CLIENT_COLUMN,
    SITE,
    client,
    clocks,
    clocks_of_clients,
    staff_in,
    wall_clock,
)
from stepdown.transfer.sheets.places import WORD
from stepdown.transfer.sheets.sheet import Adding, Column, Ref, Row, Sheet, Values

IN_SESSION = Ref(
    "session",
    ("client", "session"),
    f"SELECT p.id, c.record_number AS client, {wall_clock('lower(p.period)', 's')} AS session"
    " FROM schedule_participant h JOIN schedule_plannedsession p ON p.id = h.session_id AND p.state = 'planned'"
    " JOIN people_client c ON c.id = h.client_id JOIN agency_site s ON s.id = c.site_id WHERE h.active",
    "sessions",
    types=("text", "timestamp"),
)
"""The session a client has a seat in, by when it begins: nobody has two at once."""
SESSION_COLUMN = Column(
    "session",
    cells.WALL,
    "When the session begins, by the clock of the client's site.",
    "2026-03-02 18:00",
    required=True,
)
_CLOCK = "coalesce(to_char({0} AT TIME ZONE s.time_zone, 'HH24:MI:SS.US'), '')"
_SEATED = "JOIN schedule_participant h ON h.session_id = {0}.session_id AND h.client_id = {0}.client_id AND h.active"
"""Of whoever lost their seat since, nothing comes in again."""


def _outs(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks_of_clients(rows)
    outs = []
    for row in rows:
        left_at = moment(row, "left_at")
        assert left_at is not None  # the column is required
        reason = AwayReason(row.values["reason"])
        outs.append(BroughtOut(client(row), row.ids["session"], reason, left_at, moment(row, "returned_at")))
    bring_outs(by=do.by, at=do.at, outs=outs)


def _led(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks([row.ids["site"] for row in rows])
    led = []
    for row in rows:
        ended_at = row.values["ended_at"]
        led.append(
            BroughtLeading(
                session=row.ids["session"],
                staff=row.ids.get("staff"),
                ended_at=None if ended_at is None else moment(row.ids["site"], ended_at),
                in_room=row.values["in_room"],
                guests=row.values["guests"],
                says=tuple(_word(row, moment, *one) for one in row.values["clients"]),
            )
        )
    bring_leading(by=do.by, at=do.at, led=led)


def _word(
    row: Row, moment: Callable[[int, datetime], datetime], number: str, there: str, came: str, left: str
) -> LeaderSays:
    def on_that_day(clock: str) -> datetime | None:
        """The first moment from the session's beginning on when the clock shows that."""
        if not clock:
            return None
        starts = row.values["starts"]
        wall = datetime.combine(starts.date(), time.fromisoformat(clock))
        return moment(row.ids["site"], wall if wall >= starts else wall + timedelta(days=1))

    return LeaderSays(row.ids[f"clients {number}"], there == "yes", on_that_day(came), on_that_day(left))


def _settled(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks_of_clients(rows)
    settled = []
    for row in rows:
        settled_at = moment(row, "settled_at")
        assert settled_at is not None  # the column is required
        settled.append(
            BroughtSettlement(
                client=client(row),
                session=row.ids["session"],
                came_at=moment(row, "came_at"),
                left_at=moment(row, "left_at"),
                settled_at=settled_at,
                settled_by=row.values["settled_by"],
                reason=row.values["reason"],
            )
        )
    bring_settlements(by=do.by, at=do.at, settled=settled)


def _closed_whole(values: Values) -> Iterator[tuple[str, str, str]]:
    """A session that was closed says how many were in the room; one that was not says only who led."""
    if values["ended_at"] is None:
        for name in ("in_room", "guests", "clients"):
            if values[name]:
                yield name, "Only a session that was closed has this.", "Give ended_at, or leave it empty."
        if not values["staff"]:
            yield "staff", "This row says nothing.", "Name who led, or give ended_at."
    elif values["in_room"] is None:
        yield "in_room", "This cell is empty.", "Say how many clients were in the room at the close."


ASKED_OUT = Sheet(
    name="asked_out",
    title="Asked out",
    about="Who was asked out of a session by the prescriber or the nurse, and when they were back. The minutes between come"
    " off the session.",
    columns=(
        CLIENT_COLUMN,
        SESSION_COLUMN,
        Column("left_at", cells.WALL, "When they were asked out.", "2026-03-02 18:20", required=True),
        Column(
            "returned_at", cells.WALL, "When they were back; empty where nobody said.", "2026-03-02 18:35", default=None
        ),
        Column("reason", cells.one_of(AwayReason), "Who asked them out.", "nurse", required=True),
    ),
    key=("client", "left_at"),
    sql=f"SELECT c.record_number AS client, {wall_clock('lower(p.period)', 's')} AS session,"
    f" {wall_clock('a.left_at', 's')} AS left_at, {wall_clock('a.returned_at', 's')} AS returned_at, a.reason"
    f" FROM session_away a JOIN schedule_plannedsession p ON p.id = a.session_id AND p.state = 'planned'"
    f" {_SEATED.format('a')} JOIN people_client c ON c.id = a.client_id JOIN agency_site s ON s.id = c.site_id"
    " WHERE a.undone_at IS NULL",
    add=_outs,
    refs=(CLIENT, IN_SESSION),
    says="attendance",
)
LED = Sheet(
    name="led",
    title="Led and closed",
    about="Who in fact led a session and, where it was closed, when it ended, how many were in the room and what the leader"
    " said of each client. Of a client who is not named the leader said nothing; then the door counts.",
    columns=(
        *SESSION_COLUMNS,
        Column("staff", cells.text(), "Name of who in fact led.", "Alder Brook, MD"),
        Column(
            "ended_at", cells.WALL, "When it ended; empty where nobody closed it.", "2026-03-02 19:28", default=None
        ),
        Column("in_room", cells.whole(0, 1000), "Clients in the room at the close.", "8", default=None),
        Column("guests", cells.whole(0, 1000), "Guests in the room.", "0", default=0),
        Column(
            "clients",
            cells.many(WORD, sort=True),
            "Who stayed to the end, came later, left earlier, was not there.",
            "SYN-0001|SYN-0002 from 18:10 to 19:00|SYN-0003 not there",
            default=(),
        ),
    ),
    key=tuple(column.name for column in SESSION_COLUMNS),
    sql=f"SELECT {NAME}, x.name AS staff, {wall_clock('e.ended_at', 's')} AS ended_at, e.in_room,"
    " coalesce(e.guests, 0) AS guests, ARRAY(SELECT ARRAY[c.record_number, CASE WHEN d.there THEN 'yes' ELSE 'no' END,"
    f" {_CLOCK.format('d.came_at')}, {_CLOCK.format('d.left_at')}] FROM session_said d {_SEATED.format('d')}"
    " JOIN people_client c ON c.id = d.client_id WHERE d.leading_id = e.id AND d.settled_at IS NULL"
    f' ORDER BY c.record_number COLLATE "C") AS clients FROM {NAMED} JOIN session_leading e ON e.session_id = p.id'
    " AND e.undone_at IS NULL LEFT JOIN agency_staffmember x ON x.id = e.staff_id"
    " WHERE p.state = 'planned' AND (e.staff_id IS NOT NULL OR e.ended_at IS NOT NULL)",
    add=_led,
    refs=(SITE, SESSION, staff_in("staff"), clients_in("clients", 0)),
    check=_closed_whole,
    says="attendance",
)
SETTLED = Sheet(
    name="settled",
    title="Settled minutes",
    about="Where desk and leader disagreed about a client in a session: from when to when somebody decided they were there.",
    columns=(
        CLIENT_COLUMN,
        SESSION_COLUMN,
        Column(
            "came_at", cells.WALL, "From when; both empty where they were not there.", "2026-03-02 18:00", default=None
        ),
        Column("left_at", cells.WALL, "Until when.", "2026-03-02 19:10", default=None),
        Column("settled_at", cells.WALL, "When it was decided.", "2026-03-03 09:00", required=True),
        Column("settled_by", cells.text(), "Who decided, in words.", "Meadow Oxbow, LCSW", required=True),
        Column("reason", cells.text(500), "Why.", "The nurse saw them", required=True),
    ),
    key=("client", "session"),
    sql=f"SELECT c.record_number AS client, {wall_clock('lower(p.period)', 's')} AS session,"
    f" {wall_clock('d.came_at', 's')} AS came_at, {wall_clock('d.left_at', 's')} AS left_at,"
    f" {wall_clock('d.settled_at', 's')} AS settled_at, d.settled_by, d.reason FROM session_said d"
    f" JOIN schedule_plannedsession p ON p.id = d.session_id AND p.state = 'planned' {_SEATED.format('d')}"
    " JOIN people_client c ON c.id = d.client_id JOIN agency_site s ON s.id = c.site_id"
    " WHERE d.undone_at IS NULL AND d.settled_at IS NOT NULL",
    add=_settled,
    refs=(CLIENT, IN_SESSION),
    says="attendance",
)
