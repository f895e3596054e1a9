"""Weekly hours as people write them, and what can't be read."""

# ruff: noqa: RUF001 - spans of time are written with an en dash
from __future__ import annotations

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from stepdown.agency.terms import WorkingTime
from stepdown.web.desk.fields import DAYS, JURISDICTIONS, Listed, WeekForm, hours_of, known, spans, week_of

NINE, NOON = 9 * 60, 12 * 60


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" , ", []),
        ("9-12:15", [(NINE, NOON + 15)]),
        ("9:00-12:15", [(NINE, NOON + 15)]),
        ("0900-1215", [(NINE, NOON + 15)]),
        ("9 am – 12:15 pm", [(NINE, NOON + 15)]),
        ("9AM to 12PM", [(NINE, NOON)]),
        ("9a.m. — 1p.m.", [(NINE, 13 * 60)]),
        ("9-12:15, 1 pm-5 pm", [(NINE, NOON + 15), (13 * 60, 17 * 60)]),
        ("13:00-17:00", [(13 * 60, 17 * 60)]),
        ("12 am-6 am", [(0, 6 * 60)]),
        ("6 pm-12 am", [(18 * 60, 24 * 60)]),
        ("18:00-24:00", [(18 * 60, 24 * 60)]),
        ("0-24", [(0, 24 * 60)]),
    ],
)
def test_what_people_write(text: str, expected: list[tuple[int, int]]) -> None:
    assert spans(text) == expected


UNREADABLE = "“{}” can't be read. Write it as 9-12:15, or 1 pm-5 pm."


@pytest.mark.parametrize(
    "text", ["nine to noon", "9", "9-", "9-25", "9-12:60", "13 pm-2 pm", "0 am-2 am", "9-10-11", "²-3"]
)
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(forms.ValidationError) as error:
        spans(f"8-9, {text}")
    assert error.value.messages == [UNREADABLE.format(text)]


@pytest.mark.parametrize("text", ["9-5", "5 pm-9 am", "9-9"])
def test_what_ends_before_it_begins(text: str) -> None:
    with pytest.raises(forms.ValidationError) as error:
        spans(text)
    assert error.value.messages == [f"“{text}” ends before it begins. Add am or pm, or write 13:00."]


@given(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440))
def test_what_a_form_shows_it_reads_again(weekday: int, starts: int, length: int) -> None:
    hours = (WorkingTime(weekday, starts, min(1440, starts + length)),)
    form = WeekForm(week_of(hours))
    assert form.is_valid() is True
    assert hours_of(form.cleaned_data) == hours


def test_every_fault_of_a_week_is_told_by_its_day() -> None:
    form = WeekForm({day: "x" if day in {"monday", "sunday"} else "9-12" for day in DAYS})
    assert form.errors == {day: [UNREADABLE.format("x")] for day in ("monday", "sunday")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("LCSW", ["LCSW"]), ("LCSW, LPC", ["LCSW", "LPC"]), (" LCSW ,, LPC,LCSW", ["LCSW", "LPC"])],
)
def test_names_with_commas(text: str, expected: list[str]) -> None:
    assert Listed().clean(text) == expected


def test_a_list_of_nothing_is_no_answer() -> None:
    with pytest.raises(forms.ValidationError):
        Listed().clean("")
    with pytest.raises(forms.ValidationError):
        Listed().clean(" , ")


def test_the_present_value_is_always_a_choice() -> None:
    assert known({"a": "A"}, "z") == [("a", "A"), ("z", "z")]
    assert known({"a": "A"}, "a") == known({"a": "A"}, "") == [("a", "A")]
    assert (len(JURISDICTIONS), JURISDICTIONS["US-IL"]) == (53, "Illinois")
