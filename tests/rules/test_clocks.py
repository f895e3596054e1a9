"""How pressing something is that must be done by a day."""

from __future__ import annotations

from datetime import date

import pytest

from stepdown.kernel.clocks import Clock, clock

TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("last", "soon", "says"),
    [
        (None, 17, Clock.OPEN),
        (9, 17, Clock.OVERDUE),
        (9, None, Clock.OVERDUE),
        (10, None, Clock.OPEN),  # the last day itself is not over
        (10, 10, Clock.DUE_SOON),
        (17, 17, Clock.DUE_SOON),
        (18, 17, Clock.OPEN),
    ],
)
def test_a_last_day(last: int | None, soon: int | None, says: Clock) -> None:
    days = (None if one is None else date(2026, 6, one) for one in (last, soon))
    assert clock(*days, TODAY) == says
