"""When a client can come: a week by the hour, with quick choices; and the tracks that fit, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from stepdown.agency import queries as agency
from stepdown.agency.terms import ProgramRow
from stepdown.episode import queries as episode
from stepdown.episode.terms import ClientState
from stepdown.kernel.dates import WEEKDAYS
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.queries.setup import availability
from stepdown.schedule.queries.tracks import fitting_tracks
from stepdown.schedule.terms import Block, Hours, Misfit, TrackFit
from stepdown.web.desk.chart import Chart, open_chart
from stepdown.web.desk.pages import DeskRequest, number, page
from stepdown.web.desk.templatetags.wording import clock, obstacle_sentence

FIRST, LAST = 6, 22
"""The grid runs from six to ten; a programme that meets at night changes hours one by one."""
WEEK, WORKDAYS = range(7), range(5)
PRESETS: dict[str, tuple[str, tuple[Hours, ...]]] = {
    "any": ("Any time", tuple(Hours(day, FIRST * 60, LAST * 60) for day in WEEK)),
    "after-work": ("After work", tuple(Hours(day, 17 * 60, LAST * 60) for day in WORKDAYS)),
    "mornings": ("Mornings", tuple(Hours(day, 8 * 60, 13 * 60) for day in WORKDAYS)),
    "school": ("School hours", tuple(Hours(day, 8 * 60, 15 * 60) for day in WORKDAYS)),
    "weekdays": ("Weekdays, 8 to 5", tuple(Hours(day, 8 * 60, 17 * 60) for day in WORKDAYS)),
    "weekends": ("Weekends", tuple(Hours(day, 8 * 60, 20 * 60) for day in (5, 6))),
}
"""Quick choices, in the order of their buttons: each replaces the week."""


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS)
def hours(request: DeskRequest, client: int) -> HttpResponse:
    """The week and the tracks; a POST keeps the hours ticked, or those of a quick choice."""
    chart = open_chart(request, client)
    if request.method == "POST":
        wanted = _wanted(request.POST)
        set_availability(by=request.actor, at=request.now, hours={client: wanted})
        messages.success(request, "Their hours are kept. The tracks shown follow them.")
        return redirect("desk:client-hours", client)
    today = request.today
    stands = episode.states([client], today)[client]
    held = availability([client]).get(client, [])
    fits = tracks_for(chart, stands, held, today, agency.programs_at([request.site.id]))
    context = {
        "grid": _grid(held),
        "days": [day[:3] for day in WEEKDAYS],
        "presets": [(name, label) for name, (label, _) in PRESETS.items()],
        "said": bool(held),
        "fits": [(fit, when(fit.blocks), list(_against(fit))) for fit in fits],
        "stands": stands,
    }
    return chart.page("desk/client_hours.html", context, bar=False)


def tracks_for(
    chart: Chart, stands: ClientState, held: Sequence[Hours], day: date, programs: Iterable[ProgramRow]
) -> tuple[TrackFit, ...]:
    """The tracks for a client who would start on `day`, those that fit them first. Four queries."""
    header = chart.header
    if header is None:
        return ()
    population = next((one.population for one in programs if one.id == stands.program), "")
    return fitting_tracks(
        held,
        site=header.site,
        day=day,
        level=stands.level or "",
        population=population,
        languages=header.languages,
    )


def _wanted(sent: QueryDict) -> list[Hours]:
    """The hours of a quick choice, or those ticked as "day-hour", joined where they touch."""
    if (preset := PRESETS.get(sent.get("preset", ""))) is not None:
        return list(preset[1])
    ticked: set[tuple[int, int]] = set()
    for text in sent.getlist("hour"):
        weekday, _, hour = text.partition("-")
        day, full = number(weekday), number(hour)
        if day is not None and day in WEEK and full is not None and FIRST <= full < LAST:
            ticked.add((day, full))
    return _joined(sorted(ticked))


def _joined(ticked: Sequence[tuple[int, int]]) -> list[Hours]:
    found: list[Hours] = []
    for weekday, hour in ticked:
        last = found[-1] if found else None
        if last is not None and (last.weekday, last.ends) == (weekday, hour * 60):
            found[-1] = Hours(weekday, last.starts, hour * 60 + 60)
        else:
            found.append(Hours(weekday, hour * 60, hour * 60 + 60))
    return found


def _grid(held: Iterable[Hours]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """A row for each hour: its time, and (value, name, whether they can come for all of it) of each day."""
    rows = list(held)
    return [
        (
            f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}",
            [
                (f"{day}-{hour}", f"{WEEKDAYS[day]}, {clock(hour * 60)}", any(_holds(one, day, hour) for one in rows))
                for day in WEEK
            ],
        )
        for hour in range(FIRST, LAST)
    ]


def _holds(one: Hours, day: int, hour: int) -> bool:
    return one.weekday == day and one.starts <= hour * 60 and hour * 60 + 60 <= one.ends


def when(blocks: Sequence[Block]) -> str:
    """ "Mon, Wed, Thu, 9:00 am to 12:15 pm" where all days are alike, else each day."""
    spans = {(block.starts, block.ends) for block in blocks}
    if len(spans) == 1:
        (starts, ends) = spans.pop()
        return f"{', '.join(WEEKDAYS[block.weekday][:3] for block in blocks)}, {clock(starts)} to {clock(ends)}"
    return "; ".join(f"{WEEKDAYS[b.weekday][:3]} {clock(b.starts)} to {clock(b.ends)}" for b in blocks)


def _against(fit: TrackFit) -> Iterator[str]:
    """Every reason in a sentence; blocks at which they can't come in one: "Not at hours they can come: Mon, Wed"."""
    days = [one.about["weekday"] for one in fit.misfits if one.blocker is Misfit.OUTSIDE_AVAILABILITY]
    if days:
        yield f"Not at hours they can come: {', '.join(WEEKDAYS[day][:3] for day in days)}."  # type: ignore[call-overload]
    yield from (obstacle_sentence(one) for one in fit.misfits if one.blocker is not Misfit.OUTSIDE_AVAILABILITY)
