"""Clients as they stand on the Monday → rows of an `iop-week/1` file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from stepdown.coverage import queries as coverage
from stepdown.coverage.terms import AuthorizedWeek
from stepdown.episode import queries as episode
from stepdown.kernel.levels import LevelOfCare
from stepdown.people import queries as people
from stepdown.people.terms import CareRole
from stepdown.plan import queries as plan
from stepdown.plan.terms import Modality, PrescribedWeek
from stepdown.safety import queries as safety
from stepdown.schedule.queries import setup
from stepdown.transfer.exporter_agency import WORDS, Export
from stepdown.transfer.importer_clients import MODALITIES
from stepdown.transfer.iop_week.terms import Authorization, ClientRow, MustNotMeet, Prescribed
from stepdown.transfer.terms import Kind

MODES = {modality: mode for mode, modality in MODALITIES.items()}
NOTHING_PRESCRIBED = PrescribedWeek(Modality.IN_PERSON, 0, 0, ())


@dataclass(frozen=True, slots=True)
class InCare:
    """The clients in care on the Monday: site, languages and level by client, and what is prescribed."""

    homes: Mapping[int, tuple[int, tuple[str, ...]]]
    levels: Mapping[int, str]
    prescribed: Mapping[int, PrescribedWeek]
    ids: Mapping[int, str]

    @property
    def services(self) -> set[int]:
        """Every service that is prescribed."""
        return {line.service for week in self.prescribed.values() for line in week.services}


def clients_in_care(export: Export) -> InCare:
    """The clients of the sites who are in a stay on the Monday."""
    homes = people.clients_of(export.sites)
    levels = episode.levels_on(homes, export.monday)
    ids = {client: export.keys.of(Kind.CLIENT, client) for client in sorted(levels)}
    return InCare(homes, levels, plan.prescribed_weeks(levels, export.monday), ids)


def client_rows(export: Export, care: InCare, staff: Mapping[int, str]) -> tuple[ClientRow, ...]:
    """One row each; `staff` are the ids in the file of the clinicians."""
    monday, last_sunday = export.monday, export.monday - timedelta(days=1)
    clients = care.ids
    tracks, hours = setup.tracks_of_clients(clients, monday), setup.availability(clients)
    authorized = coverage.authorized_weeks(clients, monday)
    therapists = people.care_team_on(clients, CareRole.PRIMARY_CLINICIAN, monday)
    admitted, before = episode.admitted_on(clients, monday), episode.levels_on(clients, last_sunday)
    away = episode.on_hold(clients, monday - timedelta(days=7)) & episode.on_hold(clients, last_sunday)
    rows = []
    for client, name in clients.items():
        site, languages = care.homes[client]
        prescribed = care.prescribed.get(client, NOTHING_PRESCRIBED)
        earlier = None if client in away else before.get(client)
        rows.append(
            ClientRow(
                id=name,
                level=WORDS[LevelOfCare(care.levels[client])],
                site=export.sites[site],
                mode=MODES[Modality(prescribed.modality)],
                languages=languages,
                tracks=tuple(export.track(track) for track in tracks.get(client, ())),
                availability=export.windows((h.weekday, h.starts, h.ends) for h in hours.get(client, ())),
                prescription=tuple(
                    Prescribed(export.keys.of(Kind.SERVICE, line.service), line.sessions)
                    for line in prescribed.services
                ),
                authorization=_authorization(export, authorized.get(client)),
                min_week_minutes=prescribed.minimum_week_minutes,
                min_day_minutes=prescribed.minimum_day_minutes,
                therapist=staff.get(therapists.get(client, 0)),
                new=admitted[client] == monday,
                previous_level=None if earlier is None else WORDS[LevelOfCare(earlier)],
            )
        )
    return tuple(rows)


def _authorization(export: Export, week: AuthorizedWeek | None) -> Authorization:
    """Where a payer counts nothing, the whole programme week: an authorization never caps what is given."""
    plan = export.plan
    days = minutes = ends = None
    if week is not None:
        days, minutes, ends = week.days, week.minutes, week.ends
    return Authorization(
        days=plan.days if days is None else days,
        minutes=plan.days * (plan.closes - plan.opens) if minutes is None else minutes,
        last_day=plan.days - 1 if ends is None else min((ends - plan.monday).days, plan.days) - 1,
    )


def restrictions(export: Export, clients: Mapping[int, str]) -> tuple[MustNotMeet, ...]:
    """Each pair of these clients who must not meet, once."""
    apart = safety.must_not_meet(clients, export.monday)
    return tuple(
        MustNotMeet(clients[one], clients[other])
        for one, others in apart.items()
        for other in others
        if one < other and other in clients
    )
