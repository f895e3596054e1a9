"""Every action there is, done once as it should be: who may do it, what it changes, what it writes down.

One table, read by three tests: who may, what history says, and that a refusal or a stranger changes nothing. `place`
makes one of everything; each other file holds the rows of some apps.
"""

from __future__ import annotations

from tests.actions.cases.agency import AGENCY
from tests.actions.cases.care import PLAN_AND_COVER
from tests.actions.cases.case import Case
from tests.actions.cases.consent import CONSENT
from tests.actions.cases.people import PEOPLE
from tests.actions.cases.privacy import PRIVACY
from tests.actions.cases.reminder import REMINDER
from tests.actions.cases.schedule import SCHEDULE
from tests.actions.cases.session import SESSION
from tests.actions.cases.way import WAY

__all__ = ["EVERY"]

EVERY: dict[str, Case] = AGENCY | PEOPLE | CONSENT | PRIVACY | WAY | PLAN_AND_COVER | SCHEDULE | SESSION | REMINDER
