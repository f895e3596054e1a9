"""Sites, programmes, rooms, services, and the people who work here."""

from stepdown.agency.models.accounts import AccessChange, ServiceAccount
from stepdown.agency.models.places import Closure, OwnLicense, Program, ProgramHours, Room, ServiceKind, Site
from stepdown.agency.models.staff import Credential, OnCallDuty, RoleGrant, StaffMember, TimeOff, WorkingHours
from stepdown.agency.models.users import Draft, User, Users

__all__ = [
    "AccessChange",
    "Closure",
    "Credential",
    "Draft",
    "OnCallDuty",
    "OwnLicense",
    "Program",
    "ProgramHours",
    "RoleGrant",
    "Room",
    "ServiceAccount",
    "ServiceKind",
    "Site",
    "StaffMember",
    "TimeOff",
    "User",
    "Users",
    "WorkingHours",
]
