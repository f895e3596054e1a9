"""Small decisions about what crosses steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.episode.terms import ASKING, ContactOutcome, State
from stepdown.journey.terms import Admission, Blocker, CallFacts, Patience, Why
from stepdown.people.terms import CallOutcome, CallReason, CareRole

CARE_TEAM = (CareRole.CASE_MANAGER, CareRole.PRIMARY_CLINICIAN)
"""Who keeps in touch with a client on hold, the first of them who is there."""

SEAT_SOON = timedelta(days=2)
"""How long before a kept seat is given away the client is asked about it."""

HEARD = {
    CallOutcome.REACHED: ContactOutcome.REACHED,
    CallOutcome.LEFT_MESSAGE: ContactOutcome.LEFT_MESSAGE,
    CallOutcome.NO_ANSWER: ContactOutcome.NOT_REACHED,
    CallOutcome.NUMBER_WRONG: ContactOutcome.NOT_REACHED,
}
"""What a call means for the way of somebody who is on their way in or on hold."""


def admission_obstacles(row: Admission, *, consented: bool) -> list[Obstacle]:
    """Every part of one admission is about the same client, who has `consented` to be treated."""
    client = row.stay.client
    others = {place.client for place in row.team} | ({row.order.client} if row.order else set())
    return obstacles_in((Blocker.OTHER_CLIENT, bool(others - {client})), (Blocker.NOT_CONSENTED, not consented))


def whys(facts: CallFacts, patience: Patience, *, now: datetime, midnight: datetime, day: date) -> tuple[Why, ...]:
    """Every reason to call somebody, the most pressing first; `midnight` is when the local day `day` began.

    A call that is to be tried again waits until then; one that reached them today answers all the rest.
    """
    if facts.try_again is not None:
        return (Why(CallReason.TRY_AGAIN, at=facts.try_again),) if facts.try_again <= now else ()
    if facts.reached is not None and facts.reached >= midnight:
        return ()
    order = list(CallReason)
    return tuple(sorted(_whys(facts, patience, now, midnight, day), key=lambda why: order.index(why.reason)))


def _whys(facts: CallFacts, patience: Patience, now: datetime, midnight: datetime, day: date) -> Iterator[Why]:
    stands = facts.stands
    if stands.state in ASKING:
        if stands.due is not None and stands.due <= day:
            waits = stands.state in {State.ACCEPTED, State.WAITING}
            yield Why(CallReason.WAITING if waits else CallReason.ASKED_FOR_CARE, day=stands.due)
        return
    heard = _heard(facts, midnight, day)
    if stands.state is State.ON_HOLD:
        if stands.due is not None and stands.due <= day:
            yield Why(CallReason.DUE_BACK, day=stands.due)
        if stands.seat_until is not None and day <= stands.seat_until <= day + SEAT_SOON:
            yield Why(CallReason.SEAT_ENDS, day=stands.seat_until)
    elif facts.expected is not None and not facts.excused and (facts.came is None or facts.came < midnight):
        yield Why(CallReason.MISSING_TODAY, at=facts.expected)
    elif facts.missed is not None and (heard is None or heard < midnight - (day - facts.missed)):
        yield Why(CallReason.MISSED_LATELY, day=facts.missed)
    limit = patience.on_hold if stands.state is State.ON_HOLD else patience.in_care
    if limit is not None and (heard is None or now - heard >= timedelta(days=limit)):
        yield Why(CallReason.NO_CONTACT_ON_HOLD if stands.state is State.ON_HOLD else CallReason.NO_CONTACT, at=heard)


def _heard(facts: CallFacts, midnight: datetime, day: date) -> datetime | None:
    """When somebody was last heard of: a visit, a call, a contact on their way, or the day they were admitted."""
    days = [one for one in (facts.stands.reached, facts.stands.admitted_on) if one is not None]
    moments = [midnight - (day - one) for one in days] + [one for one in (facts.came, facts.reached) if one is not None]
    return max(moments, default=None)
