"""What history says happened: words for every action about a client, and for every page that counts as their chart."""

from __future__ import annotations

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "coverage.authorize": "Authorization recorded",
    "coverage.end_authorization": "Authorization ended",
    "coverage.log_call": "Talk with the payer written down",
    "episode.admit": "Admitted",
    "episode.change_level": "Level of care changed",
    "episode.discharge": "Discharged",
    "episode.hold": "Put on hold",
    "people.assign_care_team": "Care team changed",
    "people.register_clients": "Registered",
    "plan.end_prescription": "Order of hours ended",
    "plan.prescribe": "Hours prescribed",
    "safety.end_restriction": "Restriction of contact ended",
    "safety.restrict_contact": "Contact with somebody else restricted",
    "schedule.add_participant": "Given a seat in a session",
    "schedule.enroll": "Enrolled in a group",
    "schedule.join_tracks": "Joined a track",
    "schedule.remove_participant": "Seat in a session freed",
    "schedule.set_availability": "Hours they can come written down",
    "session.check_in": "Checked in",
    "session.check_out": "Checked out",
    "session.record_visit": "Visit written down afterwards",
    "session.undo_check_in": "Check-in taken back",
    "session.undo_check_out": "Check-out taken back",
}
"""Action (`app.function`) → what happened, in a few words."""

PAGES: Mapping[str, str] = {
    "desk:client": "Client page",
    "desk:client-circle": "Circle",
    "desk:client-history": "History",
}
"""Route name → the page as the desk calls it."""
