"""The eight example weeks, where they are at hand: no fault, and the same content back."""

import json
import os
import random
from pathlib import Path

import pytest

from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.write import canonical
from tests.transfer.iop_week.test_canonical import shuffled, unordered

_SHARED = Path(os.environ.get("STEPDOWN_SHARED") or Path(__file__).parents[4] / "shared")
WEEKS = _SHARED / "benchmarks" / "weeks"
NAMES = ("30", "120", "120-b", "120-cold", "500", "500-b", "500-cold", "2000")

pytestmark = pytest.mark.skipif(
    not WEEKS.is_dir(), reason="the example weeks are not here; STEPDOWN_SHARED names the folder that holds them"
)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_week_comes_back(name: str) -> None:
    data = (WEEKS / f"week-{name}.json").read_bytes()
    content = json.loads(data)
    week = parse(data)
    text = canonical(week)
    assert unordered(json.loads(text)) == unordered(content)
    assert parse(text.encode()) == week
    assert canonical(parse(json.dumps(shuffled(content, random.Random(name))).encode())) == text


def test_all_example_weeks_are_tested() -> None:
    assert {path.name for path in WEEKS.glob("*.json")} == {f"week-{name}.json" for name in NAMES}
