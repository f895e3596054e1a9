"""Reading the register of breaches."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from stepdown.audit.terms import Actor, Category, NotFound
from stepdown.policy import queries as policy
from stepdown.policy.terms import Scope
from stepdown.privacy import rules
from stepdown.privacy.models import Breach, BreachAssessment, BreachClosing
from stepdown.privacy.terms.breaches import (
    AssessmentRow,
    BreachDays,
    BreachFacts,
    BreachNotice,
    BreachOutcome,
    BreachRow,
    ClosingRow,
    Factor,
    Rating,
    TakenBack,
    ToldRow,
    Weighed,
)

KEYS = ("breach.notice_within", "breach.many", "breach.report_after_year", "breach.due_soon")


def open_breaches(by: Actor, today: date) -> tuple[BreachRow, ...]:
    """Every breach within reach that is not closed, by its next day. Five queries."""
    rows = _rows(_within(by).filter(closing=None), today)
    return tuple(sorted(rows, key=lambda row: (min((one.on for one in row.due), default=date.max), row.id)))


def closed_breaches(by: Actor, today: date) -> tuple[BreachRow, ...]:
    """Every closed one within reach, the latest first. Five queries."""
    return _rows(_within(by).exclude(closing=None).order_by("-closing__closed_at", "-pk"), today)


def breach(by: Actor, number: int, today: date) -> BreachRow:
    """One breach. Raises NotFound beyond reach. Five queries."""
    rows = _rows(_within(by).filter(pk=number), today)
    if not rows:
        raise NotFound
    return rows[0]


def breach_facts(row: Breach) -> BreachFacts:
    """What decides about a breach. Three queries; none where they are fetched already."""
    latest: BreachAssessment | None = next(iter(row.assessments.all()), None)
    return BreachFacts(
        discovered_on=row.discovered_on,
        people=latest.people if latest else row.people,
        outcome=BreachOutcome(latest.outcome) if latest else None,
        notified=frozenset(BreachNotice(one.notice) for one in row.told.all() if one.taken_back_at is None),
        closed=hasattr(row, "closing"),
    )


def breach_days(row: Breach, day: date) -> BreachDays:
    """The policy numbers at its site. One query."""
    return _days(policy.book(["breach."]), row, day)


def _within(by: Actor) -> QuerySet[Breach]:
    rows = Breach.objects.all()
    return rows if by.everywhere else rows.filter(site__in=by.sites)


def _days(book: policy.Book, row: Breach, day: date) -> BreachDays:
    said = {key: int(value.value) for key, value in book.on(Scope(row.site.jurisdiction), day).items()}
    return BreachDays(*map(said.get, KEYS))


def _rows(found: QuerySet[Breach], today: date) -> tuple[BreachRow, ...]:
    rows = list(found.select_related("site", "closing").prefetch_related("assessments__factors", "told"))
    book = policy.book(["breach."]) if rows else policy.Book(())
    return tuple(_row(row, _days(book, row, today), today) for row in rows)


def _row(row: Breach, days: BreachDays, today: date) -> BreachRow:
    facts = breach_facts(row)
    return BreachRow(
        id=row.pk,
        site=row.site.name,
        discovered_on=row.discovered_on,
        happened_on=row.happened_on,
        people=facts.people,
        what=row.what,
        parts=tuple(Category(one) for one in row.parts),
        at=row.recorded_at,
        who=row.recorded_by,
        assessments=tuple(_assessment(one) for one in row.assessments.all()),
        notices=_told(row, facts, days),
        closing=_closing(getattr(row, "closing", None)),
        due=rules.breach_due(facts, days, today),
        standing=rules.breach_standing(facts, days, today),
    )


def _assessment(row: BreachAssessment) -> AssessmentRow:
    weighed = tuple(Weighed(Factor(one.factor), Rating(one.rating), one.why) for one in row.factors.all())
    return AssessmentRow(weighed, BreachOutcome(row.outcome), row.people, row.words, row.decided_at, row.recorded_by)


def _told(row: Breach, facts: BreachFacts, days: BreachDays) -> tuple[ToldRow, ...]:
    told = []
    for one in row.told.all():
        notice = BreachNotice(one.notice)
        last = rules.last_day(notice, facts, days)
        late = last is not None and one.told_on > last
        back = TakenBack(one.taken_back_words, one.taken_back_at, one.taken_back_by) if one.taken_back_at else None
        told.append(ToldRow(one.pk, notice, one.told_on, one.words, one.recorded_by, late, back))
    return tuple(told)


def _closing(row: BreachClosing | None) -> ClosingRow | None:
    return ClosingRow(row.words, row.closed_at, row.recorded_by) if row else None
