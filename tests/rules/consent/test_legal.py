"""Legal requests, as tables a compliance officer can check: what papers carry, the clocks, and what is held meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from stepdown.consent.rules import (
    business_day,
    carries,
    clocks,
    decide,
    decision_obstacles,
    intake_obstacles,
    open_day,
    standing,
    telling_obstacles,
)
from stepdown.consent.terms import (
    Ask,
    Category,
    ConsentFact,
    ConsentKind,
    Evidence,
    Item,
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
    Reason,
    Recipient,
    RecipientKind,
)

P, C, S, K = LegalPaper, LegalClock, LegalStep, LegalKind
DAYS = LegalDays(look=1, objection=14, soon=3)
INDEPENDENCE = date(2026, 7, 3)
"""A Friday: the fourth is a Saturday that year."""
FREE = {INDEPENDENCE, date(2026, 6, 19)}
NONE: set[LegalPaper] = set()


def june(day: int) -> date:
    return date(2026, 6, day)


@pytest.mark.parametrize(
    ("papers", "carry"),
    [
        (NONE, False),
        ({P.SUBPOENA}, False),
        ({P.WARRANT}, False),
        ({P.SUBPOENA, P.WARRANT}, False),
        ({P.ORDER}, False),
        ({P.ORDER, P.SUBPOENA}, True),
        ({P.ORDER, P.WARRANT}, True),
        ({P.CONSENT}, True),
        ({P.CONSENT, P.SUBPOENA}, True),
    ],
)
def test_what_papers_can_carry(papers: set[LegalPaper], carry: bool) -> None:
    """42 CFR 2.61: an order authorizes, a subpoena compels; neither does both."""
    assert carries(papers) is carry


@pytest.mark.parametrize(
    ("start", "count", "found"),
    [
        (june(10), 1, june(11)),  # Wednesday: Thursday
        (june(12), 1, june(15)),  # Friday: Monday
        (june(13), 1, june(15)),  # Saturday: Monday
        (june(18), 1, june(22)),  # Thursday before a free Friday: Monday
        (june(10), 3, june(15)),
        (date(2026, 7, 2), 1, date(2026, 7, 6)),  # a holiday and a weekend
        (june(10), 0, june(10)),
    ],
)
def test_business_days(start: date, count: int, found: date) -> None:
    assert business_day(start, count, FREE) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [(june(10), june(10)), (june(13), june(15)), (june(14), june(15)), (june(19), june(22))],
)
def test_a_last_day_moves_on(day: date, found: date) -> None:
    """Federal Rules of Civil Procedure 6(a)(1)(C)."""
    assert open_day(day, FREE) == found


SUBPOENA = LegalFacts(K.SUBPOENA, june(10))


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        # kind, came, due          what still runs
        (SUBPOENA, [(C.LOOK, june(11)), (C.OBJECT, june(24))]),
        (replace(SUBPOENA, received_on=june(5)), [(C.LOOK, june(8)), (C.OBJECT, june(22))]),  # 19 June is free
        (
            replace(SUBPOENA, due_on=june(17)),
            [(C.LOOK, june(11)), (C.OBJECT, june(17)), (C.ANSWER, june(17))],  # whichever is earlier
        ),
        (
            replace(SUBPOENA, due_on=date(2026, 7, 20)),
            [(C.LOOK, june(11)), (C.OBJECT, june(24)), (C.ANSWER, date(2026, 7, 20))],
        ),
        (replace(SUBPOENA, linked=True), [(C.OBJECT, june(24))]),
        (replace(SUBPOENA, steps=frozenset({S.COUNSEL_ASKED})), [(C.OBJECT, june(24))]),
        (replace(SUBPOENA, steps=frozenset({S.OBJECTED})), []),
        (replace(SUBPOENA, steps=frozenset({S.MOVED_TO_QUASH}), due_on=june(17)), [(C.ANSWER, june(17))]),
        (replace(SUBPOENA, due_on=june(17), decided=True), []),
        (LegalFacts(K.VISIT, june(10)), [(C.LOOK, june(11))]),
        (LegalFacts(K.ATTORNEY_LETTER, june(12), due_on=june(30)), [(C.LOOK, june(15)), (C.ANSWER, june(30))]),
        (LegalFacts(K.COURT_ORDER, june(10), linked=True), []),
    ],
)
def test_the_clocks(facts: LegalFacts, due: list[tuple[LegalClock, date]]) -> None:
    assert [(one.clock, one.on) for one in clocks(facts, DAYS, FREE)] == due


def test_without_a_number_no_clock_runs_but_the_papers_own() -> None:
    facts = replace(SUBPOENA, due_on=june(17))
    (only,) = clocks(facts, LegalDays(None, None, None), FREE)
    assert (only.clock, only.on) == (C.ANSWER, june(17))
    assert standing(facts, [only], june(10), LegalDays(None, None, None), FREE) == LegalStanding.OPEN


@pytest.mark.parametrize(
    ("today", "stands"),
    [
        (june(10), LegalStanding.DUE_SOON),  # a first look tomorrow
        (june(11), LegalStanding.DUE_SOON),
        (june(12), LegalStanding.OVERDUE),
    ],
)
def test_where_a_new_one_stands(today: date, stands: LegalStanding) -> None:
    assert standing(SUBPOENA, clocks(SUBPOENA, DAYS, FREE), today, DAYS, FREE) == stands


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        (replace(SUBPOENA, linked=True, due_on=june(15)), LegalStanding.DUE_SOON),  # three business days
        (replace(SUBPOENA, linked=True, due_on=june(16)), LegalStanding.OPEN),
        (LegalFacts(K.COURT_ORDER, june(1), linked=True), LegalStanding.OPEN),  # no clock runs
        (replace(SUBPOENA, decided=True), LegalStanding.DECIDED),
    ],
)
def test_where_it_stands_on_the_tenth(facts: LegalFacts, stands: LegalStanding) -> None:
    assert standing(facts, clocks(facts, DAYS, FREE), june(10), DAYS, FREE) == stands


CAME = NewLegalRequest(1, K.SUBPOENA, "Synthetic Court", "All records", june(10))


@pytest.mark.parametrize(
    ("new", "blockers"),
    [
        (CAME, set()),
        (replace(CAME, due_on=june(10)), set()),
        (replace(CAME, sender=" "), {LegalBlocker.NO_SENDER}),
        (replace(CAME, asks=""), {LegalBlocker.NOTHING_ASKED}),
        (replace(CAME, received_on=june(11)), {LegalBlocker.NOT_RECEIVED_YET}),
        (replace(CAME, due_on=june(9)), {LegalBlocker.DUE_BEFORE_RECEIVED}),
        (replace(CAME, sender="", asks=" "), {LegalBlocker.NO_SENDER, LegalBlocker.NOTHING_ASKED}),
    ],
)
def test_what_is_written_down(new: NewLegalRequest, blockers: set[LegalBlocker]) -> None:
    assert {one.blocker for one in intake_obstacles(new, june(10))} == blockers


# -- what is held while a request is open ---------------------------------------------------------------------------------
NOW = datetime(2026, 6, 10, 14, tzinfo=UTC)
COURT = Recipient(RecipientKind.COURT_OR_COUNSEL, "recipient:9")
OWN = ConsentFact(
    id=1,
    kind=ConsentKind.PROCEEDINGS,
    program=1,
    purposes=frozenset({Purpose.PROCEEDINGS}),
    categories=frozenset({Category.ATTENDANCE}),
    recipients=frozenset({COURT.who}),
    starts=NOW,
)
TREATED = replace(OWN, kind=ConsentKind.NAMED, purposes=frozenset({Purpose.TREATMENT}))
ORDER = frozenset({Evidence.ORDER, Evidence.SUBPOENA})


def ask(purpose: Purpose, order: frozenset[Evidence] | None = None, answers: int | None = None) -> Ask:
    """Whether they came, to a court; `order`: a court order is claimed, with this evidence."""
    exception = None if order is None else NamedException.COURT_ORDER
    items = frozenset({Item(Category.ATTENDANCE)})
    return Ask(1, True, COURT, purpose, items, NOW, exception, order or frozenset(), answers)


@pytest.mark.parametrize(
    ("asked", "open_requests", "reasons"),
    [
        # a consent for proceedings: carried, but while a request is open by whoever decides it alone
        (ask(Purpose.PROCEEDINGS), set(), set()),
        (ask(Purpose.PROCEEDINGS), {7}, {Reason.FOR_COMPLIANCE}),
        (ask(Purpose.PROCEEDINGS, answers=7), {7}, set()),
        (ask(Purpose.PROCEEDINGS, answers=7), {7, 8}, set()),
        (ask(Purpose.PROCEEDINGS, answers=7), {8}, {Reason.FOR_COMPLIANCE}),  # 7 is decided, or about somebody else
        # other purposes go on as ever
        (ask(Purpose.TREATMENT), {7}, set()),
        # a court order: never without the request it came by
        (ask(Purpose.PROCEEDINGS, ORDER), set(), {Reason.FOR_COMPLIANCE}),
        (ask(Purpose.PROCEEDINGS, ORDER), {7}, {Reason.FOR_COMPLIANCE}),
        (ask(Purpose.PROCEEDINGS, ORDER, 7), {7}, set()),
        (ask(Purpose.PROCEEDINGS, ORDER, 7), set(), {Reason.FOR_COMPLIANCE}),
        # a subpoena alone: not even by compliance
        (
            ask(Purpose.PROCEEDINGS, frozenset({Evidence.SUBPOENA}), 7),
            {7},
            {Reason.EVIDENCE_MISSING, Reason.SUBPOENA_ALONE},
        ),
        (
            ask(Purpose.PROCEEDINGS, frozenset({Evidence.SUBPOENA})),
            {7},
            {Reason.EVIDENCE_MISSING, Reason.SUBPOENA_ALONE, Reason.FOR_COMPLIANCE},
        ),
    ],
)
def test_what_is_held(asked: Ask, open_requests: set[int], reasons: set[Reason]) -> None:
    decision = decide(asked, Known(consents=(OWN, TREATED), legal=frozenset(open_requests)))
    assert (decision.reasons, decision.allowed) == (reasons, not reasons)


def test_the_client_has_their_own_record_all_the_same() -> None:
    mine = replace(ask(Purpose.PROCEEDINGS), recipient=Recipient(RecipientKind.CLIENT))
    assert decide(mine, Known(legal=frozenset({7}))).allowed


@pytest.mark.parametrize(
    ("outcome", "words", "missing"),
    [
        (LegalOutcome.NOTHING_SAID, "Neither confirmed nor denied", []),
        (LegalOutcome.NOTHING_SAID, " ", [LegalBlocker.NO_WORDS]),
        (LegalOutcome.DISCLOSED, "Sent", [LegalBlocker.NOT_BY_THE_GATE]),
        (LegalOutcome.DISCLOSED, "", [LegalBlocker.NO_WORDS, LegalBlocker.NOT_BY_THE_GATE]),
    ],
)
def test_what_is_told_goes_by_the_gate(outcome: LegalOutcome, words: str, missing: list[LegalBlocker]) -> None:
    assert [one.blocker for one in decision_obstacles(outcome, words)] == missing


@pytest.mark.parametrize(
    ("linked", "words", "missing"),
    [
        (7, "As the order says", []),
        (8, "As the order says", [LegalBlocker.NO_CLIENT]),
        (None, " ", [LegalBlocker.NO_WORDS, LegalBlocker.NO_CLIENT]),
    ],
)
def test_only_whom_a_request_was_found_to_be_about_is_told_of(
    linked: int | None, words: str, missing: list[LegalBlocker]
) -> None:
    assert [one.blocker for one in telling_obstacles(linked, 7, words)] == missing
