"""Groups and the blocks of tracks as they are put down, for the actions that begin them one by one or from a file."""

from __future__ import annotations

from collections.abc import Sequence

from stepdown.agency import queries as agency
from stepdown.audit.actions import lock_setup
from stepdown.audit.terms import NotFound, Obstacle, refuse
from stepdown.schedule.models import (
    Group,
    GroupOption,
    Series,
    Track,
    TrackBlock,
)
from stepdown.schedule.rules.series import earliest
from stepdown.schedule.rules.setup import group_obstacles
from stepdown.schedule.terms import (
    Block,
    NewGroup,
    SetupBlocker,
)


def put_groups(groups: Sequence[NewGroup]) -> list[int]:
    """Write groups with the times at which they may meet; returns their ids in order. Raises NotFound, Refused."""
    _know(groups)
    lock_setup()
    codes = [row.code for row in groups]
    found = group_obstacles(groups, Group.objects.filter(code__in=codes).values_list("code", flat=True))
    refuse([*found, *_outlasting(groups)])
    made = Group.objects.bulk_create([_group(row) for row in groups], batch_size=1000)
    GroupOption.objects.bulk_create(
        [
            GroupOption(group=group, weekday=weekday, starts=starts)
            for group, row in zip(made, groups, strict=True)
            for weekday, starts in row.options
        ],
        batch_size=5000,
    )
    return [row.pk for row in made]


def _know(groups: Sequence[NewGroup]) -> None:
    """Raise NotFound unless everything the groups are made of exists."""
    agency.know(services={row.service for row in groups}, sites={row.site for row in groups})
    tracks = {row.track for row in groups}
    series = {row.series for row in groups if row.series is not None}
    if Track.objects.filter(pk__in=tracks).count() < len(tracks):
        raise NotFound
    if Series.objects.filter(pk__in=series).count() < len(series):
        raise NotFound


def _outlasting(groups: Sequence[NewGroup]) -> list[Obstacle]:
    """One obstacle for each group that would go on longer than its track."""
    ending = {row.pk: row for row in Track.objects.filter(pk__in={row.track for row in groups}, ends_on__isnull=False)}
    return [
        Obstacle(SetupBlocker.TRACK_ENDED, {"name": track.name, "on": track.ends_on})
        for row in groups
        if (track := ending.get(row.track)) and earliest(row.ends_on, track.ends_on) != row.ends_on
    ]


def _group(row: NewGroup) -> Group:
    return Group(
        code=row.code,
        name=row.name,
        service_id=row.service,
        track_id=row.track,
        language=row.language,
        site_id=row.site,
        capacity=row.capacity,
        minimum=row.minimum,
        levels=list(row.levels),
        closed=row.closed,
        series_id=row.series,
        sequence=row.sequence,
        population=row.population or "",
        modality=row.modality,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def block_row(track: Track, block: Block) -> TrackBlock:
    """A block of a track as its row."""
    pause = block.pause or (None, None)
    return TrackBlock(
        track=track,
        weekday=block.weekday,
        starts=block.starts,
        ends=block.ends,
        break_starts=pause[0],
        break_ends=pause[1],
    )
