"""Gaps in clients' days as a page tells them: one line for each time of the week, with names for who may see clients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.terms import Gap
from stepdown.web.desk.pages import DeskRequest
from stepdown.web.desk.templatetags.wording import clock_span, day


@dataclass(frozen=True, slots=True)
class Line:
    """A gap at one time of the week: "3 people", the first day with its hours, how many more days, who."""

    people: str
    when: str
    more: int
    names: tuple[str, ...] = ()


def gaps_told(request: DeskRequest, gaps: Iterable[Gap]) -> tuple[Line, ...]:
    """A line for each weekday and time, the earliest first. One query for names, none without gaps."""
    weekly: defaultdict[tuple[int, str], list[Gap]] = defaultdict(list)
    for gap in gaps:
        weekly[gap.day.weekday(), clock_span(gap.period)].append(gap)
    every = _clients(gap for rows in weekly.values() for gap in rows)
    names = people.names_of(every) if every and request.actor.has_any(MAY_SEE_CLIENTS) else {}
    return tuple(
        Line(
            people=_people(len(_clients(rows))),
            when=f"{day(rows[0].day)} {when}",
            more=len({gap.day for gap in rows}) - 1,
            names=tuple(sorted((names[client] for client in _clients(rows) if client in names), key=str.casefold)),
        )
        for (_, when), rows in weekly.items()
    )


def gaps_said(gaps: Iterable[Gap]) -> str:
    """The same in one sentence without names; empty without gaps."""
    gaps = list(gaps)
    firsts = {(gap.day.weekday(), clock_span(gap.period)): gap for gap in reversed(gaps)}
    whens = "; ".join(
        f"{day(gap.day)} {when}" for (_, when), gap in sorted(firsts.items(), key=lambda one: one[1].period)
    )
    return f"Leaves a gap for {_people(len(_clients(gaps)))}: {whens}." if gaps else ""


def _clients(gaps: Iterable[Gap]) -> set[int]:
    return {client for gap in gaps for client in gap.clients}


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
