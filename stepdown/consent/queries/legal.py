"""Reading legal requests: the queue of compliance, and what is open about a client."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from stepdown.agency import queries as agency
from stepdown.audit.terms import Actor, NotFound
from stepdown.consent import rules
from stepdown.consent.models import LegalDecision, LegalRequest
from stepdown.consent.terms import (
    LegalDays,
    LegalDecisionRow,
    LegalFacts,
    LegalKind,
    LegalOutcome,
    LegalPaper,
    LegalRow,
    LegalStep,
    LegalStepRow,
    LegalWay,
)
from stepdown.policy import queries as policy
from stepdown.policy.terms import Scope

MOST = 200
"""Decided requests a page lists, the latest; each of the others has its own page still."""


def open_about(clients: Collection[int]) -> frozenset[int]:
    """The legal requests that are open about any of `clients`: their records stay as they are. One query."""
    return frozenset().union(*open_by_client(clients).values())


def open_by_client(clients: Collection[int]) -> dict[int, frozenset[int]]:
    """The same by client; who has none is left out. One query."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = LegalRequest.objects.filter(client__in=clients, decision=None)
    for number, client in rows.values_list("pk", "client_id"):
        found[client].add(number)
    return {client: frozenset(numbers) for client, numbers in found.items()}


def open_legal_requests(by: Actor, today: date) -> tuple[LegalRow, ...]:
    """Every open request within reach, the next to do first. Four queries."""
    rows = _rows(_within(by).filter(decision=None), today)
    return tuple(sorted(rows, key=lambda row: (min((due.on for due in row.due), default=date.max), row.id)))


def decided_legal_requests(by: Actor, today: date) -> tuple[LegalRow, ...]:
    """The latest decided requests within reach. Four queries."""
    return _rows(_within(by).exclude(decision=None).order_by("-decision__decided_at", "-pk")[:MOST], today)


def legal_request(by: Actor, number: int, today: date) -> LegalRow:
    """One request. Raises NotFound beyond reach. Four queries."""
    rows = _rows(_within(by).filter(pk=number), today)
    if not rows:
        raise NotFound
    return rows[0]


def taken_in(by: Actor) -> tuple[tuple[int, LegalKind, str, date], ...]:
    """(id, kind, sender, day) of the latest requests `by` wrote down themselves. Not how they stand. One query."""
    rows = _within(by).filter(recorded_by=by.label).values_list("pk", "kind", "sender", "received_on")[:10]
    return tuple((number, LegalKind(kind), sender, day) for number, kind, sender, day in rows)


def _within(by: Actor) -> QuerySet[LegalRequest]:
    rows = LegalRequest.objects.all()
    return rows if by.everywhere else rows.filter(site__in=by.sites)


def _rows(found: QuerySet[LegalRequest], today: date) -> tuple[LegalRow, ...]:
    """With steps, decision and clocks; what a site's state calls a holiday is none of the business days."""
    rows = found.select_related("site", "decision").prefetch_related("notes")
    book = policy.book(["legal."])
    return tuple(_row(row, today, _days(book, row.site.jurisdiction, today)) for row in rows)


def _days(book: policy.Book, jurisdiction: str, today: date) -> LegalDays:
    said = {key: int(value.value) for key, value in book.on(Scope(jurisdiction), today).items()}
    return LegalDays(*map(said.get, ("legal.first_look_within", "legal.objection_within", "legal.due_soon")))


def _row(row: LegalRequest, today: date, days: LegalDays) -> LegalRow:
    steps = tuple(
        LegalStepRow(LegalStep(one.legal_step), one.words, one.recorded_at, one.recorded_by) for one in row.notes.all()
    )
    decision: LegalDecision | None = getattr(row, "decision", None)
    facts = LegalFacts(
        kind=LegalKind(row.kind),
        received_on=row.received_on,
        due_on=row.due_on,
        steps=frozenset(one.legal_step for one in steps),
        linked=row.client_id is not None,
        decided=decision is not None,
    )
    free = _free(row.site.jurisdiction, {row.received_on.year, today.year, today.year + 1})
    due = rules.clocks(facts, days, free)
    return LegalRow(
        id=row.pk,
        site=row.site_id,
        kind=facts.kind,
        sender=row.sender,
        reply_to=row.reply_to,
        came_by=LegalWay(row.came_by),
        received_on=row.received_on,
        due_on=row.due_on,
        name_written=row.name_written,
        asks=row.asks,
        papers=tuple(LegalPaper(one) for one in row.papers),
        at=row.recorded_at,
        who=row.recorded_by,
        client=row.client_id,
        steps=steps,
        decision=_decision(decision) if decision else None,
        carries=rules.carries(_papers(row, facts.steps)),
        due=due,
        standing=rules.standing(facts, due, today, days, free),
    )


def _papers(row: LegalRequest, steps: frozenset[LegalStep]) -> frozenset[LegalPaper]:
    """What came at first, and an order that came later."""
    later = {LegalPaper.ORDER} if LegalStep.ORDER_OBTAINED in steps else set()
    return frozenset(map(LegalPaper, row.papers)) | later


def _decision(row: LegalDecision) -> LegalDecisionRow:
    return LegalDecisionRow(LegalOutcome(row.outcome), row.words, row.decided_at, row.recorded_by, row.disclosure_id)


def _free(jurisdiction: str, years: Iterable[int]) -> frozenset[date]:
    return frozenset(day for year in years for day, _ in agency.public_holidays(jurisdiction, year))
