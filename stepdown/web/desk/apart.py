"""Who must not meet: for those who may keep clients apart, never for either of the two."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.audit.terms import NotFound
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.safety import queries as safety
from stepdown.safety.access import MAY_RESTRICT_CONTACT
from stepdown.safety.actions import end_restriction, restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.schedule.queries.client_week import seats_together
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.fields import Day
from stepdown.web.desk.pages import DeskRequest, page, typed

MAY = MAY_RESTRICT_CONTACT & MAY_SEE_CLIENTS


class Ending(forms.Form):
    """From when two people may meet again, and why."""

    on = Day(label="They may meet from")
    reason = forms.CharField(label="Why", max_length=500)


@page(allowed=MAY)
def apart(request: DeskRequest, client: int) -> HttpResponse:
    """Everybody this client must not meet, and once must not; a search to add somebody."""
    chart = open_chart(request, client)
    today = request.today
    rows = safety.restrictions_of(client)
    names = people.names_of([row.other for row in rows])
    standing = [row for row in rows if row.holds(today)]
    meet = seats_together(client, [row.other for row in standing], request.now)
    context = {
        "standing": [(row, names[row.other], meet.get(row.other, ())) for row in standing],
        "ended": [(row, names[row.other]) for row in rows if not row.holds(today)],
        "form": Ending(initial={"on": today}),
    }
    return chart.page("desk/client_apart.html", context)


@page(allowed=MAY, writes=True)
def find(request: DeskRequest, client: int) -> HttpResponse:
    """Clients whose name or number holds what was typed. Sent as POST: a name is no address."""
    people.face(request.actor, client)
    wanted = typed(request.POST.get("q", ""))
    rows = people.find(request.actor, wanted) if len(wanted) > 1 else ()
    context = {"client": client, "typed": wanted, "rows": [row for row in rows if row[0] != client]}
    if request.htmx:
        return render(request, "desk/_apart_found.html", context)
    return open_chart(request, client).page("desk/client_apart.html", context | {"form": Ending()})


@page(allowed=MAY, writes=True)
def keep(request: DeskRequest, client: int, other: int) -> HttpResponse:
    """Keep two clients apart from today on."""
    today = request.today
    why = typed(request.POST.get("why", ""), most=500)
    rows = [NewRestriction(client, other, today, reason=why)]
    restrict_contact(by=request.actor, at=request.now, restrictions=rows)
    if seats_together(client, [other], request.now):
        messages.warning(
            request, "They are kept apart. Both have seats in the sessions named here: free one of the two."
        )
    else:
        messages.success(request, "They are kept apart. They have no session in common ahead.")
    return redirect("desk:client-apart", client)


@page(allowed=MAY, writes=True)
def end(request: DeskRequest, client: int, restriction: int) -> HttpResponse:
    """Let two clients meet again."""
    form = Ending(request.POST)
    if restriction not in {row.id for row in safety.restrictions_of(client)}:
        raise NotFound
    if form.is_valid():
        end_restriction(by=request.actor, at=request.now, restriction=restriction, **form.cleaned_data)
        messages.success(request, "From that day they may meet.")
    else:
        messages.warning(request, "Give the day from which they may meet, and why.")
    return redirect("desk:client-apart", client)
