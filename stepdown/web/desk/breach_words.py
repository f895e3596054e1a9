"""What the desk calls breaches. `labels` puts them among all labels."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from stepdown.privacy.terms import BreachNotice, BreachOutcome, BreachStanding, Factor, Rating

LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Factor: {
        Factor.NATURE: "What it says, and how easily somebody is recognized",
        Factor.WHO_HAS_IT: "Who has it, or used it",
        Factor.SEEN: "Whether it was really looked at or taken",
        Factor.MENDED: "How far the risk was lessened",
    },
    Rating: {Rating.LOW: "Low risk", Rating.MEDIUM: "Medium risk", Rating.HIGH: "High risk"},
    BreachOutcome: {
        BreachOutcome.NOTIFY: "A breach: the people are told",
        BreachOutcome.LOW_PROBABILITY: "Low probability that it is compromised",
        BreachOutcome.GOOD_FAITH: "Exception: looked at in good faith at work, and went no further",
        BreachOutcome.AMONG_US: "Exception: between people here who may see records, and went no further",
        BreachOutcome.NOT_KEPT: "Exception: who had it could not have kept it",
    },
    BreachNotice: {
        BreachNotice.PEOPLE: "The people it touched",
        BreachNotice.HHS: "Health and Human Services",
        BreachNotice.MEDIA: "The media",
    },
    BreachStanding: {
        BreachStanding.OVERDUE: "Overdue",
        BreachStanding.DUE_SOON: "Due soon",
        BreachStanding.OPEN: "Open",
        BreachStanding.CLOSED: "Closed",
    },
}
