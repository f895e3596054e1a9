"""Whatever is in the file, reading it ends with a week or with faults, each with a place, a problem and a mend."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.write import canonical
from tests.transfer.iop_week.weeks import DROP, as_bytes, faults_of, put, small_week

TEXT = as_bytes(small_week())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["G0", "C0", "S0", "PHP"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def paths(value: object, place: str = "") -> list[str]:
    """Return the place of every value inside this one."""
    if isinstance(value, dict):
        inside = [(f"{place}.{key}" if place else key, item) for key, item in value.items()]
    elif isinstance(value, list):
        inside = [(f"{place}[{n}]", item) for n, item in enumerate(value)]
    else:
        return []
    return [path for name, item in inside for path in (name, *paths(item, name))]


PATHS = paths(small_week())
KEYS = [path for path in PATHS if not path.endswith("]") and ".rx." not in path and ".attend." not in path]


def read(data: bytes) -> None:
    """Read a file that may be broken: faults that say something, or a week that comes back."""
    faults = faults_of(data)
    assert all(place and problem and mend for place, problem, mend in faults)
    if not faults:
        week = parse(data)
        assert parse(canonical(week).encode()) == week


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    read(data)


@settings(deadline=None)
@given(JSON)
def test_any_json(value: object) -> None:
    read(as_bytes(value))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), JSON, min_size=1, max_size=3))
def test_any_value_in_the_place_of_another(changes: dict[str, Any]) -> None:
    week = small_week()
    for path in sorted(changes, key=len, reverse=True):  # what lies deeper first, while it is there
        put(week, path, changes[path])
    read(as_bytes(week))


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 5))
def test_bytes_lost_and_mistyped(chance: random.Random, slips: int) -> None:
    data = bytearray(TEXT)
    for _ in range(slips):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(3)] = bytes(
            chance.choices(b'0123456789"[]{},:-. \xff\x00ent', k=chance.randrange(3))
        )
    read(bytes(data))


@pytest.mark.parametrize("path", KEYS)
def test_every_key_is_needed(path: str) -> None:
    week = small_week()
    put(week, path, DROP)
    told = [(place, problem) for place, problem, _ in faults_of(as_bytes(week))]
    if path.endswith(".id"):  # others refer to it
        told = [fault for fault in told if not fault[1].startswith("there is no")]
    assert told == [(path, "is missing")]
