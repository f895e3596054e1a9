"""Changing a track, naming its home group, ending it and taking that back. Making one is in `setup`, joining and leaving in `rosters`."""

from __future__ import annotations

from datetime import date, datetime
from itertools import takewhile
from typing import Any

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.agency.terms import public_name
from stepdown.audit import queries as audit
from stepdown.audit.actions import lock, lock_setup, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotAllowed, Noted, NotFound, Obstacle, Refused, refuse
from stepdown.episode.queries import states
from stepdown.episode.terms import State
from stepdown.kernel.week import Week
from stepdown.schedule.access import MAY_SET_UP_GROUPS
from stepdown.schedule.actions import steps_again, steps_groups, steps_seats
from stepdown.schedule.models import Group, Track, TrackBlock, TrackEnrollment
from stepdown.schedule.queries import rosters, stands
from stepdown.schedule.rules import setup as rules
from stepdown.schedule.rules.series import crowd_obstacles, from_day_obstacles
from stepdown.schedule.terms import NewTrack, SetupBlocker, Told

GONE = {State.DISCHARGED, State.CLOSED, State.REFERRED_ON}
"""Who is in no track any more, whatever becomes of it."""


@action
def change_track(*, by: Actor, at: datetime, track: int, to: NewTrack) -> None:
    """Let a track be as `to` says from now on: whom it is for, its blocks, how many it takes. Who is in it stays, and so
    does the day it ends on.

    Refused: code taken, a block outside a day, a break outside its block, fewer places than clients in it.
    """
    row = _held(by, at, track, to.site)
    others = Track.objects.exclude(pk=track).values_list("code", flat=True)
    found = rules.track_obstacles([to], others)
    today = _today(row, at)
    if to.capacity is not None:
        found += crowd_obstacles(rosters.track_spans([track])[track], today, to.capacity)
    refuse(found)
    row.code, row.name, row.site_id, row.language = to.code, to.name, to.site, to.language
    row.levels, row.population = list(to.levels), to.population or ""
    row.capacity, row.any_leader = to.capacity, to.any_leader
    row.save()
    TrackBlock.objects.filter(track=row).delete()
    TrackBlock.objects.bulk_create(steps_groups.block_row(row, block) for block in to.blocks)
    note(by=by, at=at, subject=("track", track), details={"blocks": len(to.blocks)})


@action
def set_home_group(*, by: Actor, at: datetime, track: int, group: int | None) -> None:
    """Say which group the clients of a track belong to, or none; of one that has ended, which it was.

    Refused: the group is of another track.
    """
    row = _held(by, at, track, ended=True)
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
    """End a track: who is in it leaves on `on`, the first day without it; until then it goes on. Returns how many leave.

    Refused: a day that is over, an end set before, and groups of it that meet on that day or later, all of them told:
    end those first.
    """
    row = _held(by, at, track)
    found = from_day_obstacles(on, _today(row, at), None)
    if row.ends_on is not None:
        found.append(_ended(row))
    running = Group.objects.filter(stands.goes_on(on), track=track).select_related("service").order_by("name")
    if names := [public_name(one.name, discreet=one.service.discreet) for one in running]:
        found.append(Obstacle(SetupBlocker.TRACK_HAS_GROUPS, {"groups": ", ".join(names)}))
    refuse(found)
    inside = list(TrackEnrollment.objects.filter(stands.not_ended(on), track=track).order_by("client"))
    left = [Noted(("track", track), row.client_id, {"left": steps_again.as_kept(row)}) for row in inside]
    steps_seats.end(inside, on)
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    notes(by=by, at=at, rows=[*left, Noted(("track", track), details={"on": on.isoformat(), "clients": len(left)})])
    return len(left)


@action
def reopen_track(*, by: Actor, at: datetime, track: int) -> tuple[Told, ...]:
    """Take back that a track ends, or has ended: it goes on, and who left with it is in it again. Who was discharged,
    or left or joined by themselves since, stays as they are. Returns those in whose way something stands.

    Refused: no end was set.
    """
    row = _held(by, at, track, ended=True)
    on = row.ends_on
    if on is None:
        raise Refused(Obstacle(SetupBlocker.TRACK_GOES_ON))
    row.ends_on = None
    row.save(update_fields=["ends_on"])
    left, joined = _since_it_was_to_end(track)
    lock((Lockable.CLIENT, client) for client in {*joined, *(client for client, _ in left)})
    inside = TrackEnrollment.objects.filter(track=track, ends=on)
    there = set(inside.values_list("client", flat=True))
    inside.filter(client__in=joined).update(ends=None)
    stay = {client for client, one in states(dict(left), _today(row, at)).items() if one.state not in GONE}
    back = [(client, kept) for client, kept in left if client in stay and (client in there or kept[1] >= str(on))]
    told = [steps_again.track_again(client, on, *kept) for client, kept in back]
    note(by=by, at=at, subject=("track", track), details={"clients": len(back) + len(joined)})
    return tuple(one for one in told if one)


def _since_it_was_to_end(track: int) -> tuple[list[tuple[int, Any]], set[int]]:
    """Who left with a track when its end was set, with how they were in it; and who joined it since. One query."""
    entries = audit.changes_to("track", [track], most=10_000)
    ended = next((place for place, row in enumerate(entries) if row.action == "schedule.end_track"), len(entries))
    left = takewhile(lambda row: "left" in row.details, entries[ended + 1 :])
    joined = {row.client for row in entries[:ended] if row.client is not None and "from" in row.details}
    return [(row.client, row.details["left"]) for row in left if row.client is not None], joined


def _held(by: Actor, at: datetime, track: int, site: int | None = None, *, ended: bool = False) -> Track:
    """The track, and nobody else setting anything up meanwhile. Raises NotAllowed, NotFound; Refused once it has ended."""
    if not by.has_any(MAY_SET_UP_GROUPS):
        raise NotAllowed
    lock_setup()
    row = Track.objects.filter(pk=track).first()
    if row is None or (row.site_id is not None and not by.works_at(row.site_id)):
        raise NotFound
    demand(by, MAY_SET_UP_GROUPS, [] if site is None else [site])
    over = not ended and row.ends_on is not None and row.ends_on <= _today(row, at)
    refuse([_ended(row)] if over else [])
    return row


def _ended(row: Track) -> Obstacle:
    return Obstacle(SetupBlocker.TRACK_ENDED, {"name": row.name, "on": row.ends_on})


def _today(row: Track, at: datetime) -> date:
    """The local day at the track's site; by the world clock for one of every site."""
    return Week.of(at, agency.time_zone(row.site_id) if row.site_id is not None else "UTC").day_near(at)
