"""Sheets of what the week is made of: tracks, series, groups, who is in them, and when clients can come."""

from __future__ import annotations

from collections.abc import Sequence

from stepdown.agency.terms import Population
from stepdown.plan.terms import Modality
from stepdown.schedule.actions import rosters, series, setup
from stepdown.schedule.terms import Block, Hours, Joining, NewGroup, NewTrack
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.agency import LEVELS, SITE, SITE_COLUMN, STAFF, STAFF_COLUMN
from stepdown.transfer.sheets.people import CLIENT, CLIENT_COLUMN, STARTS
from stepdown.transfer.sheets.sheet import Adding, Column, Ref, Row, Sheet

TRACK = Ref("track", ("track",), "SELECT id, code AS track FROM schedule_track", "tracks")
POPULATION = Column("population", cells.one_of(Population), "For whom it is; empty for anybody.", "adult", default=None)
MODALITY = Column(
    "modality", cells.one_of(Modality), "At the site, by video, or both.", "in_person", default=Modality.IN_PERSON
)
ENDS = Column("ends", cells.DAY, "First day out; empty while there is none.", "2026-06-01", default=None)
GROUP = Ref("group", ("group",), 'SELECT id, code AS "group" FROM schedule_group', "groups")


def _tracks(do: Adding, rows: Sequence[Row]) -> None:
    new = [
        NewTrack(
            code=str(row.values["code"]),
            name=str(row.values["name"]),
            site=row.ids.get("site"),
            language=str(row.values["language"]),
            levels=row.values["levels"],
            any_leader=row.values["any_leader"],
            population=row.values["population"],
            capacity=row.values["capacity"],
            blocks=tuple(
                Block(day, starts, ends, None if pause is None else (pause, resumes))
                for day, starts, ends, pause, resumes in row.values["blocks"]
            ),
        )
        for row in rows
    ]
    setup.create_tracks(by=do.by, at=do.at, tracks=new)


def _leaders(do: Adding, rows: Sequence[Row]) -> None:
    setup.allow_tracks(by=do.by, at=do.at, allowed=[(row.ids["staff"], row.ids["track"]) for row in rows])


def _series(do: Adding, rows: Sequence[Row]) -> None:
    new = [(str(row.values["code"]), str(row.values["name"])) for row in rows]
    setup.create_series(by=do.by, at=do.at, series=new)


def _groups(do: Adding, rows: Sequence[Row]) -> None:
    new = []
    for row in rows:
        ids = {"service": row.ids["service"], "track": row.ids["track"], "site": row.ids["site"]}
        new.append(NewGroup(**{**row.values, **ids, "series": row.ids.get("series")}))
    setup.create_groups(by=do.by, at=do.at, groups=new)


def _in_tracks(do: Adding, rows: Sequence[Row]) -> None:
    rosters.join_tracks(by=do.by, at=do.at, joinings=[_joining(row, "track") for row in rows])


def _enrolled(do: Adding, rows: Sequence[Row]) -> None:
    rosters.enroll(by=do.by, at=do.at, joinings=[_joining(row, "group") for row in rows])


def _joining(row: Row, to: str) -> Joining:
    values = {name: row.values[name] for name in ("starts", "ends", "modality") if name in row.values}
    return Joining(client=row.ids["client"], to=row.ids[to], **values)


