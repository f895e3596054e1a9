"""Ledger: one line per client of a site or programme for a week: prescribed, scheduled, attended, and what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from stepdown.agency import queries as agency
from stepdown.agency.terms import ProgramRow
from stepdown.audit.terms import NotFound
from stepdown.coverage.access import MAY_SEE_COVERAGE
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.ledger import queries as ledger
from stepdown.ledger.access import MAY_EXPORT_LEDGER, MAY_SEE_LEDGER
from stepdown.ledger.queries import Line
from stepdown.ledger.terms import Work
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.transfer.ledger_csv import export_ledger
from stepdown.web.desk.leaving import handed, whom_asked
from stepdown.web.desk.pages import DeskRequest, monday_of, number, page, typed
from stepdown.web.desk.templatetags.wording import day_long

COLUMNS: dict[str, tuple[str, bool, Callable[[Line], Any]]] = {
    "name": ("Client", False, lambda line: (line.name.casefold(), line.client)),
    "level": ("Level", False, lambda line: line.level.intensity),
    "prescribed": ("Prescribed", True, lambda line: line.week.prescribed),
    "scheduled": ("Scheduled", True, lambda line: line.week.scheduled),
    "attended": ("Attended", True, lambda line: line.week.attended),
    "countable": ("Countable", True, lambda line: (line.week.countable, line.week.counted_days)),
    "ahead": ("Still ahead", True, lambda line: line.week.ahead),
    "open": ("Open", True, lambda line: (line.week.open, line.week.short)),
    "standing": ("This week", False, lambda line: (line.week.on_hold, -line.week.short, -line.week.open)),
    "left": ("Authorization left", True, lambda line: (_ends(line), line.authorized_left or 0)),
}
"""Column → heading, whether it holds numbers, and what it sorts by."""

SHOW = {
    "all": "Everybody",
    "open": "Open hours",
    "short": "At risk",
    "over": "Beyond authorization",
    "review": "Needs review",
    "hold": "On hold",
}
"""Filters, and what they are called."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the ledger is looked at; nothing about a client, so it may stand in an address."""

    monday: date
    program: int | None = None
    level: str = ""
    show: str = "all"
    sort: str = "-open"

    @classmethod
    def asked(cls, asked: QueryDict, today: date) -> Looking:
        """From an address or a form; what makes no sense is left out."""
        sort, show = asked.get("sort", ""), asked.get("show", "")
        return cls(
            monday=monday_of(asked.get("monday", ""), today),
            program=number(asked.get("program", "")),
            level=asked.get("level", "") if asked.get("level") in set(LevelOfCare) else "",
            show=show if show in SHOW else "all",
            sort=sort if sort.removeprefix("-") in COLUMNS else "-open",
        )

    def link(self, **change: object) -> str:
        """The address of the same look with something changed."""
        changed = replace(self, **change)  # type: ignore[arg-type]
        parts = {"monday": changed.monday.isoformat(), "program": changed.program, "level": changed.level}
        parts |= {"show": "" if changed.show == "all" else changed.show}
        parts |= {"sort": "" if changed.sort == "-open" else changed.sort}
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def shows(self, line: Line) -> bool:
        """Whether a line passes the filters."""
        passes = {
            "all": True,
            "open": line.week.open > 0,
            "short": line.week.short > 0,
            "over": any(item.work is Work.BEYOND_AUTHORIZATION for item in line.items),
            "review": bool(line.review),
            "hold": line.week.on_hold,
        }
        return passes[self.show] and self.level in ("", line.level)


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes over all lines shown."""

    prescribed: int
    scheduled: int
    attended: int
    countable: int
    ahead: int
    open: int
    short: int

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Totals:
        rows = [line.week for line in lines]
        names = ("prescribed", "scheduled", "attended", "countable", "ahead", "open")
        return cls(
            **{name: sum(getattr(row, name) for row in rows) for name in names}, short=sum(r.short > 0 for r in rows)
        )


@page(allowed=MAY_SEE_LEDGER)
def ledger_page(request: DeskRequest) -> HttpResponse:
    """The ledger of the site looked at. Nine queries for the lines, however many; a search is sent as POST."""
    asked = request.POST if request.method == "POST" else request.GET
    looking, week, programs = _look(request, asked)
    lines = ledger.board(request.actor, site=request.site.id, week=week, now=request.now, program=looking.program)
    wanted = typed(request.POST.get("q", ""))
    shown = [line for line in lines if looking.shows(line) and wanted.casefold() in line.name.casefold()]
    _, _, key = COLUMNS[looking.sort.removeprefix("-")]
    if looking.sort != "-open":
        shown.sort(key=key, reverse=looking.sort.startswith("-"))
    context = {
        "looking": looking,
        "week": week,
        "lines": shown,
        "everybody": Totals.of(lines),
        "totals": Totals.of(shown),
        "people": len(lines),
        "columns": [_column(looking, name) for name in COLUMNS],
        "filters": [
            (name, said, looking.link(show=name), sum(replace(looking, show=name).shows(x) for x in lines))
            for name, said in SHOW.items()
        ],
        "levels": sorted({line.level for line in lines}, key=lambda level: level.intensity),
        "programs": programs,
        "program": next((row for row in programs if row.id == looking.program), None),
        "typed": wanted,
        "today": week.day_near(request.now),
        "soon": week.day_near(request.now) + timedelta(days=7),
        "may_see_clients": request.actor.has_any(MAY_SEE_CLIENTS),
        "may_review": request.actor.has_any(MAY_SEE_COVERAGE),
        "may_export": request.actor.has_any(MAY_EXPORT_LEDGER),
        "links": _links(looking, Week.of(request.now, request.site.time_zone).monday),
    }
    return render(request, "desk/ledger.html", context)


@page(allowed=MAY_EXPORT_LEDGER, writes=True)
def ledger_export(request: DeskRequest) -> HttpResponseBase:
    """The ledger of the week as a CSV file with a neutral name, once it was said for whom it is."""
    looking, week, _ = _look(request, request.POST)
    what = f"The ledger of the week of {day_long(week.monday)}: a line for everybody in care."
    whom = whom_asked(request, what)
    if isinstance(whom, HttpResponse):
        return whom
    made = export_ledger(
        by=request.actor,
        at=request.now,
        day=request.today,
        site=request.site.id,
        week=week,
        whom=whom,
        program=looking.program,
    )
    return handed(request, made, what, f"week-{week.monday.isoformat()}")


def _look(request: DeskRequest, asked: QueryDict) -> tuple[Looking, Week, tuple[ProgramRow, ...]]:
    """What is asked for, its week, and the site's programmes. A programme elsewhere is NotFound. One query."""
    today = request.today
    looking = Looking.asked(asked, today)
    programs = agency.programs_at([request.site.id])
    if looking.program not in {None, *(row.id for row in programs)}:
        raise NotFound
    return looking, Week(looking.monday, request.site.time_zone), programs


def _column(looking: Looking, name: str) -> dict[str, object]:
    """A heading with the link that sorts by it: the other way round when it is the order already."""
    said, number, _ = COLUMNS[name]
    down = looking.sort == f"-{name}"
    up = looking.sort == name
    first_up = not number or name == "left"
    order = (f"-{name}" if up else name) if up or down else (name if first_up else f"-{name}")
    way = "descending" if down else "ascending" if up else ""
    return {"name": name, "said": said, "num": number, "href": looking.link(sort=order), "way": way}


def _links(looking: Looking, this_monday: date) -> dict[str, str]:
    week = timedelta(days=7)
    return {
        "previous": looking.link(monday=looking.monday - week),
        "now": looking.link(monday=this_monday),
        "next": looking.link(monday=looking.monday + week),
        "all": looking.link(show="all", level=""),
    }


def _ends(line: Line) -> date:
    return line.authorized.ends if line.authorized and line.authorized.ends else date.max
