"""The record as its reader sees it: values in words, tables where they fit, what is the same said once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import DateField

from stepdown.kernel.week import zone_of
from stepdown.transfer.whole_record import spanish
from stepdown.transfer.whole_record.fhir_words import days
from stepdown.transfer.whole_record.reader import filled, record_pdf
from stepdown.transfer.whole_record.reading import DAY_AFTER, Read, leaf, value_in_words
from stepdown.transfer.whole_record.table import Chapter
from stepdown.transfer.whole_record.tables import TABLES

CHICAGO = zone_of("America/Chicago")
PARTS = {one.label: one for one in TABLES}
NINE, TEN = datetime(2026, 3, 2, 15, tzinfo=UTC), datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
YOU = dict.fromkeys(PARTS["people.Client"].columns.values(), "") | {
    "id": 1, "used_name": "Fern Hollow", "record_number": "N-1", "synthetic": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("label", "place", "value", "said"),
    [
        ("people.Client", "languages", ["en", "es"], "en, es"),
        ("people.Client", "interpreter", False, "no"),
        ("people.Client", "pronouns", "", ""),
        ("people.Client", "date_of_birth", date(1990, 3, 2), "Mar 2, 1990"),
        ("people.Client", "used_name", "snow_white", "snow_white"),
        ("people.Way", "kind", "mobile", "Mobile"),
        ("session.Visit", "arrived_at", NINE, "Mar 2, 2026, 9:00 AM"),
        ("schedule.Participant", "period", DateTimeTZRange(NINE, TEN), "Mar 2, 2026, 9:00 AM to 10:30 AM"),
        ("schedule.ClientAvailability", "weekday", 0, "Monday"),
        ("schedule.ClientAvailability", "ends", 17 * 60 + 5, "5:05 PM"),
        ("coverage.Authorization", "ends", date(2026, 12, 26), "Dec 25, 2026"),
        ("consent.Signature", "authority_ends", date(2027, 1, 1), "Dec 31, 2026"),
        ("privacy.Request", "received_on", date(2026, 12, 26), "Dec 26, 2026"),
        ("consent.Disclosure", "door", "whole_record", "Whole record"),
        ("consent.Consent", "purposes", ["own_request", "payment"], "Own request, Payment"),
        ("consent.Disclosure", "evidence", {"legal_duty": "As the state says"}, "Legal duty: As the state says"),
    ],
)
def test_values_in_words(label: str, place: str, value: object, said: str) -> None:
    assert value_in_words(label, place, value, CHICAGO) == said


def test_a_period_of_days_ends_on_its_last_day_in_fhir() -> None:
    since = date(2026, 10, 12)
    assert days(since, date(2026, 12, 26)) == {"start": "2026-10-12", "end": "2026-12-25"}
    assert days(since, None) == {"start": "2026-10-12"}


def test_until_is_the_last_day_everywhere() -> None:
    """Periods of days are kept as [starts, ends); each column that holds such an end is known as one."""
    ends = {
        leaf(table.label, place)[0]
        for table in TABLES
        for title, place in table.columns.items()
        if isinstance(leaf(table.label, place)[1], DateField) and place.rpartition("__")[2] in {"ends", "until"}
    }
    assert ends - {"consent.Consent.ends"} == DAY_AFTER - {"consent.Signature.authority_ends"}


def part_of(label: str, *rows: dict[str, object]) -> dict[str, object]:
    """How a table with these rows is laid out."""
    empty: dict[str, object] = dict.fromkeys(PARTS[label].columns.values())
    you = Read(PARTS["people.Client"], (YOU,))
    read = Read(PARTS[label], tuple(empty | {"id": n} | row for n, row in enumerate(rows)))
    chapters = filled([you, read], zone=CHICAGO, lead=())["chapters"]
    return next(one for chapter in chapters for one in chapter["parts"] if one["title"] == PARTS[label].title)  # type: ignore[attr-defined,no-any-return]


def test_what_every_line_says_is_said_once() -> None:
    hours = [{"weekday": day, "starts": 540, "ends": 1020} for day in range(4)]
    part = part_of("schedule.ClientAvailability", *hours)
    assert part["same"] == "Since: 9:00 AM; Until: 5:00 PM"
    assert (part["names"], part["rows"]) == (["Day"], [["Monday"], ["Tuesday"], ["Wednesday"], ["Thursday"]])
    few = part_of("schedule.ClientAvailability", *hours[:3])
    assert (few["same"], few["names"]) == ("", ["Day", "Since", "Until"])


def test_long_words_are_read_row_by_row() -> None:
    words = "I was there that day, and the sheet at the door says so too, look at it again"
    part = part_of("privacy.Statement", {"says": "disagreement", "words": words})
    assert (part["rows"], part["blocks"]) == ([], [[["Who says", "Disagreement"], ["Statement", words]]])


def test_a_number_of_the_payers_does_not_run_into_the_day_beside_it() -> None:
    """Columns get their longest word; what needs more than a line is read row by row."""
    payer = {"payer": "Prairie Mutual", "number": "SYNTHETIC-11-261012-A", "starts": date(2026, 10, 12)}
    widths = dict(zip(*(part_of("coverage.Authorization", payer)[of] for of in ("names", "widths")), strict=True))  # type: ignore[call-overload]
    assert (widths["Number"] >= 23, sum(widths.values()) <= 96) == (True, True)
    assert part_of("coverage.Authorization", payer | {"number": "X" * 59, "payer": "Y" * 40})["rows"] == []


def test_who_it_is_stands_on_every_page() -> None:
    said = filled([Read(PARTS["people.Client"], (YOU,))], zone=CHICAGO, lead=())
    assert (said["head"], said["foot"]) == (
        "Fern Hollow, record number N-1",
        "All data in this record is synthetic.",
    )
    real = filled([Read(PARTS["people.Client"], (YOU | {"synthetic": False},))], zone=CHICAGO, lead=())
    assert real["foot"] == "Only for whom it was given to."


def test_headings_in_spanish() -> None:
    """Every chapter and table has one; what stands under them is as it was written."""
    assert set(spanish.TABLES) == set(PARTS)
    assert set(spanish.CHAPTERS) == set(Chapter)
    read = [Read(PARTS["people.Client"], (YOU,))]
    said = filled(read, zone=CHICAGO, lead=("Made on June 10",), language="es")
    assert (said["heading"], said["head"]) == ("Expediente completo", "Fern Hollow, número de expediente N-1")
    assert (said["foot"], said["own"], said["lead"]) == (spanish.SYNTHETIC, list(spanish.LEAD), ["Made on June 10"])
    (chapter,) = said["chapters"]  # type: ignore[misc]
    assert (chapter["title"], chapter["parts"][0]["title"]) == ("Acerca de usted", "Usted")
    assert record_pdf(read, zone=CHICAGO, lead=(), language="es").startswith(b"%PDF-")
