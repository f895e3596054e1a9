"""One session of the week in a dialog: what it is, who is expected; cancel it, give and free seats. It moves in `moves`."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.audit.terms import Refused
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.access import MAY_BOOK, MAY_SEE_WEEK
from stepdown.schedule.actions import booking
from stepdown.schedule.queries import preview
from stepdown.schedule.queries.company import company_of
from stepdown.schedule.queries.waits import gaps_without
from stepdown.schedule.terms import GuestKind, SessionRole
from stepdown.web.desk.gaps_told import gaps_told
from stepdown.web.desk.pages import DeskRequest, page, typed
from stepdown.web.desk.told import told

SAVED = "dialog:close, week-changed"
"""Events the page hears once something was done: the dialog closes, the board is read anew."""


@page(allowed=MAY_SEE_WEEK)
def session(request: DeskRequest, session: int) -> HttpResponse:
    """The session in the dialog: facts, roster, and what may be done. Without htmx: the same as a page of its own."""
    return show(request, session)


@page(allowed=MAY_BOOK)
def cancel_form(request: DeskRequest, session: int) -> HttpResponse:
    """The dialog's question before a session is cancelled; for one that can't be, the reason why."""
    if obstacles := preview.may_change(request.actor, session, now=request.now):
        return show(request, session, told(request, obstacles))
    found = preview.details(request.actor, session)
    return dialog(request, "desk/_cancel.html", {"found": found, "gaps": gaps_told(request, gaps_without([session]))})


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
    return dialog(request, "desk/_seat_search.html", context)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True, chart=False)
def seat(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """Give a client a seat. Refused: every reason, and a place for a reason where they may be overridden."""
    reason = typed(request.POST.get("reason", ""), most=500)
    try:
        booking.add_participant(by=request.actor, at=request.now, session=session, client=client, override=reason)
    except Refused as refused:
        return show(request, session, told(request, refused.obstacles) | {"client": client, "reason": reason})
    return show(request, session, {"changed": True})


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True, chart=False)
def unseat(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """Give a client's seat back; the dialog offers it to them again."""
    waits = bool(gaps_without([session], [client]))
    booking.remove_participant(by=request.actor, at=request.now, session=session, client=client)
    freed = {"changed": True, "freed": client, "freed_name": people.names_of([client])[client], "freed_waits": waits}
    return show(request, session, freed)


def dialog(request: DeskRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
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
    roster = [(names.get(client, people.ELSEWHERE), client, company.ways.get(client)) for _, client in found.clients]
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
    response = dialog(request, "desk/_session.html", context, status=409 if "obstacles" in more else 200)
    if "changed" in more:
        response["HX-Trigger"] = "week-changed"
    return response


def done(request: DeskRequest, session: int, context: dict[str, object]) -> HttpResponse:
    """What was done, said in a toast: the dialog closes, the board is read anew; without htmx the session's page."""
    if not request.htmx:
        messages.success(request, "Done. This is how the session stands now.")
        return redirect("desk:session", session)
    response = render(request, "desk/_week_toast.html", context)
    response["HX-Reswap"] = "none"
    response["HX-Trigger-After-Settle"] = SAVED
    return response
