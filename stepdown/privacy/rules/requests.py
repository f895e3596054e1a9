"""The clock of a request, what it must say, and how it may end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.consent.terms import Signer
from stepdown.kernel.clocks import clock
from stepdown.privacy.terms import (
    REVIEWABLE,
    Days,
    Facts,
    Form,
    Ground,
    Known,
    NewAnswer,
    NewRequest,
    Outcome,
    RequestBlocker,
    RequestKind,
    Says,
    Standing,
)

B, G, End = RequestBlocker, Ground, Outcome

OUTCOMES: Mapping[RequestKind, frozenset[Outcome]] = {
    RequestKind.ACCESS: frozenset({End.GIVEN, End.IN_PART, End.DENIED, End.WITHDRAWN}),
    RequestKind.AMENDMENT: frozenset({End.ACCEPTED, End.IN_PART, End.DENIED, End.WITHDRAWN}),
    RequestKind.ACCOUNTING: frozenset({End.GIVEN, End.WITHDRAWN}),
}
"""How each kind may end. An accounting is not denied (45 CFR 164.528)."""

GROUNDS: Mapping[RequestKind, frozenset[Ground]] = {
    RequestKind.ACCESS: frozenset({G.COUNSELING_NOTES, G.FOR_PROCEEDINGS, G.PROMISED_SOURCE}) | REVIEWABLE,
    RequestKind.AMENDMENT: frozenset({G.NOT_OURS, G.NOT_IN_THE_RECORD, G.NO_ACCESS, G.RIGHT_AS_IT_IS}),
    RequestKind.ACCOUNTING: frozenset(),
}
"""The only reasons to deny (45 CFR 164.524(a), 164.526(a)(2))."""

KEEPS_BACK = frozenset({End.IN_PART, End.DENIED})


def first_due(facts: Facts, days: Days) -> date | None:
    """The last day without an extension, counted from the day it came; None while no policy row holds."""
    return None if days.within is None else facts.received_on + timedelta(days=days.within)


def due(facts: Facts, days: Days) -> date | None:
    """The last day: with the one extension, where the client was told of it."""
    first = first_due(facts, days)
    more = days.extension if facts.extended else None
    return first if first is None or more is None else first + timedelta(days=more)


def standing(facts: Facts, days: Days, today: date) -> Standing:
    """Where it stands today; due soon within `days.soon` days."""
    if facts.outcome is not None:
        return Standing.ANSWERED
    soon = None if days.soon is None else today + timedelta(days=days.soon)
    return Standing(clock(due(facts, days), soon, today))


def intake_obstacles(new: NewRequest, today: date, *, in_circle: bool) -> list[Obstacle]:
    """What keeps a request from being taken in. `in_circle`: the contact it names is one of the client's."""
    acts_for = new.asker == Signer.REPRESENTATIVE
    amends = new.kind == RequestKind.AMENDMENT
    return obstacles_in(
        (B.NOBODY_NAMED, not new.asker_name.strip()),
        (B.NO_RELATION, acts_for and not new.relation.strip()),
        (B.NO_LEGAL_PAPER, acts_for and new.known_by != Known.LEGAL_PAPER),
        (B.NOT_RECEIVED_YET, new.received_on > today),
        (B.NOTHING_WRONG_SAID, amends and not new.asks.strip()),
        (B.NOTHING_RIGHT_SAID, amends and not new.should_say.strip()),
        (B.NOT_IN_THE_CIRCLE, new.contact is not None and not in_circle),
    )


def extension_obstacles(facts: Facts, days: Days, told_on: date, words: str, today: date) -> list[Obstacle]:
    """What keeps the clock from being extended: once, told within the first period and by today, with the reason."""
    first = first_due(facts, days)
    return obstacles_in(
        (B.ANSWERED_ALREADY, facts.outcome is not None),
        (B.EXTENDED_ALREADY, facts.extended),
        (B.NOT_TOLD_THEN, not facts.received_on <= told_on <= today),
        (B.TOO_LATE_TO_EXTEND, first is not None and told_on > first),
        (B.NO_WORDS, not words.strip()),
    )


def answer_obstacles(facts: Facts, answer: NewAnswer) -> list[Obstacle]:
    """What keeps a request from ending so. What was looked at here needs no copy; what is denied needs a ground."""
    keeps_back = answer.outcome in KEEPS_BACK
    hands_over = answer.outcome in {End.GIVEN, End.IN_PART} and facts.kind != RequestKind.AMENDMENT
    copied = facts.kind == RequestKind.ACCESS and facts.wanted_as != Form.LOOK
    return obstacles_in(
        (B.ANSWERED_ALREADY, facts.outcome is not None),
        (B.OTHER_OUTCOME, answer.outcome not in OUTCOMES[facts.kind]),
        (B.NO_GROUND, keeps_back and not answer.grounds),
        (B.OTHER_GROUND, bool(answer.grounds) and not (keeps_back and answer.grounds <= GROUNDS[facts.kind])),
        (B.NO_WORDS, not answer.words.strip() and answer.outcome != End.GIVEN),
        (B.NO_COPY, hands_over and copied and not facts.copies),
        (B.NOT_SAID_HOW, hands_over and answer.gone_by is None),
    )


def copy_obstacles(facts: Facts) -> list[Obstacle]:
    """What keeps a copy from being kept with a request: only who asked to have one gets it, until they are answered."""
    return obstacles_in(
        (B.NOT_ACCESS, facts.kind != RequestKind.ACCESS),
        (B.ANSWERED_ALREADY, facts.outcome is not None),
    )


def statement_obstacles(facts: Facts, says: Says, words: str) -> list[Obstacle]:
    """What keeps a statement from going along: there is something denied, each says it once, the client first."""
    denied = facts.kind == RequestKind.AMENDMENT and facts.outcome in KEEPS_BACK
    return obstacles_in(
        (B.NOT_DENIED, not denied),
        (B.SAID_ALREADY, says in facts.stated),
        (B.DISAGREEMENT_FIRST, says == Says.REBUTTAL and Says.DISAGREEMENT not in facts.stated),
        (B.NO_WORDS, not words.strip()),
    )
