"""Writing clients, those around them, and who cares for them."""

from stepdown.people.actions.calls import bring_calls, record_call, undo_call
from stepdown.people.actions.care_team import assign_care_team, end_care_place
from stepdown.people.actions.charts import break_glass, open_with_reason, review_opening
from stepdown.people.actions.circle import (
    add_contact,
    add_way,
    change_contact,
    change_way,
    end_contact,
    end_way,
    restore_contact,
    restore_way,
)
from stepdown.people.actions.clients import change_client, register_clients
from stepdown.people.actions.emergency import record_fact, restore_fact, withdraw_fact
from stepdown.people.actions.merging import join_records, move_client, part_records
from stepdown.people.actions.views import change_view, drop_view, restore_view, save_view

__all__ = [
    "add_contact",
    "add_way",
    "assign_care_team",
    "break_glass",
    "bring_calls",
    "change_client",
    "change_contact",
    "change_view",
    "change_way",
    "drop_view",
    "end_care_place",
    "end_contact",
    "end_way",
    "join_records",
    "move_client",
    "open_with_reason",
    "part_records",
    "record_call",
    "record_fact",
    "register_clients",
    "restore_contact",
    "restore_fact",
    "restore_view",
    "restore_way",
    "review_opening",
    "save_view",
    "undo_call",
    "withdraw_fact",
]
