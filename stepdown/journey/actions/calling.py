"""A call that was made, and what it means for somebody who is on their way in or on hold."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.queries import time_zone
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.episode import actions as episode
from stepdown.episode.queries import contact_of, states
from stepdown.episode.terms import ASKING, State
from stepdown.journey.access import following
from stepdown.journey.rules import HEARD
from stepdown.kernel.week import Week
from stepdown.people import actions as people
from stepdown.people.queries import sites_of
from stepdown.people.terms import NewCall

UNDONE = "The call was written down by mistake"
"""Why a contact is taken back with its call."""


@action
def record_call(*, by: Actor, at: datetime, call: NewCall) -> int:
    """Write down a call made just now; returns its id. For somebody on their way in or on hold it is a contact on their
    way as well, and trying again says by when the next one is due.

    Refused as `people.record_call` is.
    """
    made = people.record_call(by=by, at=at, call=call)
    zone = time_zone(sites_of([call.client])[call.client])
    day = Week.of(at, zone).day_near(at)
    stands = states([call.client], day)[call.client].state
    if stands in {*ASKING, State.ON_HOLD}:
        again = call.try_again_at if stands in ASKING else None  # a hold's `due` is the day they are expected back
        due = Week.of(again, zone).day_near(again) if again else None
        episode.record_contact(
            by=following(by), at=at, client=call.client, on=day, outcome=HEARD[call.outcome], due=due, call=made
        )
    return made


@action
def undo_call(*, by: Actor, at: datetime, call: int) -> None:
    """Take back a call that was written down by mistake, and the contact it was on somebody's way.

    Refused: taken back already.
    """
    people.undo_call(by=by, at=at, call=call)
    if step := contact_of(call):
        episode.take_back(by=following(by), at=at, step=step, why=UNDONE)
