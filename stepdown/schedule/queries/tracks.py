"""Tracks as pages and the admission see them: when they meet, who is in them, which fit somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from stepdown.schedule.models import Track, TrackBlock, TrackEnrollment
from stepdown.schedule.queries import facts, rosters
from stepdown.schedule.rules.series import earliest, full_from
from stepdown.schedule.rules.tracks import best_first
from stepdown.schedule.terms import Block, Hours, TrackFacts, TrackFit, Wish


def fitting_tracks(
    availability: Sequence[Hours],
    *,
    site: int,
    day: date,
    level: str = "",
    population: str = "",
    languages: Collection[str] = (),
) -> tuple[TrackFit, ...]:
    """The active tracks for somebody who would start at `site` on `day`: those that fit first, the others with reasons.

    `availability` are the hours they can come in an ordinary week, empty for any time; a `level`, `population` or
    `languages` left empty is not asked. Four queries.
    """
    rows = list(Track.objects.filter(active=True))
    blocks = blocks_of([row.pk for row in rows])
    places = rosters.track_spans([row.pk for row in rows if row.capacity is not None])
    homes = {row.home_group_id: row for row in rows if row.home_group_id is not None}
    seats = rosters.seat_spans(list(homes))
    capacities = dict(Track.objects.filter(active=True).values_list("pk", "home_group__capacity"))
    wish = Wish(site, day, level, population, frozenset(languages), tuple(availability))
    return best_first(
        (
            TrackFacts(
                id=row.pk,
                name=row.name,
                site=row.site_id,
                levels=frozenset(row.levels),
                population=row.population,
                language=row.language,
                blocks=tuple(blocks[row.pk]),
                full_from=_full(
                    day,
                    (places[row.pk], row.capacity),
                    (seats[row.home_group_id or 0], capacities[row.pk]),
                ),
            )
            for row in rows
        ),
        wish,
    )


def _full(day: date, *limits: tuple[rosters.Taken, int | None]) -> date | None:
    """The first day, from `day` on, on which one of the limits leaves no place."""
    days = [full_from(taken, capacity, day) for taken, capacity in limits if capacity is not None]
    named = [one for one in days if one is not None]
    return earliest(*named) if named else None


def blocks_of(tracks: Collection[int]) -> defaultdict[int, list[Block]]:
    """The blocks of each of `tracks` with their breaks, by weekday and time. One query."""
    found: defaultdict[int, list[Block]] = defaultdict(list)
    for row in TrackBlock.objects.filter(track__in=tracks):
        pause = None if row.break_starts is None or row.break_ends is None else (row.break_starts, row.break_ends)
        found[row.track_id].append(Block(row.weekday, row.starts, row.ends, pause))
    return found


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track as a page lists it; `clients` are in it on the day, `home` names its home group."""

    id: int
    code: str
    name: str
    site: int | None
    levels: tuple[str, ...]
    population: str
    language: str
    home: str
    capacity: int | None
    clients: int
    blocks: tuple[Block, ...]


def track_rows(site: int, day: date) -> tuple[TrackRow, ...]:
    """The active tracks that serve a site, by name, with how many are in each on `day`. Three queries."""
    rows = [
        row for row in Track.objects.filter(active=True).select_related("home_group") if row.site_id in {None, site}
    ]
    ids = [row.pk for row in rows]
    blocks = blocks_of(ids)
    inside: defaultdict[int, int] = defaultdict(int)
    for track in TrackEnrollment.objects.filter(facts.in_force(day), track__in=ids).values_list("track", flat=True):
        inside[track] += 1
    return tuple(
        TrackRow(
            id=row.pk,
            code=row.code,
            name=row.name,
            site=row.site_id,
            levels=tuple(row.levels),
            population=row.population,
            language=row.language,
            home=row.home_group.name if row.home_group else "",
            capacity=row.capacity,
            clients=inside[row.pk],
            blocks=tuple(blocks[row.pk]),
        )
        for row in rows
    )


def clients_in(track: int, day: date) -> tuple[int, ...]:
    """Ids of the clients who are in a track on `day`. One query."""
    rows = TrackEnrollment.objects.filter(facts.in_force(day), track=track)
    return tuple(rows.order_by("client").values_list("client", flat=True))
