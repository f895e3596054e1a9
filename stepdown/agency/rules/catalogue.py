"""The kinds of service a new agency begins with. Lengths and credentials are what is usual; each agency changes its own.

Who may lead follows the ordinary scope of licences; a state's or payer's rule that differs is the agency's to enter.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from stepdown.agency.terms import Delivery, NewService
from stepdown.agency.terms import ServiceCategory as C

THERAPIST = ("PsyD", "LCSW", "LMFT", "LPC", "LMHC")
"""Licensed to treat on their own; names of one licence differ by state."""
COUNSELOR = (*THERAPIST, "LMSW", "LADC", "CADC")
PRESCRIBER = ("MD", "DO", "PMHNP", "PA")
NURSE = ("RN", "LPN")
PEER = ("CPS", "CPRS")
ACTIVITY = ("OT", "activity therapist")
DIETITIAN = ("dietitian",)
CASE_MANAGER = ("case manager", *COUNSELOR)

GROUP, ONE = Delivery.GROUP, Delivery.INDIVIDUAL
STANDARD_SERVICES: tuple[NewService, ...] = (
    NewService("process", "Process group", GROUP, 90, THERAPIST, 0, C.PROCESS_GROUP),
    NewService("psychoeducation", "Psychoeducation", GROUP, 60, COUNSELOR, 1, C.PSYCHOEDUCATION),
    NewService("skills-cbt", "CBT skills", GROUP, 60, THERAPIST, 2, C.SKILLS),
    NewService("skills-dbt", "DBT skills", GROUP, 90, THERAPIST, 3, C.SKILLS),
    NewService("relapse-prevention", "Relapse prevention", GROUP, 90, COUNSELOR, 4, C.SKILLS),
    NewService("multi-family", "Multi-family group", GROUP, 90, THERAPIST, 5, C.MULTI_FAMILY),
    NewService("peer-group", "Peer support group", GROUP, 60, PEER, 6, C.PEER_SUPPORT),
    NewService("vocational", "Work and vocation", GROUP, 60, CASE_MANAGER, 7, C.VOCATIONAL),
    NewService("educational", "Health education", GROUP, 60, (*NURSE, *COUNSELOR), 8, C.EDUCATIONAL),
    NewService("orientation", "Orientation", GROUP, 60, (*CASE_MANAGER, *PEER), 9, C.ORIENTATION),
    NewService("community-meeting", "Community meeting", GROUP, 30, (*COUNSELOR, *PEER), 10, C.COMMUNITY_MEETING),
    NewService(
        "mutual-help", "Introduction to mutual help", GROUP, 60, (*PEER, *COUNSELOR), 11, C.MUTUAL_HELP_INTRODUCTION
    ),
    NewService("nutrition", "Nutrition", GROUP, 60, DIETITIAN, 0, C.NUTRITION),
    NewService("supported-meal", "Supported meal", GROUP, 45, (*DIETITIAN, *COUNSELOR), 1, C.SUPPORTED_MEAL),
    NewService("mindfulness", "Mindfulness", GROUP, 60, (*COUNSELOR, *ACTIVITY), 2, C.MINDFULNESS),
    NewService("movement", "Movement", GROUP, 60, (*ACTIVITY, *COUNSELOR), 3, C.MOVEMENT),
    NewService(
        "adventure", "Adventure, off site", GROUP, 180, (*ACTIVITY, *COUNSELOR), 4, C.MOVEMENT, room_needed=False
    ),
    NewService("individual", "Individual counseling", ONE, 50, COUNSELOR, 5, C.INDIVIDUAL),
    NewService("family", "Family session", ONE, 50, THERAPIST, 6, C.FAMILY),
    NewService("case-management", "Case management", ONE, 30, CASE_MANAGER, 7, C.CASE_MANAGEMENT),
    NewService("psychiatric-evaluation", "Psychiatric evaluation", ONE, 60, PRESCRIBER, 8, C.PSYCHIATRIC),
    NewService("medication-visit", "Medication visit", ONE, 20, PRESCRIBER, 9, C.PSYCHIATRIC),
    NewService("nursing", "Nursing visit", ONE, 20, NURSE, 10, C.NURSING),
    NewService("peer-support", "Peer support", ONE, 45, PEER, 11, C.PEER_SUPPORT),
    NewService(
        "specimen", "Specimen collection", ONE, 15, (*NURSE, "collector"), 10, C.SPECIMEN_COLLECTION, discreet=True
    ),
)  # fmt: skip


def missing_services(had: Collection[str], clients_per_staff: int | None) -> list[NewService]:
    """The standard kinds whose code is not in `had`; what happens off site gets the ratio, which is policy."""
    return [
        row if row.room_needed else replace(row, clients_per_staff=clients_per_staff)
        for row in STANDARD_SERVICES
        if row.code not in had
    ]
