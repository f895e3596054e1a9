"""What crosses the steps of care, each in one transaction."""

from stepdown.journey.actions.calling import record_call, undo_call
from stepdown.journey.actions.care import admit, come_back, discharge, hold, take_back, take_call, transfer
from stepdown.journey.actions.merging import merge_clients, undo_merge

__all__ = [
    "admit",
    "come_back",
    "discharge",
    "hold",
    "merge_clients",
    "record_call",
    "take_back",
    "take_call",
    "transfer",
    "undo_call",
    "undo_merge",
]
