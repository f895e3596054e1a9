"""A paper day: a whole sign-in sheet written down afterwards, as one; everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.audit.terms import Refused
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.session import actions, queries
from stepdown.session.access import MAY_CHECK_IN
from stepdown.session.queries.sheet import sheet_obstacles
from stepdown.session.terms import Joined, PaperVisit, RosterRow, SessionCard
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.templatetags.wording import obstacle_sentence
from stepdown.web.desk.today import looking_at, moment_on

MAY_WRITE_SHEETS = MAY_CHECK_IN & MAY_SEE_CLIENTS


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the sheet: what they were expected in, what is typed, and what is wrong with it.

    `by_video` is as planned until somebody says otherwise: when each of their sessions of the day is by video.
    """

    row: RosterRow
    sessions: tuple[str, ...]
    by_video: bool
    came: str = ""
    left: str = ""
    faults: tuple[str, ...] = ()


@page(allowed=MAY_WRITE_SHEETS)
def paper_day(request: DeskRequest) -> HttpResponse:
    """Everybody expected on `?day=` without a visit; one pair of times each and whether by video, saved all together."""
    looking = looking_at(request)
    day = queries.day_at_door(request.actor, site=request.site, day=looking.period, now=request.now)
    lines = _lines(day.cards)
    if request.method == "POST":
        lines = [_typed(request, line) for line in lines]
        lines, saved = _saved(request, lines)
        if saved:
            messages.success(request, f"{saved} visit{'' if saved == 1 else 's'} written down.")
            return redirect(f"{reverse('desk:today')}?day={looking.iso}")
    context = {
        "looking": looking,
        "lines": lines,
        "faulty": sum(bool(line.faults) for line in lines),
        "nothing": request.method == "POST" and not any(line.came or line.left for line in lines),
        "section": "today",
    }
    return render(request, "desk/paper.html", context, status=422 if request.method == "POST" else 200)


def _lines(cards: Iterable[SessionCard]) -> list[Line]:
    """A line for each who was expected and has no visit, by name."""
    found: dict[int, Line] = {}
    for card in cards:
        for row in card.roster:
            if row.visit is None and row.forgotten is None:
                by_video = card.virtual or row.booked_by_video
                line = found.get(row.client, Line(row, (), by_video=True))
                title = f"{card.title} by video" if by_video else card.title
                found[row.client] = replace(line, sessions=(*line.sessions, title), by_video=line.by_video and by_video)
    return sorted(found.values(), key=lambda line: (line.row.name.casefold(), line.row.client))


def _typed(request: DeskRequest, line: Line) -> Line:
    came, left = (request.POST.get(f"{name}-{line.row.client}", "").strip() for name in ("came", "left"))
    faults = []
    if bool(came) != bool(left):
        faults.append("Give both times, or neither.")
    if any(_wall(typed) is None for typed in (came, left) if typed):
        faults.append("Enter a valid time.")
    by_video = f"video-{line.row.client}" in request.POST
    return replace(line, by_video=by_video, came=came, left=left, faults=tuple(faults))


def _wall(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed)
    except ValueError:
        return None


def _saved(request: DeskRequest, lines: list[Line]) -> tuple[list[Line], int]:
    """(the lines with every fault, how many were saved); all or none."""
    looking = looking_at(request)
    filled = [line for line in lines if line.came and line.left and not line.faults]
    visits = [
        PaperVisit(
            line.row.client,
            _on(request, looking.day, line.came),
            _on(request, looking.day, line.left),
            Joined.VIDEO if line.by_video else Joined.IN_PERSON,
        )
        for line in filled
    ]
    faulty = {line.row.client: line.faults for line in lines if line.faults}
    obstacles = sheet_obstacles(request.actor, visits, at=request.now) if faulty else ()
    if visits and not faulty:
        try:
            return lines, len(actions.record_day(by=request.actor, at=request.now, visits=visits))
        except Refused as refused:
            obstacles = refused.obstacles
    for obstacle in obstacles:
        row = obstacle.about.get("row")
        if isinstance(row, int):
            client = filled[row].row.client
            faulty[client] = (*faulty.get(client, ()), obstacle_sentence(obstacle))
    return [replace(line, faults=faulty.get(line.row.client, ())) for line in lines], 0


def _on(request: DeskRequest, day: date, typed: str) -> datetime:
    return moment_on(request, day, time.fromisoformat(typed))
