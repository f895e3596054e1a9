"""Who may bring whole weeks in, and take them out."""

from __future__ import annotations

from stepdown.agency.access import SYSTEM
from stepdown.agency.terms import Role

MAY_IMPORT = frozenset({Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR}) | SYSTEM
MAY_EXPORT = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""A week carries client data (levels, attendance), even under ids that name nobody."""
