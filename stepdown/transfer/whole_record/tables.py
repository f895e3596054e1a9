"""Every table that speaks of a client: in which part of the whole record it stands, or why it is none.

A law test reads the models: a table that leads to a client and is in neither list fails it.
"""

from __future__ import annotations

from collections.abc import Mapping

from stepdown.transfer.whole_record.table import Chapter, Table, table
from stepdown.transfer.whole_record.tables_of_care import CARE
from stepdown.transfer.whole_record.tables_of_days import DAYS
from stepdown.transfer.whole_record.tables_of_rights import RIGHTS

PERSON: tuple[Table, ...] = (
    table(
        "people.Client",
        "You",
        Chapter.PERSON,
        path="id",
        left_out={
            "plain_legal": "what other records are compared with; follows from the name",
            "plain_used": "the same",
            "name_keys": "the same",
            "merged_into": "whether two records were one; the rows of both stand here",
            "version": "counts changes",
        },
        name="used_name",
        legal_name="legal_name",
        record_number="record_number",
        pronouns="pronouns",
        born="date_of_birth",
        languages="languages",
        interpreter="interpreter",
        site="site__name",
        on_record_since="created_at",
        made_up_for_a_demonstration="synthetic",
    ),
    table(
        "people.Way",
        "Phone numbers and addresses",
        Chapter.CIRCLE,
        left_out={"key": "what two spellings share; follows from the number"},
        whose="contact__name",
        kind="kind",
        number_or_address="value",
        may_be_used="may_use",
        may_leave_a_message="may_leave_message",
        may_say_who_we_are="may_say_who",
        best_times="best_times",
        taken_off="ended_at",
    ),
    table(
        "people.Contact",
        "People around you",
        Chapter.CIRCLE,
        name="name",
        relationship="relationship",
        emergency_contact="emergency",
        lives_with_you="lives_with",
        taken_off="ended_at",
    ),
    table(
        "people.ContactAttempt",
        "Calls",
        Chapter.CIRCLE,
        order="called_at",
        called="called_at",
        by="called_by",
        number="way__value",
        why="reason",
        what_came_of_it="outcome",
        try_again="try_again_at",
        taken_back="undone_at",
    ),
    table(
        "people.CareTeamMember",
        "Your care team",
        Chapter.PLAN,
        order="starts",
        who="staff__name",
        place="role",
        since="starts",
        until="ends",
    ),
    table(
        "people.EmergencyFact",
        "Emergency sheet",
        Chapter.SAFETY,
        kind="kind",
        what="what",
        detail="detail",
        written_down="recorded_at",
        by="recorded_by",
        taken_off="withdrawn_at",
        taken_off_by="withdrawn_by",
    ),
    table(
        "people.ChartPass",
        "Opened with a reason by somebody outside your care team",
        Chapter.CONSENTS,
        order="opened_at",
        left_out={
            "user": "named by opened_by",
            "found": "what a reviewer thought of a member of staff",
            "note": "the same",
            "reviewed_at": "the same",
            "reviewed_by": "the same",
        },
        by="opened_by",
        opened="opened_at",
        until="ends_at",
        why="reason",
        in_words="words",
        in_an_emergency="glass",
    ),
)

TABLES: tuple[Table, ...] = (*PERSON, *CARE, *DAYS, *RIGHTS)

EXEMPT: Mapping[str, str] = {
    "people.Merge": "whether two records were one, with another record's number; the rows of both stand in this one",
    "safety.ContactRestriction": "says who somebody else is: two clients who must not meet",
    "consent.LegalRequest": "gathered for legal proceedings (45 CFR 164.524(a)(1)(ii)); compliance answers those",
    "consent.LegalNote": "the same",
    "consent.LegalDecision": "the same",
    "privacy.LegalHold": "the same",
    "privacy.Copy": "that this file was made, before it was; it stands in the accounting and on the request",
    "audit.ChartRead": "who opened the chart is printed from its own page, as long as it is",
    "audit.Entry": "what was done stands in the tables it was done to",
}
"""`app.Model` → why it is no part of the record."""
