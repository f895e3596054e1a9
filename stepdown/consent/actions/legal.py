"""Taking in what a court, an officer or a lawyer sent, and deciding it: compliance alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotFound, Obstacle, refuse
from stepdown.consent import rules
from stepdown.consent.access import MAY_DECIDE_LEGAL_REQUESTS, MAY_TAKE_LEGAL_REQUESTS
from stepdown.consent.actions.consents import tell
from stepdown.consent.models import Disclosure, LegalDecision, LegalNote, LegalRequest
from stepdown.consent.terms import Decision, LegalBlocker, LegalOutcome, LegalStep, NewLegalRequest, Telling
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of


@action
def take_legal_request(*, by: Actor, at: datetime, day: date, request: NewLegalRequest) -> int:
    """Write down what came, as the paper says it; `day` is today at the site. Compliance has it at once. Returns its id.

    Nobody is looked up: whether the person is a client is nothing this step knows. Raises NotAllowed; NotFound beyond
    the actor's reach; Refused with everything that is missing.
    """
    demand(by, MAY_TAKE_LEGAL_REQUESTS, [request.site])
    refuse(rules.intake_obstacles(request, day))
    row = LegalRequest.objects.create(
        site_id=request.site,
        kind=request.kind,
        sender=request.sender.strip(),
        reply_to=request.reply_to.strip(),
        came_by=request.came_by,
        received_on=request.received_on,
        due_on=request.due_on,
        name_written=request.name_written.strip(),
        asks=request.asks.strip(),
        papers=sorted(request.papers),
        recorded_at=at,
        recorded_by=by.label,
    )
    note(by=by, at=at, subject=("legal_request", row.pk), details={"kind": request.kind})
    return row.pk


@action
def link_legal_request(*, by: Actor, at: datetime, request: int, client: int | None) -> None:
    """Say whom an open request is about, or (None) that nobody is; that record stays as it is until it is decided.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused when it is decided.
    """
    row = _open(by, request, client)
    if client is not None:
        demand(by, MAY_DECIDE_LEGAL_REQUESTS, sites_of([client]).values())
    before, row.client_id = row.client_id, client
    row.save(update_fields=["client"])
    for one in sorted(filter(None, {before, client})):
        note(by=by, at=at, subject=("legal_request", row.pk), client=one, details={"linked": one == client})


@action
def note_legal_step(*, by: Actor, at: datetime, request: int, step: LegalStep, words: str) -> None:
    """Write down what was done about an open request. Raises NotAllowed; NotFound; Refused: decided, or no words."""
    row = _open(by, request)
    refuse([] if words.strip() else [Obstacle(LegalBlocker.NO_WORDS)])
    LegalNote.objects.create(request=row, legal_step=step, words=words.strip(), recorded_at=at, recorded_by=by.label)
    note(by=by, at=at, subject=("legal_request", row.pk), client=row.client_id, details={"step": step})


@action
def decide_legal_request(*, by: Actor, at: datetime, request: int, outcome: LegalOutcome, words: str) -> None:
    """End a request without telling anything: answered that nothing can be said, or withdrawn. What it held is free.

    Raises NotAllowed; NotFound; Refused: decided, no words, or "disclosed", which only `answer_legal_request` says.
    """
    row = _open(by, request)
    refuse(rules.decision_obstacles(outcome, words))
    _decide(by, at, row, outcome, words)


@action
def answer_legal_request(*, by: Actor, at: datetime, day: date, request: int, telling: Telling, words: str) -> Decision:
    """Ask the gate for a disclosure that answers an open request; a yes ends it, with the row of the accounting.

    A no is kept in the accounting like every other, and the request stays open. Raises what `tell` raises; Refused:
    decided, no words, or not about the client it is linked to.
    """
    row = _open(by, request)
    refuse(rules.telling_obstacles(row.client_id, telling.client, words))
    decision = tell(by=by, at=at, day=day, telling=replace(telling, answers=row.pk))
    if decision.allowed:
        told = Disclosure.objects.filter(client_id=telling.client).latest("pk")
        _decide(by, at, row, LegalOutcome.DISCLOSED, words, told)
    return decision


def _open(by: Actor, number: int, other: int | None = None) -> LegalRequest:
    """The request, within the actor's rights and reach, held with whom it is about (and `other`); refused when decided."""
    row = LegalRequest.objects.filter(pk=number).first()
    demand(by, MAY_DECIDE_LEGAL_REQUESTS, [row.site_id] if row else [])
    if row is None:
        raise NotFound
    hold_records(filter(None, (row.client_id, other)), (Lockable.SETUP, 0))
    row.refresh_from_db()
    refuse([Obstacle(LegalBlocker.DECIDED_ALREADY)] if LegalDecision.objects.filter(request=row).exists() else [])
    return row


def _decide(
    by: Actor, at: datetime, row: LegalRequest, outcome: LegalOutcome, words: str, told: Disclosure | None = None
) -> None:
    with last_word(Obstacle(LegalBlocker.DECIDED_ALREADY)):
        LegalDecision.objects.create(
            request=row, outcome=outcome, words=words.strip(), disclosure=told, decided_at=at, recorded_by=by.label
        )
    note(by=by, at=at, subject=("legal_request", row.pk), client=row.client_id, details={"outcome": outcome})
