"""The state's admission data set, as it was answered."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.db.models import F

from stepdown.episode.models import AdmissionData
from stepdown.episode.rules import dataset
from stepdown.episode.terms import (
    CODES,
    Admission,
    AdmissionRow,
    Use,
)
from stepdown.kernel import teds


def missing(given: Admission) -> tuple[str, ...]:
    """The names of the questions of the data set still to be asked, in order."""
    return dataset.missing(given)


def admission_data(client: int) -> AdmissionRow | None:
    """The admission data of a client: the draft if there is one, else those of the latest episode. Two queries."""
    row = (
        AdmissionData.objects.filter(client=client)
        .order_by(F("episode__admitted_on").desc(nulls_first=True))
        .prefetch_related("uses")
        .first()
    )
    return None if row is None else _admission_row(row)


def admission_data_missing(clients: Collection[int]) -> dict[int, int]:
    """How many questions of the data set each of `clients` in care leaves open, by client id. Three queries."""
    rows = AdmissionData.objects.filter(client__in=clients, episode__discharged_on=None).prefetch_related("uses")
    open_questions = dict.fromkeys(clients, len(dataset.missing(Admission())))
    for row in rows:
        open_questions[row.client_id] = len(_admission_row(row).missing)
    return open_questions


def _admission_row(row: AdmissionData) -> AdmissionRow:
    given = answers_of(row)
    return AdmissionRow(row.pk, row.client_id, row.episode_id, given, row.version, dataset.missing(given))


def answers_of(row: AdmissionData) -> Admission:
    """A row's answers; its substances must have been fetched."""
    values = {name: _answer(codes, getattr(row, name)) for name, codes in CODES.items()}
    uses = {use.place: use for use in row.uses.all()}
    return Admission(
        **values,
        arrests=row.arrests,
        prior_episodes=row.prior_episodes,
        uses=tuple(_use(uses.get(place)) for place in (1, 2, 3)),  # type: ignore[arg-type]  # three of them
    )


def _answer(codes: type[StrEnum], value: str) -> Any:
    return codes(value) if value else None


def _use(row: Any) -> Use:
    if row is None:
        return Use()
    return Use(
        _answer(teds.Substance, row.substance),
        _answer(teds.Route, row.route),
        _answer(teds.Frequency, row.frequency),
        row.first_use_age,
    )
