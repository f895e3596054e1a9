"""Every action about what people may ask about their records, done once as it should be; part of the table in `cases`."""

from __future__ import annotations

from stepdown.privacy import actions as privacy
from tests.actions.cases.case import Case
from tests.actions.cases.people import moves

PRIVACY: dict[str, Case] = {
    "privacy.move_client": moves(privacy, lambda p: p.newcomer),
}
