"""Taking in what people ask about their records, and answering it."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, refuse
from stepdown.consent.queries import recipients
from stepdown.people.actions.steps import hold_records, hold_within
from stepdown.people.queries import circle_of
from stepdown.privacy import rules
from stepdown.privacy.access import MAY_ANSWER_REQUESTS, MAY_TAKE_REQUESTS
from stepdown.privacy.models import Answer, Copy, Extension, Request, Statement
from stepdown.privacy.queries.requests import days_of, facts_of
from stepdown.privacy.terms import CopyRow, NewAnswer, NewRequest, Outcome, RequestBlocker, RequestKind, Says


@action
def take_request(*, by: Actor, at: datetime, day: date, request: NewRequest) -> int:
    """Write down what somebody asks; `day` is today at the site. Its clock runs from the day it came. Returns its id.

    Raises NotAllowed; NotFound beyond the actor's reach and for an organisation not on record; Refused with all that is
    missing.
    """
    hold_within(by, MAY_TAKE_REQUESTS, [request.client])
    _, circle = circle_of(by, request.client)
    refuse(rules.intake_obstacles(request, day, in_circle=request.contact in {one.id for one in circle}))
    if request.recipient is not None and request.recipient not in {one.id for one in recipients()}:
        raise NotFound
    row = Request.objects.create(
        client_id=request.client,
        kind=request.kind,
        received_on=request.received_on,
        came_by=request.came_by,
        asker=request.asker,
        asker_name=request.asker_name.strip(),
        relation=request.relation.strip(),
        known_by=request.known_by,
        asks=request.asks.strip(),
        recorded_at=at,
        recorded_by=by.label,
        **_wanted(request),
    )
    note(by=by, at=at, subject=("request", row.pk), client=row.client_id, details={"kind": request.kind})
    return row.pk


@action
def extend_request(*, by: Actor, at: datetime, day: date, request: int, words: str, told_on: date) -> None:
    """Extend the clock of a request, once; the client was told the reason in writing on `told_on`.

    Raises NotAllowed; NotFound; Refused: answered or extended already, told too late, not told yet or before it
    came, or without a reason.
    """
    row = _held(by, request)
    refuse(rules.extension_obstacles(facts_of(row), days_of(row, day), told_on, words, day))
    with last_word(Obstacle(RequestBlocker.EXTENDED_ALREADY)):
        Extension.objects.create(
            request=row, words=words.strip(), told_on=told_on, recorded_at=at, recorded_by=by.label
        )
    note(by=by, at=at, subject=("request", row.pk), client=row.client_id)


@action
def keep_copy(*, by: Actor, at: datetime, request: int, copy: CopyRow) -> int:
    """Keep that a copy was made for a request to have one; the gate said before what may be in it. Returns its id.

    Raises NotAllowed; NotFound; Refused when the request is answered, or asks for something else.
    """
    row = _held(by, request)
    refuse(rules.copy_obstacles(facts_of(row)))
    made = Copy.objects.create(
        request=row,
        categories=list(copy.categories),
        withheld=list(copy.withheld),
        size=copy.size,
        digest=bytes.fromhex(copy.digest),
        made_at=at,
        recorded_by=by.label,
    )
    note(by=by, at=at, subject=("request", row.pk), client=row.client_id, details={"size": copy.size})
    return made.pk


@action
def answer_request(*, by: Actor, at: datetime, request: int, answer: NewAnswer) -> None:
    """End a request, once.

    Raises NotAllowed; NotFound; Refused with everything at once: answered already, an end or a ground this kind has not,
    no copy made, nothing said.
    """
    row = _held(by, request)
    refuse(rules.answer_obstacles(facts_of(row), answer))
    with last_word(Obstacle(RequestBlocker.ANSWERED_ALREADY)):
        Answer.objects.create(
            request=row,
            outcome=answer.outcome,
            grounds=sorted(answer.grounds),
            words=answer.words.strip(),
            gone_by=answer.gone_by or "",
            answered_at=at,
            recorded_by=by.label,
        )
    note(by=by, at=at, subject=("request", row.pk), client=row.client_id, details={"outcome": answer.outcome})


@action
def reopen_request(*, by: Actor, at: datetime, request: int) -> None:
    """Take back that a request was withdrawn: it is open again, and its clock never stopped.

    Raises NotAllowed; NotFound; Refused when it ended otherwise: what was told stays told.
    """
    row = _held(by, request)
    withdrawn = Answer.objects.filter(request=row, outcome=Outcome.WITHDRAWN)
    refuse([] if withdrawn.exists() else [Obstacle(RequestBlocker.NOT_WITHDRAWN)])
    withdrawn.delete()
    note(by=by, at=at, subject=("request", row.pk), client=row.client_id)


@action
def say_to_denial(*, by: Actor, at: datetime, day: date, request: int, says: Says, words: str) -> int:
    """Add the client's disagreement with a denied amendment, or our rebuttal; it goes along with the record. Its id.

    Raises NotAllowed; NotFound; Refused: nothing was denied, said already, a rebuttal of nothing, or no words.
    """
    row = _held(by, request)
    refuse(rules.statement_obstacles(facts_of(row), says, words))
    said = Statement.objects.create(
        request=row, says=says, words=words.strip(), said_on=day, recorded_at=at, recorded_by=by.label
    )
    note(by=by, at=at, subject=("request", row.pk), client=row.client_id, details={"says": says})
    return said.pk


def _wanted(new: NewRequest) -> dict[str, object]:
    """What only this kind of request says."""
    if new.kind == RequestKind.AMENDMENT:
        return {"should_say": new.should_say.strip()}
    if new.kind == RequestKind.ACCOUNTING:
        return {}
    return {
        "parts": sorted(new.parts),
        "papers": new.papers,
        "wanted_as": new.wanted_as,
        "contact_id": new.contact,
        "recipient_id": new.recipient,
    }


def _held(by: Actor, number: int) -> Request:
    """The request, within the actor's rights and reach, its client held."""
    row = Request.objects.select_related("client__site").filter(pk=number).first()
    demand(by, MAY_ANSWER_REQUESTS, [row.client.site_id] if row else [])
    if row is None:
        raise NotFound
    hold_records([row.client_id])
    return row
