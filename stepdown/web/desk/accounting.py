"""The accounting of disclosures of one client: looked through by days, recipient and answer, and printed for them."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse

from stepdown.audit import queries as audit
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_SEE_ACCOUNTING
from stepdown.consent.terms import Accounting
from stepdown.kernel.week import zone_of
from stepdown.kernel.years import years_before
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.fields import Day, Line
from stepdown.web.desk.pages import DeskRequest, page

TOLD = [("", "Yes or no"), ("yes", "Yes"), ("no", "No")]


class LookForm(forms.Form):
    """Which answers to show. Sent as POST: a recipient's name beside a client's number is no address."""

    first = Day(label="From", required=False)
    last = Day(label="To", required=False)
    to = Line(label="To whom", required=False)
    told = forms.ChoiceField(label="Answer", choices=TOLD, required=False)

    def looked(self) -> Accounting:
        """What was typed; everything where it makes no sense."""
        said = self.cleaned_data if self.is_valid() else {}
        told = {"yes": True, "no": False}.get(said.get("told", ""))
        return Accounting(said.get("first"), said.get("last"), said.get("to", "").strip(), told)


@page(allowed=MAY_SEE_ACCOUNTING & MAY_SEE_CLIENTS)
def accounting(request: DeskRequest, client: int) -> HttpResponse:
    """Everything that was asked and told about a client in the years the law gives them, and who opened their record;
    to read and to print.
    """
    chart = open_chart(request, client)
    scope = Scope(request.site.jurisdiction)
    years = value_on("accounting.years_back", scope, request.today)
    first = years_before(request.today, int(years.value)) if years else None
    form = LookForm(request.POST if request.method == "POST" else {"first": first, "last": request.today})
    looked = form.looked()
    context = {
        "form": form,
        "looked": looked,
        "rows": consent.accounting_of(client, request.site.time_zone, looked),
        "years": years,
        "lists": consent.lists_of(client),
        "readers": audit.readers_of(client, zone_of(request.site.time_zone)),
        "passes": people.passes_of(client),
    }
    return chart.page("desk/accounting.html", context, bar=False, status=422 if form.errors else 200)
