"""Tracks as pages and the admission see them: when they meet, who is in them, which fit somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stepdown.agency.access import demand
from stepdown.agency.terms import Population, public_name
from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.levels import LevelOfCare
from stepdown.schedule.access import MAY_SEE_WEEK
from stepdown.schedule.models import Group, GroupPattern, Track, TrackBlock, TrackEnrollment
from stepdown.schedule.queries import rosters, stands
from stepdown.schedule.rules.series import earliest, full_from
from stepdown.schedule.rules.tracks import best_first, weekly_minutes
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
    """The tracks for somebody who would start at `site` on `day`: those that fit first, the others with reasons.

    `availability` are the hours they can come in an ordinary week, empty for any time; a `level`, `population` or
    `languages` left empty is not asked. Four queries.
    """
    rows = list(Track.objects.filter(stands.goes_on(day)).select_related("home_group"))
    blocks = blocks_of([row.pk for row in rows])
    places = rosters.track_spans([row.pk for row in rows if row.capacity is not None])
    seats = rosters.seat_spans([row.home_group_id for row in rows if row.home_group_id is not None])
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
                ends_on=row.ends_on,
                full_from=_full(
                    day,
                    (places[row.pk], row.capacity),
                    (seats[row.home_group_id or 0], row.home_group.capacity if row.home_group else None),
                ),
            )
            for row in rows
        ),
        wish,
    )


def _full(day: date, *limits: tuple[rosters.Taken, int | None]) -> date | None:
    """The first day, from `day` on, on which one of the limits leaves no place."""
    return earliest(*(full_from(taken, capacity, day) for taken, capacity in limits if capacity is not None))


def blocks_of(tracks: Collection[int]) -> defaultdict[int, list[Block]]:
    """The blocks of each of `tracks` with their breaks, by weekday and time. One query."""
    found: defaultdict[int, list[Block]] = defaultdict(list)
    for row in TrackBlock.objects.filter(track__in=tracks):
        pause = None if row.break_starts is None or row.break_ends is None else (row.break_starts, row.break_ends)
        found[row.track_id].append(Block(row.weekday, row.starts, row.ends, pause))
    return found


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track as a page shows it; `clients` are in it on the day, `groups` have not ended by then.

    `population` is None for a track of none named; `home` is its home group as (id, name). It goes on up to, not
    including, `ends_on`; `ended` by the day asked about.
    """

    id: int
    code: str
    name: str
    site: int | None
    levels: tuple[LevelOfCare, ...]
    population: Population | None
    language: str
    home: tuple[int, str] | None
    capacity: int | None
    any_leader: bool
    ends_on: date | None
    ended: bool
    clients: int
    groups: int
    blocks: tuple[Block, ...]

    @property
    def minutes(self) -> int:
        """Minutes a week, without breaks."""
        return weekly_minutes(self.blocks)


def track_rows(site: int, day: date) -> tuple[TrackRow, ...]:
    """The tracks that serve a site and have not ended on `day`, by name, with how many are in each. Two queries."""
    return _rows(Track.objects.filter(Q(site=None) | Q(site=site), stands.goes_on(day)), day)


def track_on(by: Actor, track: int, day: date) -> TrackRow:
    """One track on `day`, also one that has ended. Two queries. Raises NotAllowed; NotFound beyond the actor's reach."""
    demand(by, MAY_SEE_WEEK)
    found = _rows(Track.objects.filter(pk=track), day)
    if not found or (found[0].site is not None and not by.works_at(found[0].site)):
        raise NotFound
    return found[0]


def _rows(tracks: QuerySet[Track], day: date) -> tuple[TrackRow, ...]:
    inside = TrackEnrollment.objects.filter(stands.in_force(day), track=OuterRef("pk"))
    running = Group.objects.filter(stands.goes_on(day), track=OuterRef("pk"))
    rows = list(
        tracks.select_related("home_group__service").annotate(inside=_number_of(inside), running=_number_of(running))
    )
    blocks = blocks_of([row.pk for row in rows])
    return tuple(
        TrackRow(
            id=row.pk,
            code=row.code,
            name=row.name,
            site=row.site_id,
            levels=tuple(map(LevelOfCare, row.levels)),
            population=Population(row.population) if row.population else None,
            language=row.language,
            home=(row.home_group.pk, public_name(row.home_group.name, discreet=row.home_group.service.discreet))
            if row.home_group
            else None,
            capacity=row.capacity,
            any_leader=row.any_leader,
            ends_on=row.ends_on,
            ended=row.ends_on is not None and row.ends_on <= day,
            clients=row.inside,
            groups=row.running,
            blocks=tuple(blocks[row.pk]),
        )
        for row in rows
    )


def _number_of(rows: QuerySet[TrackEnrollment] | QuerySet[Group]) -> Coalesce:
    """How many rows a subquery finds for each track."""
    return Coalesce(Subquery(rows.order_by().values("track").annotate(n=Count("pk")).values("n")), 0)


@dataclass(frozen=True, slots=True)
class Member:
    """A client in a track, from `starts` up to, not including, `ends`; `kept_until` while on hold."""

    client: int
    starts: date
    ends: date | None
    kept_until: date | None


def members(by: Actor, track: int, since: date) -> tuple[Member, ...]:
    """Who is in a track on `since` or later, of the clients within reach, the earliest first. One query. For who may see
    clients.
    """
    rows = TrackEnrollment.objects.filter(stands.not_ended(since), track=track).order_by("starts", "pk")
    within = rows if by.everywhere else rows.filter(client__site__in=by.sites)
    return tuple(Member(row.client_id, row.starts, row.ends, row.kept_until) for row in within)


def classes_of(track: int, day: date) -> tuple[int, ...]:
    """Ids of a track's groups, its home group among them, that meet by patterns and have not ended by `day`. One query."""
    running = Group.objects.filter(stands.goes_on(day), track=track)
    meets = GroupPattern.objects.filter(stands.goes_on(day), group=OuterRef("pk"))
    return tuple(running.filter(Exists(meets)).order_by("pk").values_list("pk", flat=True))
