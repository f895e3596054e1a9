"""What files name things by, and what several sheets share: columns, references, checks, and clocks on walls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from stepdown.agency.queries import time_zone
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import zone_of
from stepdown.people.queries import sites_of
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.sheet import Column, Ref, Row, Values

LEVEL = cells.one_of(LevelOfCare)
LEVELS = cells.many(LEVEL)
LANGUAGES = Column(
    "languages", cells.many(cells.text(20)), "Languages as codes, the best first.", "en|es", required=True
)
STARTS = Column("starts", cells.DAY, "First day it holds.", "2026-03-02", required=True)
ENDS = Column("ends", cells.DAY, "First day it no longer holds; empty while it does.", "2026-04-13", default=None)

HOURS = Column("hours", cells.many(cells.HOURS), "Hours of the week.", "Mon 08:00-12:00|Wed 08:00-12:00", required=True)


def week_hours(table: str, of: str) -> str:
    """SQL for the column `hours`: the rows of a table of weekly hours; `of` says whose, by the table's alias h."""
    return (
        f"ARRAY(SELECT ARRAY[h.weekday, h.starts, h.ends] FROM {table} h WHERE {of}"
        " ORDER BY h.weekday, h.starts) AS hours"
    )


SITE = Ref("site", ("site",), "SELECT id, code AS site FROM agency_site", "sites")
SITE_COLUMN = Column("site", cells.text(80), "Code of the site.", "north", required=True)
ROOM = Ref(
    "room",
    ("site", "room"),
    "SELECT r.id, s.code AS site, r.code AS room FROM agency_room r JOIN agency_site s ON s.id = r.site_id",
    "rooms",
)
SERVICE = Ref("service", ("service",), "SELECT id, code AS service FROM agency_servicekind", "services")
SERVICE_COLUMN = Column("service", cells.text(80), "Code of the service.", "process", required=True)
PROGRAM = Ref(
    "program",
    ("site", "program"),
    "SELECT p.id, s.code AS site, p.name AS program FROM agency_program p JOIN agency_site s ON s.id = p.site_id",
    "programs",
)
STAFF_COLUMN = Column("staff", cells.text(), "Name of the member of staff.", "Meadow Oxbow, LCSW", required=True)
CLIENT = Ref("client", ("client",), "SELECT id, record_number AS client FROM people_client", "clients")
CLIENT_COLUMN = Column("client", cells.text(80), "Record number of the client.", "SYN-0001", required=True)


def staff_in(column: str, many: Callable[[Any], Sequence[str]] | None = None) -> Ref:
    """A member of staff, or several, by a name that nobody else has."""
    sql = f'SELECT min(id) AS id, name AS "{column}" FROM agency_staffmember GROUP BY name HAVING count(*) = 1'
    return Ref(column, (column,), sql, "staff", many)


STAFF = staff_in("staff")


def waves(rows: Sequence[Row], of: Callable[[Row], Hashable]) -> Iterator[list[Row]]:
    """The rows in as few goes as need be, so that each go names nothing twice and the order of each stays."""
    goes: defaultdict[int, list[Row]] = defaultdict(list)
    seen: defaultdict[Hashable, int] = defaultdict(int)
    for row in rows:
        goes[seen[of(row)]].append(row)
        seen[of(row)] += 1
    yield from goes.values()


def client(row: Row) -> int:
    """The id of the client a row is about."""
    return row.ids["client"]


def day(row: Row, column: str) -> date:
    """A day that a row must give."""
    return row.values[column]


def days(values: Values, first: str = "first_day", last: str = "last_day") -> Iterator[tuple[str, str, str]]:
    """The last day does not come before the first."""
    if values[last] is not None and str(values[last]) < str(values[first]):
        yield last, "The last day comes before the first.", "Give a later day."


def ends_later(values: Values, starts: str = "starts", ends: str = "ends") -> Iterator[tuple[str, str, str]]:
    """The end, which is the first day after, comes after the start."""
    end, start = values[ends], values[starts]
    if isinstance(end, date) and isinstance(start, date) and end <= start:
        yield ends, "The end does not come after the start.", "Give the first day after, or leave it empty."


def clocks(sites: Collection[int]) -> Callable[[int, datetime], datetime]:
    """What moment it is when the clock on the wall of one of `sites` shows a day and a time. A query a site.

    A time the clock skips in spring is read as if it had not yet changed; one it shows twice in autumn is the first.
    """
    zones = {site: zone_of(time_zone(site)) for site in set(sites)}
    return lambda site, wall: wall.replace(tzinfo=zones[site], fold=0).astimezone(UTC)


def clocks_of_clients(rows: Sequence[Row]) -> Callable[[Row, str], datetime | None]:
    """The moment a column of a row says, by the clock of its client's site; None where it is empty."""
    homes = sites_of({client(row) for row in rows})
    moment = clocks(homes.values())

    def read(row: Row, column: str) -> datetime | None:
        wall = row.values[column]
        return None if wall is None else moment(homes[client(row)], wall)

    return read


def wall_clock(moment: str, site: str) -> str:
    """SQL for what the clock on the wall of a site showed at a moment; `site` is the site's alias."""
    return f"({moment} AT TIME ZONE {site}.time_zone)"
