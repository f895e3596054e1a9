"""Group series: make one, change it from a date on, end it. Each is tried first: what would come of it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.audit.terms import Obstacle, Refused, Stale
from stepdown.schedule.access import MAY_SET_UP_GROUPS
from stepdown.schedule.actions import series
from stepdown.schedule.queries import groups as schedule
from stepdown.schedule.queries.groups import AheadRow, GroupLine
from stepdown.schedule.terms import Changed, Planned, SeriesChange, Told
from stepdown.web.desk.fields import Day
from stepdown.web.desk.gaps_told import Line, gaps_said, gaps_told
from stepdown.web.desk.pages import DeskRequest, day_typed, page
from stepdown.web.desk.rehearsal import rehearsal
from stepdown.web.desk.series_forms import ChangeForm, GroupForm, meeting_forms, meetings_of
from stepdown.web.desk.templatetags.wording import day as day_words
from stepdown.web.desk.told import told

SHOWN = 12
"""Sessions a preview lists."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come of it: sessions as they would stand, each with why it lacks something; days skipped; what stays."""

    rows: tuple[tuple[AheadRow, list[object]], ...]
    more: int
    skipped: tuple[tuple[date, list[object]], ...]
    kept: tuple[tuple[date, list[object]], ...] = ()
    moved: int = 0
    dropped: int = 0
    made: int = 0
    unseated: int = 0
    gaps: tuple[Line, ...] = ()


@page(allowed=MAY_SET_UP_GROUPS)
def new_group(request: DeskRequest) -> HttpResponse:
    """A new group that meets every week: its form, a preview of its first sessions, and making it."""
    sent = request.POST if request.method == "POST" else None
    form = GroupForm(sent, initial={"starts_on": request.today})
    form.offer(request.site.id, request.today)
    rows = meeting_forms(request, sent)
    context: dict[str, object] = {"form": form, "meetings": rows, "new": True, "section": "groups"}
    if sent is None:
        return render(request, "desk/series_form.html", context)
    if not all([form.is_valid(), *(row.is_valid() for row in rows)]):
        return render(request, "desk/series_form.html", context, status=422)
    until = max(form.cleaned_data["starts_on"], request.today) + timedelta(weeks=form.cleaned_data["weeks"])
    wanted = {
        "by": request.actor,
        "at": request.now,
        "group": form.group(request.site.id),
        "meetings": meetings_of(rows),
        "topics": form.curriculum(),
        "until": until,
    }
    try:
        if "save" in sent:
            number, planned = series.make_series(**wanted)
            messages.success(request, _said(Changed(planned=planned)))
            return redirect("desk:group", number)
        with rehearsal():
            _, planned = series.make_series(**wanted)
            context["preview"] = _preview(request, Changed(planned=planned))
    except Refused as refused:
        return render(request, "desk/series_form.html", context | told(request, refused.obstacles), status=409)
    return render(request, "desk/series_form.html", context)


@page(allowed=MAY_SET_UP_GROUPS)
def change_group(request: DeskRequest, group: int) -> HttpResponse:
    """A series from a day on: times, rooms, leaders, seats. Sessions changed by hand stay, and are named."""
    row = schedule.group_on(request.actor, group, request.today)
    seen = "-".join(str(one.id) for one in row.meetings)
    sent = request.POST.copy() if request.method == "POST" else None
    form = ChangeForm(sent, initial=_numbers(row, request) | {"seen": seen})
    form.offer()
    goes_on = tuple(one for one in row.meetings if one.ends_on is None)
    rows = meeting_forms(request, sent, goes_on)
    context: dict[str, object] = {"form": form, "meetings": rows, "row": row, "new": False, "section": "groups"}
    if sent is None:
        return render(request, "desk/series_form.html", context)
    if not all([form.is_valid(), *(one.is_valid() for one in rows)]):
        return render(request, "desk/series_form.html", context, status=422)
    if form.cleaned_data["seen"] != seen:
        sent["seen"] = seen
        stale = told(request, [Obstacle(Stale.CHANGED_MEANWHILE)])
        return render(request, "desk/series_form.html", context | stale | {"stale": True}, status=409)
    said = form.cleaned_data
    change = SeriesChange(
        group, said["starts"], meetings_of(rows, goes_on), said["capacity"], said["minimum"], said["meets"]
    )
    context["keep_offered"] = said["keep_blocked"]
    wanted = {"by": request.actor, "at": request.now, "change": change, "keep_blocked": said["keep_blocked"]}
    try:
        if "save" in sent:
            messages.success(request, _said(series.change_series(**wanted)))
            return redirect("desk:group", group)
        with rehearsal():
            context["preview"] = _preview(request, series.change_series(**wanted))
    except Refused as refused:
        blocked = any("day" in obstacle.about for obstacle in refused.obstacles)
        context |= told(request, refused.obstacles) | {"keep_offered": blocked}
        return render(request, "desk/series_form.html", context, status=409)
    return render(request, "desk/series_form.html", context)


