"""Who takes in what people ask about their records, sees how it stands, and answers it; who deals with breaches."""

from __future__ import annotations

from stepdown.agency.access import CARE, EVERYONE, SYSTEM
from stepdown.agency.terms import Role

MAY_TAKE_REQUESTS = CARE | {Role.ADMISSIONS_ADVISOR, Role.COMPLIANCE, Role.FRONT_DESK} | SYSTEM
"""Whoever a client tells what they want to see, have put right, or know of: it is written down there and then."""

MAY_ANSWER_REQUESTS = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""Who extends a clock, makes the copy, and decides."""

MAY_SEE_REQUESTS = MAY_ANSWER_REQUESTS | {Role.FRONT_DESK}
"""Who sees what is open and until when; the front desk hands over what was made."""

MAY_REPORT_BREACHES = EVERYONE
"""Who writes down that something happened to records: whoever notices. It counts as discovered from then (164.404(a)(2))."""

MAY_KEEP_BREACHES = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""Who sees the register, weighs and decides, writes down who was told, and closes."""

MAY_HOLD = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""Who sees which records need not be kept any more, and places and lifts legal holds."""
