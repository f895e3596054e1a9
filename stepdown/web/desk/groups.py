"""Groups: every group of a site that has not ended, found, filtered and sorted; none of it is about a client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from stepdown.kernel.levels import LevelOfCare
from stepdown.schedule.access import MAY_SEE_WEEK, MAY_SET_UP_GROUPS
from stepdown.schedule.queries import groups as schedule
from stepdown.schedule.queries.day import tracks_at
from stepdown.schedule.queries.groups import GroupLine
from stepdown.web.desk.pages import DeskRequest, number, page, typed

COLUMNS: dict[str, Callable[[GroupLine], object]] = {
    "name": lambda row: row.name.casefold(),
    "service": lambda row: row.service_name.casefold(),
    "track": lambda row: row.track_name.casefold(),
    "meets": lambda row: (not row.meetings, *((one.weekday, one.starts) for one in row.meetings[:1])),
    "seats": lambda row: row.capacity - row.enrolled,
}


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the list is looked at; a group's name is no client's, so it may stand in an address."""

    q: str = ""
    track: int | None = None
    level: LevelOfCare | None = None
    kind: str = ""
    sort: str = "name"

    @classmethod
    def asked(cls, asked: QueryDict) -> Looking:
        """From an address; what makes no sense is left out."""
        sort, kind = asked.get("sort", ""), asked.get("kind", "")
        return cls(
            q=typed(asked.get("q", "")),
            track=number(asked.get("track", "")),
            level=next((level for level in LevelOfCare if level.value == asked.get("level")), None),
            kind=kind if kind in {"open", "closed", "free"} else "",
            sort=sort if sort.removeprefix("-") in COLUMNS else "name",
        )

    def link(self, **change: object) -> str:
        """The address of the same look with something changed."""
        changed = replace(self, **change)  # type: ignore[arg-type]
        parts = {name: getattr(changed, name) for name in ("q", "track", "level", "kind", "sort")}
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def shows(self, row: GroupLine) -> bool:
        """Whether a group passes the search and the filters."""
        words = " ".join((row.name, row.service_name, row.track_name, *(one.leader for one in row.meetings))).casefold()
        kinds = {"": True, "open": not row.closed, "closed": row.closed, "free": row.enrolled < row.capacity}
        return (
            self.q.casefold() in words
            and self.track in (None, row.track)
            and (self.level is None or self.level in row.levels)
            and kinds[self.kind]
        )


@page(allowed=MAY_SEE_WEEK)
def groups(request: DeskRequest) -> HttpResponse:
    """The groups of the site looked at. Three queries, and one for the tracks."""
    looking = Looking.asked(request.GET)
    every = schedule.groups_at(request.actor, [request.site.id], request.today)
    rows = sorted(filter(looking.shows, every), key=lambda row: row.name.casefold())
    column = looking.sort.removeprefix("-")
    rows.sort(key=COLUMNS[column], reverse=looking.sort.startswith("-"))  # type: ignore[arg-type]
    context = {
        "looking": looking,
        "rows": rows,
        "empty": not every,
        "heads": [(label, *_head(looking, key)) for key, label in HEADS],
        "tracks": tracks_at(request.site.id, request.today),
        "levels": [level for level in LevelOfCare if any(level in row.levels for row in every)],
        "kinds": [("open", "Open"), ("closed", "Closed"), ("free", "With a free seat")],
        "may_set_up": request.actor.has_any(MAY_SET_UP_GROUPS),
        "section": "groups",
    }
    return render(request, "desk/groups.html", context)


HEADS = (("name", "Group"), ("service", "Service"), ("track", "Track"), ("meets", "Meets"), ("seats", "Regular seats"))


def _head(looking: Looking, key: str) -> tuple[str, str]:
    """The address that sorts by a column, and how it is sorted now."""
    if looking.sort == key:
        return looking.link(sort=f"-{key}"), "ascending"
    return looking.link(sort=key), "descending" if looking.sort == f"-{key}" else ""
