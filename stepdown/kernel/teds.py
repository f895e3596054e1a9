"""The codes of the Treatment Episode Data Set, as the public-use files number them.

Source: SAMHSA, TEDS-A and TEDS-D 2023 codebooks. A state's own manual uses other widths and codes: a mapping per state
turns these into those. The order of members is the order of numbers; `number` says which one each is.
"""

from __future__ import annotations

from enum import StrEnum, auto

MISSING = -9
"""Not known, not asked, or not applicable."""


class Teds(StrEnum):
    """A question's answers; members are numbered from 1 in their order."""

    @property
    def number(self) -> int:
        """The code a report carries; `not_known` is MISSING."""
        return MISSING if self.value == "not_known" else list(type(self)).index(self) + 1


class YesNo(Teds):
    YES = auto()
    NO = auto()
    NOT_KNOWN = auto()


class Sex(Teds):
    MALE = auto()
    FEMALE = auto()
    NOT_KNOWN = auto()


class Race(Teds):
    ALASKA_NATIVE = auto()
    AMERICAN_INDIAN = auto()
    ASIAN_OR_PACIFIC_ISLANDER = auto()
    BLACK = auto()
    WHITE = auto()
    ASIAN = auto()
    OTHER_SINGLE = auto()
    TWO_OR_MORE = auto()
    NATIVE_HAWAIIAN_OR_PACIFIC_ISLANDER = auto()
    NOT_KNOWN = auto()


class Ethnicity(Teds):
    PUERTO_RICAN = auto()
    MEXICAN = auto()
    CUBAN_OR_OTHER = auto()
    NOT_HISPANIC = auto()
    HISPANIC_UNSPECIFIED = auto()
    NOT_KNOWN = auto()


class MaritalStatus(Teds):
    NEVER_MARRIED = auto()
    MARRIED = auto()
    SEPARATED = auto()
    DIVORCED_OR_WIDOWED = auto()
    NOT_KNOWN = auto()


class Education(Teds):
    TO_GRADE_8 = auto()
    GRADES_9_TO_11 = auto()
    GRADE_12_OR_GED = auto()
    SOME_COLLEGE = auto()
    FOUR_YEARS_OF_COLLEGE = auto()
    NOT_KNOWN = auto()


class Employment(Teds):
    FULL_TIME = auto()
    PART_TIME = auto()
    UNEMPLOYED = auto()
    NOT_IN_LABOR_FORCE = auto()
    NOT_KNOWN = auto()


class NotWorking(Teds):
    """Why somebody is not in the labor force."""

    HOMEMAKER = auto()
    STUDENT = auto()
    RETIRED_OR_DISABLED = auto()
    IN_AN_INSTITUTION = auto()
    OTHER = auto()
    NOT_KNOWN = auto()


class Living(Teds):
    HOMELESS = auto()
    DEPENDENT = auto()
    INDEPENDENT = auto()
    NOT_KNOWN = auto()


class Income(Teds):
    WAGES = auto()
    PUBLIC_ASSISTANCE = auto()
    RETIREMENT_OR_DISABILITY = auto()
    OTHER = auto()
    NONE = auto()
    NOT_KNOWN = auto()


class Source(Teds):
    """Who referred somebody."""

    INDIVIDUAL = auto()
    SUBSTANCE_USE_PROVIDER = auto()
    OTHER_HEALTH = auto()
    SCHOOL = auto()
    EMPLOYER = auto()
    OTHER_COMMUNITY = auto()
    COURT = auto()
    NOT_KNOWN = auto()


class Justice(Teds):
    """Which part of the justice system referred somebody."""

    STATE_OR_FEDERAL_COURT = auto()
    FORMAL_ADJUDICATION = auto()
    PROBATION_OR_PAROLE = auto()
    OTHER_LEGAL = auto()
    DIVERSION = auto()
    PRISON = auto()
    DRIVING = auto()
    OTHER = auto()
    NOT_KNOWN = auto()


class Substance(Teds):
    NONE = auto()
    ALCOHOL = auto()
    COCAINE = auto()
    CANNABIS = auto()
    HEROIN = auto()
    METHADONE_NOT_PRESCRIBED = auto()
    OTHER_OPIOIDS = auto()
    PCP = auto()
    HALLUCINOGENS = auto()
    METHAMPHETAMINE = auto()
    OTHER_AMPHETAMINES = auto()
    OTHER_STIMULANTS = auto()
    BENZODIAZEPINES = auto()
    OTHER_TRANQUILIZERS = auto()
    BARBITURATES = auto()
    OTHER_SEDATIVES = auto()
    INHALANTS = auto()
    OVER_THE_COUNTER = auto()
    OTHER = auto()
    NOT_KNOWN = auto()


class Route(Teds):
    ORAL = auto()
    SMOKING = auto()
    INHALATION = auto()
    INJECTION = auto()
    OTHER = auto()
    NOT_KNOWN = auto()


class Frequency(Teds):
    """In the past month."""

    NONE = auto()
    SOME_DAYS = auto()
    DAILY = auto()
    NOT_KNOWN = auto()


class SelfHelp(Teds):
    """Times at a mutual-help meeting in the past month."""

    NONE = auto()
    ONE_TO_THREE = auto()
    FOUR_TO_SEVEN = auto()
    EIGHT_TO_THIRTY = auto()
    SOME = auto()
    NOT_KNOWN = auto()


class Insurance(Teds):
    PRIVATE = auto()
    MEDICAID = auto()
    MEDICARE_OR_OTHER = auto()
    NONE = auto()
    NOT_KNOWN = auto()


class Payment(Teds):
    SELF_PAY = auto()
    PRIVATE_INSURANCE = auto()
    MEDICARE = auto()
    MEDICAID = auto()
    OTHER_GOVERNMENT = auto()
    NO_CHARGE = auto()
    OTHER = auto()
    NOT_KNOWN = auto()


def days_waited(days: int) -> int:
    """DAYWAIT: days from the first request to admission, as the file groups them."""
    return _group(days, (0, 7, 14, 30))


def arrests(times: int) -> int:
    """ARRESTS in the past 30 days: none, one, two or more."""
    return min(times, 2)


def prior_episodes(times: int) -> int:
    """NOPRIOR: exact to four, then five or more."""
    return min(times, 5)


def first_use(age: int) -> int:
    """FRSTUSE1-3: the group of the age at first use."""
    return _group(age, (11, 14, 17, 20, 24, 29)) + 1


def age_group(age: int) -> int | None:
    """AGE at admission, 1 (12 to 14) to 12 (65 and older); None below 12, whom the file leaves out."""
    return None if age < 12 else _group(age, (14, 17, 20, 24, 29, 34, 39, 44, 49, 54, 64)) + 1


def _group(number: int, last_of_each: tuple[int, ...]) -> int:
    """Which group a number is in, counted from 0; past the last bound, one more."""
    return sum(number > last for last in last_of_each)
