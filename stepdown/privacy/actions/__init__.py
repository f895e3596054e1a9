"""Everything people do about what the law promises a person about their record."""

from stepdown.privacy.actions.breaches import (
    assess_breach,
    close_breach,
    report_breach,
    take_back_told,
    tell_of_breach,
)
from stepdown.privacy.actions.holds import lift_hold, place_hold
from stepdown.privacy.actions.moving import move_client
from stepdown.privacy.actions.requests import (
    answer_request,
    extend_request,
    keep_copy,
    reopen_request,
    say_to_denial,
    take_request,
)

__all__ = [
    "answer_request",
    "assess_breach",
    "close_breach",
    "extend_request",
    "keep_copy",
    "lift_hold",
    "move_client",
    "place_hold",
    "reopen_request",
    "report_breach",
    "say_to_denial",
    "take_back_told",
    "take_request",
    "tell_of_breach",
]
