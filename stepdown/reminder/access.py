"""Who has a reminder sent, and who sends it."""

from __future__ import annotations

from stepdown.agency.access import SYSTEM
from stepdown.people.access import MAY_CALL

MAY_REMIND = MAY_CALL
"""Who has reminders sent, takes them back, and writes down that somebody wants them: whoever may call."""

MAY_SEND = SYSTEM
"""The worker alone hands a message to the mail server, and says what became of it."""
