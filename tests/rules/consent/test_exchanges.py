"""What an exchange may be told for whom, as a table; and what keeps a consent from naming its members."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from stepdown.consent.rules import decide, joining_obstacles, list_obstacles, naming_obstacles, parting_obstacles
from stepdown.consent.terms import (
    Ask,
    Blocker,
    Category,
    ConsentFact,
    ConsentKind,
    Evidence,
    Item,
    Known,
    Label,
    MemberRow,
    NewConsent,
    Purpose,
    Reason,
    Recipient,
    RecipientKind,
    Restriction,
)
from tests.rules.consent.test_gate import NOW, WHOLE

EXCHANGE, OTHER = "recipient:40", "recipient:41"
DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
DOCTOR = RecipientKind.TREATING_PROVIDER
# A clinic and a laboratory by its name were members when it was signed; a hospital and a health plan joined later.
CLINIC, LABORATORY, HOSPITAL, PLAN = "recipient:7", "member:3", "recipient:8", "recipient:9"
KINDS = {CLINIC: DOCTOR, LABORATORY: DOCTOR, HOSPITAL: DOCTOR, PLAN: RecipientKind.PAYER}
TODAY = frozenset({(EXCHANGE, CLINIC), (EXCHANGE, HOSPITAL), (EXCHANGE, PLAN)})

NAMED = ConsentFact(
    id=1,
    kind=ConsentKind.NAMED,
    program=1,
    purposes=frozenset({Purpose.TREATMENT}),
    categories=frozenset({Category.MEDICATION}),
    starts=NOW - 30 * DAY,
    intermediary=EXCHANGE,
    recipients=frozenset({CLINIC, LABORATORY}),
)
CLASS = replace(NAMED, recipients=frozenset(), kinds=frozenset({DOCTOR}))
BOTH = replace(NAMED, kinds=frozenset({DOCTOR}))
TO_THE_CLINIC = replace(NAMED, intermediary="", recipients=frozenset({CLINIC}))
CONSENTS = {"names": NAMED, "class": CLASS, "both": BOTH, "clinic": TO_THE_CLINIC, "general": WHOLE}
WORDS = {
    "y": frozenset(),
    "later": frozenset({Reason.MEMBER_NOT_NAMED}),
    "unsaid": frozenset({Reason.NOT_TREATING}),
    "left": frozenset({Reason.NOT_A_MEMBER}),
    "direct": frozenset({Reason.NOT_THROUGH_AN_INTERMEDIARY}),
    "whom": frozenset({Reason.MEMBER_NOT_SAID}),
    "other": frozenset({Reason.OTHER_RECIPIENT}),
}

# Medication, for treatment. "treats": somebody wrote down that this member treats the client. Under each consent: y told,
# else why not. names: the clinic and the laboratory; class: members who treat the client; clinic: the clinic itself.
TABLE = """
for         through  treats  names   class   both    clinic  general
clinic      hie      no      y       unsaid  y       direct  direct
clinic      hie      yes     y       y       y       direct  direct
hospital    hie      no      later   unsaid  unsaid  direct  direct
hospital    hie      yes     later   y       y       direct  direct
plan        hie      no      later   later   later   direct  direct
plan        hie      yes     later   later   later   direct  direct
laboratory  hie      no      left    left    left    left    left
laboratory  hie      yes     left    left    left    left    left
clinic      another  yes     left    left    left    left    left
nobody      -        no      whom    whom    whom    whom    whom
nobody      -        yes     whom    whom    whom    whom    whom
clinic      -        yes     other   other   other   y       y
hospital    -        yes     other   other   other   other   y
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
WHO = {"clinic": CLINIC, "hospital": HOSPITAL, "plan": PLAN, "laboratory": LABORATORY}
THROUGH = {"hie": EXCHANGE, "another": OTHER, "-": ""}


def ask(whom: str, through: str, *, treats: bool, labels: frozenset[Label] = frozenset(), part2: bool = True) -> Ask:
    to = Recipient(KINDS[WHO[whom]], WHO[whom], THROUGH[through]) if whom in WHO else None
    return Ask(
        1, part2, to or Recipient(RecipientKind.INTERMEDIARY, EXCHANGE), Purpose.TREATMENT,
        frozenset({Item(Category.MEDICATION, labels)}), NOW,
        evidence=frozenset({Evidence.TREATING_RELATIONSHIP} if treats else ()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "consent", "word"),
    [
        (ask(whom, through, treats=treats == "yes"), CONSENTS[consent], word)
        for whom, through, treats, *words in ROWS
        for consent, word in zip(HEAD[3:], words, strict=True)
    ],
)
def test_for_whom_an_exchange_is_told(asked: Ask, consent: ConsentFact, word: str) -> None:
    decision = decide(asked, Known((consent,), members=TODAY))
    assert (decision.reasons, decision.allowed) == (WORDS[word], word == "y")


