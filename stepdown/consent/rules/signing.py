"""What makes a consent one that can be signed (42 CFR 2.31), and what stands in the way of taking one back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.consent.rules.signatures import hand_obstacles
from stepdown.consent.terms import (
    TPO,
    Blocker,
    Capacity,
    Category,
    ConsentKind,
    ConsentRow,
    Decides,
    NewConsent,
    Purpose,
    Signer,
)

SENT_TWICE = timedelta(minutes=10)
"""The same words signed again by the same person within this time are one signing that was sent twice."""


def writing_obstacles(new: NewConsent, *, at: datetime, in_circle: bool) -> list[Obstacle]:
    """Everything that keeps a consent from being read and signed at `at`; `in_circle`: the contact named is the client's."""
    recipients = (new.recipient is not None) + (new.contact is not None) + bool(new.kinds)
    general = new.kind == ConsentKind.TPO
    return obstacles_in(
        (Blocker.NO_PURPOSE, not new.purposes),
        (Blocker.NO_CATEGORY, not new.categories),
        (Blocker.NO_RECIPIENT, recipients != 1 or (bool(new.kinds) and not general)),
        (Blocker.NOT_IN_THE_CIRCLE, new.contact is not None and not in_circle),
        (Blocker.NO_END, not general and new.ends is None and not (new.event.strip() or new.at_discharge)),
        (Blocker.ENDS_IN_THE_PAST, new.ends is not None and new.ends <= at),
        (Blocker.STANDS_ALONE, bool(new.purposes and new.categories) and not _alone(new)),
    )


def signing_obstacles(new: NewConsent, *, on: date, who: Decides, speaks: Collection[str]) -> list[Obstacle]:
    """Everything that keeps what was read from being signed on a day; `who` decides that day about what is told.

    A client who does not speak (`speaks`) the language of the paper has an interpreter, who is named.
    """
    foreign = new.signer == Signer.CLIENT and new.language not in speaks
    found = obstacles_in(
        (Blocker.NOT_SIGNED, not new.signer_name.strip() or not new.text.strip()),
        (Blocker.RIGHTS_NOT_TOLD, not new.told),
        (Blocker.CAPACITY_IN_DOUBT, new.hand.taken_in == Capacity.IN_DOUBT),
        (Blocker.NEEDS_INTERPRETER, foreign and not new.interpreter.strip()),
    )
    return found + hand_obstacles(new.signer, new.hand, witness=new.witness, who=who, on=on, tells=True)


def _alone(new: NewConsent) -> bool:
    """Whether what must stand alone does: counselling notes, proceedings, and the one for treatment and payment."""
    notes, court = Category.COUNSELING_NOTES in new.categories, Purpose.PROCEEDINGS in new.purposes
    if new.kind == ConsentKind.TPO:
        return new.purposes <= TPO and not notes
    if new.kind == ConsentKind.COUNSELING_NOTES:
        return new.categories == {Category.COUNSELING_NOTES} and not court
    if new.kind == ConsentKind.PROCEEDINGS:
        return new.purposes == {Purpose.PROCEEDINGS} and not notes
    return not notes and not court


def revoking_obstacles(*, revoked: bool, ended: bool, signer_name: str) -> list[Obstacle]:
    """What stands in the way of taking a consent back. It needs no reason, and no form: spoken is enough to stop."""
    return obstacles_in(
        (Blocker.REVOKED_ALREADY, revoked),
        (Blocker.ENDED_ALREADY, ended and not revoked),
        (Blocker.NOT_SIGNED, not signer_name.strip()),
    )


def event_obstacles(
    *, with_event: bool, over: bool, on: date, signed_on: date, today: date, said_by: str
) -> list[Obstacle]:
    """What stands in the way of writing down that what a consent ends with happened on a day, which somebody said."""
    return obstacles_in(
        (Blocker.ENDS_WITH_NO_EVENT, not with_event),
        (Blocker.ENDED_ALREADY, over),
        (Blocker.DAY_TO_COME, on > today),
        (Blocker.ENDS_BEFORE_START, on < signed_on),
        (Blocker.NOBODY_SAID_SO, not said_by.strip()),
    )


def ending(
    consents: Iterable[tuple[int, ConsentRow]], *, at: datetime, until: datetime
) -> list[tuple[int, ConsentRow]]:
    """Of (client, consent), those that end from `at` up to, not including, `until` and that no other one goes on from
    until then or longer; the first to end first.
    """
    rows = list(consents)
    return sorted(
        (
            (client, row)
            for client, row in rows
            if row.ends is not None
            and at <= row.ends < until
            and not any(
                whose == client and row.goes_on_by(other) and (other.ends is None or other.ends >= until)
                for whose, other in rows
            )
        ),
        key=lambda found: (found[1].ends or at, found[0]),
    )
