"""Each import contract fails on a planted line. (That the program keeps them all is said by `make check`.)

Exceptions are allowed only with the number of a decision record in a comment on the same line.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.laws.tree import PYPROJECT, ROOT, SOURCE


@dataclass(frozen=True)
class Plant:
    """One line put into one file, and what the contract must then say."""

    contract: str
    file: str
    line: str
    said: str


PLANTS = [
    Plant(
        "apps", "people/terms/words.py", "import stepdown.session.terms", "people.terms.words -> stepdown.session.terms"
    ),
    Plant("apps", "kernel/week.py", "import stepdown.embedded.errors", "kernel.week -> stepdown.embedded.errors"),
    Plant("apps", "cli/planted.py", "import stepdown.worker", "cli.planted -> stepdown.worker"),
    Plant("apps", "wellness/__init__.py", "", "- stepdown.wellness"),
    Plant(
        "rooms",
        "agency/terms/words.py",
        "import stepdown.agency.access",
        "agency.terms.words -> stepdown.agency.access",
    ),
    Plant("rooms", "session/models.py", "import stepdown.session.rules", "session.models -> stepdown.session.rules"),
    Plant("rooms", "agency/queries.py", "import stepdown.agency.actions", "agency.queries -> stepdown.agency.actions"),
    Plant("rooms", "agency/views.py", "", "- stepdown.agency.views"),
    Plant("audit-rooms", "audit/terms.py", "import stepdown.audit.record", "audit.terms -> stepdown.audit.record"),
    Plant("audit-rooms", "audit/planted.py", "", "- stepdown.audit.planted"),
    Plant("doors", "web/assets.py", "import stepdown.web.desk.urls", "web.assets -> stepdown.web.desk.urls"),
    Plant("doors", "web/kiosk/__init__.py", "", "- stepdown.web.kiosk"),
    Plant("pure", "agency/terms/words.py", "import django.utils.text", "agency.terms.words -> django"),
    Plant("pure", "kernel/period.py", "import time", "kernel.period -> time"),
    Plant(
        "pure",
        "schedule/terms/words.py",
        "import stepdown.agency.queries",
        "-> stepdown.agency.models",
    ),
    Plant("doors-know-actions", "web/desk/urls.py", "import stepdown.agency.models", "urls -> stepdown.agency.models"),
    Plant("doors-know-actions", "cli/planted.py", "import stepdown.schedule.rules", "-> stepdown.schedule.rules"),
    Plant("own-models", "schedule/queries/planted.py", "import stepdown.agency.models", "-> stepdown.agency.models"),
    Plant("no-cycles", "audit/record.py", "import stepdown.policy.models", "allowed in stepdown."),
    Plant(
        "no-cycles",
        "transfer/iop_week/terms.py",
        "import stepdown.transfer.iop_week.parse",
        "allowed in stepdown.transfer.iop_week.",
    ),
]


def broken(tree: Path, contract: str) -> str:
    """What import-linter says about one contract in a tree; empty when it is kept."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache", "--contract", contract],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in {0, 1}, run.stderr
    return " ".join(run.stdout.split()) if run.returncode else ""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program's code and contracts."""
    copy = tmp_path_factory.mktemp("planted")
    ignore = shutil.ignore_patterns("static", "templates", "__pycache__")
    shutil.copytree(SOURCE, copy / "stepdown", ignore=ignore)
    shutil.copytree(ROOT / "tools", copy / "tools", ignore=ignore)
    shutil.copy(PYPROJECT, copy)
    return copy


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}: {plant.file}: {plant.line}")
def test_a_planted_line_breaks_the_contract(tree: Path, plant: Plant) -> None:
    file = tree / "stepdown" / plant.file
    before = file.read_bytes() if file.exists() else None
    made = not file.parent.exists()
    file.parent.mkdir(exist_ok=True)
    try:
        file.write_bytes((before or b"") + f"\n{plant.line}\n".encode())
        assert plant.said in broken(tree, plant.contract)
    finally:
        file.unlink() if before is None else file.write_bytes(before)
        if made:
            shutil.rmtree(file.parent)


def test_every_contract_has_a_plant() -> None:
    assert set(re.findall(r'^id = "(.+)"$', PYPROJECT.read_text(encoding="utf-8"), re.MULTILINE)) == {
        p.contract for p in PLANTS
    }


def unexplained(pyproject: str, records: set[str]) -> list[str]:
    """Exceptions to contracts, `"a -> b",`, without `# record N` of a record that exists."""
    exceptions = [line.strip() for line in pyproject.splitlines() if re.search(r'^\s*"[\w.*]+ -> [\w.*]+"', line)]
    return [
        line
        for line in exceptions
        if not (number := re.search(r"# record (\d+)", line)) or number[1].zfill(4) not in records
    ]


def test_every_exception_carries_the_number_of_a_record() -> None:
    records = {path.name[:4] for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")}
    assert unexplained(PYPROJECT.read_text(encoding="utf-8"), records) == []


def test_an_exception_without_a_record_is_found() -> None:
    planted = 'ignore_imports = [\n  "a.b -> c",\n  "a.* -> d",  # record 2\n  "a -> e",  # record 99\n]'
    assert unexplained(planted, {"0002"}) == ['"a.b -> c",', '"a -> e",  # record 99']
