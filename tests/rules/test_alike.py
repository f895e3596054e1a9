"""Whether two records may be about one person: a table a receptionist could read."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.people.rules.alike import NEARLY, alike, email_key, likeness, name_keys, plain, soundex, strength, way_key
from stepdown.people.terms import Alike, Known, WayKind

BORN, OTHER = date(1990, 5, 17), date(1990, 5, 18)
NAME, SOUND, LOOK, BIRTH, PHONE, EMAIL = (
    Alike.SAME_NAME,
    Alike.SOUNDS_ALIKE,
    Alike.LOOKS_ALIKE,
    Alike.SAME_BIRTH_DATE,
    Alike.SAME_PHONE,
    Alike.SAME_EMAIL,
)


@pytest.mark.parametrize(
    ("why", "one", "other", "reasons"),
    [
        ("the same letters", "Meadow Brook", "Meadow Brook", [NAME]),
        ("case, accents, blanks", "meadow  NÚÑEZ ", "Meadow Nunez", [NAME]),
        ("the other way round", "Brook Meadow", "Meadow Brook", [NAME]),
        ("an apostrophe, a hyphen", "Fern O'Brook-Hill", "Fern OBrook Hill", [NAME]),
        ("one letter doubled: sounds and looks alike", "Meadow Maier", "Meadow Maierr", [SOUND, LOOK]),
        ("spelled by ear", "Katherine Smythe", "Catheryn Smith", []),
        ("spelled by ear, the same first letters", "Jon Smyth", "John Smith", [SOUND]),
        ("a letter off", "Meadow Kowalski", "Meadow Kowalsky", [SOUND, LOOK]),
        ("only the first name", "Meadow Brook", "Meadow Wetland", []),
        ("only the last name", "Fern Brook", "Alder Brook", []),
        ("a middle name left out", "Meadow Fern Brook", "Meadow Brook", [SOUND, LOOK]),
        ("nothing alike", "Meadow Brook", "Alder Pebble", []),
        ("no name typed yet", "", "Meadow Brook", []),
        ("a name without letters", "123", "456", []),
    ],
)
def test_names(why: str, one: str, other: str, reasons: list[Alike]) -> None:
    assert alike(Known((one,)), Known((other,))) == tuple(reasons), why
    assert alike(Known((other,)), Known((one,))) == tuple(reasons), why


@pytest.mark.parametrize(
    ("why", "one", "other", "reasons"),
    [
        ("same name, same day", ("Fern Brook", BORN), ("Fern Brook", BORN), [NAME, BIRTH]),
        ("same name, another day: mistyped, or parent and child", ("Fern Brook", BORN), ("Fern Brook", OTHER), [NAME]),
        ("same name, no day", ("Fern Brook", None), ("Fern Brook", BORN), [NAME]),
        ("alike, same day", ("Jon Smyth", BORN), ("John Smith", BORN), [SOUND, BIRTH]),
        ("alike, another day: two people", ("Jon Smyth", BORN), ("John Smith", OTHER), []),
        ("married meanwhile: first name and day", ("Fern Brook", BORN), ("Fern Wetland", BORN), [SOUND, BIRTH]),
        ("only the day: chance", ("Fern Brook", BORN), ("Alder Pebble", BORN), []),
    ],
)
def test_birth_dates(
    why: str, one: tuple[str, date | None], other: tuple[str, date | None], reasons: list[Alike]
) -> None:
    assert alike(Known((one[0],), one[1]), Known((other[0],), other[1])) == tuple(reasons), why


def test_any_of_the_names_used_counts() -> None:
    assert alike(Known(("Fern", "Fern Brook")), Known(("Alder", "Fern Brook"))) == (NAME,)


def test_a_number_or_an_address_in_common_is_a_reason_of_its_own() -> None:
    one = Known(("Fern Brook",), BORN, frozenset({"2025550100"}), frozenset({"a@example.org"}))
    other = Known(("Alder Pebble",), BORN, frozenset({"2025550100"}), frozenset({"a@example.org"}))
    assert alike(one, other) == (BIRTH, PHONE, EMAIL)
    assert strength((NAME, BIRTH)) > strength((NAME,)) > strength((SOUND, LOOK))


def test_one_address_in_many_spellings() -> None:
    assert email_key(" Fern@Example.ORG ") == "fern@example.org"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("robert", "R163"),
        ("rupert", "R163"),
        ("rubin", "R150"),
        ("ashcraft", "A261"),
        ("tymczak", "T522"),
        ("pfister", "P236"),
        ("honeyman", "H555"),
        ("lee", "L000"),
        ("", ""),
    ],
)
def test_soundex_as_the_national_archives_describe_it(word: str, code: str) -> None:
    """https://www.archives.gov/research/census/soundex"""
    assert soundex(word) == code


@given(st.text(string.ascii_letters + " áéñü-'", max_size=24))
def test_a_name_is_like_itself(name: str) -> None:
    assert alike(Known((name,)), Known((name.upper(),))) == ((NAME,) if plain(name) else ())
    assert likeness(plain(name), plain(name)) == (1.0 if plain(name) else 0.0)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert alike(Known((one,)), Known((other,))) == alike(Known((other,)), Known((one,)))
    assert 0.0 <= likeness(plain(one), plain(other)) <= 1.0


WORDS = st.lists(st.sampled_from(["fern", "ferne", "brook", "brooks", "jon", "john", "smyth", "smith"]), max_size=4)


@given(WORDS.map(" ".join), WORDS.map(" ".join), st.sampled_from([None, BORN]), st.sampled_from([None, BORN, OTHER]))
def test_who_is_alike_by_name_shares_a_key_or_a_birth_date_or_looks_alike(
    one: str, other: str, born: date | None, other_born: date | None
) -> None:
    """What the database is asked by (`people.queries.duplicates`) leaves nobody out."""
    if alike(Known((one,), born), Known((other,), other_born)):
        same_day = born is not None and born == other_born
        assert name_keys([one]) & name_keys([other]) or same_day or likeness(plain(one), plain(other)) >= NEARLY


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        ([], set()),
        (["", "123"], set()),
        (["Fern"], {"=fern", "~F650"}),
        (["Fern Brook"], {"=brook fern", "~B620F650"}),
        (["Brook FERN", "Fern Brook"], {"=brook fern", "~B620F650"}),
        (["Jon John"], {"=john jon", "~J500"}),
        (["Fern Brook Hill"], {"=brook fern hill", "~B620F650", "~B620H400", "~F650H400"}),
    ],
)
def test_keys_of_names(names: list[str], keys: set[str]) -> None:
    assert name_keys(names) == keys


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        (WayKind.MOBILE, " +1 (202) 555-0142 ", "2025550142"),
        (WayKind.HOME, "202.555.0142 ext. 3", "2025550142"),
        (WayKind.MOBILE, "ask his mother", ""),
        (WayKind.EMAIL, " Fern@Example.ORG ", "fern@example.org"),
        (WayKind.ADDRESS, "12 Brook Lane", ""),
    ],
)
def test_keys_of_numbers_and_addresses(kind: WayKind, value: str, key: str) -> None:
    assert way_key(kind, value) == key
