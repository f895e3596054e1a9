"""What may leave, and what makes a consent whole: facts in, decision out."""

from __future__ import annotations

from stepdown.consent.rules.exchanges import joining_obstacles, list_obstacles, naming_obstacles, parting_obstacles
from stepdown.consent.rules.gate import decide, decide_now, item
from stepdown.consent.rules.labels import bundle_labels, labels_of, plain_code
from stepdown.consent.rules.leaving import NEEDED, notice_on, told_of
from stepdown.consent.rules.legal import (
    business_day,
    carries,
    clocks,
    decision_obstacles,
    intake_obstacles,
    open_day,
    standing,
    telling_obstacles,
)
from stepdown.consent.rules.papers import papers_standing, sitting_obstacles, withdrawal_obstacles
from stepdown.consent.rules.restrictions import answer_obstacles, restriction_obstacles, restriction_standing
from stepdown.consent.rules.signatures import binds, decides, drawn, fingerprint, hand_obstacles
from stepdown.consent.rules.signing import (
    SENT_TWICE,
    ending,
    event_obstacles,
    revoking_obstacles,
    signing_obstacles,
    writing_obstacles,
)
from stepdown.consent.rules.wording import coming, least, present, wording_obstacles, written

__all__ = [
    "NEEDED",
    "SENT_TWICE",
    "answer_obstacles",
    "binds",
    "bundle_labels",
    "business_day",
    "carries",
    "clocks",
    "coming",
    "decide",
    "decide_now",
    "decides",
    "decision_obstacles",
    "drawn",
    "ending",
    "event_obstacles",
    "fingerprint",
    "hand_obstacles",
    "intake_obstacles",
    "item",
    "joining_obstacles",
    "labels_of",
    "least",
    "list_obstacles",
    "naming_obstacles",
    "notice_on",
    "open_day",
    "papers_standing",
    "parting_obstacles",
    "plain_code",
    "present",
    "restriction_obstacles",
    "restriction_standing",
    "revoking_obstacles",
    "signing_obstacles",
    "sitting_obstacles",
    "standing",
    "telling_obstacles",
    "told_of",
    "withdrawal_obstacles",
    "wording_obstacles",
    "writing_obstacles",
    "written",
]
