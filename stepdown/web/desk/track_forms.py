"""Making a track, changing it, ending it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency.terms import Population, SiteRow
from stepdown.audit.terms import Obstacle, Refused, Stale
from stepdown.kernel.dates import WEEKDAYS
from stepdown.kernel.levels import LevelOfCare
from stepdown.schedule.access import MAY_SET_UP_GROUPS
from stepdown.schedule.actions.setup import create_tracks
from stepdown.schedule.actions.tracks import change_track, end_track, reopen_track
from stepdown.schedule.queries import setup
from stepdown.schedule.queries.tracks import TrackRow, track_on
from stepdown.schedule.terms import Block, NewTrack
from stepdown.web.desk.changing import SEEN, ask, digest
from stepdown.web.desk.fields import Day
from stepdown.web.desk.labels import LANGUAGES
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.series_forms import choices, code_of
from stepdown.web.desk.templatetags.wording import words

ROWS, SPARE = 5, 2
"""Rows for blocks on an empty form, and beside those there are."""
CLOCK = {"type": "time"}


class TrackForm(forms.Form):
    """What a track is and for whom; its code is made from the name."""

    name = forms.CharField(max_length=80)
    site = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    language = forms.ChoiceField(required=False)
    serves = forms.TypedChoiceField(label="Population", coerce=Population, empty_value=None, required=False)
    capacity = forms.IntegerField(
        label="Places", min_value=1, max_value=500, required=False, help_text="Leave it empty for no limit of its own."
    )
    at_levels = forms.TypedMultipleChoiceField(
        label="Levels", coerce=LevelOfCare, widget=forms.CheckboxSelectMultiple, required=False
    )
    any_leader = forms.BooleanField(label="Everybody qualified may lead its groups", required=False, initial=True)

    def offer(self, sites: Iterable[SiteRow]) -> None:
        """Fill the choices."""
        choices(self, "site", [("", "Every site"), *((one.id, one.name) for one in sites)])
        choices(self, "language", [("", "Any"), *sorted(LANGUAGES.items(), key=lambda pair: pair[1])])
        choices(self, "serves", [("", "Any"), *((one, words(one)) for one in Population)])
        choices(self, "at_levels", [(one.value, words(one)) for one in LevelOfCare])

    def track(self, code: str, blocks: tuple[Block, ...]) -> NewTrack:
        """The track as filled in; only after `is_valid`."""
        said = self.cleaned_data
        return NewTrack(
            code=code,
            name=said["name"],
            site=said["site"],
            language=said["language"],
            levels=tuple(said["at_levels"]),
            any_leader=said["any_leader"],
            blocks=blocks,
            population=said["serves"] or None,
            capacity=said["capacity"],
        )


class BlockForm(forms.Form):
    """One block of the week with its break; without a day the row is not used."""

    weekday = forms.TypedChoiceField(label="Day", coerce=int, empty_value=None, required=False)
    starts = forms.TimeField(label="From", required=False, widget=forms.TimeInput(CLOCK, format="%H:%M"))
    ends = forms.TimeField(label="To", required=False, widget=forms.TimeInput(CLOCK, format="%H:%M"))
    break_starts = forms.TimeField(label="Break from", required=False, widget=forms.TimeInput(CLOCK, format="%H:%M"))
    break_ends = forms.TimeField(label="Break to", required=False, widget=forms.TimeInput(CLOCK, format="%H:%M"))

    def clean(self) -> None:
        """A row with a day needs both times; a break is whole or none."""
        said = self.cleaned_data
        if said.get("weekday") is None:
            return
        pause = ("break_starts", "break_ends")
        needed = ["starts", "ends", *(pause if any(said.get(name) for name in pause) else ())]
        for name in needed:
            if said.get(name) is None and name not in self.errors:
                self.add_error(name, "Fill this in.")

    def block(self) -> Block | None:
        """The block, or None for a row not used."""
        said = self.cleaned_data
        if said.get("weekday") is None:
            return None
        pause = (_minute(said["break_starts"]), _minute(said["break_ends"])) if said["break_starts"] else None
        return Block(said["weekday"], _minute(said["starts"]), _minute(said["ends"]), pause)


@page(allowed=MAY_SET_UP_GROUPS)
def new_track(request: DeskRequest) -> HttpResponse:
    """A new track: its form, and making it."""

    def do(form: TrackForm, blocks: tuple[Block, ...]) -> int:
        code = code_of(form.cleaned_data["name"], [row.code for row in setup.tracks().values()])
        (made,) = create_tracks(by=request.actor, at=request.now, tracks=[form.track(code, blocks)])
        messages.success(request, "The track is made. Give it groups, and clients can join.")
        return made

    return _ask(request, do, {"site": request.site.id}, ())


@page(allowed=MAY_SET_UP_GROUPS)
def change(request: DeskRequest, track: int) -> HttpResponse:
    """A track's form as it stands; who is in it stays. Told when somebody else changed it meanwhile."""
    row = track_on(request.actor, track, request.today)

    def do(form: TrackForm, blocks: tuple[Block, ...]) -> int:
        change_track(by=request.actor, at=request.now, track=track, to=form.track(row.code, blocks))
        messages.success(request, "The track is changed.")
        return track

    first = {
        "name": row.name,
        "site": row.site,
        "language": row.language,
        "serves": row.population,
        "capacity": row.capacity,
        "at_levels": [one.value for one in row.levels],
        "any_leader": row.any_leader,
    }
    return _ask(request, do, first, row.blocks, row)


