"""Minutes as a page writes them: never rounded up."""

from __future__ import annotations

import pytest

from stepdown.web.desk.templatetags.desk import hours, hours_short

TABLE = [
    # minutes, in words, in a tight place
    (0, "0 h", "0"),
    (5, "5 min", "0"),
    (45, "45 min", "0.7"),
    (60, "1 h", "1"),
    (90, "1 h 30 min", "1.5"),
    (390, "6 h 30 min", "6.5"),
    (419, "6 h 59 min", "6.9"),
    (540, "9 h", "9"),
    (1200, "20 h", "20"),
]


@pytest.mark.parametrize(("minutes", "words", "short"), TABLE)
def test_minutes_on_a_page(minutes: int, words: str, short: str) -> None:
    assert (hours(minutes), hours_short(minutes)) == (words, short)
