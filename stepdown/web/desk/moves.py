"""One session of the week in a dialog: what it is, who is expected; move it, cancel it, give and free seats."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency import queries as agency
from stepdown.audit.terms import Actor, Obstacle, Refused, Stale
from stepdown.kernel.period import Period
from stepdown.kernel.week import MINUTES_A_DAY
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.access import MAY_BOOK, MAY_SEE_WEEK, MAY_SET_UP_GROUPS
from stepdown.schedule.actions import booking
from stepdown.schedule.queries import preview
from stepdown.schedule.queries.company import company_of
from stepdown.schedule.queries.preview import SessionDetails
from stepdown.schedule.queries.waits import gaps_without
from stepdown.schedule.terms import GuestKind, Placement, SessionRole
from stepdown.web.desk import errors
from stepdown.web.desk.gaps_told import gaps_told
from stepdown.web.desk.labels import WEEKDAYS
from stepdown.web.desk.pages import DeskRequest, page, typed
from stepdown.web.desk.templatetags.wording import clock
from stepdown.web.desk.told import told

BACK = "Moved back to where it stood."
"""The reason kept when an undo overrides what was overridden, or imported, before."""
SAVED = "dialog:close, week-changed"
"""Events the page hears once something was done: the dialog closes, the board is read anew."""


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


@page(allowed=MAY_SEE_WEEK)
def session(request: DeskRequest, session: int) -> HttpResponse:
    """The session in the dialog: facts, roster, and what may be done. Without htmx: the same as a page of its own."""
    return show(request, session)


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
    return _dialog(
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


@page(allowed=MAY_BOOK)
def cancel_form(request: DeskRequest, session: int) -> HttpResponse:
    """The dialog's question before a session is cancelled; for one that can't be, the reason why."""
    if obstacles := preview.may_change(request.actor, session, now=request.now):
        return show(request, session, told(request, obstacles))
    found = preview.details(request.actor, session)
    return _dialog(request, "desk/_cancel.html", {"found": found, "gaps": gaps_told(request, gaps_without([session]))})


@page(allowed=MAY_BOOK, writes=True)
def cancel(request: DeskRequest, session: int) -> HttpResponse:
    """Cancel the session; its leader, room and clients are free again."""
    booking.cancel_session(by=request.actor, at=request.now, session=session)
    return done(
        request,
        session,
        {
            "cancelled": preview.details(request.actor, session).row,
            "undo": reverse("desk:uncancel-session", args=[session]),
        },
    )


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def seat_search(request: DeskRequest, session: int) -> HttpResponse:
    """Clients whose name or number holds what was typed, to give a seat to. Sent as POST: a name is no address."""
    found = preview.details(request.actor, session)
    taken = {client for _, client in found.clients}
    wanted = typed(request.POST.get("q", ""))
    rows = people.find(request.actor, wanted, most=8 + len(taken)) if len(wanted) > 1 else ()
    context = {"found": found, "typed": wanted, "rows": [row for row in rows if row[0] not in taken][:8]}
    return _dialog(request, "desk/_seat_search.html", context)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def seat(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """Give a client a seat. Refused: every reason, and a place for a reason where they may be overridden."""
    reason = typed(request.POST.get("reason", ""), most=500)
    try:
        booking.add_participant(by=request.actor, at=request.now, session=session, client=client, override=reason)
    except Refused as refused:
        return show(request, session, told(request, refused.obstacles) | {"client": client, "reason": reason})
    return show(request, session, {"changed": True})


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def unseat(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """Give a client's seat back; the dialog offers it to them again."""
    waits = bool(gaps_without([session], [client]))
    booking.remove_participant(by=request.actor, at=request.now, session=session, client=client)
    freed = {"changed": True, "freed": client, "freed_name": people.names_of([client])[client], "freed_waits": waits}
    return show(request, session, freed)


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


def _dialog(request: DeskRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A fragment for the dialog; without htmx a page around it, on which its links and forms work plainly."""
    if request.htmx:
        return render(request, template, context, status=status)
    return render(request, "desk/session.html", context | {"fragment": template, "alone": True}, status=status)


def show(request: DeskRequest, session: int, more: dict[str, object] | None = None) -> HttpResponse:
    """The dialog's content; with obstacles it is a refusal, with `changed` the board is read anew."""
    more = more or {}
    found = preview.details(request.actor, session)
    sees = request.actor.has_any(MAY_SEE_CLIENTS)
    company = company_of(session)
    names = people.names_of([client for _, client in found.clients])
    roster = [(names[client], client, company.ways.get(client)) for _, client in found.clients]
    context = {
        "found": found,
        "company": company,
        "roster": sorted(roster, key=lambda row: row[0].casefold()),
        "guests": [(one, names.get(one.client or 0, "")) for one in company.guests] if sees else [],
        "staff_choices": preview.leaders(request.actor, found.row.site, virtual=found.virtual)
        if request.actor.has_any(MAY_BOOK)
        else (),
        "roles": list(SessionRole),
        "kinds": list(GuestKind),
        "may_see_clients": request.actor.has_any(MAY_SEE_CLIENTS),
        "may_book": request.actor.has_any(MAY_BOOK),
        "ahead": not found.row.cancelled and found.row.period.start > request.now,
        "later": found.row.period.start > request.now,
        **more,
    }
    response = _dialog(request, "desk/_session.html", context, status=409 if "obstacles" in more else 200)
    if "changed" in more:
        response["HX-Trigger"] = "week-changed"
    return response


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
    return _dialog(request, "desk/_move.html", context, status=409)


def done(request: DeskRequest, session: int, context: dict[str, object]) -> HttpResponse:
    if not request.htmx:
        messages.success(request, "Done. This is how the session stands now.")
        return redirect("desk:session", session)
    response = render(request, "desk/_week_toast.html", context)
    response["HX-Reswap"] = "none"
    response["HX-Trigger-After-Settle"] = SAVED
    return response
