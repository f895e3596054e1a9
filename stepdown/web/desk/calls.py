"""Calls to make: who is to be called today, why, and how it is safe. Each call is written down, and can be taken back.

Nothing is done by itself: days without contact, or a day that has come, bring somebody onto this list, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.audit.terms import NotFound
from stepdown.episode.terms import ClientState
from stepdown.journey import actions
from stepdown.journey import queries as journey
from stepdown.journey.terms import Why
from stepdown.people import queries as people
from stepdown.people.access import MAY_CALL
from stepdown.people.terms import CallOutcome, CallReason, CallRow, DoorRow, NewCall, Way
from stepdown.web.desk.changing import undoable
from stepdown.web.desk.pages import DeskRequest, number, opened_chart, page
from stepdown.web.desk.templatetags.wording import words

LATER = (("2", "In two hours"), ("24", "Tomorrow at this time"), ("48", "The day after tomorrow"), ("168", "In a week"))
"""(hours, words): when to try again."""

SHOW = {
    "missing": ("Missing today", {CallReason.MISSING_TODAY}),
    "again": ("Try again", {CallReason.TRY_AGAIN}),
    "hold": ("On hold", {CallReason.NO_CONTACT_ON_HOLD, CallReason.DUE_BACK, CallReason.SEAT_ENDS}),
    "way": ("On their way in", {CallReason.ASKED_FOR_CARE, CallReason.WAITING}),
    "quiet": ("Not heard of", {CallReason.MISSED_LATELY, CallReason.NO_CONTACT}),
}
"""Filters, what they are called, and the reasons they show."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person to call: every reason, the most pressing first, the numbers, the best first, and today's calls."""

    client: int
    face: DoorRow
    stands: ClientState
    whys: tuple[Why, ...]
    ways: tuple[Way, ...]
    has_numbers: bool
    calls: tuple[CallRow, ...]

    @property
    def reason(self) -> CallReason:
        """The most pressing one."""
        return self.whys[0].reason

    @property
    def may_leave_message(self) -> bool:
        """Whether a message may be left on any of the numbers."""
        return any(way.may_leave_message for way in self.ways)


@page(allowed=MAY_CALL)
def calls(request: DeskRequest) -> HttpResponse:
    """Everybody to call, the most pressing first (`?show=hold` some of them), and whom somebody reached today."""
    rows = _rows(request)
    open_, done = [row for row in rows if row.whys], [row for row in rows if not row.whys]
    show = request.GET.get("show", "") if request.GET.get("show", "") in SHOW else ""
    shown = [row for row in open_ if not show or _is_of(row, show)]
    chips = [("", "Everybody", len(open_))]
    chips += [(name, said, sum(_is_of(row, name) for row in open_)) for name, (said, _) in SHOW.items()]
    context = {
        "rows": shown,
        "done": done,
        "to_call": len(open_),
        "chips": [(f"?show={name}", said, count, name == show) for name, said, count in chips if count or name == show],
        "later": LATER,
        "section": "calls",
    }
    return render(request, "desk/calls.html", context)


@page(allowed=MAY_CALL, writes=True)
def record_call(request: DeskRequest, client: int) -> HttpResponse:
    """Write a call down: its outcome, the number, and when to try again. Goes on with the next person."""
    people.face(request.actor, client)
    asked = request.POST
    reason, outcome = asked.get("reason", ""), asked.get("outcome", "")
    if reason not in set(CallReason) or outcome not in set(CallOutcome):
        raise NotFound
    hours = number(asked.get("later", ""))
    call = NewCall(
        client=client,
        reason=CallReason(reason),
        outcome=CallOutcome(outcome),
        way=number(asked.get("way", "")),
        try_again_at=request.now + timedelta(hours=hours) if hours and hours <= 24 * 31 else None,
    )
    made = actions.record_call(by=request.actor, at=request.now, call=call)
    opened_chart(request, client)
    said = f"Written down: {words(call.outcome).lower()}."
    if call.outcome is CallOutcome.NUMBER_WRONG:
        said += " Their circle is where the number is put right."
    undoable(request, said, reverse("desk:undo-call", args=[made]))
    show = f"?show={asked['show']}" if asked.get("show", "") in SHOW else ""
    return redirect(f"{reverse('desk:calls')}{show}#client-{number(asked.get('following', '')) or client}")


@page(allowed=MAY_CALL, writes=True)
def undo_call(request: DeskRequest, call: int) -> HttpResponse:
    """Take a call back that was written down by mistake."""
    client = people.call_of(call).client
    people.face(request.actor, client)
    actions.undo_call(by=request.actor, at=request.now, call=call)
    messages.success(request, "Taken back.")
    return redirect(reverse("desk:calls") + f"#client-{client}")


def _is_of(row: Row, show: str) -> bool:
    return any(why.reason in SHOW[show][1] for why in row.whys)


def _rows(request: DeskRequest) -> list[Row]:
    """Whom to call at the site looked at, and who was called today. Twelve queries."""
    found = journey.calls_at(request.actor, site=request.site, now=request.now)
    clients = [one.client for one in found]
    ways, faces = people.ways_to_call(request.actor, clients), people.at_the_door(request.actor, clients)
    order = list(CallReason)
    rows = [
        Row(
            one.client, faces[one.client], one.stands, one.whys, ways.get(one.client, ()), one.client in ways, one.calls
        )
        for one in found
    ]
    rows.sort(key=lambda row: (order.index(row.reason) if row.whys else len(order), row.face.name, row.client))
    return rows
