"""The client's copy of what they signed: a PDF that asks the gate as every file does, and that it was given."""

from __future__ import annotations

from functools import partial
from hashlib import sha256

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from stepdown.audit.terms import NotFound
from stepdown.consent import actions
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_SIGN_PAPERS
from stepdown.consent.terms import Category, ConsentRow, CopyWay, Item, PaperRow, Purpose, RecipientKind, Telling
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.transfer.paper.signed import agreement_pdf, consent_pdf
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.leaving import as_pdf
from stepdown.web.desk.pages import DeskRequest, page

DOOR = "copy of what was signed"


@page(allowed=MAY_SIGN_PAPERS & MAY_SEE_CLIENTS, writes=True)
def consent_copy(request: DeskRequest, client: int, number: int) -> HttpResponseBase:
    """A signed consent as a PDF for the client."""
    row = next((one for one in consent.consents_of(client) if one.id == number), None)
    return _given(request, client, row)


@page(allowed=MAY_SIGN_PAPERS & MAY_SEE_CLIENTS, writes=True)
def agreement_copy(request: DeskRequest, client: int, number: int) -> HttpResponseBase:
    """A signed agreement as a PDF for the client."""
    row = next((one for one in consent.papers_of(client) if one.id == number), None)
    return _given(request, client, row)


def _given(request: DeskRequest, client: int, row: ConsentRow | PaperRow | None) -> HttpResponseBase:
    """The file, once the gate said yes; and that it was given, with its SHA-256. Where they want none, only that."""
    asked = request.POST.get("given_as", "")
    if row is None or asked not in set(CopyWay):
        raise NotFound
    given_as = CopyWay(asked)
    keep = partial(
        actions.give_copy,
        by=request.actor,
        at=request.now,
        given_as=given_as,
        consent=row.id if isinstance(row, ConsentRow) else None,
        paper=row.id if isinstance(row, PaperRow) else None,
    )
    if given_as == CopyWay.DECLINED:
        keep()
        messages.success(request, "It is written down that they want no copy.")
        return redirect("desk:one-consent" if isinstance(row, ConsentRow) else "desk:one-agreement", client, row.id)
    zone = open_chart(request, client).zone
    telling = Telling(
        client=client,
        program=row.program_id,
        purpose=Purpose.OWN_REQUEST,
        items=frozenset({Item(Category.IDENTITY)}),
        door=DOOR,
        kind=RecipientKind.CLIENT,
    )
    answer = actions.tell(by=request.actor, at=request.now, day=request.today, telling=telling)
    if not answer.allowed:
        raise NotFound
    name = people.legal_name(client)
    made = (
        consent_pdf(row, client=name, zone=zone)
        if isinstance(row, ConsentRow)
        else agreement_pdf(row, client=name, zone=zone)
    )
    keep(digest=sha256(made).digest())
    return as_pdf(made, "signed")
