"""Days in words, as a letter says them, in English and Spanish."""

from __future__ import annotations

from datetime import date

import pytest

from stepdown.kernel.dates import EN, ES, any_year, in_full, this_year


@pytest.mark.parametrize(
    ("day", "language", "near", "whenever"),
    [
        (date(2026, 6, 10), EN, "Wednesday, June 10", "June 10, 2026"),
        (date(2026, 6, 10), ES, "miércoles 10 de junio", "10 de junio de 2026"),
        (date(2024, 2, 29), EN, "Thursday, February 29", "February 29, 2024"),
        (date(2024, 2, 29), ES, "jueves 29 de febrero", "29 de febrero de 2024"),
        (date(2027, 1, 3), EN, "Sunday, January 3", "January 3, 2027"),
        (date(2027, 1, 3), ES, "domingo 3 de enero", "3 de enero de 2027"),
        (date(2025, 9, 1), ES, "lunes 1 de septiembre", "1 de septiembre de 2025"),
        (date(2025, 12, 31), EN, "Wednesday, December 31", "December 31, 2025"),
    ],
)
def test_a_day_in_words(day: date, language: str, near: str, whenever: str) -> None:
    assert (this_year(day, language), any_year(day, language)) == (near, whenever)


def test_in_full() -> None:
    assert in_full(date(2026, 6, 10)) == "Wednesday, June 10, 2026"
