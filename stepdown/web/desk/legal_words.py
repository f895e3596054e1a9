"""What the desk calls legal requests. `labels` puts them among all labels."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from stepdown.consent.terms import (
    LegalClock,
    LegalKind,
    LegalOutcome,
    LegalPaper,
    LegalStanding,
    LegalStep,
    LegalWay,
)

SAY = (
    "We can neither confirm nor deny that anybody is or was in our care. Our compliance officer will answer in writing."
)
"""The words for whoever stands at the desk; the same whoever is asked about."""

LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    LegalKind: {
        LegalKind.SUBPOENA: "Subpoena",
        LegalKind.COURT_ORDER: "Court order",
        LegalKind.SEARCH_WARRANT: "Search warrant",
        LegalKind.VISIT: "Officers at the door",
        LegalKind.ATTORNEY_LETTER: "A lawyer's letter or call",
        LegalKind.RECORDS_REQUEST: "Somebody else wants records",
    },
    LegalWay: {
        LegalWay.IN_PERSON: "In person",
        LegalWay.MAIL: "By mail",
        LegalWay.FAX: "By fax",
        LegalWay.EMAIL: "By e-mail",
        LegalWay.PHONE: "By phone",
    },
    LegalPaper: {
        LegalPaper.ORDER: "A court order, signed by a judge",
        LegalPaper.SUBPOENA: "A subpoena",
        LegalPaper.WARRANT: "A search or arrest warrant",
        LegalPaper.CONSENT: "A consent signed by the person",
    },
    LegalStep: {
        LegalStep.COUNSEL_ASKED: "Asked our counsel",
        LegalStep.MORE_ASKED: "Told the sender that a subpoena alone is not enough",
        LegalStep.OBJECTED: "Objected in writing",
        LegalStep.MOVED_TO_QUASH: "Moved to quash",
        LegalStep.ORDER_OBTAINED: "A court order came",
        LegalStep.NOTED: "Something else",
    },
    LegalOutcome: {
        LegalOutcome.NOTHING_SAID: "Answered: nothing can be said",
        LegalOutcome.DISCLOSED: "Disclosed by the gate",
        LegalOutcome.WITHDRAWN: "Withdrawn by the sender",
    },
    LegalClock: {
        LegalClock.LOOK: "Look at it",
        LegalClock.OBJECT: "Object to the subpoena",
        LegalClock.ANSWER: "Answer, as the paper says",
    },
    LegalStanding: {
        LegalStanding.OVERDUE: "Overdue",
        LegalStanding.DUE_SOON: "Due soon",
        LegalStanding.OPEN: "Open",
        LegalStanding.DECIDED: "Decided",
    },
}