@pytest.mark.parametrize("whom", sorted(WHO))
@pytest.mark.parametrize("kinds", [{RecipientKind.INTERMEDIARY}, set(KINDS.values())])
def test_who_is_not_to_be_told_is_not_told_through_an_exchange(whom: str, kinds: set[RecipientKind]) -> None:
    limit = Restriction(frozenset(kinds), frozenset(Category))
    decision = decide(ask(whom, "hie", treats=True), Known((BOTH,), (limit,), members=TODAY))
    assert decision.reasons == {Reason.RESTRICTED}


def test_an_exchange_by_its_name_is_not_told_for_anybody() -> None:
    limit = Restriction(frozenset({RecipientKind.INTERMEDIARY}), frozenset(Category), frozenset({EXCHANGE}))
    assert decide(ask("clinic", "hie", treats=True), Known((BOTH,), (limit,), members=TODAY)).reasons == {
        Reason.RESTRICTED
    }


@pytest.mark.parametrize("label", [Label.HIV, Label.MENTAL_HEALTH, Label.REPRODUCTIVE])
def test_a_label_is_named_for_an_exchange_too(label: Label) -> None:
    asked = ask("clinic", "hie", treats=True, labels=frozenset({label}))
    assert decide(asked, Known((BOTH,), members=TODAY)).reasons == {Reason.LABEL_NOT_NAMED}


# -- signing -----------------------------------------------------------------------------------------------------------
HIE, PAYER = RecipientKind.INTERMEDIARY, RecipientKind.PAYER


@pytest.mark.parametrize(
    ("kind", "members", "treating", "blockers"),
    [
        (HIE, {CLINIC}, False, []),
        (HIE, {CLINIC, PLAN}, False, []),
        (HIE, set(), True, []),
        (HIE, {CLINIC}, True, []),
        (HIE, set(), False, [Blocker.NO_MEMBERS]),
        (HIE, {LABORATORY}, False, [Blocker.NOT_A_MEMBER]),
        (HIE, {CLINIC, LABORATORY}, True, [Blocker.NOT_A_MEMBER]),
        (PAYER, set(), False, []),
        (PAYER, set(), True, [Blocker.NOT_A_MEMBER]),
        (None, set(), False, []),
    ],
)
def test_a_consent_to_an_exchange_names_its_members_of_that_day(
    kind: RecipientKind | None, members: set[str], treating: bool, blockers: list[Blocker]
) -> None:
    new = NewConsent(
        1, 1, ConsentKind.NAMED, frozenset(), frozenset(), "", "", members=frozenset(members), treating=treating
    )
    now = [who for _, who in TODAY]
    assert [one.blocker for one in naming_obstacles(new, kind, now)] == blockers


@pytest.mark.parametrize(
    ("who", "starts", "ends", "blockers"),
    [
        (CLINIC, 0, None, [Blocker.MEMBER_ALREADY]),
        (CLINIC, 9, None, [Blocker.MEMBER_ALREADY]),
        (CLINIC, 10, None, []),  # it came back
        (CLINIC, -9, 0, []),
        (CLINIC, -9, 1, [Blocker.MEMBER_ALREADY]),
        (CLINIC, 12, 12, [Blocker.ENDS_BEFORE_START]),
        (HOSPITAL, 0, None, []),
        ("", 0, None, []),
    ],
)
def test_nobody_is_a_member_twice_in_the_same_days(
    who: str, starts: int, ends: int | None, blockers: list[Blocker]
) -> None:
    row = MemberRow(1, 40, "Synthetic Exchange", CLINIC, "Synthetic Clinic", DOCTOR, MONDAY, MONDAY + 10 * DAY)
    last = None if ends is None else MONDAY + ends * DAY
    found = joining_obstacles([row], who, starts=MONDAY + starts * DAY, ends=last)
    assert [one.blocker for one in found] == blockers


@pytest.mark.parametrize(
    ("ended", "ends", "blockers"),
    [
        (None, 1, []),
        (None, 0, [Blocker.ENDS_BEFORE_START]),
        (10, 9, [Blocker.ENDED_ALREADY]),
        (10, -1, [Blocker.ENDED_ALREADY, Blocker.ENDS_BEFORE_START]),
    ],
)
def test_a_member_leaves_once_and_not_before_it_came(ended: int | None, ends: int, blockers: list[Blocker]) -> None:
    already = None if ended is None else MONDAY + ended * DAY
    assert [one.blocker for one in parting_obstacles(MONDAY, already, MONDAY + ends * DAY)] == blockers


@pytest.mark.parametrize(
    ("asked", "answered", "blockers"),
    [
        (0, None, []),
        (-9, None, []),
        (1, None, [Blocker.DAY_TO_COME]),
        (-9, 0, []),
        (-9, -9, []),
        (-9, -10, [Blocker.ANSWERED_BEFORE_ASKED]),
        (-9, 1, [Blocker.DAY_TO_COME]),
    ],
)
def test_an_exchange_answers_after_it_was_asked(asked: int, answered: int | None, blockers: list[Blocker]) -> None:
    on = None if answered is None else MONDAY + answered * DAY
    found = list_obstacles(asked_on=MONDAY + asked * DAY, answered_on=on, today=MONDAY)
    assert [one.blocker for one in found] == blockers
