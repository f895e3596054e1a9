"""The admission data set: what is still to be asked, what can't be right, and the numbers a report carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stepdown.episode.rules.dataset import faults, missing
from stepdown.episode.terms import Admission, Use
from stepdown.kernel import teds
from stepdown.kernel.teds import (
    Education,
    Employment,
    Ethnicity,
    Frequency,
    Income,
    Insurance,
    Justice,
    Living,
    MaritalStatus,
    NotWorking,
    Payment,
    Race,
    Route,
    SelfHelp,
    Sex,
    Source,
    Substance,
    YesNo,
)  # fmt: skip

ALCOHOL = Use(Substance.ALCOHOL, Route.ORAL, Frequency.DAILY, 15)
NOTHING = Use(Substance.NONE)
FULL = Admission(
    sex=Sex.MALE,
    race=Race.WHITE,
    ethnicity=Ethnicity.NOT_HISPANIC,
    marital_status=MaritalStatus.MARRIED,
    education=Education.SOME_COLLEGE,
    employment=Employment.FULL_TIME,
    living=Living.INDEPENDENT,
    income=Income.WAGES,
    veteran=YesNo.NO,
    source=Source.INDIVIDUAL,
    arrests=0,
    prior_episodes=1,
    self_help=SelfHelp.NONE,
    opioid_medication=YesNo.NO,
    co_occurring=YesNo.NOT_KNOWN,
    insurance=Insurance.PRIVATE,
    payment=Payment.PRIVATE_INSURANCE,
    uses=(ALCOHOL, NOTHING, Use()),
)


@pytest.mark.parametrize(
    ("why", "given", "expected"),
    [
        ("all asked; 'not known' is an answer", FULL, ()),
        ("a woman is asked whether she is pregnant", replace(FULL, sex=Sex.FEMALE), ("pregnant",)),
        ("out of the labor force: why", replace(FULL, employment=Employment.NOT_IN_LABOR_FORCE), ("not_working",)),
        ("from court: which part of it", replace(FULL, source=Source.COURT), ("justice",)),
        ("no second substance asked for", replace(FULL, uses=(ALCOHOL, Use(), Use())), ("use_2",)),
        ("a substance without its details", replace(FULL, uses=(Use(Substance.HEROIN), NOTHING, Use())), ("use_1",)),
        ("two named, the third not asked", replace(FULL, uses=(ALCOHOL, replace(ALCOHOL, substance=Substance.CANNABIS), Use())), ("use_3",)),
        ("no arrest asked", replace(FULL, arrests=None), ("arrests",)),
    ],
)  # fmt: skip
def test_what_is_missing(why: str, given: Admission, expected: tuple[str, ...]) -> None:
    assert missing(given) == expected, why


def test_of_nobody_everything_is_missing_but_what_hangs_on_an_answer() -> None:
    assert missing(Admission()) == (
        "sex", "race", "ethnicity", "marital_status", "education", "employment", "living", "income", "veteran",
        "source", "arrests", "prior_episodes", "self_help", "opioid_medication", "co_occurring", "insurance",
        "payment", "use_1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("why", "given", "expected"),
    [
        ("all in order", FULL, []),
        ("half filled is in order", Admission(sex=Sex.FEMALE), []),
        ("a pregnant man", replace(FULL, pregnant=YesNo.YES), [("pregnant_man", {})]),
        ("at work, and a student for that", replace(FULL, not_working=NotWorking.STUDENT), [("not_working_but_employed", {})]),
        ("probation, and nobody's referral", replace(FULL, justice=Justice.PROBATION_OR_PAROLE), [("justice_without_court", {})]),
        ("fewer than no arrests", replace(FULL, arrests=-1), [("below_nothing", {})]),
        ("daily use of nothing", replace(FULL, uses=(ALCOHOL, Use(frequency=Frequency.DAILY), Use())), [("use_without_substance", {"place": 2})]),
        ("alcohol twice", replace(FULL, uses=(ALCOHOL, ALCOHOL, Use())), [("substance_twice", {"place": 2})]),
        ("two others are two", replace(FULL, uses=(replace(ALCOHOL, substance=Substance.OTHER),) * 2 + (Use(),)), []),
        ("none, and then one", replace(FULL, uses=(NOTHING, ALCOHOL, Use())), [("substance_skipped", {"place": 2})]),
        ("first use at forty, at thirty", replace(FULL, uses=(replace(ALCOHOL, first_use_age=40), NOTHING, Use())), [("first_use_after_today", {"place": 1, "age": 30})]),
        ("several at once", replace(FULL, pregnant=YesNo.YES, arrests=-1), [("pregnant_man", {}), ("below_nothing", {})]),
    ],
)  # fmt: skip
def test_what_cannot_be_right(why: str, given: Admission, expected: list[tuple[str, dict[str, object]]]) -> None:
    assert [(found.blocker.value, found.about) for found in faults(given, 30)] == expected, why


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        (Race.ALASKA_NATIVE, 1), (Race.WHITE, 5), (Race.NATIVE_HAWAIIAN_OR_PACIFIC_ISLANDER, 9),
        (Ethnicity.NOT_HISPANIC, 4), (MaritalStatus.DIVORCED_OR_WIDOWED, 4), (Education.FOUR_YEARS_OF_COLLEGE, 5),
        (Employment.NOT_IN_LABOR_FORCE, 4), (NotWorking.OTHER, 5), (Living.INDEPENDENT, 3), (Income.NONE, 5),
        (Source.COURT, 7), (Justice.OTHER, 8), (Substance.NONE, 1), (Substance.HEROIN, 5),
        (Substance.METHAMPHETAMINE, 10), (Substance.OTHER, 19), (Route.INJECTION, 4), (Frequency.DAILY, 3),
        (SelfHelp.SOME, 5), (Insurance.NONE, 4), (Payment.OTHER, 7), (YesNo.YES, 1), (Sex.FEMALE, 2),
        (Sex.NOT_KNOWN, -9),
    ],
)  # fmt: skip
def test_the_number_of_an_answer(answer: teds.Teds, number: int) -> None:
    """Codes of the public-use files."""
    assert answer.number == number


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("days_waited", [(0, 0), (1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (30, 3), (31, 4)]),
        ("arrests", [(0, 0), (1, 1), (2, 2), (9, 2)]),
        ("prior_episodes", [(0, 0), (4, 4), (5, 5), (9, 5)]),
        ("first_use", [(11, 1), (12, 2), (14, 2), (15, 3), (18, 4), (21, 5), (25, 6), (30, 7)]),
        ("age_group", [(11, None), (12, 1), (14, 1), (17, 2), (54, 10), (55, 11), (64, 11), (65, 12)]),
    ],
)
def test_the_groups_of_a_number(name: str, pairs: list[tuple[int, int | None]]) -> None:
    assert [getattr(teds, name)(given) for given, _ in pairs] == [expected for _, expected in pairs]
