"""What may leave, and what makes a consent whole: facts in, decision out."""

from __future__ import annotations

from stepdown.consent.rules.gate import decide, item
from stepdown.consent.rules.leaving import NEEDED, notice_on, told_of
from stepdown.consent.rules.signing import revoking_obstacles, signing_obstacles

__all__ = ["NEEDED", "decide", "item", "notice_on", "revoking_obstacles", "signing_obstacles", "told_of"]
