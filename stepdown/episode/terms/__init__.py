"""Words from a first call to discharge: stages, events, reasons, what stands in the way, the admission data set."""

from __future__ import annotations

from stepdown.episode.terms.admission import CODES, Admission, AdmissionRow, DataFault, Use
from stepdown.episode.terms.facts import (
    ClientState,
    CurrentHold,
    CurrentStay,
    FollowUp,
    InCare,
    StandingOn,
    StepRow,
    Way,
)
from stepdown.episode.terms.steps import Course, Discharge, NewHold, NewStay, NewStep, Span, Step
from stepdown.episode.terms.words import (
    ASKING,
    CLEARANCE_KEY,
    DECISIONS,
    REASONS,
    Blocker,
    ClearanceBasis,
    CloseReason,
    ContactOutcome,
    DischargeReason,
    Event,
    HoldReason,
    State,
    WaitReason,
)

__all__ = [
    "ASKING",
    "CLEARANCE_KEY",
    "CODES",
    "DECISIONS",
    "REASONS",
    "Admission",
    "AdmissionRow",
    "Blocker",
    "ClearanceBasis",
    "ClientState",
    "CloseReason",
    "ContactOutcome",
    "Course",
    "CurrentHold",
    "CurrentStay",
    "DataFault",
    "Discharge",
    "DischargeReason",
    "Event",
    "FollowUp",
    "HoldReason",
    "InCare",
    "NewHold",
    "NewStay",
    "NewStep",
    "Span",
    "StandingOn",
    "State",
    "Step",
    "StepRow",
    "Use",
    "WaitReason",
    "Way",
]
