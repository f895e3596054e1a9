"""Moving one session of the week: the dialog's form, what stands in the way, a drag, the move, and its undo."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stepdown.agency import queries as agency
from stepdown.audit.terms import Actor, Obstacle, Refused, Stale
from stepdown.kernel.dates import WEEKDAYS
from stepdown.kernel.period import Period
from stepdown.kernel.week import MINUTES_A_DAY
from stepdown.schedule.access import MAY_BOOK, MAY_SET_UP_GROUPS
from stepdown.schedule.actions import booking
from stepdown.schedule.queries import preview
from stepdown.schedule.queries.company import company_of
from stepdown.schedule.queries.preview import SessionDetails
from stepdown.schedule.terms import Placement
from stepdown.web.desk import errors
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.session_dialog import dialog, done, show
from stepdown.web.desk.templatetags.wording import clock
from stepdown.web.desk.told import told

BACK = "Moved back to where it stood."
"""The reason kept when an undo overrides what was overridden, or imported, before."""


class MoveForm(forms.Form):
    """Where a session is to stand. `seen` is where the person saw it; `reason` is for overriding."""

    weekday = forms.TypedChoiceField(label="Day", coerce=int)
    starts = forms.TypedChoiceField(label="Starts at", coerce=int)
    staff = forms.TypedChoiceField(label="Led by", coerce=int)
    room = forms.TypedChoiceField(label="Room", coerce=int, empty_value=None, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=500)

    def clean_seen(self) -> Placement:
        """The placement that `code` wrote there."""
        try:
            return placement(self.cleaned_data["seen"])
        except ValueError as error:
            raise forms.ValidationError("This is no place in a week.") from error

    def to(self) -> Placement:
        """The placement chosen; only after `is_valid`."""
        chosen = self.cleaned_data
        return Placement(chosen["weekday"], chosen["starts"], chosen["staff"], chosen["room"])

    def offer(self, by: Actor, found: SessionDetails) -> None:
        """Fill the choices: days and times of the week's plan, who may lead, rooms of the site. Two queries."""
        row, last = found.row, max(found.closes, found.row.ends) - (found.row.ends - found.row.starts)
        times = {*range(found.opens, last + 1, found.step), row.starts}
        leaders = dict(preview.leaders(by, row.site, virtual=found.virtual))
        if row.leader is not None:
            leaders.setdefault(row.leader, row.leader_name)
        rooms = [(room.id, f"{room.name} ({room.capacity} seats)") for room in agency.rooms_at(row.site)]
        days = [
            (day, f"{WEEKDAYS[day]}, {found.week.days[day]:%b} {found.week.days[day].day}") for day in range(found.days)
        ]
        self.fields["weekday"].choices = days  # type: ignore[attr-defined]
        self.fields["starts"].choices = [(minute, clock(minute)) for minute in sorted(times)]  # type: ignore[attr-defined]
        self.fields["staff"].choices = sorted(leaders.items(), key=lambda leader: leader[1])  # type: ignore[attr-defined]
        self.fields["room"].required = row.group and row.room is not None
        none = [] if self.fields["room"].required else [("", "No room")]
        self.fields["room"].choices = none + rooms  # type: ignore[attr-defined]


@page(allowed=MAY_BOOK)
def move_form(request: DeskRequest, session: int) -> HttpResponse:
    """The dialog's form for moving the session."""
    found = preview.details(request.actor, session)
    if found.placement is None or found.row.period.start <= request.now:
        return show(request, session)
    here = found.placement
    first = {"weekday": here.weekday, "starts": here.starts, "staff": here.staff, "room": here.room, "seen": code(here)}
    form = MoveForm(initial=first)
    form.offer(request.actor, found)
    form.fields["weekday"].widget.attrs["autofocus"] = True
    return dialog(
        request, "desk/_move.html", {"found": found, "form": form, "same": True, "series": _series(request, session)}
    )


@page(allowed=MAY_BOOK, writes=True)
def move_check(request: DeskRequest, session: int) -> HttpResponse:
    """What stands in the way of the move as chosen now. Writes nothing."""
    found = preview.details(request.actor, session)
    form = MoveForm(request.POST)
    form.offer(request.actor, found)
    if not form.is_valid():
        return errors.bad_request(request)
    obstacles = preview.may_move(request.actor, session, form.to(), now=request.now)
    return render(request, "desk/_move_check.html", _check(request, found, form, obstacles))


