"""Who opens whose chart, and under whose name what follows is done.

Who may decide a step of the way stands in `episode.access`; who breaks the glass and who reviews in `people.access`.
"""

from __future__ import annotations

from dataclasses import replace

from stepdown.agency.access import SYSTEM
from stepdown.agency.terms import Role
from stepdown.audit.terms import Actor
from stepdown.journey.terms import Answer, ChartFacts, Entry, Grounds
from stepdown.people.access import MAY_BREAK_GLASS, MAY_SEE_CLIENTS

WHOLE_SITE = frozenset(
    {
        Role.PROGRAM_DIRECTOR,  # answers for everybody
        Role.MEDICAL_DIRECTOR,
        Role.CLINICAL_SUPERVISOR,  # co-signs and steps in for every clinician
        Role.PRESCRIBER,  # refills and side effects do not wait for the colleague
        Role.NURSE,  # gives, takes and watches whoever is in the building
        Role.UTILIZATION_REVIEWER,  # argues every stay with the payer
        Role.BILLER,
        Role.FRONT_DESK,  # books, calls, puts numbers right
        Role.COMPLIANCE,
        Role.ADMINISTRATOR,  # sees who opened what, and no name
    }
)
"""Whose daily work is with everybody at their site: every chart there opens. What of a chart they see, its tabs say."""

ADMITS = frozenset({Role.ADMISSIONS_ADVISOR, Role.CASE_MANAGER, Role.CLINICIAN})
"""To whom people on their way in, and those newly admitted, are open: somebody else sees them first each day."""

ANYWHERE = (Grounds.CARE_TEAM, Grounds.SESSION)
"""What joins somebody to a client wherever either is: a stand-in comes from the other site."""


def entry(facts: ChartFacts) -> Entry:
    """Whether a chart opens, and for what: the nearest to the client is named, so that the client can be told.

    More roles, ties or reasons never close a chart.
    """
    here = facts.within_site
    holds = (
        *((tie, tie in facts.ties) for tie in ANYWHERE),
        (Grounds.ROLE, here and bool(facts.roles & WHOLE_SITE)),
        (Grounds.ON_CALL, here and Grounds.ON_CALL in facts.ties),
        (Grounds.WAY_IN, here and Grounds.WAY_IN in facts.ties and bool(facts.roles & ADMITS)),
        (Grounds.REASON, here and Grounds.REASON in facts.ties),
        (Grounds.EMERGENCY, Grounds.EMERGENCY in facts.ties),
    )
    grounds = next((one for one, so in holds if so), None)
    if grounds is not None:
        return Entry(Answer.OPENS, grounds)
    if here and facts.roles & MAY_SEE_CLIENTS:
        return Entry(Answer.ASKS)
    return Entry(Answer.IN_EMERGENCY if facts.roles & MAY_BREAK_GLASS else Answer.NEVER)


def following(by: Actor) -> Actor:
    """The same person, for what follows by itself from what they decided: no further role is asked for it."""
    return replace(by, roles=by.roles | SYSTEM)
