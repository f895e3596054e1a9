"""Clients of a site: found as you type, filtered, sorted, with their week at a glance.

What is typed travels in the body of a POST, so that no name stands in an address, a history or a log.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from stepdown.agency.terms import CriteriaEdition
from stepdown.episode import queries as episode
from stepdown.episode.terms import CurrentStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week, zone_of
from stepdown.ledger import queries as ledger
from stepdown.ledger.queries import Glance
from stepdown.people import queries as people
from stepdown.people.access import MAY_REGISTER, MAY_SEE_CLIENTS
from stepdown.people.terms import ListedClient
from stepdown.schedule.queries import day as schedule
from stepdown.web.desk.pages import DeskRequest, number, page, typed
from stepdown.web.desk.templatetags.wording import level_words, words

PAGE = 25
"""Clients on one page of the list."""

COLUMNS = ("name", "number", "level", "clinician", "week", "next")
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the list is looked at; nothing in it is about a client, so it may stand in an address.

    `sort` is a column, with a minus for the other direction, or nothing for names (or the likeness of what was typed).
    """

    level: str = ""
    track: int | None = None
    sort: str = ""
    page: int = 1

    @classmethod
    def asked(cls, asked: QueryDict) -> Looking:
        """From an address or a form; what makes no sense is left out."""
        level, sort = asked.get("level", ""), asked.get("sort", "")
        return cls(
            level=level if level in set(LevelOfCare) else "",
            track=number(asked.get("track", "")),
            sort=sort if sort.removeprefix("-") in COLUMNS else "",
            page=number(asked.get("page", "")) or 1,
        )

    def link(self, **change: object) -> str:
        """The address of the same look with something changed; from its first page unless `page` is named."""
        changed = replace(self, **{"page": 1, **change})  # type: ignore[arg-type]
        parts = {"level": changed.level, "track": changed.track, "sort": changed.sort, "page": changed.page}
        return "?" + urlencode({name: value for name, value in parts.items() if value and (name, value) != ("page", 1)})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `stay` is None for somebody who is not in care, `week` until it is needed."""

    client: ListedClient
    stay: CurrentStay | None
    clinician: str
    week: Glance | None = None

    @property
    def level(self) -> LevelOfCare | None:
        return self.stay.level if self.stay else None

    @property
    def edition(self) -> CriteriaEdition | None:
        return self.stay.edition if self.stay else None


@page(allowed=MAY_SEE_CLIENTS)
def clients(request: DeskRequest) -> HttpResponse:
    """The list; a POST with `q` finds people as they are typed, those who left included."""
    asked = request.POST if request.method == "POST" else request.GET
    looking, wanted = Looking.asked(asked), typed(request.POST.get("q", ""))
    day = request.now.astimezone(zone_of(request.site.time_zone)).date()
    week = Week.of(request.now, request.site.time_zone)
    everybody = _rows(request, looking, wanted, day)
    rows = [row for row in everybody if looking.level in ("", row.level)]
    if looking.sort.removeprefix("-") in {"week", "next"}:
        rows = _with_weeks(rows, week, request.now)
    shown = Paginator(_sorted(rows, looking.sort), PAGE).get_page(looking.page)
    context = {
        "rows": _with_weeks(list(shown.object_list), week, request.now),
        "shown": shown,
        "looking": looking,
        "typed": wanted,
        "columns": _columns(looking),
        "levels": _level_chips(looking, everybody),
        "tracks": _track_chips(looking, schedule.tracks_at(request.site.id)),
        "before": looking.link(page=shown.number - 1),
        "after": looking.link(page=shown.number + 1),
        "site": request.site,
        "sites": request.sites,
        "may_register": request.actor.has_any(MAY_REGISTER),
        "section": "clients",
    }
    return render(request, "desk/_clients_found.html" if request.htmx else "desk/clients.html", context)


def _rows(request: DeskRequest, looking: Looking, wanted: str, day: date) -> list[Row]:
    """Everybody of the track looked at, at any level: those in care or, once something is typed, ever."""
    listed = people.clients_at(request.actor, request.site.id, wanted)
    ids = [one.id for one in listed]
    stays, clinicians = episode.stays_on(ids, day), people.clinicians_of(ids, day)
    rows = [Row(one, stays.get(one.id), clinicians.get(one.id, "")) for one in listed if wanted or one.id in stays]
    if looking.track is not None:
        inside = schedule.in_track(looking.track, ids, day)
        rows = [row for row in rows if row.client.id in inside]
    return rows


def _level_chips(looking: Looking, rows: Collection[Row]) -> list[tuple[str, int, str, bool]]:
    """(label, people in care, address, whether it is on) of each level, once there is a choice."""
    counts = {level: sum(row.level is level for row in rows) for level in LevelOfCare}
    offered = [level for level, count in counts.items() if count or level == looking.level]
    if len(offered) < 2 and not looking.level:
        return []
    every = ("All levels", sum(counts.values()), looking.link(level=""), not looking.level)
    return [every] + [
        (_level_name(rows, level), counts[level], looking.link(level=level.value), level == looking.level)
        for level in offered
    ]


def _level_name(rows: Collection[Row], level: LevelOfCare) -> str:
    """The level as the programmes of these clients call it: their edition of the criteria decides."""
    names = {level_words(level, row.edition) for row in rows if row.level is level}
    return " or ".join(sorted(names)) or words(level)


def _track_chips(looking: Looking, tracks: Collection[tuple[int, str]]) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is on) of each track, once there is a choice."""
    if len(tracks) < 2 and looking.track is None:
        return []
    every = ("All tracks", looking.link(track=None), looking.track is None)
    return [every] + [(name, looking.link(track=track), track == looking.track) for track, name in tracks]


def _with_weeks(rows: Collection[Row], week: Week, now: datetime) -> list[Row]:
    """The rows with their week, read once."""
    lacking = [row.client.id for row in rows if row.week is None]
    weeks = ledger.glances(lacking, week, now=now) if lacking else {}
    return [replace(row, week=weeks.get(row.client.id, row.week)) for row in rows]


def _key(column: str) -> Callable[[Row], object]:
    keys: dict[str, Callable[[Row], object]] = {
        "name": lambda row: row.client.name.casefold(),
        "number": lambda row: row.client.record_number,
        "level": lambda row: row.level.intensity if row.level else -1,
        "clinician": lambda row: row.clinician.casefold(),
        "week": lambda row: row.week.prescribed - row.week.attended if row.week else 0,
        "next": lambda row: row.week.next_session.start if row.week and row.week.next_session else FAR,
    }
    return keys[column]


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """By the column, and within it in the order they had: by name, or by likeness to what was typed."""
    if not sort:
        return rows
    return sorted(rows, key=_key(sort.removeprefix("-")), reverse=sort.startswith("-"))  # type: ignore[arg-type]


def _columns(looking: Looking) -> dict[str, dict[str, str]]:
    """For each column: how it is sorted now, and the address that sorts it the other way."""
    now = looking.sort.removeprefix("-")
    return {
        column: {
            "sort": ("descending" if looking.sort.startswith("-") else "ascending") if column == now else "",
            "href": looking.link(sort=f"-{column}" if looking.sort == column else column),
        }
        for column in COLUMNS
    }
