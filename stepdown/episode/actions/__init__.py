"""Writing a client's way, and this step's part of a merge."""

from stepdown.episode.actions.admission_data import save_admission_data
from stepdown.episode.actions.moving import move_client
from stepdown.episode.actions.way import (
    admit,
    book_assessment,
    change_level,
    clear_for_group,
    come_back,
    decide,
    discharge,
    hold,
    record_contact,
    take_back,
    take_first_contact,
    withdraw_clearance,
)

__all__ = [
    "admit",
    "book_assessment",
    "change_level",
    "clear_for_group",
    "come_back",
    "decide",
    "discharge",
    "hold",
    "move_client",
    "record_contact",
    "save_admission_data",
    "take_back",
    "take_first_contact",
    "withdraw_clearance",
]
