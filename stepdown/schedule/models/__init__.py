"""Tracks, groups, weeks and the sessions planned in them."""

from stepdown.schedule.models.groups import (
    Enrollment,
    Group,
    GroupOption,
    GroupPattern,
    GroupPatternStaff,
    GroupTopic,
    Series,
)
from stepdown.schedule.models.sessions import (
    ActualStaff,
    Participant,
    PlannedSession,
    SessionGuest,
    SessionStaff,
    WeekPlan,
)
from stepdown.schedule.models.tracks import ClientAvailability, StaffTrack, Track, TrackBlock, TrackEnrollment

__all__ = [
    "ActualStaff",
    "ClientAvailability",
    "Enrollment",
    "Group",
    "GroupOption",
    "GroupPattern",
    "GroupPatternStaff",
    "GroupTopic",
    "Participant",
    "PlannedSession",
    "Series",
    "SessionGuest",
    "SessionStaff",
    "StaffTrack",
    "Track",
    "TrackBlock",
    "TrackEnrollment",
    "WeekPlan",
]