class EndForm(forms.Form):
    """The last day of a series."""

    last_day = Day(label="Last day")


@page(allowed=MAY_SET_UP_GROUPS)
def end_group(request: DeskRequest, group: int) -> HttpResponse:
    """End a series: after its last day nobody is expected any more; sessions changed by hand stay, and are named."""
    row = schedule.group_on(request.actor, group, request.today)
    sent = request.POST if request.method == "POST" else None
    form = EndForm(sent, initial={"last_day": request.today + timedelta(days=27)})
    context: dict[str, object] = {"form": form, "row": row, "section": "groups"}
    if sent is None:
        return render(request, "desk/series_end.html", context)
    if not form.is_valid():
        return render(request, "desk/series_end.html", context, status=422)
    on = form.cleaned_data["last_day"] + timedelta(days=1)
    try:
        if "save" in sent:
            ended = series.end_series(by=request.actor, at=request.now, group=group, on=on)
            messages.success(request, _said(ended))
            return redirect("desk:group", group)
        with rehearsal():
            context["preview"] = _preview(
                request, series.end_series(by=request.actor, at=request.now, group=group, on=on)
            )
    except Refused as refused:
        return render(request, "desk/series_end.html", context | told(request, refused.obstacles), status=409)
    return render(request, "desk/series_end.html", context)


def _numbers(row: GroupLine, request: DeskRequest) -> dict[str, object]:
    return {
        "starts": day_typed(request.GET.get("from", "")) or request.today + timedelta(days=1),
        "capacity": row.capacity,
        "minimum": row.minimum,
        "meets": row.modality.value,
    }


def _preview(request: DeskRequest, changed: Changed) -> Preview:
    """Read inside a rehearsal, while what the action did stands. Two queries, and two for names."""
    planned: Planned = changed.planned
    ids = [*changed.moved, *planned.made]
    rows = schedule.of_sessions(ids)
    why = {one.session: _why(request, one) for one in planned.lacking}
    return Preview(
        rows=tuple((row, why.get(row.id, [])) for row in rows[:SHOWN]),
        more=max(0, len(rows) - SHOWN),
        skipped=_days(request, planned.skipped),
        kept=_days(request, changed.kept),
        moved=len(changed.moved),
        dropped=len(changed.dropped),
        made=len(planned.made),
        unseated=len({one.client for one in planned.unseated}),
        gaps=gaps_told(request, changed.gaps),
    )


def _days(request: DeskRequest, rows: Iterable[Told]) -> tuple[tuple[date, list[object]], ...]:
    return tuple((one.day, _why(request, one)) for one in rows)


def _why(request: DeskRequest, one: Told) -> list[object]:
    return told(request, one.obstacles)["obstacles"]  # type: ignore[return-value]


def _said(changed: Changed) -> str:
    """What was done, in a sentence or two: counts, and the days that stay as they were changed by hand."""
    said = [
        f"{number} {words}"
        for number, words in (
            (len(changed.moved), "moved"),
            (len(changed.planned.made), "made"),
            (len(changed.dropped), "cancelled"),
        )
        if number
    ]
    text = f"Done. Sessions: {', '.join(said)}." if said else "Done."
    if changed.kept:
        text += f" As they were changed by hand, these stay: {', '.join(day_words(one.day) for one in changed.kept)}."
    if changed.planned.lacking:
        days = ", ".join(day_words(one.day) for one in changed.planned.lacking)
        text += f" Without their leader or room: {days}."
    return " ".join(filter(None, [text, gaps_said(changed.gaps)]))
