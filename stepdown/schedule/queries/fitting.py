"""The tracks of a site with their week: what a newcomer's hours are held against."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from stepdown.kernel.levels import LevelOfCare
from stepdown.schedule.models import Track
from stepdown.schedule.terms import Block


@dataclass(frozen=True, slots=True)
class TrackWeek:
    """A track as a newcomer asks about it; no levels or language mean any, no blocks that its hours are not set."""

    id: int
    name: str
    language: str
    levels: tuple[LevelOfCare, ...]
    blocks: tuple[Block, ...]

    @property
    def minutes(self) -> int:
        """Minutes a week, without breaks."""
        pauses = sum(block.pause[1] - block.pause[0] for block in self.blocks if block.pause)
        return sum(block.ends - block.starts for block in self.blocks) - pauses


def track_weeks(site: int) -> tuple[TrackWeek, ...]:
    """The active tracks that serve a site, by name. Two queries."""
    rows = Track.objects.filter(Q(site=None) | Q(site=site), active=True).prefetch_related("blocks")
    return tuple(
        TrackWeek(
            row.pk,
            row.name,
            row.language,
            tuple(LevelOfCare(level) for level in row.levels),
            tuple(
                Block(one.weekday, one.starts, one.ends, _pause(one.break_starts, one.break_ends))
                for one in row.blocks.all()
            ),
        )
        for row in rows
    )


def _pause(starts: int | None, ends: int | None) -> tuple[int, int] | None:
    return None if starts is None or ends is None else (starts, ends)
