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
    "people.add_contact": "Somebody added to the circle",
    "people.add_way": "Phone or address added",
    "people.assign_care_team": "Care team changed",
    "people.change_client": "Details changed",
    "people.change_contact": "Somebody in the circle changed",
    "people.change_way": "Phone or address changed",
    "people.end_care_place": "Place on the care team ended",
    "people.end_contact": "Somebody taken off the circle",
    "people.end_way": "Phone or address taken off",
    "people.join_records": "Records merged",
    "people.part_records": "Merge taken back",
    "people.record_call": "Call written down",
    "people.record_fact": "Line added to the emergency sheet",
    "people.register_clients": "Registered",
    "plan.end_prescription": "Order of hours ended",
    "people.undo_call": "Call taken back",
    "people.withdraw_fact": "Line taken off the emergency sheet",
    "plan.prescribe": "Hours prescribed",
    "safety.end_restriction": "Restriction of contact ended",
    "safety.restrict_contact": "Contact with somebody else restricted",
    "schedule.add_guest": "A guest takes part in a session",
    "schedule.add_participant": "Given a seat in a session",
    "schedule.book_appointment": "Appointment booked",
    "schedule.cancel_appointments": "Appointment cancelled",
    "schedule.change_series": "Given a seat in a session",
    "schedule.end_enrollments": "Left all tracks and groups",
    "schedule.enroll": "Enrolled in a group",
    "schedule.join_tracks": "Joined a track",
    "schedule.leave_group": "Left a group",
    "schedule.leave_track": "Left a track",
    "schedule.make_series": "Given a seat in a session",
    "schedule.plan_ahead": "Given a seat in a session",
    "schedule.release_seats": "Seats freed while on hold",
    "schedule.remove_guest": "A guest takes part no more",
    "schedule.remove_participant": "Seat in a session freed",
    "schedule.restore_seats": "Seats taken up again",
    "schedule.set_client_modality": "Comes to a session in another way",
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
