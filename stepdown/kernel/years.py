"""Whole years between days. Who is born, or leaves, on February 29 loses no day where a year has none."""

from __future__ import annotations

from datetime import date


def age_on(born: date, day: date) -> int:
    """Whole years of age on `day`; a birthday of February 29 is March 1 in a year without one."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_after(day: date, years: int) -> date:
    """The same day some years later; February 29 becomes March 1, so that no day is lost."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; February 29 becomes February 28, so that no day is lost."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
