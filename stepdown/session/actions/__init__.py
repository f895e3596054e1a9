"""Recording what happened: at the door, in the group room, and why somebody does not come."""

from stepdown.session.actions.bringing import bring_leading, bring_outs, bring_settlements
from stepdown.session.actions.door import (
    check_in,
    check_out,
    correct_visit,
    join_by_video,
    record_day,
    record_visit,
    undo_check_in,
    undo_check_out,
)
from stepdown.session.actions.group import (
    ask_out,
    close_group,
    come_back,
    reopen_group,
    settle,
    take_over,
    undo_ask_out,
    undo_come_back,
)
from stepdown.session.actions.missed import tell_missed, undo_missed
from stepdown.session.actions.moving import move_client
from stepdown.session.actions.sheets import write_run_sheet

__all__ = [
    "ask_out",
    "bring_leading",
    "bring_outs",
    "bring_settlements",
    "check_in",
    "check_out",
    "close_group",
    "come_back",
    "correct_visit",
    "join_by_video",
    "move_client",
    "record_day",
    "record_visit",
    "reopen_group",
    "settle",
    "take_over",
    "tell_missed",
    "undo_ask_out",
    "undo_check_in",
    "undo_check_out",
    "undo_come_back",
    "undo_missed",
    "write_run_sheet",
]
