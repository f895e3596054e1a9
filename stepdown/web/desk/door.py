"""Beside the two taps at the door: asked out and back, by video, a full group, why somebody does not come, other times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.audit.terms import NotFound, Refused
from stepdown.kernel.week import zone_of
from stepdown.people import queries as people
from stepdown.session import actions, queries
from stepdown.session.access import MAY_CHECK_IN
from stepdown.session.queries.visits import last_place
from stepdown.session.terms import AwayReason, Blocker, DayAtDoor, MissedReason, VideoPlace
from stepdown.web.desk.labels import LABELS
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.times import Why, ask
from stepdown.web.desk.today import changed, context_of, looking_at, moment_on, tapped

WALL = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class Place(forms.Form):
    """Where somebody is who joins by video."""

    state = forms.CharField(label="State", max_length=2, min_length=2, help_text="Two letters, such as IL.")
    address = forms.CharField(label="Address where they are now", max_length=200)
    callback = forms.CharField(label="Number to call back", max_length=40)
    private = forms.BooleanField(label="Nobody else can see or hear the group", required=False)


class DoesNotCome(forms.Form):
    """Why somebody does not come."""

    reason = forms.ChoiceField(
        label="Why", choices=[("", "Choose")] + [(r.value, LABELS[MissedReason][r]) for r in MissedReason]
    )


class OtherTimes(forms.Form):
    """Other times for a visit, and why."""

    came = forms.TimeField(label="They came at", widget=WALL)
    left = forms.TimeField(label="They left at", required=False, widget=WALL)
    reason = forms.CharField(
        label="Reason",
        help_text="It is kept with the change, under your name; the times before stay on record.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Back(forms.Form):
    """When somebody was back in the group."""

    back = forms.TimeField(label="They were back at", widget=WALL)


@page(allowed=MAY_CHECK_IN, writes=True, chart=False)
def check_in(request: DeskRequest, client: int) -> HttpResponse:
    """The client is here. Where their group is full, the reason is asked for first."""
    try:
        visit = actions.check_in(by=request.actor, at=request.now, client=client)
    except Refused as refused:
        only_full = [obstacle.blocker for obstacle in refused.obstacles] == [Blocker.ROOM_FULL]
        if only_full and request.actor.has_any(refused.obstacles[0].override_by):
            return _full(request, client)
        return changed(request, client, refused.obstacles)
    return _closing(changed(request, client, undo=reverse("desk:undo-check-in", args=[visit])))


def _full(request: DeskRequest, client: int) -> HttpResponse:
    """The dialog that asks why somebody is let into a full group; without a script, its page."""
    address = reverse("desk:let-in", args=[client]) + looking_at(request).query
    if not request.htmx:
        return redirect(address)
    context = _let_in_words(client) | {
        "form": Why(),
        "face": people.face(request.actor, client),
        "looking": looking_at(request),
    }
    response = render(request, "desk/_times.html", context, status=409)
    response["HX-Retarget"], response["HX-Reswap"] = "#modal-body", "innerHTML"
    return response


def _let_in_words(client: int) -> dict[str, object]:
    return {
        "title": "The group is full",
        "lead": "with them, more would be in the room than may be.",
        "action": reverse("desk:let-in", args=[client]),
        "submit": "Let them in",
    }


@page(allowed=MAY_CHECK_IN, chart=False)
def let_in(request: DeskRequest, client: int) -> HttpResponse:
    """Somebody is let into a full group, with a reason."""

    def record(typed: Mapping[str, object]) -> object:
        return actions.check_in(by=request.actor, at=request.now, client=client, override=str(typed["reason"]))

    return ask(request, client, Why(request.POST or None), record, _let_in_words(client))


@page(allowed=MAY_CHECK_IN, chart=False)
def more(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """Everything else that can be said about somebody in a session, as a dialog."""
    context = context_of(request, looking_at(request))
    day: DayAtDoor = context["day"]  # type: ignore[assignment]
    found = [(card, row) for card in day.cards if card.id == session for row in card.roster if row.client == client]
    if not found:
        raise NotFound
    card, row = found[0]
    context |= {"card": card, "row": row, "reasons": list(AwayReason), "face": people.face(request.actor, client)}
    return render(request, "desk/_door_more.html" if request.htmx else "desk/door_more.html", context)


@page(allowed=MAY_CHECK_IN, writes=True, chart=False)
def ask_out(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """The nurse or the prescriber asks them out of the group."""
    wanted = request.POST.get("reason", "")
    reason = AwayReason(wanted) if wanted in set(AwayReason) else AwayReason.OTHER
    people.face(request.actor, client)
    try:
        away = actions.ask_out(by=request.actor, at=request.now, client=client, session=session, reason=reason)
    except Refused as refused:
        return _closing(changed(request, client, refused.obstacles))
    undo = reverse("desk:undo-ask-out", args=[away])
    return _closing(changed(request, client, undo=undo, said="Out of the group; minutes stop until they are back."))


@page(allowed=MAY_CHECK_IN, writes=True)
def come_back(request: DeskRequest, away: int) -> HttpResponse:
    """They are back in the group."""
    client = queries.out_of(request.actor, away).client
    return tapped(
        request,
        lambda: actions.come_back(by=request.actor, at=request.now, away=away),
        client=client,
        undo=reverse("desk:undo-come-back", args=[away]),
        said="Back in the group; minutes go on.",
    )


@page(allowed=MAY_CHECK_IN)
def came_back_at(request: DeskRequest, away: int) -> HttpResponse:
    """They came back earlier, and nobody said so: ask for the time."""
    out = queries.out_of(request.actor, away)

    def record(typed: Mapping[str, object]) -> None:
        back = _on_the_day(request, out.left_at, typed["back"])
        actions.come_back(by=request.actor, at=request.now, away=away, returned_at=back)

    words = {"title": "When were they back?", "lead": "ask, don't guess.", "action": request.path}
    return ask(request, out.client, Back(request.POST or None), record, words)


@page(allowed=MAY_CHECK_IN, writes=True)
def undo_ask_out(request: DeskRequest, away: int) -> HttpResponse:
    """They were in the group all the time."""
    client = queries.out_of(request.actor, away).client
    return _closing(
        tapped(
            request,
            lambda: actions.undo_ask_out(by=request.actor, at=request.now, away=away),
            client=client,
            said="Taken back: they were in the group all the time.",
        )
    )


@page(allowed=MAY_CHECK_IN, writes=True)
def undo_come_back(request: DeskRequest, away: int) -> HttpResponse:
    """They are not back yet."""
    client = queries.out_of(request.actor, away).client
    return tapped(
        request,
        lambda: actions.undo_come_back(by=request.actor, at=request.now, away=away),
        client=client,
        said="Taken back: they are still out of the group.",
    )


@page(allowed=MAY_CHECK_IN, chart=False)
def by_video(request: DeskRequest, client: int) -> HttpResponse:
    """The client joins by video: where they are is asked again only when it changed."""
    people.face(request.actor, client)
    place = last_place(client)
    before = {"state": place.state, "address": place.address, "callback": place.callback} if place else {}

    def record(typed: Mapping[str, object]) -> object:
        said = VideoPlace(
            str(typed["state"]).upper(), str(typed["address"]), str(typed["callback"]), bool(typed["private"])
        )
        return actions.join_by_video(by=request.actor, at=request.now, client=client, place=said)

    words = {
        "title": "Join by video",
        "lead": "ask whether they are still where they were, and whether they are alone."
        if place
        else "ask where they are, so that help could find them.",
        "action": request.path,
        "submit": "They joined",
    }
    return ask(request, client, Place(request.POST or None, initial=before), record, words)


@page(allowed=MAY_CHECK_IN, chart=False)
def does_not_come(request: DeskRequest, client: int) -> HttpResponse:
    """Why somebody does not come on the day looked at."""
    looking = looking_at(request)

    def record(typed: Mapping[str, object]) -> object:
        reason = MissedReason(str(typed["reason"]))
        return actions.tell_missed(by=request.actor, at=request.now, client=client, day=looking.day, reason=reason)

    words = {
        "title": "They do not come",
        "lead": "a missed visit is a reason to help, not to blame.",
        "action": request.path,
        "done": "Written down that they do not come.",
    }
    return ask(request, client, DoesNotCome(request.POST or None), record, words)


@page(allowed=MAY_CHECK_IN, writes=True)
def undo_does_not_come(request: DeskRequest, missed: int) -> HttpResponse:
    """They come after all."""
    client = queries.missed_by(request.actor, missed)
    return _closing(
        tapped(
            request,
            lambda: actions.undo_missed(by=request.actor, at=request.now, missed=missed),
            client=client,
            said="Taken back: they are expected again.",
        )
    )


@page(allowed=MAY_CHECK_IN)
def correct(request: DeskRequest, visit: int) -> HttpResponse:
    """Other times for a visit; the ones before stay on record."""
    row = queries.visit_of(request.actor, visit)
    zone = zone_of(request.site.time_zone)
    before = {
        "came": row.arrived_at.astimezone(zone).time().replace(second=0, microsecond=0),
        "left": row.departed_at.astimezone(zone).time().replace(second=0, microsecond=0) if row.departed_at else None,
    }

    def record(typed: Mapping[str, object]) -> object:
        left = typed["left"]
        return actions.correct_visit(
            by=request.actor,
            at=request.now,
            visit=visit,
            arrived_at=_as_it_was(request, row.arrived_at, before["came"], typed["came"]),
            departed_at=_as_it_was(request, row.departed_at or row.arrived_at, before["left"], left) if left else None,
            reason=str(typed["reason"]),
        )

    words = {
        "title": "Correct the times",
        "lead": "as the sign-in sheet has it, or as somebody saw it.",
        "action": request.path,
        "done": "Corrected. The times before stay on record.",
    }
    return ask(request, row.client, OtherTimes(request.POST or None, initial=before), record, words)


def _as_it_was(request: DeskRequest, moment: datetime, shown: time | None, typed: object) -> datetime:
    """The moment itself where the time shown was left as it is; else the time typed, on the same day."""
    return moment if typed == shown else _on_the_day(request, moment, typed)


def _on_the_day(request: DeskRequest, moment: datetime, wall: object) -> datetime:
    """The time `wall` on the site's clock, on the local day of `moment`."""
    assert isinstance(wall, time)
    return moment_on(request, moment.astimezone(zone_of(request.site.time_zone)).date(), wall)


def _closing(response: HttpResponse) -> HttpResponse:
    """The dialog it was said in closes."""
    response["HX-Trigger"] = "dialog:close"
    return response
