"""What may leave, and what makes a consent whole: facts in, decision out."""

from __future__ import annotations

from stepdown.consent.rules.gate import decide, item
from stepdown.consent.rules.signing import revoking_obstacles, signing_obstacles

__all__ = ["decide", "item", "revoking_obstacles", "signing_obstacles"]
