"""Everything people do about consents and what is told."""

from stepdown.consent.actions.consents import agree, keep_recipient, move_client, revoke, sign, tell
from stepdown.consent.actions.leaving import release

__all__ = ["agree", "keep_recipient", "move_client", "release", "revoke", "sign", "tell"]
