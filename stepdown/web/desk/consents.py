"""Consents of one client: what may be told to whom, having one signed, taking one back, and what was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound, Obstacle, Refused
from stepdown.consent import actions
from stepdown.consent import queries as consent
from stepdown.consent.access import (
    MAY_ASK,
    MAY_ASK_RESTRICTION,
    MAY_DECIDE_LEGAL_REQUESTS,
    MAY_REVOKE,
    MAY_SEE_ACCOUNTING,
    MAY_SIGN,
    MAY_SIGN_PAPERS,
)
from stepdown.consent.terms import Blocker, Category, ConsentRow, NewConsent, Signer
from stepdown.journey import queries as journey
from stepdown.kernel.dates import EN, ES
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope
from stepdown.privacy.access import MAY_TAKE_REQUESTS
from stepdown.web.desk.as_seen import ThisWeek
from stepdown.web.desk.chart import Chart, open_chart
from stepdown.web.desk.consent_choices import TREATING, Choices, numbers
from stepdown.web.desk.consent_forms import (
    AskForm,
    ConsentForm,
    EventForm,
    RevokeForm,
    SignForm,
    words_read,
)
from stepdown.web.desk.consent_text import MARKED, READING, SOMEBODY, Names, consent_text, days_said
from stepdown.web.desk.pages import DeskRequest, number, page
from stepdown.web.desk.templatetags.wording import obstacle_sentence

SENT_TWICE = Obstacle(Blocker.SENT_TWICE)
LATEST = 5
"""Answers shown on the tab; all of them stand on the page that prints."""


@page(allowed=MAY_ASK & MAY_SEE_CLIENTS)
def consents(request: DeskRequest, client: int) -> HttpResponse:
    """Every consent, those that hold first, and the question "May I tell?"."""
    chart = open_chart(request, client)
    choices = choices_of(request, chart)
    asked = request.POST if request.method == "POST" else None
    form = AskForm(choices, asked, initial={"program": chart.standing.stay and chart.standing.stay.program})
    answer = None
    if asked is not None and form.is_valid():
        telling = form.telling(client)
        answer = actions.tell(by=request.actor, at=request.now, day=request.today, telling=telling)
    rows = consent.consents_of(client, beside=False)
    holding = [row for row in rows if row.holds(request.now)]
    context = {
        "holding": holding,
        "soon": _ending_soon(request, holding),
        "over": [row for row in rows if not row.holds(request.now)],
        "form": form,
        "answer": answer,
        "told": consent.accounting_of(client, most=LATEST) if request.actor.has_any(MAY_SEE_ACCOUNTING) else None,
        "may_sign": request.actor.has_any(MAY_SIGN),
        "restrictions": consent.restrictions_of(client),
        "may_restrict": request.actor.has_any(MAY_ASK_RESTRICTION),
        "missing_papers": journey.papers(client, request.today, chart.zone).open,
        "may_take": request.actor.has_any(MAY_TAKE_REQUESTS),
        "legal_requests": sorted(consent.open_about([client]))
        if request.actor.has_any(MAY_DECIDE_LEGAL_REQUESTS)
        else (),
    }
    return chart.page("desk/client_consents.html", context, bar=False, status=422 if form.errors else 200)


@page(allowed=MAY_SIGN & MAY_SEE_CLIENTS)
def new_consent(request: DeskRequest, client: int) -> HttpResponse:
    """A consent in two steps: what it says; then the paper as it is signed beside what its recipient would see, where
    the client leaves out what they do not want told (`without`) before they sign.
    """
    chart = open_chart(request, client)
    choices = choices_of(request, chart)
    sent = _narrowed(request.POST) if request.method == "POST" else None
    like = number(request.GET.get("like", ""))
    form = ConsentForm(choices, sent, initial=_initial(chart) if like is None else _again(_one(client, like)))
    signing = SignForm(sent if sent and "sign" in sent else None, initial={"signer": Signer.CLIENT})
    obstacles: tuple[Obstacle, ...] = ()
    language = str(form["language"].value())
    for spoken in (form, signing):
        spoken.speak(language)
    context: dict[str, object] = {"form": form, "signing": signing, "language": language}
    if sent is not None and form.is_valid() and "change" not in sent:
        written = _written(chart, form, form.new(client, request.site.time_zone))
        obstacles = consent.unwritable(request.actor, written, at=request.now)
        if not obstacles:
            context |= _reading(chart, form, written)
            signing.of_these_words(written.text)
        if not obstacles and "sign" in sent and signing.is_valid():
            try:
                made = actions.sign(by=request.actor, at=request.now, consent=_signed(written, signing))
            except Refused as refused:
                obstacles = refused.obstacles
            else:
                messages.success(request, "Signed. Now give the client their copy.")
                return redirect("desk:one-consent", client, made)
            if SENT_TWICE in obstacles:
                messages.info(request, obstacle_sentence(SENT_TWICE))
                return redirect("desk:client-consents", client)
    bad = bool(obstacles or form.errors or signing.errors)
    return chart.page(
        "desk/consent_new.html", context | {"obstacles": obstacles}, bar=False, status=422 if bad else 200
    )


def _narrowed(sent: QueryDict) -> QueryDict:
    """What was sent, without what the client leaves out, a category or what is marked. That they are a client goes with
    every other.
    """
    left_out = sent.get("without")
    if left_out is None:
        return sent
    kept = sent.copy()
    for name in ("categories", "labels"):
        kept.setlist(name, [one for one in sent.getlist(name) if one != left_out])
    return kept


def _reading(chart: Chart, form: ConsentForm, written: NewConsent) -> dict[str, object]:
    """The paper, what its recipient would see of the client today, and whose signature it takes."""
    request, language = chart.request, written.language
    seen = consent.would_tell(request.actor, written, at=request.now)
    sessions, week = ThisWeek.of(chart).shown(seen)
    who, _, law = consent.who_decides(chart.client, written.program, request.now)
    say = READING[language]
    marked = [(one, words) for one, words in MARKED[language].items() if one in written.labels]
    to = form.choices.name_of(form.cleaned_data["who"]) or SOMEBODY[language]
    return {
        "text": written.text,
        "words_read": words_read(written.text),
        "say": say,
        "title": say.seen.format(to=to),
        "told": [*((one.item.category, say.categories[one.item.category]) for one in seen.granted), *marked],
        "kept": [say.categories[one.item.category] for one in seen.withheld],
        "narrow": len(seen.granted) > 1,
        "sessions": None if sessions is None else days_said(sessions, language),
        "week": week,
        "decides": who,
        "parents_told": law is not None and law.parents_told,
    }


@page(allowed=MAY_ASK & MAY_SEE_CLIENTS)
def one_consent(request: DeskRequest, client: int, number: int) -> HttpResponse:
    """The paper as it was signed, to read and print; taking it back, with what stops."""
    chart = open_chart(request, client)
    rows = consent.consents_of(client)
    row = _found(rows, number)
    context = {
        "row": row,
        "others": [other for other in rows if other.holds(request.now) and row.goes_on_by(other)],
        "form": RevokeForm(initial={"signer_name": row.signer_name}),
        "holds": row.holds(request.now),
        "event_form": EventForm(initial={"on": request.today}) if row.until or row.at_discharge else None,
        "may": request.actor.has_any(MAY_REVOKE),
        "may_sign": request.actor.has_any(MAY_SIGN),
        "may_give": request.actor.has_any(MAY_SIGN_PAPERS),
        "copy_url": reverse("desk:consent-copy", args=[client, number]),
    }
    return chart.page("desk/consent_one.html", context, bar=False)


@page(allowed=MAY_REVOKE & MAY_SEE_CLIENTS, writes=True)
def revoke(request: DeskRequest, client: int, number: int) -> HttpResponse:
    """Take a consent back, at once."""
    people.face(request.actor, client)
    _one(client, number)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Nothing was taken back. Say who takes it back.")
        return redirect("desk:one-consent", client, number)
    actions.revoke(by=request.actor, at=request.now, consent=number, **form.cleaned_data)
    messages.success(request, "Taken back. From now on nothing more is told by it.")
    return redirect("desk:client-consents", client)


@page(allowed=MAY_REVOKE & MAY_SEE_CLIENTS, writes=True)
def end_by_event(request: DeskRequest, client: int, number: int) -> HttpResponse:
    """Write down that what a consent ends with has happened."""
    people.face(request.actor, client)
    _one(client, number)
    form = EventForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Nothing ended. Give the day it happened, and who said so.")
        return redirect("desk:one-consent", client, number)
    actions.end_by_event(by=request.actor, at=request.now, day=request.today, consent=number, **form.cleaned_data)
    messages.success(request, "It has ended. Nothing more is told by it, and nothing opens it again.")
    return redirect("desk:client-consents", client)


def _ending_soon(request: DeskRequest, holding: Iterable[ConsentRow]) -> list[ConsentRow]:
    """Those that end within the days of policy; one query where one has an end at all."""
    dated = [row for row in holding if row.ends is not None]
    days = value_on("consent.ends_soon", Scope(request.site.jurisdiction), request.today) if dated else None
    soon = request.now + timedelta(days=int(days.value) if days else 0)
    return [row for row in dated if row.ends is not None and row.ends < soon]


def choices_of(request: DeskRequest, chart: Chart) -> Choices:
    """Whom this client's consents can name. Three queries; four where an exchange is on record."""
    circle = people.people_around(chart.client)
    site = chart.header.site if chart.header else request.site.id
    organizations = consent.organizations()
    exchanges = any(one.passes_on for one in organizations)
    members = consent.members(day=request.today) if exchanges else ()
    return Choices(agency.programs_at([site]), circle, organizations, members)


