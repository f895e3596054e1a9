"""Schedule of one client: their week, when they can come, their tracks and groups, and booking an appointment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from stepdown.agency import queries as agency
from stepdown.agency.terms import Delivery, ServiceRow
from stepdown.audit.terms import Obstacle, Refused, Stale
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.plan.terms import Modality
from stepdown.reminder.access import MAY_REMIND
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.actions import appointments, rosters
from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.queries import client_week as schedule
from stepdown.schedule.queries import setup
from stepdown.schedule.queries.day import tracks_at
from stepdown.schedule.queries.tracks import classes_of
from stepdown.schedule.queries.waits import waits_of
from stepdown.schedule.terms import Hours, Joining, NewAppointment
from stepdown.web.desk.chart import Chart, open_chart
from stepdown.web.desk.fields import Day
from stepdown.web.desk.pages import DeskRequest, day_typed, monday_of, number, page, typed
from stepdown.web.desk.rehearsal import rehearsal
from stepdown.web.desk.seats_told import tell_seats
from stepdown.web.desk.templatetags.wording import clock_span, words
from stepdown.web.desk.templatetags.wording import day as day_words
from stepdown.web.desk.told import told

WINDOWS = 2
"""Stretches a day in the editor of when somebody can come."""
SUGGESTED, TRIED = 6, 12
"""Times proposed for an appointment, and how many are tried at most."""


@page(allowed=MAY_SEE_CLIENTS)
def client_schedule(request: DeskRequest, client: int) -> HttpResponse:
    """The client's week; `?week=2026-11-23` is another one. What is printed is for the client."""
    return _page(request, open_chart(request, client), client)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def save_hours(request: DeskRequest, client: int) -> HttpResponse:
    """Write down when the client can come; told when somebody else did meanwhile, with what was typed kept."""
    chart = open_chart(request, client)
    typed_in = _typed_hours(request.POST)
    if typed_in is None:
        return _page(request, chart, client, {"hours_wrong": True, "windows": _windows_sent(request.POST)}, 422)
    if request.POST.get("seen", "") != _seen(_hours(client)):
        stale = told(request, [Obstacle(Stale.CHANGED_MEANWHILE)])
        return _page(request, chart, client, stale | {"windows": _windows_sent(request.POST)}, 409)
    try:
        set_availability(by=request.actor, at=request.now, hours={client: typed_in})
    except Refused as refused:
        kept = {"windows": _windows_sent(request.POST)}
        return _page(request, chart, client, told(request, refused.obstacles) | kept, 409)
    messages.success(request, "When they can come is written down.")
    return redirect("desk:client-schedule", client)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def join_track(request: DeskRequest, client: int) -> HttpResponse:
    """Put the client into a track from a day on, with a regular seat in its groups where that is wanted."""
    chart = open_chart(request, client)
    starts = day_typed(request.POST.get("starts", "")) or request.today
    try:
        joining = Joining(client, number(request.POST.get("track", "")) or 0, starts)
        into = classes_of(joining.to, starts) if request.POST.get("groups") else ()
        seats = rosters.join_track_and_groups(by=request.actor, at=request.now, joining=joining, groups=into)
    except Refused as refused:
        return _page(request, chart, client, told(request, refused.obstacles), 409)
    tell_seats(request, seats)
    return redirect("desk:client-schedule", client)


class BookForm(forms.Form):
    """An appointment: what, with whom, when; the same every week until a last day."""

    service = forms.TypedChoiceField(coerce=int)
    staff = forms.TypedChoiceField(label="With", coerce=int)
    minutes = forms.IntegerField(min_value=10, max_value=480, initial=50)
    meets = forms.TypedChoiceField(label="Meets", coerce=Modality, initial=Modality.IN_PERSON)
    room = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    day = Day(required=False)
    starts = forms.TimeField(
        label="Starts at", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    weekly = Day(label="Every week, until", required=False, help_text="Empty for once only.")

    def offer(self, request: DeskRequest) -> Sequence[ServiceRow]:
        """Fill the choices. Three queries."""
        services = [row for row in agency.services() if row.delivery is Delivery.INDIVIDUAL]
        rooms = [(room.id, room.name) for room in agency.rooms_at(request.site.id)]
        choices: dict[str, list[tuple[object, str]]] = {
            "service": [(row.id, row.public_name) for row in services],
            "staff": [*agency.staff_names([request.site.id])],
            "room": [("", "No room"), *rooms],
            "meets": [(way.value, words(way)) for way in (Modality.IN_PERSON, Modality.VIDEO)],
        }
        for name, rows in choices.items():
            self.fields[name].choices = rows  # type: ignore[attr-defined]
        return services

    def appointment(self, client: int, site: int, period: Period) -> NewAppointment:
        """The appointment at a time; only after `is_valid`."""
        said = self.cleaned_data
        until = said["weekly"] and said["weekly"] + timedelta(days=1)
        return NewAppointment(
            service=said["service"],
            site=site,
            room=said["room"],
            period=period,
            lead=said["staff"],
            clients=(client,),
            modality=said["meets"],
            until=until or None,
        )


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS)
def book(request: DeskRequest, client: int) -> HttpResponse:
    """Book an appointment: times that fit are proposed; refused, every reason is told and what was typed is kept."""
    chart = open_chart(request, client)
    sent = request.POST if request.method == "POST" else None
    form = BookForm(sent)
    form.offer(request)
    context: dict[str, object] = {"form": form}
    if sent is None:
        return chart.page("desk/client_book.html", context)
    if not form.is_valid():
        return chart.page("desk/client_book.html", context, status=422)
    said = form.cleaned_data
    if "save" not in sent or said["day"] is None or said["starts"] is None:
        context |= {"openings": _openings(request, form, client), "asked": True}
        return chart.page("desk/client_book.html", context)
    week = Week(said["day"] - timedelta(days=said["day"].weekday()), request.site.time_zone)
    at: time = said["starts"]
    period = week.span(said["day"].weekday(), at.hour * 60 + at.minute, said["minutes"])
    reason = typed(sent.get("reason", ""), most=500)
    try:
        booked = appointments.book_appointment(
            by=request.actor, at=request.now, new=form.appointment(client, request.site.id, period), override=reason
        )
    except Refused as refused:
        context |= told(request, refused.obstacles) | {"reason": reason}
        return chart.page("desk/client_book.html", context, status=409)
    text = f"Booked {day_words(period.start)}, {clock_span(period)}."
    if len(booked.booked) > 1:
        text += f" {len(booked.booked)} weeks in all."
    if booked.missed:
        text += f" Not on {', '.join(day_words(one.day) for one in booked.missed)}: something stands in the way then."
    messages.success(request, text)
    return redirect("desk:client-schedule", client)


