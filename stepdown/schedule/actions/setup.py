"""Setting up what the week is made of: tracks, curricula, groups, and when clients can come.

Actions that make things take rows and return their ids in the same order; one thing is one row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.actions import lock_setup, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, refuse
from stepdown.people.actions.steps import hold_within
from stepdown.schedule.access import MAY_BOOK, MAY_SET_UP_GROUPS
from stepdown.schedule.actions import steps_groups
from stepdown.schedule.models import (
    ClientAvailability,
    Series,
    StaffTrack,
    Track,
    TrackBlock,
)
from stepdown.schedule.rules import setup as rules
from stepdown.schedule.terms import Hours, NewGroup, NewTrack


@action
def create_tracks(*, by: Actor, at: datetime, tracks: Sequence[NewTrack]) -> list[int]:
    """Create tracks with their blocks. Refused: code taken, a block outside a day, a break outside its block."""
    demand(by, MAY_SET_UP_GROUPS, {row.site for row in tracks if row.site is not None})
    lock_setup()
    refuse(rules.track_obstacles(tracks, Track.objects.values_list("code", flat=True)))
    made = Track.objects.bulk_create(
        Track(
            code=row.code,
            name=row.name,
            site_id=row.site,
            language=row.language,
            levels=list(row.levels),
            any_leader=row.any_leader,
            population=row.population or "",
            capacity=row.capacity,
            ends_on=row.ends_on,
        )
        for row in tracks
    )
    TrackBlock.objects.bulk_create(
        steps_groups.block_row(track, block) for track, row in zip(made, tracks, strict=True) for block in row.blocks
    )
    return _noted(by, at, "track", [row.pk for row in made])


@action
def allow_tracks(*, by: Actor, at: datetime, allowed: Collection[tuple[int, int]]) -> None:
    """Let members of staff lead tracks: pairs of (staff, track). One who may already, still may."""
    demand(by, MAY_SET_UP_GROUPS, agency.sites_of_staff({staff for staff, _ in allowed}).values())
    lock_setup()
    known = set(StaffTrack.objects.filter(staff__in={staff for staff, _ in allowed}).values_list("staff", "track"))
    new = sorted(set(allowed) - known)
    StaffTrack.objects.bulk_create(StaffTrack(staff_id=staff, track_id=track) for staff, track in new)
    notes(by=by, at=at, rows=[Noted(("staff", staff), details={"track": track}) for staff, track in new])


@action
def create_series(*, by: Actor, at: datetime, series: Sequence[tuple[str, str]]) -> list[int]:
    """Create series from (code, name). Refused: code taken."""
    demand(by, MAY_SET_UP_GROUPS)
    lock_setup()
    refuse(rules.code_obstacles([code for code, _ in series], Series.objects.values_list("code", flat=True)))
    made = Series.objects.bulk_create(Series(code=code, name=name) for code, name in series)
    return _noted(by, at, "series", [row.pk for row in made])


@action
def create_groups(*, by: Actor, at: datetime, groups: Sequence[NewGroup]) -> list[int]:
    """Create weekly groups with the times at which they may meet.

    Refused: code taken, no capacity, minimum above capacity, an option twice or outside a day. NotFound for a service,
    site, track or curriculum that does not exist.
    """
    demand(by, MAY_SET_UP_GROUPS, {row.site for row in groups})
    return _noted(by, at, "group", steps_groups.put_groups(groups))


@action
def set_availability(*, by: Actor, at: datetime, hours: Mapping[int, Sequence[Hours]]) -> None:
    """Replace when each client can come in an ordinary week. Refused: outside a day, overlapping."""
    clients = _reach(by, set(hours))
    refuse([found for client, rows in hours.items() for found in rules.availability_obstacles(client, rows)])
    ClientAvailability.objects.filter(client__in=clients).delete()
    ClientAvailability.objects.bulk_create(
        [
            ClientAvailability(client_id=client, weekday=row.weekday, starts=row.starts, ends=row.ends)
            for client, rows in hours.items()
            for row in rows
        ],
        batch_size=5000,
    )
    notes(by=by, at=at, rows=[Noted(("client", client), client) for client in hours])


def _reach(by: Actor, clients: set[int]) -> set[int]:
    hold_within(by, MAY_BOOK, clients)
    return clients


def _noted(by: Actor, at: datetime, kind: str, ids: list[int]) -> list[int]:
    notes(by=by, at=at, rows=[Noted((kind, number)) for number in ids])
    return ids
