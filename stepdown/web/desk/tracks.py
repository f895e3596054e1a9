"""Tracks: whom each set of groups is for, when it meets, how many are in it; none of it is about a client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from stepdown.kernel.levels import LevelOfCare
from stepdown.schedule.access import MAY_SEE_WEEK, MAY_SET_UP_GROUPS
from stepdown.schedule.queries.tracks import TrackRow, track_rows
from stepdown.web.desk.hours import when
from stepdown.web.desk.pages import DeskRequest, page, typed

COLUMNS: dict[str, Callable[[TrackRow], object]] = {
    "name": lambda row: row.name.casefold(),
    "meets": lambda row: (not row.blocks, *((one.weekday, one.starts) for one in row.blocks[:1])),
    "groups": lambda row: row.groups,
    "clients": lambda row: row.clients,
}
HEADS = (("name", "Track"), ("meets", "Meets"), ("", "For whom"), ("groups", "Groups"), ("clients", "Clients"))


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the list is looked at; a track's name is no client's, so it may stand in an address."""

    q: str = ""
    level: LevelOfCare | None = None
    sort: str = "name"

    @classmethod
    def asked(cls, asked: QueryDict) -> Looking:
        """From an address; what makes no sense is left out."""
        sort = asked.get("sort", "")
        return cls(
            q=typed(asked.get("q", "")),
            level=next((level for level in LevelOfCare if level.value == asked.get("level")), None),
            sort=sort if sort.removeprefix("-") in COLUMNS else "name",
        )

    def link(self, **change: object) -> str:
        """The address of the same look with something changed."""
        changed = replace(self, **change)  # type: ignore[arg-type]
        parts = {name: getattr(changed, name) for name in ("q", "level", "sort")}
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def shows(self, row: TrackRow) -> bool:
        """Whether a track passes the search and the filter; one without levels serves every level."""
        words = f"{row.name} {row.home[1] if row.home else ''}".casefold()
        return self.q.casefold() in words and (self.level is None or not row.levels or self.level in row.levels)


@page(allowed=MAY_SEE_WEEK)
def tracks(request: DeskRequest) -> HttpResponse:
    """The tracks of the site looked at. Two queries."""
    looking = Looking.asked(request.GET)
    every = track_rows(request.site.id, request.today)
    rows = sorted(filter(looking.shows, every), key=lambda row: row.name.casefold())
    rows.sort(key=COLUMNS[looking.sort.removeprefix("-")], reverse=looking.sort.startswith("-"))  # type: ignore[arg-type]
    context = {
        "looking": looking,
        "rows": [(row, when(row.blocks)) for row in rows],
        "empty": not every,
        "heads": [(label, *_head(looking, key)) for key, label in HEADS],
        "levels": list(LevelOfCare),
        "may_set_up": request.actor.has_any(MAY_SET_UP_GROUPS),
        "section": "groups",
    }
    return render(request, "desk/tracks.html", context)


def _head(looking: Looking, key: str) -> tuple[str, str]:
    """The address that sorts by a column (none: it does not sort), and how it is sorted now."""
    if not key:
        return "", ""
    if looking.sort == key:
        return looking.link(sort=f"-{key}"), "ascending"
    return looking.link(sort=key), "descending" if looking.sort == f"-{key}" else ""
