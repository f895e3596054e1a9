"""Sheets of the calendar: weekly meetings of groups, programme weeks, and every session with who was to be there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality
from stepdown.schedule.actions import bringing, weeks
from stepdown.schedule.terms import (
    BroughtSession,
    DatedMeeting,
    Guest,
    GuestKind,
    MadeFor,
    Meeting,
    NewWeek,
    Seat,
    SessionRole,
    SessionState,
)
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.groups import GROUP, GROUP_COLUMN, MODALITY
from stepdown.transfer.sheets.named import (
    CLIENT,
    ROOM,
    SERVICE,
    SERVICE_COLUMN,
    SITE,
    SITE_COLUMN,
    clocks,
    day,
    ends_later,
    staff_in,
    wall_clock,
)
from stepdown.transfer.sheets.places import GUEST, PLACE, SEAT
from stepdown.transfer.sheets.sheet import Adding, Column, Ref, Row, Sheet, Values

LEAD = staff_in("lead")
OTHERS = staff_in("others", lambda value: [name for name, _ in value])
OTHERS_COLUMN = Column(
    "others", cells.many(PLACE), "Who else of the staff, and as what.", "Alder Brook, MD as co_lead", default=()
)


def _team(row: Row, column: str) -> tuple[tuple[int, SessionRole], ...]:
    return tuple((row.ids[f"{column} {name}"], SessionRole(role)) for name, role in row.values[column])


def _meetings(do: Adding, rows: Sequence[Row]) -> None:
    new = [
        DatedMeeting(
            row.ids["group"],
            Meeting(
                row.values["weekday"],
                row.values["starts"],
                row.values["minutes"],
                row.ids["lead"],
                row.ids.get("room"),
                _team(row, "others"),
            ),
            day(row, "starts_on"),
            row.values["ends_on"],
        )
        for row in rows
    ]
    bringing.bring_meetings(by=do.by, at=do.at, meetings=new)


def _weeks(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        values = {name: value for name, value in row.values.items() if name != "published"}
        week = weeks.open_week(by=do.by, at=do.at, week=NewWeek(**values))
        if row.values["published"]:
            weeks.publish_week(by=do.by, at=do.at, week=week, sessions=[])


def _sessions(do: Adding, rows: Sequence[Row]) -> None:
    moment = clocks([row.ids["site"] for row in rows])
    new = []
    for row in rows:
        start = moment(row.ids["site"], row.values["starts"])
        period = Period(start, start + timedelta(minutes=row.values["minutes"]))
        new.append(_session(row, period))
    bringing.bring_sessions(by=do.by, at=do.at, sessions=new)


def _session(row: Row, period: Period) -> BroughtSession:
    values = row.values
    lead = ((row.ids["lead"], SessionRole.LEAD),) if "lead" in row.ids else ()
    made_for = None
    if values["meeting_day"]:
        made_for = MadeFor(values["meeting_day"], values["meeting_since"], values["meeting_starts"])
    return BroughtSession(
        group=row.ids.get("group"),
        service=row.ids["service"],
        site=row.ids["site"],
        room=row.ids.get("room"),
        period=period,
        capacity=values["capacity"],
        team=(*lead, *_team(row, "others")),
        seats=tuple(
            Seat(row.ids[f"clients {number}"], Modality(way), present == "yes")
            for number, way, present in values["clients"]
        ),
        modality=values["modality"],
        week=values["week"],
        cancelled=values["state"] == SessionState.CANCELLED,
        changed=values["changed"],
        made_for=made_for,
        topic=values["topic"],
        guests=tuple(_guest(row, *one) for one in values["guests"]),
        led_by=_team(row, "led_by"),
    )


def _guest(row: Row, kind: str, number: str, way: str, name: str) -> Guest:
    return Guest(GuestKind(kind), name, row.ids[f"guests {number}"] if number else None, Modality(way))


def _session_check(values: Values) -> Iterator[tuple[str, str, str]]:
    made_for = {name: values[name] for name in ("meeting_day", "meeting_since", "meeting_starts")}
    missing = [name for name, value in made_for.items() if value is None]
    if 0 < len(missing) < len(made_for):
        mend = "Give meeting_day, meeting_since and meeting_starts, or none of them."
        yield missing[0], "A session of a weekly meeting says which.", mend
    for column in ("meeting_day", "topic"):
        if values[column] is not None and not values["group"]:
            yield column, "Only a session of a group has this.", "Name the group, or leave it empty."


def clients_in(column: str, place: int) -> Ref:
    """The clients a column lists, the `place`-th part of each item."""
    return Ref(
        column,
        (column,),
        f"SELECT id, record_number AS {column} FROM people_client",
        CLIENT.table,
        many=lambda value: [one[place] for one in value if one[place]],
    )


_BOTH = "p.state = 'cancelled' AND {0}.freed = 'cancelled'"
"""Who was to come to a session that was cancelled."""
_LEADS = f"l.role = 'lead' AND (l.active OR {_BOTH.format('l')})"
_NUMBER = (
    "CASE WHEN p.state = 'planned' AND m.id IS NOT NULL THEN 1 ELSE 1 + (SELECT count(*) FROM schedule_plannedsession q"
    " LEFT JOIN schedule_sessionstaff n ON n.session_id = q.id AND n.role = 'lead' AND (n.active OR"
    " q.state = 'cancelled' AND n.freed = 'cancelled') WHERE q.site_id = p.site_id AND q.period && p.period"
    " AND lower(q.period) = lower(p.period) AND q.group_id IS NOT DISTINCT FROM p.group_id"
    " AND n.staff_id IS NOT DISTINCT FROM m.id AND q.id <> p.id"
    " AND (q.id < p.id OR q.state = 'planned' AND m.id IS NOT NULL)) END"
)
"""Which one of several with the same start, group and leader: one that stands comes first, then as they were made. The
sub-select is asked only of the few that may have others beside them.
"""

SESSION_COLUMNS = (
    SITE_COLUMN,
    Column("starts", cells.WALL, "When it begins, by the site's clock.", "2026-03-02 18:00", required=True),
    Column("group", cells.text(80), "Code of the group; empty for an individual session.", "rp-1"),
    Column("lead", cells.text(), "Name of who leads; empty while nobody does.", "Meadow Oxbow, LCSW"),
    Column("number", cells.whole(1, 99), "Which one, where all before is alike.", "1", default=1),
)
"""What names a session."""
NAME = (
    f"s.code AS site, {wall_clock('lower(p.period)', 's')} AS starts, coalesce(g.code, '') AS \"group\","
    f" coalesce(m.name, '') AS lead, {_NUMBER} AS number"
)
NAMED = (
    "schedule_plannedsession p JOIN agency_site s ON s.id = p.site_id LEFT JOIN schedule_group g ON g.id = p.group_id"
    f" LEFT JOIN schedule_sessionstaff l ON l.session_id = p.id AND {_LEADS}"
    " LEFT JOIN agency_staffmember m ON m.id = l.staff_id"
)
SESSION = Ref(
    "session",
    tuple(column.name for column in SESSION_COLUMNS),
    f"SELECT p.id, {NAME} FROM {NAMED} WHERE p.state = 'planned'",
    "sessions",
    types=tuple(column.cell.sql for column in SESSION_COLUMNS),
    optional=frozenset({"group", "lead"}),
)

MEETINGS = Sheet(
    name="meetings",
    title="Weekly meetings",
    about="When a group meets every week, where, and who leads. Sessions are planned ahead from it.",
    columns=(
        GROUP_COLUMN,
        Column("starts_on", cells.DAY, "First day it holds.", "2026-03-02", required=True),
        Column("weekday", cells.WEEKDAY, "Day of the week.", "Mon", required=True),
        Column("starts", cells.TIME, "When it begins.", "18:00", required=True),
        Column("minutes", cells.whole(1, 1440), "How long it is.", "90", required=True),
        Column("site", cells.text(80), "Code of the room's site.", "north"),
        Column("room", cells.text(80), "Code of the room, where it has one.", "R1"),
        Column("lead", cells.text(), "Name of who leads.", "Meadow Oxbow, LCSW", required=True),
        OTHERS_COLUMN,
        Column("ends_on", cells.DAY, "First day it no longer holds; empty while it does.", "", default=None),
    ),
    key=("group", "starts_on", "weekday", "starts"),
    sql='SELECT g.code AS "group", p.starts_on, p.weekday, p.starts, p.minutes, s.code AS site, r.code AS room,'
    " m.name AS lead, ARRAY(SELECT ARRAY[o.name, h.role] FROM schedule_grouppatternstaff h JOIN agency_staffmember o"
    " ON o.id = h.staff_id WHERE h.pattern_id = p.id AND h.role <> 'lead' ORDER BY h.id) AS others, p.ends_on"
    " FROM schedule_grouppattern p JOIN schedule_group g ON g.id = p.group_id"
    " LEFT JOIN agency_room r ON r.id = p.room_id LEFT JOIN agency_site s ON s.id = r.site_id"
    " LEFT JOIN schedule_grouppatternstaff l ON l.pattern_id = p.id AND l.role = 'lead'"
    " LEFT JOIN agency_staffmember m ON m.id = l.staff_id WHERE p.ends_on IS NULL OR p.starts_on < p.ends_on",
    add=_meetings,
    refs=(GROUP, ROOM, LEAD, OTHERS),
    check=lambda values: ends_later(values, "starts_on", "ends_on"),
)
WEEKS = Sheet(
    name="weeks",
    title="Weeks",
    about="Programme weeks and the hours they run. A week that a session needs and nobody opened is opened with it.",
    columns=(
        Column("name", cells.text(80), "Name of the week; its sessions say it.", "North House", required=True),
        Column("monday", cells.DAY, "Its Monday.", "2026-03-02", required=True),
        Column("time_zone", cells.text(80), "Name in the tz database.", "America/Chicago", required=True),
        Column("days", cells.whole(1, 7), "How many days it has, from Monday on.", "5", default=7),
        Column("opens", cells.TIME, "When the program opens.", "08:00", required=True),
        Column("closes", cells.TIME, "When it closes.", "21:00", required=True),
        Column(
            "step_minutes", cells.whole(1, 240), "Minutes between the times a session may begin at.", "15", default=15
        ),
        Column("published", cells.YES_NO, "Whether everybody sees it; no for a draft.", "yes", default=True),
    ),
    key=("name", "monday"),
    sql="SELECT name, monday, time_zone, days, opens, closes, step_minutes, state = 'published' AS published"
    " FROM schedule_weekplan",
    add=_weeks,
)
SESSIONS = Sheet(
    name="sessions",
    title="Sessions",
    about="Every session on the calendar, held or to come, of a group or individual, with who was to be there. One that"
    " was moved, given to somebody else or cancelled is as it is then.",
    columns=(
        *SESSION_COLUMNS,
        Column("minutes", cells.whole(1, 1440), "How long it is.", "90", required=True),
        SERVICE_COLUMN,
        Column("room", cells.text(80), "Code of the room, where it has one.", "R1"),
        Column("capacity", cells.whole(1, 1000), "Most clients.", "12", required=True),
        MODALITY,
        Column("state", cells.one_of(SessionState), "Whether it stands.", "planned", default=SessionState.PLANNED),
        OTHERS_COLUMN,
        Column("clients", cells.many(SEAT), "Who has a seat, in order.", "SYN-0001|SYN-0002 by video", default=()),
        Column("guests", cells.many(GUEST), "Who else comes.", "relative of SYN-0001: Alder Valley", default=()),
        Column(
            "led_by", cells.many(PLACE), "Who really led, where it was said.", "Alder Brook, MD as lead", default=()
        ),
        Column("topic", cells.whole(1, 1000), "Place of its topic in the group's list.", "1", default=None),
        Column(
            "week",
            cells.text(80),
            "Name of its programme week; empty for the site's own.",
            "North House",
            follows=True,
        ),
        Column("meeting_day", cells.DAY, "Day of the weekly meeting it was made for.", "2026-03-02", default=None),
        Column("meeting_since", cells.DAY, "First day of that weekly meeting.", "2026-03-02", default=None),
        Column("meeting_starts", cells.TIME, "When that weekly meeting begins.", "18:00", default=None),
        Column("changed", cells.YES_NO, "Whether changes of its series leave it alone.", "no", default=False),
    ),
    key=tuple(column.name for column in SESSION_COLUMNS),
    sql=f"SELECT {NAME},"
    " (extract(epoch FROM upper(p.period) - lower(p.period)) / 60)::int AS minutes, k.code AS service, r.code AS room,"
    " p.capacity, p.modality, p.state, w.name AS week, t.place AS topic, p.pattern_day AS meeting_day,"
    " b.starts_on AS meeting_since, b.starts AS meeting_starts, p.changed,"
    " ARRAY(SELECT ARRAY[o.name, h.role] FROM schedule_sessionstaff h JOIN agency_staffmember o ON o.id = h.staff_id"
    f" WHERE h.session_id = p.id AND h.role <> 'lead' AND (h.active OR {_BOTH.format('h')}) ORDER BY h.id) AS others,"
    " ARRAY(SELECT ARRAY[c.record_number, h.modality, CASE WHEN h.client_present THEN 'yes' ELSE 'no' END]"
    " FROM schedule_participant h JOIN people_client c ON c.id = h.client_id"
    f" WHERE h.session_id = p.id AND (h.active OR {_BOTH.format('h')}) ORDER BY h.seat) AS clients,"
    " ARRAY(SELECT ARRAY[h.kind, coalesce(c.record_number, ''), h.modality, h.name] FROM schedule_sessionguest h"
    " LEFT JOIN people_client c ON c.id = h.client_id WHERE h.session_id = p.id AND h.active ORDER BY h.id) AS guests,"
    " ARRAY(SELECT ARRAY[o.name, h.role] FROM schedule_actualstaff h JOIN agency_staffmember o ON o.id = h.staff_id"
    " WHERE h.session_id = p.id ORDER BY h.id) AS led_by"
    f" FROM {NAMED} JOIN schedule_weekplan w ON w.id = p.week_id JOIN agency_servicekind k ON k.id = p.service_id"
    " LEFT JOIN agency_room r ON r.id = p.room_id LEFT JOIN schedule_grouptopic t ON t.id = p.topic_id"
    " LEFT JOIN schedule_grouppattern b ON b.id = p.pattern_id",
    add=_sessions,
    refs=(
        SITE,
        GROUP,
        LEAD,
        SERVICE,
        ROOM,
        OTHERS,
        staff_in("led_by", OTHERS.many),
        clients_in("clients", 0),
        clients_in("guests", 1),
    ),
    check=_session_check,
    says="schedule contact",
)
