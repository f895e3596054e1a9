"""The papers of an admission: which are signed or given, several in one sitting, the copy, taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound, Obstacle, Refused
from stepdown.consent import actions
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_ASK, MAY_REVOKE, MAY_SIGN_PAPERS
from stepdown.consent.terms import NOTICES, ONLY_TOLD, PAPER_LANGUAGES, PaperRow, PaperText
from stepdown.episode import queries as episode
from stepdown.episode.access import MAY_ADMIT
from stepdown.journey import queries as journey
from stepdown.kernel.dates import EN
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.chart import Chart, open_chart
from stepdown.web.desk.consent_choices import Choices
from stepdown.web.desk.consent_forms import PaperChoiceForm, RevokeForm, SittingForm, words_read
from stepdown.web.desk.pages import DeskRequest, page


@page(allowed=MAY_ASK & MAY_SEE_CLIENTS)
def agreements(request: DeskRequest, client: int) -> HttpResponse:
    """Which papers of this admission are signed, which are missing, and those of before."""
    chart = open_chart(request, client)
    papers = journey.papers(client, request.today, chart.zone, beside=True)
    context = {
        "papers": papers,
        "may_sign": request.actor.has_any(MAY_SIGN_PAPERS),
        "may_admit": request.actor.has_any(MAY_ADMIT) and chart.standing.stay is None and papers.treated,
    }
    return chart.page("desk/client_agreements.html", context, bar=False)


@page(allowed=MAY_SIGN_PAPERS & MAY_SEE_CLIENTS)
def sign(request: DeskRequest, client: int) -> HttpResponse:
    """Every paper that is missing, to read and tick, and one signature for those ticked."""
    chart = open_chart(request, client)
    sent = request.POST if request.method == "POST" else None
    choice = _choice(request, chart)
    program, language = choice.cleaned_data["program"], choice.cleaned_data["language"]
    form = SittingForm(sent)
    form.speak(language)
    obstacles: tuple[Obstacle, ...] = ()
    name = next(one.name for one in choice.choices.programs if one.id == program)
    papers = consent.papers_read(client, name, language, request.today)
    if sent is not None and form.is_valid() and any(_changed(one, sent) for one in papers):
        form.add_error("kinds", form.in_words("The words of a paper changed since it was read. Read it again."))
    if sent is not None and form.is_valid():
        try:
            made = actions.sign_papers(
                by=request.actor, at=request.now, sitting=form.sitting(client, program, language)
            )
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            many = f"{len(made)} papers are" if len(made) > 1 else "One paper is"
            messages.success(request, f"{many} on record. Print the copy for the client.")
            return redirect("desk:client-agreements", client)
    who, _, law = consent.who_decides(client, program, request.now)
    missing = journey.papers(client, request.today, chart.zone).open
    context = {
        "choice": choice,
        "program": program,
        "language": language,
        "form": form,
        "ticked": form["kinds"].value() or (),
        "papers": [(one, words_read(one.text)) for one in papers if one.kind in missing],
        "obstacles": obstacles,
        "decides": who,
        "parents_told": law is not None and law.parents_told,
        "notices": NOTICES,
    }
    bad = bool(obstacles or form.errors)
    return chart.page("desk/agreements_sign.html", context, bar=False, status=422 if bad else 200)


def _changed(paper: PaperText, sent: QueryDict) -> bool:
    """Whether other words stand in a ticked paper now than those the page showed."""
    now = words_read(paper.text)
    return paper.kind in sent.getlist("kinds") and sent.get(f"read-{paper.kind}", now) != now


@page(allowed=MAY_ASK & MAY_SEE_CLIENTS)
def one(request: DeskRequest, client: int, number: int) -> HttpResponse:
    """The paper as it was signed, to read and print; taking it back."""
    chart = open_chart(request, client)
    row = _one(client, number)
    may = request.actor.has_any(MAY_REVOKE) and row.withdrawn_at is None and row.kind not in ONLY_TOLD
    context = {
        "row": row,
        "may": may,
        "form": RevokeForm(initial={"signer_name": row.signer_name}),
        "may_give": request.actor.has_any(MAY_SIGN_PAPERS),
        "copy_url": reverse("desk:agreement-copy", args=[client, number]),
    }
    return chart.page("desk/agreement_one.html", context, bar=False)


@page(allowed=MAY_ASK & MAY_SEE_CLIENTS)
def copy(request: DeskRequest, client: int) -> HttpResponse:
    """The client's copy: every paper that holds, each on a page of its own when printed."""
    chart = open_chart(request, client)
    papers = journey.papers(client, request.today, chart.zone, beside=True)
    return chart.page("desk/agreements_copy.html", {"rows": papers.holding}, bar=False)


@page(allowed=MAY_REVOKE & MAY_SEE_CLIENTS, writes=True)
def take_back(request: DeskRequest, client: int, number: int) -> HttpResponse:
    """Take an agreement back, from now on."""
    people.face(request.actor, client)
    _one(client, number)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Nothing was taken back. Say who takes it back.")
        return redirect("desk:one-agreement", client, number)
    actions.withdraw_paper(by=request.actor, at=request.now, paper=number, **form.cleaned_data)
    messages.success(request, "Taken back. It ends nothing by itself: tell whoever cares for them.")
    return redirect("desk:client-agreements", client)


def _choice(request: DeskRequest, chart: Chart) -> PaperChoiceForm:
    """Which program's papers in which language: as chosen; else where they are or will be, in a language they speak."""
    site = chart.header.site if chart.header else request.site.id
    choices = Choices(agency.programs_at([site]), (), ())
    spoken = chart.header.languages if chart.header else ()
    stay = chart.standing.stay
    program = stay.program if stay else episode.states([chart.client], request.today)[chart.client].program
    if program not in {row.id for row in choices.programs}:
        program = next((row.id for row in choices.programs), None)
    first = {"program": program, "language": next((one for one in PAPER_LANGUAGES if one in spoken), EN)}
    asked = request.POST if request.method == "POST" else request.GET
    form = PaperChoiceForm(choices, {name: asked.get(name, value) for name, value in first.items()})
    if not form.is_valid():
        raise NotFound
    return form


def _one(client: int, number: int) -> PaperRow:
    found = next((row for row in consent.papers_of(client) if row.id == number), None)
    if found is None:
        raise NotFound
    return found
