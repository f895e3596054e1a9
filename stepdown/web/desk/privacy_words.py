"""What the desk calls what people ask about their own records. `labels` puts them among all labels."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from stepdown.privacy.terms import Form, Ground, KeptBy, Known, Outcome, RequestKind, Says, Standing

LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    RequestKind: {
        RequestKind.ACCESS: "See the record, or have a copy",
        RequestKind.AMENDMENT: "Have something put right",
        RequestKind.ACCOUNTING: "Know what was told to whom",
    },
    KeptBy: {
        KeptBy.CHART: "they were last in care",
        KeptBy.MINOR: "they came of age",
        KeptBy.ACCOUNTING: "something was last told to somebody outside",
        KeptBy.READS: "somebody read a chart: who, when and why",
        KeptBy.HISTORY: "something was changed: what it said before",
        KeptBy.DOCUMENTS: "a policy, notice or agreement was last in effect",
    },
    Known: {
        Known.KNOWN_HERE: "They are known here",
        Known.PHOTO_PAPER: "A paper with their picture",
        Known.FACTS_SAID: "They said name, birth date and address without help",
        Known.LEGAL_PAPER: "A paper that lets them act for the client",
    },
    Form: {
        Form.FILES: "One file, to read and to take along",
        Form.PAPER: "On paper",
        Form.LOOK: "To look at it here",
    },
    Outcome: {
        Outcome.GIVEN: "Given",
        Outcome.IN_PART: "In part",
        Outcome.ACCEPTED: "Put right",
        Outcome.DENIED: "Denied",
        Outcome.WITHDRAWN: "Withdrawn",
    },
    Ground: {
        Ground.COUNSELING_NOTES: "Counseling notes are kept apart",
        Ground.FOR_PROCEEDINGS: "Gathered for a lawsuit",
        Ground.PROMISED_SOURCE: "Told us under a promise, and it would say by whom",
        Ground.ENDANGERS: "It would endanger a life, or somebody",
        Ground.HARMS_ANOTHER: "It speaks of somebody else, and would harm them",
        Ground.REPRESENTATIVE_HARMS: "Given to who asks for the client, it would harm somebody",
        Ground.NOT_OURS: "Somebody else wrote it, and can be asked",
        Ground.NOT_IN_THE_RECORD: "It is no part of the record",
        Ground.NO_ACCESS: "It is nothing the client may have access to",
        Ground.RIGHT_AS_IT_IS: "It is accurate and complete",
    },
    Says: {
        Says.DISAGREEMENT: "The client disagrees",
        Says.REBUTTAL: "What we say to that",
    },
    Standing: {
        Standing.OVERDUE: "Overdue",
        Standing.DUE_SOON: "Due soon",
        Standing.OPEN: "Open",
        Standing.ANSWERED: "Answered",
    },
}
