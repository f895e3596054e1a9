"""Who may have consents signed, take them back, tell somebody outside, and read what was told."""

from __future__ import annotations

from stepdown.agency.access import CARE, EVERYONE, SYSTEM
from stepdown.agency.terms import Role

MAY_SIGN = (CARE - {Role.PEER_SPECIALIST, Role.BEHAVIORAL_TECHNICIAN}) | {Role.ADMISSIONS_ADVISOR, Role.COMPLIANCE}
"""Who goes through a consent with a client and has it signed."""

MAY_SIGN_PAPERS = MAY_SIGN | {Role.FRONT_DESK}
"""Who goes through the agreements of an admission with a client and has them signed."""

MAY_REVOKE = CARE | {Role.ADMISSIONS_ADVISOR, Role.COMPLIANCE, Role.FRONT_DESK}
"""Whoever a client tells that they take a consent back: it stops at once."""

MAY_ASK = MAY_REVOKE | {Role.UTILIZATION_REVIEWER, Role.BILLER}
"""Who is asked by people outside, and so asks the gate, and tells what it allows."""

MAY_ASK_RESTRICTION = MAY_REVOKE | {Role.BILLER}
"""Whoever a client tells that somebody is not to be told: it is kept until it is answered."""

MAY_ANSWER_RESTRICTION = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""Who agrees to a restriction, declines it, or ends one: it binds the whole agency."""

MAY_SEE_ACCOUNTING = MAY_SIGN
"""Who reads, and prints for the client, what was told to whom."""

MAY_KEEP_RECIPIENTS = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""Who writes down organisations, makes sure of their addresses, and keeps the agreements made with them: for the whole agency."""

MAY_KEEP_WORDING = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""Who writes the words of notices and agreements: for the whole agency."""

MAY_TAKE_LEGAL_REQUESTS = EVERYONE
"""Who writes down that a subpoena, an officer or a letter came: whoever stands there when it does."""

MAY_DECIDE_LEGAL_REQUESTS = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE}) | SYSTEM
"""Who sees what came, says whom it is about, and decides. Nobody else answers a court."""
