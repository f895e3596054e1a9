"""The dated rows of a client's way, made what the recorded steps say; part of the actions that record them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar, cast

from django.db.models import QuerySet

from stepdown.episode.models import Episode, Hold, LevelOfCareStay
from stepdown.episode.queries import steps_of
from stepdown.episode.rules.lifecycle import courses
from stepdown.episode.terms import Course, Span

Made = TypeVar("Made", Episode, LevelOfCareStay, Hold)


def bring_into_line(clients: set[int]) -> None:
    """Make the episodes, stays and holds of `clients` what their steps say.

    Rows are known by the step that began them. What no step makes goes, ends are written before what begins anew, so
    that no constraint sees two at once. Four queries, and those that write.
    """
    wanted = {client: courses(steps) for client, steps in steps_of(clients).items()}
    flat = {course.step: (client, course) for client, rows in wanted.items() for course in rows}
    stays = {span.step: (course.step, span) for _, course in flat.values() for span in course.stays}
    holds = {span.step: (course.step, span) for _, course in flat.values() for span in course.holds}
    theirs = Episode.objects.filter(client__in=clients)
    within = [row.pk for row in theirs]  # no join: a planner that knows no numbers yet would try every pair of rows
    stays_there = _kept(LevelOfCareStay.objects.filter(episode__in=within), stays)
    holds_there = _kept(Hold.objects.filter(episode__in=within), holds)
    episodes = _episodes(_kept(theirs, flat), flat)
    _end(stays_there, stays)
    new_stays = [_stay_row(episodes[course], span) for step, (course, span) in stays.items() if step not in stays_there]
    LevelOfCareStay.objects.bulk_create(new_stays, batch_size=1000)
    _end(holds_there, holds)
    new_holds = [_hold_row(episodes[course], span) for step, (course, span) in holds.items() if step not in holds_there]
    Hold.objects.bulk_create(new_holds, batch_size=1000)


def _kept(rows: QuerySet[Made], wanted: Collection[int]) -> dict[int, Made]:
    """Take away the rows whose step makes them no more; returns the others that a step began, by step."""
    there = {row.step_id: row for row in rows if row.step_id is not None}
    if gone := [row.pk for step, row in there.items() if step not in wanted]:
        rows.filter(pk__in=gone).delete()
    return {step: row for step, row in there.items() if step in wanted}


def _episodes(there: Mapping[int, Episode], wanted: Mapping[int, tuple[int, Course]]) -> dict[int, int]:
    """Open and end episodes as `wanted` says; returns the number of each, by step."""
    new = []
    for step, (client, course) in wanted.items():
        said = {"discharged_on": course.discharged_on, "discharge_reason": course.reason}
        row = there.get(step)
        if row is None:
            new.append(Episode(client_id=client, step_id=step, admitted_on=course.admitted_on, **said))
        elif said != {"discharged_on": row.discharged_on, "discharge_reason": row.discharge_reason}:
            Episode.objects.filter(pk=row.pk).update(**said)
    made = Episode.objects.bulk_create(new, batch_size=1000)
    return {cast("int", row.step_id): row.pk for row in (*there.values(), *made)}


def _end(there: Mapping[int, LevelOfCareStay] | Mapping[int, Hold], wanted: Mapping[int, tuple[int, Span]]) -> None:
    """End, or open again, the rows that are there: those that end first."""
    changed = [(row, wanted[step][1].ends) for step, row in there.items()]
    for row, ends in sorted(changed, key=lambda pair: pair[1] is None):
        if row.ends != ends:
            row.ends = ends
            row.save(update_fields=["ends"])


def _stay_row(episode: int, span: Span) -> LevelOfCareStay:
    level, program = str(span.level), cast("int", span.program)
    return LevelOfCareStay(
        episode_id=episode, step_id=span.step, program_id=program, level=level, starts=span.starts, ends=span.ends
    )


def _hold_row(episode: int, span: Span) -> Hold:
    return Hold(
        episode_id=episode,
        step_id=span.step,
        reason=span.reason,
        starts=span.starts,
        ends=span.ends,
        due_back=span.due,
        seat_kept_until=span.seat_until,
    )
