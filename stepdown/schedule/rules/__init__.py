"""What stands in a booking's way: one small function per rule, all asked, all answers told at once."""

from stepdown.schedule.rules.booking import (
    appointment,
    enrolling,
    joining,
    moving,
    obstacles,
    repeating,
    room_holds,
    seating,
    staff_free,
    standing,
)

__all__ = [
    "appointment",
    "enrolling",
    "joining",
    "moving",
    "obstacles",
    "repeating",
    "room_holds",
    "seating",
    "staff_free",
    "standing",
]
