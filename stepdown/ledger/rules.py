"""From facts to minutes. A minute is counted once, however often it was written down (law 2)."""

from __future__ import annotations

from datetime import datetime

from stepdown.kernel.period import Period, minutes_covered
from stepdown.ledger.terms import WeekFacts, WeekMinutes


def week_minutes(facts: WeekFacts, *, now: datetime) -> WeekMinutes:
    """The client's line for the week as it stands at `now`.

    Time not yet over counts as ahead; so does today's time since somebody who is here came in: they have no closed
    minutes yet, and are not missing. Somebody on hold is expected nowhere, so nothing is open or short.
    """
    attended = minutes_covered(facts.attended)
    ahead = minutes_covered(_after(facts.scheduled, min(now, facts.here_since or now)))
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


def _after(periods: tuple[Period, ...], moment: datetime) -> list[Period]:
    """What begins after `moment`, and the rest of what has begun."""
    return [Period(max(p.start, moment), p.end) for p in periods if p.end > moment]
