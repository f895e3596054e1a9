"""What the desk calls reminders. `labels` puts them among all labels."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from stepdown.reminder.terms import State

LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    State: {
        State.WAITING: "Waits",
        State.SENT: "Sent",
        State.PERHAPS: "Perhaps sent; not sent again",
        State.CANCELLED: "Taken back",
        State.DROPPED: "Not sent",
    },
}
