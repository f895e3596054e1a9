"""What the desk calls the grounds on which a chart opens, and reasons. `wording` puts them among all labels."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from stepdown.agency.terms import AccessKind, ServiceScope
from stepdown.journey.terms import Grounds
from stepdown.people.terms import Found, OpeningReason

LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    AccessKind: {
        AccessKind.ROLES: "Roles changed",
        AccessKind.REACH: "Works at another site",
        AccessKind.SIGN_IN_MADE: "Can sign in now",
        AccessKind.SIGN_IN_OPENED: "Can sign in again",
        AccessKind.SIGN_IN_CLOSED: "Can sign in no more",
        AccessKind.SECOND_FACTOR_RESET: "Second factor taken away",
        AccessKind.SERVICE_ACCOUNT: "Service account made",
    },
    ServiceScope: {ServiceScope.LEDGER: "The ledger of a week", ServiceScope.TABLES: "Whole tables"},
    Grounds: {
        Grounds.CARE_TEAM: "On the care team",
        Grounds.SESSION: "On the staff of a session that day",
        Grounds.ROLE: "Works with everybody at the site",
        Grounds.ON_CALL: "On call",
        Grounds.WAY_IN: "On their way in, or newly admitted",
        Grounds.REASON: "Gave a reason",
        Grounds.EMERGENCY: "Emergency",
    },
    OpeningReason: {
        OpeningReason.COVERING: "I cover for a colleague",
        OpeningReason.CLIENT_ASKED: "The client asked me to",
        OpeningReason.ON_DUTY: "Somebody called or came while I am on duty",
        OpeningReason.TEAM_MEETING: "Team meeting or supervision",
        OpeningReason.UNFINISHED: "I finish what I began",
        OpeningReason.QUALITY_REVIEW: "Quality review",
        OpeningReason.EMERGENCY: "Emergency, or somebody may be in danger",
        OpeningReason.OTHER: "Another reason",
    },
    Found: {
        Found.IN_ORDER: "In order",
        Found.LOOK_INTO: "To be looked into",
        Found.NOT_IN_ORDER: "Not in order",
    },
}
