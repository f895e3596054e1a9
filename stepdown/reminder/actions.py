"""Having somebody reminded, taking that back, and what the worker does with a message in hand.

A message leaves at most once. Before it does, the worker takes it: from then on no other does. It is given back only when
the mail server surely did not take it; when nobody can know, it counts as perhaps sent, and is not sent again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.actions import enqueue, last_word, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused, refuse
from stepdown.consent.actions import tell
from stepdown.kernel.week import zone_of
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.actions.steps import hold_records, hold_within
from stepdown.people.queries import sites_of
from stepdown.people.terms import Moved, Moving
from stepdown.reminder import queries
from stepdown.reminder.access import MAY_REMIND, MAY_SEND
from stepdown.reminder.models import DayBefore, Reminder
from stepdown.reminder.terms import MAIL, Blocker, Letter, Standing

MOST_MINUTES = 60
"""How long at most until a mail server that did not answer is tried again."""


@action
def remind(*, by: Actor, at: datetime, client: int, way: int, on: date | None = None) -> int:
    """Have a reminder sent of the first arrival on the local day `on`, else of the next; returns its id.

    It waits until the quiet hours are over. Refused with everything in the way (`rules.obstacles`). NotFound: another's way.
    """
    hold_within(by, MAY_REMIND, [client])
    found = _on(by, client, way, at, on)
    refuse(found.obstacles)
    assert found.arrival is not None  # else it was refused
    assert found.when is not None
    with last_word(Obstacle(Blocker.REMINDED_ALREADY)):
        row = Reminder.objects.create(
            client_id=client,
            way_id=way,
            about=found.arrival,
            queued_at=at,
            queued_by=by.label,
            send_after=found.when,
        )
    note(by=by, at=at, subject=("reminder", row.pk), client=client)
    return row.pk


@action
def cancel(*, by: Actor, at: datetime, reminder: int) -> None:
    """Take a reminder back that still waits. Refused: it does not. NotFound beyond the actor's reach."""
    client, _ = _known(reminder)
    hold_within(by, MAY_REMIND, [client])
    waits = Reminder.objects.filter(**queries.WAITING, pk=reminder)
    if not waits.update(cancelled_at=at, cancelled_by=by.label):
        raise Refused(Obstacle(Blocker.NOT_WAITING))
    note(by=by, at=at, subject=("reminder", reminder), client=client)


@action
def agree(*, by: Actor, at: datetime, client: int, way: int, agreed_on: date) -> int:
    """Write down that a client wants a reminder the day before, from now on, on this way; returns its id.

    Refused: agreed in the future or already, and what may never be used so. NotFound: no e-mail address of theirs.
    """
    site = sites_of([client])[client]
    demand(by, MAY_REMIND, [site])
    hold_records([client])
    found = _on(by, client, way, at, None)
    never = {Blocker.ADDRESS_UNREADABLE, Blocker.NOT_TO_BE_USED, Blocker.MESSAGE_NOT_ALLOWED, Blocker.NO_CONSENT}
    today = at.astimezone(zone_of(agency.time_zone(site))).date()
    late = [Obstacle(Blocker.AGREED_IN_THE_FUTURE)] if agreed_on > today else []
    refuse([*(one for one in found.obstacles if one.blocker in never), *late])
    with last_word(Obstacle(Blocker.AGREED_ALREADY)):
        row = DayBefore.objects.create(
            client_id=client, way_id=way, agreed_on=agreed_on, recorded_at=at, recorded_by=by.label
        )
    note(by=by, at=at, subject=("day_before", row.pk), client=client)
    return row.pk


@action
def end_agreement(*, by: Actor, at: datetime, client: int) -> None:
    """Write down that a client wants no reminders the day before any more. NotFound: they did not."""
    hold_within(by, MAY_REMIND, [client])
    row = DayBefore.objects.filter(client=client, ended_at=None).first()
    if row is None:
        raise NotFound
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    note(by=by, at=at, subject=("day_before", row.pk), client=client)


@action
def hand_over(*, by: Actor, at: datetime) -> int:
    """Put what is due into the outbox; returns how many. It holds an id, and nothing else."""
    demand(by, MAY_SEND)
    given = 0
    for number in queries.due(at):
        if Reminder.objects.filter(**queries.WAITING, pk=number, handed_at=None).update(handed_at=at):
            enqueue(MAIL, {"reminder": number}, at=at)
            given += 1
    return given


