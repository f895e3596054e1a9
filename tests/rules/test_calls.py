"""Whom to call, and why: each line of the table is one person on a Wednesday at ten in the morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from stepdown.episode.terms import ClientState, State
from stepdown.journey.rules import whys
from stepdown.journey.terms import CallFacts, Patience, Why
from stepdown.people.terms import CallReason

R, S = CallReason, State
WED = date(2026, 3, 4)
MIDNIGHT = datetime(2026, 3, 4, tzinfo=UTC)
NOW = MIDNIGHT + timedelta(hours=10)
PATIENCE = Patience(on_hold=3, in_care=7)


def ago(days: float = 0, hours: float = 0) -> datetime:
    return NOW - timedelta(days=days, hours=hours)


def on(days: int) -> date:
    """A day so many days from today."""
    return WED + timedelta(days=days)


IN_CARE = ClientState(S.IN_CARE, admitted_on=on(-40), reached=on(-40))
NEW = ClientState(S.IN_CARE, admitted_on=on(-2))
HOLD = ClientState(S.ON_HOLD, admitted_on=on(-40), reached=on(-1))
QUIET_HOLD = ClientState(S.ON_HOLD, admitted_on=on(-40), reached=on(-4))
SEEN = {"came": ago(days=1)}
MISSING = {"expected": ago(hours=1)}

TABLE: list[tuple[str, CallFacts, list[CallReason]]] = [
    ("came yesterday", CallFacts(IN_CARE, **SEEN), []),
    ("expected at nine, not here", CallFacts(IN_CARE, **MISSING, **SEEN), [R.MISSING_TODAY]),
    ("expected at nine, and here", CallFacts(IN_CARE, **MISSING, came=ago(hours=1)), []),
    ("expected at nine, said why not", CallFacts(IN_CARE, **MISSING, **SEEN, excused=True), []),
    ("expected at nine, called and reached", CallFacts(IN_CARE, **MISSING, **SEEN, reached=ago(hours=0.5)), []),
    ("reached yesterday, missing again", CallFacts(IN_CARE, **MISSING, reached=ago(days=1)), [R.MISSING_TODAY]),
    ("to be tried again at noon", CallFacts(IN_CARE, **MISSING, **SEEN, try_again=ago(hours=-2)), []),
    ("to be tried again since nine", CallFacts(IN_CARE, **MISSING, **SEEN, try_again=ago(hours=1)), [R.TRY_AGAIN]),
    ("missed yesterday, here on Monday", CallFacts(IN_CARE, missed=on(-1), came=ago(days=2)), [R.MISSED_LATELY]),
    ("missed Monday, here yesterday", CallFacts(IN_CARE, missed=on(-2), **SEEN), []),
    ("missed Monday, reached that evening", CallFacts(IN_CARE, missed=on(-2), reached=ago(days=1.6)), []),
    ("missed yesterday and missing", CallFacts(IN_CARE, missed=on(-1), **MISSING, came=ago(days=2)), [R.MISSING_TODAY]),
    ("not heard of for seven days", CallFacts(IN_CARE, came=ago(days=7)), [R.NO_CONTACT]),
    ("not heard of for six days", CallFacts(IN_CARE, came=ago(days=6)), []),
    ("admitted two days ago, not here yet", CallFacts(NEW), []),
    ("never heard of since admission", CallFacts(IN_CARE), [R.NO_CONTACT]),
    ("missing and long unheard", CallFacts(IN_CARE, **MISSING, came=ago(days=9)), [R.MISSING_TODAY, R.NO_CONTACT]),
    ("on hold, spoken with yesterday", CallFacts(HOLD), []),
    ("on hold is never missing", CallFacts(HOLD, **MISSING, missed=on(-1)), []),
    ("on hold, four days without a word", CallFacts(QUIET_HOLD), [R.NO_CONTACT_ON_HOLD]),
    ("on hold, called by somebody on Monday", CallFacts(QUIET_HOLD, reached=ago(days=2)), []),
]
for day, text, reasons in (
    (0, "expected back today", [R.DUE_BACK]),
    (-3, "expected back days ago", [R.DUE_BACK]),
    (1, "expected back tomorrow", []),
):
    stands = ClientState(S.ON_HOLD, admitted_on=on(-40), reached=on(-1), due=on(day))
    TABLE.append((text, CallFacts(stands), reasons))
for day, text, reasons in (
    (0, "seat kept until today", [R.SEAT_ENDS]),
    (2, "seat kept for two days more", [R.SEAT_ENDS]),
    (3, "seat kept for three days more", []),
    (-1, "seat given away yesterday", []),
):
    stands = ClientState(S.ON_HOLD, admitted_on=on(-40), reached=on(-1), seat_until=on(day))
    TABLE.append((text, CallFacts(stands), reasons))
for state, reason in (
    (S.PROSPECT, R.ASKED_FOR_CARE),
    (S.ASSESSMENT_BOOKED, R.ASKED_FOR_CARE),
    (S.ACCEPTED, R.WAITING),
    (S.WAITING, R.WAITING),
):
    TABLE += [
        (f"{state}, due today", CallFacts(ClientState(state, due=WED, reached=on(-30))), [reason]),
        (f"{state}, due tomorrow", CallFacts(ClientState(state, due=on(1), reached=on(-30))), []),
        (f"{state}, nothing due", CallFacts(ClientState(state, reached=on(-30))), []),
        (f"{state}, due and reached", CallFacts(ClientState(state, due=WED), reached=ago(hours=1)), []),
    ]


@pytest.mark.parametrize(("facts", "reasons"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_why(facts: CallFacts, reasons: list[CallReason]) -> None:
    assert [why.reason for why in whys(facts, PATIENCE, now=NOW, midnight=MIDNIGHT, day=WED)] == reasons


def test_each_reason_says_since_when_or_by_when() -> None:
    held = ClientState(S.ON_HOLD, admitted_on=on(-40), reached=on(-5), due=on(-1), seat_until=on(1))
    found = whys(CallFacts(held), PATIENCE, now=NOW, midnight=MIDNIGHT, day=WED)
    assert found == (
        Why(R.NO_CONTACT_ON_HOLD, at=MIDNIGHT - timedelta(days=5)),
        Why(R.DUE_BACK, day=on(-1)),
        Why(R.SEAT_ENDS, day=on(1)),
    )


def test_without_a_policy_nobody_is_called_for_being_quiet() -> None:
    nothing = Patience(None, None)
    for facts in (CallFacts(IN_CARE), CallFacts(QUIET_HOLD)):
        assert whys(facts, nothing, now=NOW, midnight=MIDNIGHT, day=WED) == ()
