"""Holes in clients' days: waits between two groups that are longer than policy allows and in no break of a track."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from stepdown.kernel.period import Period
from stepdown.schedule.terms import Gap

Days = Mapping[tuple[int, date], Sequence[Period]]
"""(client, local day) → the groups they are expected in."""


def holes(groups: Iterable[Period], pauses: Sequence[Period], longest: timedelta) -> list[Period]:
    """The waits between the groups of one day that are longer than `longest` and in no break of a track."""
    waits = [Period(one.end, two.start) for one, two in pairwise(sorted(groups)) if one.end < two.start]
    return [
        wait for wait in waits if wait.end - wait.start > longest and not any(pause.contains(wait) for pause in pauses)
    ]


def new_holes(
    before: Iterable[Period], after: Iterable[Period], pauses: Sequence[Period], longest: timedelta
) -> list[Period]:
    """The holes of a day with the groups `after` that were not there, or were part of no longer one, `before`."""
    there = holes(before, pauses, longest)
    return [hole for hole in holes(after, pauses, longest) if not any(one.contains(hole) for one in there)]


def gaps(before: Days, after: Days, pauses: Days, longest: timedelta) -> tuple[Gap, ...]:
    """The holes of `after` that are new, by time, each with everybody whose day it is in, by id; `pauses` are the breaks
    of their tracks.
    """
    found: defaultdict[tuple[date, Period], list[int]] = defaultdict(list)
    for (client, day), groups in after.items():
        key = client, day
        for hole in new_holes(before.get(key, ()), groups, pauses.get(key, ()), longest):
            found[day, hole].append(client)
    return tuple(Gap(day, hole, tuple(sorted(clients))) for (day, hole), clients in sorted(found.items()))
