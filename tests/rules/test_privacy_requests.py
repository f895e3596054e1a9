"""What people may ask about their records: clocks, what a request must say, how it may end. Tables to check by eye."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.consent.terms import LegalWay, Signer
from stepdown.privacy import rules
from stepdown.privacy.terms import (
    Days,
    Facts,
    Form,
    Ground,
    Known,
    NewAnswer,
    Outcome,
    RequestBlocker,
    RequestKind,
    Says,
    Standing,
)
from tests.factories.asking import access

B, G, S = RequestBlocker, Ground, Standing
ACCESS, AMENDMENT, ACCOUNTING = RequestKind
CAME = date(2026, 6, 1)
MONTH = Days(within=30, extension=30, soon=7)
HAND = LegalWay.IN_PERSON
CLOCKS = [
    # days after it came, extended, answered → last day after so many days, stands
    (0, False, False, 30, S.OPEN),
    (22, False, False, 30, S.OPEN),
    (23, False, False, 30, S.DUE_SOON),
    (30, False, False, 30, S.DUE_SOON),
    (31, False, False, 30, S.OVERDUE),
    (31, True, False, 60, S.OPEN),
    (53, True, False, 60, S.DUE_SOON),
    (61, True, False, 60, S.OVERDUE),
    (90, False, True, 30, S.ANSWERED),
]
ASKED = [
    ({}, set()),
    ({"asker_name": " "}, {B.NOBODY_NAMED}),
    ({"received_on": CAME + timedelta(days=1)}, {B.NOT_RECEIVED_YET}),
    ({"asker": Signer.REPRESENTATIVE}, {B.NO_RELATION, B.NO_LEGAL_PAPER}),
    ({"asker": Signer.REPRESENTATIVE, "relation": "Guardian", "known_by": Known.LEGAL_PAPER}, set()),
    ({"kind": AMENDMENT}, {B.NOTHING_WRONG_SAID, B.NOTHING_RIGHT_SAID}),
    ({"kind": AMENDMENT, "asks": "June 1", "should_say": "June 3"}, set()),
    ({"kind": ACCOUNTING}, set()),
    ({"contact": 7}, {B.NOT_IN_THE_CIRCLE}),
]
ENDS = [
    # kind, wanted as, copies, how it ends, on which ground, in words, gone by → what is missing
    (ACCESS, Form.FILES, 1, Outcome.GIVEN, None, "", HAND, set()),
    (ACCESS, Form.FILES, 0, Outcome.GIVEN, None, "", None, {B.NO_COPY, B.NOT_SAID_HOW}),
    (ACCESS, Form.LOOK, 0, Outcome.GIVEN, None, "", HAND, set()),
    (ACCESS, Form.FILES, 1, Outcome.ACCEPTED, None, "Yes", None, {B.OTHER_OUTCOME}),
    (ACCESS, Form.FILES, 0, Outcome.DENIED, G.ENDANGERS, "Judged so", None, set()),
    (ACCESS, Form.FILES, 0, Outcome.DENIED, G.RIGHT_AS_IT_IS, "No", None, {B.OTHER_GROUND}),
    (ACCESS, Form.FILES, 1, Outcome.IN_PART, None, "", HAND, {B.NO_GROUND, B.NO_WORDS}),
    (ACCESS, Form.FILES, 1, Outcome.GIVEN, G.ENDANGERS, "", HAND, {B.OTHER_GROUND}),
    (ACCESS, Form.FILES, 0, Outcome.WITHDRAWN, None, "Not now", None, set()),
    (AMENDMENT, None, 0, Outcome.ACCEPTED, None, "Put right", None, set()),
    (AMENDMENT, None, 0, Outcome.GIVEN, None, "", HAND, {B.OTHER_OUTCOME}),
    (AMENDMENT, None, 0, Outcome.DENIED, G.RIGHT_AS_IT_IS, "As the door says", None, set()),
    (AMENDMENT, None, 0, Outcome.DENIED, G.HARMS_ANOTHER, "No", None, {B.OTHER_GROUND}),
    (ACCOUNTING, None, 0, Outcome.GIVEN, None, "", HAND, set()),
    (ACCOUNTING, None, 0, Outcome.DENIED, None, "No", None, {B.OTHER_OUTCOME, B.NO_GROUND}),
]
DENIED = Facts(AMENDMENT, CAME, outcome=Outcome.DENIED)
SAID = [
    (DENIED, Says.DISAGREEMENT, "It was June 3", set()),
    (DENIED, Says.REBUTTAL, "The door says June 1", {B.DISAGREEMENT_FIRST}),
    (Facts(AMENDMENT, CAME, outcome=Outcome.DENIED, stated=frozenset({Says.DISAGREEMENT})), Says.REBUTTAL, "x", set()),
    (
        Facts(AMENDMENT, CAME, outcome=Outcome.DENIED, stated=frozenset({Says.DISAGREEMENT})),
        Says.DISAGREEMENT, " ", {B.SAID_ALREADY, B.NO_WORDS},
    ),
    (Facts(AMENDMENT, CAME, outcome=Outcome.ACCEPTED), Says.DISAGREEMENT, "x", {B.NOT_DENIED}),
    (Facts(ACCESS, CAME, outcome=Outcome.DENIED), Says.DISAGREEMENT, "x", {B.NOT_DENIED}),
]  # fmt: skip


def told(obstacles: object) -> set[RequestBlocker]:
    return {one.blocker for one in obstacles}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("after", "extended", "answered", "last", "stands"), CLOCKS)
def test_clock(after: int, extended: bool, answered: bool, last: int, stands: Standing) -> None:
    facts = Facts(ACCESS, CAME, extended=extended, outcome=Outcome.GIVEN if answered else None)
    assert rules.due(facts, MONTH) == CAME + timedelta(days=last)
    assert rules.standing(facts, MONTH, CAME + timedelta(days=after)) == stands


def test_without_a_row_no_clock_runs() -> None:
    facts = Facts(ACCESS, CAME)
    assert (rules.due(facts, Days()), rules.standing(facts, Days(), CAME)) == (None, S.OPEN)


@pytest.mark.parametrize(("change", "missing"), ASKED)
def test_what_a_request_must_say(change: dict[str, object], missing: set[RequestBlocker]) -> None:
    new = access(1, change.get("received_on", CAME), **change)  # type: ignore[arg-type]
    assert told(rules.intake_obstacles(new, CAME, in_circle=False)) == missing


@pytest.mark.parametrize(
    ("extended", "ended", "after", "words", "missing"),
    [
        (False, None, -1, "The archive is away", {B.NOT_TOLD_THEN}),
        (False, None, 0, "The archive is away", set()),
        (False, None, 30, "The archive is away", set()),
        (False, None, 31, "The archive is away", {B.TOO_LATE_TO_EXTEND}),
        (False, None, 32, "The archive is away", {B.TOO_LATE_TO_EXTEND, B.NOT_TOLD_THEN}),
        (True, None, 10, " ", {B.EXTENDED_ALREADY, B.NO_WORDS}),
        (False, Outcome.GIVEN, 10, "x", {B.ANSWERED_ALREADY}),
    ],
)
def test_extended_once_and_told_in_time(
    extended: bool, ended: Outcome | None, after: int, words: str, missing: set[RequestBlocker]
) -> None:
    facts = Facts(ACCESS, CAME, extended=extended, outcome=ended)
    today = CAME + timedelta(days=31)
    assert told(rules.extension_obstacles(facts, MONTH, CAME + timedelta(days=after), words, today)) == missing


@pytest.mark.parametrize(("kind", "wanted", "copies", "ends", "ground", "words", "gone_by", "missing"), ENDS)
def test_how_it_may_end(
    kind: RequestKind,
    wanted: Form | None,
    copies: int,
    ends: Outcome,
    ground: Ground | None,
    words: str,
    gone_by: LegalWay | None,
    missing: set[RequestBlocker],
) -> None:
    facts = Facts(kind, CAME, wanted_as=wanted, copies=copies)
    grounds = frozenset({ground} if ground else ())
    assert told(rules.answer_obstacles(facts, NewAnswer(ends, words, grounds, gone_by))) == missing


@pytest.mark.parametrize(
    ("kind", "ended", "missing"),
    [
        (ACCESS, None, []),
        (ACCESS, Outcome.GIVEN, [B.ANSWERED_ALREADY]),
        (AMENDMENT, None, [B.NOT_ACCESS]),
        (ACCOUNTING, Outcome.WITHDRAWN, [B.NOT_ACCESS, B.ANSWERED_ALREADY]),
    ],
)
def test_a_copy_is_for_who_asked_to_have_one(
    kind: RequestKind, ended: Outcome | None, missing: list[RequestBlocker]
) -> None:
    assert [one.blocker for one in rules.copy_obstacles(Facts(kind, CAME, outcome=ended))] == missing


def test_what_is_answered_is_not_answered_again() -> None:
    facts = Facts(ACCOUNTING, CAME, outcome=Outcome.GIVEN)
    assert told(rules.answer_obstacles(facts, NewAnswer(Outcome.GIVEN, gone_by=HAND))) == {B.ANSWERED_ALREADY}


@pytest.mark.parametrize(("facts", "says", "words", "missing"), SAID)
def test_statements(facts: Facts, says: Says, words: str, missing: set[RequestBlocker]) -> None:
    assert told(rules.statement_obstacles(facts, says, words)) == missing
