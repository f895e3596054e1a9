"""Who opens whose chart: a table a program director could read, and what more roles or ties never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.agency.terms import Role
from stepdown.audit.terms import Obstacle
from stepdown.journey.access import entry
from stepdown.journey.terms import Answer, ChartFacts, Entry, Grounds
from stepdown.people.rules.charts import reason_obstacles, review_obstacles, sought_obstacles, time_box
from stepdown.people.terms import Found, OpeningReason, Sought

R, G = Role, Grounds
TEAM, SESSION, DUTY, WAY, REASON, GLASS = G.CARE_TEAM, G.SESSION, G.ON_CALL, G.WAY_IN, G.REASON, G.EMERGENCY
TIES = (None, TEAM, SESSION, DUTY, WAY, REASON, GLASS)

HERE = {
    #                         nothing    team       session    on call    way in     reason     glass
    R.PROGRAM_DIRECTOR:      ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.MEDICAL_DIRECTOR:      ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.CLINICAL_SUPERVISOR:   ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.PRESCRIBER:            ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.NURSE:                 ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.UTILIZATION_REVIEWER:  ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.BILLER:                ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.FRONT_DESK:            ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.COMPLIANCE:            ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.ADMINISTRATOR:         ("role",    "team",    "session", "role",    "role",    "role",    "role"),
    R.CLINICIAN:             ("asks",    "team",    "session", "on call", "way in",  "reason",  "glass"),
    R.CASE_MANAGER:          ("asks",    "team",    "session", "on call", "way in",  "reason",  "glass"),
    R.ADMISSIONS_ADVISOR:    ("asks",    "team",    "session", "on call", "way in",  "reason",  "glass"),
    R.INTERN:                ("asks",    "team",    "session", "on call", "asks",    "reason",  "glass"),
    R.BEHAVIORAL_TECHNICIAN: ("asks",    "team",    "session", "on call", "asks",    "reason",  "glass"),
    R.PEER_SPECIALIST:       ("asks",    "team",    "session", "on call", "asks",    "reason",  "glass"),
}  # fmt: skip
"""At the client's site: what joins the person to the client, and for what the chart then opens, or that it asks."""

ELSEWHERE = {
    #                         nothing      team    session    on call      way in       reason       glass
    R.CLINICAL_SUPERVISOR:   ("emergency", "team", "session", "emergency", "emergency", "emergency", "glass"),
    R.PRESCRIBER:            ("emergency", "team", "session", "emergency", "emergency", "emergency", "glass"),
    R.NURSE:                 ("emergency", "team", "session", "emergency", "emergency", "emergency", "glass"),
    R.CLINICIAN:             ("emergency", "team", "session", "emergency", "emergency", "emergency", "glass"),
    R.CASE_MANAGER:          ("emergency", "team", "session", "emergency", "emergency", "emergency", "glass"),
    R.INTERN:                ("emergency", "team", "session", "emergency", "emergency", "emergency", "glass"),
    R.BEHAVIORAL_TECHNICIAN: ("emergency", "team", "session", "emergency", "emergency", "emergency", "glass"),
    R.PEER_SPECIALIST:       ("emergency", "team", "session", "emergency", "emergency", "emergency", "glass"),
    R.ADMISSIONS_ADVISOR:    ("never",     "team", "session", "never",     "never",     "never",     "glass"),
    R.UTILIZATION_REVIEWER:  ("never",     "team", "session", "never",     "never",     "never",     "glass"),
    R.BILLER:                ("never",     "team", "session", "never",     "never",     "never",     "glass"),
    R.FRONT_DESK:            ("never",     "team", "session", "never",     "never",     "never",     "glass"),
}  # fmt: skip
"""At another site than the client's. Directors, compliance and administrators reach every site: above."""

SAID = {
    "role": Entry(Answer.OPENS, G.ROLE),
    "team": Entry(Answer.OPENS, TEAM),
    "session": Entry(Answer.OPENS, SESSION),
    "on call": Entry(Answer.OPENS, DUTY),
    "way in": Entry(Answer.OPENS, WAY),
    "reason": Entry(Answer.OPENS, REASON),
    "glass": Entry(Answer.OPENS, GLASS),
    "asks": Entry(Answer.ASKS),
    "emergency": Entry(Answer.IN_EMERGENCY),
    "never": Entry(Answer.NEVER),
}
CASES = [
    (role, within, tie, said)
    for within, table in ((True, HERE), (False, ELSEWHERE))
    for role, row in table.items()
    for tie, said in zip(TIES, row, strict=True)
]


