"""From facts to minutes. A minute is counted once, however often it was written down (law 2)."""

from __future__ import annotations

from datetime import datetime

from stepdown.kernel.period import Period, minutes_covered
from stepdown.ledger.terms import WeekFacts, WeekMinutes


def week_minutes(facts: WeekFacts, *, now: datetime) -> WeekMinutes:
    """The client's line for the week as it stands at `now`.

    A session under way counts as ahead for the time it still runs: whoever is in it has no closed minutes yet.
    Somebody on hold is expected nowhere, so nothing is open or short.
    """
    attended = minutes_covered(facts.attended)
    ahead = minutes_covered(_after(facts.scheduled, now))
    expected = attended + ahead
    return WeekMinutes(
        client=facts.client,
        prescribed=facts.prescribed,
        minimum=facts.minimum,
        scheduled=minutes_covered(facts.scheduled),
        attended=attended,
        ahead=ahead,
        open=0 if facts.on_hold else max(0, facts.prescribed - expected),
        short=0 if facts.on_hold else max(0, facts.minimum - expected),
        on_hold=facts.on_hold,
    )


def _after(periods: tuple[Period, ...], now: datetime) -> list[Period]:
    """What has not begun, and the rest of what has."""
    return [Period(max(p.start, now), p.end) for p in periods if p.end > now]
