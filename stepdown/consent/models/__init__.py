"""Recipients and agreements with them, consents and papers of an admission, and every answer of the gate."""

from stepdown.consent.models.consents import Consent, Revocation
from stepdown.consent.models.disclosures import Disclosure, SensitiveCode
from stepdown.consent.models.endings import EventHappened
from stepdown.consent.models.exchanges import ListAsked, Member
from stepdown.consent.models.legal import LegalDecision, LegalNote, LegalRequest
from stepdown.consent.models.papers import Paper, Withdrawal, Wording
from stepdown.consent.models.recipients import Agreement, Recipient
from stepdown.consent.models.restrictions import RestrictionAnswer, RestrictionRequest
from stepdown.consent.models.signatures import CopyGiven, Signature

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