@pytest.mark.parametrize(("role", "within", "tie", "said"), CASES)
def test_one_role_and_one_tie(role: Role, within: bool, tie: Grounds | None, said: str) -> None:
    facts = ChartFacts(frozenset({role}), within, frozenset({tie} if tie else ()))
    assert entry(facts) == SAID[said]


def test_every_role_stands_in_the_table() -> None:
    assert set(HERE) == set(Role)


NEAREST = [
    ("the care team before all else", {TEAM, SESSION, DUTY, REASON, GLASS}, TEAM),
    ("a session before a call", {SESSION, DUTY, REASON}, SESSION),
    ("on call before a reason that is no longer needed", {DUTY, REASON}, DUTY),
    ("a reason before broken glass", {REASON, GLASS}, REASON),
]


@pytest.mark.parametrize(("why", "ties", "said"), NEAREST, ids=[why for why, *_ in NEAREST])
def test_the_nearest_to_the_client_is_named(why: str, ties: set[Grounds], said: Grounds) -> None:
    assert entry(ChartFacts(frozenset({R.CLINICIAN}), True, frozenset(ties))).grounds is said


def test_without_a_role_nothing_opens_by_itself() -> None:
    assert entry(ChartFacts(frozenset(), True)) == Entry(Answer.NEVER)


FACTS = st.builds(
    ChartFacts,
    roles=st.frozensets(st.sampled_from(list(Role))),
    within_site=st.booleans(),
    ties=st.frozensets(st.sampled_from([TEAM, SESSION, DUTY, WAY, REASON, GLASS])),
)


@given(facts=FACTS, role=st.sampled_from(list(Role)), tie=st.sampled_from(list(Grounds)))
def test_more_roles_or_ties_never_close_a_chart(facts: ChartFacts, role: Role, tie: Grounds) -> None:
    if entry(facts).answer is not Answer.OPENS:
        return
    more = replace(facts, roles=facts.roles | {role}, ties=facts.ties | {tie}, within_site=True)
    assert entry(more).answer is Answer.OPENS


def blockers(obstacles: list[Obstacle]) -> list[str]:
    return [obstacle.blocker.value for obstacle in obstacles]


AT = datetime(2026, 6, 10, 23, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 11, 4, tzinfo=UTC)
BOXES = [
    (12, datetime(2026, 6, 11, 11, 30, tzinfo=UTC)),
    (4, datetime(2026, 6, 11, 3, 30, tzinfo=UTC)),
    (None, MIDNIGHT),
]


@pytest.mark.parametrize(("hours", "ends"), BOXES)
def test_until_when(hours: int | None, ends: datetime) -> None:
    assert time_box(hours, AT, MIDNIGHT) == ends


SENTENCES = [
    (OpeningReason.COVERING, "", []),
    (OpeningReason.CLIENT_ASKED, "", []),
    (OpeningReason.EMERGENCY, "  ", ["no_words"]),
    (OpeningReason.EMERGENCY, "Fainted in the lobby", []),
    (OpeningReason.OTHER, "", ["no_words"]),
]


@pytest.mark.parametrize(("reason", "words", "said"), SENTENCES)
def test_what_needs_a_sentence(reason: OpeningReason, words: str, said: list[str]) -> None:
    assert blockers(reason_obstacles(reason, words)) == said


WHO = [
    (Sought(record_number="R-0001"), []),
    (Sought(name="Fern Synthetic", born=AT.date()), []),
    (Sought(name="Fern Synthetic"), ["nobody_like_that"]),
    (Sought(born=AT.date()), ["nobody_like_that"]),
    (Sought(record_number=" ", name=" "), ["nobody_like_that"]),
]


@pytest.mark.parametrize(("who", "said"), WHO)
def test_nobody_is_found_by_half_a_name(who: Sought, said: list[str]) -> None:
    assert blockers(sought_obstacles(who)) == said


REVIEWS = [
    (Found.IN_ORDER, "", False, []),
    (Found.LOOK_INTO, "", False, ["no_words"]),
    (Found.NOT_IN_ORDER, "Looked up a neighbor", False, []),
    (Found.IN_ORDER, "", True, ["own_opening"]),
]


@pytest.mark.parametrize(("found", "words", "own", "said"), REVIEWS)
def test_reviews(found: Found, words: str, own: bool, said: list[str]) -> None:
    assert blockers(review_obstacles(found, words, own=own)) == said
