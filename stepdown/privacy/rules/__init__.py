"""Decisions about what people ask about their records, and about breaches."""

from stepdown.privacy.rules.breaches import (
    assessment_obstacles,
    breach_due,
    breach_obstacles,
    breach_standing,
    closing_obstacles,
    last_day,
    owed,
    taking_back_obstacles,
    telling_obstacles,
)
from stepdown.privacy.rules.requests import (
    GROUNDS,
    OUTCOMES,
    answer_obstacles,
    copy_obstacles,
    due,
    extension_obstacles,
    first_due,
    intake_obstacles,
    standing,
    statement_obstacles,
)
from stepdown.privacy.rules.retention import hold_obstacles, kept, lifting_obstacles, past

__all__ = [
    "GROUNDS",
    "OUTCOMES",
    "answer_obstacles",
    "assessment_obstacles",
    "breach_due",
    "breach_obstacles",
    "breach_standing",
    "closing_obstacles",
    "copy_obstacles",
    "due",
    "extension_obstacles",
    "first_due",
    "hold_obstacles",
    "intake_obstacles",
    "kept",
    "last_day",
    "lifting_obstacles",
    "owed",
    "past",
    "standing",
    "statement_obstacles",
    "taking_back_obstacles",
    "telling_obstacles",
]
