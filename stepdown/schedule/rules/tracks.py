"""Which tracks fit somebody, and why the others do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from stepdown.audit.terms import Obstacle
from stepdown.schedule.terms import Block, Hours, Misfit, TrackFacts, TrackFit, Whom, Wish


def best_first(tracks: Iterable[TrackFacts], wish: Wish) -> tuple[TrackFit, ...]:
    """Every track with what does not fit: those that fit come first, then those with the fewest reasons; of equals the
    one with more hours, then by name.
    """
    found = [
        TrackFit(row.id, row.name, row.blocks, weekly_minutes(row.blocks), misfits(row, wish), row.ends_on)
        for row in tracks
    ]
    return tuple(sorted(found, key=lambda fit: (len(fit.misfits), -fit.minutes, fit.name, fit.id)))


def misfits(track: TrackFacts, wish: Wish) -> tuple[Obstacle, ...]:
    """Everything about a track that does not fit; a block outside the person's hours is told each."""
    return tuple(_misfits(track, wish))


def _misfits(track: TrackFacts, wish: Wish) -> Iterator[Obstacle]:
    if track.site is not None and track.site != wish.site:
        yield Obstacle(Misfit.OTHER_SITE)
    if wish.level and track.levels and wish.level not in track.levels:
        yield Obstacle(Misfit.OTHER_LEVEL)
    if wish.population and track.population and wish.population != track.population:
        yield Obstacle(Misfit.OTHER_POPULATION)
    if wish.languages and track.language and track.language not in wish.languages:
        yield Obstacle(Misfit.OTHER_LANGUAGE, {"language": track.language})
    if not track.blocks:
        yield Obstacle(Misfit.NO_BLOCKS)
    for block in track.blocks:
        if wish.availability and not covers(wish.availability, block):
            about: dict[str, object] = {"weekday": block.weekday, "starts": block.starts, "ends": block.ends}
            yield Obstacle(Misfit.OUTSIDE_AVAILABILITY, about)
    if track.full_from is not None:
        yield Obstacle(Misfit.FULL, {"from": track.full_from})


def covers(hours: Iterable[Hours], block: Block) -> bool:
    """Whether a block lies inside one stretch of weekly hours; stretches that touch are one."""
    reached = block.starts
    for stretch in sorted((row for row in hours if row.weekday == block.weekday), key=lambda row: row.starts):
        if stretch.starts <= reached < stretch.ends:
            reached = stretch.ends
    return reached >= block.ends


def serves(levels: Collection[str], site: int | None, population: str, whom: Whom) -> bool:
    """Whether a track or group is for somebody in this stay; no levels, site or population mean any."""
    at_level = not levels or whom.level in levels
    return at_level and site in {None, whom.site} and population in {"", whom.population}


def weekly_minutes(blocks: Iterable[Block]) -> int:
    """Minutes a week from the first to the last minute of each block, without the breaks."""
    return sum(row.ends - row.starts - (row.pause[1] - row.pause[0] if row.pause else 0) for row in blocks)
