"""Recipients and agreements with them, consents and their revocation, and every answer of the gate."""

from stepdown.consent.models.consents import (
    Agreement,
    Consent,
    CopyGiven,
    Disclosure,
    LegalDecision,
    LegalNote,
    LegalRequest,
    Paper,
    Recipient,
    RestrictionAnswer,
    RestrictionRequest,
    Revocation,
    SensitiveCode,
    Signature,
    Withdrawal,
    Wording,
)
from stepdown.consent.models.endings import EventHappened
from stepdown.consent.models.exchanges import ListAsked, Member

__all__ = [
    "Agreement",
    "Consent",
    "CopyGiven",
    "Disclosure",
    "EventHappened",
    "LegalDecision",
    "LegalNote",
    "LegalRequest",
    "ListAsked",
    "Member",
    "Paper",
    "Recipient",
    "RestrictionAnswer",
    "RestrictionRequest",
    "Revocation",
    "SensitiveCode",
    "Signature",
    "Withdrawal",
    "Wording",
]
