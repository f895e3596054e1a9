"""A backup before it is written: for ourselves, or for an organisation that keeps it for us by a written agreement."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import SYSTEM, demand
from stepdown.audit.context import action
from stepdown.audit.queries import said_of_clients
from stepdown.audit.terms import Actor, NotFound
from stepdown.consent import queries as consent
from stepdown.consent.actions import release
from stepdown.consent.terms import Leaving, NamedException, Passed, Purpose, Whom
from stepdown.people import queries as people


@action
def release_everything(*, by: Actor, at: datetime, to: str = "") -> Passed:
    """Ask the gate for everybody and everything; a backup leaves nobody out, so write it only when nobody is withheld.

    `to` is the name of a service organisation on record (42 CFR 2.12(c)(4)); empty: it stays with ourselves. Raises
    NotAllowed, and NotFound for one that is not on record or whose address nobody made sure of.
    """
    demand(by, SYSTEM)
    recipient = _named(to) if to else None
    exception = NamedException.SERVICE_AGREEMENT if to else None
    whom, everybody = Whom(Purpose.OPERATIONS, recipient), dict.fromkeys(people.everybody())
    leaving = Leaving("backup", whom, said_of_clients(), everybody, exception)
    return release(by=by, at=at, day=at.date(), leaving=leaving)


def _named(name: str) -> int:
    found = next((row.id for row in consent.recipients() if row.name == name), None)
    if found is None:
        raise NotFound
    return found
