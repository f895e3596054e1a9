"""Clocks of a legal request, what its papers can carry, and what is held while it is open."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from datetime import date, timedelta

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.consent.terms import (
    Ask,
    Due,
    Known,
    LegalBlocker,
    LegalClock,
    LegalDays,
    LegalFacts,
    LegalKind,
    LegalOutcome,
    LegalPaper,
    LegalStanding,
    LegalStep,
    NamedException,
    NewLegalRequest,
    Purpose,
)
from stepdown.kernel.clocks import clock

ANSWERED_THE_SUBPOENA = frozenset({LegalStep.OBJECTED, LegalStep.MOVED_TO_QUASH})
COMPELS = frozenset({LegalPaper.SUBPOENA, LegalPaper.WARRANT})
DAY = timedelta(days=1)
WEEKEND = 5
"""`weekday()` of Saturday."""


def held(ask: Ask, known: Known) -> bool:
    """Whether compliance alone answers this, by the request it decides.

    A court order always (42 CFR 2.61: it authorizes, and only together with a subpoena it compels: somebody must have
    read both); any disclosure for proceedings while a request about the client is open.
    """
    legal = ask.exception == NamedException.COURT_ORDER or (ask.purpose == Purpose.PROCEEDINGS and bool(known.legal))
    return legal and ask.answers not in known.legal


def carries(papers: Collection[LegalPaper]) -> bool:
    """Whether papers of this kind can carry a disclosure: an order with what compels it, or the person's consent.

    A subpoena alone never does, nor a warrant (42 CFR 2.61(b)).
    """
    return LegalPaper.CONSENT in papers or (LegalPaper.ORDER in papers and not COMPELS.isdisjoint(papers))


def intake_obstacles(new: NewLegalRequest, today: date) -> list[Obstacle]:
    """What keeps a request from being written down. Whom it is about may be left out: some papers name nobody."""
    return obstacles_in(
        (LegalBlocker.NO_SENDER, not new.sender.strip()),
        (LegalBlocker.NOTHING_ASKED, not new.asks.strip()),
        (LegalBlocker.NOT_RECEIVED_YET, new.received_on > today),
        (LegalBlocker.DUE_BEFORE_RECEIVED, new.due_on is not None and new.due_on < new.received_on),
    )


def decision_obstacles(outcome: LegalOutcome, words: str) -> list[Obstacle]:
    """What keeps a request from being ended without the gate: it ends in words, and what is told goes by the gate."""
    return obstacles_in(
        (LegalBlocker.NO_WORDS, not words.strip()),
        (LegalBlocker.NOT_BY_THE_GATE, outcome == LegalOutcome.DISCLOSED),
    )


def telling_obstacles(linked: int | None, client: int, words: str) -> list[Obstacle]:
    """What keeps a request from being answered about `client`; `linked` is whom it was found to be about."""
    return obstacles_in(
        (LegalBlocker.NO_WORDS, not words.strip()),
        (LegalBlocker.NO_CLIENT, linked != client),
    )


def clocks(facts: LegalFacts, days: LegalDays, free: Container[date]) -> tuple[Due, ...]:
    """The last days that still run, the next first. `free` are the public holidays where the site is."""
    return () if facts.decided else tuple(sorted(_running(facts, days, free), key=lambda due: due.on))


def standing(
    facts: LegalFacts, due: Collection[Due], today: date, days: LegalDays, free: Container[date]
) -> LegalStanding:
    """Where it stands today; due soon within `days.soon` business days."""
    if facts.decided:
        return LegalStanding.DECIDED
    last = min((one.on for one in due), default=None)
    return LegalStanding(clock(last, business_day(today, days.soon or 0, free), today))


def business_day(start: date, count: int, free: Container[date]) -> date:
    """The `count`th business day after `start`, which is not counted: no weekends, no public holidays."""
    day = start
    for _ in range(count):
        day = open_day(day + DAY, free)
    return day


def open_day(day: date, free: Container[date]) -> date:
    """`day`, or the first after it that is no weekend and no public holiday (Federal Rules of Civil Procedure 6(a)(1)(C))."""
    while day.weekday() >= WEEKEND or day in free:
        day += DAY
    return day


def _running(facts: LegalFacts, days: LegalDays, free: Container[date]) -> Iterator[Due]:
    if days.look is not None and not facts.steps and not facts.linked:
        yield Due(LegalClock.LOOK, business_day(facts.received_on, days.look, free))
    answered = not facts.steps.isdisjoint(ANSWERED_THE_SUBPOENA)
    if days.objection is not None and facts.kind == LegalKind.SUBPOENA and not answered:
        last = open_day(facts.received_on + days.objection * DAY, free)
        yield Due(LegalClock.OBJECT, min(last, facts.due_on or last))
    if facts.due_on is not None:
        yield Due(LegalClock.ANSWER, facts.due_on)
