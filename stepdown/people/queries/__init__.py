"""Reading clients, those around them, and who cares for them."""

from stepdown.people.queries.calls import call_of, calls_since
from stepdown.people.queries.care_team import (
    care_team_of,
    care_team_on,
    caseloads,
    caseloads_of,
    clinicians_of,
    helped_by,
)
from stepdown.people.queries.circle import circle_of, emergency_sheets, ways_of, ways_to_call
from stepdown.people.queries.clients import (
    at_the_door,
    born,
    clients_at,
    clients_of,
    details_of,
    everybody,
    face,
    find,
    header_of,
    languages_of,
    legal_name,
    names_of,
    records_of,
    site_of,
    sites_of,
    without_accents,
)
from stepdown.people.queries.duplicates import duplicates_of, duplicates_on_record, merge_of, merges_of
from stepdown.people.queries.views import own_view, saved_views

__all__ = [
    "at_the_door",
    "born",
    "call_of",
    "calls_since",
    "care_team_of",
    "care_team_on",
    "caseloads",
    "caseloads_of",
    "circle_of",
    "clients_at",
    "clients_of",
    "clinicians_of",
    "details_of",
    "duplicates_of",
    "duplicates_on_record",
    "emergency_sheets",
    "everybody",
    "face",
    "find",
    "header_of",
    "helped_by",
    "languages_of",
    "legal_name",
    "merge_of",
    "merges_of",
    "names_of",
    "own_view",
    "records_of",
    "saved_views",
    "site_of",
    "sites_of",
    "ways_of",
    "ways_to_call",
    "without_accents",
]
