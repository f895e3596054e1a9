"""The leader's word: who in fact leads, the close of a group, and settling where desk and leader disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency.queries import staff_names
from stepdown.audit.terms import Obstacle, Refused
from stepdown.kernel.week import zone_of
from stepdown.people import queries as people
from stepdown.schedule.queries.one import OneSession
from stepdown.session import actions
from stepdown.session.access import MAY_CHECK_IN, MAY_LEAD, MAY_SETTLE
from stepdown.session.queries import groups
from stepdown.session.queries.groups import Difference
from stepdown.session.terms import LeaderSays, RosterRow
from stepdown.web.desk.pages import DeskRequest, number, page
from stepdown.web.desk.templatetags.wording import clock
from stepdown.web.desk.today import looking_at, moment_on

WALL = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
GROUP_MODE = "group_mode"
"""Key of the browser session while a group leader's screen stays on; see `group_mode`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One client on the leader's list, with what was typed about them."""

    row: RosterRow
    there: bool
    came: str = ""
    left: str = ""

    @property
    def by_default(self) -> bool:
        """Whether they are taken to be there unless the leader says otherwise."""
        return self.row.is_here or self.row.has_left


@page(allowed=MAY_LEAD)
def close_group(request: DeskRequest, session: int) -> HttpResponse:
    """The leader closes the group: when it ended, and the exceptions to "who is here stayed to the end"."""
    one, site = groups.session_for(request.actor, session, now=request.now)
    card = groups.group_card(request.actor, one, site, now=request.now)
    obstacles: tuple[Obstacle, ...] = ()
    lines = [_line(request, row) for row in card.roster]
    ended = request.POST.get("ended", _now_within(request, one))
    faults: list[str] = []
    if request.method == "POST":
        try:
            faults = _close(request, one, lines, ended)
        except Refused as refused:
            obstacles = refused.obstacles
        if not faults and not obstacles:
            messages.success(request, f"{one.title} is closed.")
            return redirect(_back_to(request, one))
    context = {
        "one": one,
        "card": card,
        "lines": lines,
        "ended": ended,
        "guests": request.POST.get("guests", str(card.guests)),
        "reason": request.POST.get("reason", ""),
        "leads": groups.leads(request.actor, one),
        "may_settle": request.actor.has_any(MAY_SETTLE),
        "faults": faults,
        "obstacles": obstacles,
        "back": _back_to(request, one),
        "in_group_mode": GROUP_MODE in request.session,
        "section": "today",
    }
    return render(request, "desk/close.html", context, status=422 if faults or obstacles else 200)


def _close(request: DeskRequest, one: OneSession, lines: list[Line], ended: str) -> list[str]:
    """Record it; the faults in what was typed, when there are any. Raises Refused."""
    faults = []
    ended_at = _moment(request, one, ended)
    if ended_at is None:
        faults.append("Say when the group ended.")
    says = []
    for line in lines:
        came, left = _moment(request, one, line.came), _moment(request, one, line.left)
        if (line.came and came is None) or (line.left and left is None):
            faults.append(f"The times of {line.row.name} are no times.")
        if line.there != line.by_default or came or left:
            says.append(LeaderSays(line.row.client, line.there, came, left))
    if faults or ended_at is None:
        return faults
    actions.close_group(
        by=request.actor,
        at=request.now,
        session=one.id,
        ended_at=_or_now(ended_at, request.now),
        says=says,
        guests=number(request.POST.get("guests", "")) or 0,
        override=request.POST.get("reason", "")[:500],
    )
    return []


def _line(request: DeskRequest, row: RosterRow) -> Line:
    if request.method != "POST":
        return Line(row, row.is_here or row.has_left)
    typed = {name: request.POST.get(f"{name}-{row.client}", "").strip() for name in ("came", "left")}
    return Line(row, f"there-{row.client}" in request.POST, **typed)


def _or_now(minute: datetime, now: datetime) -> datetime:
    """A minute as typed; the one that is not over yet means now, so that who came in it was there."""
    return now if minute <= now < minute + timedelta(minutes=1) else minute


def _moment(request: DeskRequest, one: OneSession, typed: str) -> datetime | None:
    """ "11:52" on the day of the session, or None for what is no time."""
    try:
        wall = time.fromisoformat(typed)
    except ValueError:
        return None
    return moment_on(request, one.period.start.astimezone(zone_of(request.site.time_zone)).date(), wall)


def _now_within(request: DeskRequest, one: OneSession) -> str:
    """Now, as the time it ended, while the group runs or has just ended; else nothing: a guess is no record."""
    late = (request.now - one.period.end).total_seconds()
    if request.now < one.period.start or late > 15 * 60:
        return ""
    return f"{request.now.astimezone(zone_of(request.site.time_zone)):%H:%M}"


def _back_to(request: DeskRequest, one: OneSession) -> str:
    if GROUP_MODE in request.session:
        return reverse("desk:group-mode", args=[one.id])
    day = one.period.start.astimezone(zone_of(request.site.time_zone)).date()
    return f"{reverse('desk:today')}?day={day.isoformat()}"


@page(allowed=MAY_LEAD, writes=True)
def reopen_group(request: DeskRequest, session: int) -> HttpResponse:
    """The close was wrong: take it back, and close anew."""
    one, _ = groups.session_for(request.actor, session, now=request.now)
    actions.reopen_group(by=request.actor, at=request.now, session=one.id)
    messages.success(request, "The close is taken back; what was said stays on record.")
    return redirect("desk:close-group", session)


@page(allowed=MAY_CHECK_IN)
def stand_in(request: DeskRequest, session: int) -> HttpResponse:
    """Somebody else in fact leads the group."""
    groups.session_for(request.actor, session, now=request.now, roles=MAY_CHECK_IN)
    named = staff_names([site.id for site in request.sites])
    obstacles: tuple[Obstacle, ...] = ()
    chosen = number(request.POST.get("staff", "")) or request.actor.staff
    if request.method == "POST" and chosen is not None:
        try:
            actions.take_over(by=request.actor, at=request.now, session=session, staff=chosen)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "Written down. They see the roster today, sign and count.")
            if request.htmx:
                return HttpResponse(headers={"HX-Refresh": "true"})
            return redirect("desk:today")
    context = {"staff": named, "chosen": chosen, "obstacles": obstacles, "title": "Who leads instead?"}
    template = "desk/_stand_in.html" if request.htmx else "desk/stand_in.html"
    response = render(request, template, context | {"section": "today"}, status=422 if obstacles else 200)
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#modal-body", "innerHTML"
    return response


class Decide(forms.Form):
    """Who is right, and why."""

    who = forms.ChoiceField(label="How it was", widget=forms.RadioSelect)
    came = forms.TimeField(label="In the group from", required=False, widget=WALL)
    left = forms.TimeField(label="until", required=False, widget=WALL)
    reason = forms.CharField(
        label="How you know",
        help_text="It is kept with both words, under your name.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@page(allowed=MAY_SETTLE, chart=False)
def settle(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """Desk and leader disagree about somebody: show both, and let a person decide, with a reason."""
    apart = groups.difference(request.actor, session=session, client=client, now=request.now)
    options = {"desk": _by_desk(apart), "leader": _by_leader(apart)}
    form = Decide(request.POST or None)
    form.fields["who"].choices = [  # type: ignore[attr-defined]
        ("desk", f"As the desk has it: {_said(options['desk'])}"),
        ("leader", f"As the leader says: {_said(options['leader'])}"),
        ("times", "Other times"),
    ]
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        day = apart.session.period.start.astimezone(zone_of(request.site.time_zone)).date()
        times = tuple(moment_on(request, day, typed[name]) if typed[name] else None for name in ("came", "left"))
        came, left = options.get(typed["who"], times)
        try:
            actions.settle(
                by=request.actor, at=request.now, session=session, client=client, came_at=came, left_at=left,
                reason=typed["reason"],
            )  # fmt: skip
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "Settled. Both words stay on record.")
            address = reverse("desk:today") + looking_at(request).query
            return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)
    context = {
        "title": "Settle the minutes",
        "apart": apart,
        "face": people.face(request.actor, client),
        "form": form,
        "obstacles": obstacles,
        "looking": looking_at(request),
        "section": "today",
    }
    template = "desk/_settle.html" if request.htmx else "desk/settle.html"
    response = render(request, template, context, status=422 if request.method == "POST" else 200)
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#modal-body", "innerHTML"
    return response


Times = tuple[datetime | None, datetime | None]


def _by_desk(apart: Difference) -> Times:
    """From when to when the door has them there, within the group; (None, None) when it does not."""
    start, end = apart.session.period.start, min(apart.session.period.end, apart.ended_at)
    for came, left in apart.visits:
        begins, ends = max(came, start), min(left or end, end)
        if begins < ends:
            return begins, ends
    return None, None


def _by_leader(apart: Difference) -> Times:
    if not apart.there:
        return None, None
    start, end = apart.session.period.start, min(apart.session.period.end, apart.ended_at)
    came = apart.came_at or _by_desk(apart)[0] or start
    return came, min(apart.left_at or end, end)


def _said(times: Times) -> str:
    came, left = times
    return f"{clock(came)} to {clock(left)}" if came and left else "not in the group"
