"""Steps that several actions on seats share: whose they are, freeing them, ending what is dated, appointments back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from stepdown.audit.terms import Actor, Lockable
from stepdown.people.actions.steps import hold_within
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.actions import steps, steps_back, steps_giving
from stepdown.schedule.models import Enrollment, Participant, PlannedSession, TrackEnrollment
from stepdown.schedule.queries import stands
from stepdown.schedule.terms import Freed, Seated, SessionState, Told


def reach(by: Actor, clients: set[int], groups: Collection[int] = (), roles: frozenset[str] = MAY_BOOK) -> set[int]:
    """Hold the clients, and the groups they join or leave, within the actor's rights and reach."""
    hold_within(by, roles, clients, *((Lockable.GROUP, group) for group in groups))
    return clients


def free(by: Actor, at: datetime, rows: Sequence[Participant], freed: Freed) -> int:
    """Give seats back; an individual session with nobody left is cancelled. Returns how many."""
    sessions = stands.with_all(PlannedSession.objects.filter(pk__in=[row.session_id for row in rows])).in_bulk()
    steps.lock_sessions(sessions.values())
    for row in rows:
        Participant.objects.filter(pk=row.pk).update(active=False, freed=freed)
        session = sessions[row.session_id]
        if session.group_id is None and not session.participants.filter(active=True).exists():
            steps.free_everybody(session, Freed.CANCELLED)
        steps.note_change(by=by, at=at, row=session, client=row.client_id, details={"freed": freed.value})
    return len(rows)


def end(rows: Iterable[Enrollment] | Iterable[TrackEnrollment], on: date) -> None:
    """End dated rows; `on` is the first day out."""
    for row in rows:
        steps.end_dated(row, on)


def appointments(sessions: Iterable[int], starts: date) -> list[PlannedSession]:
    """The individual ones of `sessions` on a local day from `starts` on, in the order of time."""
    rows = stands.with_all(PlannedSession.objects.filter(pk__in=list(sessions), group=None)).order_by("period")
    return [row for row in rows if stands.day_of(row) >= starts]


def appointments_back(by: Actor, at: datetime, client: int, sessions: Sequence[PlannedSession]) -> Seated:
    """Individual sessions a client gave up: brought back where they were cancelled, seats taken up again."""
    steps.lock_sessions(sessions, clients=[client])
    stand = [row for row in sessions if row.state == SessionState.PLANNED]
    seated, missed = steps_giving.seat_in(by=by, at=at, sessions=stand, client=client, modality=Modality.IN_PERSON)
    told = []
    for row in sessions:
        if row.state == SessionState.CANCELLED:
            found = steps_back.bring_back_for(by=by, at=at, row=row, client=client)
            told.append(Told(row.pk, stands.day_of(row), found, client))
    return Seated(
        client,
        0,
        (*seated, *(one.session for one in told if one.session and not one.obstacles)),
        (*missed, *(one for one in told if one.obstacles)),
    )
