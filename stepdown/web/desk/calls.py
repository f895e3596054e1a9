"""Calls to make: who is to be called today, why, and how it is safe. Each call is written down, and can be taken back.

All of them, or one's own: of clients on whose care team one is, and of people on their way for whom one does what comes
next.

Nothing is done by itself: days without contact, or a day that has come, bring somebody onto this list, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
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
class Looking:
    """What of the list is looked at: some reasons (a key of `SHOW`) or all, one's own people or everybody."""

    show: str = ""
    mine: bool = False

    @classmethod
    def asked(cls, asked: QueryDict) -> Looking:
        """From an address or a form; what makes no sense is left out."""
        show = asked.get("show", "")
        return cls(show if show in SHOW else "", asked.get("mine") == "1")

    @property
    def query(self) -> str:
        """The look as an address' query, with its question mark."""
        parts = {"show": self.show, "mine": "1" if self.mine else ""}
        return "?" + urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    """One person to call: every reason, the most pressing first, the numbers, the best first, and today's calls.

    `mine`: whoever reads is on their care team, or does what comes next for them.
    """

    client: int
    face: DoorRow
    stands: ClientState
    whys: tuple[Why, ...]
    ways: tuple[Way, ...]
    has_numbers: bool
    calls: tuple[CallRow, ...]
    mine: bool

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
    """Everybody to call, the most pressing first (`?show=hold` some of them, `?mine=1` one's own), and whom somebody
    called today.
    """
    looking, rows = Looking.asked(request.GET), _rows(request)
    open_ = [row for row in rows if row.whys]
    whose = [row for row in open_ if row.mine or not looking.mine]
    context = {
        "rows": [row for row in whose if _is_of(row, looking.show)],
        "done": [row for row in rows if not row.whys and (row.mine or not looking.mine)],
        "to_call": len(open_),
        "chips": _chips(whose, looking),
        "whose": _whose(open_, looking),
        "looking": looking,
        "later": LATER,
        "section": "calls",
    }
    return render(request, "desk/calls.html", context)


@page(allowed=MAY_CALL, writes=True, chart=False)
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
    looked_at = Looking.asked(asked).query.rstrip("?")
    return redirect(f"{reverse('desk:calls')}{looked_at}#client-{number(asked.get('following', '')) or client}")


@page(allowed=MAY_CALL, writes=True)
def undo_call(request: DeskRequest, call: int) -> HttpResponse:
    """Take a call back that was written down by mistake."""
    client = people.call_of(call).client
    people.face(request.actor, client)
    actions.undo_call(by=request.actor, at=request.now, call=call)
    messages.success(request, "Taken back.")
    return redirect(reverse("desk:calls") + f"#client-{client}")


Chips = list[tuple[str, str, int, bool]]
"""(address, label, how many, whether it is on)."""


def _is_of(row: Row, show: str) -> bool:
    return not show or any(why.reason in SHOW[show][1] for why in row.whys)


def _chips(rows: Collection[Row], looking: Looking) -> Chips:
    """The reasons there are among `rows`, and the one that is on."""
    labels = [("", "Every reason"), *((name, said) for name, (said, _) in SHOW.items())]
    counts = [(name, said, sum(_is_of(row, name) for row in rows)) for name, said in labels]
    return [
        (replace(looking, show=name).query, said, count, name == looking.show)
        for name, said, count in counts
        if count or name == looking.show
    ]


def _whose(rows: Collection[Row], looking: Looking) -> Chips:
    """Everybody's or one's own; no choice for whom none of them is one's own, and none is asked for."""
    mine = sum(row.mine for row in rows)
    labels = [(False, "Everybody", len(rows)), (True, "Mine", mine)] if mine or looking.mine else []
    return [(replace(looking, mine=on).query, said, count, on == looking.mine) for on, said, count in labels]


def _rows(request: DeskRequest) -> list[Row]:
    """Whom to call at the site looked at, and who was called today. Eleven queries."""
    found = journey.calls_at(request.actor, site=request.site, now=request.now)
    clients = [one.client for one in found]
    ways, faces = people.ways_to_call(request.actor, clients), people.at_the_door(request.actor, clients)
    me, today = request.actor.staff, request.today
    helped = people.helped_by(me, today) if me is not None else frozenset()
    order = list(CallReason)
    rows = [
        Row(
            client=one.client,
            face=faces[one.client],
            stands=one.stands,
            whys=one.whys,
            ways=ways.get(one.client, ()),
            has_numbers=one.client in ways,
            calls=one.calls,
            mine=one.client in helped or (me is not None and one.stands.owner == me),
        )
        for one in found
    ]
    rows.sort(key=lambda row: (order.index(row.reason) if row.whys else len(order), row.face.name, row.client))
    return rows
