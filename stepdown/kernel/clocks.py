"""How pressing something is that must be done by a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Clock(StrEnum):
    """What a last day says today. What is done has no clock any more; each kind of work says so in its own word."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


def clock(last: date | None, soon: date | None, today: date) -> Clock:
    """Overdue once the `last` day is over; due soon when it comes by the day `soon`. Open, where there is no last day."""
    if last is None:
        return Clock.OPEN
    if last < today:
        return Clock.OVERDUE
    return Clock.DUE_SOON if soon is not None and last <= soon else Clock.OPEN
