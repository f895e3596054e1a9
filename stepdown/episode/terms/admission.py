"""The state's admission data set, asked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stepdown.kernel import teds


@dataclass(frozen=True, slots=True)
class Use:
    """One substance a client names, as the data set asks: how, how often, since what age."""

    substance: teds.Substance | None = None
    route: teds.Route | None = None
    frequency: teds.Frequency | None = None
    first_use_age: int | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """The state's admission data set (TEDS-A), asked once per episode; None is "not asked yet".

    What Stepdown knows by itself is not asked: age, service setting, days waited, state and year.
    """

    sex: teds.Sex | None = None
    pregnant: teds.YesNo | None = None
    race: teds.Race | None = None
    ethnicity: teds.Ethnicity | None = None
    marital_status: teds.MaritalStatus | None = None
    education: teds.Education | None = None
    employment: teds.Employment | None = None
    not_working: teds.NotWorking | None = None
    living: teds.Living | None = None
    income: teds.Income | None = None
    veteran: teds.YesNo | None = None
    source: teds.Source | None = None
    justice: teds.Justice | None = None
    arrests: int | None = None
    prior_episodes: int | None = None
    self_help: teds.SelfHelp | None = None
    opioid_medication: teds.YesNo | None = None
    co_occurring: teds.YesNo | None = None
    insurance: teds.Insurance | None = None
    payment: teds.Payment | None = None
    uses: tuple[Use, Use, Use] = (Use(), Use(), Use())


CODES: Mapping[str, type[teds.Teds]] = {
    "sex": teds.Sex,
    "pregnant": teds.YesNo,
    "race": teds.Race,
    "ethnicity": teds.Ethnicity,
    "marital_status": teds.MaritalStatus,
    "education": teds.Education,
    "employment": teds.Employment,
    "not_working": teds.NotWorking,
    "living": teds.Living,
    "income": teds.Income,
    "veteran": teds.YesNo,
    "source": teds.Source,
    "justice": teds.Justice,
    "self_help": teds.SelfHelp,
    "opioid_medication": teds.YesNo,
    "co_occurring": teds.YesNo,
    "insurance": teds.Insurance,
    "payment": teds.Payment,
}
"""The answers each question of the data set takes."""


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """A client's admission data as kept: a draft until the admission takes it, `episode` from then on."""

    id: int
    client: int
    episode: int | None
    answers: Admission
    version: int
    missing: tuple[str, ...]


class DataFault(StrEnum):
    """Answers of the admission data set that can't both be right. Doors word each one."""

    PREGNANT_MAN = "pregnant_man"
    NOT_WORKING_BUT_EMPLOYED = "not_working_but_employed"
    JUSTICE_WITHOUT_COURT = "justice_without_court"
    USE_WITHOUT_SUBSTANCE = "use_without_substance"
    SUBSTANCE_TWICE = "substance_twice"
    SUBSTANCE_SKIPPED = "substance_skipped"
    FIRST_USE_AFTER_TODAY = "first_use_after_today"
    BELOW_NOTHING = "below_nothing"
