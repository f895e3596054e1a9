"""Whose life the demo tells: when each client came, where to, what happened since. Worked out from a seed, as data."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stepdown.demo.plan import TRACKS
from stepdown.episode.terms import DischargeReason, HoldReason
from stepdown.kernel.week import Week

WEEKS = 12
"""Weeks of history before this one."""


@dataclass(frozen=True, slots=True)
class Away:
    """Days on hold: `back` is the first day back, None while they are still away."""

    reason: HoldReason
    starts: date
    back: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """A client's way so far: (track, first day) of each stay, days on hold, and how it ended.

    The flags say who stands out: no individual session and one group day less this week; an authorization that runs
    out; by video.
    """

    stays: tuple[tuple[str, date], ...]
    away: Away | None = None
    left: tuple[date, DischargeReason] | None = None
    open_hours: bool = False
    runs_out: bool = False
    by_video: bool = False

    def track_on(self, day: date) -> str:
        """The track they are in on a day; empty while they are not in care."""
        if self.left is not None and day >= self.left[0]:
            return ""
        return next((track for track, since in reversed(self.stays) if since <= day), "")

    def comes_on(self, day: date) -> bool:
        """Whether they are in care that day, and not on hold."""
        away = self.away is not None and self.away.starts <= day and (self.away.back is None or day < self.away.back)
        return bool(self.track_on(day)) and not away

    @property
    def admitted(self) -> date:
        """The first day in care."""
        return self.stays[0][1]


def make_lives(seed: int, week: Week) -> list[Life]:
    """Everybody in care now, track by track, then who left; `week` is the present one."""
    chance = random.Random(f"lives {seed}")  # noqa: S311, a demo, not a secret
    return [*_in_care(chance, week.monday), *_left(week.monday)]


def _in_care(chance: random.Random, monday: date) -> Iterator[Life]:
    for code, track in TRACKS.items():
        for place in range(track.clients):
            since = monday + timedelta(days=track.days[0] - 7 * chance.randint(1, WEEKS - 2))
            by_video = place < track.by_video
            yield _told(code, place, monday) or Life(
                ((code, since),),
                open_hours=(code, place) in (("morning-iop", 0), ("evening-iop", 0)),
                runs_out=(code, place) == ("women", 0),
                by_video=by_video,
            )


def _told(code: str, place: int, monday: date) -> Life | None:
    """The few whose way is told rather than drawn by lot."""

    def ago(weeks: int, day: int = 0) -> date:
        return monday + timedelta(days=day - 7 * weeks)

    return {
        ("php", 2): Life((("php", ago(3)),), Away(HoldReason.HOSPITAL, monday, due=ago(-1))),
        ("php", 5): Life((("php", monday),)),
        ("morning-iop", 9): Life((("php", ago(8)), ("morning-iop", ago(4)))),
        ("morning-iop", 10): Life((("php", ago(6)), ("morning-iop", ago(2, 2)))),
        ("morning-iop", 11): Life((("morning-iop", ago(5)),), Away(HoldReason.TRAVEL, ago(3), back=ago(2))),
        ("evening-north", 6): Life(
            (("evening-north", ago(6)),), Away(HoldReason.WITHDRAWAL_MANAGEMENT, ago(1, 3), due=ago(-1, 2))
        ),
        ("continuing", 3): Life((("evening-north", ago(10)), ("continuing", ago(3, 1))), by_video=True),
        ("skills", 2): Life((("evening-iop", ago(11)), ("skills", ago(4, 2)))),
    }.get((code, place))


def _left(monday: date) -> Iterator[Life]:
    """Who left, and how: (track, weeks ago they came, weeks ago they left)."""
    ends = DischargeReason
    for code, came, gone, reason in (
        ("morning-iop", 12, 5, ends.COMPLETED),
        ("women", 12, 4, ends.COMPLETED),
        ("evening-iop", 11, 6, ends.CLIENT_CHOSE_TO_LEAVE),
        ("php", 10, 8, ends.TRANSFERRED),
        ("skills", 12, 2, ends.COMPLETED),
        ("spanish", 9, 7, ends.OTHER),
    ):
        first = TRACKS[code].days[0]
        yield Life(
            ((code, monday + timedelta(days=first - 7 * came)),), left=(monday - timedelta(days=7 * gone), reason)
        )
