"""Who may bring weeks and tables in, and take them out."""

from __future__ import annotations

from stepdown.agency.access import SYSTEM
from stepdown.agency.terms import Role

MAY_IMPORT = frozenset({Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR}) | SYSTEM
MAY_EXPORT = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""A week carries client data (levels, attendance), even under ids that name nobody."""

MAY_IMPORT_CLIENTS = frozenset({Role.PROGRAM_DIRECTOR}) | SYSTEM
"""Tables that say who is a client; an administrator runs the software and needs no client's name."""
MAY_EXPORT_CLIENTS = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
MAY_EXPORT_AGENCY = MAY_EXPORT_CLIENTS | {Role.ADMINISTRATOR}
"""Tables of the agency itself."""
MAY_MOVE_FILES = MAY_IMPORT | MAY_EXPORT_AGENCY
"""Who opens the page."""

MAY_PRINT_SHEETS = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR, Role.FRONT_DESK}) | SYSTEM
"""Who prints the sheets for when nothing works: who sees numbers and emergency facts anyway, and keeps the door."""


def may_import(*, clients: bool) -> frozenset[str]:
    """Who may bring a table in; `clients` for one that says who is a client."""
    return MAY_IMPORT_CLIENTS if clients else MAY_IMPORT


def may_export(*, clients: bool) -> frozenset[str]:
    """Who may take a table out."""
    return MAY_EXPORT_CLIENTS if clients else MAY_EXPORT_AGENCY
