"""Ages, and the same day in another year, as tables; February 29 in both."""

from __future__ import annotations

from datetime import date

import pytest

from stepdown.kernel.years import age_on, years_after, years_before

LEAP = date(2008, 2, 29)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 6, 10), date(2026, 6, 9), 25),
        (date(2000, 6, 10), date(2026, 6, 10), 26),
        (date(2000, 12, 31), date(2026, 1, 1), 25),
        (date(2026, 6, 10), date(2026, 6, 10), 0),
        (LEAP, date(2026, 2, 28), 17),
        (LEAP, date(2026, 3, 1), 18),  # no February 29 in 2026
        (LEAP, date(2028, 2, 28), 19),
        (LEAP, date(2028, 2, 29), 20),
    ],
)
def test_age_on(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("day", "years", "after", "before"),
    [
        (date(2026, 6, 10), 6, date(2032, 6, 10), date(2020, 6, 10)),
        (date(2026, 6, 10), 0, date(2026, 6, 10), date(2026, 6, 10)),
        (LEAP, 4, date(2012, 2, 29), date(2004, 2, 29)),
        (LEAP, 7, date(2015, 3, 1), date(2001, 2, 28)),
        (date(2007, 2, 28), 1, date(2008, 2, 28), date(2006, 2, 28)),
    ],
)
def test_the_same_day_in_another_year(day: date, years: int, after: date, before: date) -> None:
    assert (years_after(day, years), years_before(day, years)) == (after, before)


@pytest.mark.parametrize("born", [date(1990, 1, 1), LEAP, date(2007, 12, 31)])
def test_a_birthday_is_the_first_day_of_that_age(born: date) -> None:
    birthday = years_after(born, 18)
    assert (age_on(born, birthday), age_on(born, date.fromordinal(birthday.toordinal() - 1))) == (18, 17)