@page(allowed=MAY_SET_UP_GROUPS)
def end(request: DeskRequest, track: int) -> HttpResponse:
    """End a track from a day on: who is in it leaves it then. Refused while groups of it meet."""
    row = track_on(request.actor, track, request.today)

    class EndForm(forms.Form):
        on = Day(label="First day without it")

    def do(given: dict[str, Any]) -> None:
        end_track(by=request.actor, at=request.now, track=track, on=given["on"])

    said = {
        "lead": f"{row.clients} clients are in it now; they leave it that day. Until then it goes on as it is.",
        "submit": "End the track",
        "danger": True,
        "section": "groups",
        "crumbs": [("desk:groups", "Groups"), ("desk:tracks", "Tracks")],
    }
    form = EndForm(request.POST or None, initial={"on": request.today})
    done = "The day it ends is set. “Let it go on” takes that back."
    return ask(
        request, form, do, heading=f"End {row.name}", back=reverse("desk:track", args=[track]), done=done, said=said
    )


@page(allowed=MAY_SET_UP_GROUPS, writes=True)
def reopen(request: DeskRequest, track: int) -> HttpResponse:
    """Take back that the track ends, or has ended: who left with it is in it again."""
    missed = reopen_track(by=request.actor, at=request.now, track=track)
    messages.success(request, "The track goes on, with who was in it.")
    if missed:
        messages.warning(request, f"{len(missed)} of them could not come back: its places are taken by now.")
    return redirect("desk:track", track)


def _ask(
    request: DeskRequest, do: Any, first: dict[str, Any], blocks: Sequence[Block], row: TrackRow | None = None
) -> HttpResponse:
    """The form with its blocks; once all is good it is done. What was refused or mistyped stays as typed: 422."""
    sent = request.POST if request.method == "POST" else None
    form = TrackForm(sent, initial=first | {"blocks": list(blocks)})
    form.offer(request.sites)
    rows = _block_forms(sent, blocks)
    obstacles: tuple[Obstacle, ...] = ()
    if sent is not None and all([form.is_valid(), *(one.is_valid() for one in rows)]):
        if row is not None and sent.get(SEEN) != digest(form):
            obstacles = (Obstacle(Stale.CHANGED_MEANWHILE),)
        else:
            try:
                found = (one.block() for one in rows)
                return redirect("desk:track", do(form, tuple(block for block in found if block is not None)))
            except Refused as refused:
                obstacles = refused.obstacles
    context = {
        "form": form,
        "rows": rows,
        "row": row,
        "obstacles": obstacles,
        "seen": digest(form),
        "section": "groups",
    }
    return render(request, "desk/track_form.html", context, status=422 if sent is not None else 200)


def _block_forms(sent: QueryDict | None, blocks: Sequence[Block]) -> list[BlockForm]:
    """A form for each block there is, and empty ones."""
    made = []
    for place in range(len(blocks) + SPARE if blocks else ROWS):
        one = BlockForm(sent, prefix=f"b{place}", initial=_first(blocks[place]) if place < len(blocks) else {})
        choices(one, "weekday", [("", "Not used"), *enumerate(WEEKDAYS)])
        made.append(one)
    return made


def _first(block: Block) -> dict[str, object]:
    pause = block.pause or (None, None)
    times = {"starts": block.starts, "ends": block.ends, "break_starts": pause[0], "break_ends": pause[1]}
    shown = {name: time(minute // 60 % 24, minute % 60) for name, minute in times.items() if minute is not None}
    return {"weekday": block.weekday, **shown}


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
