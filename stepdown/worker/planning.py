"""Each night the sessions of every group are made, as many weeks ahead as policy says; again makes only what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepdown.agency.queries import sites_within
from stepdown.audit.terms import Actor, Refused
from stepdown.schedule.actions.series import plan_ahead
from stepdown.schedule.queries.series import planned_to


@dataclass(frozen=True, slots=True)
class Night:
    """What a night's planning came to, over all sites: numbers only, fit for a log."""

    made: int = 0
    skipped: int = 0
    lacking: int = 0
    unseated: int = 0
    refused: int = 0
    """Sites where somebody else was faster; the next night tries again."""


def plan_sites(*, by: Actor, at: datetime) -> Night:
    """Plan each site ahead in a transaction of its own: what stops one site stops no other."""
    night = Night()
    for site in sites_within(by):
        until = planned_to(site, at)
        if until is None:
            continue
        try:
            planned = plan_ahead(by=by, at=at, until=until, sites=[site.id])
        except Refused:
            night = _more(night, refused=1)
            continue
        night = _more(
            night,
            made=len(planned.made),
            skipped=len(planned.skipped),
            lacking=len(planned.lacking),
            unseated=len(planned.unseated),
        )
    return night


def _more(night: Night, **counts: int) -> Night:
    return Night(**{name: getattr(night, name) + counts.get(name, 0) for name in Night.__slots__})
