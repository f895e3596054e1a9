"""Files that are no JSON, or JSON that hides something: the place is a line, or the key given twice."""

import json

import pytest

from stepdown.transfer.iop_week import json_text
from tests.transfer.iop_week.weeks import as_bytes, faults_of, small_week

TEXT = as_bytes(small_week())
CHECK = "check that this is a week file"
NEAR = "correct the text here or just before it"
ONE_OF_TWO = ("is given twice in one object", "keep one of the two")


@pytest.mark.parametrize(
    ("data", "place", "problem", "mend"),
    [
        (b"", "line 1, column 1", "is not JSON", NEAR),
        (b"\n\n  nothing", "line 3, column 3", "is not JSON", NEAR),
        (b'{"format": "iop-week/1",\n "name" 1}', "line 2, column 9", "is not JSON", NEAR),
        (b"{} {}", "line 1, column 4", "is not JSON", NEAR),
        (b'{"name": "a\nb"}', "line 1, column 12", "is not JSON", NEAR),
        (
            b'{"format": "iop-week/1",\n "name": "caf\xe9"}',
            "line 2, byte 38",
            "is not UTF-8",
            "save the file as UTF-8 text",
        ),
        (json.dumps(small_week()).encode("utf-16"), "line 1, byte 0", "is not UTF-8", "save the file as UTF-8 text"),
        (b"[" * 200_000 + b"]" * 200_000, "the file", "is nested too deeply", CHECK),
        (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "the file", "is nested too deeply", CHECK),
    ],
)
def test_no_json(data: bytes, place: str, problem: str, mend: str) -> None:
    assert faults_of(data) == [(place, problem, mend)]


def test_a_file_too_large_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "MAX_BYTES", len(TEXT))
    assert faults_of(TEXT) == []
    assert faults_of(TEXT + b"\n") == [("the file", "is larger than 64 MiB", CHECK)]


def test_a_byte_order_mark_is_allowed() -> None:
    assert faults_of(b"\xef\xbb\xbf" + TEXT) == []


@pytest.mark.parametrize(
    ("once", "twice", "place"),
    [
        ('"name": ', '"name": "another", "name": ', "name"),
        ('"id": "S0-R1"', '"id": "S0-R1", "id": "S0-R1"', "rooms[1].id"),
        ('"process": 3', '"process": 4, "process": 3', "clients[0].rx.process"),
        ('"C0": ["G0"]', '"C0": [], "C0": ["G0"]', "last_week.attend.C0"),
        ('"step": 30', '"step": 30, "step": 30, "step": 30', "grid.step"),
    ],
)
def test_a_key_given_twice(once: str, twice: str, place: str) -> None:
    text = TEXT.decode()
    assert text.count(once) == 1
    assert faults_of(text.replace(once, twice).encode()) == [(place, *ONE_OF_TWO)]


def test_a_number_of_ten_thousand_digits() -> None:
    text = TEXT.replace(b'"caseload": 14', b'"caseload": ' + b"9" * 10_000)
    assert faults_of(text) == [
        ("clinicians[1].caseload", "is far out of range", "write a whole number from 0 to 32767")
    ]