def _topics(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        series.set_topics(by=do.by, at=do.at, group=row.ids["group"], topics=row.values["topics"])


def _availability(do: Adding, rows: Sequence[Row]) -> None:
    hours = {row.ids["client"]: [Hours(*one) for one in row.values["hours"]] for row in rows}
    setup.set_availability(by=do.by, at=do.at, hours=hours)


TRACKS = Sheet(
    name="tracks",
    title="Tracks",
    about="Whom a set of groups is for, and in which blocks of the week it meets.",
    columns=(
        Column("code", cells.text(80), "Short name that other files use.", "evening", required=True),
        Column("name", cells.text(), "Name people read.", "Evening track", required=True),
        Column("site", cells.text(80), "Code of its site; empty for every site.", "north"),
        Column("language", cells.text(20), "Language as a code; empty for any.", "en"),
        Column("levels", LEVELS, "Levels of care; empty for any.", "2.1", default=()),
        Column("any_leader", cells.YES_NO, "Whether everybody qualified may lead it.", "yes", default=False),
        Column(
            "blocks",
            cells.many(cells.BLOCK),
            "Its blocks, with their breaks.",
            "Mon 17:30-20:45 break 19:00-19:15|Wed 17:30-20:45",
            default=(),
        ),
        POPULATION,
        Column("capacity", cells.whole(1, 1000), "Most clients at a time; empty for any.", "24", default=None),
    ),
    key=("code",),
    sql="SELECT t.code, t.name, s.code AS site, t.language, t.levels, t.any_leader, t.population, t.capacity,"
    " ARRAY(SELECT ARRAY[b.weekday, b.starts, b.ends, b.break_starts, b.break_ends] FROM"
    " schedule_trackblock b WHERE b.track_id = t.id ORDER BY b.id) AS blocks"
    " FROM schedule_track t LEFT JOIN agency_site s ON s.id = t.site_id",
    add=_tracks,
    refs=(SITE,),
)
TRACK_LEADERS = Sheet(
    name="track_leaders",
    title="Track leaders",
    about="Which tracks a member of staff may lead.",
    columns=(STAFF_COLUMN, Column("track", cells.text(80), "Code of the track.", "evening", required=True)),
    key=("staff", "track"),
    sql="SELECT m.name AS staff, t.code AS track FROM schedule_stafftrack l"
    " JOIN agency_staffmember m ON m.id = l.staff_id JOIN schedule_track t ON t.id = l.track_id",
    add=_leaders,
    refs=(STAFF, TRACK),
)
SERIES = Sheet(
    name="series",
    title="Series",
    about="Curricula whose groups keep their order within the week.",
    columns=(
        Column("code", cells.text(80), "Short name that other files use.", "relapse", required=True),
        Column("name", cells.text(), "Name people read.", "Relapse prevention", required=True),
    ),
    key=("code",),
    sql="SELECT code, name FROM schedule_series",
    add=_series,
)
GROUPS = Sheet(
    name="groups",
    title="Groups",
    about="Weekly groups: what each is, for whom, how many, and when it may meet.",
    columns=(
        Column("code", cells.text(80), "Short name that other files use.", "rp-1", required=True),
        Column("name", cells.text(), "Name people read.", "Relapse prevention 1", required=True),
        Column("service", cells.text(80), "Code of the service.", "process", required=True),
        Column("track", cells.text(80), "Code of the track.", "evening", required=True),
        Column("language", cells.text(20), "Language as a code.", "en", required=True),
        SITE_COLUMN,
        Column("capacity", cells.whole(1, 1000), "Most clients.", "12", required=True),
        Column("minimum", cells.whole(0, 1000), "Fewest clients.", "3", default=1),
        Column("levels", LEVELS, "Levels of care that may share it.", "2.1|1", required=True),
        Column("closed", cells.YES_NO, "Whether only who is enrolled may come.", "no", default=False),
        Column("series", cells.text(80), "Code of its series, where it has one.", "relapse"),
        Column("sequence", cells.whole(0, 1000), "Its place in the series.", "1", default=0),
        Column(
            "options",
            cells.many(cells.MEETING),
            "Times at which it may meet.",
            "Mon 18:00|Wed 18:00",
            default=(),
        ),
        POPULATION,
        MODALITY,
        Column("starts_on", cells.DAY, "First day it may meet; empty for always.", "2026-03-02", default=None),
        Column("ends_on", cells.DAY, "First day it no longer meets; empty for never.", "2026-12-31", default=None),
    ),
    key=("code",),
    sql="SELECT g.code, g.name, k.code AS service, t.code AS track, g.language, s.code AS site, g.capacity, g.minimum,"
    " g.levels, g.closed, r.code AS series, g.sequence, g.population, g.modality, g.starts_on, g.ends_on, ARRAY(SELECT ARRAY[o.weekday, o.starts]"
    " FROM schedule_groupoption o WHERE o.group_id = g.id ORDER BY o.id) AS options"
    " FROM schedule_group g JOIN agency_servicekind k ON k.id = g.service_id"
    " JOIN schedule_track t ON t.id = g.track_id JOIN agency_site s ON s.id = g.site_id"
    " LEFT JOIN schedule_series r ON r.id = g.series_id",
    add=_groups,
    refs=(
        Ref("service", ("service",), "SELECT id, code AS service FROM agency_servicekind", "services"),
        TRACK,
        SITE,
        Ref("series", ("series",), "SELECT id, code AS series FROM schedule_series", "series"),
    ),
)
TRACK_CLIENTS = Sheet(
    name="track_clients",
    title="Clients in tracks",
    about="Who joined which track, from a day on.",
    columns=(
        CLIENT_COLUMN,
        Column("track", cells.text(80), "Code of the track.", "evening", required=True),
        STARTS,
        ENDS,
    ),
    key=("client", "track", "starts"),
    sql="SELECT c.record_number AS client, t.code AS track, e.starts, e.ends FROM schedule_trackenrollment e"
    " JOIN people_client c ON c.id = e.client_id JOIN schedule_track t ON t.id = e.track_id",
    add=_in_tracks,
    refs=(CLIENT, TRACK),
    clients=True,
)
ENROLLMENTS = Sheet(
    name="enrollments",
    title="Enrollments",
    about="Who has a regular seat in which group, from a day on.",
    columns=(
        CLIENT_COLUMN,
        Column("group", cells.text(80), "Code of the group.", "rp-1", required=True),
        STARTS,
        ENDS,
        MODALITY,
    ),
    key=("client", "group", "starts"),
    sql='SELECT c.record_number AS client, g.code AS "group", e.starts, e.ends, e.modality FROM schedule_enrollment e'
    " JOIN people_client c ON c.id = e.client_id JOIN schedule_group g ON g.id = e.group_id",
    add=_enrolled,
    refs=(CLIENT, GROUP),
    clients=True,
)
TOPICS = Sheet(
    name="topics",
    title="Topics",
    about="What a group is about, week by week, in its order: all of it in one row.",
    columns=(
        Column("group", cells.text(80), "Code of the group.", "rp-1", required=True),
        Column("topics", cells.many(cells.text()), "Topics in their order.", "Triggers|Cravings", required=True),
    ),
    key=("group",),
    sql='SELECT g.code AS "group", ARRAY(SELECT t.title FROM schedule_grouptopic t WHERE t.group_id = g.id'
    " ORDER BY t.place) AS topics FROM schedule_group g"
    " WHERE EXISTS (SELECT FROM schedule_grouptopic t WHERE t.group_id = g.id)",
    add=_topics,
    refs=(GROUP,),
)
AVAILABILITY = Sheet(
    name="availability",
    title="Availability",
    about="When a client can come in an ordinary week: all of it in one row.",
    columns=(
        CLIENT_COLUMN,
        Column(
            "hours", cells.many(cells.HOURS), "Hours of the week.", "Mon 08:00-12:00|Wed 08:00-12:00", required=True
        ),
    ),
    key=("client",),
    sql="SELECT c.record_number AS client, ARRAY(SELECT ARRAY[a.weekday, a.starts, a.ends]"
    " FROM schedule_clientavailability a WHERE a.client_id = c.id ORDER BY a.weekday, a.starts) AS hours"
    " FROM people_client c WHERE EXISTS (SELECT FROM schedule_clientavailability a WHERE a.client_id = c.id)",
    add=_availability,
    refs=(CLIENT,),
    clients=True,
)
