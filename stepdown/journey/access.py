"""Under whose name what follows is done. Who may decide a step of the way stands in `episode.access`."""

from __future__ import annotations

from dataclasses import replace

from stepdown.agency.access import SYSTEM
from stepdown.audit.terms import Actor


def following(by: Actor) -> Actor:
    """The same person, for what follows by itself from what they decided: no further role is asked for it."""
    return replace(by, roles=by.roles | SYSTEM)