def _initial(chart: Chart) -> dict[str, object]:
    stay = chart.standing.stay
    spoken = chart.header.languages[:1] if chart.header else ()
    return {
        "program": stay.program if stay else None,
        "language": ES if spoken == (ES,) else EN,
        "categories": [Category.IDENTITY.value],
    }


def _again(row: ConsentRow) -> dict[str, object]:
    """A consent as it was signed, to be signed anew: the day it ends is chosen again."""
    return {
        "program": row.program_id,
        "kind": row.kind.value,
        "who": row.who,
        "members": [f"{numbers(row.who)[0]} {one}" for one in (*row.members, *([TREATING] if row.treating else []))],
        "purposes": [one.value for one in row.purposes],
        "categories": [one.value for one in row.categories],
        "labels": [one.value for one in row.labels],
        "event": row.until,
        "at_discharge": row.at_discharge,
        "language": row.language,
    }


def _written(chart: Chart, form: ConsentForm, new: NewConsent) -> NewConsent:
    """The consent with its text, as it is read."""
    said = form.cleaned_data
    names = Names(
        client=chart.header.legal_name if chart.header else "",
        program=next(row.name for row in form.choices.programs if row.id == new.program),
        to=form.choices.name_of(said["who"]),
        members=tuple(
            one.name for one in form.choices.members if one.exchange == new.recipient and one.who in new.members
        ),
        last=said["last"],
    )
    return replace(new, text=consent_text(new, names))


def _signed(new: NewConsent, form: SignForm) -> NewConsent:
    said = form.cleaned_data
    plain = {name: said[name] for name in ("told", "signer_name", "witness", "interpreter")}
    return replace(new, signer=Signer(said["signer"]), hand=form.hand(), **plain)


def _one(client: int, number: int) -> ConsentRow:
    return _found(consent.consents_of(client), number)


def _found(rows: Iterable[ConsentRow], number: int) -> ConsentRow:
    found = next((row for row in rows if row.id == number), None)
    if found is None:
        raise NotFound
    return found
