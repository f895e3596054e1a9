"""Whom a consent names, also through an exchange (42 CFR 2.31(a)(4)(ii)); what keeps a consent from naming its members."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.consent.terms import (
    Ask,
    Blocker,
    ConsentFact,
    Evidence,
    Known,
    MemberRow,
    NewConsent,
    Reason,
    RecipientKind,
)


def misses_recipient(consent: ConsentFact, ask: Ask) -> Reason | None:
    """Why a consent does not name the recipient; None: it does.

    An exchange is told for a member that was named when it was signed, or for one who treats the client where the
    consent is for those; who joined later is named by nobody. What goes through an exchange goes by no other consent.
    """
    to = ask.recipient
    if to.kind == RecipientKind.INTERMEDIARY and not to.through:
        return Reason.MEMBER_NOT_SAID
    if to.through != consent.intermediary:
        return Reason.NOT_THROUGH_AN_INTERMEDIARY if to.through else Reason.OTHER_RECIPIENT
    if to.who and to.who in consent.recipients:
        return None
    if not consent.intermediary:
        return None if to.kind in consent.kinds else Reason.OTHER_RECIPIENT
    if to.kind not in consent.kinds:
        return Reason.MEMBER_NOT_NAMED
    return None if Evidence.TREATING_RELATIONSHIP in ask.evidence else Reason.NOT_TREATING


def is_no_member(ask: Ask, known: Known) -> bool:
    """Whether what is asked would go through an exchange to somebody who is no member of it at that moment."""
    to = ask.recipient
    return bool(to.through) and (to.through, to.who) not in known.members


def naming_obstacles(new: NewConsent, kind: RecipientKind | None, now: Collection[str]) -> list[Obstacle]:
    """What keeps a consent to a recipient of this `kind` from naming members; `now` are those it has, as the gate calls them."""
    exchange = kind == RecipientKind.INTERMEDIARY
    return obstacles_in(
        (Blocker.NO_MEMBERS, exchange and not (new.members or new.treating)),
        (Blocker.NOT_A_MEMBER, not new.members <= set(now) or (new.treating and not exchange)),
    )


def joining_obstacles(rows: Collection[MemberRow], who: str, *, starts: date, ends: date | None) -> list[Obstacle]:
    """What keeps somebody from being written down as a member of an exchange that has these `rows`; `who` is empty for
    one that is on record by name only.
    """
    again = any(
        row.who == who and (ends is None or row.starts < ends) and (row.ends is None or starts < row.ends)
        for row in rows
    )
    return obstacles_in(
        (Blocker.ENDS_BEFORE_START, ends is not None and ends <= starts),
        (Blocker.MEMBER_ALREADY, bool(who) and again),
    )


def parting_obstacles(starts: date, ended: date | None, ends: date) -> list[Obstacle]:
    """What keeps a member since `starts` from being none any more from the day `ends`; `ended`: that is known already."""
    return obstacles_in((Blocker.ENDED_ALREADY, ended is not None), (Blocker.ENDS_BEFORE_START, ends <= starts))


def list_obstacles(*, asked_on: date, answered_on: date | None, today: date) -> list[Obstacle]:
    """What keeps the day an exchange was asked for its list, or answered, from being written down."""
    latest = answered_on or asked_on
    return obstacles_in(
        (Blocker.DAY_TO_COME, latest > today),
        (Blocker.ANSWERED_BEFORE_ASKED, latest < asked_on),
    )
