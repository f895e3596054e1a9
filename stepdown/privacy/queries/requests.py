"""Reading requests: the queue, one of them, and those of a client."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from stepdown.audit.terms import Actor, Category, NotFound
from stepdown.consent.terms import LegalWay, Signer
from stepdown.policy import queries as policy
from stepdown.policy.terms import Scope
from stepdown.privacy import rules
from stepdown.privacy.models import Answer, Copy, Extension, Request
from stepdown.privacy.terms import (
    AnswerRow,
    CopyRow,
    Days,
    ExtensionRow,
    Facts,
    Form,
    Ground,
    Known,
    Outcome,
    RequestKind,
    RequestRow,
    Says,
    StatementRow,
)

MOST = 200
"""Answered requests a page lists, the latest; each of the others stands on its client's chart."""


def open_requests(by: Actor, today: date, wanted: str = "") -> tuple[RequestRow, ...]:
    """Every request within reach that is not answered, the next due first. Four queries.

    `wanted` leaves those in whose client's name or record number it does not stand.
    """
    rows = _rows(_wanted(_within(by).filter(answer=None), wanted), today)
    return tuple(sorted(rows, key=lambda row: (row.due or date.max, row.id)))


def answered_requests(by: Actor, today: date, wanted: str = "") -> tuple[RequestRow, ...]:
    """The latest answered requests within reach. Four queries."""
    found = _wanted(_within(by).exclude(answer=None), wanted)
    return _rows(found.order_by("-answer__answered_at", "-pk")[:MOST], today)


def request(by: Actor, number: int, today: date) -> RequestRow:
    """One request. Raises NotFound beyond reach. Four queries."""
    rows = _rows(_within(by).filter(pk=number), today)
    if not rows:
        raise NotFound
    return rows[0]


def of_client(client: int, today: date) -> tuple[RequestRow, ...]:
    """Every request of a client whose chart is open, the latest first. Four queries; one where there is none."""
    return _rows(Request.objects.filter(client=client).order_by("-received_on", "-pk"), today)


def facts_of(row: Request) -> Facts:
    """What decides about a request. Four queries."""
    return _facts(Request.objects.select_related("extension", "answer").get(pk=row.pk))


def days_of(row: Request, day: date) -> Days:
    """The policy numbers for a request at its client's site. Two queries."""
    book = policy.book(["privacy."])
    return _days(book, row.client.site.jurisdiction, RequestKind(row.kind), day)


def _within(by: Actor) -> QuerySet[Request]:
    rows = Request.objects.all()
    return rows if by.everywhere else rows.filter(client__site__in=by.sites)


def _wanted(rows: QuerySet[Request], wanted: str) -> QuerySet[Request]:
    if not wanted:
        return rows
    named = Q(client__used_name__icontains=wanted) | Q(client__legal_name__icontains=wanted)
    return rows.filter(named | Q(client__record_number__icontains=wanted))


def _rows(found: QuerySet[Request], today: date) -> tuple[RequestRow, ...]:
    found = found.select_related("client__site", "contact", "recipient", "extension", "answer")
    rows = list(found.prefetch_related("copies", "statements"))
    book = policy.book(["privacy."]) if rows else policy.Book(())
    return tuple(
        _row(row, today, _days(book, row.client.site.jurisdiction, RequestKind(row.kind), today)) for row in rows
    )


def _days(book: policy.Book, jurisdiction: str, kind: RequestKind, day: date) -> Days:
    said = {key: int(value.value) for key, value in book.on(Scope(jurisdiction), day).items()}
    return Days(*map(said.get, (f"privacy.{kind}_within", f"privacy.{kind}_extension", "privacy.due_soon")))


def _facts(row: Request) -> Facts:
    answer: Answer | None = getattr(row, "answer", None)
    return Facts(
        kind=RequestKind(row.kind),
        received_on=row.received_on,
        wanted_as=Form(row.wanted_as) if row.wanted_as else None,
        copies=len(row.copies.all()),
        extended=hasattr(row, "extension"),
        outcome=Outcome(answer.outcome) if answer else None,
        stated=frozenset(Says(one.says) for one in row.statements.all()),
    )


def _row(row: Request, today: date, days: Days) -> RequestRow:
    facts = _facts(row)
    to = row.recipient or row.contact
    return RequestRow(
        id=row.pk,
        client=row.client_id,
        client_name=row.client.used_name,
        kind=facts.kind,
        received_on=row.received_on,
        came_by=LegalWay(row.came_by),
        asker=Signer(row.asker),
        asker_name=row.asker_name,
        relation=row.relation,
        known_by=Known(row.known_by),
        asks=row.asks,
        should_say=row.should_say,
        parts=tuple(Category(one) for one in row.parts),
        papers=row.papers,
        wanted_as=facts.wanted_as,
        contact=row.contact_id,
        recipient=row.recipient_id,
        to=to.name if to else "",
        at=row.recorded_at,
        who=row.recorded_by,
        extension=_extension(getattr(row, "extension", None)),
        copies=tuple(_copy(one) for one in row.copies.all()),
        answer=_answer(getattr(row, "answer", None)),
        statements=tuple(
            StatementRow(Says(one.says), one.words, one.said_on, one.recorded_by) for one in row.statements.all()
        ),
        first_due=rules.first_due(facts, days),
        due=rules.due(facts, days),
        standing=rules.standing(facts, days, today),
    )


def _extension(row: Extension | None) -> ExtensionRow | None:
    return ExtensionRow(row.words, row.told_on, row.recorded_by) if row else None


def _copy(row: Copy) -> CopyRow:
    return CopyRow(
        row.pk,
        row.made_at,
        row.recorded_by,
        tuple(Category(one) for one in row.categories),
        tuple(Category(one) for one in row.withheld),
        row.size,
        bytes(row.digest).hex(),
    )


def _answer(row: Answer | None) -> AnswerRow | None:
    if row is None:
        return None
    gone_by = LegalWay(row.gone_by) if row.gone_by else None
    grounds = tuple(Ground(one) for one in row.grounds)
    return AnswerRow(Outcome(row.outcome), grounds, row.words, gone_by, row.answered_at, row.recorded_by)