def _openings(request: DeskRequest, form: BookForm, client: int) -> list[Period]:
    """Times at which nothing stands in the way: each is tried as the booking would be, and taken back."""
    said, found = form.cleaned_data, []
    times = schedule.openings(client, said["staff"], said["minutes"], request.site.time_zone, now=request.now)
    for _, period in zip(range(TRIED), times, strict=False):
        try:
            with rehearsal():
                new = form.appointment(client, request.site.id, period)
                appointments.book_appointment(by=request.actor, at=request.now, new=new)
        except Refused:
            continue
        found.append(period)
        if len(found) == SUGGESTED:
            break
    return found


def _page(
    request: DeskRequest, chart: Chart, client: int, more: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    today = request.today
    present = Week.of(request.now, request.site.time_zone)
    week = Week(monday_of(request.GET.get("week", ""), today), present.zone)
    sessions = schedule.sessions_of(client, week.period)
    days = [(day, [one for one in sessions if week.place(one.period.start)[0] == n]) for n, day in enumerate(week.days)]
    hours = _hours(client)
    context = {
        "shown": week,
        "shown_now": week == present,
        "before": week.monday - timedelta(days=7),
        "after": week.monday + timedelta(days=7),
        "today": today,
        "days": [(day, rows) for n, (day, rows) in enumerate(days) if n < 5 or rows],
        "waits": waits_of(client, week.period, request.site),
        "my_tracks": schedule.tracks_of(client, today),
        "my_groups": schedule.groups_of(client, today),
        "all_tracks": tracks_at(request.site.id, today),
        "windows": _windows(hours),
        "hours": hours,
        "seen": _seen(hours),
        "may_book": request.actor.has_any(MAY_BOOK),
        "may_remind": request.actor.has_any(MAY_REMIND),
        **(more or {}),
    }
    return chart.page("desk/client_schedule.html", context, status=status)


def _hours(client: int) -> list[Hours]:
    return sorted(setup.availability([client]).get(client, []), key=lambda row: (row.weekday, row.starts))


def _seen(hours: Sequence[Hours]) -> str:
    return ".".join(f"{row.weekday}-{row.starts}-{row.ends}" for row in hours)


def _windows(hours: Sequence[Hours]) -> list[tuple[int, list[tuple[str, str]]]]:
    """(weekday, [(from, until)]) as time fields hold them: as many as there are, and one more to fill."""
    days = []
    for day in range(7):
        rows = [(_clock(row.starts), _clock(row.ends)) for row in hours if row.weekday == day]
        days.append((day, rows + [("", "")] * max(0, WINDOWS - len(rows))))
    return days


def _windows_sent(sent: QueryDict) -> list[tuple[int, list[tuple[str, str]]]]:
    pairs = [zip(sent.getlist(f"from-{day}"), sent.getlist(f"until-{day}"), strict=False) for day in range(7)]
    return [(day, [(typed(a, 5), typed(b, 5)) for a, b in rows]) for day, rows in enumerate(pairs)]


def _typed_hours(sent: QueryDict) -> list[Hours] | None:
    """The hours typed in; None when one is no time. Midnight as an end is the end of the day."""
    found = []
    for day, rows in _windows_sent(sent):
        for starts, ends in rows:
            if not starts and not ends:
                continue
            try:
                first, last = (time.fromisoformat(text) for text in (starts, ends))
            except ValueError:
                return None
            found.append(Hours(day, first.hour * 60 + first.minute, last.hour * 60 + last.minute or 24 * 60))
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
