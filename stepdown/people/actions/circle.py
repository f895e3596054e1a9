"""The people around a client, and how it is safe to reach each of them."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, refuse
from stepdown.people.access import MAY_CHANGE_CLIENTS
from stepdown.people.actions.steps import hold_within
from stepdown.people.models import Contact, Way
from stepdown.people.rules import reach as rules
from stepdown.people.rules.alike import way_key
from stepdown.people.terms import NewContact, NewWay


@action
def add_contact(*, by: Actor, at: datetime, client: int, contact: NewContact) -> int:
    """Add somebody to a client's circle; returns their id. Refused: no name, no relationship."""
    _open(by, client)
    refuse(rules.contact_obstacles(contact))
    row = Contact.objects.create(client_id=client, **_contact(contact))
    note(by=by, at=at, subject=("contact", row.pk), client=client)
    return row.pk


@action
def change_contact(*, by: Actor, at: datetime, client: int, number: int, contact: NewContact) -> None:
    """Change what is known of somebody in a client's circle. Refused: no name, no relationship."""
    _open(by, client)
    refuse(rules.contact_obstacles(contact))
    if not Contact.objects.filter(pk=number, client=client, ended_at=None).update(**_contact(contact)):
        raise NotFound
    note(by=by, at=at, subject=("contact", number), client=client)


@action
def end_contact(*, by: Actor, at: datetime, client: int, number: int) -> None:
    """Take somebody, and every way to reach them, off a client's circle; the record stays."""
    _open(by, client)
    if not Contact.objects.filter(pk=number, client=client, ended_at=None).update(ended_at=at):
        raise NotFound
    Way.objects.filter(contact=number, ended_at=None).update(ended_at=at)
    note(by=by, at=at, subject=("contact", number), client=client)


@action
def restore_contact(*, by: Actor, at: datetime, client: int, number: int) -> None:
    """Put somebody taken off the circle back, with the ways that went with them. NotFound when nobody was taken off."""
    _open(by, client)
    row = Contact.objects.filter(pk=number, client=client).exclude(ended_at=None).first()
    if row is None:
        raise NotFound
    Way.objects.filter(contact=number, ended_at=row.ended_at).update(ended_at=None)
    row.ended_at = None
    row.save(update_fields=["ended_at"])
    note(by=by, at=at, subject=("contact", number), client=client)


@action
def add_way(*, by: Actor, at: datetime, client: int, way: NewWay) -> int:
    """Add a number or an address of a client, or of somebody in their circle; returns its id.

    Refused: nothing given, no phone number, no e-mail address, never to be used and yet something allowed on it.
    """
    _open(by, client)
    if way.contact is not None and not Contact.objects.filter(pk=way.contact, client=client, ended_at=None).exists():
        raise NotFound
    refuse(rules.way_obstacles(way))
    row = Way.objects.create(client_id=client, contact_id=way.contact, **_way(way))
    note(by=by, at=at, subject=("way", row.pk), client=client)
    return row.pk


@action
def change_way(*, by: Actor, at: datetime, client: int, number: int, way: NewWay) -> None:
    """Change a number or an address, or what is safe on it. Refused as `add_way`."""
    _open(by, client)
    refuse(rules.way_obstacles(way))
    if not Way.objects.filter(pk=number, client=client, ended_at=None).update(**_way(way)):
        raise NotFound
    note(by=by, at=at, subject=("way", number), client=client)


@action
def end_way(*, by: Actor, at: datetime, client: int, number: int) -> None:
    """Take a number or an address off the record; what was done on it stays."""
    _open(by, client)
    if not Way.objects.filter(pk=number, client=client, ended_at=None).update(ended_at=at):
        raise NotFound
    note(by=by, at=at, subject=("way", number), client=client)


@action
def restore_way(*, by: Actor, at: datetime, client: int, number: int) -> None:
    """Put a number or an address taken off back. NotFound: it was not, or whose it is was taken off the circle."""
    _open(by, client)
    ended = Way.objects.filter(pk=number, client=client, contact__ended_at=None).exclude(ended_at=None)
    if not ended.update(ended_at=None):
        raise NotFound
    note(by=by, at=at, subject=("way", number), client=client)


def _open(by: Actor, client: int) -> None:
    """Let through who may change the client, and hold the client."""
    hold_within(by, MAY_CHANGE_CLIENTS, [client])


def _contact(row: NewContact) -> dict[str, object]:
    return {
        "name": row.name.strip(),
        "relationship": row.relationship.strip(),
        "emergency": row.emergency,
        "lives_with": row.lives_with,
    }


def _way(row: NewWay) -> dict[str, object]:
    return {
        "kind": row.kind,
        "value": row.value.strip(),
        "key": way_key(row.kind, row.value),
        "may_use": row.may_use,
        "may_leave_message": row.may_leave_message,
        "may_say_who": row.may_say_who,
        "best_times": row.best_times.strip(),
    }
