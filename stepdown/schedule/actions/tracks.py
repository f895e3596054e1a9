"""Changing a track, naming its home group, ending it. Making one is in `setup`, joining and leaving in `rosters`."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.agency.terms import public_name
from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle, refuse
from stepdown.kernel.week import Week
from stepdown.schedule.access import MAY_SET_UP_GROUPS
from stepdown.schedule.actions import steps_seats, steps_series
from stepdown.schedule.models import Group, Track, TrackBlock, TrackEnrollment
from stepdown.schedule.queries import rosters
from stepdown.schedule.rules import setup as rules
from stepdown.schedule.rules.series import from_day_obstacles, peak
from stepdown.schedule.terms import NewTrack, SetupBlocker


@action
def change_track(*, by: Actor, at: datetime, track: int, to: NewTrack) -> None:
    """Let a track be as `to` says from now on: whom it is for, its blocks, how many it takes. Who is in it stays.

    Refused: code taken, a block outside a day, a break outside its block, fewer places than clients in it.
    """
    row = _held(by, track, to.site)
    others = Track.objects.exclude(pk=track).values_list("code", flat=True)
    found = rules.track_obstacles([to], others)
    today = _today(row, at)
    if to.capacity is not None and peak(rosters.track_spans([track])[track], today, None) > to.capacity:
        found.append(Obstacle(SetupBlocker.MORE_CLIENTS_THAN_SEATS, {"capacity": to.capacity}))
    refuse(found)
    row.code, row.name, row.site_id, row.language = to.code, to.name, to.site, to.language
    row.levels, row.population = list(to.levels), to.population or ""
    row.capacity, row.any_leader = to.capacity, to.any_leader
    row.save()
    TrackBlock.objects.filter(track=row).delete()
    TrackBlock.objects.bulk_create(steps_series.block_row(row, block) for block in to.blocks)
    note(by=by, at=at, subject=("track", track), details={"blocks": len(to.blocks)})


@action
def set_home_group(*, by: Actor, at: datetime, track: int, group: int | None) -> None:
    """Say which group the clients of a track belong to, or none. Refused: the group is of another track."""
    row = _held(by, track)
    if group is not None:
        home = Group.objects.filter(pk=group).first()
        if home is None or not by.works_at(home.site_id):
            raise NotFound
        refuse([] if home.track_id == track else [Obstacle(SetupBlocker.NOT_OF_TRACK)])
    row.home_group_id = group
    row.save(update_fields=["home_group"])
    note(by=by, at=at, subject=("track", track), details={"home": group})


@action
def end_track(*, by: Actor, at: datetime, track: int, on: date) -> int:
    """End a track: nobody joins it any more, and who is in it leaves; `on` is their first day out. Returns how many.

    Refused while groups of it meet on that day or later, all of them told: end those first, or give them another track;
    and for a day that is over, since who was in the track until now was in it.
    """
    row = _held(by, track)
    running = Group.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), track=track, active=True).order_by("name")
    names = [public_name(one.name, discreet=one.service.discreet) for one in running.select_related("service")]
    meets = [Obstacle(SetupBlocker.TRACK_HAS_GROUPS, {"groups": ", ".join(names)})] if names else []
    refuse([*from_day_obstacles(on, _today(row, at), None), *meets])
    inside = TrackEnrollment.objects.filter(Q(ends=None) | Q(ends__gt=on), track=track)
    clients = list(inside.values_list("client", flat=True))
    steps_seats.end(inside, on)
    row.active = False
    row.save(update_fields=["active"])
    note(by=by, at=at, subject=("track", track), details={"on": on.isoformat(), "clients": len(clients)})
    return len(clients)


def _held(by: Actor, track: int, site: int | None = None) -> Track:
    """The track, and nobody else setting anything up meanwhile. Raises NotAllowed, NotFound."""
    if not by.has_any(MAY_SET_UP_GROUPS):
        raise NotAllowed
    row = Track.objects.filter(pk=track, active=True).first()
    if row is None or (row.site_id is not None and not by.works_at(row.site_id)):
        raise NotFound
    demand(by, MAY_SET_UP_GROUPS, [] if site is None else [site])
    lock_setup()
    return row


def _today(row: Track, at: datetime) -> date:
    """The local day at the track's site; by the world clock for one of every site."""
    return Week.of(at, agency.time_zone(row.site_id) if row.site_id is not None else "UTC").day_near(at)