@page(allowed=MAY_BOOK, writes=True)
def drag_check(request: DeskRequest, session: int) -> HttpResponse:
    """What stands in the way of dropping the session here, for the ghost beside the pointer. Writes nothing.

    The header X-Drop says "free", "over" (may be overridden by this person) or "stop".
    """
    found = preview.details(request.actor, session)
    form = MoveForm(request.POST)
    form.offer(request.actor, found)
    if not form.is_valid():
        return errors.bad_request(request)
    verdict = told(request, preview.may_move(request.actor, session, form.to(), now=request.now))
    response = render(request, "desk/_drag_check.html", verdict)
    response["X-Drop"] = "over" if verdict["may_override"] else "stop" if verdict["obstacles"] else "free"
    return response


@page(allowed=MAY_BOOK, writes=True)
def move(request: DeskRequest, session: int) -> HttpResponse:
    """Move the session. Refused: the form comes back as it was, with every reason; status 409."""
    found = preview.details(request.actor, session)
    form = MoveForm(request.POST)
    form.offer(request.actor, found)
    if not form.is_valid():
        return errors.bad_request(request)
    to = form.to()
    try:
        booking.move_session(
            by=request.actor,
            at=request.now,
            session=session,
            to=to,
            seen=form.cleaned_data["seen"],
            override=form.cleaned_data["reason"],
        )
    except Refused as refused:
        return _refused_move(request, session, refused.obstacles)
    back = reverse("desk:move-back", args=[session])
    undo = f"{back}?to={code(form.cleaned_data['seen'])}&seen={code(to)}"
    now = preview.details(request.actor, session)
    return done(request, session, {"moved": now.row, "undo": undo})


@page(allowed=MAY_BOOK, writes=True)
def move_back(request: DeskRequest, session: int) -> HttpResponse:
    """Undo the latest move: back to `?to=`, where it stood, if it still stands at `?seen=` and its old place is free."""
    preview.details(request.actor, session)  # somebody else's session does not exist, whatever is sent
    try:
        to, seen = placement(request.GET.get("to", "")), placement(request.GET.get("seen", ""))
    except ValueError:
        return errors.bad_request(request)
    if to != preview.stood_before(session):
        raise Refused(Obstacle(Stale.CHANGED_MEANWHILE))
    booking.move_session(by=request.actor, at=request.now, session=session, to=to, seen=seen, override=BACK)
    return done(request, session, {"back": preview.details(request.actor, session).row})


def _series(request: DeskRequest, session: int) -> int | None:
    """The group whose weekly meeting this session is, for who may change it from now on."""
    company = company_of(session)
    return company.group if company.pattern and request.actor.has_any(MAY_SET_UP_GROUPS) else None


def code(place: Placement) -> str:
    """A placement as text for an address or a hidden field: "day-minute-staff-room", 0 for nobody and for no room."""
    return f"{place.weekday}-{place.starts}-{place.staff or 0}-{place.room or 0}"


def placement(text: str) -> Placement:
    """The placement a text of `code` stands for; raises ValueError for a text that is none."""
    found = re.fullmatch(r"([0-6])-([0-9]{1,4})-([0-9]{1,18})-([0-9]{1,18})", text)
    weekday, starts, staff, room = map(int, found.groups()) if found else (0, MINUTES_A_DAY, 0, 0)
    if starts >= MINUTES_A_DAY:
        raise ValueError("this is no place in a week")
    return Placement(weekday, starts, staff or None, room or None)


def _check(
    request: DeskRequest, found: SessionDetails, form: MoveForm, obstacles: Iterable[Obstacle]
) -> dict[str, object]:
    context: dict[str, object] = {"found": found, "form": form, "same": False}
    if form.is_bound and form.is_valid():
        context["same"] = form.to() == found.placement
        slot: Period = found.week.span(form.to().weekday, form.to().starts, found.row.period.minutes)
        context["slot"] = slot
    return context | told(request, obstacles)


def _refused_move(request: DeskRequest, session: int, obstacles: tuple[Obstacle, ...]) -> HttpResponse:
    """The form as the person left it, over the session as it is now: a second try is a deliberate one."""
    found = preview.details(request.actor, session)
    if found.placement is None:
        return show(request, session, told(request, obstacles))
    stale = any(obstacle.blocker is Stale.CHANGED_MEANWHILE for obstacle in obstacles)
    kept = request.POST.copy()
    kept["seen"] = code(found.placement)
    form = MoveForm(kept)
    form.offer(request.actor, found)
    form.is_valid()
    if stale:
        obstacles = preview.may_move(request.actor, session, form.to(), now=request.now)
    context = _check(request, found, form, obstacles) | {"refused": True, "stale": stale}
    return dialog(request, "desk/_move.html", context, status=409)
