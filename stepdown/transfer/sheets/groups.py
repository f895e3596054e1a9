"""Sheets of what the week is made of: tracks, curricula and groups, and how a group is run."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stepdown.agency.terms import Population
from stepdown.plan.terms import Modality
from stepdown.schedule.actions import series, setup, tracks
from stepdown.schedule.terms import Block, NewGroup, NewTrack
from stepdown.session.actions import write_run_sheet
from stepdown.session.terms import Step
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import (
    LEVELS,
    SERVICE,
    SERVICE_COLUMN,
    SITE,
    SITE_COLUMN,
    STAFF,
    STAFF_COLUMN,
    day,
)
from stepdown.transfer.sheets.sheet import Adding, Cell, Column, Ref, Row, Sheet, Unreadable

TRACK = Ref("track", ("track",), "SELECT id, code AS track FROM schedule_track", "tracks")
TRACK_COLUMN = Column("track", cells.text(80), "Code of the track.", "evening", required=True)
GROUP = Ref("group", ("group",), 'SELECT id, code AS "group" FROM schedule_group', "groups")
GROUP_COLUMN = Column("group", cells.text(80), "Code of the group.", "rp-1", required=True)
POPULATION = Column("population", cells.one_of(Population), "For whom it is; empty for anybody.", "adult", default=None)
MODALITY = Column(
    "modality", cells.one_of(Modality), "At the site, by video, or both.", "in_person", default=Modality.IN_PERSON
)


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
            ends_on=row.values["ends_on"],
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


def _home_groups(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        tracks.set_home_group(by=do.by, at=do.at, track=row.ids["track"], group=row.ids["group"])


def _topics(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        series.set_topics(by=do.by, at=do.at, group=row.ids["group"], topics=row.values["topics"])


def _run_sheets(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        steps = [Step(title, share, prompt) for title, share, prompt in row.values["steps"]]
        write_run_sheet(by=do.by, at=do.at, service=row.ids["service"], starts=day(row, "starts"), steps=steps)


def _read_step(given: str) -> tuple[str, int, str]:
    found = _STEP.fullmatch(given)
    if found is None:
        mend = "Write a title, its share of the time and a reminder, as Topic x 1: One idea."
        raise Unreadable("This is no step of a run-sheet.", mend)
    return found[1], int(found[2]), found[3] or ""


def _write_step(value: Sequence[object]) -> str:
    title, share, prompt = value
    return f"{title} x {share}" + (f": {prompt}" if prompt else "")


_STEP = re.compile(r"(.+?) +x *([1-9]\d{0,2})(?:: *(.+))?", re.DOTALL | re.ASCII)
STEP = Cell("a title, its share of the time, and a reminder, as Topic x 1: One idea", _read_step, _write_step)

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
        Column("ends_on", cells.DAY, "First day without it; empty while it goes on.", "2026-12-31", default=None),
    ),
    key=("code",),
    sql="SELECT t.code, t.name, s.code AS site, t.language, t.levels, t.any_leader, t.population, t.capacity, t.ends_on,"
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
    columns=(STAFF_COLUMN, TRACK_COLUMN),
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
        SERVICE_COLUMN,
        TRACK_COLUMN,
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
    " g.levels, g.closed, r.code AS series, g.sequence, g.population, g.modality,"
    " g.starts_on, g.ends_on, ARRAY(SELECT ARRAY[o.weekday, o.starts]"
    " FROM schedule_groupoption o WHERE o.group_id = g.id ORDER BY o.id) AS options"
    " FROM schedule_group g JOIN agency_servicekind k ON k.id = g.service_id"
    " JOIN schedule_track t ON t.id = g.track_id JOIN agency_site s ON s.id = g.site_id"
    " LEFT JOIN schedule_series r ON r.id = g.series_id",
    add=_groups,
    refs=(
        SERVICE,
        TRACK,
        SITE,
        Ref("series", ("series",), "SELECT id, code AS series FROM schedule_series", "series"),
    ),
)
HOME_GROUPS = Sheet(
    name="home_groups",
    title="Home groups",
    about="The group of a track that its clients belong to.",
    columns=(TRACK_COLUMN, GROUP_COLUMN),
    key=("track",),
    sql='SELECT t.code AS track, g.code AS "group" FROM schedule_track t JOIN schedule_group g ON g.id = t.home_group_id',
    add=_home_groups,
    refs=(TRACK, GROUP),
)
TOPICS = Sheet(
    name="topics",
    title="Topics",
    about="What a group is about, week by week, in its order: all of it in one row.",
    columns=(
        GROUP_COLUMN,
        Column("topics", cells.many(cells.text()), "Topics in their order.", "Triggers|Cravings", required=True),
    ),
    key=("group",),
    sql='SELECT g.code AS "group", ARRAY(SELECT t.title FROM schedule_grouptopic t WHERE t.group_id = g.id'
    " ORDER BY t.place) AS topics FROM schedule_group g"
    " WHERE EXISTS (SELECT FROM schedule_grouptopic t WHERE t.group_id = g.id)",
    add=_topics,
    refs=(GROUP,),
)
RUN_SHEETS = Sheet(
    name="run_sheets",
    title="Run-sheets",
    about="How sessions of a service run, step by step, from a day on: all of it in one row. The next one ends it.",
    columns=(
        SERVICE_COLUMN,
        Column("starts", cells.DAY, "First day it holds.", "2026-03-02", required=True),
        Column(
            "steps",
            cells.many(STEP),
            "Its steps in order; one of share 2 takes twice as long as one of share 1.",
            "What is present x 1: One sentence each|Topic x 2|Practice and close x 1",
            required=True,
        ),
    ),
    key=("service", "starts"),
    sql="SELECT k.code AS service, r.starts, ARRAY(SELECT ARRAY[t.title, t.share::text, t.prompt]"
    " FROM session_runsheetstep t WHERE t.sheet_id = r.id ORDER BY t.place) AS steps"
    " FROM session_runsheet r JOIN agency_servicekind k ON k.id = r.service_id",
    add=_run_sheets,
    refs=(SERVICE,),
)