@action
def take(*, by: Actor, at: datetime, reminder: int) -> Letter | None:
    """Take a message in hand to send it now; None: there is nothing to send.

    Everything is looked at once more, and the gate is asked, whose answer is kept: a consent taken back, an address that is
    safe no longer or an appointment that moved drops it, with the reason; quiet hours make it wait.
    """
    demand(by, MAY_SEND)
    client, way = _known(reminder)
    try:
        hold_records([client])
    except Refused:
        _drop(by, at, client, reminder, Blocker.RECORD_MERGED)
        return None
    row = Reminder.objects.filter(**queries.WAITING, pk=reminder).select_for_update().first()
    if row is None:
        return None
    found, why = _by_now(by, client, way, at, row.about)
    if found is not None and found.when is not None and found.when > at:
        Reminder.objects.filter(pk=reminder).update(send_after=found.when, handed_at=None)
        return None
    if found is None or not _gate_lets(by, at, client, found.contact):
        _drop(by, at, client, reminder, why or Blocker.NO_CONSENT)
        return None
    Reminder.objects.filter(pk=reminder).update(taken_at=at)
    note(by=by, at=at, subject=("reminder", reminder), client=client)
    return found.letter


@action
def sent(*, by: Actor, at: datetime, reminder: int) -> None:
    """The mail server took the message."""
    demand(by, MAY_SEND)
    client, _ = _known(reminder)
    Reminder.objects.exclude(taken_at=None).filter(pk=reminder, sent_at=None).update(sent_at=at)
    note(by=by, at=at, subject=("reminder", reminder), client=client)


@action
def not_sent(*, by: Actor, at: datetime, reminder: int, for_good: bool) -> None:
    """The mail server surely did not take the message: it is tried again, ever later, until the appointment; or, when the
    server will never take it (`for_good`), dropped.
    """
    demand(by, MAY_SEND)
    client, _ = _known(reminder)
    row = Reminder.objects.select_for_update().get(pk=reminder)
    row.tries = min(row.tries + 1, 1000)
    row.taken_at = row.handed_at = None
    row.send_after = at + timedelta(minutes=min(2 ** min(row.tries, 10), MOST_MINUTES))
    row.save()
    if for_good:
        _drop(by, at, client, reminder, Blocker.SERVER_REFUSED)
        return
    note(by=by, at=at, subject=("reminder", reminder), client=client)


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, [Link(Reminder), Link(DayBefore, stays_if_there=True)], moving)


def _known(reminder: int) -> tuple[int, int]:
    found = queries.reminder_of(reminder)
    if found is None:
        raise NotFound
    return found


def _on(by: Actor, client: int, way: int, at: datetime, on: date | None) -> Standing:
    """What a reminder on this way would be. Raises NotFound: it is no e-mail address of this client's or of their circle."""
    found = next((one for one in queries.standings(by, client, at=at, on=on) if one.way.id == way), None)
    if found is None:
        raise NotFound
    return found


def _by_now(by: Actor, client: int, way: int, at: datetime, about: datetime) -> tuple[Standing | None, Blocker | None]:
    """What a reminder of the arrival `about` is by now, or the first thing that came in its way since."""
    zone = zone_of(agency.time_zone(sites_of([client])[client]))
    try:
        found = _on(by, client, way, at, about.astimezone(zone).date())
    except NotFound:
        return None, Blocker.WAY_GONE
    if at < about and found.arrival != about:
        return None, Blocker.NOTHING_PLANNED
    wrong = [Blocker(one.blocker) for one in found.obstacles if one.blocker is not Blocker.REMINDED_ALREADY]
    if wrong:
        late = at >= about and wrong == [Blocker.NOTHING_PLANNED]
        return None, Blocker.TOO_LATE if late else wrong[0]
    return found, None


def _gate_lets(by: Actor, at: datetime, client: int, contact: int | None) -> bool:
    """The gate's answer, which stands in the accounting."""
    site = sites_of([client])[client]
    day = at.astimezone(zone_of(agency.time_zone(site))).date()
    asked = queries.telling(client, queries.program_of(client, site, day), contact)
    return tell(by=by, at=at, day=day, telling=asked).allowed


def _drop(by: Actor, at: datetime, client: int, reminder: int, why: Blocker) -> None:
    Reminder.objects.filter(**queries.WAITING, pk=reminder).update(dropped_at=at, dropped_for=why)
    note(by=by, at=at, subject=("reminder", reminder), client=client, details={"why": why})
