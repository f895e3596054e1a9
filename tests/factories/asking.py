"""What somebody asks about their record."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.privacy import actions
from stepdown.privacy.terms import Known, NewRequest, RequestKind
from tests.factories.crowd import BY


def access(client: int, day: date, **more: object) -> NewRequest:
    """The whole record, by the client at the desk, on `day`."""
    given = {
        "client": client,
        "kind": RequestKind.ACCESS,
        "received_on": day,
        "asker_name": "Synthetic Client",
        "known_by": Known.PHOTO_PAPER,
    }
    return NewRequest(**{**given, **more})  # type: ignore[arg-type]


def amendment(client: int, day: date) -> NewRequest:
    return access(client, day, kind=RequestKind.AMENDMENT, asks="The date is wrong", should_say="June 3")


def asked(new: NewRequest, at: datetime) -> int:
    """Taken in; its id."""
    return actions.take_request(by=BY, at=at, day=at.date(), request=new)
